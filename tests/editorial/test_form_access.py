"""Who may read and write through the form's server: who has the key, at its own address; and items' files alone."""

import base64
import hashlib
import json
import os
import signal
import socket
import stat
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from gazette.content.load import MAX_BYTES
from gazette.editorial import form
from gazette.editorial.form_orders import MOST_ASKED, MOST_PATHS, FormChanges
from gazette.editorial.form_server import FormServer
from gazette.editorial.form_storage import Branches, Folder
from gazette.engines import local_server
from gazette.engines.git import Repository, environment
from tests.support.form_server import picture, saving, server_on
from tools.viewing import browse, forms

FOLDER = "content/stories/garden"
DATA = f"{FOLDER}/story.yml"


def seen(root: Path) -> dict[str, bytes]:
    """Every file below a folder, but git's and what commands keep between runs."""
    found = (
        path
        for path in root.rglob("*")
        if path.is_file() and not {".git", ".build"} & set(path.relative_to(root).parts)
    )
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
    files: dict[str, Path | bytes] = {"index.html": b"<p>", "plan.json": b"labels", "chunk.js": b"1"}
    asked = server_on(Folder(root), root)
    pages = {"el/index.html": b"<p>page", "a.css": b"p{}"}
    shown = local_server.Shown("preview/secret/", pages.get)
    guarded = frozenset({"plan.json"})
    what = local_server.Served(files, guarded, "ab12", form.POLICY, asked.answer, MOST_ASKED, shown)
    with local_server.served(what, port):
        yield EditorServer(root, port, "ab12")


@pytest.fixture(autouse=True)
def nothing_changes(root: Path) -> Iterator[None]:
    """Whatever is asked, a refusal has written nothing."""
    before = seen(root)
    yield
    assert seen(root) == before


def test_a_browser_that_does_not_wait_for_its_answer_leaves_no_word(capfd: pytest.CaptureFixture[str]) -> None:
    """A page that is loaded anew drops what it asked before; an editor would read of a fault that is none."""
    asked, gone, before = threading.Event(), threading.Event(), set(threading.enumerate())

    def answer(_: Any) -> tuple[int, Any]:
        asked.set()
        gone.wait()
        return 200, "a long answer" * 1_000_000

    what = local_server.Served({}, frozenset(), "ab12", form.POLICY, answer, MOST_ASKED, None)
    with local_server.served(what, port := forms.free_port()):
        here = EditorServer(Path(), port, "ab12")
        lines = "".join(f"{name}: {value}\r\n" for name, value in {**here.good, "Content-Length": "2"}.items())
        with socket.create_connection(("127.0.0.1", port)) as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # it is cut, not ended
            line.sendall(f"POST /api/v1 HTTP/1.1\r\n{lines}\r\n{{}}".encode())
            asked.wait()
        gone.set()
    for thread in set(threading.enumerate()) - before:
        thread.join()
    assert capfd.readouterr().err == ""


def test_with_the_key_the_page_reads_and_writes(server: EditorServer) -> None:
    status, said = server.ask({"action": "open", "params": {"folder": FOLDER}})
    assert (status, said["raws"][DATA]) == (200, (server.root / DATA).read_text("utf-8"))
    assert server.ask(saving(server.root, {DATA: said["raws"][DATA]}))[0] == 200


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
    body = json.dumps(saving(server.root, {DATA: "{}\n"})) if "Content-Length" not in wrong else b""
    status, said = server.request("POST", "/api/v1", headers, body)
    assert status in (400, 403, 411, 413, 415)
    assert server.key.encode() not in said


@pytest.mark.parametrize("method", ["GET", "OPTIONS", "PUT", "DELETE", "PATCH", "HEAD", "TRACE", "CONNECT"])
def test_only_a_post_is_an_order(server: EditorServer, method: str) -> None:
    status, _ = server.request(method, "/api/v1", server.good, json.dumps(saving(server.root, {DATA: "{}\n"})))
    assert status in (404, 501)


