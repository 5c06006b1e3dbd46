# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The BME280's registers, on I2C and on SPI."""

from micropython import const

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from typing import Any, Optional

    from busio import I2C, SPI
    from digitalio import DigitalInOut


class I2C_Impl:  # noqa: N801  # upstream's name
    """Registers on I2C.

    :param i2c: the bus that the chip is on
    :param address: its 7-bit address
    :raises ValueError: nothing answers at ``address``
    """

    def __init__(self, i2c: "I2C", address: int) -> None:
        # Here, so that a board whose firmware lacks the two loads one of them
        from adafruit_bus_device.i2c_device import I2CDevice  # noqa: PLC0415

        self._device: Any = I2CDevice(i2c, address)

    def read_register(
        self, register: int, length: int, buffer: "Optional[bytearray]" = None
    ) -> bytearray:
        """Read ``length`` bytes from ``register`` on, into ``buffer`` or a new one."""
        if buffer is None:
            buffer = bytearray(length)
        buffer[0] = register
        with self._device as i2c:
            i2c.write_then_readinto(buffer, buffer, out_end=1, in_end=length)
        return buffer

    def write_register_byte(self, register: int, value: int) -> None:
        """Write a register."""
        self.write(bytearray((register, value)), 2)

    def write(self, pairs: bytearray, length: int) -> None:
        """Write registers in one transaction: each its number, then its value."""
        with self._device as i2c:
            i2c.write(pairs, end=length)


class SPI_Impl(I2C_Impl):  # noqa: N801
    """Registers on SPI.

    :param spi: the bus that the chip is on
    :param cs: its chip select
    :param baudrate: in Hz, up to 10 MHz
    """

    def __init__(self, spi: "SPI", cs: "DigitalInOut", baudrate: int = 100000) -> None:
        from adafruit_bus_device.spi_device import SPIDevice  # noqa: PLC0415

        self._device = SPIDevice(spi, cs, baudrate=baudrate)

    def read_register(
        self, register: int, length: int, buffer: "Optional[bytearray]" = None
    ) -> bytearray:
        """Read registers, as on I2C."""
        if buffer is None:
            buffer = bytearray(length)
        buffer[0] = register | 0x80
        with self._device as spi:
            spi.write(buffer, end=1)
            spi.readinto(buffer, end=length)
        return buffer

    def write(self, pairs: bytearray, length: int) -> None:
        """Write registers, as on I2C."""
        for index in range(0, length, 2):
            pairs[index] &= 0x7F  # on SPI the top bit means a read
        with self._device as spi:
            spi.write(pairs, end=length)
