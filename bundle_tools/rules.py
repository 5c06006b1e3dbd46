# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The rules' codes, by which people look them up.

A code is never given to another rule, not even when its own is gone.
1xx: a library's declaration. 2xx: one source. 3xx: libraries together.
4xx: what was built.
"""

MANIFEST_MISSING = "CH101"  # nobody would know its name and needs
MANIFEST_SYNTAX = "CH102"  # not TOML, or not UTF-8
MANIFEST_KEY = "CH103"  # a key is missing, or of another kind
MANIFEST_UNKNOWN = "CH104"  # a misspelt key would do nothing, silently
NAME_UNSAFE = "CH105"  # no import finds it, or it would land outside lib/
FILE_MISSING = "CH106"  # a module that is declared, or what a library owes its users
FILE_OUTSIDE = "CH107"  # a link would put a stranger's file into the bundle
FILE_UNREADABLE = "CH108"
FILE_LARGE = "CH109"  # no board has room for it
PACKAGE_EMPTY = "CH110"  # the import would find nothing
RELEASE_MISSING = "CH111"  # a carried release has not been fetched
RELEASE_BROKEN = "CH112"  # a carried release is no wheel of a library

SOURCE_ENCODING = "CH201"  # boards read UTF-8 only
SOURCE_SYNTAX = "CH202"  # Python does not parse it
VERSION_MISSING = "CH203"  # circup would update it for ever
VERSION_FORMAT = "CH204"  # circup reads X.Y.Z and nothing else
VERSION_FIRST = "CH205"  # circup takes the first X.Y.Z in an .mpy file
REPOSITORY_WRONG = "CH206"  # the root's pyproject.toml is the one place for it

MODULE_TAKEN = "CH301"  # one would overwrite the other
MODULE_SHADOWS = "CH302"  # the board would import its own
DISTRIBUTION_TAKEN = "CH303"  # nobody could tell which one is needed
DEPENDENCY_UNKNOWN = "CH304"  # circup would install half
DEPENDENCY_VERSION = "CH305"  # what is here is not what it asks for
DEPENDENCY_CYCLE = "CH306"  # no order of installing works
DISTRIBUTION_CLASH = "CH307"  # uninstalling one takes the other's files away

COMPILE_REFUSED = "CH401"  # the board's compiler does not take it
COMPILE_NATIVE = "CH402"  # machine code runs on one kind of processor only
COMPILE_SOURCE = "CH404"  # the board compiles it, with memory that it may not have
WHEEL_REFUSED = "CH403"  # pip could not install it
VERIFY_ARCHIVE = "CH411"  # a zip is damaged or not what was meant
VERIFY_HEADER = "CH412"  # the firmware would refuse the file
VERIFY_VERSION = "CH413"  # circup would read another version
VERIFY_HASH = "CH414"  # a file is not the one that SHA256SUMS lists
VERIFY_IMPORT = "CH415"  # the import fails on the VM
VERIFY_COROUTINE = "CH416"  # an await of it would fail on the board
VERIFY_SKIPPED = "CH417"  # only a board can tell
VERSION_STEP = "CH421"  # nobody would expect what changed
VERSION_STALE = "CH422"  # no board would be updated
