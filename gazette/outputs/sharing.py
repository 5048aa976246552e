"""The pictures that stand for pages where links to them are shared, and the icons that systems show of the site."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import cache, partial
from typing import Final

from ..content.digests import digest_of_bytes
from ..engines.fonts import decompressed, letter_widths
from ..engines.pictures import FontFile, SharedColours, SharedPictures, SharedWords, icon
from ..render.lookup import keyed
from ..render.mosaic import colours, colours_of_mark
from ..render.site.sharing import PlannedPicture, picture_path, shared_pictures
from ..render.site.view import PICTURE_SIZE, PageLookup
from ..render.tokens import colours as named_colours
from .base import MARK, Context, Output, PlannedFile

TOUCH_ICON: Final = "touch-icon.png"
MANIFEST: Final = "manifest.webmanifest"
_ROOM: Final = 0.11
"""About the mark, as a part of an icon."""
_ROOM_TO_CUT: Final = 0.22
"""About the mark where systems cut icons to a circle of four fifths (W3C, Web Application Manifest, `maskable`)."""
ICONS: Final = {
    TOUCH_ICON: (180, _ROOM), "icon-192.png": (192, _ROOM), "icon-512.png": (512, _ROOM),
    "icon-maskable.png": (512, _ROOM_TO_CUT),
}  # fmt: skip
"""Name → pixels, and the room about the mark."""


class SharedPictureMaker:
    """Makes pictures. Their fonts are opened with the first, which is best made before processes fork."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.pictures = cache(self._pictures)

    def make(self, planned: PlannedPicture) -> bytes:
        """The bytes of a picture."""
        title, kicker, name, tiles, fonts, is_leftward = planned.make()
        words = SharedWords(title, kicker, name, fonts, is_leftward)
        return self.pictures().drawn(words, [colours(slug) for slug in tiles])

    def icon(self, size: int, room: float) -> bytes:
        """The network's mark as an icon, `size` pixels wide and high."""
        return icon(self._mark, size, room, self._named["--paper"])

    @property
    def _named(self) -> dict[str, str]:
        return named_colours(self.context.theme.tokens)

    @property
    def _mark(self) -> list[list[str]]:
        return colours_of_mark(self.context.theme.static[MARK].decode())

    def _pictures(self) -> SharedPictures:
        named = self._named
        in_colours = SharedColours(named["--paper"], named["--ink"], named["--aegean"])
        return SharedPictures(PICTURE_SIZE, self._font, in_colours, self._mark)

    def _font(self, name: str) -> FontFile:
        """A font of the theme by name: its bold cut, where that has a name of its own."""
        fonts = self.context.theme.fonts
        raw = decompressed(fonts.get(f"{name}-bold.woff2") or fonts[f"{name}.woff2"])
        return FontFile(raw, frozenset(letter_widths(raw)))


class Sharing(Output):
    """A picture for each page of an item in each language, and one of the network; its icons and manifests."""

    name = "sharing"

    def files(self, context: Context) -> Iterator[PlannedFile]:
        made_with, maker = _made_with(context), SharedPictureMaker(context)
        for name, (size, room) in ICONS.items():
            yield PlannedFile(context.site.assets[name], keyed(b"", made_with), partial(maker.icon, size, room))
        for language, words in context.words.items():
            root, manifest = context.site.roots[language], _manifest(context, language)
            yield PlannedFile(f"{root}{MANIFEST}", digest_of_bytes(manifest), partial(bytes, manifest))
            for planned in shared_pictures(PageLookup(context.library, words, context.theme.map)):
                path = picture_path(root, planned.address)
                yield PlannedFile(path, keyed(planned.digest, made_with), partial(maker.make, planned))


def _manifest(context: Context, language: str) -> bytes:
    """What a system shows of the site where a reader keeps it among programs (W3C, Web Application Manifest)."""
    words, base, named = context.words[language], context.site.base_path, named_colours(context.theme.tokens)
    shown = {
        "name": words.say("network.name"),
        "description": words.say("home.description"),
        "lang": language,
        "dir": words.direction,
        "start_url": base + context.site.roots[language],
        "scope": base,
        "display": "minimal-ui",
        "background_color": named["--paper"],
        "theme_color": named["--paper"],
        "icons": [
            {
                "src": base + context.site.assets[name],
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": "any" if room == _ROOM else "maskable",
            }
            for name, (size, room) in ICONS.items()
            if name != TOUCH_ICON
        ],
    }
    return json.dumps(shown, ensure_ascii=False, indent=2).encode() + b"\n"


def _made_with(context: Context) -> bytes:
    """Changes with what every picture is made with. The theme's templates and styles are not part of that."""
    theme = context.theme
    seen = hashlib.blake2b(context.code + repr(sorted(named_colours(theme.tokens).items())).encode(), digest_size=32)
    for name, raw in [(MARK, theme.static[MARK]), *sorted(theme.fonts.items())]:
        seen.update(name.encode() + raw)
    return seen.digest()


OUTPUT: Final[Output] = Sharing()
