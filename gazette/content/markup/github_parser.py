"""GitHub's own parser (cmark-gfm), by way of `cmarkgfm`, with the memory given back that its wrapper keeps.

`cmarkgfm.github_flavored_markdown_to_html` frees neither the tree of a text nor the string that is made of it: some
24 kB for each text, until the process ends. Its library has functions that free both, but does not declare them.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache
from typing import Any, Final, NamedTuple

EXTENSIONS: Final = ("table", "autolink", "tagfilter", "strikethrough", "tasklist")


class _Memory(ctypes.Structure):
    """`cmark_mem` of cmark-gfm.h: the functions by which the library gets and frees memory."""

    _fields_ = (
        ("calloc", ctypes.c_void_p),
        ("realloc", ctypes.c_void_p),
        ("free", ctypes.CFUNCTYPE(None, ctypes.c_void_p)),
    )


class _Freeing(NamedTuple):
    """What frees a tree, and what frees a string; each takes an address."""

    tree: Callable[[int], None]
    string: Callable[[int], None]


def to_html(text: str, is_safe: bool) -> str:
    """A text as GitHub's parser writes it; each block tells where it stands in the text (`data-sourcepos`).

    `is_safe` where HTML and addresses that are not allowed are left out. Raises UnicodeDecodeError where the parser
    has cut a letter of several bytes in two.
    """
    from cmarkgfm import cmark

    options = cmark.Options.CMARK_OPT_FOOTNOTES | cmark.Options.CMARK_OPT_SOURCEPOS
    options |= cmark.Options.CMARK_OPT_GITHUB_PRE_LANG
    if not is_safe:
        options |= cmark.Options.CMARK_OPT_UNSAFE
    cmark.core_extensions_ensure_registered()
    parser = cmark.parser_new(options)
    try:
        for name in EXTENSIONS:
            cmark.parser_attach_syntax_extension(parser, cmark.find_syntax_extension(name))
        cmark.parser_feed(parser, text)
        return _rendered(cmark.parser_finish(parser), options, cmark.parser_get_syntax_extensions(parser))
    finally:
        cmark.parser_free(parser)


def _rendered(tree: Any, options: int, extensions: Any) -> str:
    """The HTML of a tree, which is freed."""
    from cmarkgfm import _cmark

    ffi, freeing = _cmark.ffi, _freeing()
    html = _cmark.lib.cmark_render_html(tree, options, extensions)
    freeing.tree(int(ffi.cast("uintptr_t", tree)))
    written = bytes(ffi.string(html))
    freeing.string(int(ffi.cast("uintptr_t", html)))
    return written.decode()


@cache
def _freeing() -> _Freeing:
    from cmarkgfm import _cmark

    library = ctypes.CDLL(_cmark.__file__)
    library.cmark_node_free.argtypes, library.cmark_node_free.restype = [ctypes.c_void_p], None
    library.cmark_get_default_mem_allocator.restype = ctypes.POINTER(_Memory)
    return _Freeing(library.cmark_node_free, library.cmark_get_default_mem_allocator().contents.free)
