# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Records as VCD (IEEE 1364-2001, clause 18), as GTKWave, PulseView and sigrok's decoders read it.

    Path("run.vcd").write_text(vcd.dump(bench.records()))
    sigrok-cli -i run.vcd -I vcd:downsample=10 -P i2c:scl=SCL:sda=SDA …

A record tells when a transaction began and ended, not when each edge was: the edges are
drawn at the bus's own clock from its begin on, and what came later is a pause (a chip that
holds the clock). Where the program's clock moved less than the bits need, as in a burst of
transactions at one moment, what follows is drawn later: the trace never goes back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Callable

from copperbench.record import OneWireRecord, Record, SPITransaction, Transaction, UARTRecord

#: Nanoseconds of a time step.
STEP_NS = 10

_LETTERS = "!\"#$%&'()*+,-./:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_QUIET_NS = 5000  # before the first edge, after the last, and between transactions


class _Wave:
    """The signals of a trace, and a pen that draws their edges."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.start: list[int] = []  # levels before the first edge
        self.edges: list[tuple[int, int, int]] = []  # (ns, signal, level)
        self._levels: list[int] = []
        self.now = 0

    def signal(self, name: str, level: int) -> int:
        """Return the number of the signal ``name``, which rests at ``level``."""
        if name not in self.names:
            self.names.append(name)
            self.start.append(level)
            self._levels.append(level)
        return self.names.index(name)

    def put(self, signal: int, level: int) -> None:
        """Draw a level, from now on."""
        if self._levels[signal] != level:
            self._levels[signal] = level
            self.edges.append((self.now, signal, level))

    def wait(self, ns: int) -> None:
        """Go on in time."""
        self.now += ns

    def reach(self, ns: int) -> None:
        """Go on to a moment, unless it is past."""
        self.now = max(self.now, ns)


def dump(records: Iterable[Record], title: str = "copperbench") -> str:
    """Return a VCD of ``records``, in the order in which they began.

    Signals are named after the pins of their bus. Buses that overlap in time are drawn one
    after the other where they would share a moment.

    :param title: goes into the header
    """
    wave = _Wave()
    wave.wait(_QUIET_NS)
    for record in sorted(records, key=lambda one: one.start_us):
        draw = _DRAWERS.get(type(record))
        if draw is not None:
            wave.reach(record.start_us * 1000 + _QUIET_NS)
            draw(wave, record)
    wave.wait(_QUIET_NS)
    return _text(wave, title)


def signals(record: Record) -> dict[str, str]:
    """Return {role: signal name} of a record's bus, such as ``{"scl": "SCL", "sda": "SDA"}``."""
    pins = record.bus.name.split(" ", 1)[-1].split("/")
    roles: Sequence[str]
    if isinstance(record, Transaction):
        roles = ("scl", "sda")
    elif isinstance(record, SPITransaction):
        clock = pins[0]
        found = {"clk": clock, "mosi": f"{clock}_MOSI", "miso": f"{clock}_MISO"}
        chip = record.chip
        found["cs"] = chip.cs.label if chip is not None and chip.cs is not None else f"{clock}_CS"
        if chip is not None and "dc" in chip.lines:
            found["dc"] = chip.lines["dc"].label
        return found
    elif isinstance(record, UARTRecord):
        roles = ("tx", "rx")
    else:
        roles = ("owr",)
    if len(pins) < len(roles):  # an I2C bus has its own name where it is on no bench
        pins = [f"{record.bus.KIND}_{role}" for role in roles]
    return dict(zip(roles, pins))


