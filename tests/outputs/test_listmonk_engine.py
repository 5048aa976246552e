"""Letters for listmonk, put through Go's own template engine as listmonk does (tests/support/listmonk.go)."""

import fcntl
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from gazette.engines.listmonk import html_template, subject_template, text_template
from gazette.outputs import email
from tests.outputs.test_email import crowded, files
from tests.support.contexts import made_by
from tests.support.sites import PROJECT, shared_folder

UNSUBSCRIBE = (
    "https://lists.example.org/subscription/11111111-2222-4333-8444-555555555555/66666666-7777-4888-8999-000000000000"
)
MARK = "gazette:unsubscribe"
ODD = (
    'α {{ Home }} {{ UnsubscribeURL }} {{ TrackLink "https://x.org/" }} {{/* x */}} {{ `a` "b" }} \\ \\n ` € 😀 '
    "https://x.org/a@TrackLink {{"
)
"""Words that are signs of listmonk's or of Go's. None of them may be read as one."""
PLAIN = ODD.replace("`", "")
"""As a field may have them: the checker refuses signs of Markdown there."""


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The engine, compiled once for all that test at the same time; no network is asked.

    Go's own library has to be compiled with it, half a minute of work: Go keeps that where it keeps all such.
    """
    if not shutil.which("go"):
        words = "no Go here: run scripts/setup browser"
        pytest.fail(words, pytrace=False) if os.environ.get("CI") else pytest.skip(words)
    folder = shared_folder(tmp_path_factory) / "listmonk"
    folder.mkdir(exist_ok=True)
    outside = {"GOFLAGS": "-mod=mod", "GOPROXY": "off", "GOPATH": str(folder / "path")}
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "engine").exists():
            command = ["go", "build", "-o", folder / "engine", PROJECT / "tests/support/listmonk.go"]
            done = subprocess.run(command, text=True, capture_output=True, env={**os.environ, **outside}, check=False)
            assert done.returncode == 0, done.stderr
    return folder / "engine"


def sent(engine: Path, campaigns: list[dict[str, str]]) -> list[dict[str, str]]:
    """What one reader gets of each campaign."""
    done = subprocess.run([engine], input=json.dumps(campaigns), text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, str]] = json.loads(done.stdout)
    return found


def campaign(made: dict[str, bytes], stem: str) -> dict[str, str]:
    return {
        "body": made[f"{stem}-listmonk.html"].decode(),
        "altbody": made[f"{stem}-listmonk.txt"].decode(),
        "subject": subject_template(ODD),
    }


def test_a_letter_comes_out_of_the_engine_as_it_was_made(engine: Path, tmp_path: Path) -> None:
    """Every letter of both sites, and one whose words are signs: Outlook's comments whole, the link each one's own."""
    introduction = (
        "Λόγια[^1], [τόπος](https://x.org/?a=1&b=2), `{{ Home }}` και `<!--` `@TrackLink`.\n\n1. ένα\n\n[^1]: δύο"
    )
    odd = made_by(email.OUTPUT, crowded(tmp_path, 2, PLAIN, f"<b> & {PLAIN}", introduction))
    letters = [
        (made, path.removesuffix(".eml"))
        for made in (files("real"), files("good"), odd)
        for path in made
        if path.endswith(".eml")
    ]
    assert len(letters) == 8
    for (made, stem), got in zip(letters, sent(engine, [campaign(*letter) for letter in letters]), strict=True):
        html, text = made[f"{stem}.html"].decode(), made[f"{stem}.txt"].decode()
        [leave] = set(re.findall(r'href="(mailto:[^"]*subject=unsubscribe)"', html))
        assert leave.startswith("mailto:")
        read = got["body"].replace("{&#123;", "{{").replace("&#64;", "@")  # the same to whoever reads HTML
        assert read == html.replace(leave, UNSUBSCRIBE), stem
        assert got["body"].count("<!--[if") == html.count("<!--[if") > 20
        assert got["altbody"] == text.replace(leave, UNSUBSCRIBE), stem
        assert got["subject"] == ODD


@pytest.mark.parametrize("sign", ["<!--[if mso]>", "{{", "@TrackLink"])
def test_without_its_wrapping_a_sign_is_lost(engine: Path, sign: str) -> None:
    """The engine does take away, or run, what is not wrapped: so the test before this one can fail."""
    html = f"<p>https://x.org/{sign if sign.startswith('@') else ''}</p>{sign if sign.startswith('<') else ''}<br>"
    html = html.replace("<!--[if mso]>", "<!--[if mso]><table><![endif]-->")
    if sign == "{{":
        html = '<p>{{ "a" }}</p>'
    bare, wrapped = sent(
        engine,
        [
            {"body": html, "altbody": "", "subject": ""},
            {"body": html_template(html, MARK), "altbody": text_template("<a {{ x", MARK), "subject": ""},
        ],
    )
    assert bare["body"] != html
    assert wrapped["body"].replace("{&#123;", "{{").replace("&#64;", "@") == html
    assert wrapped["altbody"] == "<a {{ x"
