"""The issue as mail: messages without a defect, light enough for any number of items, and complete."""

import email
import json
import re
import shutil
from dataclasses import replace
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from functools import cache
from html import unescape
from html.parser import HTMLParser
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image

from gazette.content import wording
from gazette.content.digests import digest_of_bytes
from gazette.content.model import Kind, Story
from gazette.engines.mail import MailError, to_html
from gazette.outputs import email as email_output
from gazette.outputs.base import Context
from gazette.outputs.images import for_mail
from gazette.pipeline.build import context_of
from gazette.render.email import ABRIDGEMENTS, PHOTO, WHOLE, within
from gazette.settings import Sender, Settings, SettingsError, read_settings
from tests.support.contexts import GOOD, context, made_by, read
from tests.support.sites import PROJECT, build

ISSUES = {
    "el": ("real", "newsletters/2/newsletter-2-el"), "en": ("real", "en/newsletters/2/newsletter-2-en"),
    "ar": ("good", "ar/newsletters/1/newsletter-1-ar"),
}  # fmt: skip


@cache
def files(name: str) -> dict[str, bytes]:
    return made_by(email_output.OUTPUT, context(name))


def heavy(html: str) -> int:
    """Bytes of the HTML."""
    return len(html.encode())


def of(language: str, ending: str) -> bytes:
    name, stem = ISSUES[language]
    return files(name)[stem + ending]


def message(language: str) -> EmailMessage:
    raw = of(language, ".eml")
    found = email.message_from_bytes(raw, policy=default)
    assert isinstance(found, EmailMessage)
    for part in found.walk():
        assert part.defects == []
        assert [header.defects for header in part.values() if header.defects] == []
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(map(len, raw.split(b"\r\n"))) <= 78
    return found


