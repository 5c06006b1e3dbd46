# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""From libraries to bundles: each module is one stage, and imports only earlier ones.

In order: seen, rules, model, publish, cache, firmware, source, release, catalog, graph,
checks, fetch, lint, compile, stage, archive, unchanged, wheels, sbom, opened, verify,
cost, changes, cli.
"""

__version__ = "0.1.0"
