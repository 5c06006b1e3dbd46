# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The exit codes. Click's own is 2, for wrong usage."""

PROBLEMS = 1  #: libraries or bundles have problems, or the machine has
INTERRUPTED = 130  #: as shells have it for SIGINT
