# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Print what the library does, the same on every Python."""

import kitchen

for result in kitchen.run(kitchen.tasting()):
    print(result)
print(kitchen.__version__, list(kitchen.countdown(2)), kitchen.double(4))
