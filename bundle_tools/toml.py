# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""TOML as people write it."""

import tomllib
from typing import Any


def read(text: str) -> dict[str, Any]:
    """Return what a TOML text says.

    :raises ValueError: it is no TOML, or is nested deeper than Python can follow
    """
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
