"""Attacks by people who are signed in: paths, others' items, photos, scripts, races. None gets through."""

from __future__ import annotations

import base64
import json
import re
import subprocess
import threading
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.submissions.conftest import ANNA, NORTH, SOUTH, House
from tests.support.form_server import picture
from tests.support.submissions_visitor import Visitor, invite, story

PATHS = [
    "mkdocs.yml", "build.py", "redirects.yml", "addresses.txt", "changes.txt", ".github/workflows/x.yml", ".git/config",
    "theme/strings/el.yml", "gazette/cli.py", "submissions/app.py", "../x.yml", "content/../mkdocs.yml", "/etc/passwd",
    "content/stories/../../mkdocs.yml", "content/stories/a/../../../build.py", "content/stories/a/.git/story.yml",
    "content/stories/%2e%2e/story.yml", "content\\stories\\a\\story.yml", "content/stories/a\\..\\b/story.yml",
    "content/stories/a/story.yml\0.png", "content/stories/a/story.yml/", "content/stories//story.yml",
    "content/stories/a/story.yml/x", "content/stories/con/story.yml", "content/stories/a/aux.png",
    f"content/stories/{'a' * 300}/story.yml", f"content/{'stories/' * 500}story.yml", "content/stories/а/story.yml",
    "content/stories/a/ѕtory.yml", "content/stories/a/\u202estory.yml", "content/stories/a/.hidden.png",
    "content/stories/a/xx.md", "content/stories/a/story.yml ", " content/stories/a/story.yml", "", ".", "..", "/",
    "content/stories/a/index.html", "content/stories/a/x.svg", "content/stories/a/x.php", "content/stories/a/x.js",
    "content/stories/A/story.yml", "content/stories/a/../story.yml", "content", "content/stories", "\ud800", "C:/x.yml",
    "content/stories/a/story.yml\n", "content/pages/../../mkdocs.yml", "members/south/../north/profile.yml",
    "content/stories/a/el.md::$DATA", "file:///etc/passwd", "consent/../mkdocs.yml", "--output=x", "-rf",
    ":/mkdocs.yml",
]  # fmt: skip
OF_NORTH = "content/stories/first-steps"
REFUSED = (400, 403, 404, 409, 422)


def key_of(house: House, who: Visitor, name: str = "draft") -> str:
    """A draft of someone's municipality that attacks share."""
    known = f"{name} {who.network}"
    if known not in house.known:
        who.get("/proposals")
        house.known[known] = who.begin(name)
    return house.known[known]


def data_of(house: House, path: str) -> dict[str, bytes]:
    command = ["git", "--git-dir", str(house.running.repository), "show", f"main:{path}"]
    done = subprocess.run(command, capture_output=True, check=False)
    return {path: done.stdout} if done.returncode == 0 else {}


# ---- paths


@pytest.mark.parametrize("path", PATHS, ids=ascii)
def test_no_order_touches_what_is_no_item(house: House, path: str) -> None:
    who = house.south
    key = key_of(house, who)
    before = house.refs()
    changes = {"files": {}, "pictures": {}}
    for action, params in (
        ("save", {"changes": {**changes, "files": {path: "x: y\n"}}, "expected": {}}),
        ("save", {"changes": {**changes, "files": {path: None}}, "expected": {}}),
        ("save", {"changes": {**changes, "pictures": {path: picture()}}, "expected": {}}),
        ("picture", {"path": path}),
        ("open", {"folder": path}), ("remove", {"folder": path, "apply": True}),
        ("rename", {"folder": OF_NORTH, "slug": path, "apply": True}),
    ):  # fmt: skip
        content = json.dumps({"action": action, "params": params})
        answer = who.send("POST", f"/proposals/{key}/form/api/v1", content, {"Content-Type": "application/json"})
        assert answer.status_code in REFUSED, (action, answer.text)
        assert "/site.git" not in answer.text
        assert "root:" not in answer.text
    assert house.refs() == before


