# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Two drivers of one name, each asked the same on a bench of its own."""

import builtins
import importlib
import math
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any, Optional

from copperbench import bench as benches, host
from copperbench.assembly import assemble
from copperbench.bench import Bench

PATIENCE_S = 20  #: of virtual time, for one question
SETTLE_S = 1.0  #: of virtual time, from a change of the world to the question


class Side:
    """One of two libraries: while it is entered, its modules are those that ``import`` finds.

    :param folders: where its modules are, and those that it needs
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = [str(folder) for folder in folders]
        self._tops = {
            path.stem if path.suffix == ".py" else path.name
            for folder in folders
            for path in folder.iterdir()
            if path.suffix == ".py" or (path / "__init__.py").is_file()
        }
        self._modules: dict[str, ModuleType] = {}
        self._others: dict[str, ModuleType] = {}
        self._named = False  # whether a side around this one has given fontio its name

    def __enter__(self) -> "Side":
        self._others = self._exchange(self._modules)
        fontio = vars(importlib.import_module("fontio"))
        self._named = "FontProtocol" in fontio
        fontio["FontProtocol"] = object  # no board has it: only annotations name it
        sys.path[:0] = self._folders
        return self

    def __exit__(self, *_: object) -> None:
        self._modules = self._exchange(self._others)
        if not self._named:
            del vars(importlib.import_module("fontio"))["FontProtocol"]
        del sys.path[: len(self._folders)]

    def _exchange(self, modules: Mapping[str, ModuleType]) -> dict[str, ModuleType]:
        """Put ``modules`` in the place of those with names of this side, and return these."""
        names = [name for name in sys.modules if name.partition(".")[0] in self._tops]
        before = {name: sys.modules.pop(name) for name in names}
        sys.modules.update(modules)
        return before


class _OverError(BaseException):
    """A question takes too long."""


def _over() -> None:
    raise _OverError


@dataclass(frozen=True)
class Refused:
    """What is seen of an exception."""

    type: str

    def __str__(self) -> str:
        return self.type


@dataclass
class Cost:
    """What a question cost on the wires."""

    transactions: int = 0
    bytes: int = 0  #: without addresses

    def add(self, other: "Cost") -> None:
        """Add what another question cost."""
        self.transactions += other.transactions
        self.bytes += other.bytes

    def __str__(self) -> str:
        return f"{self.transactions} transactions, {self.bytes} bytes"

    def exceeds(self, other: "Cost") -> bool:
        """Return whether it is more than ``other`` in any respect."""
        return self.transactions > other.transactions or self.bytes > other.bytes


@dataclass
class Bed:
    """A bench with a program's objects on it."""

    bench: Bench
    names: dict[str, Any]
    cost: Cost = field(default_factory=Cost)  #: of the last question
    error: Optional[Exception] = None  #: of the last question

    def settle(self) -> None:
        """Let time pass until what the chips show is steady."""
        self.bench.clock.advance(SETTLE_S)

    def ask(self, text: str) -> Any:
        """Run an expression or a statement, and return its value, or what it raised."""
        clock = self.bench.clock
        over = clock.at(clock.us + round(PATIENCE_S * 1e6), _over)
        before = benches.use(self.bench)
        seen = len(self.bench.records())
        self.error = None
        try:
            try:
                return eval(text, self.names)
            except SyntaxError:
                exec(text, self.names)
                return None
        except _OverError:
            return Refused("no end")
        except Exception as error:
            self.error = error
            return Refused(type(error).__name__)
        finally:
            benches.use(before)
            clock.cancel(over)
            costs = [record.cost() for record in self.bench.records()[seen:]]
            self.cost = Cost(len(costs), sum(map(sum, costs)))


def bed(setup: str, plan: Mapping[str, Any], world: Mapping[str, Any] = {}) -> Bed:
    """Return a bench on which the setup of a program was run.

    :param plan: how it is wired; what would change by itself stays as it is
    :param world: what is set at the first chip that has it, before the setup

    Some time passes before the setup, and after it, so that what the chips show is steady.
    """
    bench = Bench(plan["board"], strict=False)
    before = benches.use(bench)
    still = [{**chip, "at": [], "every": []} for chip in plan["chips"]]
    assemble(bench, {**plan, "chips": still})
    benches.use(before)
    for name, value in world.items():
        put(bench, name, value)
    bench.clock.advance(SETTLE_S)

    def import_(name: str, *rest: Any) -> Any:
        return host.BOARD_TIME if name == "time" else builtins.__import__(name, *rest)

    made = {**vars(builtins), "__import__": import_, "print": lambda *_, **__: None}
    result = Bed(bench, {"__name__": "__main__", "__builtins__": made})
    result.ask(f"if True:\n    pass\n{setup}")
    result.settle()
    return result


