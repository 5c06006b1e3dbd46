# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""From libraries to bundles: each module is one stage, and imports only earlier ones.

In order: model, rules, firmware, release, fetch, cache, source, catalog, graph, checks,
lint, compile, stage, archive, wheels, sbom, publish, opened, verify, cost, changes, cli.
"""

__version__ = "0.1.0"
