# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Exceptions: the firmware's own, and what the bench has to say itself."""

EIO = 5
ENODEV = 19
ETIMEDOUT = 116  # the firmware's number on every host

_TEXT = {EIO: "Input/output error", ENODEV: "No such device", ETIMEDOUT: "ETIMEDOUT"}


def _firmware_text(error):
    number = error.args[0] if error.args else None
    return "[Errno {}] {}".format(number, _TEXT[number]) if number in _TEXT else str(number)


# An OSError that prints as the firmware's does, and has an errno although it has one argument.
_FirmwareOSError = type(
    "OSError",
    (OSError,),
    {
        "__module__": "builtins",
        "__str__": _firmware_text,
        "errno": property(lambda error: error.args[0] if error.args else None),
    },
)


def os_error(number):
    """Return the OSError that the firmware raises for the errno ``number``."""
    return _FirmwareOSError(number)


class Mistake(AssertionError):
    """A program did what no datasheet allows; the message tells the chip and the rule."""


class WiringError(Exception):
    """The bench was put together wrongly; the message tells what to change."""


class Stop(BaseException):
    """The time or the number of transactions that a program was given is used up."""
