# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Lets tests import each library from its own folder, as a board does from lib/."""

import sys
from pathlib import Path

sys.path[:0] = [str(p.parent) for p in sorted(Path(__file__).parent.glob("*/*/pyproject.toml"))]
