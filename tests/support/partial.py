"""The site in three languages with a fourth that is partial: Ukrainian, with a home, a member and a page."""

import shutil
from pathlib import Path

from tests.support.sites import PROJECT

GOOD = PROJECT / "tests" / "sites" / "good"
WHOLE = "languages: [el, en, ar]"
OFFERED = "{code: uk, offers: [interface, members, pages], fallback: [en, el]}"
TEXTS = {
    "content/pages/home/uk.md": """---
title: Міста разом
summary: Пробна мережа міст.
---
Текст головної сторінки. Дивіться [північ](/members/north/).
""",
    "content/pages/about/uk.md": """---
title: Про нас
summary: Що це за мережа.
---
Текст сторінки. Дивіться [історію](/stories/garden/), [учасників](/members/) та [захід](/events/undated/).
""",
    "members/north/uk.md": """---
name: Північ
official_name: Муніципалітет Північ
---
Північ разом з іншими заснувала мережу. Дивіться [південь](/members/south/) та [сторінку](/about/).
""",
}


def partly(folder: Path, offered: str = OFFERED) -> Path:
    """A copy of the site in `folder`. `offered` is the entry of the fourth language below `languages`."""
    root = Path(shutil.copytree(GOOD, folder, ignore=shutil.ignore_patterns(".build")))
    config = root / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace(WHOLE, f"languages: [el, en, ar, {offered}]"), "utf-8")
    for path, text in TEXTS.items():
        (root / path).write_text(text, "utf-8")
    with (root / "members/south/profile.yml").open("a", encoding="utf-8") as profile:
        profile.write("names:\n  - {language: uk, name: Південь, unconfirmed: true}\n")
    return root
