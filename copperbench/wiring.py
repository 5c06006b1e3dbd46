# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What is wired to a board, read from TOML and checked: plain data for :mod:`copperbench.assembly`.

    board = "raspberry_pi_pico"              # optional
    pull_ups = true                          # whether each I2C bus has its resistors
    loop_back = false                        # whether TX of each UART is wired to its RX
    trace = { cs = "GP17" }                  # pins that a trace shows, by what it calls them

    [[chip]]
    part = "as5600"                          # a chip of the bench, or "file.py:Class" beside this
    pins = { scl = "GP5", sda = "GP4" }      # optional: the board's default bus
    address = 0x36                           # arguments of the chip, and physical values, by name
    angle = 90.0
    at = [{ seconds = 2.0, angle = 180.0 }]  # values that come later
    every = { seconds = 0.5, angle = [0.0, 90.0] }  # and those that go round

    [[chip]]
    part = "as5600"
    channel = 0                              # behind the multiplexer that is listed before it

    [[pin]]
    name = "D5"
    pull = "up"

    [usb]                                    # a computer; without it the cable is loose
    layout = "de"                            # of its keyboard, as X has it: us without one
    boot = "examples/gamepad/boot.py"        # runs first, where the drive has no boot.py
    at = [{ seconds = 3.0, leds = 2 }, { seconds = 5.0, connected = false }]

