# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The firmware's ``zlib``, which only decompresses."""

import io as _io

import deflate as _deflate

from copperbench import native as _native


@_native.function((1, 3))
def decompress(data, wbits=15, bufsize=0):
    """Return what ``data`` was before it was compressed."""
    kind = _deflate.RAW if wbits < 0 else _deflate.GZIP if wbits > 15 else _deflate.ZLIB
    try:
        return bytearray(_deflate.DeflateIO(_io.BytesIO(data), kind).read())
    except (OSError, EOFError, ValueError):
        raise ValueError(-3)


_native.module(__name__, *["decompress"])
