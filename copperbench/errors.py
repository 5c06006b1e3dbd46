# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Exceptions: the firmware's own, and what the bench has to say itself.

What a program does wrong comes out in one of three ways:

* **The firmware refuses it**: a bus without its lock, an object after ``deinit()``, a pin that
  is in use, a wrong argument. The program gets the firmware's exception in its words, here as
  on a board, and ``bench.notes`` says in full what is wrong.
* **The chip's datasheet forbids it**, or the firmware would do harm: a :class:`Mistake` is
  raised at its place, with the chip, the rule and the program's line. On a bench that is not
  strict, as ``copperbench run`` has one, it is only put down in ``bench.mistakes``.
* **It is left undone**: a lock that nobody gives back, a fault that never struck.
  ``bench.unfinished()`` tells at the end, and a test fails.

Looking around is none of these: probes, scans, addresses and registers that are not there,
a read that a chip refuses until it is ready.
"""

EIO = 5
ENODEV = 19
ETIMEDOUT = 116  # the firmware's number on every host

_TEXT = {
    1: "Operation not permitted",
    2: "No such file/directory",
    EIO: "Input/output error",
    13: "Permission denied",
    17: "File exists",
    ENODEV: "No such device",
    22: "Invalid argument",
    28: "No space left on device",
    30: "Read-only filesystem",
    ETIMEDOUT: "ETIMEDOUT",
}


def _firmware_text(error):
    arguments = error.args
    if not arguments or arguments[0] not in _TEXT:
        return str(arguments[0]) if len(arguments) == 1 else str(arguments) if arguments else ""
    text = f"[Errno {arguments[0]}] {_TEXT[arguments[0]]}"
    return f"{text}: {arguments[1]}" if len(arguments) > 1 else text


def _firmware_repr(error):
    shown = ", ".join([repr(argument) for argument in error.args])
    return "OSError({}{})".format(shown, "," if len(error.args) == 1 else "")


# An OSError that prints as the firmware's does, and has an errno although it has one argument.
_FirmwareOSError = type(
    "OSError",
    (OSError,),
    {
        "__module__": "builtins",
        "__str__": _firmware_text,
        "__repr__": _firmware_repr,
        "errno": property(lambda error: error.args[0] if error.args else None),
    },
)


def os_error(*arguments):
    """Return the OSError that the firmware makes of an errno, and what may follow it."""
    return _FirmwareOSError(*arguments)


def firmware_text(error):
    """Return what the firmware prints of an exception, where the host's ``str`` may differ."""
    arguments = error.args
    if isinstance(error, OSError) and arguments and type(arguments[0]) is int:
        return _firmware_text(error)
    return str(arguments[0]) if len(arguments) == 1 else str(error)


#: Tells where the program is, on a host that can: ``code.py, line 14``. Set by copperbench.host.
locate = None


def here():
    """Return the place in the program, for the end of a message; "" where the host cannot tell."""
    place = None if locate is None else locate()
    return f" ({place})" if place else ""


class Mistake(AssertionError):  # noqa: N818  # the word that people read in a report
    """A program did what no datasheet allows; the message tells the chip and the rule."""


class WiringError(Exception):
    """The bench was put together wrongly; the message tells what to change."""


class Stop(BaseException):
    """The time or the number of transactions that a program was given is used up."""