def test_the_page_is_served_and_nothing_beside_it(server: EditorServer) -> None:
    here = {"Host": f"127.0.0.1:{server.port}"}
    assert server.request("GET", "/", here)[0] == 200
    assert server.request("GET", "/chunk.js", here)[0] == 200
    for path in (
        "/../mkdocs.yml",
        "/%2e%2e/mkdocs.yml",
        "//etc/passwd",
        "/.git/config",
        "/preview/",
        "/preview/secret/..%2f..%2fmkdocs.yml",
        "/\0",
    ):
        assert server.request("GET", path.replace("\0", "%00"), here)[0] == 404
    assert server.request("GET", "/plan.json", here) == (403, b'{"error": "no-key"}'), "labels of the network"
    assert server.request("GET", "/plan.json", {**here, "X-Editor-Key": server.key}) == (200, b"labels")
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
    words, photos = {"files": {path: "a: b\n"}, "pictures": {}}, {"files": {}, "pictures": {path: picture()}}
    both = {"files": {DATA: "a: b\n", path: "a: b\n"}, "pictures": {}}
    folder = path.rpartition("/")[0]
    asked: list[tuple[str, dict[str, Any]]] = [("picture", {"path": path})]
    for changes in (words, photos, both, {"files": {path: None}}, {"pictures": {path: None}}):
        asked += [("save", {"changes": changes, "expected": {}}), ("check", {"changes": changes})]
    asked.append(("preview", {"changes": words, "folder": FOLDER}))
    for action, params in asked:
        status, said = server.ask({"action": action, "params": params})
        assert (status, said["error"]) == (422, "not-ours"), action
    if folder not in (FOLDER, "consent", "content/stories"):
        status, said = server.ask({"action": "open", "params": {"folder": path}})
        assert (status, said["error"]) in ((422, "not-ours"), (404, "lost"))


@pytest.mark.parametrize(
    "folder",
    ["", ".", "..", "/", "/etc", ".git", "../x", "content/..", "theme/../.git", "content/\0", "content", f"{FOLDER}/"],
)
def test_no_other_folder_is_opened_moved_or_removed(server: EditorServer, folder: str) -> None:
    changes = {"files": {}, "pictures": {}}
    for action, more in (
        ("open", {}),
        ("rename", {"slug": "x", "apply": True}),
        ("remove", {"apply": True}),
        ("remove", {"withdraw": True, "apply": True}),
        ("preview", {"changes": changes}),
        ("check", {"changes": changes, "folders": [folder]}),
    ):
        assert server.ask(
            {
                "action": action,
                "params": {"folder": FOLDER, **more, **({"folder": folder} if action != "check" else {})},
            }
        ) == (
            422,
            {"error": "not-ours", "name": folder},
        )


@pytest.mark.parametrize(
    "slug", ["", "..", "../x", "a/b", "Garden", "κήπος", "-x", "x.md", "a" * 200, "con", "\0", "x\n"]
)
def test_an_item_is_given_no_name_that_leads_elsewhere(server: EditorServer, slug: str) -> None:
    status, said = server.ask({"action": "rename", "params": {"folder": FOLDER, "slug": slug, "apply": True}})
    assert (status, said["error"]) in ((422, "name-unfit"), (422, "name-of-device"), (409, "carried-not-renamed"))


@pytest.mark.parametrize(
    "asked",
    [
        [],
        "x",
        None,
        7,
        {},
        {"action": "info"},
        {"action": ["save"]},
        {"action": "save"},
        {"action": "save", "params": []},
        {"action": "save", "params": {"changes": {"files": {DATA: "a"}}}},
        {"action": "save", "params": {"changes": {"files": [DATA]}, "expected": {}}},
        {"action": "save", "params": {"changes": {}, "expected": {}}},
        {"action": "save", "params": {"changes": {"files": {DATA: 7}}, "expected": {}}},
        {"action": "save", "params": {"changes": {"files": {DATA: "\ud800"}}, "expected": {}}},
        {"action": "save", "params": {"changes": {"files": {DATA: "a: \0\n"}}, "expected": {}}},
        {"action": "save", "params": {"changes": {"files": {DATA: "a" * (MAX_BYTES + 1)}}, "expected": {}}},
        {"action": "open", "params": {"folder": ["a"]}},
        {"action": "open", "params": {"folder": FOLDER, "draft": "main"}},
        {"action": "open", "params": {"folder": FOLDER, "draft": "form/../main"}},
        {"action": "drop", "params": {"draft": "main"}},
        {"action": "drop", "params": {"draft": "form/stories/x"}},
        {"action": "check", "params": {"changes": {"files": {DATA: "a"}}, "language": "../el"}},
        {
            "action": "check",
            "params": {"changes": {"files": {f"content/stories/a{n}/story.yml": "" for n in range(MOST_PATHS + 1)}}},
        },
        {"action": "check", "params": {"changes": {"pictures": {f"{FOLDER}/x.png": {"sha256": "0" * 64}}}}},
        {"action": "check", "params": {"changes": {"pictures": {f"{FOLDER}/x.png": "%%%"}}}},
        {
            "action": "check",
            "params": {"changes": {"pictures": {f"{FOLDER}/x.png": base64.b64encode(b"<script>").decode()}}},
        },
        {"action": "read_date", "params": {"text": "x" * 10_000}},
        {"action": "read_word", "params": {"name": "x.docx", "content": base64.b64encode(b"PK").decode()}},
        {"action": "read_word", "params": {"name": "x.docx", "content": "%"}},
        {"action": "read_html", "params": {"html": None}},
        {"action": "__class__"},
    ],
    ids=lambda asked: ascii(asked)[:70],
)
def test_what_makes_no_sense_is_refused(server: EditorServer, asked: Any) -> None:
    status, said = server.ask(asked)
    assert 400 <= status < 500
    assert said["error"]


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
        for name in ("led-away", "leads", "piped"):
            folder = f"content/stories/{name}"
            changes = {"files": {f"{folder}/story.yml": "a: b\n"}, "pictures": {}}
            for action, params in (
                ("save", {"changes": changes, "expected": {f"{folder}/story.yml": None}}),
                ("open", {"folder": folder}),
                ("remove", {"folder": folder, "apply": True}),
            ):
                _, said = server.ask({"action": action, "params": params})
                assert said["error"] in ("a-link", "lost"), (name, action)
        checked = server.ask({"action": "check", "params": {"changes": {"files": {DATA: "a: b\n"}, "pictures": {}}}})
        assert "secret" not in str(checked), "a check reads behind no link either"
        assert "secret" not in str(server.ask({"action": "site", "params": {}}))
        assert seen(outside) == {"story.yml": b"secret: words\n"}
    finally:
        subprocess.run(["git", "-C", str(root), "clean", "-fdq"], check=True)


