# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""ST VL53L0X ranging sensor, on I2C.

The distance to what is in front of it, 30 mm to 1.2 m, and up to 2 m in the dark, by the time
that light takes there and back.

Datasheet: ST DocID029104, https://www.st.com/resource/en/datasheet/vl53l0x.pdf. It has no map
of the registers: names, values and their order are those of ST's API, STSW-IMG005.
"""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

import time

from micropython import const

from adafruit_bus_device.i2c_device import I2CDevice

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Optional

    from busio import I2C

# Registers, as ST's API names them
_SYSRANGE_START = const(0x00)
_SYSTEM_INTERRUPT_CLEAR = const(0x0B)
_RESULT_INTERRUPT_STATUS = const(0x13)  # RESULT_RANGE_STATUS follows, 12 bytes
_FINAL_RANGE_CONFIG_MIN_COUNT_RATE_RTN_LIMIT = const(0x44)
_MSRC_CONFIG_TIMEOUT_MACROP = const(0x46)
_PRE_RANGE_CONFIG_VCSEL_PERIOD = const(0x50)  # its timeout follows
_FINAL_RANGE_CONFIG_VCSEL_PERIOD = const(0x70)  # likewise
_GPIO_HV_MUX_ACTIVE_HIGH = const(0x84)
_VHV_CONFIG_PAD_SCL_SDA__EXTSUP_HV = const(0x89)
_I2C_SLAVE_DEVICE_ADDRESS = const(0x8A)
_GLOBAL_CONFIG_SPAD_ENABLES_REF_0 = const(0xB0)
_IDENTIFICATION_MODEL_ID = const(0xC0)
_PAGE = const(0xFF)
_STOPPING = const(0x04)  # of page 1
_STOP_VARIABLE = const(0x91)  # likewise
_STROBE = const(0x83)  # of pages 6 and 7
_NVM_SPADS = const(0x92)  # of page 7

# What is written, in the API's order: a count, and so many bytes, the first of them the
# register. Where the next value is for the next register, both are written together.

# VL53L0X_StartMeasurement(): unlocks page 1, where the stop variable goes, and locks it
_START = (
    b"\x02\x80\x01\x02\xff\x01\x02\x00\x00\x02\x91\x00"
    b"\x02\x00\x01\x02\xff\x00\x02\x80\x00\x02\x00\x01"
)
_UNLOCKED = const(9)  # bytes of it; ...
_VARIABLE = const(11)  # ... where the variable is; ...
_LOCKING = const(12)
_LOCKED = const(21)
_MODE = const(23)  # ... and the mode
# VL53L0X_load_tuning_settings(), of which nothing is known
_TUNING = (
    b"\x02\xff\x01\x02\x00\x00"
    b"\x02\xff\x00\x02\x09\x00\x03\x10\x00\x00\x03\x24\x01\xff\x02\x75\x00"
    b"\x02\xff\x01\x02\x4e\x2c\x02\x48\x00\x02\x30\x20"
    b"\x02\xff\x00\x02\x30\x09\x02\x54\x00\x03\x31\x04\x03\x02\x40\x83\x02\x46\x25\x02\x60\x00"
    b"\x02\x27\x00\x04\x50\x06\x00\x96\x03\x56\x08\x30\x03\x61\x00\x00\x04\x64\x00\x00\xa0"
    b"\x02\xff\x01\x02\x22\x32\x02\x47\x14\x03\x49\xff\x00"
    b"\x02\xff\x00\x03\x7a\x0a\x00\x02\x78\x21"
    b"\x02\xff\x01\x02\x23\x34\x02\x42\x00\x04\x44\xff\x26\x05\x02\x40\x40\x02\x0e\x06"
    b"\x02\x20\x1a\x02\x43\x40"
    b"\x02\xff\x00\x03\x34\x03\x44"
    b"\x02\xff\x01\x02\x31\x04\x04\x4b\x09\x05\x04"
    b"\x02\xff\x00\x03\x44\x00\x20\x03\x47\x08\x28\x02\x67\x00\x04\x70\x04\x01\xfe\x03\x76\x00\x00"
    b"\x02\xff\x01\x02\x0d\x01"
    b"\x02\xff\x00\x02\x80\x01\x02\x01\xf8"
    b"\x02\xff\x01\x02\x8e\x01\x02\x00\x01\x02\xff\x00\x02\x80\x00"
)

# Conversions
_OVERHEAD_US = const(5460)  # start 1910, end 960, DSS 2 * 690, pre-range 660, final range 550
_DEFAULT_US = const(33972)  # what the tuning leaves, with the time for TCC
_POLL_S = 0.004
_POLL_MS = const(4)
_SLACK_MS = const(100)
_BOOT_S = 0.002  # it takes 1.2 ms from XSHUT high (2.9.1)

# What VL53L0X.range_status tells, as VL53L0X_get_pal_range_status() does
RANGE_VALID = const(0)
RANGE_SIGNAL_FAIL = const(2)  # nothing in sight: too far away, or too dark
RANGE_MIN_FAIL = const(3)  # too near
RANGE_PHASE_FAIL = const(4)  # beyond what can be told apart
RANGE_NONE = const(255)  # nothing was measured yet

#: What :attr:`VL53L0X.range` gives where nothing was measured.
OUT_OF_RANGE = const(8190)


class VL53L0X:
    """A VL53L0X, ready to measure.

    :param i2c: the bus that the chip is on
    :param address: 0x29, or what :meth:`set_address` gave it
    :param io_timeout_s: how long to wait for a measurement, in s; 0 stands for twice the timing
        budget and 0.1 s
    :raises ValueError: nothing answers at ``address``
    :raises RuntimeError: it is another chip, or its memory makes no sense
    :raises TimeoutError: it does not end its calibration
    """

    def __init__(self, i2c: "I2C", address: int = 41, io_timeout_s: float = 0) -> None:
        self._i2c = i2c
        try:
            self._device = I2CDevice(i2c, address)
        except ValueError:  # it boots, if it was just let go from XSHUT
            time.sleep(_BOOT_S)
            self._device = I2CDevice(i2c, address)
        #: How long to wait for a measurement, in s; 0 stands for twice the timing budget and 0.1 s.
        self.io_timeout_s = io_timeout_s
        self._buffer = bytearray(14)  # a register, and what it and the next ones have
        self._start = bytearray(_START)
        self._budget_s = 0.0
        self._patience_ms = _SLACK_MS
        self._is_continuous = False
        self._is_ready = False  # whether the chip is known to have a result
        self._is_begun = False  # whether it has, or will have, one that was not read
        self._status = RANGE_NONE
        for _ in range(2):
            buffer = self._read(_IDENTIFICATION_MODEL_ID, 3)
            if buffer[1] == 0xEE and buffer[2] == 0xAA and buffer[3] == 0x10:
                break
            found = f"{buffer[1]:02x} {buffer[2]:02x} {buffer[3]:02x}"
            self._write(_PAGE, 0)  # a set-up that was cut short may have left another
        else:
            raise RuntimeError(f"its ID is {found}, not ee aa 10")
        self._set_up()

    # Measurements

    @property
    def range(self) -> int:
        """How far away the next thing is, in mm; ``OUT_OF_RANGE``, 8190, where there is none.

        :raises TimeoutError: the chip does not end its measurement
        :raises RuntimeError: the chip has lost its settings
        """
        if not self._is_continuous:
            self.do_range_measurement()
            time.sleep(self._budget_s)
        return self.read_range()

    @property
    def distance(self) -> "Optional[float]":
        """How far away the next thing is, in cm; None where there is none.

        :raises TimeoutError: the chip does not end its measurement
        :raises RuntimeError: the chip has lost its settings
        """
        millimetres = self.range
        return None if self._status else millimetres / 10

    def measure(self) -> "tuple[Optional[int], int, float, float]":
        """Measure all that belongs together.

        :return: the distance in mm, or None; :attr:`range_status`; what light came back, and
            what was there anyway, in MCPS (million counts a second)
        :raises TimeoutError: the chip does not end its measurement
        :raises RuntimeError: the chip has lost its settings
        """
        millimetres: "Optional[int]" = self.range
        if self._status:
            millimetres = None
        buffer = self._buffer  # still has the result, from index 1 on
        signal = (buffer[8] << 8 | buffer[9]) / 128
        return millimetres, self._status, signal, (buffer[10] << 8 | buffer[11]) / 128

    @property
    def range_status(self) -> int:
        """Why the last measurement has no distance, a ``RANGE_…``; ``RANGE_VALID`` is 0."""
        return self._status

    @property
    def data_ready(self) -> bool:
        """Whether there is a result, so that :meth:`read_range` does not wait."""
        if not self._is_ready:
            self._is_ready = self._read(_RESULT_INTERRUPT_STATUS, 1)[1] & 0x07 != 0
        return self._is_ready

    def do_range_measurement(self) -> None:
        """Begin a measurement, and do not wait; :meth:`read_range` has its result.

        :raises TimeoutError: one was begun before, and the chip does not end it
        """
        if not self._is_continuous:
            self._begin(0x01)

    def read_range(self) -> int:
        """Return the result of the measurement that was begun, in mm, as :attr:`range`.

        :raises TimeoutError: none was begun, or the chip does not end it
        :raises RuntimeError: the chip has lost its settings
        """
        buffer = self._wait(13)
        code = buffer[2] >> 3 & 0x0F
        millimetres = buffer[12] << 8 | buffer[13]
        self._clear()
        # As VL53L0X_get_pal_range_status() has it
        if 0 < code < 4:
            self._status = RANGE_NONE
            raise RuntimeError(f"chip failed with code {code}: make a new object")
        if code == 11 and millimetres < OUT_OF_RANGE:
            self._status = RANGE_VALID
            return millimetres
        if code == 4:
            self._status = RANGE_SIGNAL_FAIL
        elif code in (6, 9):
            self._status = RANGE_PHASE_FAIL
        elif code in (8, 10):
            self._status = RANGE_MIN_FAIL
        else:
            self._status = RANGE_NONE
        return OUT_OF_RANGE

    @property
    def is_continuous_mode(self) -> bool:
        """Whether the chip measures all the time."""
        return self._is_continuous

    def continuous_mode(self) -> "VL53L0X":
        """Return what a ``with`` block takes, in which the chip measures all the time."""
        return self

    def __enter__(self) -> "VL53L0X":
        self.start_continuous()
        return self

    def __exit__(
        self,
        exc_type: "Optional[type[BaseException]]",
        exc_value: "Optional[BaseException]",
        traceback: "Optional[TracebackType]",
    ) -> None:
        self.stop_continuous()

    def start_continuous(self) -> None:
        """Have the chip measure all the time; :attr:`range` then has the latest result."""
        self._begin(0x02)
        self._is_continuous = True

    def stop_continuous(self) -> None:
        """Have the chip measure only when it is asked.

        :raises TimeoutError: the chip does not end its last measurement
        """
        if not self._is_continuous:
            return
        self._send(b"\x02\x00\x01\x02\xff\x01\x02\x00\x00\x02\x91\x00\x02\x00\x01\x02\xff\x00")
        self._write(_PAGE, 1)
        try:
            self._poll(_STOPPING, 0xFF, False)
        finally:
            self._write(_PAGE, 0)
        self._send(self._start, 0, _LOCKED)  # the stop variable, for a next program, too
        self._clear()
        self._is_continuous = False

    # Settings

    @property
    def signal_rate_limit(self) -> float:
        """How much light must come back for a result, 0 to 511.99 MCPS; 0.25 at first.

        :raises ValueError: it is set to something else
        """
        buffer = self._read(_FINAL_RANGE_CONFIG_MIN_COUNT_RATE_RTN_LIMIT, 2)
        return (buffer[1] << 8 | buffer[2]) / 128

    @signal_rate_limit.setter
    def signal_rate_limit(self, val: float) -> None:
        if not 0 <= val <= 511.99:
            raise ValueError("must be 0 to 511.99")
        self._write(_FINAL_RANGE_CONFIG_MIN_COUNT_RATE_RTN_LIMIT, int(val * 128), 2)

    @property
    def measurement_timing_budget(self) -> int:
        """How long a measurement takes, 20000 µs to 2000000 µs; about 34000 at first.

        The longer, the less noise. The chip may take up to 0.8 % less.

        :raises ValueError: it is set to something else
        """
        used_us, pre_clocks = self._used()
        buffer = self._read(_FINAL_RANGE_CONFIG_VCSEL_PERIOD, 3)
        clocks = (buffer[3] << buffer[2]) + 1 - pre_clocks
        return used_us + _step_us(clocks, buffer[1])

    @measurement_timing_budget.setter
    def measurement_timing_budget(self, budget_us: int) -> None:
        if not 20000 <= budget_us <= 2000000:
            raise ValueError("must be 20000 to 2000000")
        used_us, clocks = self._used()
        # What the other steps leave is for the final range. Its timeout counts from the
        # pre-range on, and has 8 bits, 1 more, and a power of 2.
        vcsel = self._read(_FINAL_RANGE_CONFIG_VCSEL_PERIOD, 1)[1]
        clocks += round((budget_us - used_us) / _macro_us(vcsel)) - 1
        shift = 0
        while clocks > 0xFF:
            clocks >>= 1
            shift += 1
        self._write(_FINAL_RANGE_CONFIG_VCSEL_PERIOD + 1, shift << 8 | clocks, 2)
        self._budget_s = budget_us / 1000000
        self._patience_ms = _SLACK_MS + int(budget_us) // 500

    def set_address(self, new_address: int) -> None:
        """Give the chip another address, until it is reset or loses its supply.

        All others that have their first address must be held in reset meanwhile, with XSHUT low.

        :param new_address: 0x08 to 0x77, which no other chip has
        :raises ValueError: it is something else, or the chip does not answer there
        """
        if not 0x08 <= new_address <= 0x77:
            raise ValueError("must be 0x08 to 0x77")
        self._write(_I2C_SLAVE_DEVICE_ADDRESS, new_address)
        self._device = I2CDevice(self._i2c, new_address)

    # Helpers

    def _read(self, register: int, length: int) -> bytearray:
        """Read from ``register`` on. The bytes begin at index 1 of the buffer that is returned."""
        buffer = self._buffer
        buffer[0] = register
        with self._device as i2c:
            i2c.write_then_readinto(buffer, buffer, out_end=1, in_start=1, in_end=1 + length)
        return buffer

    def _write(self, register: int, value: int, length: int = 1) -> None:
        buffer = self._buffer
        buffer[0] = register
        buffer[length] = value & 0xFF
        if length > 1:
            buffer[1] = value >> 8
        with self._device as i2c:
            i2c.write(buffer, end=1 + length)

    def _send(self, table: "bytes | bytearray", start: int = 0, end: int = 0) -> None:
        """Write what a table has."""
        with self._device as i2c:
            while start < (end or len(table)):
                following = start + 1 + table[start]
                i2c.write(table, start=start + 1, end=following)
                start = following

    def _poll(self, register: int, mask: int, wanted: bool, length: int = 1) -> bytearray:
        """Read from ``register`` on until any bit of ``mask`` is set, or all are clear."""
        most_ms = int(self.io_timeout_s * 1000) if self.io_timeout_s else self._patience_ms
        for _ in range(0, most_ms + _POLL_MS, _POLL_MS):
            buffer = self._read(register, length)
            if bool(buffer[1] & mask) == wanted:
                return buffer
            time.sleep(_POLL_S)
        raise TimeoutError(f"chip not ready after {most_ms} ms")

    def _wait(self, length: int = 1) -> bytearray:
        """Read from RESULT_INTERRUPT_STATUS on once it tells of a result."""
        try:
            return self._poll(_RESULT_INTERRUPT_STATUS, 0x07, True, length)
        except TimeoutError:
            self._is_begun = False  # and will not be waited for again
            raise

    def _clear(self) -> None:
        """Forget the result that the chip has."""
        self._write(_SYSTEM_INTERRUPT_CLEAR, 0x01)
        self._is_ready = self._is_begun = False

    def _begin(self, mode: int) -> None:
        """Have the chip measure, once or all the time."""
        if self._is_begun:  # what nobody read would be taken for the new result
            self._wait()
            self._clear()
        self._start[_MODE] = mode
        self._send(self._start)
        self._is_begun = True

    def _used(self) -> "tuple[int, int]":
        """Return the µs that all but the final range takes, and the clocks of the pre-range."""
        msrc_clocks = self._read(_MSRC_CONFIG_TIMEOUT_MACROP, 1)[1] + 1
        buffer = self._read(_PRE_RANGE_CONFIG_VCSEL_PERIOD, 3)
        vcsel = buffer[1]
        clocks = (buffer[3] << buffer[2]) + 1
        dss_us = 2 * _step_us(msrc_clocks, vcsel)
        return _OVERHEAD_US + dss_us + _step_us(clocks, vcsel), clocks

    def _set_up(self) -> None:
        """Do as VL53L0X_DataInit(), _StaticInit() and _PerformRefCalibration() do.

        Left out is what they set and set anew before it counts.
        """
        # The levels of SCL and SDA are those of 2.8 V, as on all breakouts; I2C standard mode
        level = self._read(_VHV_CONFIG_PAD_SCL_SDA__EXTSUP_HV, 1)[1]
        self._write(_VHV_CONFIG_PAD_SCL_SDA__EXTSUP_HV - 1, level | 0x01, 2)
        start = self._start
        self._send(start, 0, _UNLOCKED)
        start[_VARIABLE] = self._read(_STOP_VARIABLE, 1)[1]
        self._send(start, _LOCKING, _LOCKED)
        if self._read(_SYSRANGE_START, 1)[1] & 0x0E:  # another program has left it running
            self._is_continuous = True
            self._patience_ms = 2000 + _SLACK_MS
            self.stop_continuous()

        # The reference SPADs, which the NVM tells: how many, with an aperture or without
        self._send(start, 0, _UNLOCKED)
        self._write(_PAGE, 6)
        self._write(_STROBE, self._read(_STROBE, 1)[1] | 0x04)
        self._send(b"\x02\xff\x07\x02\x81\x01\x02\x80\x01\x02\x94\x6b\x02\x83\x00")
        self._poll(_STROBE, 0xFF, True)
        self._write(_STROBE, 0x01)
        spads = self._read(_NVM_SPADS, 1)[1]
        self._send(b"\x02\x81\x00\x02\xff\x06")
        self._write(_STROBE, self._read(_STROBE, 1)[1] & ~0x04)
        self._write(_PAGE, 1)
        self._send(start, _LOCKING, _LOCKED)
        count = spads & 0x7F
        first = 12 if spads & 0x80 else 0
        if not 0 < count <= (32 if first else 12):
            raise RuntimeError(f"its NVM has {count} reference SPADs")
        buffer = self._read(_GLOBAL_CONFIG_SPAD_ENABLES_REF_0, 6)  # those that are good
        good = buffer[1:7]
        for number in range(48):
            place = number >> 3
            bit = 1 << (number & 7)
            if number < first or not count:
                good[place] &= ~bit
            elif good[place] & bit:
                count -= 1
        self._send(b"\x02\xff\x01\x03\x4e\x2c\x00\x02\xff\x00\x02\xb6\xb4")
        self._send(b"\x07\xb0" + good)

        self._send(_TUNING)
        # A new sample is told, by GPIO1 too, low
        gpio = self._read(_GPIO_HV_MUX_ACTIVE_HIGH, 1)[1]
        self._write(_GPIO_HV_MUX_ACTIVE_HIGH, gpio & ~0x10)
        self._send(b"\x03\x0a\x04\x01\x02\x01\xe8")  # and of the steps, no TCC, no MSRC
        self.measurement_timing_budget = _DEFAULT_US

        # Calibrations, of VHV and of phase, each a step by itself
        self._send(b"\x02\x01\x01\x02\x00\x41")
        self._wait()
        self._send(b"\x02\x0b\x01\x03\x00\x00\x02\x02\x00\x01")
        self._wait()
        self._send(b"\x02\x0b\x01\x03\x00\x00\xe8")


def _macro_us(vcsel: int) -> float:
    """Return how long a macro period is, by the register of the VCSEL's period."""
    return (2304 * 1655 * 2 * (vcsel + 1) + 500) // 1000 / 1000


def _step_us(clocks: int, vcsel: int) -> int:
    """Return how long a step of so many macro periods takes: half of one more, says the API."""
    return int((clocks + 0.5) * _macro_us(vcsel))
