"""Every page of the submissions server, for whoever looks at all of them: a small site, three people, each state."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from submissions.database import Database
from submissions.people import People
from tests.support import submissions_server as server
from tests.support.form_server import picture
from tests.support.submissions_visitor import Visitor, invite, story
from tools.viewing.browse import AXE

ANNA, NORTH, WEST = "anna@network.example", "nora@north.example", "william@west.example"
LONG = "Η γιορτή της γειτονιάς μας και όσα μάθαμε μαγειρεύοντας μαζί με τους παλιούς και τους νέους κατοίκους"
UNBROKEN = "https://north.example/" + "a" * 200
"""What people paste."""
BODY = "\n\n".join(
    f"Το {number}ο απόγευμα η πλατεία γέμισε μουσική και οι γείτονες έφεραν φαγητό." for number in range(9)
)
Act = Callable[[Any], None]


@dataclass(frozen=True)
class Shown:
    """A page: what it is called, who is there, its path, and what they do in it before it is looked at."""

    name: str
    who: str
    path: str
    act: Act = lambda page: None


def press(form: str) -> Act:
    """Sends a form, which has an address of its own, as it is."""

    def pressed(page: Any) -> None:
        with page.expect_navigation():
            page.locator(f"form[action$='{form}']").evaluate("form => {form.noValidate = true; form.requestSubmit();}")

    return pressed


def see_photo(page: Any) -> None:
    """Scrolls to a photo, which comes only then."""
    photo = page.locator("img.photo")
    photo.scroll_into_view_if_needed()
    page.wait_for_function("() => document.querySelector('img.photo').naturalWidth")


def filled(form: str, **fields: str) -> Act:
    """Fills fields and sends their form."""

    def sent(page: Any) -> None:
        for name, words in fields.items():
            page.locator(f"form[action$='{form}'] [name={name}]").fill(words)
        press(form)(page)

    return sent


def invited_elsewhere(page: Any) -> None:
    """Invites someone who is known, for another municipality."""
    page.locator("#member").select_option("south")
    filled("/people", address=NORTH)(page)


@dataclass
class Stage:
    """A server with proposals in every state. In the tabs of its people every page comes with axe."""

    running: server.Running
    inbox: server.Inbox
    chromium: Any
    pages: dict[str, Any] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)

    def page_of(self, who: str) -> Any:
        """A tab of someone's; "" is nobody who is known."""
        if who not in self.pages:
            context = self.chromium.new_context(viewport={"width": 1280, "height": 900}, locale="el-GR")
            context.add_init_script(path=AXE)
            self.pages[who] = context.new_page()
            if who:
                server.sign_in(self.pages[who], self.running, self.inbox, who)
        return self.pages[who]

    def speak(self, language: str) -> None:
        """Has the server speak a language to everyone."""
        people = People(Database(self.running.data / "submissions.db"), time.time)
        for account in people.everyone():
            people.describe(account.address, account.name, language)
        self.page_of("").goto(f"{self.running.url}language/{language}")

    def open(self, shown: Shown) -> Any:
        """A tab with a page."""
        page = self.page_of(shown.who)
        page.goto(f"{self.running.url}{shown.path}")
        shown.act(page)
        return page

    def close(self) -> None:
        """Ends the browsers."""
        for page in self.pages.values():
            page.context.close()

    # ---- what there is to see

    def people_come(self) -> None:
        """Lets a coordinator and two editors in; one of them has no name yet."""
        invite(self.running, ANNA, name="Άννα Παπαδοπούλου")
        invite(self.running, NORTH, "north", "Νόρα Κωνσταντινοπούλου-Παπαγεωργίου")
        invite(self.running, WEST, "west", "")
        invite(self.running, f"{'a' * 60}@{'b' * 60}.example", "south", "Κ" * 80)

    def write(self) -> None:
        """Proposals of one editor in every state, and one that what is published contradicts."""
        nora = Visitor(self.running, "198.18.2.1").sign_in(self.inbox, NORTH)
        anna = Visitor(self.running, "198.18.1.1").sign_in(self.inbox, ANNA)
        for name in ("draft", "wrong", "returned", "accepted", "conflict", "sent"):
            self.keys[name] = nora.begin(f"{LONG} ({name})" if name == "sent" else f"Η γιορτή ({name})")
            files = story(name, "north", LONG if name == "sent" else "", "partners: []\n")
            if name == "wrong":
                files[f"content/stories/{name}/el.md"] = "---\ntitle: Χωρίς σύνοψη\n---\nΚείμενο [εδώ](nowhere.md).\n"
            photos = self._with_photo(files, name) if name == "sent" else {}
            if name in ("accepted", "conflict"):
                files = self._profile(name)
            was = {path: self.running.git("show", f"main:{path}").encode() for path in files if "members/" in path}
            assert nora.save(self.keys[name], files, was, photos).status_code == 200
        self.keys["empty"] = nora.begin(UNBROKEN[:120])
        self.keys["withdrawn"] = nora.begin("Δεν χρειάζεται πια")
        nora.post(f"/proposals/{self.keys['withdrawn']}/withdraw", sure="yes")
        for name in ("returned", "accepted", "conflict", "sent"):
            assert nora.post(f"/proposals/{self.keys[name]}/send").status_code == 303, name
        self._decide(anna)

    def _with_photo(self, files: dict[str, str], slug: str) -> dict[str, str]:
        """Gives a story a long text and a photo; the photo's path and content."""
        folder = f"content/stories/{slug}"
        files[f"{folder}/story.yml"] += "photos:\n- {file: square.png, people: none, credit: Δήμος}\n"
        head, text = files[f"{folder}/el.md"].rsplit("---\n", 1)
        captions = "captions:\n- file: square.png\n  alt: Μια άδεια πλατεία το πρωί\n"
        files[f"{folder}/el.md"] = f"{head}{captions}---\n{text}{BODY}"
        return {f"{folder}/square.png": picture(width=960, height=400)}

    def _profile(self, word: str) -> dict[str, str]:
        path = "members/north/el.md"
        before = self.running.git("show", f"main:{path}")
        return {path: before.rstrip("\n") + f" {word}.\n"}

    def _decide(self, anna: Visitor) -> None:
        comment = (
            "Λείπει η άδεια για τη φωτογραφία.\n\nΓράψτε επίσης ποιοι ήταν οι συνεργάτες, και πότε έγινε η γιορτή.\n\n"
            f"Δείτε και: {UNBROKEN}"
        )
        sent = self.running.git("rev-parse", f"proposals/{self.keys['returned']}").strip()
        answer = anna.post(f"/review/{self.keys['returned']}/return", comment=comment, sent=sent)
        assert answer.status_code == 303, answer.text
        sent = self.running.git("rev-parse", f"proposals/{self.keys['accepted']}").strip()
        answer = anna.post(f"/review/{self.keys['accepted']}/accept", sent=sent, comment=UNBROKEN)
        assert answer.status_code == 303, answer.text

    def outside(self) -> Iterator[Shown]:
        """What nobody is signed in for; what is asked for by mail counts as an attempt, so it is asked for once."""
        yield Shown("sign-in", "", "sign-in")
        yield Shown("sign-in, wrong", "", "sign-in", press("/sign-in"))
        yield Shown("asked", "", "sign-in", filled("/sign-in", address="nobody.at.all@a-rather-long-name.example"))
        yield Shown("link", "", "link/never-sent")
        yield Shown("link-over", "", "link/never-sent", press("/link/never-sent"))
        yield Shown("refused", "", "nothing-here")
        yield Shown("preview, over", "", "preview/never-made/after/")

    def at_first(self) -> Iterator[Shown]:
        """While there are no proposals."""
        yield Shown("proposals, empty", NORTH, "proposals")
        yield Shown("account, no name", WEST, "account")
        yield Shown("review, empty", ANNA, "review")

    def of_editors(self) -> Iterator[Shown]:
        """What an editor sees."""
        yield Shown("account", NORTH, "account")
        yield Shown("account, wrong", NORTH, "account", filled("/account", name="<>"))
        yield Shown("account, not sure", NORTH, "account", press("/account/delete"))
        yield Shown("proposals", NORTH, "proposals")
        for name in ("empty", "draft", "sent", "returned", "accepted", "withdrawn"):
            act = Shown.act if name in ("accepted", "withdrawn") else press("/name")  # which tells that it was done
            yield Shown(f"proposal, {name}", NORTH, f"proposals/{self.keys[name]}/", act)
        yield Shown("proposal, checked", NORTH, f"proposals/{self.keys['wrong']}/", press("/check"))
        yield Shown("proposal, not sent", NORTH, f"proposals/{self.keys['wrong']}/", press("/send"))

    def of_coordinators(self) -> Iterator[Shown]:
        """What a coordinator sees."""
        yield Shown("review", ANNA, "review")
        yield Shown("examine", ANNA, f"review/{self.keys['sent']}/", see_photo)
        yield Shown("examine, wrong", ANNA, f"review/{self.keys['wrong']}/")
        yield Shown("examine, conflict", ANNA, f"review/{self.keys['conflict']}/")
        yield Shown("people", ANNA, "people")
        yield Shown("people, wrong", ANNA, "people", filled("/people", address="ena@"))
        yield Shown("people, known", ANNA, "people", invited_elsewhere)
        yield Shown("log", ANNA, "log")