def test_a_preview_is_for_who_knows_its_address_and_reaches_nothing(server: EditorServer) -> None:
    line = HTTPConnection("127.0.0.1", server.port, timeout=10)
    line.request("GET", "/preview/secret/el/", headers={"Host": f"127.0.0.1:{server.port}"})
    answer = line.getresponse()
    said = {name.lower(): value for name, value in answer.getheaders()}
    assert (answer.status, answer.read()) == (200, b"<p>page")
    line.close()
    assert said["content-security-policy"].startswith("sandbox ")
    assert "allow-same-origin" not in said["content-security-policy"]
    assert said["content-security-policy"].endswith("; require-trusted-types-for 'script'; trusted-types 'none'")
    assert (said["x-robots-tag"], said["referrer-policy"]) == ("noindex", "no-referrer")
    here = {"Host": f"127.0.0.1:{server.port}"}
    for path in ("/preview/", "/preview/guess/el/", "/preview/secret/nothing", "/preview/secret/../index.html"):
        assert server.request("GET", path, here)[0] == 404
    assert server.request("GET", "/preview/secret/el/", {"Host": "rebound.example"})[0] == 403


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
    asked = server_on(Branches(Repository(root), "main"), root)
    text = (root / DATA).read_text("utf-8")
    assert asked.answer({"action": "site", "params": {}})[0] == 200
    order = {"changes": {"files": {DATA: f"{text}# a\n"}, "pictures": {}}}
    assert asked.answer({"action": "check", "params": order})[0] == 200
    saved = save_draft(asked, {DATA: f"{text}# a\n"})
    assert saved == BRANCH
    status, said = asked.answer({"action": "open", "params": {"folder": FOLDER, "draft": BRANCH}})
    assert (status, said["raws"][DATA]) == (200, f"{text}# a\n")
    assert [draft["name"] for draft in asked.answer({"action": "site", "params": {}})[1]["drafts"]] == [BRANCH]
    blob = Repository(root).files("main")[f"{FOLDER}/el.md"].digest
    (root / ".git/objects" / blob[:2] / blob[2:]).unlink()
    assert asked.answer({"action": "open", "params": {"folder": FOLDER}})[0] == 500
    assert asked.answer({"action": "drop", "params": {"draft": BRANCH}})[0] == 200
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


# ---- drafts


@pytest.fixture
def drafting(tmp_path: Path) -> tuple[Path, FormServer]:
    root = forms.copy_of(browse.GOOD, tmp_path / "site")
    return root, server_on(Branches(Repository(root), "main"), root)


BRANCH = "form/stories/garden/story"


def save_draft(
    asked: FormServer, files: Mapping[str, str | None], photos: Mapping[str, str | None] = {}, draft: str = ""
) -> str:
    """Saves files in place of what is stored; gives the draft's name, or the refusal's word."""
    there = asked.store.read([*files, *photos], draft or BRANCH)
    expected = {path: hashlib.sha256(data).hexdigest() for path, data in there.items()}
    changes = {"files": dict(files), "pictures": dict(photos)}
    params = {"changes": changes, "expected": {**dict.fromkeys(files), **expected}, "draft": draft}
    status, said = asked.answer({"action": "save", "params": params})
    return str(said["draft"] if status == 200 else said["error"])


