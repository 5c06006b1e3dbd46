# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The firmware's tracebacks: without the bench's frames."""

from copperbench import native as _native, onvm as _onvm


def _exception(arguments):
    return arguments[1] if len(arguments) > 1 and arguments[1] is not None else arguments[0]


def format_exception(*arguments, **_):
    """Return the traceback of an exception, as a list of texts."""
    return [_onvm.traceback(_exception(arguments))]


def print_exception(*arguments, file=None, **_):
    """Print the traceback of an exception."""
    _onvm.print_exception(_exception(arguments), file)


_native.module(__name__, *["format_exception", "print_exception"])
