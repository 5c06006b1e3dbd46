# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What ``bench.i2c`` and its like are: the firmware's object, and with it the wires."""

from copperbench import i2c as _i2c, spi as _spi, uart as _uart


class Handle:
    """The wires' side of a handle: chips, faults and records."""

    @property
    def bus(self):
        """The :class:`~copperbench.wires.Wires`."""
        return self._state.wires

    def attach(self, chip, **pins):
        """Put a chip on the bus; see ``attach`` of the bus's class. Return the chip."""
        return self.bus.attach(chip, **pins)

    def detach(self, chip):
        """Take a chip off the bus."""
        self.bus.detach(chip)

    def inject(self, fault, at=None, times=1, when=None, probability=None, seed=0):
        """Let a fault strike; see :meth:`copperbench.wires.Wires.inject`."""
        return self.bus.inject(fault, at, times, when, probability, seed)

    def clear(self):
        """Forget the transactions so far."""
        self.bus.clear()

    @property
    def transactions(self):
        """How many transactions there were since :meth:`clear`; a probe is one, too."""
        return self.bus.transactions

    @property
    def log(self):
        """The :class:`~copperbench.record.Record` of each."""
        return self.bus.log


class BenchI2C(Handle, _i2c.I2C):
    """The firmware's I2C, and the wires."""


def i2c(bench, pins):
    """Return the port of ``board.I2C()``."""
    port = _i2c.Port(bench).of_board(pins, _i2c.I2C, BenchI2C)
    port.wires = bench.i2c_bus(*pins)
    return port


class BenchSPI(Handle, _spi.SPI):
    """The firmware's SPI, and the wires."""


def spi(bench, pins):
    """Return the port of ``board.SPI()``."""
    port = _spi.Port(bench).of_board(pins, _spi.SPI, BenchSPI)
    port.wires = bench.spi_bus(*pins)
    return port


class BenchUART(Handle, _uart.UART):
    """The firmware's UART, and the wires."""

    def loop_back(self):
        """Wire TX to RX."""
        self.bus.loop_back()


def uart(bench, pins):
    """Return the port of ``board.UART()``."""
    port = _uart.Port(bench).of_board(pins, _uart.UART, BenchUART)
    port.wires = bench.uart_line(*pins)
    return port
