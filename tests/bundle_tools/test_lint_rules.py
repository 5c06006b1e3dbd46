# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Each rule of board code: what breaks it, and what comes near and does not."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from bundle_tools import firmware, lint, pipeline as building, rules
from bundle_tools.lint import registry
from bundle_tools.lint.code import parse
from bundle_tools.model import Problem

HEAD = """\
# SPDX-FileCopyrightText: 2026 Somebody
# SPDX-License-Identifier: MIT
'''A part.'''
__version__ = "1.0.0"
__repo__ = "https://example.org/part"
"""

#: By code: sources that break the rule, each once; and sources that do not.
CASES: dict[str, tuple[list[str], list[str]]] = {
    "CH501": (["match 1:\n    case 1: pass"], ["match = 1"]),
    "CH502": (["def f(a, /, b): pass", "lambda a, /: a"], ["def f(a, *, b): pass"]),
    "CH503": (
        ["[*a]", "x = *a, b", "{1, *a}", "{**a}", "x[*a]", "for i in *a, 2: pass"],
        ["f(*a, **b)", "a, *b = c", "def f(*a, **b): pass", "{'a': 1}"],
    ),
    "CH504": (
        [
            "with (a as b, c as d): pass",
            "with (a as b): pass",
            "with (a, b): pass",
            "async def f():\n    async with (a as b, c as d): pass",
            "with (\n    a() as b,\n    c(1) as d,\n): pass",
        ],
        [
            "with a as b, c as d: pass",
            "with (a): pass",
            "with (a or b) as c: pass",
            "with (a)(1) as b: pass",
            "with (a) as b, (c) as d: pass",
        ],
    ),
    "CH505": (["try: pass\nexcept* ValueError: pass"], ["try: pass\nexcept ValueError: pass"]),
    "CH506": (
        ["@(lambda f: f)\ndef g(): pass", "@a[0]\ndef g(): pass", "@a(1)(2)\nclass B: pass"],
        ["@a.b.c(1)\ndef g(): pass", "@a\nclass B: pass"],
    ),
    "CH507": (
        [
            "async def f():\n    return [x async for x in y]",
            "async def f():\n    return [await x for x in y]",
        ],
        [
            "async def f():\n    async for x in y: pass",
            "async def f():\n    return [x for x in await y]",
        ],
    ),
    "CH508": (["class A(metaclass=type): pass", "class A(B, x=1): pass"], ["class A(B): pass"]),
    "CH509": (
        ["f\"{f'{1}'}\"", 'f"{1!a}"', 'rf"\\d{1}"'],
        ['f"{1!r:>{2}}"', 'r"\\d" f"{1}"', "f\"{1}\" 'rf'"],
    ),
    "CH510": (
        [r'"\N{BULLET}"', r'f"\N{BULLET}{1}"'],
        [r'"\u2022"', r'"\\N{BULLET}"', r'r"\N{BULLET}"', r'b"\N{BULLET}"'],
    ),
    "CH511": (["print(end='', *[1])"], ["print(*[1], end='')", "print(**a, end='')"]),
    "CH512": (
        ["import micropython\n@micropython.viper\ndef f(): pass"],
        ["import micropython\n@other.viper\ndef f(): pass"],
    ),
    "CH521": (
        [
            "class A:\n    _X = const(1)\n    def f(self):\n        return self._X",
            "class A:\n    _X = const(1)\nprint(A._X)",
        ],
        [
            "class A:\n    X = const(1)\n    def f(self):\n        return self.X",
            "class A:\n    _X = 1\n    def f(self):\n        return self._X",
            "_X = const(1)\nclass A:\n    def f(self):\n        return _X",
        ],
    ),
    "CH522": (["class A:\n    _X = const(1)"], ["class A:\n    X = const(1)\n    _Y = 1"]),
    "CH523": (
        [
            "_X = const(1)\n_X = 2",
            "X = const(1)\nX += 2",
            "_X = const(1)\nfor _X in (): pass",
            "_X = const(1)\n[1 for _X in ()]",
            "_X = const(1)\ndef f(_X): pass",
            "_X = const(1)\nf(_X=1)",
            "_X = const(1)\ndel _X",
            "if a:\n    _X = const(1)\nelse:\n    _X = const(2)",
            "class A:\n    X = const(1)\nclass B:\n    X = const(2)",
        ],
        [
            "_X = 2\n_X = const(1)",
            "_X = const(1)\na._X = 2",
            "X = const(1)\nclass A:\n    def X(self): pass",
            "_X: int = const(1)\n_X = 2",
        ],
    ),
    "CH524": (
        [
            "_X = const([1])",
            "_X = const(len('a'))",
            "y = 1\n_X = const(y)",
            "_X = const('a' + 'b')",
            "_X = const(1 if 2 else 3)",
            "_X = const(-1.5)",
            "_X = const(1 / 2)",
        ],
        [
            "_X = const(1)\n_Y = const(_X * 2 + (1 << 4))",
            "_X = const((1, b'a', None, 1.5))",
        ],
    ),
    "CH525": (
        [
            "_X: int = const(1)",
            "import micropython\n_X = micropython.const(1)",
            "A = B = const(1)",
            "from micropython import const as c\nX = c(1)",
        ],
        ["from micropython import const\n_X = const(1)", "f(const(1))"],
    ),
    "CH601": (
        ["import functools", "import utime", "import adafruit_nowhere", "from os.path import join"],
        [
            "import time, os, displayio, wifi",
            "try:\n    import functools\nexcept ImportError:\n    pass",
            "try:\n    import a_thing\nexcept ImportError:\n    import functools",
            "if TYPE_CHECKING:\n    import functools",
            "import sys\nif sys.implementation.name == 'cpython':\n    import functools",
            "import adafruit_ticks, adafruit_bus_device, part",
            "from . import part",
        ],
    ),
    "CH602": (
        ["vars(a)", "try: pass\nexcept FileNotFoundError: pass", "format(5, '03d')"],
        [
            "format = 1\nformat",
            "'{}'.format(1)",
            "try:\n    aiter\nexcept NameError:\n    pass",
            "def f(a: 'x') -> vars: pass",
            "from part import *\nvars(a)",
        ],
    ),
    "CH603": (
        [
            "import math\nmath.isclose(1, 2)",
            "from math import inf",
            "import time as t\nt.perf_counter()",
            "import displayio\ndisplayio.Bitmaps",
        ],
        [
            "import math\nmath.sin(1)",
            "import math\ntry:\n    math.inf\nexcept AttributeError:\n    pass",
            "import math\nif hasattr(math, 'inf'):\n    math.inf",
            "def f(math): return math.isclose",
            "import math\nmath = 1\nmath.inf",
            "import board\nboard.D5",
        ],
    ),
    "CH604": (
        [
            "'a'.zfill(3)",
            "str(1).ljust(3)",
            "f'{1}'.title()",
            "def f():\n    text = ' '.join([])\n    return text.zfill(2)",
            "class A:\n    def __init__(self):\n        self.b = bytearray(2)\n"
            "    def f(self):\n        self.b.pop()",
            "memoryview(b'a').tobytes()",
            "str.removeprefix",
            "from collections import namedtuple\nP = namedtuple('P', 'x')\nP(1)._asdict()",
        ],
        [
            "'a'.upper()",
            "a.zfill(3)",
            "def f(text: str): return text.zfill(3)",
            "def f(a):\n    text = 'a'\n    if a:\n        text = a\n    return text.zfill(3)",
            "class A:\n    def __init__(self, b):\n"
            "        self.b = bytearray(2)\n        self.b = b\n"
            "    def f(self):\n        self.b.pop()",
            "try:\n    'a'.zfill(3)\nexcept AttributeError:\n    pass",
        ],
    ),
    "CH605": (
        [
            "'a b'.split(maxsplit=1)",
            "sum([1], start=2)",
            "import json\njson.dumps(1, indent=2)",
            "print(1, flush=True)",
        ],
        ["'a b'.split(None, 1)", "print(1, end='')", "sorted([], key=len, reverse=True)"],
    ),
    "CH606": (
        ["int.from_bytes(b'a', 'big', signed=True)", "int.from_bytes(b'a', 'big', signed=x)"],
        ["int.from_bytes(b'a', 'big')", "int.from_bytes(b'a', 'big', signed=False)"],
    ),
    "CH607": (
        [
            "(5).to_bytes(length=2, byteorder='big')",
            "a.startswith(('b', 'c'))",
            "NotImplemented",
            "import lvfontio",
            "import bitmaptools\nbitmaptools.replace_color()",
            "class A:\n    def __set_name__(self, owner, name): pass",
            "'{:_}'.format(1)",
            "f'{1:_}'",
        ],
        ["(5).to_bytes(2, 'big')", "a.startswith('b')", "'{:,}_{:04d}'.format(1)", "f'{a:x_}'"],
    ),
    "CH608": (
        [
            "import re\nre.match(r'\\bword', a)",
            "import re\nre.compile('a{2}')",
            "import re\nre.search('(?P<n>a)', a)",
            "from re import sub\nsub(b'(?=a)', b, c)",
            "import re\nre.match('(?i)a', a)",
            "import re\nre.match(r'(a)\\1', a)",
        ],
        [
            "import re\nre.match(r'(?:a|b)+?[^\\]{2}]\\d\\.\\s*$', a)",
            "import re\nre.match('{\"a\": 1}', a)",
            "import re\nre.match(r'a\\{2}', a)",
            "import re\nre.match(pattern, a)",
        ],
    ),
    "CH609": (
        ["class A:\n    __slots__ = ('a',)", "class A:\n    def __setattr__(self, n, v): pass"],
        ["class A:\n    def __getattr__(self, n): pass", "class A:\n    def __call__(self): pass"],
    ),
    "CH610": (
        [
            "next(iter([]), 5)",
            "iter(f, 0)",
            "from collections import deque\ndeque()",
        ],
        [
            "next(a)",
            "def next(a, b): pass\nnext(1, 2)",
            "from collections import deque\ndeque((), 5)",
        ],
    ),
    "CH611": (
        ["import struct\nstruct.pack('<?', 1)", "import array\narray.array('u')"],
        ["import struct\nstruct.pack('<4sHhxIq', a)", "from array import array\narray('H', a)"],
    ),
    "CH612": (
        [
            "a = [1]\na[::2] = [2]",
            "def f():\n    a = bytearray(4)\n    a[::2] = b'ab'",
            "a = bytearray(4)\ndel a[0]",
            "memoryview(b'abcd')[::2]",
            "a = [1]\ndel a[::2]",
            "a = [0] * 4\na[::2] = [1, 1]",
        ],
        [
            "a = [1]\na[1:2] = [2]\na[::1] = []\ndel a[0]",
            "[1, 2][::2]",
            "pixels[::2] = [1]",
            "a = bytearray(4)\na[0] = 1",
        ],
    ),
    "CH613": (
        [
            "def f(): pass\nf.x = 1",
            "def f(): pass\nf.__doc__",
            "class A: pass\nA.__mro__",
        ],
        [
            "def f(): pass\nf.__name__",
            "class A: pass\nA.x = 1",
            "@property\ndef f(): pass\nf.x = 1",
            "class A:\n    __doc__ = 'a'\nA.__doc__",
        ],
    ),
    "CH614": (["'{0[1]}'.format(a)", "'{a.b}'.format(a=1)"], ["'{0} {a}'.format(1, a=2.5)"]),
    "CH615": (
        ["def f():\n    import functools"],
        [
            "def f():\n    import time",
            "def f():\n    try:\n        import abc\n    except ImportError:\n        pass",
        ],
    ),
    "CH701": (
        [
            "from typing import Optional",
            "import typing_extensions",
            "import circuitpython_typing.io",
        ],
        [
            "try:\n    from typing import Optional\nexcept ImportError:\n    pass",
            "TYPE_CHECKING = const(0)\nif TYPE_CHECKING:\n    from typing import Optional",
        ],
    ),
    "CH702": (
        [
            "try:\n    from typing import Any\nexcept ImportError:\n    pass\nN = Any",
            "if TYPE_CHECKING:\n    from busio import I2C\nprint(I2C)",
        ],
        [
            "try:\n    from typing import Any\n    N = Any\nexcept ImportError:\n    pass",
            "if TYPE_CHECKING:\n    from busio import I2C\ndef f(a: I2C) -> I2C:\n    b: I2C = a",
            "if TYPE_CHECKING:\n    from busio import I2C\nelse:\n    I2C = None\nprint(I2C)",
        ],
    ),
    "CH801": (
        [
            "import board\nboard.DISPLAY.show(group)",
            "import board\ndisplay = board.DISPLAY\ndisplay.show(group)",
            "from busdisplay import BusDisplay\nd = BusDisplay(b, c)\nd.show(group)",
            "import displayio\ndisplayio.FourWire(spi)",
            "from displayio import I2CDisplay",
            "import usb_hid\nusb_hid.Device.GAMEPAD",
            "import displayio\ndisplayio.Group(max_size=3)",
            "import gamepad",
            "import sys\nsys.print_exception(e)",
        ],
        [
            "try:\n    from fourwire import FourWire\nexcept ImportError:\n"
            "    from displayio import FourWire",
            "display.show()",
            "import board\ndisplay = board.DISPLAY\ndisplay.root_group = group",
            "import displayio\ndisplayio.release_displays()\ndisplayio.Group(scale=2)",
            "import usb_hid\nusb_hid.Device.MOUSE",
            "import board\nif hasattr(board.DISPLAY, 'show'):\n    board.DISPLAY.show(group)",
        ],
    ),
}  # fmt: skip

