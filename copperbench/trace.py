# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What was on the wires and on the console, in one row, in the notation of the recorded cases.

``["i2c", "S 48W+ 10+"]`` is a START with what follows it, ``["byte", "9f"]`` are bytes on SPI,
``["cmd", "2a"]`` and ``["data", "00"]`` those to a display, ``["uart0", "41"]`` bytes from a
UART, ``["cs", 0]`` a pin that changes, ``["print", 3]`` the third line of the console.
Runs on both hosts.
"""


def each_record(bench, call):
    """Have ``call(record)`` called with each record of each bus once it is complete."""

    def add(bus):
        before = bus.on_record

        def recorded(record):
            if before is not None:
                before(record)
            call(record)

        bus.recording = True
        bus.on_record = recorded

    bench.watch(add)


class Trace:
    """Puts down what happens on a bench, as it happens.

    :param pins: {what to call it: the name of a pin whose changes are wanted}
    """

    def __init__(self, bench, pins):
        self.events = []
        self._bench = bench
        self._lines = 0
        self._held = ()  # buses that the bit-banged half has not sent a STOP on
        bench.watch(self._watch_bus)
        each_record(bench, self._add)
        for word, name in pins.items():
            self._watch_pin(word, bench.pin(name))

    def printed(self):
        """Put down that a line was printed."""
        self._lines += 1
        self.events.append(["print", self._lines])

    def _watch_pin(self, word, line):
        line.watch(lambda level: self.events.append([word, level]))

    def _watch_bus(self, bus):
        if bus.KIND == "SPI":
            bus.on_part = self._add_part  # not the record, which is complete only when CS goes up
        if bus.KIND != "I2C" or self._bench.board.data.port != "raspberrypi":
            return
        opened = bus.opened

        def seen(locked):
            # The port makes a bit-banged bus of the pins too, for probes; that makes them move.
            self.events.append(["i2c", "S P"])
            opened(locked)

        bus.opened = seen

    def _add(self, record):
        kind = record.bus.KIND
        if kind == "I2C":
            self._add_i2c(record)
        elif kind == "UART" and record.sent:
            self._join("uart0", record.data)

    def _add_i2c(self, record):
        """Put down a transaction.

        What writes no byte, the port sends bit by bit, with an idea of the bus of its own.
        """
        bus = record.bus
        phases = record.phases()
        if record.banged or record.written == b"":
            if bus in self._held:
                phases[0] = "Sr" + phases[0][1:]
            self._held = [other for other in self._held if other is not bus]
            if record.held or (len(phases) > 1 and not record.banged):
                self._held.append(bus)
        for phase in phases:
            self.events.append(["i2c", phase])

    def _add_part(self, part):
        word = "byte" if part.data is None else "data" if part.data else "cmd"
        self._join(word, part.written)

    def _join(self, word, data):
        if not data:
            return
        text = "".join([f"{byte:02x}" for byte in data])
        if self.events and self.events[-1][0] == word:
            self.events[-1][1] += text
        else:
            self.events.append([word, text])
