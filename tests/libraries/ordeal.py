# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""An example goes wrong: one transaction fails, and what failed is tried again.

An example is cut into steps: each statement is one, and so is each pass of a loop at
its outermost level. A step that raises is run once more, as a program does that catches
the exception: with the same objects, or with new ones where making them had failed.
"""

import ast
import builtins
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, Optional

import readings

from copperbench import bench as benches, faults, host, wiring
from copperbench.assembly import assemble
from copperbench.bench import Bench
from copperbench.record import Record
from copperbench.trace import each_record

_PASSED = "__passed__"  # true in a program's names once a pass of its loop came to its end
_LONG = 1000  # transactions of a program
_REPAIR_S = 5.0  # that trying again may add to a program's time
_POWER_UP_S = 0.5  # more than any chip takes
_INPUTS = {"dc", "reset", "backlight"}  # pins of displays that drive none

# Programs


@dataclass(frozen=True)
class Step:
    """A statement, or a pass of a loop."""

    code: CodeType
    loops: bool  #: whether it is run again and again


@dataclass(frozen=True)
class Program:
    """An example, cut into steps."""

    name: str
    steps: tuple[Step, ...]
    making: tuple[int, ...]  #: the steps that make and set up the library's objects


def read(path: Path, modules: frozenset[str]) -> Program:
    """Return the program at ``path``, which uses a library's ``modules``."""
    nodes = ast.parse(path.read_text("utf-8")).body
    making = readings.makers(nodes, modules)
    return Program(
        name=path.name,
        steps=tuple(_step(node, path.name) for node in nodes),
        making=tuple(number for number, node in enumerate(nodes) if node in making),
    )


def _step(node: ast.stmt, name: str) -> Step:
    if not isinstance(node, ast.While):
        return Step(compile(ast.Module([node], []), name, "exec"), loops=False)
    # One pass: the loop, which a break after its last statement ends.
    ends = ast.parse(f"{_PASSED} = True\nbreak").body
    for end in ends:
        ast.copy_location(end, node.body[-1])
    once = ast.copy_location(ast.While(node.test, [*node.body, *ends], node.orelse), node)
    tree = ast.fix_missing_locations(ast.Module([once], []))
    return Step(compile(tree, name, "exec"), loops=True)


# What happened


@dataclass(frozen=True)
class Transaction:
    """A transaction of an example: where in it, and what it was."""

    bus: str
    kind: str  #: of bus
    at: int  #: which one on its bus, from 1
    lines: tuple[tuple[str, int], ...]  #: files and lines that led to it, innermost first
    target: str
    written: int  #: bytes
    read: int  #: bytes
    is_checked: bool  #: whether the chip sends a checksum with its data
    is_mute: bool = False  #: whether no program can notice anything of the chip

    @property
    def site(self) -> tuple[Any, ...]:
        """What other transactions of the same kind at the same place have in common with it."""
        return self.bus, self.target, self.written, self.read, self.lines

    def __str__(self) -> str:
        lines = ", ".join(f"{Path(file).name}:{line}" for file, line in self.lines)
        return f"{self.bus}, transaction {self.at} ({lines})"


@dataclass
class Pass:
    """A step, as it was run."""

    step: int
    start_us: int
    end_us: int = 0
    printed: list[str] = field(default_factory=list)
    error: Optional[Exception] = None
    hangs: bool = False  #: whether a library did not come back
    is_whole: bool = False  #: whether it came to its end


class _OverError(BaseException):
    """The time of a program is over."""


class _HangError(BaseException):
    """A call of a library takes too long."""


