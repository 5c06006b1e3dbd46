# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Aosong AHT20 and AHT10 temperature and humidity sensors, on I2C.

Temperature from -40 °C to 85 °C (resolution 0.01 °C) and relative humidity (0.024 %), both
of one conversion, which takes 80 ms. The AHT20 sends a checksum, and it is checked.

Datasheet: Aosong AHT20, V1.0, 2020-Apr-16,
https://cdn-learn.adafruit.com/assets/assets/000/091/676/original/AHT20-datasheet-2020-4-16.pdf
"""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

import time

from micropython import const

from adafruit_bus_device.i2c_device import I2CDevice

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from busio import I2C

# Commands, and the bits of the status
AHTX0_I2CADDR_DEFAULT = const(0x38)
AHT10_CMD_CALIBRATE = const(0xE1)
AHT20_CMD_CALIBRATE = const(0xBE)
AHTX0_CMD_TRIGGER = const(0xAC)
AHTX0_CMD_SOFTRESET = const(0xBA)
AHTX0_STATUS_BUSY = const(0x80)
AHTX0_STATUS_CALIBRATED = const(0x08)

# Values
_LENGTH = const(7)  # bytes of an answer; after the six of an AHT10 ones come
_AHT20 = const(1)  # what the chip was found to be
_AHT10 = const(2)


class AHTx0:
    """An AHT20 or an AHT10; which one shows by itself.

    :param i2c_bus: the bus that the chip is on
    :param address: 0x38
    :raises ValueError: nothing answers at ``address``
    :raises RuntimeError: the chip does not get calibrated
    """

    def __init__(self, i2c_bus: "I2C", address: int = AHTX0_I2CADDR_DEFAULT) -> None:
        time.sleep(0.04)  # as the datasheet asks after a power-up (5.4)
        self.i2c_device = I2CDevice(i2c_bus, address)
        self._buffer = bytearray(_LENGTH)
        self._kind = 0
        self.reset()
        if not self.status & AHTX0_STATUS_CALIBRATED and not self.calibrate():
            raise RuntimeError("could not calibrate")

    # Measurements

    @property
    def status(self) -> int:
        """``AHTX0_STATUS_BUSY``, ``AHTX0_STATUS_CALIBRATED`` and reserved bits."""
        return self._read(1)[0]

    @property
    def temperature(self) -> float:
        """The temperature in °C, of a conversion of its own; see :meth:`measure`."""
        self._convert()
        return self._temperature / 131072

    @property
    def relative_humidity(self) -> float:
        """The relative humidity in %, of a conversion of its own; see :meth:`measure`."""
        self._convert()
        return self._humidity / 262144

    def measure(self) -> "tuple[float, float]":
        """Convert once, which takes 80 ms.

        :return: the temperature in °C and the relative humidity in %
        :raises RuntimeError: the checksum is wrong, or the chip had lost its calibration
        :raises TimeoutError: the conversion does not end
        """
        self._convert()
        return self._temperature / 131072, self._humidity / 262144

    # Actions

    def reset(self) -> None:
        """Start the chip anew, which takes 20 ms."""
        self._buffer[0] = AHTX0_CMD_SOFTRESET
        with self.i2c_device as i2c:
            i2c.write(self._buffer, end=1)
        time.sleep(0.02)

    def calibrate(self) -> bool:
        """Have the chip load its calibration, which takes 10 ms; return whether it did."""
        for command in (AHT20_CMD_CALIBRATE, AHT10_CMD_CALIBRATE):
            try:
                status = self._run(command, 0x08, 0.01, 1)[0]
            except OSError:  # each chip refuses the other's command
                status = 0
            if status & AHTX0_STATUS_CALIBRATED:
                return True
        return False

    # Helpers

    def _read(self, length: int) -> bytearray:
        with self.i2c_device as i2c:
            i2c.readinto(self._buffer, end=length)
        return self._buffer

    def _run(self, command: int, parameter: int, seconds: float, length: int) -> bytearray:
        """Give a command, wait until the chip is no longer busy, and return its answer."""
        buffer = self._buffer
        buffer[0] = command
        buffer[1] = parameter
        buffer[2] = 0
        with self.i2c_device as i2c:
            i2c.write(buffer, end=3)
        for _ in range(5):
            time.sleep(seconds)
            self._read(length)
            if not buffer[0] & AHTX0_STATUS_BUSY:
                return buffer
            seconds = 0.01
        raise TimeoutError("busy, 40 ms longer than it may be")

    def _convert(self) -> None:
        buffer = self._run(AHTX0_CMD_TRIGGER, 0x33, 0.08, _LENGTH)
        before = 0
        while self._kind != _AHT10:
            crc = 0xFF  # over the checksum, too: 0 if it is right
            for byte in buffer:
                crc ^= byte
                for _ in range(8):
                    crc = crc << 1 ^ 0x131 if crc & 0x80 else crc << 1
            if not crc:
                if buffer[6] != 0xFF:  # which may fit by chance
                    self._kind = _AHT20
                break
            if crc == before and not self._kind:
                self._kind = _AHT10  # wrong in the same way twice: it has none
            elif before:
                raise RuntimeError(f"wrong checksum {buffer[6]:#04x}")
            else:
                before = crc
                self._read(_LENGTH)
        if not buffer[0] & AHTX0_STATUS_CALIBRATED:
            self.calibrate()  # so that the next conversion is right
            raise RuntimeError("was not calibrated")
        self._humidity = (buffer[1] << 12 | buffer[2] << 4 | buffer[3] >> 4) * 25
        self._temperature = ((buffer[3] & 0x0F) << 16 | buffer[4] << 8 | buffer[5]) * 25 - 6553600
