# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A library beside the release that it is compatible with: values, wire cost, memory, examples."""

import dataclasses
import functools
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import api
import budgets
import ordeal
import pictures
import probe
import readings
import standard
import tomllib
import upstream
from PIL import Image

from bundle_tools.model import Library
from copperbench import host, vm
from copperbench.result import Result
from copperbench.run import run

LIMITS = {"transactions": 3000, "lines": 100, "seconds": 10.0}  # of an example of theirs


@dataclasses.dataclass(frozen=True)
class Pair:
    """A library, and the release beside it."""

    library: Library
    theirs: upstream.Release

    @property
    def needs(self) -> list[Path]:
        """The folders of the release, and of what it needs."""
        return [release.folder for release in upstream.closure(self.library.upstream)]

    @property
    def beside(self) -> list[upstream.Release]:
        """The releases that their examples import besides, of those that are pinned here."""
        texts = [path.read_text("utf-8") for path in self.theirs.examples]
        imported = _imported("\n".join(texts))
        found = {
            need.folder: need
            for pin in upstream.required()
            if upstream.release(pin).modules & imported
            for need in upstream.closure(pin)
        }
        return list(found.values())

    def wiring(self, path: Path) -> Path:
        """Return how an example of theirs is wired: as ours of that name, or as it needs itself."""
        own = Path(self.library.folder, "tests", "upstream", f"{path.stem}.toml")
        return own if own.is_file() else standard.Example(self.library, path.stem).wiring

    def sides(self) -> tuple[probe.Side, probe.Side]:
        """Return ours and theirs."""
        ours, theirs = standard.folders(self.library), self.needs
        beside = [release.folder for release in self.beside]
        return probe.Side([*ours, *beside]), probe.Side([*theirs, *beside])


def pair(library: Library) -> Pair:
    """Return a library and the release that it is compatible with."""
    return Pair(library, upstream.release(library.upstream))


# Values and wire cost


@dataclasses.dataclass
class Answers:
    """What two drivers answered to the same questions."""

    equal: int = 0
    different: dict[str, str] = dataclasses.field(default_factory=dict)  #: name -> in words
    dearer: dict[str, str] = dataclasses.field(default_factory=dict)  #: name -> in words
    costs: dict[str, tuple[probe.Cost, probe.Cost]] = dataclasses.field(default_factory=dict)

    def compare(self, name: str, where: str, ours: Any, theirs: Any) -> None:
        """Put down two answers, unless theirs fails; the first that differ are told."""
        if isinstance(theirs, probe.Refused):
            return
        if probe.same(ours, theirs):
            self.equal += 1
        else:
            self.different.setdefault(name, f"{_short(ours)}, not {_short(theirs)}, {where}")

    def pay(self, name: str, ours: probe.Cost, theirs: probe.Cost) -> None:
        """Put down what two answers cost."""
        self.costs.setdefault(name, (ours, theirs))
        if ours.exceeds(theirs):
            self.dearer.setdefault(name, f"{ours}, not {theirs}")


def _short(value: Any) -> str:
    text = repr(value) if not isinstance(value, probe.Refused) else str(value)
    return text if len(text) < 80 else f"{text[:77]}…"


def answers(both: Pair) -> Answers:
    """Ask both drivers everything that can be asked of theirs."""
    wider = upstream.differences(both.library).get("sweep", {})
    found = Answers()
    sides = both.sides()
    for program in programs(both):
        for world in probe.sweep(program.plan, wider):
            _ask_all(found, sides, program, world)
        _change_all(found, sides, program)
    return found


@dataclasses.dataclass(frozen=True)
class Questions:
    """What is asked of the objects that a program of theirs makes."""

    name: str
    wiring: Path
    plan: Mapping[str, Any]
    setup: str
    loop: tuple[str, ...]  #: what the program itself asks
    attributes: Mapping[str, str]  #: every public attribute, as ``sensor.angle``: Class.angle
    settings: Mapping[str, tuple[str, tuple[Any, ...]]]  #: those to be assigned: name, values


