# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""1-Wire: the wire with the chips on it, and the firmware's end of it.

A transaction is a reset and all up to the next.
"""

from copperbench import native
from copperbench.pins import free_pin
from copperbench.ports import Holder, Port as _Port
from copperbench.record import OneWireRecord
from copperbench.wires import Wires

# shared-module/onewireio: what a reset and a bit take
RESET_US = 960
BIT_US = 70


class OneWireBus(Wires):
    """A wire with a pull-up, and the chips on it."""

    KIND = "OneWire"

    def __init__(self, clock):
        super().__init__(clock)
        self._record = None
        self._fault = None

    def reset(self):
        """Send a reset. Return whether a chip answers."""
        self.transactions += 1
        self._index += 1
        record = None
        if self.recording:
            record = self._record = OneWireRecord(self, self.clock.us)
            self.log.append(record)
        self._fault = self.plan.due(self._index, None) if self.plan.armed else None
        if self._fault is not None:
            self._fault.over(None, self)
            if record is not None:
                record.fault = self._fault
        present = False
        for chip in self.chips:
            if chip.plugged and chip.reset():
                present = True
        if self._fault is not None:
            present = self._fault.presence(present)
        self._took(RESET_US)
        if record is not None:
            record.present = present
            self.recorded(record)
        return present

    def write_bit(self, bit):
        """Send a bit, 0 or 1."""
        start = self.clock.us
        self._took(BIT_US)
        for chip in self.chips:
            if chip.plugged:
                chip.take(bit)
        if self._record is not None:
            self._record.slots.append((start, 1, bit))

    def read_bit(self):
        """Return the bit that the chips send together: 0 if any of them sends it."""
        start = self.clock.us
        bit = 1
        for chip in self.chips:
            if chip.plugged and not chip.give():
                bit = 0
        if self._fault is not None:
            bit = 1 if self._fault.bit(bool(bit)) else 0
        self._took(BIT_US)
        if self._record is not None:
            self._record.slots.append((start, 0, bit))
        return bit

    def _took(self, us):
        self.clock.advance_us(us)
        if self._record is not None:
            self._record.end_us = self.clock.us


class Port(_Port):
    """A pin that a program drives as 1-Wire."""

    def open(self, pin):
        """Take a free pin."""
        self.claim("OneWire", None, (pin,))
        self.bus = self.bench.onewire(pin)

    def ready(self):
        """Return the wire.

        :raises ValueError: the port is closed
        """
        if self.bus is None:
            self.wake()
        return self.bus


@native.exposed
class OneWire(Holder):
    """``onewireio.OneWire``: a 1-Wire bus at a pin.

    :param pin: the pin
    :raises ValueError: it is in use
    """

    @native.constructor("pin")
    def __init__(self, pin):
        port = Port(native.bench())
        native.hide(self, port)
        port.open(free_pin(pin, "pin"))

    @native.method(1)
    def reset(self):
        """Send a reset. Return False where a chip answers."""
        return not self._state.ready().reset()

    @native.method(1)
    def read_bit(self):
        """Return the next bit, a bool."""
        return bool(self._state.ready().read_bit())

    @native.method(2)
    def write_bit(self, value):
        """Send a bit, by the truth of ``value``."""
        self._state.ready().write_bit(1 if value else 0)
