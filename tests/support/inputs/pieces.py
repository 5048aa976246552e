"""What inputs are put together from: signs that mean something to one of the readers, and words between them."""

from __future__ import annotations

from typing import Final

WORDS: Final = (
    "a", "α", "word", "λέξη", "Αθήνα", "ΑΘΉΝΑ", "ἀρχή", "مدينة", "עיר", "Ї", "ß", "ﬁ", "İ", "ı", "ς", "1", "12,5",
    "2026",
    "e\u0301", "w\u0301\u0301\u0301", "👩‍👩‍👧", "☺", "＜", "\u200d", "\xa0", "\u3000", "\ufffd",
    "x" * 40, "α.β.γ", "a-b",
    "a'b", "κ.λπ.", "https://www.example.org/a?b=c#d", "/members/athens/", "garden.png", "mail@example.org",
    "+30 210 0000000", "12/5/2026", "18:00", "50%", "50 €",
)  # fmt: skip
CONTROLS: Final = (
    "\0", "\x01", "\x02", "\x03", "\t", "\r", "\r\n", "\x1b[31m", "\x7f", "\x85", "\xad", "\u202e",
    "\u2028", "\ue000",
    "\ue001", "\ufeff", "\U000e0001", "\U0010ffff", "\u3164",
)  # fmt: skip
YAML: Final = (
    "a: b", "a:", "- ", "- a", "? ", ": ", "&a ", "*a", "!!str ", "!t ", "|", ">-", "|+2", "'", '"', "''", '"\\u',
    "\\", "[",
    "]", "{", "}", ",", "#", " # a", "---", "...", "%YAML 1.2", "~", "null", "NO", "0x1F", "1e5", "<<: ", "@", "`",
    "\n",
    "\n  ", "\n    ", "\n- ", "title: ", "summary: ", "date: 2026-05\n", "members: [athens]\n",
    "themes: [city-life]\n",
    "photos:\n  - file: garden.png\n", "captions:\n  - {file: garden.png, alt: a}\n", "quote: {text: a, by: b}\n",
    "practice: {results: [{name: a, figure: 1}]}\n",
    "source: {newsletter: 1, url: 'https://a.b/'}\n", "people: none\n",
    "translates: 9f86d081\n", "highlights: [a]\n", "links: [{title: a, url: 'https://a.b/'}]\n",
    "<<<<<<< a\n", "=======\n", ">>>>>>> b\n",
)  # fmt: skip
MARKDOWN: Final = (
    "\n", "\n\n", " ", "  \n", "    ", "\t", "# ", "## ", "###### ", "===\n", "---\n", "***\n",
    "- ", "* ", "+ ", "1. ",
    "10) ", "> ", ">", "`", "``", "```\n", "~~~ html\n", "*", "**", "_", "__", "***", "~~", "==", "^", "[", "]",
    "](", ")",
    "![", "](garden.png)", "](/members/athens/)", "](https://a.b/)", "](javascript:a)", "][a]", "[a]: ",
    "[a]: /b 'c'\n",
    "[^1]", "[^1]: a\n", "<", ">", "<b>", "</b>", "<br>", "<!-- ", " -->", "<![CDATA[", "]]>",
    "<?", "?>", "<script>",
    "<a href=", "<https://a.b/>", "<a@b.c>", "&", "&amp;", "&#60;", "&lt;", "&#0;", "&#x", "\\", "\\[", "\\<", "|",
    "a | b\n",
    "--|--\n", ":-:|", "{: .a }", "{#a}", "{{", "}}", "{%", "%}", "--8<-- ", "$$", "\\(", "!!! a\n", "??? a\n",
    "*[a]: ",
    ":a:", "[TOC]", "http://", "www.", "@", "“", "”", "«", "»", "'", '"', "...", "–", "- [ ] ",
    "- [x] ", "#a", ":::",
    "klzzwxh:0000", "wzxhzdk:0",
)  # fmt: skip
HTML: Final = (
    "<p>", "</p>", "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'>",
    "<!--[if gte mso 9]>", "<![endif]-->",
    "<o:p></o:p>", "<b>", "</b>", "<b style='font-weight:normal' id='docs-internal-guid-1'>",
    "<i>", "</i>", "<span",
    " style='font-weight:700;mso-list:Ignore'", ">", "</span>", "<ul>", "<ol start=3 type=a>", "<li>", "</li>",
    "</ul>", "</ol>",
    "<table>", "<tr>", "<td colspan=9999999 rowspan=0>", "</td>", "</table>", "<a href='https://a.b/'>",
    "<a href='#_ftn1' name='_ftnref1'>", "<a href=javascript:alert(1)>", "</a>", "<h1>", "<h7>", "</h1>", "<br/>",
    "<img src=x>",
    "<script>", "</script>", "<style>", "</style>", "<svg><style><a title='</style>'>",
    "<math><mtext>", "<!--", "-->",
    "<![CDATA[", "<!DOCTYPE", "<?xml", "&nbsp;", "&#1;", "&lt;b&gt;", "<font face=Wingdings>", "<pre>",
    "<blockquote>", "<del>",
)  # fmt: skip
WORD_PARTS: Final = (
    "<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>", "</w:t>", '<w:t xml:space="preserve"> ', "<w:tab/>", "<w:br/>",
    "<w:rPr><w:b/></w:rPr>", "<w:rPr><w:strike/><w:vanish/></w:rPr>", '<w:pPr><w:pStyle w:val="10"/></w:pPr>',
    '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="2"/></w:numPr></w:pPr>', "<w:tbl>", "</w:tbl>", "<w:tr>",
    "</w:tr>",
    "<w:tc>", "</w:tc>", '<w:tcPr><w:gridSpan w:val="99999999"/><w:vMerge/></w:tcPr>',
    '<w:fldChar w:fldCharType="begin"/>',
      '<w:fldChar w:fldCharType="separate"/>', '<w:fldChar w:fldCharType="end"/>',
    "<w:instrText> HYPERLINK </w:instrText>",
    '<w:hyperlink r:id="rId1">', "</w:hyperlink>",
    '<w:footnoteReference w:id="2"/>', '<w:commentReference w:id="1"/>',
    "<w:ins>", "</w:ins>", "<w:del>", "</w:del>", "<w:delText>a</w:delText>", "<w:sdt><w:sdtContent>",
    "</w:sdtContent></w:sdt>", '<mc:AlternateContent><mc:Choice Requires="wps">', "</mc:Choice><mc:Fallback>",
    "</mc:Fallback></mc:AlternateContent>",
    '<w:drawing><wp:inline><wp:docPr id="1" name="a"/></wp:inline></w:drawing>',
    '<a:blip r:embed="rIdP"/>', "<w:pict><v:shape><v:textbox>", "</v:textbox></v:shape></w:pict>",
    "<w:txbxContent>",
    "</w:txbxContent>", "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>", '<w:sym w:font="Wingdings" w:char="F0B7"/>',
    "<w:ruby>",
    "</w:ruby>", '<w:moveFrom w:id="1">', "</w:moveFrom>", "<w:proofErr/>",
    '<w:bookmarkStart w:id="0" w:name="a"/>',
    '<w:numId w:val="-1"/>', '<w:ilvl w:val="x"/>', "<w:object>", "</w:object>", '<w:altChunk r:id="x"/>', "&amp;",
    "&#10;",
    "<!-- a -->", "<![CDATA[a]]>", "a", "λέξη", "<script>",
)  # fmt: skip
