# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The firmware's ``os``, on a drive that the VM has mounted as ``/``."""

import uos as _os  # by this name the VM finds its own

from copperbench import native as _native, settings as _settings
from copperbench.bench import current as _current
from copperbench.errors import os_error as _os_error
from copperbench.system import absolute as _absolute, uname as _uname

_ENOENT = 2
_HIDDEN = (".bench", ".core")  # mounted beside what is on the drive

sep = "/"


_folder = "/"


def _text(value):
    if isinstance(value, str):
        return value
    raise TypeError(f"can't convert '{type(value).__name__}' object to str implicitly")


def _path(path):
    return _absolute(_folder, _text(path))


def _call(function, *arguments):
    try:
        return function(*arguments)
    except OSError as error:
        number = error.args[0]
    # A file in place of a folder is the host's own error; the firmware finds no folder.
    raise _os_error(_ENOENT if number == 20 else number)


@_native.function((0, 1))
def listdir(path=""):
    """Return the names in a folder."""
    return [name for name in _call(_os.listdir, _path(path)) if name not in _HIDDEN]


@_native.function(1)
def chdir(path):
    """Make a folder the current one."""
    global _folder  # noqa: PLW0603  # as the firmware has but one
    target = _path(path)
    if path[:2] == ".." and not _current().firmware.startswith("9"):
        raise _os_error(_ENOENT)
    _call(_os.chdir, target)
    _folder = target


def getcwd():
    """Return the current folder."""
    return _folder


@_native.function("key default?")
def getenv(key, default=None):
    """Return a value of settings.toml."""
    return _settings.find(_text(key), default)


@_native.function(1)
def stat(path):
    """Return what is known of a file: its kind first, its size at index 6."""
    return _call(_os.stat, _path(path))


def statvfs(path):
    """Return what is known of the drive."""
    return (512, 512, 2024, 2000, 2000, 0, 0, 0, 0, 255)


@_native.function(1)
def urandom(size):
    """Return random bytes."""
    size = _native.to_int(size)
    if size < 0:
        raise MemoryError(f"memory allocation failed, allocating {size & 0xFFFFFFFF} bytes")
    return _os.urandom(size)


def uname():
    """Return what the board is and runs."""
    return _uname(_current())


def mkdir(path):
    """Make a folder."""
    _call(_os.mkdir, _path(path))


def remove(path):
    """Remove a file."""
    _call(_os.remove, _path(path))


unlink = remove


def rename(old, new):
    """Rename a file."""
    _call(_os.rename, _path(old), _path(new))


def rmdir(path):
    """Remove a folder."""
    _call(_os.rmdir, _path(path))


def sync():
    """Have all written; it is."""


def utime(path, times):
    """Set a file's times; the bench keeps none."""
    stat(path)


_native.module(
    __name__,
    *[
        "chdir",
        "getcwd",
        "getenv",
        "listdir",
        "mkdir",
        "remove",
        "rename",
        "rmdir",
        "sep",
        "stat",
        "statvfs",
        "sync",
        "uname",
        "unlink",
        "urandom",
        "utime",
    ],
)
