"""What is known of the locked libraries: vulnerabilities are told, and no silence is taken for an answer."""

import json

import pytest

from tests.support.sites import PROJECT
from tools import vulnerabilities
from tools.vulnerabilities import Asked, from_npm, from_pip, report

VULNERABLE = {"id": "PYSEC-1", "fix_versions": ["2.1"], "aliases": [], "description": "Bad."}
FINE = {"name": "b", "version": "1", "vulns": []}
UNREACHED = {"name": "c", "skip_reason": "Dependency not found on PyPI and could not be audited: c (1)"}


def of_pip(*entries: object) -> Asked:
    return from_pip("dev.txt", json.dumps({"dependencies": entries, "fixes": []}), "No known vulnerabilities found")


def test_a_vulnerable_library_is_told_with_its_mend(capsys: pytest.CaptureFixture[str]) -> None:
    asked = of_pip({"name": "a", "version": "2.0", "vulns": [VULNERABLE]}, FINE)
    assert asked == Asked("dev.txt", ("a 2.0: PYSEC-1 (mended in 2.1)",))
    assert report([asked]) == 1
    assert capsys.readouterr().out == "dev.txt: a 2.0: PYSEC-1 (mended in 2.1)\n"


def test_silence_is_no_answer(capsys: pytest.CaptureFixture[str]) -> None:
    """pip-audit says that nothing is known, and ends well, where it could not ask of a single library."""
    silent = of_pip(UNREACHED)
    assert silent.silence.startswith("1 of 1 libraries were left out")
    assert report([silent, of_pip(FINE)]) == 2
    told = capsys.readouterr()
    assert "dev.txt: NOT JUDGED. 1 of 1" in told.out
    assert "dev.txt: no known vulnerability" in told.out
    assert "this machine has no way to a database of vulnerabilities" in told.err
    assert from_pip("dev.txt", "", "Traceback\nno route to host\n").silence == "no route to host"
    assert from_pip("dev.txt", "[]", "").silence == "it said nothing"


def test_what_was_found_weighs_more_than_silence() -> None:
    assert report([of_pip(UNREACHED, {"name": "a", "version": "2.0", "vulns": [VULNERABLE]})]) == 1


def test_npm_is_read_as_it_answers() -> None:
    entry = {"name": "react", "severity": "high", "range": "<19.3.2", "via": [], "fixAvailable": True}
    assert from_npm("l", json.dumps({"vulnerabilities": {"react": entry}}), "").found == ("react <19.3.2: high",)
    assert from_npm("l", json.dumps({"vulnerabilities": {}}), "") == Asked("l")
    refused = json.dumps({"message": "405 Method Not Allowed", "statusCode": 405})
    assert from_npm("l", refused, "npm error").silence == "405 Method Not Allowed"


def test_every_lock_is_asked_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vulnerabilities, "_run", lambda command, folder: ("", "no network"))
    asked = [one.lock for one in vulnerabilities.ask_all()]
    held = {path.name for path in (PROJECT / "requirements").glob("*.txt")}
    assert held == {"dev.txt", "fonts.txt", "site.txt", "submissions.txt"}
    dev = (PROJECT / "requirements/dev.txt").read_text("utf-8")
    for name in ("site", "submissions"):
        lines = (PROJECT / f"requirements/{name}.txt").read_text("utf-8").splitlines()
        assert [line for line in lines if "==" in line and line not in dev] == []
    locks = {path.relative_to(PROJECT).as_posix() for path in PROJECT.glob("*/*/package-lock.json")}
    locks |= {path.relative_to(PROJECT).as_posix() for path in PROJECT.glob("requirements/npm/*/package-lock.json")}
    assert set(asked) == {"requirements/dev.txt", "requirements/fonts.txt", *locks}


def test_a_program_that_is_missing_is_told() -> None:
    assert vulnerabilities._run(["no-such-program"], PROJECT) == ("", "no-such-program is not installed")
