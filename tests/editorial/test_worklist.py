"""The command `worklist`: what waits, told in both languages and forms, and sent by a real server."""

import email
import json
import shutil
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from gazette import cli
from gazette.editorial import mailing
from gazette.render.worklist import CATALOGUE
from tests.support.services import Mailbox, mail_server, own_certificate
from tests.support.sites import PROJECT, TODAY

GOOD = PROJECT / "tests/sites/good"
SENDER = "news@dimos-voras.gr"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("worklist") / "site"
    return Path(shutil.copytree(GOOD, place, ignore=shutil.ignore_patterns(".build")))


@pytest.fixture
def root(folder: Path) -> Iterator[Path]:
    """The good site, as it was before."""
    names = ("mkdocs.yml", "members/north/profile.yml", "content/pages/contact/page.yml")
    kept = {folder / name: (GOOD / name).read_bytes() for name in names}
    yield folder
    for path, raw in kept.items():
        path.write_bytes(raw)
    (folder / "links.txt").unlink(missing_ok=True)


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return own_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def run(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Gives exit code, output and errors."""
    for name in mailing.SMTP:
        monkeypatch.delenv(name, raising=False)

    def given(*arguments: str, **variables: str) -> tuple[int, str, str]:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        code = cli.main(["worklist", "--root", str(root), "--as-of", TODAY, *arguments])
        return code, *capsys.readouterr()

    return given


def configured(root: Path, lines: str) -> None:
    config = root / "mkdocs.yml"
    config.write_text(f"{config.read_text('utf-8').replace('news@good.example', SENDER)}{lines}", "utf-8")


def test_a_list_is_told_with_places_and_where_the_form_opens(run: Run) -> None:
    code, out, err = run("--member", "north", "--quiet")
    assert (code, err) == (cli.DONE, "")
    assert out.startswith("Municipality of North (north)\n")
    assert (
        "    North: It is not on record when someone last made sure of this service: Συμβούλιο των Βορείων.\n"
        "      members/north/profile.yml:18  http://127.0.0.1:8010/#/edit/members/north?at=services/1/confirmed\n"
    ) in out
    assert "south" not in out


def test_every_list_is_told_in_greek_as_data_too(run: Run) -> None:
    code, out, err = run("--format", "json", "--lang", "el")
    rows = json.loads(out)
    assert code == cli.DONE
    assert f"Εγγραφές: {len(rows)}" in err
    assert {row["list"] for row in rows} >= {"north", "coordinators"}
    kinds = CATALOGUE.read_text("utf-8")
    for row in rows:
        assert f"title: {row['title']}" in kinds
        assert row["message"][0].isupper() or row["message"].startswith("http")
    [page] = [row for row in rows if row["kind"] == "unreviewed" and row["path"] == "content/pages/privacy/page.yml"]
    assert (page["field"], page["page"]) == ("reviewed", "/about/privacy/")


def test_an_unknown_list_is_refused_with_those_there_are(run: Run) -> None:
    code, _, err = run("--member", "nort")
    assert code == cli.MISUSED
    assert (
        "There is no list 'nort'. There are: east, north" in err or "There is no list 'nort'. There are: north" in err
    )
    assert run("--out", "x")[0] == cli.MISUSED


def test_problems_are_told_beside_the_list_and_stop_the_mail(root: Path, run: Run) -> None:
    """A photo without a description is a problem and a task alike; a list is no reason to publish."""
    page = root / "content/pages/contact/page.yml"
    page.write_text(page.read_text("utf-8") + "colour: blue\n", "utf-8")
    code, out, err = run()
    assert code == cli.PROBLEMS
    assert "(north)" in out
    assert "1 problem(s) besides" in err
    code, out, _ = run("--mail", "--out", str(root.parent / "none"))
    assert code == cli.PROBLEMS
    assert "colour" in out
    assert not (root.parent / "none").exists()


def test_links_that_failed_are_told_while_they_are_there(root: Path, run: Run) -> None:
    address = "https://north.example/integration/"
    record = (
        f"# A remark\nchecked 2026-11-03\ndead 2026-10-03 404 {address}\ndead 2026-11-03 404 https://other.example/\n"
    )
    (root / "links.txt").write_text(record, "utf-8")
    _, out, _ = run("--member", "north", "--format", "json")
    [row] = [row for row in json.loads(out) if row["kind"] == "dead-link"]
    assert row["message"] == f"Nothing has been found at {address} since 3 October 2026."
    assert (row["path"], row["field"]) == ("members/north/profile.yml", "contact.website")


def test_a_record_that_was_spoilt_is_told_at_its_line(root: Path, run: Run) -> None:
    (root / "links.txt").write_text("checked 2026-11-03\ndead 2026-13-03 404 https://a.example/\n<<<<<<<\n", "utf-8")
    code, _, err = run()
    assert (code, "2 problem(s)" in err) == (cli.PROBLEMS, True)


def read_message(raw: bytes) -> EmailMessage:
    made = email.message_from_bytes(raw, policy=default)
    assert isinstance(made, EmailMessage)
    return made


@pytest.fixture
def server(pem: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Mailbox, dict[str, str]]]:
    monkeypatch.setenv("SSL_CERT_FILE", str(pem.with_name("cert.pem")))
    box = Mailbox()
    with mail_server(box, "starttls", pem) as variables:
        yield box, variables


def test_each_list_arrives_where_it_belongs(root: Path, run: Run, server: tuple[Mailbox, dict[str, str]]) -> None:
    """At the contact on record, or at the addresses that the settings name; whoever has none is named."""
    configured(root, "  worklist:\n    coordinators: [one@dimos-voras.gr, two@dimos-voras.gr]\n")
    box, variables = server
    code, out, _ = run("--mail", "--lang", "el", **variables)
    assert code == cli.DONE
    sent = {tuple(one.rcpt_tos): read_message(bytes(one.content or b"")) for one in box.taken}
    assert set(sent) >= {("office@north.example",), ("one@dimos-voras.gr",), ("two@dimos-voras.gr",)}
    made = sent["office@north.example",]
    assert made["From"].addresses[0].addr_spec == SENDER
    assert str(made["Subject"]).startswith("Δήμος Βορά: ")
    assert made["Content-Language"] == "el"
    text = made.get_content()
    assert "Επιβεβαιώθηκε" not in text
    assert "η υπηρεσία: Συμβούλιο των Βορείων." in text
    assert "Η σελίδα: https://good.example/members/north/" in text
    assert "https://good.example/about/worklist/north/" in text
    assert out.count("Στάλθηκε στο ") == len(box.taken)


def test_who_has_no_address_is_named(root: Path, run: Run, server: tuple[Mailbox, dict[str, str]]) -> None:
    configured(root, "  worklist: {nort: office@dimos-voras.gr}\n")
    for name in ("members/north/profile.yml", "content/pages/contact/page.yml"):
        path = root / name
        lines = [line for line in path.read_text("utf-8").splitlines() if "@north.example" not in line]
        path.write_text("\n".join(lines) + "\n", "utf-8")
    box, variables = server
    code, out, _ = run("--mail", **variables)
    assert (code, box.taken) == (cli.PROBLEMS, [])
    assert "list(s) went to no one" in out
    assert "  Municipality of North (north): " in out
    assert "  Coordination of the network (coordinators): " in out
    assert "below `worklist:` there is 'nort', and no member of that name" in out


def test_a_reader_whom_the_server_refuses_keeps_back_no_other(
    root: Path, run: Run, server: tuple[Mailbox, dict[str, str]]
) -> None:
    configured(root, "  worklist:\n    north: full@dimos-voras.gr\n    coordinators: one@dimos-voras.gr\n")
    box, variables = server
    code, out, _ = run("--mail", **variables)
    assert code == cli.PROBLEMS
    assert "NOT sent to full@dimos-voras.gr, whom the mail server refuses (Mailbox is full)" in out
    assert ["one@dimos-voras.gr"] in [one.rcpt_tos for one in box.taken]


def test_a_server_that_cannot_be_reached_is_told(root: Path, run: Run) -> None:
    configured(root, "")
    code, out, err = run("--mail", SMTP_HOST="localhost", SMTP_PORT="1", SMTP_SECURITY="none")
    assert (code, "Sent to" in out) == (cli.MISUSED, False)
    assert "localhost:1" in err


def test_messages_are_written_in_place_of_being_sent(root: Path, tmp_path: Path, run: Run) -> None:
    configured(root, "  editor_url: https://editor.example.org/\n")
    out_folder = tmp_path / "letters"
    code, out, _ = run("--mail", "--out", str(out_folder))
    assert code == cli.DONE
    made = read_message((out_folder / "north.eml").read_bytes())
    assert made["To"].addresses[0].addr_spec == "office@north.example"
    assert "In the form: https://editor.example.org/#/edit/members/north?at=services/1/confirmed" in made.get_content()
    before = (out_folder / "north.eml").read_bytes()
    assert run("--mail", "--out", str(out_folder))[0] == cli.MISUSED, "nothing that is there is written over"
    assert (out_folder / "north.eml").read_bytes() == before
    assert "north.eml (to office@north.example)" in out
