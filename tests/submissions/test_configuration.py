"""What whoever looks after the server is told of its settings and its data."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from submissions.__main__ import main
from submissions.database import Database
from submissions.people import People
from submissions.services import database_of, services_for
from submissions.settings import NotConfigured, ServerSettings, read_settings, read_settings_file
from tests.support.submissions_visitor import prepared

GOOD = """# the server
SUBMISSIONS_URL=https://write.example.org/
SUBMISSIONS_DATA="/srv/submissions/data"

SUBMISSIONS_SENDER = editors@network.example
SMTP_HOST=mail.network.example
SMTP_USER=editors
SMTP_PASSWORD=a$b = #c
"""


def test_nobody_is_invited_for_a_municipality_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """They could sign in, and would write for no one."""
    monkeypatch.setattr("os.umask", lambda mask: mask)  # which would hold for the tests that follow
    monkeypatch.setenv("SUBMISSIONS_DATA", str(tmp_path / "data"))
    assert main(["invite", "nora@north.example", "--member", "nowhere"]) == 2
    assert "karditsa" in capsys.readouterr().err, "the project's, before a server has run"
    prepared(tmp_path / "other")
    monkeypatch.setenv("SUBMISSIONS_DATA", str(tmp_path / "other"))
    for member in ("nowhere", "North", "members/north"):
        assert main(["invite", "nora@north.example", "--member", member]) == 2
        told = capsys.readouterr().err
        assert f"{member} is no municipality's folder. There are: " in told
        assert "north, " in told
    assert main(["invite", "nora@north.example", "--member", "north"]) == 0
    [account] = People(Database(tmp_path / "other" / "submissions.db"), time.time).everyone()
    assert (account.address, account.member) == ("nora@north.example", "north")


def told_by(path: Path, text: str) -> str:
    path.write_text(text, "utf-8")
    with pytest.raises(NotConfigured) as told:
        read_settings(read_settings_file(path))
    return str(told.value)


def test_a_settings_file_is_read_as_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "submissions.env"
    path.write_text(GOOD, "utf-8")
    found = read_settings(read_settings_file(path))
    assert (found.url, found.sender) == ("https://write.example.org/", "editors@network.example")
    assert found.data == Path("/srv/submissions/data")
    assert found.mail is not None
    assert found.mail.password == "a$b = #c"


@pytest.mark.parametrize(("before", "after", "said"), [
    ("SUBMISSIONS_URL=", "SUBMISSION_URL=", "env:2: write NAME=value"),
    ("SUBMISSIONS_URL=https://write.example.org/", "", "SUBMISSIONS_URL is missing"),
    ("SUBMISSIONS_DATA=", "#", "SUBMISSIONS_DATA is missing"),
    ("SUBMISSIONS_SENDER", "#", "SUBMISSIONS_SENDER is missing"),
    ("SMTP_HOST", "#", "SMTP_HOST must be set"),
    ("SMTP_USER", "#", "SMTP_USER and SMTP_PASSWORD both or neither"),
    ("SMTP_USER", "SMTP_PORT=x\nSMTP_USER", "SMTP_PORT is not a port"),
    ("SMTP_USER", "SMTP_SECURITY=tls\nSMTP_USER", "SMTP_SECURITY cannot be 'tls'"),
    ("SMTP_USER", "SMTP_SECURITY=none\nSMTP_USER", "leave SMTP_SECURITY=none out"),
    ("https://write", "https://[write", "SUBMISSIONS_URL is https://[write"),
    ("https://write", "https://me@write", "SUBMISSIONS_URL is https://me@write"),
    ("example.org/", "example.org/below/", "SUBMISSIONS_URL is https://write.example.org/below/"),
    ("SMTP_PASSWORD=", "", "env:8: write NAME=value"),
])  # fmt: skip
def test_each_wrong_setting_is_named(tmp_path: Path, before: str, after: str, said: str) -> None:
    told = told_by(tmp_path / "submissions.env", GOOD.replace(before, after))
    assert said in told
    assert "a$b" not in told


def test_a_settings_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotConfigured, match="cannot be read: No such file"):
        read_settings_file(tmp_path / "submissions.env")


@pytest.mark.parametrize("given", ["https://write.example.org:443", "HTTPS://Write.Example.org/"])
def test_the_address_is_what_browsers_make_of_it(given: str) -> None:
    found = read_settings(
        {"SUBMISSIONS_URL": given, "SUBMISSIONS_SENDER": "editors@network.example", "SMTP_HOST": "mail.network.example"}
    )
    assert (found.origin, found.host) == ("https://write.example.org", "write.example.org")


def settings_at(data: Path) -> ServerSettings:
    return ServerSettings(data, "http://localhost:8765/", 8765, "editors@network.example")


def test_data_where_nothing_can_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(NotConfigured, match=r"SUBMISSIONS_DATA is .*/data"):
        database_of(settings_at(tmp_path / "data"))


def test_proposals_without_their_database_are_left_alone(tmp_path: Path) -> None:
    settings = settings_at(tmp_path / "data")
    prepared(settings.data)
    with services_for(settings, time.time, date.today) as services:
        repository = services.proposals.repository
        repository.point("drafts/0123456789abcdef", repository.tip("main"))
    settings.database.unlink()
    with pytest.raises(NotConfigured, match="is missing: restore it"), services_for(settings, time.time, date.today):
        pass
    assert repository.tip("drafts/0123456789abcdef")