The same stands in a library's ``pyproject.toml`` below ``[tool.copperhead.bench]``.
"""

import importlib
import importlib.machinery
import inspect
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, Optional, Union

from copperbench import boards
from copperbench.chip import Chip
from copperbench.clock import Clock
from copperbench.errors import WiringError
from copperbench.usb_host import Host
from copperbench.words import did_you_mean

try:
    import tomllib
except ImportError:  # before Python 3.11
    import tomli as tomllib  # type: ignore[import-not-found,no-redef]

DEFAULT_BOARD = "adafruit_feather_rp2040"
SHIPPED = Path(__file__).parent / "wiring"  #: wirings that come with the bench, by name

_TOP = ("board", "chip", "pin", "usb", "pull_ups", "loop_back", "trace")
_CHIP = ("part", "name", "bus", "pins", "channel", "at", "every")
_PIN_VALUES = ("value", "volts", "touched")
_PIN = ("name", *_PIN_VALUES, "pull", "connected_to", "follows", "at", "every")
_USB_VALUES = ("connected", "suspended", "busy", "leds")
_USB = ("layout", "boot", *_USB_VALUES, "at", "every")
_BUS_PINS = {
    "I2C": ("scl", "sda"),
    "SPI": ("clock", "mosi", "miso", "cs"),
    "UART": ("tx", "rx"),
    "OneWire": ("data",),
}
_PULLS = ("up", "down")

Source = Union[Mapping[str, Any], Path, str, None]


def resolve(source: Source, board: Optional[str] = None) -> dict[str, Any]:
    """Return the checked plan of a wiring.

    :param source: a file (a library's ``pyproject.toml`` too), the name of a wiring that comes
        with the bench, a mapping of the same form, or None for a bare board
    :param board: the board's id, which goes before the wiring's
    :raises WiringError: all that is wrong, a line each, with file and line
    """
    wiring, place = _read(source)
    check = _Check(place)
    plan = check.plan(wiring, board)
    if check.problems:
        raise WiringError("\n".join(check.problems))
    return plan


def names() -> list[str]:
    """Return the names of the wirings that come with the bench."""
    return sorted(path.stem for path in SHIPPED.glob("*.toml"))


class _Place:
    """Where a wiring was written: finds the line of a key."""

    def __init__(self, path: Optional[Path], text: str) -> None:
        self.path = path
        self._lines = text.splitlines()

    def of(self, table: str = "", index: int = 0, key: str = "") -> str:
        if self.path is None:
            return f"wiring, {table} {index + 1}" if table else "wiring"
        header = re.compile(rf"\s*\[\[(tool\.copperhead\.bench\.)?{re.escape(table)}\]\]")
        word = re.compile(
            rf"""(^|[{{,\s])["']?{re.escape(key)}["']?\s*=|\s*\[(.*\.)?{re.escape(key)}\]"""
        )
        found = 0
        inside = not table
        seen = -1
        for number, line in enumerate(self._lines, 1):
            if line.lstrip().startswith("[") and table:
                if inside:
                    break
                if header.match(line):
                    seen += 1
                    inside = seen == index
                    found = number if inside else found
            if inside and key and word.search(line):
                return f"{self.path}:{number}"
        return f"{self.path}:{found}" if found else str(self.path)


def _read(source: Source) -> tuple[Mapping[str, Any], _Place]:
    if source is None:
        return {}, _Place(None, "")
    if isinstance(source, Mapping):
        return source, _Place(None, "")
    path = source if isinstance(source, Path) else Path(source)
    if isinstance(source, str) and source in names():
        path = SHIPPED / f"{source}.toml"
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        known = ", ".join(names())
        reason = getattr(error, "strerror", None) or "it is no UTF-8 text"
        raise WiringError(
            f"{path}: cannot read the wiring: {reason}; wirings by name: {known}"
        ) from None
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WiringError(f"{path}: no TOML: {error}") from None
    if path.name == "pyproject.toml":
        for name in ("tool", "copperhead", "bench"):
            data = data.get(name, {})
    return data, _Place(path, text)


class _Check:
    """Checks a wiring, and collects what is wrong with it."""

    def __init__(self, place: _Place) -> None:
        self._place = place
        self._multiplexer: Optional[type[Chip]] = None  # the last one so far
        self.problems: list[str] = []

    def problem(self, text: str, table: str = "", index: int = 0, key: str = "") -> None:
        self.problems.append(f"{self._place.of(table, index, key)}: {text}")

    def plan(self, wiring: Mapping[str, Any], board: Optional[str]) -> dict[str, Any]:
        self._unknown_keys(wiring, _TOP)
        board_id = board or wiring.get("board") or DEFAULT_BOARD
        try:
            data = boards.find(board_id)
        except WiringError as error:
            self.problem(str(error), key="board")
            data = None
        self._board = data
        switches = {"pull_ups": True, "loop_back": False}
        for key, usual in switches.items():
            switches[key] = wiring.get(key, usual)
            if not isinstance(switches[key], bool):
                self.problem(f"{key} must be true or false", key=key)
        return {
            "board": board_id,
            **switches,
            "trace": self._pins(
                wiring.get("trace", {}), lambda text, key="": self.problem(text, key=key), "trace"
            ),
            "chips": [
                chip
                for index, entry in self._tables(wiring, "chip")
                for chip in self._chip(index, entry)
            ],
            "pins": [
                pin
                for index, entry in self._tables(wiring, "pin")
                for pin in self._pin(index, entry)
            ],
            "usb": self._usb(wiring["usb"]) if "usb" in wiring else None,
        }

    def _usb(self, entry: Any) -> Optional[dict[str, Any]]:
        def problem(text: str, key: str = "") -> None:
            self.problem(f"usb: {text}", key=key)

        if not isinstance(entry, Mapping):
            problem("it must be a table: write [usb] above its keys", "usb")
            return None
        for key in entry:
            if key not in _USB:
                hint = did_you_mean(key, _USB) or f"; there are {', '.join(_USB)}"
                problem(f"unknown key {key!r}{hint}", key)
        boot = entry.get("boot")
        if boot is not None:
            boot = (self._place.path.parent if self._place.path else Path()) / str(boot)
            if not boot.is_file():
                problem(f"there is no file {boot}", "boot")
        values = {"connected": True, **{k: entry[k] for k in _USB_VALUES if k in entry}}
        layout = entry.get("layout", "us")
        try:
            for key, value in {**values, "layout": layout}.items():
                setattr(Host(Clock(), None, None, list), key, value)
        except (WiringError, TypeError) as error:
            problem(str(error))
        return {
            "boot": boot and str(boot.resolve()),
            "layout": layout,
            "attributes": values,
            **self._over_time(entry, None, _USB_VALUES, problem),
        }

    def _tables(
        self, wiring: Mapping[str, Any], name: str
    ) -> Iterator[tuple[int, Mapping[str, Any]]]:
        tables = wiring.get(name, ())
        if not isinstance(tables, (list, tuple)) or not all(isinstance(t, Mapping) for t in tables):
            self.problem(
                f"{name} must be a list of tables: write [[{name}]] above its keys", key=name
            )
            return
        yield from enumerate(tables)

    def _unknown_keys(
        self, entry: Mapping[str, Any], known: Sequence[str], table: str = "", index: int = 0
    ) -> None:
        for key in entry:
            if key not in known:
                where = f" in [[{table}]]" if table else ""
                hint = did_you_mean(key, known) or f"; there are {', '.join(known)}"
                self.problem(f"unknown key {key!r}{where}{hint}", table, index, key)

    # Chips

    def _chip(self, index: int, entry: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        def problem(text: str, key: str = "") -> None:
            self.problem(text, "chip", index, key)

        part = entry.get("part")
        if not isinstance(part, str):
            problem('a chip needs its part: part = "as5600", or part = "file.py:Class"', "part")
            return
        try:
            cls, file = _find_class(part, self._place.path)
        except WiringError as error:
            problem(str(error), "part")
            return
        arguments = _arguments(cls)
        given = {key: value for key, value in entry.items() if key in arguments}
        missing = [n for n, needed in arguments.items() if needed and n not in given]
        if missing:
            problem(f"{part} needs {', '.join(missing)}", "part")
            return
        try:
            chip = cls(**given)
        except Exception as error:
            problem(f"{part} refuses {_words(given)}: {error}", next(iter(given), "part"))
            return
        values = {k: v for k, v in entry.items() if k not in arguments and k not in _CHIP}
        known = _values(chip)
        for key, value in values.items():
            if key in known:
                self._try_value(chip, key, value, problem)
            else:
                hint = did_you_mean(key, [*_CHIP, *arguments, *known])
                hint = hint or f"; its values are {', '.join(known)}"
                problem(f"{part} has no {key!r}{hint}", key)
        pins = entry.get("pins", {})
        if pins != "any":
            pins = self._pins(pins, problem)
            self._roles(part, cls, pins, problem)
        yield {
            "module": cls.__module__,
            "file": file and str(file),
            "class": cls.__name__,
            "name": entry.get("name"),
            "bus": self._bus(entry, cls, problem),
            "pins": pins,
            "channel": self._channel(part, entry, pins, problem),
            "arguments": given,
            "attributes": values,
            **self._over_time(entry, chip, known, problem),
        }
        if hasattr(cls, "MULTIPLEXES"):
            self._multiplexer = cls

    def _channel(
        self, part: str, entry: Mapping[str, Any], pins: Any, problem: Any
    ) -> Optional[int]:
        """Return the channel of the multiplexer that a chip is behind, None for no multiplexer."""
        if "channel" not in entry:
            return None
        channel = entry["channel"]
        count = getattr(self._multiplexer, "MULTIPLEXES", 0)
        if not count:
            problem(
                f"{part} is on a channel, and no multiplexer is listed before it: "
                'part = "tca9548a"',
                "channel",
            )
        elif type(channel) is not int or not 0 <= channel < count:
            problem(f"channel must be 0 to {count - 1}", "channel")
        elif "bus" in entry or pins == "any" or "scl" in pins:
            problem(f"{part} is on a channel: its bus is that of the multiplexer", "channel")
        else:
            return channel
        return None

    def _roles(self, part: str, cls: type[Chip], pins: Mapping[str, str], problem: Any) -> None:
        """Check that a chip has pins of these names, and gets those that it needs."""
        needed = {"Pins": cls.PINS, "OneWire": ("data",)}.get(cls.BUS, ())
        if not set(needed) <= set(pins):
            example = ", ".join(f'{role} = "D5"' for role in needed)
            problem(f"{part} needs its pins: pins = {{ {example} }}", "pins")
        known = (
            [role for roles in _BUS_PINS.values() for role in roles] if cls.BUS != "Pins" else []
        )
        known += cls.PINS
        for role in pins:
            if role not in known:
                hint = did_you_mean(role, known) or f"; there are {', '.join(known)}"
                problem(f"{part} has no pin {role!r}{hint}", role)

    def _bus(self, entry: Mapping[str, Any], cls: type, problem: Any) -> str:
        bus = entry.get("bus")
        kind = getattr(cls, "BUS", "")
        if bus is None:
            return kind
        functions = {} if self._board is None else self._board.functions
        names_ = {name.lower(): name for name in functions}
        if not isinstance(bus, str) or bus.lower() not in names_:
            hint = did_you_mean(str(bus), functions) or f"; it has {', '.join(functions)}"
            problem(f"the board has no bus {bus!r}{hint}, or give the pins", "bus")
            return kind
        return names_[bus.lower()]

    def _pins(self, pins: Any, problem: Any, key: str = "pins") -> dict[str, str]:
        if not isinstance(pins, Mapping):
            problem(f'{key} must be a table of pins: {key} = {{ scl = "GP5", sda = "GP4" }}', key)
            return {}
        for role, name in pins.items():
            self._pin_name(name, problem, role)
        return dict(pins)

    def _pin_name(self, name: Any, problem: Any, key: str) -> None:
        if self._board is None:
            return
        known = {label for label, _ in self._board.pins} | {pin for _, pin in self._board.pins}
        if name not in known:
            problem(
                f"{self._board.board_id} has no pin {name!r}{did_you_mean(str(name), known)}", key
            )

    def _try_value(self, chip: Any, key: str, value: Any, problem: Any) -> None:
        try:
            setattr(chip, key, value)
        except Exception as error:
            problem(f"{key} = {value!r}: {error}", key)

    # Values over time

    def _over_time(
        self, entry: Mapping[str, Any], chip: Any, known: Sequence[str], problem: Any
    ) -> dict[str, Any]:
        moments = []
        for moment in _list(entry.get("at", ())):
            seconds, values = self._moment(moment, chip, known, problem, "at")
            moments.append({"us": seconds, "values": values})
        rounds = []
        for turn in _list(entry.get("every", ())):
            row = turn
            if isinstance(turn, Mapping):
                row = {k: v if k == "seconds" else _list(v) for k, v in turn.items()}
            seconds, values = self._moment(row, chip, known, problem, "every")
            if seconds == 0:
                problem("seconds must be more than 0", "every")
            rounds.append({"us": seconds, "values": values})
        return {"at": moments, "every": rounds}

    def _moment(
        self, moment: Any, chip: Any, known: Sequence[str], problem: Any, key: str
    ) -> tuple[int, dict[str, Any]]:
        if not isinstance(moment, Mapping):
            problem(f"{key} must hold tables: {{ seconds = 2.0, … }}", key)
            return 1, {}
        seconds = moment.get("seconds")
        if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or seconds < 0:
            problem(f"{key} needs seconds, 0 or more", key)
            seconds = 1
        values = {name: value for name, value in moment.items() if name != "seconds"}
        for name, value in values.items():
            if name not in known:
                hint = did_you_mean(name, known) or f"; there are {', '.join(known)}"
                problem(f"nothing is called {name!r}{hint}", name)
            elif chip is not None:
                for one in value if key == "every" else [value]:
                    self._try_value(chip, name, one, problem)
        return round(seconds * 1_000_000), values

    # Pins

    def _pin(self, index: int, entry: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        def problem(text: str, key: str = "") -> None:
            self.problem(text, "pin", index, key)

        self._unknown_keys(entry, _PIN, "pin", index)
        if "name" not in entry:
            problem('a pin needs its name: name = "D5"')
            return
        self._pin_name(entry["name"], problem, "name")
        for key in ("connected_to", "follows"):
            if key in entry:
                self._pin_name(entry[key], problem, key)
        if entry.get("pull", "up") not in _PULLS:
            problem(f"pull must be one of {', '.join(_PULLS)}", "pull")
        values = {key: entry[key] for key in _PIN_VALUES if key in entry}
        yield {
            "name": entry["name"],
            "pull": entry.get("pull"),
            "connected_to": entry.get("connected_to"),
            "follows": entry.get("follows"),  # as behind a buffer, whose input it is
            "attributes": values,
            **self._over_time(entry, None, _PIN_VALUES, problem),
        }


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _words(given: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} = {value!r}" for name, value in given.items()) or "to be made"


def parts() -> list[str]:
    """Return the names of the chips that come with the bench."""
    folder = Path(__file__).parent / "chips"
    return sorted(path.stem for path in folder.glob("*.py") if path.stem != "__init__")


def load_file(file: Path) -> ModuleType:
    """Return the module that a file of chips makes.

    :raises WiringError: it cannot be imported
    """
    loader = importlib.machinery.SourceFileLoader(file.stem, str(file))
    module = ModuleType(file.stem)
    module.__file__ = str(file)
    try:
        exec(loader.get_code(file.stem), module.__dict__)
    except Exception as error:
        raise WiringError(f"{file} cannot be imported: {type(error).__name__}: {error}") from error
    return module


@contextmanager
def importable(plan: Mapping[str, Any]) -> Iterator[None]:
    """Have chips that come from files importable by the names that the plan has for them."""
    files = {chip["module"]: Path(chip["file"]) for chip in plan["chips"] if chip["file"]}
    before = {name: sys.modules[name] for name in files if name in sys.modules}
    sys.modules.update({name: load_file(file) for name, file in files.items()})
    try:
        yield
    finally:
        for name in files:
            del sys.modules[name]
        sys.modules.update(before)


def _find_class(part: str, wiring: Optional[Path]) -> tuple[type, Optional[Path]]:
    """Return the class of a part, and its file where it is none of the bench's."""
    where, _, wanted = part.partition(":")
    if where.endswith(".py"):
        file = (wiring.parent if wiring else Path()) / where
        if not file.is_file():
            raise WiringError(f"there is no file {file}")
        module = load_file(file)
        wanted = wanted or file.stem
    else:
        file = None
        known = parts()
        if where.lower() not in known:
            hint = did_you_mean(where, known) or f"; there are {', '.join(known)}"
            raise WiringError(
                f'no simulated chip is called {where!r}{hint}; one of your own is "file.py:Class"'
            )
        module = importlib.import_module(f"copperbench.chips.{where.lower()}")
        wanted = wanted or where
    classes = {
        name: value
        for name, value in vars(module).items()
        if isinstance(value, type)
        and issubclass(value, Chip)
        and value.__module__ == module.__name__
        and not name.startswith("_")
    }
    for name, value in classes.items():
        if name.lower() == wanted.lower().replace("-", "_"):
            return value, file
    if len(classes) == 1 and ":" not in part:
        return next(iter(classes.values())), file
    raise WiringError(
        f"{file or where} has no chip {wanted!r}{did_you_mean(wanted, classes)}"
        f" It has {', '.join(classes) or 'none at all'}."
    )


def _arguments(cls: type) -> dict[str, bool]:
    """Return the names of the constructor's arguments, and whether they must be given."""
    parameters = list(inspect.signature(cls).parameters.values())
    return {
        p.name: p.default is p.empty
        for p in parameters
        if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)
    }


def _values(chip: Chip) -> list[str]:
    """Return the names of the chip's public values: what describes the world to it."""
    inner = set(dir(Chip())) | {"bus", "memory", "pointer"}
    found = []
    for name in dir(chip):
        if name.startswith("_") or name in inner or name.isupper():
            continue
        attribute = inspect.getattr_static(type(chip), name, None)
        if isinstance(attribute, property):
            if attribute.fset is not None:
                found.append(name)
        elif not callable(getattr(chip, name)):
            found.append(name)
    return found
