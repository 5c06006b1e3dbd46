# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""MIDI over USB. The bench has its other end as ``bench.usb.midi``."""

from copperbench import native as _native
from copperbench.bench import current as _current


@_native.exposed
class PortIn(_native.Object):
    """Messages from the computer."""

    def __init__(self, *args, **kwargs):
        raise TypeError(_native.no_instances("PortIn"))

    @_native.method((1, 2))
    def read(self, nbytes=None):
        """Return up to ``nbytes`` bytes of those that have arrived."""
        midi = _current().usb.midi
        count = len(midi.arrived) if nbytes is None else _native.to_int(nbytes)
        return midi.take(len(midi.arrived) if count < 0 else count)

    @_native.method((2, 3))
    def readinto(self, buf, nbytes=None):
        """Read into ``buf``. Return how many bytes there were."""
        buf = _native.writable(buf)
        size = len(buf) if nbytes is None else min(len(buf), _native.to_int(nbytes))
        data = _current().usb.midi.take(size)
        buf[: len(data)] = data
        return len(data)


@_native.exposed
class PortOut(_native.Object):
    """Messages to the computer."""

    def __init__(self, *args, **kwargs):
        raise TypeError(_native.no_instances("PortOut"))

    @_native.method((2, 4))
    def write(self, buf, *limits):
        """Send bytes. Return how many; where nobody listens they are lost."""
        return _current().usb.midi.put(_native.written(buf, limits))


ports = (_native.made(PortIn, None), _native.made(PortOut, None))


@_native.function(0)
def disable():
    """Have no MIDI; in boot.py only."""
    raise RuntimeError("Cannot change USB devices now")


@_native.function(0)
def enable():
    """Have MIDI; in boot.py only."""
    raise RuntimeError("Cannot change USB devices now")


_NAMES = "streaming_interface_name? audio_control_interface_name? in_jack_name? out_jack_name?"


@_native.function(_NAMES)
def set_names(
    streaming_interface_name=None,
    audio_control_interface_name=None,
    in_jack_name=None,
    out_jack_name=None,
):
    """Say what the interfaces are called; it has an effect in boot.py only."""
    for name, value in (
        ("streaming_interface_name", streaming_interface_name),
        ("audio_control_interface_name", audio_control_interface_name),
        ("in_jack_name", in_jack_name),
        ("out_jack_name", out_jack_name),
    ):
        if value is not None and len(_native.readable(value)) > 126:
            raise ValueError(f"{name} length must be 0-126")


_native.module(__name__, "PortIn", "PortOut", "disable", "enable", "ports", "set_names")
