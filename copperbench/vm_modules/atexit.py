# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Functions that are called when a program ends."""

from copperbench import native as _native

_calls = []


def register(function, *arguments, **named):
    """Have ``function`` called at the end."""
    _calls.append((function, arguments, named))
    return function


def unregister(function):
    """Forget ``function``."""
    _calls[:] = [entry for entry in _calls if entry[0] is not function]


def run():
    """Call them; the bench does it when the program has ended."""
    while _calls:
        function, arguments, named = _calls.pop()
        function(*arguments, **named)


_native.module(__name__, *["register", "unregister"])