#: Rules about folders or comments, which have their tests in test_lint_projects.py.
ELSEWHERE = {
    "CH207", "CH616", "CH703", "CH704", "CH705", "CH706", "CH707", "CH708", "CH709", "CH901",
    "CH902",
}  # fmt: skip

FIRING = [pytest.param(c, s, id=f"{c} {s!r}"[:60]) for c, (some, _) in CASES.items() for s in some]
SILENT = [pytest.param(c, s, id=f"{c} {s!r}"[:60]) for c, (_, some) in CASES.items() for s in some]


@pytest.fixture(scope="session")
def given() -> lint.Corpus:
    """What is known where libraries called part and adafruit_ticks are all there are."""
    modules = tuple(parse(b"", f"{name}.py", name) for name in ("adafruit_ticks", "part"))
    return lint.corpus([lint.Project("ticks", "ticks", modules=modules)], firmware.load())


@pytest.fixture(scope="session")
def check(given: lint.Corpus) -> Callable[[str], list[Problem]]:
    """What is wrong with a module."""

    def check(source: str) -> list[Problem]:
        code = parse((HEAD + source + "\n").encode(), "part.py", "part")
        return sorted({problem for rule in lint.CHECKS for problem in rule(code, given)})

    return check


@pytest.mark.parametrize("code, source", FIRING)
def test_a_rule_finds_what_breaks_it(
    check: Callable[[str], list[Problem]], code: str, source: str
) -> None:
    found = [problem for problem in check(source) if problem.rule == code]

    assert len(found) == 1
    assert HEAD.count("\n") < found[0].line <= HEAD.count("\n") + 1 + source.count("\n")
    what, _, fix = found[0].message.partition(": ")
    assert what
    assert fix


