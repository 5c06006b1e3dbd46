# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The TCA9548A as its datasheet describes it (Texas Instruments, SCPS207).

It has eight I2C buses behind one:

    mux = bench.i2c.attach(chips.TCA9548A())
    left = mux.channels[0].attach(chips.AS5600())
    right = mux.channels[1].attach(chips.AS5600())

The control register takes effect at STOP, the last of several bytes counts ("Control
Register"). The multiplexer itself is seen at its address whatever is enabled. The role
``reset`` closes all channels while it is low. Not modelled: the levels of the channels.
"""

from copperbench.chip import I2CChip
from copperbench.errors import WiringError


class Channel:
    """One of the buses behind the multiplexer."""

    def __init__(self, mux):
        self._mux = mux
        self.chips = []

    def attach(self, chip, **pins):
        """Put ``chip`` on this channel and power it up.

        :param pins: its pins beside those of the bus, by name, once the multiplexer is on a bus
        :return: the chip
        :raises WiringError: another chip that is seen with it has its address
        """
        seen = list(self.chips) + [self._mux]
        if self._mux.bus is not None:
            seen += self._mux.bus.chips
        for other in seen:
            if other.address == chip.address:
                raise WiringError(
                    f"{chip.name} and {other.name} both have address {chip.address:#04x}, and are "
                    "seen together: put them on two channels, or give one another address="
                )
        for role, pin in pins.items():
            chip.connect_pin(role, self._mux.bus.pin(pin))
        self.chips.append(chip)
        if self._mux.bus is not None:
            chip.connect(self._mux.bus)
        return chip


class TCA9548A(I2CChip):
    """A TCA9548A.

    :param address: 0x70 to 0x77, by the pins A0 to A2
    :ivar channels: its :class:`Channel` objects
    :ivar enabled: the control register: channel 0 is bit 0
    """

    name = "TCA9548A"
    PINS = ("reset",)
    MULTIPLEXES = 8

    def __init__(self, address=0x70):
        if not 0x70 <= address <= 0x77:
            raise ValueError(f"a {self.name} has address 0x70 to 0x77")
        super().__init__(address)
        self.channels = tuple([Channel(self) for _ in range(self.MULTIPLEXES)])
        self.enabled = 0
        self._written = -1
        self._resetting = False

    def connect_pin(self, role, line):
        """Have its RESET pin at ``line``."""
        super().connect_pin(role, line)
        line.watch(self._reset_to)
        self._reset_to(1 if line.level is None else line.value)

    def _reset_to(self, level):
        self._resetting = not level
        if not level:
            self.power_up()

    def connect(self, bus):
        """Take the bus's clock, for all behind too."""
        super().connect(bus)
        for channel in self.channels:
            for chip in channel.chips:
                chip.connect(bus)

    def power_up(self):
        """Disable all channels; what is behind keeps its supply."""
        self.enabled = 0
        self._written = -1

    def reset(self):
        """Pull the RESET pin."""
        self.power_up()

    def select(self, address):
        """Return the chip that answers: the multiplexer, or one behind an enabled channel."""
        if not self.plugged or self._resetting:
            return None
        if address == self.address:
            return self
        found = None
        for index in range(self.MULTIPLEXES):
            if self.enabled >> index & 1:
                for chip in self.channels[index].chips:
                    answer = chip.select(address)
                    if answer is None:
                        continue
                    if found is not None:
                        self.mistake(
                            f"two chips answer at {address:#04x}: {found.name} and {answer.name}, "
                            f"since the channels {self._list()} are enabled"
                        )
                    found = answer
        return found

    def _list(self):
        return ", ".join(
            [str(index) for index in range(self.MULTIPLEXES) if self.enabled >> index & 1]
        )

    def write(self, byte):
        """Take the control register."""
        self._written = byte
        return True

    def read(self):
        """Return the control register."""
        return self.enabled

    def stop(self):
        """Enable the channels written."""
        if self._written >= 0:
            self.enabled = self._written & (1 << self.MULTIPLEXES) - 1
            self._written = -1
