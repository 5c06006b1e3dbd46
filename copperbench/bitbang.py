# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""``bitbangio``: I2C and SPI that the firmware makes itself, on any pins.

bitbangio.SPI follows 9.2: on 10.2 its transfers fail always, with errno 5.
"""

from copperbench import i2c, native, spi
from copperbench.errors import ETIMEDOUT, os_error
from copperbench.pins import free_pin

_ALL = native.ALL


class _I2CPort(i2c.Port):
    """Two pins that the firmware moves up and down."""

    BANGED = True

    def open(self, scl, sda, frequency=400000, timeout_us=255):
        """Take two free pins; 9.2 takes one for both."""
        if scl is sda and not self.bench.firmware.startswith("9"):
            raise ValueError(f"{scl.label} in use")
        self.claim("I2C", None, (scl, sda))
        self.drive(frequency, timeout_us)


@native.exposed
class I2C(i2c._I2C):
    """``bitbangio.I2C``: an I2C bus between any two pins.

    :param scl: the clock pin
    :param sda: the data pin
    :param frequency: in Hz
    :param timeout: how long a chip may hold the clock low, in µs
    :raises ValueError: a pin is in use
    """

    @native.constructor("scl sda *frequency:i? timeout:i?")
    def __init__(self, scl, sda, *, frequency=400000, timeout=255):
        frequency = native.to_int(frequency)
        timeout = native.to_int(timeout)
        port = _I2CPort(native.bench())
        native.hide(self, port)
        port.open(free_pin(scl, "scl"), free_pin(sda, "sda"), frequency, timeout)

    @native.method("address:i buffer *start:i? end:i?", check="_ready")
    def writeto(self, address, buffer, *, start=0, end=_ALL):
        """Write ``buffer[start:end]`` to the chip at ``address``."""
        state = self._state
        bus = state.ready()
        address = native.to_int(address)
        out = state.out
        out.bounds(start, end)
        view = out.readable(bus, buffer)
        _transfer(bus, address, view, out.start, out.end, None, 0, 0)

    @native.method("address:i buffer *start:i? end:i?", check="_ready")
    def readfrom_into(self, address, buffer, *, start=0, end=_ALL):
        """Read into ``buffer[start:end]`` from the chip at ``address``."""
        state = self._state
        bus = state.ready()
        address = native.to_int(address)
        into = state.into
        into.bounds(start, end)
        view = _target(bus, into, buffer)
        _transfer(bus, address, None, 0, 0, view, into.start, into.end)

    @native.method(
        "address:i out_buffer in_buffer *out_start:i? out_end:i? in_start:i? in_end:i?",
        check="_ready",
    )
    def writeto_then_readfrom(
        self, address, out_buffer, in_buffer, *, out_start=0, out_end=_ALL, in_start=0, in_end=_ALL
    ):
        """Write one slice, then read into another, with no STOP between."""
        state = self._state
        bus = state.ready()
        address = native.to_int(address)
        out = state.out
        into = state.into
        out.bounds(out_start, out_end)
        into.bounds(in_start, in_end)
        source = out.readable(bus, out_buffer)
        try:
            target = _target(bus, into, in_buffer)
        except (TypeError, ValueError):
            # The firmware has written by then, and only then looks at the other buffer.
            bus.held = True
            try:
                _transfer(bus, address, source, out.start, out.end, None, 0, 0)
            finally:
                bus.held = False
            raise
        _transfer(bus, address, source, out.start, out.end, target, into.start, into.end)


def _target(bus, into, buffer):
    view = into.writable(bus, buffer)
    if into.end <= into.start:
        raise ValueError("buffer length must be >= 1")
    return view


def _transfer(bus, address, out, out_start, out_end, into, in_start, in_end):
    if not 0 <= address <= 0x7F:
        address = i2c.too_long(bus, address) & 0x7F
    error = bus.transfer(address, out, out_start, out_end, into, in_start, in_end)
    if error == ETIMEDOUT:
        raise TimeoutError("Clock stretch too long")
    if error:
        raise os_error(error)


class _SPIPort(spi.Port):
    """Pins that the firmware moves up and down."""

    def open(self, clock, mosi=None, miso=None):
        """Take free pins."""
        self.claim("SPI", None, (clock, mosi, miso))
        self.baudrate = None
        self.drive(100000)

    def configure(self, baudrate, polarity, phase, bits):
        """Set the mode, and the clock in whole µs of a half period: not above what is asked for."""
        half_us = -(-500000 // (baudrate & 0xFFFFFFFF)) if baudrate else 1
        self.bus.configured(500000 // half_us, polarity, phase, 8)


@native.exposed
class SPI(spi._SPI):
    """``bitbangio.SPI``: an SPI bus at any pins.

    :param clock: the clock pin
    :param MOSI: the data pin to the chips, or None
    :param MISO: the data pin from them, or None
    :raises ValueError: a pin is in use
    """

    @native.constructor("clock MOSI? MISO?")
    def __init__(self, clock, MOSI=None, MISO=None):  # noqa: N803  # as there
        port = _SPIPort(native.bench())
        native.hide(self, port)
        free_pin(clock, "clock")
        free_pin(MOSI, "mosi", none=True)
        free_pin(MISO, "miso", none=True)
        port.open(clock, MOSI, MISO)

    def _can(self, write, read):
        _, mosi, miso = self._state.pins
        if (write and mosi is None) or (read and miso is None):
            what = (
                "transfer without MOSI and MISO pins"
                if write and read
                else ("write without MOSI pin" if write else "read without MISO pin")
            )
            raise ValueError(f"Cannot {what}.")