@pytest.mark.parametrize("code, source", SILENT)
def test_a_rule_is_silent_about_what_only_looks_like_it(
    check: Callable[[str], list[Problem]], code: str, source: str
) -> None:
    assert code not in {problem.rule for problem in check(source)}


#: The rules whose offence the compiler sees, and what of their cases it does not.
COMPILED = {
    "CH501": set[str](),
    "CH502": set[str](),
    "CH503": set[str](),
    "CH504": {"with (a, b): pass"},  # a tuple: no syntax error, but no context manager
    "CH505": set[str](),
    "CH506": set[str](),
    "CH507": set[str](),
    "CH509": set[str](),
    "CH523": {"_X = const(1)\ndef f(_X): pass"},  # the parameter is silently the const
    "CH524": set[str](),
}


@pytest.mark.parametrize("code", sorted(COMPILED))
def test_the_compiler_refuses_what_a_rule_of_syntax_finds(
    code: str, tools: building.Tools, tmp_path: Path
) -> None:
    fires, silent = CASES[code]

    taken_by_9 = [source for source in fires if _compiles(source, "9.x", tools, tmp_path)]
    refused = [source for source in silent if not _compiles(source, "9.x", tools, tmp_path)]

    assert set(taken_by_9) == COMPILED[code]
    assert refused == []


