# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Maxim DS18B20, DS18S20, DS1822 and DS28EA00 thermometers, on 1-Wire.

-55 °C to 125 °C, in steps of 0.0625 °C to 0.5 °C. Many of them share a line. A chip may draw
its supply from the line (parasite power): then the line rests while it converts, and the
pull-up must feed it.

Datasheets: DS18B20, 19-7487, rev. 6, 7/19,
https://www.analog.com/media/en/technical-documentation/data-sheets/DS18B20.pdf;
DS18S20, 19-5474, rev. 3, 8/10. What Maxim's chips and their copies do beside them:
https://github.com/cpetrich/counterfeit_DS18B20
"""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

import time

from micropython import const
from supervisor import ticks_ms

from adafruit_onewire.device import OneWireDevice

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Optional

    from adafruit_onewire.bus import OneWireAddress, OneWireBus

# Commands
_CONVERT_T = b"\x44"
_READ_SCRATCHPAD = b"\xbe"
_WRITE_SCRATCHPAD = b"\x4e"
_READ_POWER_SUPPLY = b"\xb4"
_CONVERT_ALL = b"\xcc\x44"  # SKIP ROM before it

_DS18S20 = const(0x10)
_FAMILIES = b"\x10\x22\x28\x42"  # DS18S20, DS1822, DS18B20, DS28EA00

_CONVERSION_MS = const(750)  # with 12 bits; half of it for each bit less (page 3)
_LOOK_S = 0.005  # the fastest copy known takes 11 ms
_LOOKS = const(200)
_TICKS = const(0x1FFFFFFF)  # ticks_ms() wraps here

# Bytes of the scratchpad
_TH = const(2)
_CONFIGURATION = const(4)
_COUNT_REMAIN = const(6)
_COUNT_PER_C = const(7)

#: What :attr:`DS18X20.resolution` may be, bits.
RESOLUTION = (9, 10, 11, 12)


class DS18X20:
    """A thermometer. Making it asks the chip nothing.

    :param bus: the bus that it is on
    :param address: its address, as ``bus.scan()`` finds it
    :raises ValueError: the address is of no such chip, or mistyped: its checksum is wrong
    """

    def __init__(self, bus: "OneWireBus", address: "OneWireAddress") -> None:
        if address.family_code not in _FAMILIES:
            raise ValueError(f"family 0x{address.family_code:02x} is no DS18x20")
        if bus.crc8(address.rom):
            raise ValueError("address has a wrong CRC")
        self._bus = bus
        self._address = address
        self._device = OneWireDevice(bus, address)
        self._buf = bytearray(9)
        self._bits = 0  # the resolution, once known
        # Whether the line must rest while the chip converts, once that is known.
        self._rests: "Optional[bool]" = None
        self._started = -1  # ms, if the chip may still convert

    # Measurements

    @property
    def temperature(self) -> float:
        """The temperature, -55 °C to 125 °C. It takes up to 0.75 s.

        :raises OneWireError: nobody is on the bus
        :raises TimeoutError: the chip does not end its conversion within a second
        :raises RuntimeError: the checksum is wrong, or the chip lost its supply
        """
        for _ in range(2):
            seen = self._convert()
            celsius = self._celsius()
            if celsius is not None:
                return celsius
        if seen:  # the chip was seen to convert, twice: it is so hot
            return 85.0
        raise RuntimeError("chip lost its supply: 85 C is its power-up value")

    def start_temperature_read(self) -> float:
        """Have the chip convert, and do not wait.

        :return: how long it may take, in s; then :meth:`read_temperature` has the value at once
        :raises OneWireError: nobody is on the bus
        :raises RuntimeError: the checksum is wrong
        """
        if not self._bits:
            self._read_scratchpad()
        self._send(_CONVERT_T)
        self._started = ticks_ms()
        return 0.75 / (1 << 12 - self._bits)

    def read_temperature(self) -> float:
        """Return the temperature that was converted last, -55 °C to 125 °C.

        If the conversion may not be over yet, wait until it is.

        :raises OneWireError: nobody is on the bus
        :raises RuntimeError: the checksum is wrong, or the value is that of power-up: nothing
            was converted, or the chip lost its supply, or it measured just 85 °C and does not
            tell the one from the other, as a DS18S20 and some copies of the DS18B20
        """
        self._wait()
        celsius = self._celsius()
        if self._started >= 0 and self._wait():  # its resolution is finer than was thought
            celsius = self._celsius()
        self._started = -1
        if celsius is None:
            raise RuntimeError("85 C, as after power-up: start a conversion")
        return celsius

    # Settings

    @property
    def resolution(self) -> int:
        """How fine the temperature is, 9 to 12 bits: steps of 0.5 °C to 0.0625 °C.

        A power-up brings back that of the chip's EEPROM, 12 mostly. A DS18S20 has 12.

        :raises ValueError: it is set to something else
        :raises RuntimeError: the checksum is wrong, or nobody is on the bus
        """
        self._read_scratchpad()
        return self._bits

    @resolution.setter
    def resolution(self, bits: int) -> None:
        if bits not in RESOLUTION:
            raise ValueError("must be 9, 10, 11 or 12")
        if self._address.family_code == _DS18S20:
            if bits != 12:
                raise ValueError("must be 12 for a DS18S20")
            return
        buf = self._read_scratchpad()  # for the alarms, which are written, too
        buf[_CONFIGURATION] = (bits - 9) << 5 | 0x1F
        self._send(_WRITE_SCRATCHPAD)
        self._device.write(buf, start=_TH, end=_CONFIGURATION + 1)
        self._bits = bits

    @property
    def parasite(self) -> bool:
        """Whether the chip draws its supply from the line. Read-only.

        :raises OneWireError: nobody is on the bus
        """
        self._send(_READ_POWER_SUPPLY)
        return self._read_byte() != 0xFF

    @property
    def address(self) -> "OneWireAddress":
        """The address. Read-only."""
        return self._address

    # Helpers

    def _send(self, command: bytes) -> None:
        self._device.__enter__().write(command)

    def _read_byte(self) -> int:
        self._device.readinto(self._buf, end=1)
        return self._buf[0]

    def _most_ms(self) -> int:
        """Return how long a conversion may take, rounded up."""
        return -(-_CONVERSION_MS >> 12 - (self._bits or 12))

    def _convert(self) -> bool:
        """Convert, and return once that is over: whether the chip was seen to do it."""
        self._started = -1
        if self._rests is None:
            self._rests = self.parasite
        if not self._rests:
            self._send(_CONVERT_T)
            for look in range(_LOOKS):
                time.sleep(_LOOK_S)
                if self._read_byte() == 0xFF:
                    if look:
                        return True
                    break  # too early: it cannot tell, perhaps without supply of late
            else:
                raise TimeoutError("conversion not over after 1 s")
            self._rests = self.parasite
        self._send(_CONVERT_T)
        self._started = ticks_ms()
        self._wait()
        return False

    def _wait(self) -> bool:
        """Wait until a conversion that was started must be over. Return whether it was needed."""
        if self._started < 0:
            return False
        left = self._most_ms() - ((ticks_ms() - self._started) & _TICKS)
        if left < 0:
            return False
        time.sleep((left + 1) / 1000)
        return True

    def _read_scratchpad(self) -> bytearray:
        buf = self._buf
        self._send(_READ_SCRATCHPAD)
        self._device.readinto(buf)
        if not any(buf):  # zeros have the right checksum
            raise RuntimeError("line held low")
        self._bits = (buf[_CONFIGURATION] >> 5 & 3) + 9
        return buf

    def _celsius(self) -> "Optional[float]":
        """Read the temperature; None if it is as after power-up."""
        buf = self._read_scratchpad()
        remain = buf[_COUNT_REMAIN]
        raw = buf[1] << 8 | buf[0]
        if raw & 0x8000:
            raw -= 0x10000
        if self._address.family_code == _DS18S20:
            if raw == 170 and remain == 12:
                return None
            per_c = buf[_COUNT_PER_C]
            if not per_c:
                return raw / 2
            # TEMP_READ - 0.25 + (COUNT_PER_C - COUNT_REMAIN) / COUNT_PER_C, as one fraction
            return ((4 * (raw >> 1) + 3) * per_c - 4 * remain) / (4 * per_c)
        if raw == 1360 and remain == 12:
            return None
        raw &= -1 << 12 - self._bits  # the bits below are undefined
        if raw >> 4 == 127:
            raise RuntimeError("conversion failed, for lack of supply")
        return raw / 16


def start_all(sensors: "Sequence[DS18X20]") -> float:
    """Have all thermometers of a bus convert at once; then each one's ``read_temperature()`` waits.

    Those with parasite power may need more than a resistor to feed them all.

    :param sensors: those that will be asked; they are on one bus
    :return: how long it may take, in s
    :raises ValueError: they are not on one bus, or there are none
    :raises OneWireError: nobody is on the bus
    :raises RuntimeError: a checksum is wrong
    """
    if not sensors:
        raise ValueError("no sensors")
    bus = sensors[0]._bus
    most = 0
    for sensor in sensors:
        if sensor._bus is not bus:
            raise ValueError("must be on one bus")
        if not sensor._bits:
            sensor._read_scratchpad()
        most = max(most, sensor._bits)
    bus.reset(True)
    bus.write(_CONVERT_ALL)
    for sensor in sensors:
        sensor._started = ticks_ms()
    return 0.75 / (1 << 12 - most)