@pytest.mark.parametrize(
    "base",
    ["/static/", "/static/fonts/", "/preview/{p}/", "/preview/{p}/after/", "/proposals/{k}/form/", "/proposals/",
     "/review/", "/link/", "/language/"],
)  # fmt: skip
@pytest.mark.parametrize(
    "path",
    ["..%2f..%2fsubmissions.db", "%2e%2e/%2e%2e/submissions.db", "..%5c..%5csubmissions.db", "%2fetc%2fpasswd", "%00",
     "style.css%00", "a" * 300, "a" * 5000, "..%252f", "%c0%ae%c0%ae/", ".git/config", "app.py", "....//....//x",
     "%ff"],
)  # fmt: skip
def test_no_address_leads_to_other_files(house: House, base: str, path: str) -> None:
    place = base.format(p=preview(house), k=key_of(house, house.south)) + path
    answer = house.south.get(place)
    assert answer.status_code in (404, 307) or (base == "/link/" and answer.headers["location"] == "/"), answer.text
    assert not re.search("root:|SQLite|repositoryformat|import annotations", answer.text)


def preview(house: House) -> str:
    """The secret of a link to the pages of a proposal."""
    if "preview" not in house.known:
        house.south.get("/proposals")
        house.known["shown"] = house.draft(house.south, "shown")
        said = house.south.post(f"/proposals/{house.known['shown']}/check").text
        [house.known["preview"]] = set(re.findall(r"/preview/([\w-]+)/after/", said))
    return house.known["preview"]


# ---- links in the repository


def commit_of(house: House, key: str, tree: list[tuple[str, str, str]]) -> None:
    """Puts entries of any mode into a proposal's branch, as git itself would."""

    def git(*arguments: str, given: str = "") -> str:
        command = ["git", "--git-dir", str(house.running.repository), *arguments]
        return subprocess.run(command, input=given, capture_output=True, text=True, check=True).stdout.strip()

    index = house.running.data.with_name("index")
    people = [f"GIT_{who}_{what}=x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")]
    environment = ["env", f"GIT_INDEX_FILE={index}", *people, "git", "--git-dir", str(house.running.repository)]

    def indexed(*arguments: str) -> str:
        done = subprocess.run([*environment, *arguments], capture_output=True, text=True, check=True)
        return done.stdout.strip()

    indexed("read-tree", f"drafts/{key}")
    for mode, path, content in tree:
        indexed(
            "update-index",
            "--add",
            "--cacheinfo",
            f"{mode},{git('hash-object', '-w', '--stdin', given=content)},{path}",
        )
    made = indexed("commit-tree", "-p", f"drafts/{key}", "-m", "x", indexed("write-tree"))
    git("update-ref", f"refs/heads/drafts/{key}", made)


def test_a_link_in_a_proposal_leads_nowhere(house: House) -> None:
    house.south.get("/proposals")
    key = house.draft(house.south, "linked")
    commit_of(house, key, [
        ("120000", "content/stories/linked/en.md", "/etc/passwd"), ("120000", "content/stories/out", "../../../.."),
        ("120000", "content/stories/linked/x.png", "/etc/passwd"),
        ("120000", "members/south/el.md", "../../mkdocs.yml"),
    ])  # fmt: skip
    said = house.south.order(key, "open", folder="content/stories/linked").json()
    assert set(said["raws"]) == {"content/stories/linked/story.yml", "content/stories/linked/el.md"}
    assert not said["pictures"]
    assert house.south.order(key, "picture", path="content/stories/linked/x.png").status_code == 404
    for slug, name in (("out", "story.yml"), ("linked", "en.md")):
        answer = house.south.save(
            key, {f"content/stories/{slug}/{name}": story(slug, "south")[f"content/stories/{slug}/story.yml"]}
        )
        assert answer.status_code in REFUSED, answer.text
    assert "root:" not in house.south.get(f"/proposals/{key}/").text


def test_what_is_no_content_comes_with_no_proposal(house: House) -> None:
    house.south.get("/proposals")
    key = house.draft(house.south, "brings")
    commit_of(house, key, [("100644", "mkdocs.yml", "broken: [\n"), ("100644", "theme/strings/el.yml", "- x\n")])
    assert house.south.order(key, "check", changes={"files": {}, "pictures": {}}).status_code == 200


# ---- what belongs to others


def mine(house: House, **changed: str) -> str:
    return house.published(f"{OF_NORTH}/story.yml").decode().replace("north", "south")


