# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The rules' codes, by which people look them up and except from them.

A code is never given to another rule, not even when its own is gone.
"""

MANIFEST_SYNTAX = "CH102"  # not TOML
MANIFEST_KEY = "CH103"  # a key is missing, or of another kind
RELEASE_MISSING = "CH111"  # a carried release has not been fetched
