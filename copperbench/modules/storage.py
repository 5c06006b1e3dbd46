# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The drive that programs lie on."""

import os as _os

from copperbench import native as _native
from copperbench.bench import current as _current
from copperbench.errors import os_error as _os_error

_EPERM = 1
_ENOENT = 2
_EINVAL = 22
_EROFS = 30
_DIRECTORY = 0x4000
_FILE = 0x8000


class _HostFiles:
    """What VfsFat needs of ``os``, from the folder that plays the drive on CPython."""

    def __init__(self, drive):
        self.drive = drive

    def listdir(self, path):
        return self.drive.names(path)

    def stat(self, path):
        if _is_folder(self.drive, path):
            return (_DIRECTORY, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        content = self.drive.read(path)
        if content is None:
            raise _os_error(_ENOENT)
        return (_FILE, 0, 0, 0, 0, 0, len(content), 0, 0, 0)


def _is_folder(drive, path):
    try:
        drive.names(path)
    except OSError:
        return False
    return True


def _files():
    drive = _current().drive
    return _os if drive is None else _HostFiles(drive)


def _change(self, *paths):
    """Refuse to change the drive: programs read it."""
    for path in paths:
        _path(path)
    raise _os_error(_EROFS)


@_native.exposed
class VfsFat(_native.Object):
    """A file system."""

    @_native.constructor(1)
    def __init__(self, block_device):
        raise NotImplementedError("the bench has one file system, the drive: storage.getmount('/')")

    def readonly(self):
        """Whether programs cannot write."""
        return _is_readonly()

    readonly = _native.attribute(readonly)

    def label(self):
        """The drive's name, up to 11 characters."""
        return _current().mcu.label

    def _set_label(self, label):
        if _is_readonly():
            raise _os_error(_EROFS)
        if len(_path(label)) > 11:
            raise _os_error(_EINVAL)
        _current().mcu.label = label.upper()

    label = _native.attribute(label, _set_label)

    @_native.method(3)
    def open(self, path, mode):
        """Open a file."""
        drive = _current().drive
        return open(path, mode) if drive is None else drive.open(path, mode)

    @_native.method((1, 2))
    def ilistdir(self, path="/"):
        """Return an iterator of (name, type, inode, size), the type 0x4000 for folders."""
        files = _files()
        found = []
        for name in files.listdir(_path(path)):
            status = files.stat(path.rstrip("/") + "/" + name)
            if status[0] & _DIRECTORY:
                found.append((name, _DIRECTORY, 0))
            else:
                found.append((name, _FILE, 0, status[6]))
        return iter(found)

    @_native.method(2)
    def stat(self, path):
        """Return (type, 0, 0, 0, 0, 0, size, and three times)."""
        status = tuple(_files().stat(_path(path)))
        return (status[0] & (_DIRECTORY | _FILE), 0, 0, 0, 0, 0, status[6], 0, 0, 0)

    @_native.method(2)
    def statvfs(self, path):
        """Return the sizes of the drive, in blocks of 512 bytes: 1 MB, half of it free."""
        return (512, 512, 2048, 1024, 1024, 0, 0, 0, 0, 255)

    @_native.method(1)
    def getcwd(self):
        """Return the folder that the file system's own paths begin at."""
        return "/"

    chdir = mkdir = rmdir = remove = _native.method(2)(_change)
    rename = utime = _native.method(3)(_change)

    @_native.method(1)
    def mkfs(self):
        """Make the drive anew: programs read it."""
        raise _os_error(_EROFS)

    @_native.method(3)
    def mount(self, readonly, mkfs):
        """Be mounted: it is."""

    @_native.method(1)
    def umount(self):
        """Be unmounted: the drive stays."""


def _is_readonly():
    bench = _current()
    return bench.mcu.readonly if bench.drive is None else bench.drive.readonly


_drive = _native.made(VfsFat, None)


def _path(value):
    if not isinstance(value, str):
        raise TypeError(f"can't convert '{type(value).__name__}' object to str implicitly")
    return value


@_native.function("filesystem mount_path *readonly:b?")
def mount(filesystem, mount_path, *, readonly=False):
    """Mount a file system at a path."""
    path = _path(mount_path)
    _native.of_type(filesystem, VfsFat, "filesystem")
    if path == "/":
        raise _os_error(_EPERM)
    raise _os_error(_EINVAL)


@_native.function(1)
def umount(mount):
    """Unmount a file system, or what is mounted at a path."""
    raise _os_error(_EINVAL)


@_native.function("mount_path readonly:b? *disable_concurrent_write_protection:b?")
def remount(mount_path, readonly=False, *, disable_concurrent_write_protection=False):
    """Say whether programs can write to the drive.

    :raises RuntimeError: a computer uses it
    """
    if _path(mount_path) != "/":
        raise _os_error(_EINVAL)
    bench = _current()
    if bench.usb.connected:
        raise RuntimeError("Cannot remount path when visible via USB.")
    if bench.drive is None:
        bench.mcu.readonly = bool(readonly)
    else:
        bench.drive.readonly = bool(readonly)


@_native.function(1)
def getmount(mount_path):
    """Return the file system at a path."""
    path = _path(mount_path)
    if path == "/" or (path == "" and not _current().firmware.startswith("9")):
        return _drive
    raise _os_error(_EINVAL)


@_native.function("*extended?")
def erase_filesystem(*, extended=None):
    """Erase the drive: the bench refuses."""
    if extended:
        raise NotImplementedError("extended=True")
    raise _os_error(_EPERM)


@_native.function(0)
def disable_usb_drive():
    """Hide the drive from computers; in boot.py only."""
    raise RuntimeError("Cannot change USB devices now")


@_native.function(0)
def enable_usb_drive():
    """Show the drive to computers; in boot.py only."""
    raise RuntimeError("Cannot change USB devices now")


_native.module(
    __name__,
    "VfsFat",
    "disable_usb_drive",
    "enable_usb_drive",
    "erase_filesystem",
    "getmount",
    "mount",
    "remount",
    "umount",
)
