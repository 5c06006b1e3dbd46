# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The firmware's numbers of errors."""

from copperbench import native as _native
from copperbench.system import ERRNO as _ERRNO

globals().update(_ERRNO)
errorcode = {number: name for name, number in _ERRNO.items()}

_native.module(__name__, "errorcode", *list(_ERRNO))
