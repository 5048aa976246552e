"""Drafts for listmonk over a real connection, tests by a real mail server, and what the settings still lack."""

import email
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from gazette import cli
from gazette.editorial import mailing
from gazette.engines.listmonk import TEMPLATE
from gazette.settings import read_settings
from tests.support.services import (
    TOKEN,
    USER,
    LocalListmonk,
    Mailbox,
    a_list,
    mail_server,
    own_certificate,
    served_listmonk,
)
from tests.support.sites import BASE

SENDER = "news@dimos-voras.gr"
READER = "me@dimos-voras.gr"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small site, for all tests here, so that what was made of its templates is kept."""
    place = tmp_path_factory.mktemp("mailing") / "site"
    return Path(shutil.copytree(BASE, place, ignore=shutil.ignore_patterns(".build")))


@pytest.fixture
def root(folder: Path) -> Iterator[Path]:
    """That site, as it was before."""
    kept = {folder / name: (BASE / name).read_bytes() for name in ("mkdocs.yml", "newsletters/1/en.md")}
    yield folder
    for path, raw in kept.items():
        path.write_bytes(raw)
    (folder / "mail.env").unlink(missing_ok=True)
    shutil.rmtree(folder / ".git", ignore_errors=True)


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return own_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def run(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `newsletter 1` on the small site; gives exit code, output and errors."""
    for name in (*mailing.ACCESS, mailing.LISTS, *mailing.SMTP):
        monkeypatch.delenv(name, raising=False)
    configured(root, f"{{sender: {SENDER}}}")

    def command(*arguments: str, **variables: str) -> tuple[int, str, str]:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        code = cli.main(["newsletter", "1", "--root", str(root), "--as-of", "2026-11-22", *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


def configured(root: Path, newsletter: str) -> None:
    path = root / "mkdocs.yml"
    text = re.sub(r"  newsletter:.*\n", "", path.read_text("utf-8"))
    path.write_text(text.replace("[el, en]\n", f"[el, en]\n  newsletter: {newsletter}\n"), "utf-8")


def access(fake: LocalListmonk, **more: str) -> dict[str, str]:
    return {
        "LISTMONK_URL": fake.url, "LISTMONK_USER": USER, "LISTMONK_TOKEN": TOKEN,
        "LISTMONK_LISTS": "el=Ενημερωτικό δελτίο; en=4", **more,
    }  # fmt: skip


@pytest.fixture
def service() -> Iterator[LocalListmonk]:
    with served_listmonk(LocalListmonk([a_list(3, "Ενημερωτικό δελτίο"), a_list(4, "Newsletter")])) as fake:
        yield fake


def test_a_push_makes_a_draft_for_each_language_and_renews_it(root: Path, run: Run, service: LocalListmonk) -> None:
    code, out, err = run("--push", "listmonk", **access(service))
    assert (code, err) == (cli.DONE, "")
    assert [(one["name"], one["lists"], one["status"]) for one in service.campaigns] == [
        ("newsletter-1-el", [3], "draft"), ("newsletter-1-en", [4], "draft"),
    ]  # fmt: skip
    greek = service.campaigns[0]
    assert (greek["type"], greek["content_type"], greek["messenger"]) == ("regular", "html", "email")
    assert greek["from_email"].endswith(f" <{SENDER}>")
    assert "{{ UnsubscribeURL }}" in greek["body"]
    assert "{{ UnsubscribeURL }}" in greek["altbody"]
    assert '{{ Safe "<!--[if mso' in greek["body"]
    assert service.templates == [{"id": 70, "name": "As it is", "type": "campaign", "body": TEMPLATE}]
    assert f"{service.url}/admin/campaigns/100" in out
    assert "Nothing has been sent." in out

    summary = root / "newsletters/1/en.md"
    summary.write_text(re.sub("title: .*", "title: Another title", summary.read_text("utf-8")), "utf-8")
    code, out, _ = run("--push", "listmonk", "--lang", "el")
    assert code == cli.DONE
    assert "ανανεώθηκε το προσχέδιο" in out
    assert len(service.campaigns) == 2
    assert len(service.templates) == 1
    assert service.campaigns[0]["subject"].startswith("Another title")
    assert {path for _, path in service.asked} == {
        "/api/lists", "/api/campaigns", "/api/templates", "/api/campaigns/100", "/api/campaigns/101",
    }, "nothing is started, scheduled or sent"  # fmt: skip


def test_a_template_that_adds_nothing_is_used_and_others_are_not(run: Run, service: LocalListmonk) -> None:
    service.templates = [
        {"id": 1, "name": "Default", "type": "campaign", "body": f"<html>{TEMPLATE}</html>"},
        {"id": 2, "name": "tx", "type": "tx", "body": TEMPLATE},
        {"id": 9, "name": "Σκέτο", "type": "campaign", "body": '{{template "content" .}}\n'},
    ]
    assert run("--push", "listmonk", **access(service))[0] == cli.DONE
    assert {one["template_id"] for one in service.campaigns} == {9}


@pytest.mark.parametrize("status", ["running", "scheduled", "paused", "finished", "cancelled"])
def test_what_is_no_draft_any_more_is_left_alone(run: Run, service: LocalListmonk, status: str) -> None:
    service.campaigns = [{"id": 7, "name": "newsletter-1-en", "status": status, "subject": "Out"}]
    code, _, err = run("--push", "listmonk", **access(service))
    assert code == cli.MISUSED
    assert f"newsletter-1-en is no longer a draft in listmonk ({status})" in err
    assert service.campaigns == [{"id": 7, "name": "newsletter-1-en", "status": status, "subject": "Out"}]


def test_the_lists_of_the_form_on_the_site_are_pushed_to(root: Path, run: Run, service: LocalListmonk) -> None:
    form = "{form: 'https://l.dimos-voras.gr/subscription/form', lists: [%s]}"
    each = ", ".join(f"{code}: {form % a_list(number, '')['uuid']}" for code, number in (("el", 3), ("en", 4)))
    configured(root, f"{{sender: {SENDER}, subscribe: {{{each}}}}}")
    service.lists[1]["optin"] = "single"
    code, _, err = run("--push", "listmonk", **access(service, LISTMONK_LISTS=""))
    assert code == cli.DONE
    assert [one["lists"] for one in service.campaigns] == [[3], [4]]
    assert 'The list "Newsletter" does not ask new readers to confirm' in err


def test_access_is_read_from_a_file_that_git_does_not_know(root: Path, run: Run, service: LocalListmonk) -> None:
    lines = (f'{name} = "{value}"' for name, value in access(service).items())
    (root / "mail.env").write_text("# οι κωδικοί\n\n" + "\n".join(lines), "utf-8")
    assert run("--push", "listmonk")[0] == cli.DONE
    for command in (["init", "--quiet"], ["add", "mail.env"]):
        subprocess.run(["git", "-C", str(root), *command], check=True, capture_output=True)
    code, _, err = run("--push", "listmonk")
    assert (code, "mail.env is in git" in err) == (cli.MISUSED, True)
    assert TOKEN not in err


FREE = "http://127.0.0.1:9"
"""Nobody listens at the port for discarding (RFC 863)."""


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"LISTMONK_TOKEN": ""}, "λείπουν: LISTMONK_TOKEN"),
        ({"LISTMONK_TOKEN": "wrong"}, "δεν δέχεται τον χρήστη ή το token"),
        ({"LISTMONK_TOKEN": "κλειδί"}, "μόνο λατινικά γράμματα"),
        ({"LISTMONK_URL": FREE}, "δεν απαντά"),
        ({"LISTMONK_URL": "http://lists.example.org"}, "πρέπει να αρχίζει με https://"),
        ({"LISTMONK_URL": "lists.example.org"}, "δεν είναι διεύθυνση"),
        ({"LISTMONK_URL": "https://[x"}, "δεν είναι διεύθυνση"),
        ({"LISTMONK_LISTS": "el=5 en=4"}, "δεν έχει λίστα «5»"),
        ({"LISTMONK_LISTS": "el=3"}, "μια λίστα για κάθε γλώσσα"),
    ],
)
def test_what_keeps_a_draft_from_being_made_is_told(
    run: Run, service: LocalListmonk, variables: dict[str, str], words: str
) -> None:
    code, out, err = run("--push", "listmonk", "--lang", "el", **(access(service) | variables))
    assert (code, out) == (cli.MISUSED, "")
    assert words in err
    assert err.count("\n") == 1
    assert TOKEN not in err
    assert service.campaigns == []


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((200, "text/html", "<html>"), "is not a listmonk"),
        ((200, "application/json", "{"), "is not a listmonk"),
        ((200, "application/json", '{"data": 1}'), "is not a listmonk"),
        ((200, "application/json", '{"data": {"results": [{"id": 1}]}}'), "is not a listmonk"),
        ((302, "text/html", ""), "is not a listmonk"),
        ((500, "application/json", '{"message": "no\\nspace"}'), "(error 500): no space"),
        ((502, "text/html", "<h1>Bad gateway</h1>"), "(error 502)"),
        ((403, "application/json", '{"message": "permission denied: campaigns:manage"}'), "campaigns:manage"),
    ],
)
def test_an_answer_that_is_none_is_told(
    run: Run, service: LocalListmonk, answer: tuple[int, str, str], words: str
) -> None:
    service.answer = answer
    code, _, err = run("--push", "listmonk", **access(service))
    assert (code, words in err) == (cli.MISUSED, True), err


