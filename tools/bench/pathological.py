"""Inputs meant to cost: each a function of a size, so that its cost can be measured as it grows.

A text fills the number of letters that it is given, a data file the number of bytes. What is in them is invented and
means nothing. Pictures and documents are made in pathological_files.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final


def filled(piece: str, size: int, around: tuple[str, str] = ("", "")) -> str:
    """`piece` again and again, up to `size` letters; `#` in double braces becomes its number."""
    if "{{#}}" not in piece:
        return around[0] + piece * ((size - len("".join(around))) // len(piece)) + around[1]
    parts: list[str] = []
    length = len("".join(around))
    while length < size:
        parts.append(piece.replace("{{#}}", str(len(parts))))
        length += len(parts[-1])
    return around[0] + "".join(parts)[: size - len("".join(around))] + around[1]


REPEATED: Final[Mapping[str, str]] = {
    "words": "Residents of the city planted a garden together. ",
    "greek words": "Κάτοικοι της πόλης φύτεψαν μαζί έναν κήπο. ",
    "short sentences": "We met. ",
    "numbered sentences": "1. a. ",
    "paragraphs": "Residents planted a garden.\n\n",
    "one letter paragraphs": "a\n\n",
    "autolinks": "<http://a>",
    "autolinks with spaces": "<http://a> ",
    "autolink paragraphs": "<http://a>\n\n",
    "mail links": "<mailto:a@b.gr> ",
    "brackets open": "[",
    "brackets spaced": "[ ",
    "brackets closed": "]",
    "brackets pairs": "[]",
    "brackets pairs spaced": "[] a ",
    "images open": "![",
    "images open spaced": "![ a ",
    "images": "![a](b.jpg) ",
    "image paragraphs": "![a](b.jpg)\n\n",
    "links": "[a](/b/) ",
    "link paragraphs": "[a](/b/)\n\n",
    "long link paragraphs": "[Residents of the city](https://example.org/{{#}})\n\n",
    "link openings": "[a](",
    "link openings spaced": "[a]( b ",
    "link titles open": '[a](b "c ',
    "links with pointed address": "[a](<b ",
    "references": "[a][b] ",
    "reference paragraphs": "[a][b]\n\n",
    "reference definitions": "[a{{#}}]: /b/\n",
    "reference definitions spaced": "[a{{#}}]: /b/\n\n",
    "footnote marks": "[^1] ",
    "footnotes": "[^{{#}}]: a\n\n",
    "footnotes and marks": "a[^{{#}}]\n\n[^{{#}}]: b\n\n",
    "footnotes of one name": "a[^1]\n\n[^1]: b\n\n",
    "stars": "*",
    "stars spaced": "* ",
    "stars about": "a* ",
    "stars before": "*a ",
    "emphasis": "*a* ",
    "emphasis joined": "*a*",
    "emphasis underscored": "_a_ ",
    "emphasis nested": "*a **b ",
    "emphasis mixed": "*a _b ",
    "strong open": "**a ",
    "strong paragraphs": "**a**\n\n",
    "triple": "***a** b* ",
    "underscores": "_",
    "underscores in words": "a_",
    "backticks": "`",
    "backticks spaced": "` ",
    "code": "`a` ",
    "code paragraphs": "`a`\n\n",
    "backticks double open": "``a` ",
    "quotes": ">",
    "quotes spaced": "> ",
    "quote lines": "> a\n",
    "quote paragraphs": "> a\n\n",
    "quotes in quotes": "> > > > a\n\n",
    "quote alternating": "> a\n\n> > b\n\n",
    "list": "- a\n",
    "list loose": "- a\n\n",
    "list numbered": "1. a\n",
    "list nested": "- a\n    - b\n        - c\n",
    "list nested deep": "- a\n    - b\n        - c\n            - d\n                - e\n",
    "list loose nested": "- a\n\n    b\n\n    - c\n\n        d\n\n",
    "list markers alone": "-\n",
    "list within": "a\n- b\n",
    "list signs": "• a\n",
    "list of two kinds": "- a\n\n1. b\n\n",
    "list in quote": "> - a\n> - b\n\n",
    "quote in list": "- > a\n",
    "indented": "    a\n",
    "indented in list": "- a\n\n        b\n\n",
    "headings": "## A\n\n",
    "headings tight": "## A\n",
    "headings numbered": "## A{{#}}\n\n",
    "heading signs": "#",
    "heading lines": "a\n===\n\n",
    "heading hyphens": "a\n---\n\n",
    "rules": "---\n\n",
    "rules tight": "***\n",
    "rules spaced": "* * *\n",
    "hyphens": "- - - - - - - - - - - - - - - a\n",
    "fences": "```\na\n```\n\n",
    "fences open": "```\n",
    "fences open longer": "````\na\n```\n",
    "fence waves": "~~~\n",
    "fences with names": "``` a{{#}}\n",
    "tables": "a|b\n-|-\nc|d\n\n",
    "table rows": "a|b\n",
    "bars": "|",
    "bar lines": "|\n",
    "bars and hyphens": "|-",
    "entities": "&amp;",
    "entities numbered": "&#65;",
    "ampersands": "&",
    "ampersands hash": "&#",
    "escapes": "\\*",
    "backslashes": "\\",
    "less than": "<",
    "less than letters": "<a",
    "less than spaced": "< a ",
    "tags": "<b>",
    "tags open": "<b ",
    "tags attributes": '<a b="c" ',
    "comments": "<!--",
    "instructions": "<?",
    "cdata": "<![CDATA[",
    "braces": "{",
    "braces pairs": "{{",
    "attributes": "{: #a }",
    "attribute paragraphs": "a {.b}\n\n",
    "abbreviations": "*[A{{#}}]: b\n",
    "two spaces": "a  \n",
    "spaces": " ",
    "tabs": "\t",
    "tabs spaced": "a\t",
    "empty lines": "\n",
    "space lines": " \n",
    "no-break spaces": "\u00a0",
    "marks on marks": "\u0301",
    "marked letters": "α\u0301",
    "quotation marks": "«",
    "quotes straight": '"',
    "mixed words": "Αa ",
    "articles": "O Αθήνα ",
    "greek latin": "Αa",
    "scaffold": "✎ ",
    "shortened": "bit.ly/a ",
    "shortened numbered": "bit.ly/a{{#}} ",
    "shorteners": "bit.ly",
    "www": "www.",
    "http": "http://",
    "mailto": "mailto:",
    "addresses in brackets": "(https://",
    "slashes": "/",
    "links unmade": "[a] (https://b) ",
    "links unmade open": "](",
    "links unmade other": "(a)[https://b] ",
    "closing bracket spaces": "] ",
    "parentheses": "(",
    "links to headings": "[a](#b) ",
    "links to headings of many": "## A{{#}}\n\n[a](#b{{#}})\n\n",
    "link paragraphs to headings": "[a](#b{{#}})\n\n",
    "broken links": "[a](/stories/gardn{{#}}/)\n\n",
    "relative links": "[a](stories/a{{#}})\n\n",
    "shy references": "&shy; ",
    "digits": "1",
    "numbers": "1. ",
    "letters": "a",
    "greek letters": "α",
    "colons": ":",
    "equals": "=",
    "equal lines": "=\n",
    "hyphen lines": "-\n",
    "exclamations": "!",
    "includes": "--8<-- ",
    "definition lists": "a\n:   b\n\n",
    "marked spaces": "a \n",
}
"""Pieces that a text repeats, by name."""


def nested_list(size: int) -> str:
    """A list in a list in a list."""
    lines: list[str] = []
    length = 0
    while length < size:
        lines.append("    " * (len(lines) % 11) + "- a\n")
        length += len(lines[-1])
    return "".join(lines)


def wide_table(size: int) -> str:
    """Two rows as wide as may be."""
    cells = size // 6
    return f"{'a|' * cells}\n{'-|' * cells}\n{'b|' * cells}\n"


def columns_and_rows(size: int) -> str:
    """A table with as many rows as columns, most of its cells left out."""
    cells = size // 8
    return f"{'a|' * cells}\n{'-|' * cells}\n" + "|\n" * (size // 4)


def names_and_uses(size: int) -> str:
    """Definitions of references, and as many uses."""
    half = size // 2
    return filled("[a{{#}}]: /b/\n", half) + "\n" + filled("[b][a{{#}}]\n\n", half - 1)


def ends_unlike(size: int) -> str:
    """Backticks in runs of every length."""
    parts: list[str] = []
    length = 0
    while length < size:
        parts.append("`" * (len(parts) % 90 + 1) + "a")
        length += len(parts[-1])
    return "".join(parts)


TEXTS: Final[Mapping[str, Callable[[int], str]]] = {
    **{name: partial(filled, piece) for name, piece in REPEATED.items()},
    "nested list": nested_list,
    "wide table": wide_table,
    "columns and rows": columns_and_rows,
    "names and uses": names_and_uses,
    "backticks of every length": ends_unlike,
    "brackets one in another": lambda size: "[ " * (size // 4) + "] " * (size // 4),
    "stars one in another": lambda size: "*a " * (size // 6) + "b* " * (size // 6),
    "strong one in another": lambda size: "**a " * (size // 8) + "b** " * (size // 8),
    "link words one in another": lambda size: "[a " * (size // 8) + "](b) " * (size // 8),
    "fence never closed": lambda size: "```\n" + "a\n" * (size // 2 - 3),
    "title never closed": lambda size: '[a](b "' + "c " * (size // 2 - 5),
    "one list entry of lines": lambda size: "- a\n" + "    a\n" * (size // 6 - 1),
    "one quotation of lines": lambda size: "> a\n" + "a\n" * (size // 2 - 3),
    "lines of spaces": lambda size: ("a" + " " * 500 + "\n") * (size // 502),
    "one line of words and a bar": lambda size: "a " * (size // 2 - 6) + "|\n-|-\n",
}


def entries(piece: str, size: int, nodes: int = 1) -> str:
    """Such a piece as often as nodes of YAML and bytes allow; each holds as many nodes."""
    most = size * 4900 // 250_000 // nodes
    text = "".join(piece.replace("{{#}}", str(number)) for number in range(most))
    return text if len(text) < size else filled(piece, size)


def list_of(piece: str, size: int, key: str = "members", nodes: int = 1) -> str:
    """A story's data with a list as long as may be."""
    return f"date: 2026-03\nthemes: [city-life]\n{key}:\n" + entries(piece, size - 80, nodes)


