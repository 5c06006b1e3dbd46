# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A chip on a shared I2C bus, as the firmware's native module has it."""

from copperbench import native as _native
from copperbench.ports import wait_for_lock as _wait_for_lock

_ALL = _native.ALL


class _State:
    def __init__(self, i2c, address):
        self.i2c = i2c
        self.address = address


@_native.exposed
class I2CDevice(_native.Object):
    """A chip at one address, for use in a ``with`` block that holds the bus's lock.

    :param i2c: the bus, or anything with its methods
    :param device_address: 7 bits
    :param probe: whether to look for the chip at once
    :raises ValueError: no chip answers at ``device_address``
    """

    @_native.constructor("i2c device_address:i probe:b?")
    def __init__(self, i2c, device_address, probe=True):
        device_address = _native.to_int(device_address) & 0xFF  # the firmware keeps it in a byte
        _native.hide(self, _State(i2c, device_address))
        if probe:
            _wait_for_lock(i2c)
            found = i2c.probe(device_address)
            i2c.unlock()
            if not found:
                state = getattr(i2c, "_state", None)
                if hasattr(state, "bus"):  # the bench's, and no bus of the program's own
                    state.bus.absent(device_address)
                raise ValueError(f"No I2C device at address: 0x{device_address:x}")

    def __enter__(self):
        _wait_for_lock(self._state.i2c)
        return self

    def __exit__(self, kind, error, trace):
        self._state.i2c.unlock()

    # The bus gets start always and end only where it is given, as from the firmware.

    @_native.method("buffer *start:i? end:i?")
    def readinto(self, buffer, *, start=0, end=_ALL):
        """Read into ``buffer[start:end]``."""
        state = self._state
        if end is _ALL:
            state.i2c.readfrom_into(state.address, buffer, start=start)
        else:
            state.i2c.readfrom_into(state.address, buffer, start=start, end=end)

    @_native.method("buffer *start:i? end:i?")
    def write(self, buffer, *, start=0, end=_ALL):
        """Write ``buffer[start:end]``."""
        state = self._state
        if end is _ALL:
            state.i2c.writeto(state.address, buffer, start=start)
        else:
            state.i2c.writeto(state.address, buffer, start=start, end=end)

    @_native.method("out_buffer in_buffer *out_start:i? out_end:i? in_start:i? in_end:i?")
    def write_then_readinto(
        self, out_buffer, in_buffer, *, out_start=0, out_end=_ALL, in_start=0, in_end=_ALL
    ):
        """Write one slice, then read into another, with no STOP between."""
        state = self._state
        if out_end is _ALL and in_end is _ALL:
            state.i2c.writeto_then_readfrom(
                state.address, out_buffer, in_buffer, out_start=out_start, in_start=in_start
            )
        elif in_end is _ALL:
            state.i2c.writeto_then_readfrom(
                state.address,
                out_buffer,
                in_buffer,
                out_start=out_start,
                out_end=out_end,
                in_start=in_start,
            )
        elif out_end is _ALL:
            state.i2c.writeto_then_readfrom(
                state.address,
                out_buffer,
                in_buffer,
                out_start=out_start,
                in_start=in_start,
                in_end=in_end,
            )
        else:
            state.i2c.writeto_then_readfrom(
                state.address,
                out_buffer,
                in_buffer,
                out_start=out_start,
                out_end=out_end,
                in_start=in_start,
                in_end=in_end,
            )


_native.module(__name__, "I2CDevice")