def test_a_certificate_that_no_one_vouches_for_is_not_trusted(pem: Path, run: Run) -> None:
    with served_listmonk(LocalListmonk(), pem) as fake:
        code, _, err = run("--push", "listmonk", **access(fake))
    assert code == cli.MISUSED
    assert f"The certificate of {fake.url} is not trusted" in err
    assert fake.asked == [], "the token has not been shown"


# A test by mail


@pytest.fixture
def certificate(pem: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One that OpenSSL is told to trust."""
    monkeypatch.setenv("SSL_CERT_FILE", str(pem.with_name("cert.pem")))
    return pem


@pytest.mark.parametrize("security", ["starttls", "ssl", "none"])
def test_a_test_arrives_as_it_was_made(
    run: Run, certificate: Path, monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    """Both languages, to the one address, dated now, with both bodies whole."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795914886")
    box = Mailbox()
    with mail_server(box, security, certificate) as variables:
        code, out, err = run("--send-test", READER, **variables)
    assert (code, err) == (cli.DONE, "")
    assert [(one.mail_from, one.rcpt_tos) for one in box.taken] == [(SENDER, [READER])] * 2
    assert out.count(f"Sent to {READER}") == 2
    names = set()
    for envelope, language in zip(box.taken, ("el", "en"), strict=True):
        assert isinstance(envelope.content, bytes)
        found = email.message_from_bytes(envelope.content, policy=default)
        assert isinstance(found, EmailMessage)
        assert (found["To"], found["Content-Language"], found["X-Unsent"]) == (READER, language, None)
        assert found["From"].addresses[0].addr_spec == SENDER
        assert found["Date"].datetime.timestamp() == 1795914886
        assert found["List-Unsubscribe-Post"] is None
        assert found["List-Unsubscribe"] == f"<mailto:{SENDER}?subject=unsubscribe>"
        assert [part.defects for part in found.walk()] == [[], [], []]
        names.add(found["Message-ID"])
        plain, html = found.get_body(("plain",)), found.get_body(("html",))
        assert plain
        assert html
        assert "https://www.example.org/" in plain.get_content()
        assert html.get_content().count("<!--[if mso") > 10
    assert len(names) == 2