class Play:
    """Runs a program on a bench of its own, a step at a time.

    :param plan: how the bench is wired, see :func:`copperbench.wiring.resolve`
    :param seconds: virtual time after which the program is over
    :param watch: whether :attr:`transactions` are wanted
    """

    #: A call of a library hangs if it is still the same after twice this, in µs. (A line
    #: that is stuck costs the firmware's second each time that a driver tries again.)
    PATIENCE_US = 10_000_000

    def __init__(
        self, program: Program, plan: Mapping[str, Any], seconds: float, watch: bool = False
    ) -> None:
        self.program = program
        self.bench = Bench(plan["board"], strict=False, recording=watch)
        self.passes: list[Pass] = []
        self.transactions: list[Transaction] = []
        before = benches.use(self.bench)
        assemble(self.bench, plan)
        if plan["usb"] and plan["usb"]["boot"]:
            with self.bench.usb.boot():
                source = Path(plan["usb"]["boot"]).read_text("utf-8")
                exec(source, {"__builtins__": _board_builtins(print)})
        benches.use(before)
        if watch:
            each_record(self.bench, self._saw)
        self._limit_us = round(seconds * 1_000_000)
        self._names = {"__name__": "__main__", "__builtins__": _board_builtins(self._print)}

    def _print(self, *values: Any, sep: str = " ", end: str = "\n", file: Any = None) -> None:
        if self.passes:
            self.passes[-1].printed.append(sep.join(map(str, values)) + end)

    def _saw(self, record: Record) -> None:
        bus = record.bus
        written, read = record.cost()
        chip = getattr(record, "chip", None) or next(
            (c for c in bus.chips if getattr(c, "address", None) == getattr(record, "address", 0)),
            bus.chips[0] if bus.chips else None,
        )
        self.transactions.append(
            Transaction(
                bus=bus.name,
                kind=bus.KIND,
                at=bus.transactions,
                lines=tuple((f.f_code.co_filename, f.f_lineno) for f in _frames(self.program.name)),
                target=record.target,
                written=written,
                read=read,
                is_checked=bool(getattr(chip, "CHECKSUM", False)),
                is_mute=not getattr(chip, "answers", True) and chip.lines.keys() <= _INPUTS,
            )
        )

    def run(self, number: int) -> Pass:
        """Run a step and return how it went."""
        clock = self.bench.clock
        told = Pass(number, start_us=clock.us)
        self.passes.append(told)
        self._call: Optional[FrameType] = None
        self._watch = clock.at(clock.us + self.PATIENCE_US, self._look)
        # A step that lasts must have been seen twice before it is ended for another reason.
        over = clock.at(max(self._limit_us, clock.us + 3 * self.PATIENCE_US), self._over)
        before = benches.use(self.bench)
        self._names[_PASSED] = False
        try:
            exec(self.program.steps[number].code, self._names)
            told.is_whole = True
        except _OverError:
            pass
        except _HangError:
            told.hangs = True
        except Exception as error:
            told.error = error
        finally:
            benches.use(before)
            clock.cancel(over)
            clock.cancel(self._watch)
            told.end_us = clock.us
        return told

    def _over(self) -> None:
        raise _OverError

    def _look(self) -> None:
        """Look whether the library is still in the call in which it was seen last time."""
        calls = [f for f in _frames(self.program.name) if f.f_code.co_filename != self.program.name]
        call = calls[-1] if calls else None
        if call is not None and call is self._call:
            raise _HangError
        self._call = call
        self._watch = self.bench.clock.at(self.bench.clock.us + self.PATIENCE_US, self._look)

    def wait(self, seconds: float) -> None:
        """Let time pass in which the program does nothing."""
        self.bench.clock.advance(seconds)

    def numbers(self) -> Iterator[int]:
        """Yield the steps as the program runs them, as long as its time lasts."""
        for number, step in enumerate(self.program.steps):
            is_next = True
            while is_next and self.bench.clock.us < self._limit_us:
                yield number
                is_next = step.loops and self._names[_PASSED]


def _board_builtins(print_: Callable[..., None]) -> dict[str, Any]:
    def import_(name: str, *rest: Any) -> Any:
        return host.BOARD_TIME if name == "time" else builtins.__import__(name, *rest)

    return {**vars(builtins), "__import__": import_, "print": print_}


def _frames(program: str) -> Iterator[FrameType]:
    """Yield what runs of the libraries, innermost first, and of the program that called them."""
    frame: Optional[FrameType] = sys._getframe(1)
    while frame is not None:
        file = frame.f_code.co_filename
        if file == program or ("/libraries/" in file and "/tests/" not in file):
            yield frame
        frame = None if file == program else frame.f_back


def play(program: Program, plan: Mapping[str, Any], seconds: float) -> Play:
    """Run a program with nothing wrong, and return it with its transactions."""
    made = Play(program, plan, seconds + _REPAIR_S, watch=True)
    for number in made.numbers():
        made.run(number)
    return made


