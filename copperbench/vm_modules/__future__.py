# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What ``from __future__ import annotations`` finds."""

annotations = None