OTHERS: dict[str, Callable[[House], dict[str, str | None]]] = {
    "a text": lambda house: {f"{OF_NORTH}/el.md": "---\ntitle: x\nsummary: y\n---\nz\n"},
    "a new text": lambda house: {f"{OF_NORTH}/ar.md": "---\ntitle: x\nsummary: y\n---\nz\n"},
    "the data": lambda house: {f"{OF_NORTH}/story.yml": "date: 2022-01-01\nmembers: [north]\n"},
    "made one's own": lambda house: {f"{OF_NORTH}/story.yml": mine(house)},
    "made shared": lambda house: {f"{OF_NORTH}/story.yml": mine(house).replace("[south]", "[north, south]")},
    "made one's own with a text": lambda house: {
        f"{OF_NORTH}/story.yml": mine(house), f"{OF_NORTH}/el.md": "---\ntitle: x\n---\nz\n"},
    "beside one's own": lambda house: {**story("beside", "south"), f"{OF_NORTH}/el.md": "---\ntitle: x\n---\nz\n"},
    "a text that goes": lambda house: {f"{OF_NORTH}/en.md": None},
    "a new one of others": lambda house: dict(story("theirs", "north")),
    "a new one of no one there": lambda house: dict(story("no-one", "nowhere")),
    "a shared one, taken over": lambda house: {"content/stories/garden/story.yml": house.published(
        "content/stories/garden/story.yml").decode().replace("[north, south]", "[north]")},
    "a profile": lambda house: {"members/north/profile.yml": "x: y\n"},
    "a profile's text": lambda house: {"members/north/el.md": "---\ntitle: x\n---\n"},
    "a new municipality": lambda house: {"members/southern/profile.yml": "x: y\n", "members/southern/el.md": "x"},
    "a statement": lambda house: {"members/north/statements/north-2021/statement.yml": "x: y\n"},
    "a new statement": lambda house: {"members/north/statements/new/statement.yml": "x: y\n"},
    "a partner's statement": lambda house: {"content/partners/helper/statements/new/statement.yml": "x: y\n"},
    "a partner": lambda house: {"content/partners/helper/el.md": "---\ntitle: x\n---\n"},
    "a partner's data": lambda house: {"content/partners/helper/partner.yml": "kind: x\nmembers: [south]\n"},
    "a programme": lambda house: {"content/programmes/bridge/programme.yml": "members: [south]\n"},
    "an event": lambda house: {"content/events/called-off/event.yml": "members: [south]\n"},
    "a document": lambda house: {"content/documents/guide/document.yml": "members: [south]\n"},
    "a page": lambda house: {"content/pages/about/el.md": "---\ntitle: x\n---\n"},
    "a new page": lambda house: {"content/pages/new/page.yml": "members: [south]\n"},
    "the start page": lambda house: {"content/pages/home/page.yml": "members: [south]\n"},
    "a newsletter": lambda house: {"newsletters/1/issue.yml": "members: [south]\n"},
    "a new newsletter": lambda house: {"newsletters/2/issue.yml": "members: [south]\n"},
}  # fmt: skip


@pytest.mark.parametrize("what", OTHERS)
def test_an_editor_saves_nothing_of_others(house: House, what: str) -> None:
    key = key_of(house, house.south)
    before = house.refs()
    files = OTHERS[what](house)
    was = {path: data for one in files for path, data in data_of(house, one).items()}
    answer = house.south.save(key, files, was)
    assert answer.status_code in (403, 409, 422), answer.text
    assert answer.json()["error"] in ("not-yours", "not-ours", "not-deleted"), answer.text
    assert house.refs() == before


@pytest.mark.parametrize(
    "folder",
    [OF_NORTH, "content/events/called-off", "members/north", "content/partners/helper", "content/pages/about",
     "newsletters/1", "members/north/statements/north-2021"],
)  # fmt: skip
@pytest.mark.parametrize("action", ["remove", "rename"])
def test_an_editor_moves_and_deletes_nothing_of_others(house: House, action: str, folder: str) -> None:
    key = key_of(house, house.south)
    before = house.refs()
    answer = house.south.order(key, action, folder=folder, slug="2" if folder[0] == "n" else "other", apply=True)
    assert answer.status_code in REFUSED or answer.json()["done"] is False, answer.text
    assert house.refs() == before


def test_an_editor_renames_nothing_onto_what_is_of_others(house: House) -> None:
    key = house.draft(house.south, "onto")
    before = house.refs()
    answer = house.south.order(key, "rename", folder="content/stories/onto", slug="first-steps", apply=True)
    assert answer.status_code in REFUSED or answer.json()["done"] is False, answer.text
    assert house.refs() == before


