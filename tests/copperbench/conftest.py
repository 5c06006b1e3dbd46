# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What the tests of the bench have in common."""

import textwrap

import pytest

from copperbench import vm
from copperbench.run import run


@pytest.fixture(params=["cpython", "vm"])
def program(request):
    """Run the text of a program on either host; return what it prints."""

    def run_it(text, **settings):
        text = textwrap.dedent(text)
        if request.param == "vm":
            return vm.run(text, exact=True, **settings).stdout
        return run(text, **settings).stdout

    return run_it