def _i2c(wave: _Wave, record: Transaction) -> None:
    names = signals(record)
    scl = wave.signal(names["scl"], 1)
    sda = wave.signal(names["sda"], 1)
    quarter = max(1_000_000_000 // record.frequency // 4, STEP_NS)

    def bit(level: int) -> None:
        wave.put(sda, level)
        wave.wait(quarter)
        wave.put(scl, 1)
        wave.wait(2 * quarter)
        wave.put(scl, 0)
        wave.wait(quarter)

    def byte(value: int, acknowledged: bool) -> None:
        for place in range(7, -1, -1):
            bit(value >> place & 1)
        bit(0 if acknowledged else 1)

    def start() -> None:
        wave.put(sda, 1)  # a repeated one: both lines rise before
        wave.wait(quarter)
        wave.put(scl, 1)
        wave.wait(quarter)
        wave.put(sda, 0)
        wave.wait(quarter)
        wave.put(scl, 0)
        wave.wait(quarter)

    address = record.address << 1 & 0xFE
    left = record.acknowledged
    refused = False
    if record.written is not None:
        start()
        byte(address, left > 0)
        for position, value in enumerate(record.written, 1):
            byte(value, position < left)
        refused = left <= len(record.written)
    if record.read is not None and not refused:
        start()
        byte(address | 1, bool(record.read))
        for position, value in enumerate(record.read, 1):
            byte(value, position < len(record.read))
    wave.put(sda, 0)
    wave.wait(quarter)
    wave.put(scl, 1)
    wave.wait(quarter)
    wave.put(sda, 1)
    wave.wait(4 * quarter)


def _spi(wave: _Wave, record: SPITransaction) -> None:
    names = signals(record)
    clk = wave.signal(names["clk"], record.parts[0].polarity if record.parts else 0)
    mosi = wave.signal(names["mosi"], 0)
    miso = wave.signal(names["miso"], 1)
    active = 1 if record.chip is not None and record.chip.cs_active else 0
    cs = wave.signal(names["cs"], 1 - active)
    for part in record.parts[:1]:
        wave.put(clk, part.polarity)
    wave.wait(200)
    wave.put(cs, active)
    wave.wait(200)
    for part in record.parts:
        wave.reach(part.start_us * 1000 + _QUIET_NS)
        if "dc" in names and part.data is not None:
            wave.put(wave.signal(names["dc"], 1), 1 if part.data else 0)
        half = max(500_000_000 // part.frequency, STEP_NS)
        for out, back in zip(part.written, part.read):
            for place in range(7, -1, -1):
                if part.phase:
                    wave.put(clk, 1 - part.polarity)
                wave.put(mosi, out >> place & 1)
                wave.put(miso, back >> place & 1)
                wave.wait(half)
                wave.put(clk, part.polarity if part.phase else 1 - part.polarity)
                wave.wait(half)
                if not part.phase:
                    wave.put(clk, part.polarity)
        wave.wait(half)
    wave.wait(200)
    wave.put(cs, 1 - active)
    wave.wait(400)


def _uart(wave: _Wave, record: UARTRecord) -> None:
    names = signals(record)
    line = wave.signal(names["tx" if record.sent else "rx"], 1)
    ns = 1_000_000_000 // record.baudrate
    for value, start_us in zip(record.data, record.times):
        wave.reach(start_us * 1000 + _QUIET_NS)
        bits = [value >> place & 1 for place in range(record.bits)]
        parity = [(sum(bits) + (record.parity == "odd")) % 2] if record.parity else []
        for level in (0, *bits, *parity, *[1] * record.stop):
            wave.put(line, level)
            wave.wait(ns)


def _onewire(wave: _Wave, record: OneWireRecord) -> None:
    line = wave.signal(signals(record)["owr"], 1)
    wave.put(line, 0)
    wave.wait(480_000)
    wave.put(line, 1)
    wave.wait(40_000)
    if record.present:
        wave.put(line, 0)
        wave.wait(120_000)
    wave.put(line, 1)
    wave.wait(322_000)  # a slot that begins with the end of the reset is missed by decoders
    for start_us, _, bit in record.slots:
        wave.reach(start_us * 1000 + _QUIET_NS)
        low = 6_000 if bit else 60_000
        wave.put(line, 0)
        wave.wait(low)
        wave.put(line, 1)
        wave.wait(70_000 - low)


_DRAWERS: dict[type, Callable[..., None]] = {
    Transaction: _i2c,
    SPITransaction: _spi,
    UARTRecord: _uart,
    OneWireRecord: _onewire,
}


def _text(wave: _Wave, title: str) -> str:
    lines = [
        f"$comment {title} $end",
        f"$timescale {STEP_NS} ns $end",
        "$scope module bench $end",
    ]
    for letter, name in zip(_LETTERS, wave.names):
        lines.append(f"$var wire 1 {letter} {name} $end")
    lines += ["$upscope $end", "$enddefinitions $end", "#0"]
    lines += [f"{level}{letter}" for letter, level in zip(_LETTERS, wave.start)]
    last = 0
    for ns, signal, level in wave.edges:
        if ns // STEP_NS != last:
            last = ns // STEP_NS
            lines.append(f"#{last}")
        lines.append(f"{level}{_LETTERS[signal]}")
    lines.append(f"#{wave.now // STEP_NS}")
    return "\n".join(lines) + "\n"
