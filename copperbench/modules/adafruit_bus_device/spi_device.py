# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A chip on a shared SPI bus, as the firmware's native module has it."""

from digitalio import DigitalInOut as _DigitalInOut

from copperbench import native as _native
from copperbench.ports import wait_for_lock as _wait_for_lock


class _State:
    def __init__(self, spi, chip_select, active, baudrate, polarity, phase, extra_clocks):
        self.spi = spi
        self.chip_select = chip_select
        self.active = active
        self.baudrate = baudrate
        self.polarity = polarity
        self.phase = phase
        self.extra_clocks = extra_clocks


@_native.exposed
class SPIDevice(_native.Object):
    """A chip with its clock and mode, for use in a ``with`` block that holds lock and chip select.

    :param spi: the bus, or anything with its methods
    :param chip_select: a DigitalInOut, or None
    :param cs_active_value: the level of chip select that selects the chip
    :param baudrate: Hz
    :param polarity: 0 or 1
    :param phase: 0 or 1
    :param extra_clocks: after the release, rounded up to whole bytes
    """

    @_native.constructor(
        "spi chip_select? *cs_active_value:b? baudrate:i? polarity:i? phase:i? extra_clocks:i?"
    )
    def __init__(
        self,
        spi,
        chip_select=None,
        *,
        cs_active_value=False,
        baudrate=100000,
        polarity=0,
        phase=0,
        extra_clocks=0,
    ):
        baudrate = _native.to_int(baudrate)
        polarity = _native.to_int(polarity)
        phase = _native.to_int(phase)
        extra_clocks = _native.to_int(extra_clocks)
        _native.of_type(chip_select, _DigitalInOut, "chip_select", none=True)
        _native.hide(
            self,
            _State(
                spi,
                chip_select,
                bool(cs_active_value),
                baudrate & 0xFFFFFFFF,
                polarity & 0xFF,
                phase & 0xFF,
                extra_clocks & 0xFF,
            ),
        )
        if chip_select is not None:
            chip_select.switch_to_output(value=True)

    def __enter__(self):
        state = self._state
        spi = state.spi
        _wait_for_lock(spi)
        spi.configure(baudrate=state.baudrate, polarity=state.polarity, phase=state.phase, bits=8)
        if state.chip_select is not None:
            state.chip_select.value = state.active
        return spi

    def __exit__(self, kind, error, trace):
        state = self._state
        if state.chip_select is not None:
            state.chip_select.value = not state.active
        for _ in range((state.extra_clocks + 7) // 8):
            state.spi.write(bytearray(b"\xff"))
        state.spi.unlock()


_native.module(__name__, "SPIDevice")