def test_an_editor_puts_no_photo_into_what_is_of_others(house: House) -> None:
    key, path = key_of(house, house.south), f"{OF_NORTH}/story.yml"
    said = mine(house) + "photos:\n  - {file: x.png, credit: x, people: none}\n"
    answer = house.south.save(key, {path: said}, data_of(house, path), {f"{OF_NORTH}/x.png": picture()})
    assert answer.json()["error"] == "not-yours"


def test_what_came_out_meanwhile_as_someone_elses_is_not_sent(house: House) -> None:
    """A text in a folder that nobody had: then another municipality's item is published there."""
    house.south.get("/proposals")
    key = house.draft(house.south, "own-one")
    text = "---\ntitle: In English\nsummary: By others.\n---\nBy others.\n"
    assert house.south.save(key, {"content/stories/later/en.md": text}).status_code in (200, 403)
    house.north.get("/proposals")
    other = house.draft(house.north, "later")
    assert house.north.post(f"/proposals/{other}/send").status_code == 303
    house.anna.get("/review")
    assert house.anna.post(f"/review/{other}/accept", sent=house.sent_commit(other)).status_code == 303
    house.south.get("/proposals")
    answer = house.south.post(f"/proposals/{key}/send")
    assert answer.status_code == 422
    assert "content/stories/later" in answer.text
    [[state]] = house.ask("select state from proposals where id = ?", key)
    assert state == "draft"


def test_an_item_that_names_no_one_is_not_sent(house: House) -> None:
    house.south.get("/proposals")
    key = house.south.begin("No one")
    files = {path: text.replace("members: [south]\n", "") for path, text in story("no-one", "south").items()}
    assert house.south.save(key, files).status_code == 200
    assert house.south.post(f"/proposals/{key}/send").status_code == 422


@pytest.mark.parametrize("path", ["", "form/", "form/index.html", "form/plan.json"])
def test_others_proposals_are_not_there(house: House, path: str) -> None:
    key = key_of(house, house.south)
    assert house.north.get(f"/proposals/{key}/{path}").status_code == 404


@pytest.mark.parametrize("action", ["name", "check", "send", "take-back", "withdraw"])
def test_nothing_is_done_to_others_proposals(house: House, action: str) -> None:
    key, before = key_of(house, house.south), house.ask("select * from proposals")
    house.north.get("/proposals")
    assert house.north.post(f"/proposals/{key}/{action}", sure="on", name="x").status_code == 404
    assert house.ask("select * from proposals") == before


@pytest.mark.parametrize("action", ["site", "open", "save", "check", "preview", "remove", "rename", "picture"])
def test_no_order_reaches_others_proposals(house: House, action: str) -> None:
    key = key_of(house, house.south)
    assert house.north.order(key, action, folder=OF_NORTH).status_code == 404


@pytest.mark.parametrize("path", ["/review", "/review/{key}/", "/people", "/log", "/log.csv"])
def test_an_editor_sees_no_page_of_coordinators(house: House, path: str) -> None:
    place = path.format(key=key_of(house, house.south))
    assert house.south.get(place).status_code == 404
    assert house.anyone().get(place).headers["location"] == "/sign-in"


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/review/{key}/accept", {"sent": "{sent}"}), ("/review/{key}/return", {"comment": "x"}),
        ("/people", {"address": "friend@evil.example", "role": "coordinator", "member": "", "language": "el"}),
        ("/people/remove", {"address": ANNA}), ("/people/remove", {"address": NORTH}),
    ],
)  # fmt: skip
def test_an_editor_does_nothing_of_coordinators(house: House, path: str, fields: dict[str, str]) -> None:
    key, before = key_of(house, house.south), house.ask("select address, role, member from people")
    house.south.get("/account")
    sent = {name: value.format(sent=house.sent_commit(key)) for name, value in fields.items()}
    assert house.south.post(path.format(key=key), **sent).status_code == 404
    assert house.ask("select address, role, member from people") == before


@pytest.mark.parametrize("field", ["role", "member", "address", "invited_by"])
def test_no_one_gives_themselves_more(house: House, field: str) -> None:
    asked = "select role, member, address, invited_by from people where address = ?"
    before = house.ask(asked, SOUTH)
    house.south.get("/account")
    value = {"role": "coordinator", "member": "north", "address": ANNA, "invited_by": ANNA}[field]
    assert house.south.post("/account", name="Sofia", language="el", **{field: value}).status_code == 303
    assert house.ask(asked, SOUTH) == before


