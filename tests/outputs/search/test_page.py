"""The search page as a reader uses it: typing, choosing, the keyboard, a shared address, and without JavaScript."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.one_tab

HREFS = "all => all.map(link => link.getAttribute('href'))"


def test_results_come_while_one_types_and_the_address_follows(searching: Any) -> None:
    searching.goto("search/")
    page = searching.page
    page.get_by_role("searchbox", name="Αναζήτηση στον ιστότοπο").press_sequentially("ΠΡΟΣΦΥΓ")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"Αποτελέσματα: \d+"))
    expect(page.locator(".found mark").first).to_have_text(re.compile("ρόσφυγ|ροσφύγ"))
    assert parse_qs(urlsplit(page.url).query) == {"q": ["ΠΡΟΣΦΥΓ"]}
    page.keyboard.press("Escape")
    expect(page.locator(".found li")).to_have_count(0)
    assert urlsplit(page.url).query == ""


def test_an_address_can_be_shared(searching: Any) -> None:
    searching.goto("en/search/?q=refugees&theme=employment")
    page = searching.page
    expect(page.get_by_role("status")).to_have_text("Results: 1")
    expect(page.locator(".found a")).to_have_text("First lessons in entrepreneurship")
    expect(page.get_by_label("Access to employment")).to_be_checked()
    assert page.locator(".found a").get_attribute("href").endswith("/en/stories/neapoli-sykies-entrepreneurship/")


def test_a_phone_shows_the_filters_in_use_and_gives_them_up(searching: Any) -> None:
    page = searching.page
    page.set_viewport_size({"width": 390, "height": 844})
    searching.goto("en/search/?q=karditsa&kind=story&member=karditsa")
    chips = page.get_by_role("list", name="Filters in use").get_by_role("button")
    expect(chips).to_have_text(["Remove filter: Stories", "Remove filter: Karditsa"])
    assert not page.locator(".ways").evaluate("ways => ways.open")
    assert chips.first.bounding_box()["y"] < page.get_by_role("status").bounding_box()["y"]
    chips.first.focus()
    page.keyboard.press("Enter")
    expect(chips).to_have_text(["Remove filter: Karditsa"])
    expect(chips).to_be_focused()
    assert parse_qs(urlsplit(page.url).query) == {"q": ["karditsa"], "member": ["karditsa"]}
    chips.click()
    expect(page.locator("#q")).to_be_focused()
    assert not page.locator(".chosen").is_visible()
    page.go_back()
    expect(chips).to_have_text(["Remove filter: Karditsa"])


def test_paper_says_what_was_asked(searching: Any) -> None:
    searching.goto("search/?q=Δήμος+100%25&kind=story")
    foot = searching.page.locator(".colophon")
    expect(foot).to_have_attribute("data-address", re.compile(r"/search/\?q=Δήμος\+100%25&kind=story$"))


def test_facets_count_what_they_would_leave(searching: Any) -> None:
    searching.goto("en/search/?q=Athens")
    page = searching.page
    box = page.locator("li[data-value=story]")
    expect(box.locator(".count")).to_have_text(re.compile(r"[1-9]"))
    stories = int(box.locator(".count").inner_text())
    box.get_by_role("checkbox").check()
    expect(page.get_by_role("status")).to_have_text(f"Results: {stories}")
    page.get_by_role("button", name="All categories").click()
    assert parse_qs(urlsplit(page.url).query) == {"q": ["Athens"]}


def test_back_undoes_a_choice_and_not_a_letter(searching: Any) -> None:
    searching.goto("en/")
    searching.goto("en/search/")
    page = searching.page
    page.locator("#q").press_sequentially("refugees")
    status = page.get_by_role("status")
    expect(status).to_have_text(re.compile(r"Results: \d+"))
    before = status.inner_text()
    page.get_by_label("Access to employment").check()
    expect(status).to_have_text("Results: 1")
    page.go_back()
    expect(status).to_have_text(before)
    expect(page.get_by_label("Access to employment")).not_to_be_checked()
    assert parse_qs(urlsplit(page.url).query) == {"q": ["refugees"]}
    page.go_forward()
    expect(status).to_have_text("Results: 1")
    page.get_by_role("button", name="All categories").click()
    expect(status).to_have_text(before)
    page.go_back()
    expect(page.get_by_label("Access to employment")).to_be_checked()
    page.go_back()
    page.go_back()
    assert urlsplit(page.url).path == "/en/"


@pytest.mark.parametrize(
    ("address", "kind", "most"),
    [
        ("search/?q=δήμαρχος", "statements", 4),
        ("en/search/?q=mayor", "statements", 4),
        ("search/?q=Γιάννης", "statements", 2),
    ],
)
def test_what_has_the_word_in_its_name_leads(searching: Any, address: str, kind: str, most: int) -> None:
    searching.goto(address)
    links = searching.page.locator(".found a")
    expect(links.first).to_be_visible()
    found = links.evaluate_all(HREFS)
    assert [bool(re.search(f"/{kind}/.", href)) for href in found[: most + 1]] in (
        [True] * most,
        [*[True] * most, False],
    )


def test_the_other_language_is_found_and_marked_as_such(searching: Any) -> None:
    searching.goto("en/search/?q=συνταγές")
    link = searching.page.locator(".found a").first
    expect(link).to_have_attribute("lang", "el")
    assert re.search(r"/stories/heraklion-holiday-recipes/$", link.get_attribute("href"))
    assert "/en/" not in link.get_attribute("href")


def test_what_is_nowhere_finds_nothing(searching: Any) -> None:
    for word in "ποδόσφαιρο ζζζζζζ blockchain xyzzyqwv Berlin women γυναίκα".split():
        searching.ask(f"search/?q={word}")
        assert "Δεν βρέθηκε τίποτε" in searching.page.get_by_role("status").inner_text(), word
        assert searching.page.locator(".found li").count() == 0, word


def test_what_only_begins_alike_is_not_found(searching: Any) -> None:
    """Καλαμάτα is no member; without its ending it begins as Καλαμαριά does."""
    searching.goto("search/?q=Καλαμάτα")
    expect(searching.page.get_by_role("status")).to_have_text(re.compile("Δεν βρέθηκε"))
    assert searching.page.locator(".found a[href$='kalamaria/']").count() == 0


def test_where_nothing_is_found_the_categories_lead_on(searching: Any) -> None:
    searching.page.set_viewport_size({"width": 390, "height": 800})
    searching.goto("search/?q=zzzz")
    page = searching.page
    expect(page.get_by_role("status")).to_have_text(re.compile("Δεν βρέθηκε τίποτε"))
    expect(page.locator(".ways")).to_have_attribute("open", "")
    link = page.get_by_role("link", name="Πρόσβαση στην απασχόληση")
    assert link.get_attribute("href").endswith("stories/theme/employment/")
    assert page.locator(".ways [data-value] a").count() > 40
    page.locator("#q").fill("Αθήνα")
    expect(page.locator(".ways [data-value] a")).to_have_count(0)
    assert page.locator(".ways").get_attribute("open") is None
    page.locator(".ways > summary").click()
    expect(page.get_by_role("checkbox").first).to_be_visible()


FIRST = {
    "search/?q=γλωσσάρι": "/about/glossary/",
    "search/?q=χάρτης": "/members/",
    "search/?q=μέλη": "/members/",
    "search/?q=συνεργάτες": "/partners/",
    "search/?q=δελτία": "/newsletters/",
    "search/?q=ανοικτά δεδομένα": "/data/",
    "search/?q=πολιτική απορρήτου": "/about/privacy/",
    "en/search/?q=open data": "/en/data/",
    "en/search/?q=events": "/en/events/",
    "en/search/?q=mayor of Athens": "/en/members/athens/",
    "search/?q=Χάνδακας": "/members/heraklion/",
    "search/?q=Τριπολιτσά": "/members/tripoli/",
    "en/search/?q=Candia": "/en/members/heraklion/",
    "en/search/?q=Canea": "/en/members/chania/",
    "en/search/?q=Janina": "/en/members/ioannina/",
    "en/search/?q=Saloniki": "/en/members/thessaloniki/",
    "search/?q=Lebadea": "/members/livadia/",
    "search/?q=Σ.Ε.Μ.Π.": "/stories/programme/semp/",
    "search/?q=ΚΕΜ": "/stories/programme/kem/",
    "search/?q=Κ.Ε.Μ.": "/stories/programme/kem/",
    "search/?q=Υ.Α.": "/partners/unhcr/",
    "search/?q=ΥΑ": "/partners/unhcr/",
    "search/?q=Δ.Ο.Μ.": "/partners/iom/",
    "en/search/?q=U.N.H.C.R.": "/en/partners/unhcr/",
}
"""Question → the page that comes first."""


def test_what_is_asked_for_by_its_name_comes_first(searching: Any) -> None:
    found = {}
    for address in sorted(FIRST):  # a page is loaded once in each language
        searching.ask(address)
        found[address] = urlsplit(searching.page.locator(".found a").first.evaluate("link => link.href")).path
    assert found == FIRST


def test_one_text_finds_the_same_in_any_spelling(searching: Any) -> None:
    for spellings in (("εργασία", "ergasia"), ("ΔΟΜ", "dom"), ("κάρδιτσα", "kardhtsa", "ΚΑΡΔΙΤΣΑ")):
        found = []
        for word in spellings:
            searching.ask(f"search/?q={word}")
            found.append(searching.page.locator(".found a").evaluate_all(HREFS))
        assert found[0], spellings
        assert [found[0]] * len(found) == found, spellings


def test_english_is_held_to_its_letters(searching: Any) -> None:
    """`food` and `fonts` have one key, `now` and `no` nearly."""
    for word, marked in (("food", "food"), ("one", "one"), ("now", "now"), ("fod", "")):
        searching.ask(f"en/search/?q={word}")
        said = searching.page.get_by_role("status").inner_text()
        assert re.search(r"Results: \d+$" if marked else "Nothing was found", said), (word, said)
        words = {one.lower() for one in searching.page.locator(".found mark").all_inner_texts()}
        assert all(one.startswith(marked) for one in words), word
        assert bool(words) is bool(marked), word


def test_what_half_of_the_site_has_is_no_question(searching: Any) -> None:
    for ask, asked in (
        (searching.goto, "%E0%A4%A"),
        (searching.ask, "a"),
        (searching.ask, "α"),
        (searching.ask, "the"),
    ):
        ask(f"search/?q={asked}")
        expect(searching.page.get_by_role("status")).to_have_text(re.compile("δεν αρκεί"))
        expect(searching.page.locator(".found li")).to_have_count(0)


def test_the_title_says_what_is_asked_and_the_field_keeps_its_measure(searching: Any) -> None:
    page = searching.page
    searching.goto("search/?q=Καρδίτσα")
    expect(page).to_have_title(re.compile("^Καρδίτσα – Αναζήτηση"))
    page.locator("#q").fill("")
    expect(page).to_have_title(re.compile("^Αναζήτηση"))
    searching.goto(f"search/?q={'Αθήνα ' * 500}")
    assert len(page.locator("#q").input_value()) <= 200


def test_a_slip_finds_what_was_meant_and_no_more(searching: Any) -> None:
    def found(word: str) -> tuple[str, str]:
        searching.ask(f"search/?q={word}")
        status = searching.page.get_by_role("status").inner_text()
        assert re.search(r"Αποτελέσματα: \d+", status), (word, status)
        return status, searching.page.locator(".found a").first.get_attribute("href")

    for wrong, right in (("πλημύρα", "πλημμύρα"), ("γλοσα", "γλώσσα"), ("thesaloniki", "θεσσαλονίκη")):
        meant = found(right)
        assert found(wrong) == meant
        assert searching.page.locator(".found mark").first.is_visible(), wrong


SLIPS = {
    "members/chania/": "κανιά μανιά Χαιά Χανρά Cania Chnia",
    "members/tilos/": "ήλος Τήος Tolos Rilos",
    "members/delta/": "Δέητα Δέιτα Δλτα Deita Belta",
    "members/athens/": "Αήνα Αθίρα Atens",
}
GUESSED = "βλέπετε ό,τι μοιάζει"


def test_a_short_name_with_one_slip_is_found_and_said_to_be_a_guess(searching: Any) -> None:
    """Of five letters and fewer: a common word that is nearer does not hide the name."""
    for found, slips in SLIPS.items():
        for slip in slips.split():
            searching.ask(f"search/?q={slip}")
            hrefs = searching.page.locator(".found a").evaluate_all(HREFS)[:5]
            assert any(href.endswith(f"/{found}") for href in hrefs), (slip, hrefs)
            assert GUESSED in searching.page.get_by_role("status").inner_text(), slip


def test_what_only_resembles_is_said_in_every_way(searching: Any) -> None:
    for asked in ("auhna", "Θεσαλονκη", "floqd Karditsa"):
        searching.ask(f"search/?q={asked}")
        assert GUESSED in searching.page.get_by_role("status").inner_text(), asked


@pytest.mark.parametrize(
    ("address", "meant", "first"),
    [
        ("search/?q=Θεσαλονκη", "Θεσσαλονίκη", "/members/thessaloniki/"),
        ("search/?q=καρδτσα συνατγές", "Καρδίτσα συνταγές", "/members/karditsa/"),
        ("search/?q=δφαδρομψ", "διαδρομή", "/statements/babel-2021-02/"),
        ("en/search/?q=fod", "Food", "/en/stories/athens-city-together/"),
    ],
)
def test_what_may_have_been_meant_is_asked_by_links(searching: Any, address: str, meant: str, first: str) -> None:
    """In the part of the page that is spoken when it changes; the keyboard reaches it, and it leads to the page."""
    page = searching.page
    searching.goto(address)
    link = page.get_by_role("status").get_by_role("link").first
    expect(link).to_be_visible()
    assert link.inner_text().lower() == meant.lower()
    expect(page.get_by_role("status")).to_contain_text(re.compile("Μήπως εννοείτε: |Did you mean: "))
    page.locator("#q").press("ArrowDown")
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator("#q")).to_have_value(re.compile(meant, re.IGNORECASE))
    expect(page.locator(".found a").first).to_be_visible()
    found = [urlsplit(one.evaluate("link => link.href")).path for one in page.locator(".found a").all()[:5]]
    assert first in found
    page.go_back()
    expect(link).to_be_visible()


def test_what_is_found_asks_nothing(searching: Any) -> None:
    searching.goto("search/?q=Αθήνα")
    expect(searching.page.locator(".found a").first).to_be_visible()
    assert searching.page.get_by_role("status").get_by_role("link").count() == 0


def test_suggestions_stay_within_the_choices_made(searching: Any) -> None:
    searching.goto("search/?q=Θεσαλονκη&kind=story")
    link = searching.page.get_by_role("status").get_by_role("link").first
    expect(link).to_be_visible()
    assert parse_qs(urlsplit(link.get_attribute("href")).query)["kind"] == ["story"]


def test_the_other_language_answers_the_same_question(searching: Any) -> None:
    searching.goto("search/?q=πρόσφυγες&kind=story")
    page = searching.page
    expect(page.locator(".found a").first).to_be_visible()
    expect(page.locator(".ways > summary")).to_have_text("Κατηγορίες (1)")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("status")).to_have_text(re.compile(r"Results: \d+"))
    assert parse_qs(urlsplit(page.url).query) == {"q": ["πρόσφυγες"], "kind": ["story"]}


def test_the_keyboard_does_it_all(searching: Any) -> None:
    searching.goto("en/search/")
    page = searching.page
    page.locator("#q").fill("Athens")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"Results: \d+"))
    page.locator("#q").press("ArrowDown")
    expect(page.locator(".found a").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".found a").nth(1)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#q")).to_be_focused()
    page.locator(".found-more").press("Enter")
    eleventh = page.locator(".found a").nth(10)
    expect(eleventh).to_be_focused()
    name = eleventh.inner_text()
    page.keyboard.press("Enter")
    expect(page.locator("#q")).to_have_count(0)
    page.go_back()
    expect(eleventh).to_have_text(name)  # as many as there were, of another question ten
    page.locator("#q").fill("cities")
    expect(page.locator(".found li")).to_have_count(10)


def test_every_header_leads_to_it(searching: Any) -> None:
    searching.goto("en/stories/athens-city-together/")
    page = searching.page
    page.get_by_role("searchbox", name="Search this site").fill("karditsa")
    page.keyboard.press("Enter")
    expect(page.locator(".found a").first).to_have_text("Karditsa")
    searching.goto("en/members/")
    assert page.locator("script[type=module]").count() == 0


def test_what_is_asked_stays_text(searching: Any) -> None:
    searching.goto("search/?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E%20Αθήνα&theme=%22%3E%3Cb%3E")
    page = searching.page
    expect(page.locator(".found a").first).to_be_visible()
    assert page.locator("main img, main b").count() == 0


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_runs_over_the_edge(searching: Any, width: int) -> None:
    searching.page.set_viewport_size({"width": width, "height": 800})
    for address in ("", "search/?q=Αθήνα", "en/search/?theme=city-life"):
        searching.goto(address)
        searching.page.wait_for_load_state("networkidle")
        assert searching.evaluate("document.documentElement.scrollWidth") <= width
    small = """() => [...document.querySelectorAll("header input, button, main label, summary")]
        .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 24)
        .map((one) => one.outerHTML)"""
    assert searching.evaluate(small) == []


def test_without_javascript_the_lists_lead_on(tab: Any, sites: Any) -> None:
    page = tab(java_script_enabled=False)
    page.goto(f"{sites.real.url}/en/search/?q=Athens")
    assert page.locator("noscript .notice").bounding_box()
    expect(page.get_by_role("link", name="Access to employment")).to_be_visible()
    assert page.locator(".ways a").count() > 40


ONE_WORD = (
    ("search/?q=Πειραιάς", {"πειραιάς", "πειραιά"}),
    ("search/?q=Πειραιά", {"πειραιάς", "πειραιά"}),
    ("search/?q=Pireas", {"πειραιάς", "πειραιά"}),
    ("search/?q=Χανιά", {"χανιά", "χανίων"}),
    ("search/?q=χανιων", {"χανιά", "χανίων"}),
    ("search/?q=ξανά", {"ξανά"}),
    ("search/?q=Δέλτα", {"δέλτα"}),
    ("search/?q=δελτία", {"δελτίο", "δελτίου", "δελτία"}),
    ("search/?q=Αθήνα", {"αθήνα", "αθήνας", "αθηναίων", "αθηναίοι", "αθηναίους"}),
    ("search/?q=τι είναι το ΣΕΜΠ;", {"σεμπ", "semp"}),
    ("search/?q=δήμος", {"δήμος", "δήμου", "δήμο", "δήμοι", "δήμων", "δήμους"}),
    ("search/?q=20", {"20"}),
    ("en/search/?q=home", {"home", "homes"}),
    ("en/search/?q=Delta", {"delta"}),
    ("en/search/?q=Chania", {"chania"}),
    ("en/search/?q=CNI", {"cni"}),
    ("en/search/?q=food", {"food", "foodies"}),
)
"""Questions, and all the words that may be marked: others have the same key (πήρε, ξανά, δελτίο, seven, ιομ)."""
OWN = ("search/?q=Λιβαδειά", "search/?q=Τρίκαλα", "search/?q=θέατρο", "search/?q=εγκλησμος", "en/search/?q=Hania")


def test_words_of_one_key_are_told_apart(searching: Any) -> None:
    for address, words in ONE_WORD:
        searching.ask(address)
        assert {word.lower() for word in searching.page.locator(".found mark").all_inner_texts()} <= words, address
        without = searching.page.locator(".found li").filter(has_not=searching.page.locator("mark"))
        assert without.count() <= searching.page.locator(".found li").count() / 3, address
        assert searching.page.locator(".found mark").count(), address


def test_a_page_is_shown_in_the_language_of_whoever_asks(searching: Any) -> None:
    for address in OWN:
        searching.ask(address)
        hrefs = searching.page.locator(".found a").evaluate_all(HREFS)
        assert hrefs, address
        assert {"/en/" in href for href in hrefs} == {address.startswith("en/")}, address


def test_the_same_letter_again_and_again_is_no_beginning(searching: Any) -> None:
    for letters in ("αααα", "ββββββ", "aaaaa"):
        searching.ask(f"search/?q={letters}")
        assert searching.page.locator(".found li").count() <= 1, letters


RARE = ("καραντίνα", "μουσεία", "museums", "αλληλεγγύης")


def test_of_a_large_site_a_rare_word_is_found_though_only_the_likeliest_are_known(searching: Any) -> None:
    """It was taken for a mistyped one, and what is like it was shown in its stead."""
    page = searching.page

    def told() -> list[list[str]]:
        answers = []
        for asked in RARE:
            searching.ask(f"search/?q={asked}")
            found = page.locator(".found a").all_inner_texts()
            assert found, asked
            assert GUESSED not in page.get_by_role("status").inner_text(), asked
            answers.append(found)
        return answers

    def with_few_words(route: Any) -> None:
        about = route.fetch().json()
        route.fulfill(
            json={**about, "words": ["0Δήμος", "0καρντίνα 0μουσείον 0museum 0αλληλέγγυες"], "terms": "", "whole": False}
        )

    before = told()
    page.route("**/search/about.json", with_few_words)
    try:
        searching.goto("search/")
        first = [found[: len(mine)] for found, mine in zip(told(), before, strict=True)]
        assert first == before, "then comes what has a word of the same key"
    finally:
        page.unroute("**/search/about.json")