@pytest.mark.parametrize(
    ("security", "variables", "reader", "words"),
    [
        ("starttls", {"SMTP_PASSWORD": "wrong"}, READER, "δεν δέχεται τον χρήστη"),
        ("starttls", {"SMTP_PASSWORD": "κωδικός"}, READER, "μόνο λατινικά"),
        ("starttls", {"SMTP_PASSWORD": ""}, READER, "και τα δύο ή κανένα"),
        ("starttls", {"SMTP_HOST": ""}, READER, "χρειάζεται το SMTP_HOST"),
        ("starttls", {"SMTP_HOST": "127.0.0.1"}, READER, "δεν είναι έγκυρο"),
        ("starttls", {"SMTP_PORT": "x"}, READER, "δεν είναι θύρα"),
        ("starttls", {"SMTP_PORT": "9"}, READER, "δεν απαντά"),
        ("starttls", {"SMTP_SECURITY": "tls"}, READER, "δεν μπορεί να είναι «tls»"),
        ("starttls", {"SMTP_SECURITY": "ssl"}, READER, "Δεν έγινε ασφαλής σύνδεση"),
        ("starttls", {"SMTP_SECURITY": "none", "SMTP_HOST": "mail.gr"}, READER, "διαβάζεται από άλλους"),
        ("none", {"SMTP_SECURITY": "starttls"}, READER, "δεν προσφέρει STARTTLS"),
        ("starttls", {}, "full@dimos-voras.gr", "552 Mailbox is full"),
        ("starttls", {}, "a@b.gr, c@d.gr", "δεν είναι μία διεύθυνση"),
        ("starttls", {}, "", "δεν είναι μία διεύθυνση"),
    ],
)
def test_what_keeps_a_test_from_arriving_is_told(
    run: Run, certificate: Path, security: str, variables: dict[str, str], reader: str, words: str
) -> None:
    box = Mailbox()
    with mail_server(box, security, certificate) as reached:
        code, out, err = run("--send-test", reader, "--lang", "el", **(reached | variables))
    assert (code, out) == (cli.MISUSED, "")
    assert words.removeprefix("552 ") in err
    assert err.count("\n") == 1
    assert "secret" not in err
    assert box.taken == []