# ---- photos


def photo(kind: str, **options: Any) -> bytes:
    raw = BytesIO()
    Image.new("RGB", (40, 40), "teal").save(raw, kind, **options)
    return raw.getvalue()


def located() -> bytes:
    exif = Image.Exif()
    exif[0x010E], exif[0x8825] = "taken at home", {1: "N", 2: (37.0, 58.0, 0.0)}
    return photo("JPEG", exif=exif)


def bomb() -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    head = (60000).to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(10**7))) + chunk(b"IEND", b"")
    )


PHOTOS: dict[str, Callable[[], bytes]] = {
    "with a place": located,
    "too large": lambda: b"\x89PNG\r\n\x1a\n" + bytes(4 * 1024 * 1024 + 1),
    "a bomb": bomb,
    "cut off": lambda: photo("PNG")[:60],
    "another kind": lambda: photo("JPEG"),
    "SVG": lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "a page": lambda: b"<html><script>alert(1)</script>",
    "a page behind a photo": lambda: photo("PNG") + b"<script>alert(1)</script>",
    "no photo at all": lambda: b"\x89PNG\r\n\x1a\n" + b"x" * 100,
    "GIF": lambda: photo("GIF"),
    "nothing": lambda: b"",
}


@pytest.mark.parametrize("what", PHOTOS)
def test_a_photo_that_is_none_is_refused(house: House, what: str) -> None:
    name = "x.jpg" if what == "with a place" else "x.png"
    key = key_of(house, house.south)
    before = house.refs()
    files = story("pictured", "south", more=f"photos:\n  - {{file: {name}, credit: x, people: none}}\n")
    data = base64.b64encode(PHOTOS[what]()).decode()
    assert house.south.save(key, dict(files), photos={f"content/stories/pictured/{name}": data}).status_code == 422
    assert house.refs() == before


# ---- scripts, formulas, heads of mail

SCRIPT = '"><script>alert(1)</script>'


def test_no_script_of_an_editor_runs_on_a_coordinators_page(house: House) -> None:
    who = house.south
    who.get("/account")
    assert who.post("/account", name=SCRIPT, language="el").status_code == 422
    who.get("/proposals")
    key = who.begin(SCRIPT)
    files = story("script", "south", f"'{SCRIPT}'")
    files["content/stories/script/el.md"] += f"\n{SCRIPT} <img src=x onerror=alert(1)> [x](javascript:alert(1))\n"
    assert who.save(key, dict(files)).status_code == 200
    pages = [
        house.anna.get(path).text for path in ("/review", f"/review/{key}/", f"/proposals/{key}/", "/people", "/log")
    ]
    pages += [who.get(f"/proposals/{key}/").text, who.post(f"/proposals/{key}/send").text]
    assert "&lt;script&gt;alert(1)" in pages[1]
    for page in pages:
        assert "<script" not in page
        assert "<img" not in page
        assert 'href="javascript:' not in page


@pytest.mark.parametrize("name", ["\0", "\u202e", "\r\n\t ", "\u200b\u200e", ""])
def test_a_proposal_has_a_name_that_is_seen(house: House, name: str) -> None:
    house.south.get("/proposals")
    assert house.south.post("/proposals", name=name).status_code == 409


@pytest.mark.parametrize("name", ["\0", ".", "''", "\u202e", "<b>", "a\u0000<", "x" * 81, "-", "\r\n"])
def test_a_person_has_a_name_that_git_takes(house: House, name: str) -> None:
    house.south.get("/account")
    assert house.south.post("/account", name=name, language="el").status_code == 422


@pytest.mark.parametrize(
    "address",
    ["a@b.example\r\nBcc: x@evil.example", "a@b.example, x@evil.example", "<a@b.example>", "a@b", "μαρία@b.example",
     "a@b.example\0", f"{'a' * 65}@b.example", f"a@{'b.' * 130}example", "a b@c.example", '"a"@b.example',
     "@b.example"],
)  # fmt: skip
def test_only_a_plain_address_is_invited(house: House, address: str) -> None:
    before = house.ask("select address from people")
    house.anna.get("/people")
    fields = {"address": address, "name": "", "role": "editor", "member": "north", "language": "el"}
    assert house.anna.post("/people", **fields).status_code == 422
    assert house.ask("select address from people") == before