def _compiles(source: str, major: str, tools: building.Tools, folder: Path) -> bool:
    path = folder / "source.py"
    path.write_text(HEAD + source + "\n", "utf-8")
    command = [tools.compilers[major].path, "-o", str(folder / "target.mpy"), "--", str(path)]
    return subprocess.run(command, capture_output=True, timeout=20, check=False).returncode == 0


def test_every_rule_about_code_has_cases() -> None:
    ours = {code for code in registry.load() if code[:3] not in {"CH1", "CH2", "CH3", "CH4"}}

    assert CASES.keys() | ELSEWHERE == ours | {"CH207"}


def test_every_code_of_the_other_stages_is_in_the_registry() -> None:
    codes = {value for name, value in vars(rules).items() if name.isupper()}

    assert codes <= registry.load().keys()


def test_rules_say_why_and_what_to_do_in_one_line() -> None:
    for rule in registry.load().values():
        assert rule.level in {registry.ERROR, registry.WARNING}
        assert rule.reason
        assert rule.fix
        assert "\n" not in rule.reason + rule.fix
        assert len(rule.reason) <= 110


def test_rules_have_names_of_their_own() -> None:
    names = [rule.name for rule in registry.load().values()]

    assert len(set(names)) == len(names)


def test_the_reference_has_a_row_for_every_rule() -> None:
    lines = registry.reference().splitlines()

    for rule in registry.load().values():
        (row,) = [line for line in lines if line.startswith(f"| {rule.code} |")]
        assert row.replace("\\|", "").count("|") == 6
        assert rule.name in row


