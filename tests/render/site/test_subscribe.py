"""Subscribing on the site: what each service's form needs, where it is shown, and where the policy lets it go."""

import re
from collections.abc import Iterable
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from gazette.outputs import site
from gazette.outputs.base import PlannedFile
from gazette.pipeline.build import context_of
from gazette.settings import SettingsError, read_settings
from gazette.subscribe_forms import FormError, subscribe_form
from tests.support.contexts import read

LIST = "ce13e971-c2ed-4069-bd0c-240e9a9f56f9"
LISTMONK = "https://lists.dimos.gr/subscription/form"
MAILCHIMP = "https://dimos.us21.list-manage.com/subscribe/post?u=0a1b2c3d4e&id=5f6a7b&f_id=00c"
BUTTONDOWN = "https://buttondown.com/api/emails/embed-subscribe/diktyo"
WITH_FORM = ("index.html", "newsletters/index.html", "newsletters/subscribe/index.html")


class Form(HTMLParser):
    """The forms of a page that are sent by POST, their fields, and the label of each."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[dict[str, str | None]] = []
        self.fields: list[dict[str, str | None]] = []
        self.labels: set[str | None] = set()
        self.inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form" and given.get("method") == "post":
            self.forms.append(given)
            self.inside = True
        if self.inside and tag == "input":
            self.fields.append(given)
        if self.inside and tag == "label":
            self.labels.add(given["for"])

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "form"


class Pages(dict[str, str]):
    """Path → page, made when it is asked for."""

    def __init__(self, files: Iterable[PlannedFile]) -> None:
        super().__init__()
        self.files = {file.path: file for file in files if file.path.endswith(".html") or file.path == "_headers"}

    def __missing__(self, path: str) -> str:
        self[path] = self.files[path].make().decode()
        return self[path]

    def all(self) -> dict[str, str]:
        return {path: self[path] for path in self.files if path != "_headers"}


def pages(root: Path, newsletter: str) -> Pages:
    """The pages of the small site with these settings."""
    path = root / "mkdocs.yml"
    text = path.read_text("utf-8").replace("[el, en]\n", f"[el, en]\n  newsletter: {newsletter}\n")
    path.write_text(text, "utf-8")
    return Pages(site.OUTPUT.files(context_of(read(root))))


def policy(page: str) -> str:
    found = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert found
    return unescape(found[1]).partition("form-action ")[2].partition(";")[0]


@pytest.mark.parametrize(
    ("setting", "action", "field", "hidden", "trap"),
    [
        (f"{{form: {LISTMONK}, lists: [{LIST}]}}", LISTMONK, "email", {"l": LIST}, "nonce"),
        (f"'{MAILCHIMP}'", MAILCHIMP, "EMAIL", {"subscribe": "1"}, "b_0a1b2c3d4e_5f6a7b"),
        (f"'{MAILCHIMP.replace('&', '&amp;')}'", MAILCHIMP, "EMAIL", {"subscribe": "1"}, "b_0a1b2c3d4e_5f6a7b"),
        (BUTTONDOWN, BUTTONDOWN, "email", {"embed": "1"}, ""),
    ],
    ids=["listmonk", "mailchimp", "mailchimp from a page's source", "buttondown"],
)
def test_a_form_has_what_its_service_needs(
    root: Path, setting: str, action: str, field: str, hidden: dict[str, str], trap: str
) -> None:
    found = pages(root, f"{{subscribe: {setting}}}")
    for page in WITH_FORM:
        for language in ("", "en/"):
            html = found[f"{language}{page}"]
            form = Form(html)
            [given] = form.forms
            assert given["action"] == action
            [email] = [one for one in form.fields if one.get("type") == "email"]
            assert (email["name"], email["autocomplete"], "required" in email) == (field, "email", True)
            assert form.labels == {email["id"]}
            assert {one["name"]: one["value"] for one in form.fields if one.get("type") == "hidden"} == hidden
            traps = [one for one in form.fields if one.get("type") == "text"]
            assert [(one["name"], one["tabindex"]) for one in traps] == ([(trap, "-1")] if trap else [])
            assert bool(re.search(r"<div hidden>\s*<input [^>]*>\s*</div>", html)) == bool(trap)
            assert policy(html) == f"'self' {action.partition('?')[0]}"
            assert 'about/privacy/">' in html
    assert "η εγγραφή ισχύει μόνο αφού τον ανοίξετε" in found["index.html"]
    assert (
        "You will get a message with a link; you are on the list only once you have opened it."
        in found["en/index.html"]
    )
    assert "<script" not in re.sub(
        r'<script type="application/ld\+json">', "", found["newsletters/subscribe/index.html"]
    )


def test_no_other_page_may_send_anything_anywhere(root: Path) -> None:
    found = pages(root, f"{{subscribe: {BUTTONDOWN}}}")
    others = {path: html for path, html in found.all().items() if path.removeprefix("en/") not in WITH_FORM}
    assert len(others) > 20
    assert {policy(html) for html in others.values()} == {"'self'"}
    assert all("buttondown.com" not in html for html in others.values())
    for path, html in found.all().items():
        if path != "404.html":
            assert re.search(r'<a class="colophon-subscribe" href="(\./|[^"]*subscribe/)"', html), path
    rules = dict(
        re.findall(r"^(/\S*)\n  Content-Security-Policy: .*form-action ([^;\n]*)", found["_headers"], re.MULTILINE)
    )
    assert {path for path, sources in rules.items() if "buttondown" in sources} == {
        "/", "/en/", "/newsletters/*", "/en/newsletters/*",
    }  # fmt: skip


def test_by_message_there_is_a_link_and_no_form(root: Path) -> None:
    found = pages(root, "{subscribe: news@dimos.gr}")
    for path in WITH_FORM:
        html = found[f"en/{path}"]
        assert Form(html).forms == []
        assert (
            'href="mailto:news@dimos.gr?subject=Subscribe%20to%20the%20newsletter">Write to news@dimos.gr</a>' in html
        )
        assert "you are on the list once you have confirmed" in html
        assert policy(html) == "'self'"
    assert "subject=%CE%95%CE%B3%CE%B3%CF%81%CE%B1%CF%86%CE%AE%20" in found["index.html"]


def test_each_language_can_have_its_own(root: Path) -> None:
    found = pages(root, f"{{subscribe: {{el: {BUTTONDOWN}, en: news@dimos.gr}}}}")
    assert policy(found["index.html"]) == f"'self' {BUTTONDOWN}"
    assert policy(found["en/index.html"]) == "'self'"
    assert "mailto:news@dimos.gr" in found["en/index.html"]


def test_where_nothing_is_configured_nothing_is_shown(root: Path) -> None:
    found = pages(root, "{sender: news@dimos.gr}")
    assert "newsletters/subscribe/index.html" not in found.files
    assert [path for path, html in found.all().items() if "subscribe" in html] == []
    assert {policy(html) for html in found.all().values()} == {"'self'"}
    assert "dimos" not in found["_headers"]


def test_a_text_can_lead_to_the_page_once_there_is_one(root: Path) -> None:
    text = root / "content/stories/garden/en.md"
    text.write_text(f"{text.read_text('utf-8')}\n[Subscribe](/newsletters/subscribe/)\n", "utf-8")
    assert [problem.rule for problem in read(root).problems if problem.path.endswith("garden/en.md")] != []
    pages(root, "{subscribe: news@dimos.gr}")
    assert [problem.rule for problem in read(root).problems if problem.path.endswith("garden/en.md")] == []


WRONG = [
    ("news", "a mail address, or the address of a service's form"),
    ("http://lists.dimos.gr/subscription/form", "starts with https://"),
    ("https://lists.dimos.gr/subscription/form; script-src *", "starts with https://"),
    ("https://lists.dimos.gr/join", "no form that is known"),
    ("https://evil.org/list-manage.com/subscribe/post?u=a&id=b", "no form that is known"),
    ("https://list-manage.com.evil.org/subscribe/post?u=a&id=b", "no form that is known"),
    ("https://x.us1.list-manage.com/subscribe/post?u=a", "u=… and id=…"),
    ("https://buttondown.com/diktyo", "no form that is known"),
    (LISTMONK, "needs `lists:`"),
    ({"form": LISTMONK, "lists": ["3"]}, "needs `lists:`"),
    ({"form": LISTMONK, "list": [LIST]}, "only be `form:` and `lists:`"),
    ({"form": BUTTONDOWN, "lists": [LIST]}, "needs no lists"),
    (7, "a mail address"),
    ([LISTMONK], "a mail address"),
]


@pytest.mark.parametrize(("given", "words"), WRONG, ids=range(len(WRONG)))
def test_what_is_no_form_is_told(given: object, words: str) -> None:
    with pytest.raises(FormError, match=re.escape(words)):
        subscribe_form(given)


def test_the_file_is_named(root: Path) -> None:
    for setting, words in (("{subscribe: here}", "`subscribe`"), (f"{{subscribe: {{el: {BUTTONDOWN}}}}}", "each of")):
        with pytest.raises(SettingsError, match=words) as error:
            pages(root, setting)
        assert "mkdocs.yml" in str(error.value)
        (root / "mkdocs.yml").write_text(re.sub(r"  newsletter:.*\n", "", (root / "mkdocs.yml").read_text()))
    assert read_settings(root).subscribe == {}
