# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""``python -m bundle_tools`` is the command ``copperhead``."""

from .cli import main

main()
