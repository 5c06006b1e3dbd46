# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Sleeping until a time, or until a pin has a level."""

from alarm import pin, time
from copperbench import native as _native
from copperbench.bench import current as _current
from copperbench.errors import Stop as _Stop
from copperbench.memory import Memory as _Memory

_STEP_US = 1000  # how often a sleeper's pins are looked at


@_native.exposed
class SleepMemory(_Memory):
    """Memory that lasts through deep sleep."""


def _bytes():
    mcu = _current().mcu
    if mcu.sleep_memory is None:
        mcu.sleep_memory = bytearray(4096)
    return mcu.sleep_memory


sleep_memory = _native.made(SleepMemory, _bytes)


def __getattr__(name):
    if name == "wake_alarm":
        return _current().mcu.wake_alarm
    raise AttributeError(f"'module' object has no attribute '{name}'")


def _check(alarms):
    for alarm in alarms:
        if not isinstance(alarm, (pin.PinAlarm, time.TimeAlarm)):
            raise TypeError("Expected a kind of Alarm")


@_native.function((1, 0xFFFF))
def light_sleep_until_alarms(*alarms):
    """Sleep until one of the alarms. Return it."""
    if not alarms:
        raise TypeError("function missing 1 required positional arguments")
    _check(alarms)
    bench = _current()
    while True:
        for alarm in alarms:
            if alarm._due(bench.clock):
                bench.mcu.wake_alarm = alarm
                return alarm
        bench.clock.advance_us(_STEP_US)


def exit_and_deep_sleep_until_alarms(*alarms, preserve_dios=(), **others):
    """Sleep, and begin anew after one of the alarms: on the bench the program ends."""
    for name in others:
        raise TypeError(f"unexpected keyword argument '{name}'")
    _check(alarms)
    if len(preserve_dios):
        raise NotImplementedError("preserve_dios")
    raise _Stop("the program has gone to deep sleep")


_native.module(
    __name__,
    "SleepMemory",
    "exit_and_deep_sleep_until_alarms",
    "light_sleep_until_alarms",
    "pin",
    "sleep_memory",
    "time",
    "wake_alarm",
)