def programs(both: Pair) -> Iterator[Questions]:
    """Yield the programs that run with theirs as they are wired, one for each class.

    Where none of its own does, one of ours may.
    """
    _, theirs = both.sides()
    seen: set[type] = set()
    paths = sorted(both.theirs.examples, key=lambda path: "simpletest" not in path.stem)
    paths += [example.path for example in standard.examples(both.library)]
    with theirs:
        for path in paths:
            wiring = both.wiring(path)
            plan = ordeal.resolve(wiring)
            text = path.read_text("utf-8")
            if _imported(text) & _carried_alone():
                continue  # a test that ran before may have left it importable here, not on the VM
            program = readings.of(text, both.theirs.modules)
            made = probe.bed(program.setup, plan)
            objects = probe.objects(made, both.theirs.modules)
            if made.error is not None or set(objects.values()) <= seen:
                continue
            seen |= set(objects.values())
            yield Questions(
                name=path.stem,
                wiring=wiring,
                plan=plan,
                setup=program.setup,
                loop=program.readings,
                attributes={
                    f"{name}.{attribute}": f"{cls.__name__}.{attribute}"
                    for name, cls in objects.items()
                    for attribute in probe.attributes(cls)
                },
                settings={
                    f"{name}.{attribute}": (f"{cls.__name__}.{attribute}", tuple(values))
                    for name, cls in objects.items()
                    for attribute in probe.settable(cls)
                    for values in [probe.candidates(cls, made.ask(f"{name}.{attribute}"))]
                },
            )


def _imported(text: str) -> set[str]:
    """Return the top modules that a program imports."""
    return set(re.findall(r"^\s*(?:import|from) (\w+)", text, re.MULTILINE))


@functools.cache
def _carried_alone() -> frozenset[str]:
    """Return the modules that the bundle carries and that are on neither side."""
    carried = {
        module.name
        for library in standard.graph().libraries
        if library.is_carried
        for module in library.modules
    }
    pinned = {name for pin in upstream.required() for name in upstream.release(pin).modules}
    firmware = {path.stem for path in host.MODULES.iterdir()}
    return frozenset(carried - pinned - firmware)


Sides = tuple[probe.Side, probe.Side]


def _ask_all(
    found: Answers,
    sides: Sides,
    program: Questions,
    world: Mapping[str, Any],
) -> None:
    beds = []
    for side in sides:
        with side:
            beds.append(probe.bed(program.setup, program.plan, world))
    if not world:
        found.pay(f"{program.name}: making", *(made.cost for made in beds))
    where = f"with {_words(world)}" if world else "as wired"
    labels = {**dict.fromkeys(program.loop, ""), **program.attributes}
    for text, label in labels.items():
        told = []
        for side, made in zip(sides, beds):
            with side:
                told.append((made.ask(text), made.cost))
        found.compare(label or text, where, told[0][0], told[1][0])
        if not isinstance(told[1][0], probe.Refused):
            found.pay(label or text, told[0][1], told[1][1])


def _change_all(found: Answers, sides: Sides, program: Questions) -> None:
    """Assign to each setting what theirs takes and then has, and ask everything then."""
    for text, (label, values) in program.settings.items():
        for value in values:
            ours, theirs = sides
            with theirs:
                their_bed = probe.bed(program.setup, program.plan)
                if isinstance(their_bed.ask(f"{text} = {value!r}"), probe.Refused):
                    continue
                their_cost = their_bed.cost
                if not probe.same(their_bed.ask(text), value):
                    continue  # too large for its bits, for example: nothing to go by
                their_bed.settle()
            with ours:
                our_bed = probe.bed(program.setup, program.plan)
                told = our_bed.ask(f"{text} = {value!r}")
                our_cost = our_bed.cost
                our_bed.ask(text)
                our_bed.settle()
            found.compare(label, f"assigned {value!r}", told, None)
            found.pay(f"{label} assigned", our_cost, their_cost)
            for asked, name in program.attributes.items():
                with ours:
                    our_answer = our_bed.ask(asked)
                with theirs:
                    their_answer = their_bed.ask(asked)
                found.compare(name, f"after {label} = {value!r}", our_answer, their_answer)


def _words(world: Mapping[str, Any]) -> str:
    return ", ".join(
        f"{name} {value:g}" if isinstance(value, float) else f"{name} {value!r}"
        for name, value in world.items()
    )


