"""CONTRIBUTING.md and README.md say what is there: files, names, commands, and how many files a recipe takes."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from gazette import cli
from gazette.content import wording
from gazette.pipeline import build
from tests.support.sites import PROJECT
from tools import tree

TEXT = (PROJECT / "CONTRIBUTING.md").read_text("utf-8")
README = (PROJECT / "README.md").read_text("utf-8")
NAMES = ["A field", "A content type", "A language", "An output", "A checker rule", "A command"]
MOST_FILES = {"A field": 7, "An output": 4, "A checker rule": 3}  # an output: 3, and its test
MOST_MINUTES = {"A field": 10, "A checker rule": 3}
ROOTS = ("gazette/", "tests/", "theme/", "tools/", "docs/", "scripts/", "schema/", ".github/", ".ci/")
TOP = ("Makefile", "README.md", "CONTRIBUTING.md", "mkdocs.yml", "pyproject.toml", "build.py")


class Recipe(NamedTuple):
    """A recipe: all its words, and its numbered steps."""

    text: str
    steps: list[str]


def recipes(text: str = TEXT) -> dict[str, Recipe]:
    parts = re.split(r"^## (.+)\n", text, flags=re.MULTILINE)[1:]
    found = dict(zip(parts[::2], parts[1::2], strict=True))
    return {
        name: Recipe(words, re.findall(r"^\d+\. (.+(?:\n   .*)*)", words, re.MULTILINE))
        for name, words in found.items()
    }


def quoted(text: str) -> list[str]:
    """What stands in `signs`, word by word: a command names paths too."""
    return [word for found in re.findall(r"`([^`]+)`", text) for word in found.split()]


def paths(text: str) -> list[str]:
    words = [word.partition("::")[0].strip('";,') for word in quoted(text)]
    return [word for word in words if word.startswith(ROOTS) or word in TOP]


def there(path: str, root: Path = PROJECT) -> list[Path]:
    """The files that a path means: `<name>` stands for any, and a module may have become a package."""
    pattern = re.sub(r"<\w+>", "*", path.rstrip("/"))
    return [*root.glob(pattern), *root.glob(f"{pattern}.py")]


def source(path: str) -> str:
    files = [file for found in there(path) for file in (found.rglob("*.py") if found.is_dir() else [found])]
    return "".join(file.read_text("utf-8") for file in files)


def missing_names(step: str) -> list[str]:
    """Names of code that none of the files of a step holds. A step begins with the file to touch."""
    names = [name for name in re.findall(r"`([A-Za-z_][\w.]*)(?:: [^`]+)?`", step) if re.search("[A-Z_]|made_by", name)]
    text = "".join(map(source, paths(step)))
    return [name for name in names if name not in TOP and not re.search(rf"\b{name.split('.')[-1]}\b", text)]


def test_there_is_a_recipe_for_each() -> None:
    assert list(recipes()) == NAMES


@pytest.mark.parametrize("text", [TEXT, README], ids=["CONTRIBUTING", "README"])
def test_every_path_is_there(text: str) -> None:
    assert len(paths(text)) > 5
    assert [path for path in paths(text) if not there(path)] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_step_begins_with_a_file_and_names_what_is_in_it(name: str) -> None:
    for step in recipes()[name].steps:
        assert re.match(r"`[^`]+`: ", step), step
        assert paths(step.split(":")[0]), step
        assert missing_names(step) == [], step


@pytest.mark.parametrize("name", NAMES)
def test_a_recipe_begins_with_what_fails_and_says_what_it_costs(name: str) -> None:
    text, steps = recipes()[name]
    assert "**fails first**" in steps[0]
    stated = re.search(r"\*\*Takes\*\* (\d+) minutes.*\*\*Files by hand:\*\* (\d+)", text, re.DOTALL)
    assert stated, "says neither time nor files"
    assert int(stated[2]) == len(steps)
    assert len(steps) <= MOST_FILES.get(name, len(steps))
    assert int(stated[1]) <= MOST_MINUTES.get(name, int(stated[1]))


def test_every_command_is_there() -> None:
    targets = set(re.findall(r"^(\w+):", (PROJECT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for text in (TEXT, README):
        assert set(re.findall(r"`make (\w+)", text)) <= targets
    assert set(re.findall(r"build\.py (\w+)", TEXT + README)) <= {*cli.COMMANDS, "hands"}
    listed = set(re.findall(r"^\| `make (\w+)", README, re.MULTILINE))
    assert targets - listed == {"site", "test", "lock", "clean", "help"}


def test_each_recipe_names_where_its_kind_stands() -> None:
    """The places are found in the code itself, so that they cannot move away from under a recipe."""
    steps = {name: " ".join(recipe.steps) for name, recipe in recipes().items()}
    for name, file in (
        ("A checker rule", wording.CATALOGUE), ("A field", wording.HINTS), ("A command", wording.MISUSES),
    ):  # fmt: skip
        assert f"`{file.relative_to(PROJECT).as_posix()}`" in steps[name]
    rows = Path(build.__file__)
    assert f"`{rows.relative_to(PROJECT).as_posix()}`" in steps["An output"]
    assert f'Row("{build.OUTPUTS[0].name}"' in rows.read_text("utf-8")
    for language in ("en", "el"):
        assert f"`theme/strings/{language}.yml`" in steps["A field"]


def test_the_readme_lists_every_module() -> None:
    assert tree.renewed(README) == README, "run `make export`"


def test_what_is_not_there_is_found(tmp_path: Path) -> None:
    assert not there("gazette/nowhere.py")
    assert there("tests/outputs/test_<name>.py")
    assert missing_names("`gazette/pipeline/build.py`: a `Row` in `INPUTS`.") == ["INPUTS"]
    (tmp_path / "gazette/content").mkdir(parents=True)
    (tmp_path / "gazette/content/__init__.py").write_text('"""Texts."""\n')
    (tmp_path / "gazette/content/new.py").write_text("")
    assert tree.listing(tmp_path) == "gazette/content/        Texts.\n    new\n"
    with pytest.raises(ValueError, match="no list of modules"):
        tree.renewed("# Nothing\n", tmp_path)
