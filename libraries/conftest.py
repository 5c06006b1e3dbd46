# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Lets tests import each library from its own folder, as a board does from lib/."""

import sys
from pathlib import Path

import pytest

sys.path[:0] = [str(p.parent) for p in sorted(Path(__file__).parent.glob("*/*/pyproject.toml"))]


def pytest_configure(config: pytest.Config) -> None:
    """Have the mark that tests/parity/defects.py goes by."""
    config.addinivalue_line(
        "markers",
        "upstream_defect(raises=None): what upstream's release gets wrong. tests/parity runs it "
        "with upstream's modules, where it must fail; raises is for an error that also a missing "
        "name would give, such as AttributeError.",
    )
