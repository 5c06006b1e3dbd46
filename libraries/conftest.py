# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Lets tests import each library from its own folder, as a board does from lib/."""

import sys
from pathlib import Path

import pytest

LIBRARIES = Path(__file__).parent
FIRMWARE = {path.stem for path in (LIBRARIES.parent / "copperbench" / "modules").iterdir()}

for _manifest in sorted(LIBRARIES.glob("*/*/pyproject.toml"), reverse=True):
    # What the firmware has is the firmware's, for boards that lack it the library's.
    is_in_firmware = any(path.stem in FIRMWARE for path in _manifest.parent.glob("*.py"))
    sys.path.insert(len(sys.path) if is_in_firmware else 0, str(_manifest.parent))


def pytest_configure(config: pytest.Config) -> None:
    """Have the mark that tests/parity/defects.py goes by."""
    config.addinivalue_line(
        "markers",
        "upstream_defect(raises=None): what upstream's release gets wrong. tests/parity runs it "
        "with upstream's modules, where it must fail; raises is for an error that also a missing "
        "name would give, such as AttributeError.",
    )
