"""A made-up issue with a text that holds everything a text can hold, and one made of a single line of each."""

from pathlib import Path

from tests.support import made_up

EVERYTHING = {
    "en": """
The opening paragraph has *emphasis*, **weight**, ~~struck words~~, `code` and a note[^one] that is called here; it goes on
for some lines so that words are broken where lines end, with internationalisation and responsibilities of municipalities.

## A heading of its own

1. The first of three, with a [link to a page elsewhere that is long enough to go over the end of a line](https://example.org/a/long/address)
   in it.
2. The second, with lists inside:
    - a bullet of the second level, with a note[^two] too
    - another
        1. a number of the third level
        2. and the next
3. The third.

Some words between two lists.

7. A list that begins with seven.
8. Eight.

- A bullet with **weight**
- One with two paragraphs.

    This is the second of them.

- [x] A task that is done
- [ ] A task that is not

> A quotation of two sentences, the first of them with a [link](https://example.org/quoted). The second is about participation.
>
> Its second paragraph.

| Town | Lessons | Remarks |
|---|---:|---|
| Athens | 12 | with a [link](https://example.org/table) |
| Thessaloniki | 7 | none, but words enough to take more than one line |

```
a line of code
    another, moved in
```

![Hills](hills.jpg)

A line with two spaces at its end  
is broken by hand. Its address is <https://example.org/plain>, its mail <someone@example.org>, and [its own page](#a-heading-of-its-own)
is in the text.

### Parts in other languages

The Greek words Δίκτυο Πόλεων για την Ένταξη stand in it, the Arabic ones مدينة أثينا ترحب بكم, and the French Ville de Paris accueille
les réfugiés; the last word is followed by a note[^one] that was called before.

[^one]: The first note, with a [link](https://example.org/note) and *emphasis*.
[^two]: The second note, which is long enough to take more than one line at the foot of a page, since it goes on and on about nothing.
""",
    "el": """
Η πρώτη παράγραφος έχει *έμφαση*, **βάρος**, ~~διαγραμμένες λέξεις~~, `κώδικα` και μια σημείωση[^one] που καλείται εδώ· συνεχίζει
για μερικές γραμμές, ώστε να κόβονται λέξεις, όπως αλληλοκατανόηση, διαμεσολάβηση και ευαισθητοποίηση των υπηρεσιών.

## Ένας υπότιτλος

1. Το πρώτο από τα τρία, με έναν [σύνδεσμο προς μια σελίδα αλλού που είναι αρκετά μακρύς για να περνά το τέλος της γραμμής](https://example.org/a)
   μέσα του.
2. Το δεύτερο, με λίστες μέσα του:
    - μια κουκκίδα δεύτερου επιπέδου με σημείωση[^two]
    - άλλη μία
        1. αριθμός τρίτου επιπέδου
        2. και ο επόμενος
3. Το τρίτο.

Λίγα λόγια ανάμεσα.

- Μια κουκκίδα με **βάρος**
- Μία με δύο παραγράφους.

    Αυτή είναι η δεύτερη.

- [x] Μια δουλειά που έγινε
- [ ] Μια που δεν έγινε

> Ένα παράθεμα με [σύνδεσμο](https://example.org/quoted). Η δεύτερη πρόταση μιλά για τη συμμετοχή.

| Πόλη | Μαθήματα |
|---|---:|
| Αθήνα | 12 |
| Θεσσαλονίκη | 7 |

![Λόφοι](hills.jpg)

Μια γραμμή με δύο κενά στο τέλος  
κόβεται με το χέρι. Η διεύθυνσή της είναι <https://example.org/plain>.

Οι αγγλικές λέξεις Cities Network for Integration στέκονται μέσα της, και οι αραβικές مدينة أثينا ترحب بكم.

[^one]: Η πρώτη σημείωση, με [σύνδεσμο](https://example.org/note) και *έμφαση*.
[^two]: Η δεύτερη σημείωση, αρκετά μακριά για να πιάνει πάνω από μία γραμμή στο κάτω μέρος της σελίδας, αφού συνεχίζει χωρίς τέλος.
""",
}


def everything(root: Path, stories: int = 2) -> Path:
    """A site whose issue's first story holds everything. Returns its folder."""
    made_up.made_up(root, stories, photos=1)
    for language, text in EVERYTHING.items():
        path = root / f"content/stories/made-up-1/{language}.md"
        head = path.read_text("utf-8").split("---\n")[1]
        path.write_text(f"---\n{head}---\n{text}", "utf-8")
    return root