@pytest.mark.parametrize("role", ["", "admin", "Coordinator", "editor"])
def test_no_one_is_invited_for_a_municipality_that_is_none(house: House, role: str) -> None:
    house.anna.get("/people")
    fields = {"address": "new@b.example", "name": "", "role": role, "member": "nowhere", "language": "el"}
    assert house.anna.post("/people", **fields).status_code == 422


def test_a_name_writes_no_head_of_a_mail(house: House) -> None:
    house.south.get("/proposals")
    key = house.south.begin("Name\r\nBcc: x@evil.example\r\n\r\nBody")
    assert house.south.save(key, dict(story("mailed", "south"))).status_code == 200
    seen = len(house.inbox.messages)
    assert house.south.post(f"/proposals/{key}/send").status_code == 303
    message = house.inbox.next_to(ANNA, seen, key)
    assert message["Bcc"] is None
    assert message["To"] == ANNA
    assert "\n" not in message["Subject"]


def test_the_log_holds_no_formula(house: House) -> None:
    invite(house.running, "-1+1@north.example", "north")
    invite(house.running, "+1@north.example", "north")
    lines = house.anna.get("/log.csv").text.splitlines()
    cells = [cell for line in lines for cell in line.split(",")]
    assert "'-1+1@north.example" in cells
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@")]


# ---- previews


def test_a_page_of_a_proposal_is_shut_in(house: House) -> None:
    answer = house.anyone().get(f"/preview/{preview(house)}/after/index.html")
    assert answer.status_code == 200
    assert answer.headers["content-security-policy"].startswith("sandbox allow-scripts")
    assert "allow-same-origin" not in answer.headers["content-security-policy"]
    assert "set-cookie" not in answer.headers
    for secret in ("", "x", preview(house)[:-1], preview(house).swapcase()):
        assert house.anyone().get(f"/preview/{secret}/after/index.html").status_code == 404


def test_a_preview_that_is_over_is_not_there(house: House) -> None:
    secret = preview(house)
    house.ask("update previews set expires_at = expires_at - 15 * 86400")
    assert house.anyone().get(f"/preview/{secret}/after/index.html").status_code == 404
    house.ask("update previews set expires_at = expires_at + 15 * 86400")
    assert house.anyone().get(f"/preview/{secret}/after/index.html").status_code == 200
    house.south.get("/proposals")
    assert house.south.post(f"/proposals/{house.known['shown']}/withdraw", sure="on").status_code == 303
    assert house.anyone().get(f"/preview/{secret}/after/index.html").status_code == 404
    assert house.south.post(f"/proposals/{house.known['shown']}/check").status_code == 409
    del house.known["preview"]


# ---- at the same time


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """What each gives, all begun together."""
    found: dict[int, Any] = {}
    together = threading.Barrier(len(works))

    def run(number: int) -> None:
        together.wait()
        found[number] = works[number]()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [found[number] for number in range(len(works))]


def test_of_two_who_save_one_file_one_is_told(house: House) -> None:
    house.south.get("/proposals")
    key = house.south.begin("Two")
    works = [lambda words=words: house.south.save(key, dict(story("two", "south", words))) for words in "abcd"]
    assert sorted(answer.status_code for answer in at_once(*works)) == [200, 409, 409, 409]


def test_what_is_saved_while_it_is_sent_is_told_or_there(house: House) -> None:
    house.south.get("/proposals")
    key = house.draft(house.south, "sent-meanwhile")
    sent, saved = at_once(
        lambda: house.south.post(f"/proposals/{key}/send"), lambda: house.south.save(key, dict(story("more", "south")))
    )
    assert sent.status_code == 303
    assert saved.status_code in (200, 409)
    files = house.running.git("ls-tree", "-r", "--name-only", house.sent_commit(key))
    assert ("content/stories/more/story.yml" in files) == (saved.status_code == 200)


def sent_proposal(house: House, slug: str) -> str:
    house.south.get("/proposals")
    key = house.draft(house.south, slug)
    assert house.south.post(f"/proposals/{key}/send").status_code == 303
    house.anna.get("/review")
    return key


