# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Each library has all public names of the release that it is compatible with."""

from pathlib import Path

import api
import compare
import pytest
import upstream


def test_api(compared):
    ours, theirs = compare.names(compare.pair(compared))

    missing = api.missing(theirs, ours)

    excused = upstream.excused(compared, "api")
    assert {path: told for path, told in missing.items() if path not in excused} == {}
    assert set(excused) <= set(missing), "these are no differences any more"


# The comparison itself

THEIRS = """
import time
from micropython import const

LIMIT = const(3)
_HIDDEN = const(4)

class Mode:
    FAST = 1

class Dial:
    low = Field(0)

    def __init__(self, i2c, address=0x36):
        self.i2c_device = i2c
        self._buffer = bytearray(2)

    @property
    def angle(self): ...

    @property
    def range(self): ...

    @range.setter
    def range(self, value): ...

    def reset(self, wait=True): ...

def helper(a, *, b): ...
"""


@pytest.fixture
def missing(tmp_path):
    """Return a function: what is missing in a changed library."""

    def find(*changes):
        for number, text in enumerate((THEIRS, changed(*changes))):
            (tmp_path / str(number)).mkdir()
            (tmp_path / str(number) / "dial.py").write_text(text)
        return api.missing(
            *(api.names(["dial"], [Path(tmp_path, str(number))]) for number in range(2))
        )

    return find


def changed(*changes):
    text = THEIRS
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param([], id="nothing"),
        pytest.param([("import time\n", "")], id="an import less"),
        pytest.param([("_HIDDEN = const(4)", "")], id="a private constant less"),
        pytest.param([("self._buffer = bytearray(2)", "")], id="a private attribute less"),
        pytest.param([("address=0x36", "address=0x36, speed=1")], id="an optional argument more"),
        pytest.param([("(self, wait=True)", "(self, *args)")], id="any arguments"),
        pytest.param(
            [
                (
                    "class Dial:\n    low = Field(0)\n",
                    "class Base:\n    low = Field(0)\n\nclass Dial(Base):\n",
                )
            ],
            id="an inherited name",
        ),
        pytest.param(
            [("    @property\n    def angle(self): ...\n", "    angle = Field(1)\n")],
            id="a field for a property",
        ),
    ],
)
def test_what_still_does_for_a_program_is_no_difference(missing, changes):
    assert missing(*changes) == {}


@pytest.mark.parametrize(
    "old, new, path, told",
    [
        pytest.param("LIMIT", "BOUND", "dial.LIMIT", "no attribute of this name", id="constant"),
        pytest.param("FAST", "SLOW", "dial.Mode.FAST", "no attribute of", id="class attribute"),
        pytest.param("low =", "deep =", "dial.Dial.low", "no attribute of", id="field"),
        pytest.param(
            "self.i2c_device", "self.bus", "dial.Dial.i2c_device", "no attribute", id="in __init__"
        ),
        pytest.param("class Mode", "class Kind", "dial.Mode", "no class of this name", id="class"),
        pytest.param("def helper", "def aid", "dial.helper", "no function of", id="function"),
        pytest.param("i2c, address", "address, i2c", "dial.Dial", "argument 1", id="order"),
        pytest.param("i2c, address=0x36", "i2c", "dial.Dial", "'address'", id="argument less"),
        pytest.param("a, *, b", "a, b, c", "dial.helper", "needs the argument 'c'", id="needed"),
        pytest.param("wait=True", "wait", "dial.Dial.reset", "needs the", id="no default"),
        pytest.param(
            "    @range.setter\n    def range(self, value): ...\n",
            "",
            "dial.Dial.range",
            "cannot be assigned",
            id="setter less",
        ),
    ],
)
def test_what_a_program_would_miss_is_told(missing, old, new, path, told):
    found = missing((old, new))

    assert list(found) == [path]
    assert told in found[path]
