"""A made-up issue whose first story holds everything that a text can hold."""

from pathlib import Path

from tests.support import made_up

TEXTS = {
    language: Path(__file__).with_name(f"constructs.{language}.md").read_text("utf-8") for language in ("el", "en")
}


def everything(root: Path, stories: int = 2) -> Path:
    """Makes its site in a folder that is not there yet, and returns it."""
    made_up.made_up(root, stories, photos=1)
    for language, text in TEXTS.items():
        path = root / f"content/stories/made-up-1/{language}.md"
        head = path.read_text("utf-8").split("---\n")[1]
        path.write_text(f"---\n{head}---\n\n{text}", "utf-8")
    return root