def test_one_thing_is_done_at_a_time(run: Run) -> None:
    for others in (["--publish", "--push", "listmonk"], ["--push", "listmonk", "--send-test", READER]):
        code, _, err = run(*others)
        assert (code, "one thing at a time" in err) == (cli.MISUSED, True)


def test_without_a_sender_nothing_is_sent(root: Path, run: Run, service: LocalListmonk) -> None:
    configured(root, "{subscribe: news@dimos-voras.gr}")
    code, _, err = run("--push", "listmonk", **access(service))
    assert (code, "The newsletter has no sender" in err) == (cli.MISUSED, True)
    assert service.asked == []


# What the settings lack


@pytest.mark.parametrize(
    ("newsletter", "rules"),
    [
        ("{sender: news@dimos.gr, subscribe: news@dimos.gr}", []),
        ("{sender: news@dimos.gr}", ["subscribe-unset"]),
        ("{sender: news@example.org, subscribe: a@b.gr}", ["newsletter-placeholder"]),
        ("{sender: news@x.example.com, subscribe: a@b.gr}", ["newsletter-placeholder"]),
        ("{sender: a@b.gr, unsubscribe: 'https://x.example/', subscribe: a@b.gr}", ["newsletter-placeholder"]),
        ("{sender: a@b.gr, address: '✎ διεύθυνση', subscribe: a@b.gr}", ["newsletter-placeholder"]),
        ("{sender: a@b.gr, address: {el: info@x.test, en: Street}, subscribe: a@b.gr}", ["newsletter-placeholder"]),
        ("{sender: a@exampletown.gr, address: Example Street 1, subscribe: a@b.gr}", []),
        ("", []),
    ],
)
def test_the_check_says_what_stands_for_something_else(
    root: Path, capsys: pytest.CaptureFixture[str], newsletter: str, rules: list[str]
) -> None:
    configured(root, newsletter)
    assert [problem.rule for problem in mailing.judge(read_settings(root))] == rules
    assert cli.main(["check", "--root", str(root), "--as-of", "2026-11-22"]) == cli.DONE, "no failure"
    assert capsys.readouterr().out.count("mkdocs.yml:") == len(rules)


def test_a_command_that_sends_warns_of_placeholders(root: Path, run: Run, service: LocalListmonk) -> None:
    configured(root, "{sender: news@example.org}")
    code, out, _ = run("--push", "listmonk", **access(service))
    assert code == cli.DONE
    assert "'news@example.org' is a placeholder for a real address" in out
