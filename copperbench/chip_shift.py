# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Chains that bytes are shifted through: outputs (74HC595) and inputs (74HC165)."""

from copperbench.chip_spi import SPIChip


class ShiftOut(SPIChip):
    """74HC595: shift registers with latched outputs, one after the other.

    On SPI the latch pin is the CS (``attach(chip, cs="D5")``): its rising edge, the release,
    puts the bits on the outputs. By hand, three pins: :meth:`connect_pins`.

    :param count: how many chips are in the chain
    """

    name = "74HC595"
    max_frequency = 25000000
    modes = (0, 3)

    def __init__(self, count=1):
        super().__init__()
        self._shifted = bytearray(count)  # the chip next to the board first
        self.outputs = bytes(
            count
        )  #: QA to QH of each chip as bits 0 to 7, the chip next to the board first
        self.latches = 0  #: how often the outputs were set

    def exchange(self, byte):
        """Shift a byte in, high bit first: it reaches QA last. Return the one that falls out."""
        shifted = self._shifted
        last = shifted[-1]
        for index in range(len(shifted) - 1, 0, -1):
            shifted[index] = shifted[index - 1]
        shifted[0] = byte
        return last

    def released(self):
        """Put the bits on the outputs."""
        self.outputs = bytes(self._shifted)
        self.latches += 1

    def connect_pins(self, clock, data, latch):
        """Listen at three lines (``bench.pin(…)`` each) that a program moves by hand."""

        def clocked(level):
            if level:
                carry = 1 if data.value else 0
                for index, byte in enumerate(self._shifted):
                    self._shifted[index] = (byte << 1 | carry) & 0xFF
                    carry = byte >> 7

        def latched(level):
            if level:
                self.released()

        clock.watch(clocked)
        latch.watch(latched)
        return self


class ShiftIn(SPIChip):
    """74HC165: shift registers that load their inputs, one after the other.

    SH/LD low loads the inputs, high shifts them out. On SPI it is an active-high CS, or the
    program's own pin. By hand, three pins: :meth:`connect_pins`.

    :param count: how many chips are in the chain
    """

    name = "74HC165"
    max_frequency = 20000000
    modes = (0, 2)
    cs_active = True

    def __init__(self, count=1):
        super().__init__()
        self.inputs = bytearray(
            count
        )  #: A to H of each chip as bits 0 to 7, the chip next to the board first
        self._shifted = bytearray(count)
        self._place = 0

    def selected(self):
        """Load the inputs, at the end of SH/LD low."""
        self._shifted[:] = self.inputs
        self._place = 0

    def exchange(self, byte):
        """Return the next byte: H of the chip next to the board first."""
        place = self._place
        self._place = place + 1
        return self._shifted[place] if place < len(self._shifted) else 0

    def connect_pins(self, clock, data, load):
        """Drive ``data``, by two lines (``bench.pin(…)`` each) that a program moves by hand."""
        bits = 8 * len(self.inputs)

        def show():
            place = min(self._place, bits - 1)
            data.value = bool(self._shifted[place >> 3] << (place & 7) & 0x80)

        def loaded(level):
            self.selected()
            show()

        def clocked(level):
            if level and load.value:
                self._place += 1
                show()

        load.watch(loaded)
        clock.watch(clocked)
        return self