DATA: Final[Mapping[str, Callable[[int], str]]] = {
    "equal members": lambda size: list_of("  - athens\n", size),
    "unknown members": lambda size: list_of("  - athenz{{#}}\n", size),
    "long unknown members": lambda size: list_of(f"  - {'athens-' * 11}{{{{#}}}}\n", size),
    "letters as members": lambda size: list_of("- a\n", size),
    "flow members": lambda size: f"date: 2026-03\nmembers: [{entries('athens, ', size - 40)}athens]\n",
    "equal themes": lambda size: list_of("  - city-life\n", size, "themes"),
    "unknown themes": lambda size: list_of("  - city-lif{{#}}\n", size, "themes"),
    "unknown people": lambda size: list_of("  - c-{{#}}\n", size, "people"),
    "unknown programmes": lambda size: list_of("  - heliox{{#}}\n", size, "programmes"),
    "wrong slugs": lambda size: list_of("  - Αθήνα {{#}}\n", size),
    "empty entries": lambda size: list_of("  -\n", size),
    "lists in lists": lambda size: list_of("  - [a, b]\n", size, nodes=3),
    "photos without a file": lambda size: list_of("  - file: a{{#}}.jpg\n", size, "photos", 3),
    "photos of unknown fields": lambda size: list_of("  - fil{{#}}: a\n", size, "photos", 3),
    "photos whole": lambda size: list_of("  - {file: a{{#}}.jpg, credit: A, people: none}\n", size, "photos", 8),
    "photos of people": lambda size: list_of(
        "  - {file: a{{#}}.jpg, credit: A, people: [c-1, c-1]}\n", size, "photos", 10
    ),
    "unknown fields": lambda size: "date: 2026-03\n" + entries("membres{{#}}: a\n", size, 2),
    "unknown fields like known": lambda size: "date: 2026-03\n" + entries("programms{{#}}: a\n", size, 2),
    "fields twice": lambda size: entries("date: 2026-03\n", size, 2),
    "long field names": lambda size: entries(f"{'members' * 100}{{{{#}}}}: a\n", size, 2),
    "a long word": lambda size: f"date: {'a' * (size - 100)}\nmembers: [athens]\n",
    "a long member": lambda size: f"date: 2026-03\nmembers: [{'a' * (size - 100)}]\n",
    "a long member of hyphens": lambda size: f"date: 2026-03\nmembers: [{'a-' * (size // 2 - 100)}]\n",
    "a long greek member": lambda size: f"date: 2026-03\nmembers: [{'α' * (size // 2 - 100)}]\n",
    "a long date of digits": lambda size: f"date: {'1' * (size - 100)}\n",
    "a long date of dates": lambda size: f"date: {'2026-' * (size // 5 - 20)}\n",
    "a long number": lambda size: f"date: 2026-03\nsource: {{newsletter: {'1' * (size - 100)}}}\n",
    "a long address": lambda size: f"date: 2026-03\nsource: {{url: 'https://{'a.' * (size // 2 - 100)}'}}\n",
    "a long address of slashes": lambda size: f"date: 2026-03\nsource: {{url: '{'www./' * (size // 5 - 100)}'}}\n",
    "a long page range": lambda size: f"date: 2026-03\nsource: {{pages: '{'1-' * (size // 2 - 100)}'}}\n",
    "a long credit": lambda size: f"photos: [{{file: a.jpg, credit: '{'Aα ' * (size // 4 - 100)}'}}]\n",
    "a long credit of addresses": lambda size: f"photos: [{{credit: '{'bit.ly/a ' * (size // 9 - 20)}'}}]\n",
    "spaces and a hash": lambda size: f"date: 2026-03{' ' * (size - 60)}# a\n",
    "comments": lambda size: "date: 2026-03\n" + filled("# a\n", size),
    "hashes behind values": lambda size: list_of("  - athens # a\n", size),
    "quoted controls": lambda size: list_of('  - "\\0"\n', size),
    "deep flow": lambda size: "a: " + "[" * (size // 2) + "]" * (size // 2) + "\n",
    "deep maps": lambda size: "a: " + "{a: " * (size // 5) + "}" * (size // 5) + "\n",
    "block in block": lambda size: "".join(" " * (2 * depth) + "a:\n" for depth in range(int(size**0.5))),
    "anchors": lambda size: filled("a{{#}}: &b c\n", size),
    "quotes open": lambda size: 'date: "' + filled("a\n\n", size),
    "a folded scalar": lambda size: "date: >\n" + filled("  a\n\n", size),
    "keys with question mark": lambda size: filled("? a{{#}}\n: b\n", size),
    "tabs": lambda size: "date:\t" + "\t" * (size - 60) + "a\n",
    "colons": lambda size: "date: " + ": " * (size // 2 - 50) + "\n",
    "documents": lambda size: filled("---\n", size),
    "control characters": lambda size: "date: " + "\u200b" * (size // 3 - 50) + "\n",
}
"""Data files of a story, by name."""
