"""Who may read and write through the editor's server: who has the key, at its own address; and items' files alone."""

import base64
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from gazette.content.load import MAX_BYTES
from gazette.editorial import cms
from gazette.editorial.cms_backend import MOST_ASKED, EditablePaths, Entries
from gazette.editorial.cms_storage import Branches, Folder
from gazette.engines import local_server
from gazette.engines.git import Repository, environment
from tools.viewing import browse, forms

FOLDER = "content/stories/garden"
DATA = f"{FOLDER}/story.yml"


def picture(colour: str = "teal") -> str:
    raw = BytesIO()
    Image.new("RGB", (8, 8), colour).save(raw, "PNG")
    return base64.b64encode(raw.getvalue()).decode()


def saving(files: Mapping[str, str], assets: Mapping[str, str] = {}, workflow: bool = False) -> dict[str, Any]:
    texts = [{"path": path, "slug": "garden/story", "raw": raw} for path, raw in files.items()]
    photos = [{"path": path, "content": content, "encoding": "base64"} for path, content in assets.items()]
    options = {"useWorkflow": workflow, "collectionName": "stories", "commitMessage": "Update", "status": "draft"}
    return {"action": "persistEntry", "params": {"dataFiles": texts, "assets": photos, "options": options}}


def seen(root: Path) -> dict[str, bytes]:
    """Every file below a folder but git's."""
    found = (path for path in root.rglob("*") if path.is_file() and ".git" not in path.relative_to(root).parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


@dataclass(frozen=True)
class EditorServer:
    """A server on the files of `root`."""

    root: Path
    port: int
    key: str

    def request(self, method: str, path: str, headers: Mapping[str, str], body: str | bytes = b"") -> tuple[int, bytes]:
        """What is answered to a request that is written out by hand."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=10)
        line.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        raw = body.encode() if isinstance(body, str) else body
        for name, value in {"Content-Length": str(len(raw)), **headers}.items():
            if value:
                line.putheader(name, value)
        line.endheaders(raw)
        answer = line.getresponse()
        said = answer.status, answer.read()
        line.close()
        return said

    @property
    def good(self) -> dict[str, str]:
        here = f"127.0.0.1:{self.port}"
        return {
            "Host": here,
            "Origin": f"http://{here}",
            "X-Editor-Key": self.key,
            "Content-Type": "application/json",
        }

    def ask(self, asked: Any, **headers: str) -> tuple[int, Any]:
        status, said = self.request("POST", "/api/v1", {**self.good, **headers}, json.dumps(asked))
        return status, json.loads(said)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return forms.copy_of(browse.GOOD, tmp_path_factory.mktemp("gate"))


@pytest.fixture(scope="module")
def server(root: Path) -> Iterator[EditorServer]:
    """The gate alone: the page's files are two words, and need nothing from npm."""
    port = forms.free_port()
    files: dict[str, Path | bytes] = {"index.html": b"<p>", "config.yml": b"titles", "yaml/index.js": b"1"}
    entries = Entries(Folder(root), EditablePaths(("el", "en", "ar")))
    what = local_server.Served(files, frozenset({"config.yml"}), "ab12", cms.policy([]), entries.answer, MOST_ASKED)
    with local_server.served(what, port):
        yield EditorServer(root, port, "ab12")


@pytest.fixture(autouse=True)
def nothing_changes(root: Path) -> Iterator[None]:
    """Whatever is asked, a refusal has written nothing."""
    before = seen(root)
    yield
    assert seen(root) == before


def test_with_the_key_the_page_reads_and_writes(server: EditorServer) -> None:
    status, said = server.ask({"action": "getEntry", "params": {"path": DATA}})
    assert (status, said["data"]) == (200, (server.root / DATA).read_text("utf-8"))
    assert server.ask(saving({DATA: said["data"]})) == (200, {})


@pytest.mark.parametrize(
    "wrong",
    [
        {"X-Editor-Key": ""},
        {"X-Editor-Key": "ab1"},
        {"X-Editor-Key": "ab12 "},
        {"X-Editor-Key": "ἀβ".encode().decode("latin1")},
        {"Host": ""},
        {"Host": "127.0.0.1"},
        {"Host": "localhost:{port}"},
        {"Host": "rebound.example:{port}"},
        {"Host": "127.0.0.1:{port}.rebound.example"},
        {"Host": "[::1]:{port}"},
        {"Origin": ""},
        {"Origin": "null"},
        {"Origin": "http://evil.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "http://localhost:{port}"},
        {"Origin": "https://127.0.0.1:{port}"},
        {"Origin": "http://127.0.0.1:{port}, http://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Length": "-1"},
        {"Content-Length": "1e9"},
        {"Content-Length": str(MOST_ASKED + 1)},
        {"Transfer-Encoding": "chunked"},
    ],
    ids=lambda wrong: "{}: {!r}".format(*next(iter(wrong.items()))),
)
def test_an_order_from_elsewhere_is_not_read(server: EditorServer, wrong: dict[str, str]) -> None:
    headers = {**server.good, **{name: value.format(port=server.port) for name, value in wrong.items()}}
    body = json.dumps(saving({DATA: "{}\n"})) if "Content-Length" not in wrong else b""
    status, said = server.request("POST", "/api/v1", headers, body)
    assert status in (400, 403, 411, 413, 415)
    assert server.key.encode() not in said


@pytest.mark.parametrize("method", ["GET", "OPTIONS", "PUT", "DELETE", "PATCH", "HEAD", "TRACE", "CONNECT"])
def test_only_a_post_is_an_order(server: EditorServer, method: str) -> None:
    status, _ = server.request(method, "/api/v1", server.good, json.dumps(saving({DATA: "{}\n"})))
    assert status in (404, 501)


def test_the_page_is_served_and_nothing_beside_it(server: EditorServer) -> None:
    here = {"Host": f"127.0.0.1:{server.port}"}
    assert server.request("GET", "/", here)[0] == 200
    assert server.request("GET", "/yaml/index.js", here)[0] == 200
    for path in (
        "/../mkdocs.yml",
        "/%2e%2e/mkdocs.yml",
        "//etc/passwd",
        "/.git/config",
        "/yaml/",
        "/yaml/..%2f..%2fx",
        "/\0",
    ):
        assert server.request("GET", path.replace("\0", "%00"), here)[0] == 404
    assert server.request("GET", "/config.yml", here) == (403, b'{"error": "no-key"}'), "it tells of unpublished items"
    assert server.request("GET", "/config.yml", {**here, "X-Editor-Key": server.key}) == (200, b"titles")
    for host in ("rebound.example", f"localhost:{server.port}"):
        assert server.request("GET", "/", {"Host": host})[0] == 403


def test_the_page_is_shown_in_no_frame_and_kept_in_no_cache(server: EditorServer) -> None:
    line = HTTPConnection("127.0.0.1", server.port, timeout=10)
    line.request("GET", "/", headers={"Host": f"127.0.0.1:{server.port}"})
    answer = line.getresponse()
    said = {name.lower(): value for name, value in answer.getheaders()}
    line.close()
    assert said["cache-control"] == "no-store"
    assert said["x-content-type-options"] == "nosniff"
    assert said["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in said["content-security-policy"]
    assert not any(name.startswith("access-control") for name in said)


OUTSIDE = [
    "build.py",
    "mkdocs.yml",
    "Makefile",
    "README.md",
    "addresses.txt",
    "redirects.yml",
    ".env",
    ".npmrc",
    ".gitattributes",
    ".git/config",
    ".git/hooks/post-commit",
    ".github/workflows/publish.yml",
    ".build/memory/sound",
    "theme/root/x.yml",
    "gazette/cli/__init__.py",
    "../outside.yml",
    "/etc/passwd",
    "/tmp/x.yml",
    "content/stories/../../build.py",
    f"{FOLDER}/../../../build.py",
    f"{FOLDER}/./story.yml",
    f"{FOLDER}//story.yml",
    f"/{DATA}",
    f"{DATA}/",
    f"{DATA}\n",
    f"{DATA}\0",
    f"{DATA}\0.png",
    f"{DATA} ",
    f"{FOLDER}/Story.yml",
    f"{FOLDER}/STORY.YML",
    "Content/stories/garden/story.yml",
    "content/stories/Garden/story.yml",
    "content/stories/gardén/story.yml",
    "content/stories/garde\u0301n/story.yml",
    "content\\stories\\garden\\story.yml",
    f"{FOLDER}/ѕtory.yml",
    "content/stories/ｇarden/story.yml",
    f"{FOLDER}/other.yml",
    f"{FOLDER}/event.yml",
    f"{FOLDER}/de.md",
    f"{FOLDER}/el.md.md",
    f"{FOLDER}/photo.svg",
    f"{FOLDER}/photo.html",
    f"{FOLDER}/.photo.png",
    f"{FOLDER}/PHOTO.png",
    f"{FOLDER}/deeper/story.yml",
    "content/stories/story.yml",
    "content/stories/.git/story.yml",
    f"content/stories/{'a' * 200}/story.yml",
    "consent/maria.yml",
    "consent/c-1.yml",
    "consent/c-0042/story.yml",
    "consent/photo.png",
    "members/x/kept/profile.yml",
    "newsletters/one/issue.yml",
    "newsletters/1/record.yml",
    "newsletters/1/kept/content/stories/garden/story.yml",
    "",
    "~/x.yml",
    "C:/x.yml",
]


@pytest.mark.parametrize("path", OUTSIDE, ids=ascii)
def test_no_other_path_is_written_read_or_deleted(server: EditorServer, path: str) -> None:
    for asked in (
        saving({path: "a: b\n"}),
        saving({DATA: "a: b\n", path: "a: b\n"}),
        saving({DATA: f"photos: [{path.rpartition('/')[2]}]\n"}, {path: picture()}),
        {"action": "getEntry", "params": {"path": path}},
        {"action": "entriesByFiles", "params": {"files": [{"path": path}]}},
        {"action": "getMediaFile", "params": {"path": path}},
        {"action": "deleteFiles", "params": {"paths": [path]}},
    ):
        status, said = server.ask(asked)
        assert (status, said["error"]) in ((422, "not-ours"), (409, "not-deleted"))


@pytest.mark.parametrize(
    "folder", ["", ".", "..", "/", "/etc", ".git", "../x", "content/..", "theme/../.git", "content/\0"]
)
def test_no_other_folder_is_listed(server: EditorServer, folder: str) -> None:
    for action, name in (("entriesByFolder", "folder"), ("getMedia", "mediaFolder")):
        status, said = server.ask({"action": action, "params": {name: folder, "extension": "yml", "depth": 9}})
        assert said == [] or (status, said["error"]) == (422, "not-ours")


@pytest.mark.parametrize(
    "asked",
    [
        [],
        "x",
        None,
        7,
        {},
        {"action": "info"},
        {"action": ["persistEntry"]},
        {"action": "persistEntry"},
        {"action": "persistEntry", "params": []},
        {"action": "getEntry", "params": {"path": ["a"]}},
        {"action": "getEntry", "params": {"path": "\ud800"}},
        {"action": "entriesByFiles", "params": {"files": "x"}},
        {"action": "entriesByFiles", "params": {"files": [{}] * 100_000}},
        {"action": "deleteFile", "params": {"path": DATA}},
        {
            "action": "persistMedia",
            "params": {"asset": {"path": f"{FOLDER}/x.png", "content": "", "encoding": "base64"}},
        },
        {"action": "publishUnpublishedEntry", "params": {"collection": "stories", "slug": "garden/story"}},
        {"action": "__class__"},
        {"action": "persistEntry", "params": {"dataFiles": [], "assets": [], "options": {"useWorkflow": False}}},
        saving({DATA: "a" * (MAX_BYTES + 1)}),
        saving({DATA: "a: \0\n"}),
        saving({f"{FOLDER}/el.md": "x", "members/patra/el.md": "x"}),
        saving({DATA: "photos: [x.png]\n"}, {f"{FOLDER}/x.png": "%%%"}),
        saving({DATA: "photos: [x.png]\n"}, {f"{FOLDER}/x.png": base64.b64encode(b"<script>").decode()}),
        saving({DATA: "photos: [xx.png]\n"}, {f"{FOLDER}/x.png": picture()}),
        saving({f"{FOLDER}/el.md": "x.png"}, {f"{FOLDER}/x.png": picture()}),
    ],
    ids=lambda asked: ascii(asked)[:60],
)
def test_what_makes_no_sense_is_refused(server: EditorServer, asked: Any) -> None:
    status, said = server.ask(asked)
    assert 400 <= status < 500
    assert said["error"] in ("not-understood", "not-ours", "unnamed", "started-otherwise")


def test_words_that_are_no_json_are_refused(server: EditorServer) -> None:
    for body in (b"", b"{", b"\xff\xfe", b"[" * 100_000, b"a=1"):
        assert server.request("POST", "/api/v1", server.good, body)[0] == 400


def test_links_are_neither_read_nor_written(root: Path, server: EditorServer, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "story.yml").write_text("secret: words\n")
    stories = root / "content/stories"
    (stories / "led-away").symlink_to(outside)
    (stories / "leads").mkdir()
    (stories / "leads/story.yml").symlink_to(outside / "story.yml")
    (stories / "leads/el.md").symlink_to("/dev/zero")
    (stories / "piped").mkdir()
    os.mkfifo(stories / "piped/story.yml")
    try:
        for path in (
            "led-away/story.yml",
            "leads/story.yml",
            "leads/el.md",
            "piped/story.yml",
            "led-away/new/story.yml",
        ):
            for asked in (
                saving({f"content/stories/{path}": "a: b\n"}),
                {"action": "getEntry", "params": {"path": f"content/stories/{path}"}},
            ):
                assert server.ask(asked)[1].get("error") in ("a-link", "not-ours")
        status, said = server.ask(
            {"action": "entriesByFolder", "params": {"folder": "content/stories", "extension": "yml", "depth": 3}}
        )
        assert status == 200
        assert not any("secret" in str(entry["data"]) for entry in said)
        assert seen(outside) == {"story.yml": b"secret: words\n"}
    finally:
        subprocess.run(["git", "-C", str(root), "clean", "-fdq"], check=True)


def test_a_photo_is_deleted_only_where_nothing_names_it(server: EditorServer) -> None:
    folder = server.root / FOLDER
    (folder / "spare.png").write_bytes(base64.b64decode(picture()))
    garden = {"action": "deleteFiles", "params": {"paths": [f"{FOLDER}/garden.png"]}}
    assert server.ask(garden) == (409, {"error": "still-named", "name": "garden.png"})
    assert (folder / "garden.png").is_file()
    assert server.ask({"action": "deleteFiles", "params": {"paths": [f"{FOLDER}/spare.png"]}}) == (200, {})
    assert not (folder / "spare.png").exists()
    assert server.ask({"action": "deleteFiles", "params": {"paths": [DATA]}}) == (
        409,
        {"error": "not-deleted", "name": "story.yml"},
    )


def test_the_key_is_the_persons_own_and_the_same_each_time(tmp_path: Path) -> None:
    secret = tmp_path / "state" / "editor-key"
    one, other = tmp_path / "one", tmp_path / "other"
    key = local_server.key_for(one, secret)
    assert local_server.key_for(one, secret) == key
    assert local_server.key_for(other, secret) != key
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    secret.chmod(0o644)  # as a file from a repository would be
    assert len({local_server.key_for(one, secret), local_server.key_for(one, secret), key}) == 3
    secret.unlink()
    secret.symlink_to(tmp_path / "elsewhere")
    assert local_server.key_for(one, secret) != local_server.key_for(one, secret)
    assert not (tmp_path / "elsewhere").exists()


# ---- git: what a folder brings along


def git(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True, check=True).stdout


@pytest.fixture
def trapped(tmp_path: Path) -> tuple[Path, Path]:
    """A repository in which everything that git can be made to run leaves a mark."""
    root, mark = forms.copy_of(browse.GOOD, tmp_path / "site"), tmp_path / "ran"
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\necho \"$0 $*\" >> '{mark}'\ncat 2>/dev/null\nexit 0\n")
    trap.chmod(0o755)
    hooks = root / ".git/hooks"
    hooks.mkdir(exist_ok=True)
    for name in (
        "pre-commit",
        "post-commit",
        "commit-msg",
        "reference-transaction",
        "post-checkout",
        "pre-push",
        "post-index-change",
    ):
        (hooks / name).symlink_to(trap)
    (root / ".gitattributes").write_text("* filter=trap diff=trap merge=trap\n")
    (root / ".env").write_text(f"NODE_OPTIONS=--require {trap}\nGIT_SSH_COMMAND={trap}\n")
    (root / ".npmrc").write_text(f"script-shell={trap}\nnode-options=--require {trap}\n")
    git(root, "-c", "core.hooksPath=/dev/null", "add", ".")
    git(root, "-c", "core.hooksPath=/dev/null", "commit", "--quiet", "--message", "Traps")
    settings = {
        "core.fsmonitor": trap,
        "core.sshCommand": trap,
        "core.editor": trap,
        "core.pager": trap,
        "core.askPass": trap,
        "gpg.program": trap,
        "commit.gpgSign": "true",
        "tag.gpgSign": "true",
        "log.showSignature": "true",
        "diff.external": trap,
        "filter.trap.clean": trap,
        "filter.trap.smudge": trap,
        "filter.trap.process": trap,
        "filter.trap.required": "true",
        "diff.trap.textconv": trap,
        "diff.trap.command": trap,
        "merge.trap.driver": trap,
        "credential.helper": trap,
        "remote.origin.url": f"ext::{trap}",
        "remote.origin.uploadpack": str(trap),
        "remote.origin.promisor": "true",
        "remote.origin.partialCloneFilter": "blob:none",
        "extensions.partialClone": "origin",
        "protocol.ext.allow": "always",
        "protocol.file.allow": "always",
        "alias.cat-file": f"!{trap}",
        "alias.ls-tree": f"!{trap}",
        "sequence.editor": trap,
        "core.gitProxy": trap,
        "uploadpack.packObjectsHook": trap,
        "core.repositoryFormatVersion": "1",
    }
    for name, value in settings.items():
        git(root, "config", name, str(value))
    return root, mark


@pytest.mark.parametrize("remote", ["ext::sh -c {trap}", "{root}", "ssh://nowhere.example/x"])
def test_nothing_that_a_folder_brings_is_run(
    trapped: tuple[Path, Path], remote: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading, saving, a second time, its status, and throwing it away, with and without all objects there."""
    root, mark = trapped
    git(root, "config", "remote.origin.url", remote.format(trap=mark.with_name("trap"), root=root))
    for name in ("GIT_SSH_COMMAND", "GIT_EXTERNAL_DIFF", "GIT_PAGER", "GIT_EDITOR", "GIT_ASKPASS", "NODE_OPTIONS"):
        monkeypatch.setenv(name, str(mark.with_name("trap")))
    monkeypatch.setenv("GIT_DIR", str(mark.with_name("nowhere")))
    monkeypatch.chdir(root)
    entries = Entries(Branches(Repository(root), "main"), EditablePaths(("el", "en", "ar")))
    which = {"collection": "stories", "slug": "garden/story"}
    text = (root / DATA).read_text("utf-8")
    assert (
        entries.answer({"action": "entriesByFolder", "params": {"folder": "content/stories", "extension": "yml"}})[0]
        == 200
    )
    for more in ("a", "b"):
        assert entries.answer(saving({DATA: f"{text}# {more}\n"}, workflow=True)) == (200, {})
    status, said = entries.answer({"action": "unpublishedEntry", "params": which})
    assert (status, [diff["path"] for diff in said["diffs"]]) == (200, [DATA])
    new = {"action": "updateUnpublishedEntryStatus", "params": {**which, "newStatus": "pending_review"}}
    assert entries.answer(new)[0] == 200
    assert entries.answer({"action": "unpublishedEntry", "params": which})[1]["status"] == "pending_review"
    assert entries.answer({"action": "unpublishedEntries", "params": {}}) == (200, ["stories/garden/story"])
    blob = Repository(root).files("main")[f"{FOLDER}/el.md"].digest
    (root / ".git/objects" / blob[:2] / blob[2:]).unlink()
    assert entries.answer({"action": "getEntry", "params": {"path": f"{FOLDER}/el.md"}})[0] == 500
    assert entries.answer({"action": "deleteUnpublishedEntry", "params": which})[0] == 200
    assert not mark.exists(), mark.read_text()


def test_git_gets_an_environment_of_its_own() -> None:
    given = {
        "PATH": ".:/usr/bin::bin",
        "HOME": "/home/x",
        "GIT_DIR": "/x",
        "GIT_SSH": "x",
        "LD_PRELOAD": "x",
        "NODE_OPTIONS": "x",
    }
    assert environment(given)["PATH"] == "/usr/bin"
    assert set(environment(given)) - set(environment({})) == {"HOME"}


def test_no_part_of_the_editor_knows_node() -> None:
    """What runs beside the files is Python: a `.env` or `.npmrc` has no one to read it."""
    for path in (browse.PROJECT / "gazette").rglob("*.py"):
        assert "decap-server" not in path.read_text("utf-8")
    assert "decap-server" not in (browse.PROJECT / "requirements/npm/edit/package.json").read_text("utf-8")


# ---- drafts


@pytest.fixture
def drafting(tmp_path: Path) -> tuple[Path, Entries]:
    root = forms.copy_of(browse.GOOD, tmp_path / "site")
    return root, Entries(Branches(Repository(root), "main"), EditablePaths(("el", "en", "ar")))


BRANCH = "cms/stories/garden/story"
WHICH = {"collection": "stories", "slug": "garden/story"}


def test_a_photo_that_a_draft_lets_go_is_in_none_of_its_commits(drafting: tuple[Path, Entries]) -> None:
    root, entries = drafting
    text = (root / DATA).read_text("utf-8")
    for name in ("face", "tree"):
        photos = {f"{FOLDER}/{name}.png": picture("red" if name == "face" else "green")}
        assert entries.answer(saving({DATA: f"{text}# {name}.png\n"}, photos, workflow=True)) == (200, {})
    assert f"{FOLDER}/tree.png" in git(root, "ls-tree", "-r", "--name-only", BRANCH)
    assert "face.png" not in git(root, "log", "--format=%H", "--name-only", "main.." + BRANCH)
    assert (root / DATA).read_text("utf-8") == text
    assert git(root, "status", "--porcelain") == ""


def test_a_photo_that_is_published_stays_where_a_draft_lets_it_go(drafting: tuple[Path, Entries]) -> None:
    root, entries = drafting
    text = (root / DATA).read_text("utf-8").replace("garden.png", "tree.png")
    assert entries.answer(saving({DATA: text}, {f"{FOLDER}/tree.png": picture()}, workflow=True)) == (200, {})
    assert f"{FOLDER}/garden.png" in git(root, "ls-tree", "-r", "--name-only", BRANCH)


def test_a_draft_that_was_merged_is_none_any_more(drafting: tuple[Path, Entries]) -> None:
    root, entries = drafting
    text = (root / DATA).read_text("utf-8")
    entries.answer(saving({DATA: f"{text}# one\n"}, workflow=True))
    git(root, "merge", "--quiet", "--no-ff", "--no-edit", BRANCH)
    assert entries.answer({"action": "unpublishedEntries", "params": {}}) == (200, [])
    assert entries.answer({"action": "unpublishedEntry", "params": WHICH})[0] == 404
    assert entries.answer(saving({DATA: f"{text}# two\n"}, workflow=True)) == (200, {})
    assert git(root, "rev-parse", f"{BRANCH}~1") == git(root, "rev-parse", "main")


def test_a_branch_that_lies_open_in_a_folder_is_left_alone(drafting: tuple[Path, Entries]) -> None:
    root, entries = drafting
    text = (root / DATA).read_text("utf-8")
    entries.answer(saving({DATA: f"{text}# one\n"}, workflow=True))
    git(root, "switch", "--quiet", BRANCH)
    before = git(root, "rev-parse", BRANCH)
    for asked in (
        saving({DATA: f"{text}# two\n"}, workflow=True),
        {"action": "deleteUnpublishedEntry", "params": WHICH},
    ):
        assert entries.answer(asked) == (409, {"error": "checked-out", "name": BRANCH})
    assert git(root, "rev-parse", BRANCH) == before
    assert git(root, "status", "--porcelain") == ""


def test_drafts_are_written_on_branches_of_drafts_alone(drafting: tuple[Path, Entries]) -> None:
    root, entries = drafting
    before = git(root, "for-each-ref")
    for collection, slug in (
        ("..", "x"),
        ("stories", "../../main"),
        ("stories", "a b"),
        ("-d", "main"),
        ("stories", "x.lock"),
        ("stories", ""),
    ):
        asked = saving({DATA: "a: b\n"}, workflow=True)
        asked["params"]["options"]["collectionName"] = collection
        asked["params"]["dataFiles"][0]["slug"] = slug
        assert entries.answer(asked)[0] == 422
        assert (
            entries.answer({"action": "deleteUnpublishedEntry", "params": {"collection": collection, "slug": slug}})[0]
            == 422
        )
    assert entries.answer(saving({DATA: "a: b\n"}, workflow=False)) == (409, {"error": "started-otherwise"})
    assert git(root, "for-each-ref") == before


# ---- its end


Started = Callable[..., tuple[subprocess.Popen[str], int, str]]


@pytest.fixture
def started(tmp_path: Path, equipment: None) -> Iterator[Started]:
    """Starts `build.py edit` as a child of a shell, as make does; gives the shell, the port and the key."""
    root = forms.copy_of(browse.GOOD, tmp_path / "site")
    shells: list[subprocess.Popen[str]] = []

    def start(port: int = 0) -> tuple[subprocess.Popen[str], int, str]:
        port = port or forms.free_port()
        command = f"'{sys.executable}' build.py edit --root '{root}' --port {port} --lang en & echo $!; wait $!"
        shell = subprocess.Popen(
            ["sh", "-c", command],
            cwd=browse.PROJECT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "XDG_STATE_HOME": str(tmp_path / "state")},
        )
        shells.append(shell)
        assert shell.stderr
        said = shell.stderr.readline()
        address = f"http://127.0.0.1:{port}/#key="
        assert address in said
        return shell, port, said.partition(address)[2].partition(" ")[0].rstrip(":")

    yield start
    for shell in shells:
        shell.kill()
        for stream in (shell.stdout, shell.stderr):
            assert stream
            stream.close()
        shell.wait()


def child_of(shell: subprocess.Popen[str]) -> int:
    assert shell.stdout
    return int(shell.stdout.readline())


def is_there(process: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def ends(process: int) -> bool:
    deadline = time.monotonic() + 20
    while is_there(process) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not is_there(process)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_it_ends_when_it_is_told_to(started: Started, number: int) -> None:
    shell, port, key = started()
    process = child_of(shell)
    assert len(key) == 64
    assert not Path(f"/proc/{process}/task/{process}/children").read_text().split(), (
        "nothing of it could be left behind"
    )
    if number == signal.SIGINT:  # a shell lets what it starts in the background ignore it
        number = signal.SIGTERM
    os.kill(process, number)
    assert ends(process)
    assert is_closed(port)


def is_closed(port: int) -> bool:
    """Whether no one listens any more: threads of a process that was killed may end after it."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)):
                return True
        time.sleep(0.05)
    return False


def test_it_ends_with_what_started_it(started: Started) -> None:
    """make was killed and could tell no one: the server stayed for an hour and a half."""
    shell, _, _ = started()
    process = child_of(shell)
    shell.kill()
    shell.wait()
    assert ends(process)


def test_after_a_restart_the_key_is_the_same(started: Started) -> None:
    shell, port, key = started()
    process = child_of(shell)
    os.kill(process, signal.SIGTERM)
    assert ends(process)
    again, _, same = started(port)
    assert same == key
    assert is_there(child_of(again))
