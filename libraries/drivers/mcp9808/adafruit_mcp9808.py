# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Microchip MCP9808 thermometer, on I2C.

The temperature from -40 °C to 125 °C in steps of 0.0625 °C, and three limits that it is
compared with, which can be told by the pin ALERT.

Datasheet: Microchip MCP9808, DS25095A, October 2011,
https://ww1.microchip.com/downloads/en/DeviceDoc/25095A.pdf
"""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

import time

from micropython import const

from copperhead_registers import Bits, Flag, I2CRegisters, Scaled

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from busio import I2C

    from copperhead_registers import Registers

# Registers, as the datasheet names them (table 5-1)
_CONFIG = const(0x01)
_TUPPER = const(0x02)
_TLOWER = const(0x03)
_TCRIT = const(0x04)
_TA = const(0x05)
_MANUFACTURER_ID = const(0x06)
_DEVICE_ID = const(0x07)
_RESOLUTION = const(0x08)

# Values
_MICROCHIP = const(0x0054)
_MCP9808 = const(0x04)  # the low byte of the device ID is its revision
_SHDN = const(0x0100)
_INT_CLEAR = const(0x0020)

# Conversions
_CONVERSION_MS = b"\x1e\x41\x82\xfa"  # 30, 65, 130, 250 ms typically, by resolution


class _Limit(Scaled):
    """A limit in °C, in steps of 0.25; its other bits are not there, so they need no reading."""

    def __init__(self, register: int) -> None:
        Scaled.__init__(self, register, 0x1FFC, signed=True, steps=4)

    def __set__(self, device: "Registers", value: float) -> None:
        if not -256 <= value <= 255.75:
            raise ValueError("must be -256 to 255.75")
        device._write_register(self.register, round(value * 4) << 2 & 0x1FFC, 0x1FFC)


class MCP9808(I2CRegisters):
    """An MCP9808.

    Making it writes nothing. A chip that has just got its supply is awaited until its first
    conversion is done, which takes 0.25 s.

    :param i2c_bus: the bus that the chip is on
    :param address: 0x18 to 0x1F, by the pins A2, A1 and A0
    :raises ValueError: nothing answers at ``address``
    :raises RuntimeError: another chip answers, or its IDs are not read rightly
    """

    _burst = 2

    # Fields. Those of TA's flags are in its first byte, which is read alone.

    #: Whether the temperature has reached :attr:`critical_temperature`. Read-only. This and
    #: the two below are of the last conversion, and go back where :attr:`hysteresis` lets them.
    above_critical = Flag(_TA, 0x80, writable=False)

    #: Whether the temperature is above :attr:`upper_temperature`. Read-only.
    above_upper = Flag(_TA, 0x40, writable=False)

    #: Whether the temperature is below :attr:`lower_temperature`. Read-only.
    below_lower = Flag(_TA, 0x20, writable=False)

    #: The temperature in °C, -40 to 125. Read-only.
    temperature = Scaled(_TA, 0x1FFF, signed=True, steps=16, writable=False)

    #: A limit in °C, -256 to 255.75 in steps of 0.25.
    upper_temperature = _Limit(_TUPPER)

    #: A limit in °C, -256 to 255.75 in steps of 0.25.
    lower_temperature = _Limit(_TLOWER)

    #: A limit in °C, -256 to 255.75 in steps of 0.25.
    critical_temperature = _Limit(_TCRIT)

    #: The step of :attr:`temperature`, and so the time of a conversion: 0 for 0.5 °C (30 ms),
    #: 1 for 0.25 °C (65 ms), 2 for 0.125 °C (130 ms), 3 for 0.0625 °C (250 ms).
    resolution = Bits(_RESOLUTION, 0x03)

    #: How far below a limit the flags go back, 0 to 3: 0 °C, 1.5 °C, 3 °C, 6 °C.
    hysteresis = Bits(_CONFIG, 0x0600)

    #: Whether the chip sleeps: it takes no current, and :attr:`temperature` stays as it is.
    shutdown = Flag(_CONFIG, _SHDN)

    #: Whether the pin ALERT tells of the limits. It is low then, and else let go.
    alert = Flag(_CONFIG, 0x0008)

    #: Whether ALERT tells of :attr:`critical_temperature` alone.
    alert_critical_only = Flag(_CONFIG, 0x0004)

    #: Whether ALERT is low while there is nothing to tell.
    alert_active_high = Flag(_CONFIG, 0x0002)

    #: Whether ALERT tells that a limit was crossed, until :meth:`clear_alert`.
    alert_interrupt = Flag(_CONFIG, 0x0001)

    #: Whether ALERT tells something now. Read-only.
    alerting = Flag(_CONFIG, 0x0010, writable=False)

    def __init__(self, i2c_bus: "I2C", address: int = 0x18) -> None:
        I2CRegisters.__init__(self, i2c_bus, address)
        self.buf = self._buffer  # upstream's name
        found = self._read_register(_MANUFACTURER_ID, 0xFFFF) << 16
        found |= self._read_register(_DEVICE_ID, 0xFFFF)
        if found >> 8 != _MICROCHIP << 8 | _MCP9808:
            raise RuntimeError(f"not an MCP9808: its IDs are 0x{found:08x}, not 0x005404..")
        # All zeros: nothing was converted yet, or it is 0 °C. No other register tells.
        for _ in range(6):
            if self._read_register(_TA, 0xFFFF):
                break
            time.sleep(0.05)

    # Measurements

    def measure(self) -> "tuple[float, bool, bool, bool]":
        """Read all that belongs to one conversion, in one transaction.

        :return: :attr:`temperature` in °C, :attr:`below_lower`, :attr:`above_upper` and
            :attr:`above_critical`
        """
        raw = self._read_register(_TA, 0xFFFF)
        steps = (raw & 0x1FFF) - ((raw & 0x1000) << 1)
        return steps / 16, bool(raw & 0x2000), bool(raw & 0x4000), bool(raw & 0x8000)

    def measure_once(self) -> float:
        """Wake the chip up for one conversion, and let it sleep again. It takes 36 to 300 ms.

        :return: the temperature in °C
        """
        resolution = self.resolution
        self.shutdown = False
        # The times are typical ones, and some chips take longer: a fifth more.
        time.sleep(_CONVERSION_MS[resolution] * 12 / 10000)
        celsius = self.temperature
        self.shutdown = True
        return celsius

    # Actions

    def clear_alert(self) -> None:
        """Let go of ALERT where :attr:`alert_interrupt` keeps it."""
        self._write_register(_CONFIG, self._read_register(_CONFIG) | _INT_CLEAR)

    # Helpers

    # Fields of TA and of the resolution are read by the byte; CONFIG goes as a whole.

    def _read_register(self, register: int, mask: int = 0) -> int:
        return I2CRegisters._read_register(self, register, mask if register != _CONFIG else 0xFFFF)

    def _write_register(self, register: int, value: int, mask: int = 0) -> None:
        I2CRegisters._write_register(self, register, value, mask if register != _CONFIG else 0xFFFF)