def put(bench: Bench, name: str, value: Any) -> None:
    """Set a physical value of the first chip that has it."""
    for bus in bench.buses():
        for chip in bus.chips:
            if hasattr(type(chip), name) or name in vars(chip):
                setattr(chip, name, value)
                return


def sweep(
    plan: Mapping[str, Any], wider: Mapping[str, Sequence[float]]
) -> Iterator[dict[str, Any]]:
    """Yield worlds: each physical value of the wiring over its range, the others as they are.

    :param wider: ranges that reach beyond what the wiring has, name -> [lowest, highest]
    """
    yield {}
    ranges: dict[str, list[Any]] = {}
    for chip in plan["chips"]:
        moments = [chip["attributes"], *(moment["values"] for moment in chip["at"])]
        moments += [{k: v for k, row in t["values"].items() for v in row} for t in chip["every"]]
        for moment in moments:
            for name, value in moment.items():
                ranges.setdefault(name, []).append(value)
    for name, row in wider.items():
        ranges.setdefault(name, []).extend(row)
    for name, row in ranges.items():
        if all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in row):
            low, high = min(row), max(row)
            steps = 10 if high > low else 1
            is_whole = all(isinstance(value, int) for value in row)
            for step in range(steps + 1):
                value = low + (high - low) * step / steps
                yield {name: round(value) if is_whole else value}
        else:
            yield from ({name: value} for value in row)


# What can be asked


def objects(made: Bed, modules: Iterable[str]) -> dict[str, type]:
    """Return the objects that a setup made of classes in ``modules``: name -> class."""
    return {
        name: type(value)
        for name, value in made.names.items()
        if type(value).__module__.partition(".")[0] in modules and not name.startswith("__")
    }


def attributes(cls: type) -> list[str]:
    """Return the public attributes of a class that are asked of its objects: no methods."""
    return [
        name
        for name in dir(cls)
        if not name.startswith("_")
        and hasattr(type(getattr_static(cls, name)), "__get__")
        and not callable(getattr_static(cls, name))
        and not isinstance(getattr_static(cls, name), (staticmethod, classmethod))
    ]


def settable(cls: type) -> list[str]:
    """Return those of :func:`attributes` that can be assigned."""
    found = []
    for name in attributes(cls):
        static = getattr_static(cls, name)
        if isinstance(static, property):
            if static.fset is not None:
                found.append(name)
        elif hasattr(type(static), "__set__"):
            found.append(name)
    return found


def getattr_static(cls: type, name: str) -> Any:
    """Return what a class or its bases have of a name, as it is written there."""
    return next(vars(base)[name] for base in cls.__mro__ if name in vars(base))


def candidates(cls: type, now: Any) -> list[Any]:
    """Return values that a setting may take: the constants beside its class, and small numbers.

    :param now: what the setting has; they are of its type
    """
    if isinstance(now, bool):
        return [not now, now]
    if not isinstance(now, (int, float)):
        return [now] if isinstance(now, (str, tuple)) else []
    module = sys.modules[cls.__module__]
    homes = [vars(module), *(vars(v) for v in vars(module).values() if isinstance(v, type))]
    found = {now: None}
    for home in homes:
        for name, value in home.items():
            if not name.startswith("_") and type(value) in {int, float}:
                found[value] = None
    found.update(dict.fromkeys(range(8)))
    return list(found)[:30]


def same(ours: Any, theirs: Any) -> bool:
    """Return whether two answers are the same to a program: floats to seven digits."""
    if isinstance(theirs, float) and isinstance(ours, (int, float)):
        if math.isnan(theirs):
            return math.isnan(ours)
        return math.isclose(ours, theirs, rel_tol=1e-6, abs_tol=1e-9)
    if isinstance(theirs, (tuple, list)):
        return (
            isinstance(ours, (tuple, list))
            and len(ours) == len(theirs)
            and all(map(same, ours, theirs))
        )
    if isinstance(theirs, (int, str, bytes, bytearray, type(None), Refused)):
        return bool(ours == theirs)
    return True  # an object of theirs, which has no equal here