def test_a_draft_that_an_older_form_began_is_read_and_goes_on(drafting: tuple[Path, FormServer]) -> None:
    root, asked = drafting
    changed = (root / DATA).read_text("utf-8") + "# more\n"
    assert save_draft(asked, {DATA: changed}) == BRANCH
    old = BRANCH.replace("form/", "cms/")
    subprocess.run(["git", "-C", str(root), "branch", "-m", BRANCH, old], check=True)
    (draft,) = asked.answer({"action": "site", "params": {}})[1]["drafts"]
    assert (draft["name"], draft["folders"]) == (old, [FOLDER])
    opened = asked.answer({"action": "open", "params": {"folder": FOLDER, "draft": old}})[1]
    assert opened["raws"][DATA] == changed
    assert save_draft(asked, {DATA: f"{changed}# and more\n"}, draft=old) == old
    assert asked._saving.draft_for(FormChanges({DATA: b""}, {})) == old


def test_a_photo_that_a_draft_lets_go_is_in_none_of_its_commits(drafting: tuple[Path, FormServer]) -> None:
    root, asked = drafting
    text = (root / DATA).read_text("utf-8")
    for name in ("face", "tree"):
        photos = {f"{FOLDER}/{name}.png": picture("red" if name == "face" else "green")}
        assert save_draft(asked, {DATA: f"{text}# {name}.png\n"}, photos) == BRANCH
    assert f"{FOLDER}/tree.png" in git(root, "ls-tree", "-r", "--name-only", BRANCH)
    assert "face.png" not in git(root, "log", "--format=%H", "--name-only", "main.." + BRANCH)
    assert (root / DATA).read_text("utf-8") == text
    assert git(root, "status", "--porcelain") == ""


def test_a_photo_that_is_published_stays_where_a_draft_lets_it_go(drafting: tuple[Path, FormServer]) -> None:
    root, asked = drafting
    text = (root / DATA).read_text("utf-8").replace("garden.png", "tree.png")
    assert save_draft(asked, {DATA: text}, {f"{FOLDER}/tree.png": picture()}) == BRANCH
    assert f"{FOLDER}/garden.png" in git(root, "ls-tree", "-r", "--name-only", BRANCH)


def test_several_items_are_one_draft_and_one_commit(drafting: tuple[Path, FormServer]) -> None:
    """A story, and the partner that was made for it: the branch is named after the first."""
    root, asked = drafting
    partner = "content/partners/new-one"
    texts = {
        DATA: (root / DATA).read_text("utf-8") + "partners: [new-one]\n",
        f"{partner}/partner.yml": "role: supporter\n",
        f"{partner}/el.md": "---\nname: Νέος\n---\n",
    }
    assert save_draft(asked, texts) == BRANCH
    assert git(root, "rev-list", "--count", f"main..{BRANCH}").strip() == "1"
    assert sorted(git(root, "diff", "--name-only", "main", BRANCH).split()) == sorted(texts)
    listed = asked.answer({"action": "site", "params": {}})[1]["drafts"]
    assert [draft["folders"] for draft in listed] == [[partner, FOLDER]]


def test_a_draft_that_was_merged_is_none_any_more(drafting: tuple[Path, FormServer]) -> None:
    root, asked = drafting
    text = (root / DATA).read_text("utf-8")
    save_draft(asked, {DATA: f"{text}# one\n"})
    git(root, "merge", "--quiet", "--no-ff", "--no-edit", BRANCH)
    assert asked.answer({"action": "site", "params": {}})[1]["drafts"] == []
    assert save_draft(asked, {DATA: f"{text}# two\n"}) == BRANCH
    assert git(root, "rev-parse", f"{BRANCH}~1") == git(root, "rev-parse", "main")


def test_a_branch_that_lies_open_in_a_folder_is_left_alone(drafting: tuple[Path, FormServer]) -> None:
    root, asked = drafting
    text = (root / DATA).read_text("utf-8")
    save_draft(asked, {DATA: f"{text}# one\n"})
    git(root, "switch", "--quiet", BRANCH)
    before = git(root, "rev-parse", BRANCH)
    assert save_draft(asked, {DATA: f"{text}# two\n"}) == "checked-out"
    assert asked.answer({"action": "drop", "params": {"draft": BRANCH}}) == (
        409,
        {"error": "checked-out", "name": BRANCH},
    )
    assert git(root, "rev-parse", BRANCH) == before
    assert git(root, "status", "--porcelain") == ""


def test_two_who_save_one_draft_do_not_undo_each_other(drafting: tuple[Path, FormServer]) -> None:
    root, asked = drafting
    text = (root / DATA).read_text("utf-8")
    assert save_draft(asked, {DATA: f"{text}# one\n"}) == BRANCH
    stale = {DATA: hashlib.sha256(text.encode()).hexdigest()}
    params = {"changes": {"files": {DATA: f"{text}# two\n"}, "pictures": {}}, "expected": stale}
    assert asked.answer({"action": "save", "params": params}) == (
        409,
        {"error": "changed", "paths": [DATA], "draft": BRANCH},
    )
    assert git(root, "show", f"{BRANCH}:{DATA}") == f"{text}# one\n"


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