def resolve(path: Path) -> dict[str, Any]:
    """Return the plan of a wiring, whose chips can be imported."""
    plan = wiring.resolve(path)
    for chip in plan["chips"]:
        if chip["file"]:
            sys.modules[chip["module"]] = wiring.load_file(Path(chip["file"]))
    return plan


# What goes wrong


@dataclass(frozen=True)
class Trouble:
    """A way in which one transaction goes wrong."""

    name: str
    fault: faults.Fault
    spoils_data: bool = False  #: whether the driver gets wrong bytes, and no error
    cuts_power: bool = False  #: whether the chip forgets its settings
    pulls_cable: bool = False  #: whether the chip is gone until the program was told

    @property
    def may_lose_settings(self) -> bool:
        """Whether the chip's settings may be wrong afterwards, as by a flipped bit written back."""
        return self.cuts_power or self.spoils_data


def troubles(transaction: Transaction) -> Iterator[Trouble]:
    """Yield the ways in which a transaction can go wrong.

    Where the chip only listens, as most displays on SPI do, there is none that a program notices.
    """
    if transaction.is_mute:
        return
    written, read = transaction.written, transaction.read
    if transaction.kind == "I2C":
        yield Trouble("address refused", faults.Nack())
        if written:
            yield Trouble("first byte refused", faults.Nack(byte=1))
        if written > 1:
            yield Trouble("last byte refused", faults.Nack(byte=written))
        if written and read:
            yield Trouble("address refused after the write", faults.Nack(read=True))
        yield Trouble("line stuck", faults.Stuck())
    if transaction.kind == "OneWire":
        yield Trouble("no presence", faults.NoPresence())
        yield Trouble("noise", faults.Noise(0.2), spoils_data=True)
    if transaction.kind == "UART":
        yield Trouble("byte lost", faults.Lost())
        yield Trouble("byte doubled", faults.Doubled())
        yield Trouble("byte shifted", faults.Framing(), spoils_data=True)
        return
    if transaction.kind != "OneWire":
        yield from _wrong_bytes(transaction)
    yield Trouble("supply dips", faults.BrownOut(), cuts_power=True)
    yield Trouble("cable pulled", faults.Unplugged(), cuts_power=True, pulls_cable=True)


def _wrong_bytes(transaction: Transaction) -> Iterator[Trouble]:
    read = transaction.read
    if read:
        yield Trouble("all ones", faults.ShortRead(0), spoils_data=True)
        yield Trouble("all bits inverted", faults.Flip(0xFF, None), spoils_data=True)
    if read and transaction.kind == "SPI":
        yield Trouble("all zeros", faults.Zeros(), spoils_data=True)
    if read > 1:
        yield Trouble("ones after the first byte", faults.ShortRead(1), spoils_data=True)
    for byte in range(read) if transaction.is_checked else sorted({0, read - 1} - {-1}):
        for mask in (0x80, 0x01):
            name = f"bit {mask:#04x} of byte {byte} flipped"
            yield Trouble(name, faults.Flip(mask, byte), spoils_data=True)


def chosen(transactions: Iterable[Transaction]) -> list[Transaction]:
    """Return of each place in the program the first two transactions and the last.

    Of a long program the first one must do.
    """
    by_site: dict[Any, list[Transaction]] = {}
    for transaction in transactions:
        by_site.setdefault(transaction.site, []).append(transaction)
    count = sum(map(len, by_site.values()))
    found = {
        transaction
        for row in by_site.values()
        for transaction in (row[:1] if count > _LONG else (*row[:2], row[-1]))
    }
    return sorted(found, key=lambda transaction: (transaction.bus, transaction.at))


