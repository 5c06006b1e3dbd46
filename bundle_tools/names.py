# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Names that a file can have on a board's drive, and on any computer that unpacks a zip.

The drive is FAT: Microsoft's "FAT: General Overview of On-Disk Format" 1.03 has what long
names may be made of; the names of devices are Windows'.
"""

import re

LONGEST = 255  #: characters in the name of a file or folder

# Nothing is wrong with most names, and this is soon seen: devices are called by four letters
# or less.
_PLAIN = re.compile(r"(\w{5,99}/)*\w{5,99}\.\w{1,9}", re.ASCII)
_FORBIDDEN = frozenset('\\:*?"<>|')
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def fault(path: str) -> str | None:
    """Tell why a path with slashes is not safe inside a folder that it is unpacked to.

    :returns: None if it is safe
    """
    for name in () if _PLAIN.fullmatch(path) else path.split("/"):
        if name in {"", ".", ".."}:
            return "leads elsewhere"
        if not name.isprintable() or _FORBIDDEN & set(name):
            return "has a character that FAT does not take"
        if name[-1] in ". ":
            return "ends in a dot or a space, which FAT drops"
        if _DEVICE.fullmatch(name):
            return "is the name of a device on Windows"
        if len(name) > LONGEST:
            return f"is longer than {LONGEST} characters"
    return None
