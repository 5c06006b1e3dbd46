# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Each page, and each block of code on it, by the names of the tests' arguments."""

import blocks


def pytest_generate_tests(metafunc):
    if "page" in metafunc.fixturenames:
        metafunc.parametrize("page", blocks.PAGES, ids=[path.stem for path in blocks.PAGES])
    if "block" in metafunc.fixturenames:
        found = [block for page in blocks.PAGES for block in blocks.of(page)]
        metafunc.parametrize("block", found, ids=[f"{b.page.stem}-{b.line}" for b in found])
