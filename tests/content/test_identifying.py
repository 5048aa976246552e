"""Words that may tell who someone is, one description at a time."""

import pytest

from gazette.content.identifying import someone_in


@pytest.mark.parametrize(
    ("description", "words"),
    [
        ("Ένα παιδί χαμογελά", "παιδί"),
        ("Κορίτσι μπροστά στον πίνακα", "Κορίτσι"),
        ("Χαμογελαστοί εθελοντές", "Χαμογελαστοί"),
        ("ΠΟΡΤΡΕΤΟ ΣΤΟΝ ΚΗΠΟ", "ΠΟΡΤΡΕΤΟ"),
        ("Μία μαθήτρια δείχνει τη ζωγραφιά της", "μαθήτρια"),
        ("A girl with a kite", "girl"),
        ("Two women smiling at the door", "smiling"),
        ("Portrait of a baker", "Portrait"),
        ("Παιδιά παίζουν μπάλα, από μακριά", ""),
        ("Παρτέρια με λαχανικά", ""),
        ("Children\u2019s drawings on a wall", ""),
        ("The childcare centre and its boyish mascot", ""),
        ("Two women fold paper at a long table", ""),
    ],
)
def test_a_description_that_tells_of_a_child_or_a_face(description: str, words: str) -> None:
    assert someone_in(description) == words