def test_two_coordinators_accept_one_proposal_once(house: House) -> None:
    key = sent_proposal(house, "accepted-twice")
    second = house.signed_in("second@network.example")
    commit, token = house.sent_commit(key), house.anna.token
    works = [lambda who=who: who.post(f"/review/{key}/accept", sent=commit) for who in (house.anna, second)]
    assert sorted(answer.status_code for answer in at_once(*works)) == [303, 409]
    assert house.running.git("log", "--format=%s", "main").count("accepted-twice") == 2  # the merge and the save
    assert house.anna.post(f"/review/{key}/accept", sent=commit, token=token).status_code == 409


def test_two_proposals_are_accepted_at_once(house: House) -> None:
    keys = [sent_proposal(house, f"at-once-{number}") for number in (1, 2)]
    works = [lambda key=key: house.anna.post(f"/review/{key}/accept", sent=house.sent_commit(key)) for key in keys]
    assert [answer.status_code for answer in at_once(*works)] == [303, 303]
    files = house.running.git("ls-tree", "-r", "--name-only", "main")
    assert all(f"content/stories/at-once-{number}/el.md" in files for number in (1, 2))


@pytest.mark.parametrize("action", ["take-back", "withdraw"])
def test_what_is_accepted_while_it_is_taken_back_is_one_of_both(house: House, action: str) -> None:
    key = sent_proposal(house, f"while-{action}")
    commit = house.sent_commit(key)
    accepted, other = at_once(
        lambda: house.anna.post(f"/review/{key}/accept", sent=commit),
        lambda: house.south.post(f"/proposals/{key}/{action}", sure="on"),
    )
    assert {accepted.status_code, other.status_code} == {303, 409}
    is_out = bool(house.running.git("ls-tree", "main", f"content/stories/while-{action}/el.md"))
    assert is_out == (accepted.status_code == 303)


def test_what_was_sent_anew_is_not_accepted_unseen(house: House) -> None:
    key = sent_proposal(house, "anew")
    seen = house.sent_commit(key)
    assert house.south.post(f"/proposals/{key}/take-back").status_code == 303
    assert house.south.save(key, dict(story("anew-more", "south"))).status_code == 200
    assert house.south.post(f"/proposals/{key}/send").status_code == 303
    for commit in (seen, "", "main", "HEAD", house.running.git("rev-parse", "main").strip(), "--help"):
        assert house.anna.post(f"/review/{key}/accept", sent=commit).status_code == 409


def test_what_is_withdrawn_while_it_is_looked_at_shows_no_more(house: House) -> None:
    house.south.get("/proposals")
    key = house.draft(house.south, "looked-at")
    looked, examined, withdrawn = at_once(
        lambda: house.south.post(f"/proposals/{key}/check"), lambda: house.anna.get(f"/review/{key}/"),
        lambda: house.south.post(f"/proposals/{key}/withdraw", sure="on"),
    )  # fmt: skip
    assert withdrawn.status_code == 303
    for secret in re.findall(r"/preview/([\w-]+)/", looked.text + examined.text):
        assert house.anyone().get(f"/preview/{secret}/after/index.html").status_code == 404
    for action in ("site", "open", "check", "preview"):
        changes = {"files": {}, "pictures": {}}
        assert house.south.order(key, action, folder="content/stories/garden", changes=changes).status_code in (
            200,
            409,
        )
    assert house.south.save(key, dict(story("after", "south"))).status_code == 409
    assert house.anna.get(f"/review/{key}/").status_code == 200


def test_what_a_browser_keeps_is_told_apart_by_person_and_proposal(house: House) -> None:
    """What is not saved stays in a browser that others use; an order of someone else's page is not carried out."""
    house.south.get("/proposals")
    first, second = (house.draft(house.south, slug) for slug in ("kept-one", "kept-two"))
    pairs = [(house.south, first), (house.south, second), (house.anna, first), (house.anna, second)]
    owners = [who.order(key, "site").json()["owner"] for who, key in pairs]
    assert len(set(owners)) == 4
    assert not any(SOUTH in owner or ANNA in owner for owner in owners)
    asked = json.dumps({"action": "present", "params": {}, "owner": owners[0]})
    for (who, key), status in zip(pairs, (200, 409, 409, 409), strict=True):
        answer = who.send("POST", f"/proposals/{key}/form/api/v1", asked, {"Content-Type": "application/json"})
        assert answer.status_code == status


def test_the_repository_is_sound_after_all(house: House) -> None:
    done = subprocess.run(
        ["git", "--git-dir", str(house.running.repository), "fsck", "--strict", "--no-dangling"], capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert Path(house.running.data / "submissions.db").is_file()
