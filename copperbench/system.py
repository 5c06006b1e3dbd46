# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What a board's ``sys`` and ``os`` say of the firmware that it runs. Runs on both hosts."""

from collections import namedtuple

from copperbench import native

_VERSIONS = {"10": (10, 2, 1), "9": (9, 2, 9)}

# sys.platform and os.uname().sysname, by CircuitPython's port; the Espressif ones and the like
# name the chip of the board, which the bench does not know.
_SYSTEMS = {
    "raspberrypi": ("RP2040", "rp2040"),
    "atmel-samd": ("MicroChip SAMD51", "samd51"),
    "espressif": ("Espressif", "ESP32"),
    "nordic": ("nRF52840", "nrf52"),
    "stm": ("STM32", "stm32"),
}


def _bare_tuple(*names):
    """Return a named tuple that prints without a name of its own, as the firmware's do."""
    if not native.CPYTHON:
        return namedtuple("", names)

    class attrtuple(tuple):  # noqa: N801  # the firmware's name
        def __new__(cls, *values):
            return tuple.__new__(cls, values)

        def __repr__(self):
            pairs = zip(names, self)
            return "({})".format(", ".join([f"{name}={value!r}" for name, value in pairs]))

    for index, name in enumerate(names):
        setattr(attrtuple, name, _item(index))
    return attrtuple


def _item(index):
    return property(lambda self: self[index])


_Implementation = _bare_tuple("name", "version", "_machine", "_mpy")
_Uname = _bare_tuple("sysname", "nodename", "release", "version", "machine")


# The firmware's numbers of errors, which are newlib's: the host has others for some.
ERRNO = {
    "EPERM": 1,
    "ENOENT": 2,
    "EIO": 5,
    "EBADF": 9,
    "EAGAIN": 11,
    "ENOMEM": 12,
    "EACCES": 13,
    "EEXIST": 17,
    "ENODEV": 19,
    "EISDIR": 21,
    "EINVAL": 22,
    "ENOSPC": 28,
    "EROFS": 30,
    "EOPNOTSUPP": 95,
    "ECONNRESET": 104,
    "ENOBUFS": 105,
    "ECONNREFUSED": 111,
    "EADDRINUSE": 112,
    "ECONNABORTED": 113,
    "ETIMEDOUT": 116,
    "EHOSTUNREACH": 118,
    "EINPROGRESS": 119,
    "EALREADY": 120,
    "ENOTCONN": 128,
}


def absolute(folder, path):
    """Return ``path``, seen from ``folder``, as one from the root, without ``.`` and ``..``."""
    parts = []
    for part in (path if path[:1] == "/" else folder + "/" + path).split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return "/" + "/".join(parts)


# What a board's list of modules leaves out.
_UNLISTED = ("__future__", "copperbench", "gc", "micropython")


def includes(bench, module):
    """Return whether the board's firmware has the module of this name."""
    included = bench.board.data.modules
    return module in included or module in _UNLISTED or not included


def numbers(bench):
    """Return the version of the firmware that the bench follows, as three numbers."""
    return _VERSIONS[bench.firmware.split(".")[0]]


def platform(bench):
    """Return ``sys.platform``."""
    return _system(bench)[0]


def version(bench):
    """Return ``sys.version``."""
    return "3.4.0; Adafruit CircuitPython {}.{}.{}".format(*numbers(bench))


def implementation(bench):
    """Return ``sys.implementation``."""
    return _Implementation("circuitpython", numbers(bench), _machine(bench), 774)


def uname(bench):
    """Return what ``os.uname()`` does."""
    name = _system(bench)[1]
    release = "{}.{}.{}".format(*numbers(bench))
    return _Uname(name, name, release, release, _machine(bench))


def _system(bench):
    port = bench.board.data.port
    return _SYSTEMS.get(port, (port, port))


def _machine(bench):
    return f"{bench.board.data.title} with {_system(bench)[1]}"