class Trial:
    """A program of which one transaction goes wrong.

    :param reference: how the program goes with nothing wrong
    :param allowed: the names of the exceptions that it may raise then
    """

    def __init__(
        self,
        program: Program,
        plan: Mapping[str, Any],
        seconds: float,
        reference: Play,
        allowed: frozenset[str],
    ) -> None:
        self._program = program
        self._plan = plan
        self._seconds = seconds
        self._reference = reference.passes
        self._allowed = allowed
        self._tells = any(p.printed for p in reference.passes)

    def wrong(self, transaction: Transaction, trouble: Trouble) -> Optional[str]:
        """Let ``trouble`` strike ``transaction``; return what is wrong with how that goes."""
        play = Play(self._program, self._plan, self._seconds + _REPAIR_S)
        buses, injections = self._inject(play, transaction, trouble)
        struck = False
        strange: list[str] = []
        for number in play.numbers():
            told = play.run(number)
            if not struck and not any(injection.struck for injection in injections):
                if told.error is not None:
                    return self._words(told, "before the fault")
                continue
            found = self._judge(play, told)
            if found is None and not struck and told.is_whole and transaction.is_checked:
                found = self._wrong_values(play, told, trouble)
            self._mend(buses, trouble)
            if found is None and told.error is not None:
                found = self._again(play, told, trouble, is_over=struck)
                strange.clear()
            elif found is None and struck:
                found = self._never_printed(told)
                if not (trouble.cuts_power and self._tells and (found or not told.printed)):
                    is_known = transaction.is_checked or not trouble.may_lose_settings
                    return found if is_known else None
                strange += [found] if found else []  # unless the chip only has to settle
                found = None
            if found is not None:
                return found
            struck = True
        return f"{strange[-1]}, to the end, and no error tells it" if strange else None

    def _inject(
        self, play: Play, transaction: Transaction, trouble: Trouble
    ) -> tuple[list[Any], list[Any]]:
        """Have ``trouble`` wait for its transaction; return the buses and the injections."""
        buses: list[Any] = []
        injections: list[Any] = []
        times = None if trouble.pulls_cable else 1

        def add(bus: Any) -> None:
            if bus.name == transaction.bus:
                buses.append(bus)
                injections.append(bus.inject(trouble.fault, at=transaction.at, times=times))

        play.bench.watch(add)
        return buses, injections

    @staticmethod
    def _mend(buses: Iterable[Any], trouble: Trouble) -> None:
        """Put the cable back."""
        for bus in buses if trouble.pulls_cable else ():
            for injection in bus.plan.injections:
                if injection.times is None:
                    injection.times = injection.struck
                    for chip in bus.chips:
                        chip.power_cycle()

    def _judge(self, play: Play, told: Pass) -> Optional[str]:
        """Return what is wrong with the end of a step."""
        if told.hangs:
            return f"no end after {(told.end_us - told.start_us) / 1_000_000:g} s"
        if told.error is not None and type(told.error).__name__ not in self._allowed:
            return self._words(told, "which is not documented")
        for bus in play.bench.buses():
            if bus.locked and bus.locker != self._program.name:
                return f"{bus.name} is left locked"
        return None

    def _again(self, play: Play, told: Pass, trouble: Trouble, is_over: bool) -> Optional[str]:
        """Run a step that raised once more; return what is wrong with that.

        :param is_over: whether it raised in a step after the one in which the fault struck
        """
        if is_over and not trouble.may_lose_settings:
            return self._words(told, "though the fault is over")
        if trouble.cuts_power:
            play.wait(_POWER_UP_S)
        again = play.run(told.step)
        if again.error is not None and trouble.may_lose_settings:
            found = self._judge(play, again)
            if found is not None:
                return found
            for number in self._program.making:
                made = play.run(number)
                if made.error is not None:
                    return self._words(made, "by a new object")
            again = play.run(told.step)
        if again.error is not None:
            return self._words(again, "though the fault is over")
        return self._judge(play, again)

    def _wrong_values(self, play: Play, told: Pass, trouble: Trouble) -> Optional[str]:
        """Return which wrong values got past a checksum."""
        right = self._reference[len(play.passes) - 1].printed
        if trouble.spoils_data and told.printed != right:
            return f"printed {told.printed}, not {right}, in spite of the checksum"
        # Later than it was, it may be of another moment, and so what it prints at other times.
        return self._never_printed(told)

    def _never_printed(self, told: Pass) -> Optional[str]:
        """Return what a simpletest prints that it never prints where nothing goes wrong."""
        if "simpletest" not in self._program.name:
            return None
        known = [p.printed for p in self._reference if p.step == told.step and p.is_whole]
        different = {tuple(printed) for printed in known}
        repeats = 2 * len(different) <= len(known)
        if repeats and told.is_whole and tuple(told.printed) not in different:
            return f"prints {told.printed}, never seen before, not like {known[-1]}"
        return None

    @staticmethod
    def _words(told: Pass, when: str) -> str:
        return f"{type(told.error).__name__}: {told.error}, {when}"