class Page(HTMLParser):
    """Addresses, pictures, headings and marked languages of a letter."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.pictures: list[dict[str, str | None]] = []
        self.languages: list[str] = []
        self.levels: list[int] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.links += [given["href"] or ""] if tag == "a" else []
        self.pictures += [given] if tag == "img" else []
        self.languages += [given["lang"] or ""] if "lang" in given else []
        self.levels += [int(tag[1])] if re.fullmatch(r"h\d", tag) else []


@pytest.mark.parametrize("language", ISSUES)
def test_a_message_is_complete(language: str) -> None:
    found = message(language)
    assert [part.get_content_type() for part in found.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert found["Message-ID"] == f"<{ISSUES[language][1].rpartition('/')[2]}@{found['From'].addresses[0].domain}>"
    assert found["Date"] == "Mon, 01 Feb 2021 00:00:00 +0200"
    assert (found["Content-Language"], found["To"], found["X-Unsent"]) == (language, None, "1")
    text, html = found.get_body(("plain",)), found.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().replace("\r\n", "\n") == of(language, ".txt").decode()
    shown = of(language, ".html").decode().strip()
    assert html.get_content().replace("\r\n", "\n").strip() == shown.replace(email_output.POLICY, ""), (
        "but for a policy"
    )
    assert email_output.POLICY in shown


def test_the_real_message_says_who_sends_and_how_to_leave() -> None:
    found = message("el")
    raw = email.message_from_bytes(of("el", ".eml"))  # the newer parser puts a space between the parts of a long name
    assert str(make_header(decode_header(raw["From"]))).startswith("Δίκτυο Πόλεων για την Ένταξη <newsletter@")
    assert found["Subject"] == "Το Δίκτυο μεγαλώνει – Ενημερωτικό δελτίο\u00a02, Φεβρουάριος 2021"
    assert found["List-Unsubscribe"] == (
        "<https://cities-network.example/unsubscribe/>, <mailto:newsletter@cities-network.example?subject=unsubscribe>"
    )


@pytest.mark.parametrize("header", ["From", "Subject"])
def test_an_encoded_name_is_not_divided_within_a_word(header: str) -> None:
    raw = of("el", ".eml").decode("ascii").replace("\r\n ", " ")
    line = next(entry for entry in raw.split("\r\n") if entry.startswith(f"{header}: "))
    parts = [words.decode(code) for words, code in map(one, re.findall(r"=\?utf-8\?[bq]\?[^?]+\?=", line))]
    assert len(parts) > 1
    assert all(part.endswith(" ") and len(part.encode()) <= 45 for part in parts[:-1]), parts
    assert "".join(parts) == {"From": "Δίκτυο Πόλεων για την Ένταξη", "Subject": str(message("el")["Subject"])}[header]


def one(encoded: str) -> tuple[bytes, str]:
    [(words, code)] = decode_header(encoded)
    assert isinstance(words, bytes)
    assert code
    return words, code


def test_one_click_is_promised_by_no_message_that_cannot_name_its_reader() -> None:
    """RFC 8058, 3.1: the address must say who leaves. The one of a message for everyone is a page, and no more."""
    assert message("ar")["List-Unsubscribe"] == "<mailto:news@good.example?subject=unsubscribe>"
    for language in ISSUES:
        assert message(language)["List-Unsubscribe-Post"] is None


@pytest.mark.parametrize("language", ISSUES)
@pytest.mark.parametrize("ending", [".html", ".txt", "-listmonk.html", "-listmonk.txt", "-mailchimp.html"])
def test_every_letter_says_where_its_publisher_is_reached(language: str, ending: str) -> None:
    name = ISSUES[language][0]
    sender = context(name).settings.sender
    assert sender
    html = of(language, ending).decode()
    assert re.search(rf"{re.escape(sender.address)}(</a>)?(<br>|<br />|\n|\Z)", html), "where no other address is given"


def test_the_postal_address_is_written_as_it_is_in_each_language() -> None:
    given = context("good")
    assert given.settings.sender
    postal = {"el": ("Δήμος <Νότου>", "Οδός 1"), "en": ("South & Co",), "ar": ("1",)}
    made = made_by(
        email_output.OUTPUT,
        replace(given, settings=replace(given.settings, sender=replace(given.settings.sender, postal=postal))),
    )
    assert re.search(r"Δήμος &lt;Νότου&gt;<br ?/?>Οδός 1", made["newsletters/1/newsletter-1-el.html"].decode())
    assert "Δήμος <Νότου>\nΟδός 1\n" in made["newsletters/1/newsletter-1-el.txt"].decode()
    assert "South &amp; Co" in made["en/newsletters/1/newsletter-1-en-mailchimp.html"].decode()


@pytest.mark.parametrize("language", ISSUES)
def test_the_html_part_weighs_what_mail_allows(language: str) -> None:
    raw = of(language, ".eml")
    encoded = raw.split(b"--=_")[2].split(b"\r\n\r\n", 1)[1]
    assert len(encoded) <= 102 * 1024, "from there on Gmail cuts"
    assert heavy(of(language, ".html").decode()) < email_output.HEAVIEST == 75_000


@pytest.mark.parametrize("language", ISSUES)
def test_a_letter_leads_to_the_pages_and_names_its_languages(language: str) -> None:
    html = of(language, ".html").decode()
    page = Page(html)
    name, _ = ISSUES[language]
    given = context(name)
    issue = given.library.issues[0]
    assert all(urlsplit(link).scheme in ("https", "mailto") for link in page.links)
    for item in given.library.contents(issue):
        assert given.site.address(language, item.address) in page.links
        assert given.site.address(language, item.address) in of(language, ".txt").decode()
    assert given.site.address(language, issue.address) in page.links, "read it on the web"
    assert all(
        picture["src"].startswith(given.site.url) and picture["alt"] is not None
        for picture in page.pictures
        if picture["src"]
    )
    assert page.levels[0] == 1
    assert page.levels.count(1) == 1
    assert set(page.levels) == {1, 2, 3}
    assert page.languages[0] == language
    assert f'dir="{given.theme.words[language].direction}"' in html
    assert ("direction:ltr" in html) == (language != "ar")
    summary = given.library.choose(issue, language).front.summary
    assert re.search(rf'<div style="display:none[^>]+>{re.escape(summary)}</div>', html), "the preheader"


def test_what_stands_in_is_marked() -> None:
    html, text = of("ar", ".html").decode(), of("ar", ".txt").decode()
    assert re.search(r'<a [^>]+stories/only-greek/" lang="el" dir="auto">Μόνο στα ελληνικά</a>', html)
    assert re.search(r'<h1 [^>]+ lang="el" dir="auto">Το πρώτο τεύχος</h1>', html)
    assert "Μόνο στα ελληνικά\nΝότος · المشاركة المؤسسية · اليونانية\n" in text
    assert re.search(r'first-steps/">الخطوات الأولى', html)


def test_each_service_has_its_own_way_out() -> None:
    assert 'href="{{ UnsubscribeURL }}"' in of("el", "-listmonk.html").decode()
    assert "{{ UnsubscribeURL }}" in of("el", "-listmonk.txt").decode()
    assert 'href="*|UNSUB|*"' in of("el", "-mailchimp.html").decode()
    assert "*|LIST:ADDRESS|*" in of("el", "-mailchimp.html").decode()
    for ending in (".html", ".txt", ".eml"):
        assert not re.search(rb"gazette:|UNSUB|\*\|", of("el", ending))
    assert 'href="mailto:newsletter@cities-network.example?subject=unsubscribe"' in of("el", ".html").decode()


def test_the_band_is_made_of_the_members_of_that_time() -> None:
    picture = files("real")["newsletters/2/mosaic.png"]
    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20], "big") % 17 == 0
    assert len(picture) < 5_000


def test_the_files_stand_in_the_site(real_site: Path) -> None:
    for language in ("el", "en"):
        _, stem = ISSUES[language]
        for ending in (".html", ".txt", ".eml", "-listmonk.html", "-mailchimp.html"):
            assert (real_site / f"{stem}{ending}").read_bytes() == of(language, ending)


def test_a_photo_stands_with_its_words_and_its_credit(tmp_path: Path) -> None:
    root = tmp_path / "root"
    shutil.copytree(GOOD, root)
    issue = root / "newsletters/1/issue.yml"
    issue.write_text(
        issue.read_text("utf-8").replace("[stories/first-steps", "[stories/garden, stories/first-steps"), "utf-8"
    )
    given = context_of(read(root))
    made = made_by(email_output.OUTPUT, given)
    html = made["en/newsletters/1/newsletter-1-en.html"].decode()
    (photo,) = [picture for picture in Page(html).pictures if "garden" in (picture["src"] or "")]
    assert re.fullmatch(r"https://good\.example/stories/garden/[0-9a-f]{32}\.mail\.jpg", photo["src"] or "")
    assert photo["alt"] == "Beds of vegetables"
    raw = made[urlsplit(photo["src"] or "").path[1:]]
    with Image.open(BytesIO(raw)) as shown:
        assert photo["width"] == str(min(592, shown.width))
    story = given.library.get(Kind.STORY, "garden")
    assert story
    assert f"Photo: {story.record(Story).photos[0].credit}</p>" in html
    plain = made["newsletters/1/newsletter-1-el.txt"].decode()
    assert "[Ο κήπος τον Σεπτέμβριο · Φωτογραφία: Municipality of South]" in plain
    greek = made["newsletters/1/newsletter-1-el.html"].decode()
    assert "<span>Ο κήπος τον Σεπτέμβριο</span> Φωτογραφία: " in greek


SHAPES = [(800, 1200), (1500, 1000), (2400, 300), (300, 2400), (200, 150), (1184, 600)]


@pytest.mark.parametrize("size", SHAPES, ids=map(str, SHAPES))
@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_a_photo_in_a_letter_is_light_and_no_taller_than_a_window(
    tmp_path: Path, size: tuple[int, int], mode: str
) -> None:
    """Noise is the heaviest that a photo can be."""
    noise = Image.effect_noise(size, 90).convert(mode)
    noise.save(tmp_path / "a.png", compress_level=1)
    raw = (tmp_path / "a.png").read_bytes()
    made = for_mail(tmp_path, "a.png", digest_of_bytes(raw), within(size, PHOTO))
    with Image.open(BytesIO(made)) as photo:
        assert photo.format == "JPEG"
        assert photo.height <= 600
        assert photo.width <= 1184
        assert abs(photo.width / photo.height - size[0] / size[1]) < 0.12 * size[0] / size[1]
    assert len(made) <= 100_000


# Long and odd issues


def crowded(
    folder: Path, count: int, title: str = "", summary: str = "Τι έγινε.", introduction: str = "Εισαγωγή."
) -> Context:  # fmt: skip
    """The good site, with an issue of so many stories."""
    root = folder / "root"
    shutil.copytree(GOOD, root)
    shutil.rmtree(root / "newsletters/1")
    for number in range(count):
        story = root / f"content/stories/crowd-{number}"
        story.mkdir()
        (story / "story.yml").write_text("date: 2021-02\nmembers: [north, south]\nthemes: [employment]\n")
        words = json.dumps(f"{title or 'Μια ιστορία από πολλές, με τον αριθμό'} {number}", ensure_ascii=False)
        told = json.dumps(summary, ensure_ascii=False)
        (story / "el.md").write_text(f"---\ntitle: {words}\nsummary: {told}\n---\n\nΚείμενο.\n", "utf-8")
    issue = root / "newsletters/3"
    issue.mkdir()
    sections = []
    for start in range(0, count, 40):
        names = [f"stories/crowd-{number}" for number in range(start, min(count, start + 40))]
        sections.append(f"  - {{kind: free, name: s{start}, items: [{', '.join(names)}]}}\n")
    (issue / "issue.yml").write_text("number: 3\ndate: 2021-03\nsections:\n" + "".join(sections))
    titles = "".join(f"  s{start}: Ενότητα {start}\n" for start in range(0, count, 40))
    front = f"title: Ένα μεγάλο τεύχος\nsummary: Πολλές ιστορίες.\nsection_titles:\n{titles}"
    (issue / "el.md").write_text(f"---\n{front}---\n\n{introduction}\n", "utf-8")
    reading = read(root)
    told = "markdown-in-field"  # of words that look like signs, and that must do no harm all the same
    faults = [one for one in reading.problems if wording.severity(one) == "error" and one.rule != told]
    assert [str(one) for one in faults if "crowd" in one.path or "newsletters/3" in one.path] == []
    return context_of(reading)


@pytest.mark.parametrize(
    ("count", "title", "summary", "linked", "told"),
    [
        (30, "", "Τι έγινε.", 30, 30),
        (40, "", "Λίγα λόγια για το τι έγινε και για το ποιοι πήραν μέρος. " * 4, 40, 40),
        (56, "", "Λίγα λόγια για το τι έγινε και για το ποιοι πήραν μέρος. " * 4, 56, 0),
        (120, "Μεγάλη ιστορία " * 12, "Πολλά λόγια. " * 22, 120, 0),
        (120, "Μεγάλη ιστορία " * 13, "Πολλά λόγια. " * 22, 60, 0),
    ],
    ids=["whole", "just below 75 kB", "shorter summaries", "titles", "the first titles"],
)
def test_a_long_issue_is_abridged(tmp_path: Path, count: int, title: str, summary: str, linked: int, told: int) -> None:
    """Nothing is cut from what is lighter than 75 kB; then all summaries alike, then all go, then the last titles."""
    made = made_by(email_output.OUTPUT, crowded(tmp_path, count, title.strip(), summary.strip()))
    html = made["newsletters/3/newsletter-3-el.html"].decode()
    assert heavy(html) < 75_000
    page = Page(html)
    lengths = {len(text) for text in re.findall(r'<p class="prose" style="margin:0;[^>]*>([^<]*)</p>', html)}
    assert len(lengths) <= 1, "of each the same"
    assert all(length == len(summary.strip()) or 60 <= length <= 240 for length in lengths)
    assert len({link for link in page.links if "/crowd-" in link}) == linked
    assert html.count(summary.strip()) == told
    left = [int(number) for number in re.findall(r">και (\d+) ακόμη στον ιστότοπο</a>", html)]
    assert sum(left) == count - linked
    text = made["newsletters/3/newsletter-3-el.txt"].decode()
    assert text.count("/crowd-") == count, "the text is whole"


def test_each_cut_is_lighter_than_the_one_before(tmp_path: Path) -> None:
    given = crowded(tmp_path, 120, summary="Πολλά λόγια. " * 20)
    library = given.library
    view = email_output.issue_email(email_output.Lookup(library, given.theme.words["el"]), library.issues[0])
    assert given.settings.sender
    renderer = email_output.email_renderer(given, given.settings.sender)
    weights = [heavy(to_html(renderer.mjml(view, cut, email_output.PLACEHOLDERS))) for cut in ABRIDGEMENTS]
    assert ABRIDGEMENTS[0] == WHOLE
    assert all(later < before for before, later in pairwise(weights))
    assert weights[-1] < 25_000


def test_words_that_look_like_signs_stay_words(tmp_path: Path) -> None:
    title = '{{ Home }} *|UNSUB|* <b>&</mj-text> "x"'
    made = made_by(email_output.OUTPUT, crowded(tmp_path, 1, title))
    stem = "newsletters/3/newsletter-3-el"
    html = {name: made[f"{stem}{name}.html"].decode() for name in ("", "-listmonk", "-mailchimp")}
    escaped = "{{ Home }} *|UNSUB|* &lt;b&gt;&amp;&lt;/mj-text&gt; “x”"
    assert f"{escaped} 0" in html[""]
    signs = re.findall(r"\{\{.*?\}\}", html["-listmonk"])
    assert [sign for sign in signs if not sign.startswith('{{ Safe "<!--')] == ["{{ UnsubscribeURL }}"]
    assert escaped.replace("{{", "{&#123;") in html["-listmonk"]
    assert html["-mailchimp"].count("*|UNSUB|*") == 1
    assert '{{ Safe "{{" }} Home }}' in made[f"{stem}-listmonk.txt"].decode()


def test_a_letter_is_made_again_only_when_it_changes(tmp_path: Path) -> None:
    root, out = tmp_path / "root", tmp_path / "site"
    shutil.copytree(GOOD, root)
    letter = out / "en/newsletters/1/newsletter-1-en.eml"
    picture = out / "newsletters/1/mosaic.png"

    def built() -> tuple[int, int, bytes]:
        assert build(root, out, "--no-search") == 0
        return letter.stat().st_mtime_ns, picture.stat().st_mtime_ns, letter.read_bytes()

    first = built()
    other = root / "content/stories/garden/en.md"
    assert "stories/garden" not in (root / "newsletters/1/issue.yml").read_text()
    other.write_text(other.read_text("utf-8").replace("title: ", "title: New "), "utf-8")
    assert built() == first
    shown = root / "content/stories/first-steps/en.md"
    shown.write_text(re.sub(r"summary: .*", "summary: Something else.", shown.read_text("utf-8")), "utf-8")
    again = built()
    assert again[0] != first[0]
    assert again[1] == first[1]
    parsed = email.message_from_bytes(again[2], policy=default)
    assert isinstance(parsed, EmailMessage)
    part = parsed.get_body(("plain",))
    assert part is not None
    assert "Something else." in part.get_content()


# What cannot be


def test_without_a_sender_there_are_no_letters(tmp_path: Path) -> None:
    given = context("good")
    quiet = replace(given, settings=replace(given.settings, sender=None))
    assert made_by(email_output.OUTPUT, quiet) == {}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("[a]", "sender"),
        ("{sender: nobody}", "such as news@example.org"),
        ("{sender: 'a@b.org, c@d.org'}", "such as news@example.org"),
        ("{sender: a@b.org, unsubscribe: http://b.org/}", "https://"),
        ("{sender: a@b.org, unsubscribe: 'https://b.org/> <x'}", "https://"),
        ("{sender: a@b.org, name: A}", "only be"),
        ("{sender: a@b.org, address: [1]}", "must be words"),
        ("{sender: a@b.org, address: {el: A}}", "a line for each"),
        ("{address: Street 1}", "such as news@example.org"),
    ],
)
def test_a_wrong_sender_is_told(tmp_path: Path, given: str, words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        settings_with(tmp_path, given)


def test_a_sender_is_read(tmp_path: Path) -> None:
    address = "newsletter@cities-network.example"
    assert read_settings(PROJECT).sender == Sender(address, "https://cities-network.example/unsubscribe/")
    given = "{sender: a@b.org, address: {el: 'Οδός 1', en: \"Street 1\\nAthens\"}}"
    assert settings_with(tmp_path, given).sender == Sender(
        "a@b.org", "", {"el": ("Οδός 1",), "en": ("Street 1", "Athens")}
    )
    only_form = settings_with(tmp_path, "{subscribe: news@b.org}")
    assert (only_form.sender, only_form.subscribe["el"].mail) == (None, "news@b.org")


def settings_with(root: Path, newsletter: str) -> Settings:
    config = (PROJECT / "tests/sites/base/mkdocs.yml").read_text("utf-8")
    text = config.replace("  languages: [el, en]\n", f"  languages: [el, en]\n  newsletter: {newsletter}\n")
    (root / "mkdocs.yml").write_text(text, "utf-8")
    return read_settings(root)


def test_a_value_that_is_read_out_is_as_it_was_written() -> None:
    r"""mrml writes what it cannot show as \u{a0}, in every attribute: of letters, pictures, and of a text's tags."""
    words = "A\u00a0β\u200b\u00ad\u0301 it's \\\\u{a0} \\\\ «ε» &quot;q&quot; &gt; &amp;amp;"
    made = to_html(
        f'<mjml lang="el"><mj-head><mj-title>{words}</mj-title></mj-head><mj-body><mj-section><mj-column>'
        f'<mj-image alt="{words}" title="{words}" src="a.png" /><mj-text><p title="{words}">a="{words}" x</p></mj-text>'
        "</mj-column></mj-section></mj-body></mjml>"
    )
    wanted = unescape(words)
    found = Attributes(made)
    assert found.of("aria-label") == [wanted]
    assert found.of("alt") == [wanted]
    assert found.of("title") == [wanted, wanted]
    assert unescape(made).count(f'a="{wanted}" x') == 1, "words between tags"


class Attributes(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += attrs

    def of(self, name: str) -> list[str | None]:
        return [value for key, value in self.found if key == name]


@pytest.mark.parametrize("mjml", ["<mjml><mj-body>", "<mjml><mj-body><mj-nonsense /></mj-body></mjml>", "x"])
def test_a_broken_template_is_told(mjml: str) -> None:
    with pytest.raises(MailError, match=r"issue\.mjml"):
        to_html(mjml)


def test_a_letter_has_its_own_classes_alone(tmp_path: Path) -> None:
    """Notes and lists of tasks in an introduction bring others, wherever in a tag they stand."""
    root = Path(shutil.copytree(GOOD, tmp_path / "root", ignore=shutil.ignore_patterns(".build")))
    with (root / "newsletters/1/el.md").open("a") as file:
        file.write("\nΛόγια[^1] και [τόπος](/about/).\n\n- [x] α\n- β\n\n[^1]: Σημείωση.\n")
    assert build(root, tmp_path / "site") == 0
    html = (tmp_path / "site/newsletters/1/newsletter-1-el.html").read_text("utf-8")
    assert "Σημείωση." in html
    assert not re.search(r'class="(?:footnote|task)', html), "their styles would be lost in its place"
