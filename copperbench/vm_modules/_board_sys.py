# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The firmware's ``sys``: programs get it for that of the VM."""

import sys as _sys

from copperbench import native as _native, system as _system
from copperbench.bench import current as _current

_bench = _current()

argv = []
byteorder = "little"
exit = _sys.exit  # noqa: A001
implementation = _system.implementation(_bench)
maxsize = 0x7FFFFFFF
modules = _sys.modules
path = _sys.path
platform = _system.platform(_bench)
stderr = _sys.stderr
stdin = _sys.stdin
stdout = _sys.stdout
version = _system.version(_bench)
version_info = (3, 4, 0)

_names = [
    "argv",
    "byteorder",
    "exit",
    "implementation",
    "maxsize",
    "modules",
    "path",
    "platform",
    "stderr",
    "stdin",
    "stdout",
    "version",
    "version_info",
]
if _bench.firmware.startswith("9"):
    from copperbench.onvm import print_exception  # noqa: F401  # a name of the module

    _names.append("print_exception")
_native.module(__name__, *_names)