def wire(both: Pair) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return in words what the setup of their simpletest costs, and one pass of its loop."""
    program = next(programs(both), None)  # a simpletest, where there is one
    making, reading = ["", ""], ["", ""]
    for number, side in enumerate(both.sides() if program else ()):
        with side:
            made = probe.bed(program.setup, program.plan)
            making[number] = f"{made.cost.transactions}, {made.cost.bytes} B"
            total = probe.Cost()
            for text in program.loop:
                made.ask(text)
                total.add(made.cost)
            reading[number] = f"{total.transactions}, {total.bytes} B"
    return (making[0], making[1]), (reading[0], reading[1])


# Names


def names(both: Pair) -> tuple[dict[str, api.Name], dict[str, api.Name]]:
    """Return all public names of ours, and of theirs."""
    ours = [module.name for module in both.library.modules]
    return (
        api.names(ours, standard.folders(both.library)),
        api.names(both.theirs.modules, both.needs),
    )


# Memory

RATIO = 0.6  #: of their heap and garbage, that ours may take


@dataclasses.dataclass
class Memory:
    """What two libraries take on a board: bytes, ours and theirs."""

    mpy: tuple[int, int]
    heap: dict[str, tuple[int, int]]  #: by module, with all that it needs
    garbage: dict[str, tuple[int, int]]  #: by reading

    @property
    def largest_heap(self) -> tuple[int, int]:
        """The heap of the module where theirs takes most."""
        return max(self.heap.values(), key=lambda pair: pair[1], default=(0, 0))

    @property
    def all_garbage(self) -> tuple[int, int]:
        """The garbage of all readings together."""
        ours, theirs = (sum(pair[side] for pair in self.garbage.values()) for side in (0, 1))
        return ours, theirs

    @property
    def over(self) -> dict[str, str]:
        """What is more than it may be: what -> in words."""
        found = {}
        if self.mpy[0] >= self.mpy[1]:
            found["mpy"] = f"{self.mpy[0]} bytes of .mpy, and theirs has {self.mpy[1]}"
        for module, (ours, theirs) in self.heap.items():
            if ours > RATIO * theirs:
                found[f"heap {module}"] = f"{ours} of {theirs} bytes: {ours / theirs:.0%}"
        ours, theirs = self.all_garbage
        if ours > RATIO * theirs:
            found["garbage"] = f"{ours} of {theirs} bytes: {self.garbage}"
        return found


def memory(both: Pair, compiled: standard.Compiled) -> Memory:
    """Measure both on the VM. ``adafruit_bus_device`` counts on neither side: firmware has it."""
    ours = compiled.libraries(both.library)
    theirs, beside = (
        [
            compiled.library(release.library)
            for release in releases
            if not release.folder.name.startswith(upstream.FOR_HOST)
        ]
        for releases in (upstream.closure(both.library.upstream), both.beside)
    )
    shared = sorted(
        set(standard.importable(both.library)) & set(standard.importable(both.theirs.library))
    )
    return Memory(
        mpy=(compiled.size(both.library), compiled.size(both.theirs.library)),
        heap={module: _import_heaps(module, ours, theirs) for module in shared},
        garbage=_garbage(both, [*ours, *beside], [*theirs, *beside]),
    )


# A module that asks for the version of the firmware is told on a VM that is exact, with both.


def _import_heaps(module: str, ours: Sequence[Path], theirs: Sequence[Path]) -> tuple[int, int]:
    try:
        other = vm.import_heap(module, theirs)
    except vm.VMError:
        return vm.import_heap(module, ours, exact=True), vm.import_heap(module, theirs, exact=True)
    return vm.import_heap(module, ours), other


def _garbage(
    both: Pair, ours: Sequence[Path], theirs: Sequence[Path]
) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for program in programs(both):
        asked = [text for text in program.loop if text not in found]
        if not asked:
            continue
        both_sides = (ours, theirs)
        try:
            mine, other = (
                budgets.garbage_of(program.setup, asked, program.wiring, libraries)
                for libraries in both_sides
            )
        except budgets.MeasuringError:
            mine, other = (
                budgets.garbage_of(program.setup, asked, program.wiring, libraries, exact=True)
                for libraries in both_sides
            )
        found |= {text: (mine[text], other[text]) for text in asked if text in other.keys() & mine}
    return found


# Their examples


@dataclasses.dataclass
class Examples:
    """How their examples ran."""

    equal: list[str] = dataclasses.field(default_factory=list)
    different: dict[str, str] = dataclasses.field(default_factory=dict)  #: name -> in words
    impossible: dict[str, str] = dataclasses.field(default_factory=dict)  #: here; name -> why


@dataclasses.dataclass(frozen=True)
class Played:
    """A program that was run: its end, and what its screens show then."""

    result: Result
    screens: Sequence[Image.Image]


def examples(both: Pair) -> Examples:
    """Run each example of theirs with both libraries.

    Where they differ, it may be that the world changed a moment sooner for one of them: then
    what they print while nothing changes decides.
    """
    found = Examples()
    for path in both.theirs.examples:
        wiring = both.wiring(path)
        theirs = _run(both, path, wiring, both.needs)
        failure = theirs.result.exception
        if failure is not None and failure.type in _NOT_HERE:
            found.impossible[path.stem] = str(failure).splitlines()[-1]
            continue
        told = _compare(both, path, wiring, theirs)
        if told is not None and not _compare(both, path, _still(wiring)):
            told = None
        if told is None:
            found.equal.append(path.stem)
        else:
            found.different[path.stem] = told
    return found


def _run(both: Pair, path: Path, wiring: Any, libraries: Sequence[Path]) -> Played:
    libraries = [*libraries, *(release.folder for release in both.beside)]
    with tempfile.TemporaryDirectory(prefix="parity-") as name:
        result = run(path, wiring=wiring, libraries=libraries, screens=Path(name), **LIMITS)
        return Played(result, pictures.shown(Path(name)))


def _compare(both: Pair, path: Path, wiring: Any, theirs: Played | None = None) -> str | None:
    """Return the first difference between what an example prints and shows with both, or None."""
    if theirs is None:
        theirs = _run(both, path, wiring, both.needs)
        if not theirs.result.stdout and not theirs.screens:
            return "nothing"
    ours = _run(both, path, wiring, standard.folders(both.library))
    for number, (mine, other) in enumerate(zip(ours.screens, theirs.screens)):
        if told := pictures.difference(mine, other):
            return f"screen {number}: {told}"
    return _unlike(_printed(ours.result), _printed(theirs.result))


def _still(wiring: Path) -> dict[str, Any]:
    """Return a wiring in which nothing changes by itself."""
    table = tomllib.loads(wiring.read_text("utf-8"))
    if wiring.name == "pyproject.toml":
        table = table["tool"]["copperhead"].get("bench", {})
    chips = table.get("chip", ())
    still = [{k: v for k, v in chip.items() if k not in {"at", "every"}} for chip in chips]
    return {**table, "chip": still}


#: What ends a program that needs what is neither wired nor in the tree.
_NOT_HERE = {"ImportError", "AttributeError", "NameError", "SyntaxError"}


def _printed(result: Result) -> list[str]:
    """Return the lines that a program printed, each once where it came repeatedly."""
    text = result.stdout.partition("Traceback (most recent")[0]
    if result.stopped:  # perhaps within a line
        text = text[: text.rfind("\n") + 1]
    text = standard.comparable(text)
    if result.exception is not None:
        text += f"{result.exception.type}\n"
    lines = [line.rstrip() for line in text.splitlines()]
    return [line for n, line in enumerate(lines) if n == 0 or line != lines[n - 1]]


def _unlike(ours: Sequence[str], theirs: Sequence[str]) -> str | None:
    """Return the first difference, or None: the faster program may get farther."""
    for ours_line, their_line in zip(ours, theirs):
        if ours_line != their_line and not _close(ours_line, their_line):
            return f"{ours_line!r}, not {their_line!r}"
    if len(ours) < len(theirs) and len(ours) < 0.8 * len(theirs):
        return f"{len(ours)} lines, not {len(theirs)}"
    return None


_NUMBER = re.compile(r"-?\d+\.?\d*")


def _close(ours: str, theirs: str) -> bool:
    """Return whether two lines differ by no more than the last digit of a number."""
    if _NUMBER.sub("#", ours) != _NUMBER.sub("#", theirs):
        return False
    return all(
        abs(float(a) - float(b)) <= 1.01 * 10 ** -len(b.partition(".")[2])
        for a, b in zip(_NUMBER.findall(ours), _NUMBER.findall(theirs))
    )
