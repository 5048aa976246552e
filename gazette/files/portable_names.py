"""Names of files and folders that Windows keeps for itself or cannot write.

One such name in git, and no one with Windows can fetch the site's texts any more, or unpack its preview. Source:
Microsoft, "Naming Files, Paths, and Namespaces", as Python's `os.path.isreserved` has it.
"""

from __future__ import annotations

import re
from typing import Final

_DEVICES: Final = "con|prn|aux|nul|(?:com|lpt)[1-9¹²³]|con(?:in|out)\\$"
DEVICE_NAME: Final = rf"^(?:{_DEVICES})$"
"""A device's name in small letters, without an ending, as a regular expression that browsers understand too."""
_DEVICE: Final = re.compile(rf"(?:{_DEVICES}) *(?:[.:].*)?", re.IGNORECASE | re.DOTALL)
"""A device's name, with or without an ending: `aux`, `AUX.jpg`, `com¹`."""
_UNWRITABLE: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f]|[. ]$')


def is_portable(name: str) -> bool:
    """Whether Windows, too, can have a file or folder of that name (one part of a path)."""
    return not (_DEVICE.fullmatch(name) or _UNWRITABLE.search(name))


def made_portable(stem: str) -> str:
    """`stem`, or with a number behind it where Windows keeps it for a device: `aux-1`. Other signs stay as they are."""
    return f"{stem}-1" if _DEVICE.fullmatch(stem) else stem
