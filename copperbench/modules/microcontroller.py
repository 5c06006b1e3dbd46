# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The microcontroller: its pins, its memory that lasts, its clock."""

from copperbench import native as _native
from copperbench.bench import current as _current
from copperbench.errors import Stop as _Stop
from copperbench.mcu import system_clock as _system_clock
from copperbench.memory import Memory as _Memory
from copperbench.pins import Pin as Pin  # noqa: PLC0414  # a name of this module

ResetReason = _native.enumeration(
    "microcontroller.ResetReason",
    "POWER_ON",
    "BROWNOUT",
    "SOFTWARE",
    "DEEP_SLEEP_ALARM",
    "RESET_PIN",
    "WATCHDOG",
    "UNKNOWN",
    "RESCUE_DEBUG",
)
RunMode = _native.enumeration("microcontroller.RunMode", "NORMAL", "SAFE_MODE", "UF2", "BOOTLOADER")


class _Made:
    # A single object of a firmware class that programs cannot make themselves.
    def __init__(self, *args, **kwargs):
        raise TypeError(_native.no_instances(type(self).__name__))


@_native.exposed
class Processor(_Made, _native.Object):
    """The microcontroller's core, and what it measures of itself."""

    def frequency(self):
        """The clock, in Hz."""
        return _current().mcu.frequency

    def _set_frequency(self, frequency):
        frequency = _native.at_least(_native.to_int(frequency), 0, "frequency")
        bench = _current()
        if bench.board.data.port != "raspberrypi":
            raise NotImplementedError("frequency is read-only for this board")
        if not _system_clock(frequency):
            raise ValueError("Invalid frequency")
        bench.clock.advance_us(10000)  # until the supply is stable
        bench.mcu.frequency = frequency // 1000 * 1000

    frequency = _native.attribute(frequency, _set_frequency)

    def reset_reason(self):
        """Why the program started, a ``ResetReason``."""
        return getattr(ResetReason, _current().mcu.reset_reason)

    reset_reason = _native.attribute(reset_reason)

    def temperature(self):
        """The temperature of the chip, in °C."""
        return float(_current().mcu.temperature)

    temperature = _native.attribute(temperature)

    def uid(self):
        """The serial number, as a bytearray."""
        return bytearray(_current().mcu.uid)

    uid = _native.attribute(uid)

    def voltage(self):
        """None: the RP2040 does not measure its supply."""

    voltage = _native.attribute(voltage)


@_native.exposed
class ByteArray(_Memory):
    """Memory that lasts, byte by byte."""


class _Pins:
    """``microcontroller.pin``: all pins by the microcontroller's names."""

    def __getattr__(self, name):
        lines = _current().board.lines
        if name in lines:
            return lines[name].pin
        raise AttributeError(f"'module' object has no attribute '{name}'")

    def __dir__(self):
        return ["__class__"] + sorted(list(_current().board.lines) + ["__dict__"])

    def __repr__(self):
        return "<module ''>"


cpu = _native.made(Processor, None)
cpus = (cpu, _native.made(Processor, None))
pin = type("module", (_Pins,), {"__module__": "builtins"})()
_nvm = _native.made(ByteArray, lambda: _current().mcu.nvm)


def __getattr__(name):
    if name == "nvm":
        return None if _current().mcu.nvm is None else _nvm
    if name == "watchdog":
        from watchdog import _timer

        return _timer
    raise AttributeError(f"'module' object has no attribute '{name}'")


@_native.function(1)
def delay_us(delay):
    """Let ``delay`` µs pass."""
    delay = _native.to_int(delay)
    if delay > 0:
        _current().clock.advance_us(delay)


@_native.function(0)
def disable_interrupts():
    """Do nothing: nothing interrupts a program on the bench but the time that it lets pass."""


@_native.function(0)
def enable_interrupts():
    """Undo :func:`disable_interrupts`."""


@_native.function(1)
def on_next_reset(run_mode):
    """Say how to start after the next reset."""
    if not isinstance(run_mode, RunMode):
        raise ValueError("Invalid run_mode")
    _current().mcu.next_run_mode = run_mode._state


@_native.function(0)
def reset():
    """Start the board anew: the program ends here."""
    _current().mcu.reset_reason = "SOFTWARE"
    raise _Stop("microcontroller.reset()")


_native.module(
    __name__,
    "Pin",
    "Processor",
    "ResetReason",
    "RunMode",
    "cpu",
    "cpus",
    "delay_us",
    "disable_interrupts",
    "enable_interrupts",
    "nvm",
    "on_next_reset",
    "pin",
    "reset",
    "watchdog",
)
