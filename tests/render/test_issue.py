"""What papers and e-books say of an event: its days, and its hours from beginning to end."""

from pathlib import Path

import pytest

from tests.support import made_up

EVENT = """kind: meeting
organisers: [network]
members: [athens]
{when}
"""


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("start: 2026-05-12", ["12 May 2026"]),
        ("start: 2026-05-12\nend: 2026-05-14", ["12 May 2026 – 14 May 2026"]),
        (
            "start: 2026-05-12 10:00\nend: 2026-05-12 12:30",
            ["12 May 2026", "10:00 AM – 12:30 PM (Eastern European Time)"],
        ),
        ("start: 2026-05-12 18:00", ["12 May 2026", "6:00 PM (Eastern European Time)"]),
        ("reported: 2026-03", ["reported in March 2026"]),
    ],
)
def test_days_and_hours(when: str, said: list[str], tmp_path: Path) -> None:
    root = made_up.made_up(tmp_path / "site", 1)
    folder = root / "content/events/spring-meeting"
    folder.mkdir(parents=True)
    (folder / "event.yml").write_text(EVENT.format(when=when), "utf-8")
    (folder / "en.md").write_text("---\ntitle: Spring meeting\nsummary: All meet.\n---\n\nAll meet.\n", "utf-8")
    (folder / "el.md").write_text("---\ntitle: Άνοιξη\nsummary: Όλοι.\n---\n\nΌλοι.\n", "utf-8")
    issue = root / "newsletters/1/issue.yml"
    issue.write_text(issue.read_text("utf-8") + "  - kind: jointly\n    items: [events/spring-meeting]\n", "utf-8")
    [item] = made_up.view_of(root, "en").data["sections"][-1]["items"]
    assert [value["label"].replace("\u202f", " ") for value in item["facts"][0]["values"]] == said