def test_the_fix_for_a_common_name_is_its_own(check: Callable[[str], list[Problem]]) -> None:
    (problem,) = check("import time\ntime.perf_counter()")

    assert problem.message == ("CircuitPython's time has no perf_counter: use time.monotonic_ns()")


def test_what_only_9_lacks_says_so(check: Callable[[str], list[Problem]]) -> None:
    (problem,) = check("NotImplemented")

    assert "9.x" in problem.message
    assert registry.level(problem) == registry.WARNING


def test_what_is_dropped_comes_with_version_and_replacement(
    check: Callable[[str], list[Problem]],
) -> None:
    (problem,) = check("import displayio\ndisplayio.FourWire(spi)")

    assert "10.0.0" in problem.message
    assert "fourwire.FourWire" in problem.message


def test_every_dropped_name_is_gone_from_the_names_that_are_there(given: lint.Corpus) -> None:
    known = given.facts.modules

    for dotted in given.facts.dropped_names:
        module, _, name = dotted.rpartition(".")
        assert name not in known.get(module, set()) or dotted == "sys.print_exception"
        assert dotted not in given.firmware_modules


def test_the_data_files_name_their_sources() -> None:
    text = Path(lint.__file__).with_name("dropped.toml").read_text("utf-8")

    assert text.count("\nsource = ") == text.count("\n[[")


def test_a_newline_in_a_raw_pattern_comes_with_its_own_fix(
    check: Callable[[str], list[Problem]],
) -> None:
    (problem,) = check("import re\nre.compile(r'\\n +$')")

    assert problem.message == (
        "CircuitPython's re takes \\n for the character n:"
        " take the r before the quotes away, so that Python makes the character"
    )
