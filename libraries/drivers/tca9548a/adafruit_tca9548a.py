# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""TI TCA9548A and NXP PCA9546A I2C multiplexers: eight or four buses behind one.

Each channel can be used like the bus itself, so that chips of one address have room beside
each other.

Datasheets: Texas Instruments TCA9548A, SCPS207, https://www.ti.com/lit/ds/symlink/tca9548a.pdf;
NXP PCA9546A, rev. 6, 2014-Apr-30, https://www.nxp.com/docs/en/data-sheet/PCA9546A.pdf
"""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

from micropython import const

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from typing import Any, Optional

    from busio import I2C
    from circuitpython_typing import ReadableBuffer, WriteableBuffer

_ALL = const(0x3FFFFFFF)  # the bus takes what there is

# What is known of each multiplexer, which all objects for it share
_BUS = const(0)
_ADDRESS = const(1)
_CONTROL = const(2)  # its register
_UNKNOWN = const(-1)
_known: "list[list[Any]]" = []


class TCA9548A_Channel:  # noqa: N801  # upstream's name
    """A channel, which can be used like a ``busio.I2C``.

    It stays open after :meth:`unlock`, unless there are several multiplexers on the bus.

    :param tca: the multiplexer
    :param channel: which of its channels
    """

    def __init__(self, tca: "TCA9548A", channel: int) -> None:
        self.tca = tca
        #: What the multiplexer's register is set to, a bit for each channel.
        self.channel_switch = bytearray([1 << channel])

    def try_lock(self) -> bool:
        """Lock the bus, and open the channel if it is not.

        :return: whether the bus was free
        :raises OSError: the multiplexer does not answer; the bus is free then
        """
        tca = self.tca
        if not tca.i2c.try_lock():
            return False
        if tca._state[_CONTROL] != self.channel_switch[0]:
            try:
                tca._write(self.channel_switch)
            except BaseException:
                tca.i2c.unlock()
                raise
        return True

    def unlock(self) -> None:
        """Let the bus go, and close the channel before if there is another multiplexer on it.

        :raises OSError: the multiplexer does not answer; the bus is free nevertheless
        """
        tca = self.tca
        try:
            for state in _known:
                if state[_BUS] is tca.i2c and state is not tca._state:
                    tca._write(b"\x00")
                    break
        finally:
            tca.i2c.unlock()

    def readfrom_into(
        self,
        address: int,
        buffer: "WriteableBuffer",
        *,
        start: int = 0,
        end: int = _ALL,
    ) -> None:
        """Read ``buffer[start:end]`` from the chip at ``address``.

        :raises ValueError: it is the multiplexer's address
        :raises OSError: it does not answer
        """
        state = self._doubt(address)
        self.tca.i2c.readfrom_into(address, buffer, start=start, end=end)
        state[_CONTROL] = self.channel_switch[0]

    def writeto(
        self,
        address: int,
        buffer: "ReadableBuffer",
        *,
        start: int = 0,
        end: int = _ALL,
    ) -> None:
        """Write ``buffer[start:end]`` to the chip at ``address``.

        :raises ValueError: it is the multiplexer's address
        :raises OSError: it does not answer
        """
        state = self._doubt(address)
        self.tca.i2c.writeto(address, buffer, start=start, end=end)
        state[_CONTROL] = self.channel_switch[0]

    def writeto_then_readfrom(
        self,
        address: int,
        buffer_out: "ReadableBuffer",
        buffer_in: "WriteableBuffer",
        *,
        out_start: int = 0,
        out_end: int = _ALL,
        in_start: int = 0,
        in_end: int = _ALL,
    ) -> None:
        """Write to the chip at ``address`` and read from it, with no STOP between.

        :raises ValueError: it is the multiplexer's address
        :raises OSError: it does not answer
        """
        state = self._doubt(address)
        self.tca.i2c.writeto_then_readfrom(
            address,
            buffer_out,
            buffer_in,
            out_start=out_start,
            out_end=out_end,
            in_start=in_start,
            in_end=in_end,
        )
        state[_CONTROL] = self.channel_switch[0]

    def scan(self) -> "list[int]":
        """Return the addresses at which something answers, the multiplexer's among them."""
        self._open_again()
        return self.tca.i2c.scan()

    def probe(self, address: int) -> bool:
        """Return whether something answers at ``address``."""
        i2c = self.tca.i2c
        if not hasattr(i2c, "probe"):  # before CircuitPython 9.2
            return address in self.scan()
        self._open_again()
        return i2c.probe(address)

    def _open_again(self) -> None:
        """Open the channel, whatever is known: that nobody answers would not tell it is closed.

        No error passes, as none does where one looks for a chip: native drivers that make it
        would leave the bus locked.
        """
        try:  # noqa: SIM105  # boards have no contextlib
            self.tca._write(self.channel_switch)
        except OSError:
            pass  # nobody will answer

    def _doubt(self, address: int) -> "list[Any]":
        """Take the register for unknown, until the chip at ``address`` has answered.

        That it does not may be because the multiplexer was reset.
        """
        if address == self.tca.address:
            raise ValueError("address is the multiplexer's")
        state = self.tca._state
        state[_CONTROL] = _UNKNOWN
        return state


class TCA9548A:
    """A TCA9548A, a sequence of its channels.

    Making it sends nothing.

    :param i2c: the bus that the chip is on; it may be a channel of another
    :param address: 0x70 to 0x77, by the pins A0 to A2
    """

    _count = 8

    def __init__(self, i2c: "I2C", address: int = 0x70) -> None:
        self.i2c = i2c
        self.address = address
        #: The channels that were asked for so far, ``None`` for the others.
        self.channels: "list[Optional[TCA9548A_Channel]]" = [None] * self._count
        for state in _known:
            if state[_BUS] is i2c and state[_ADDRESS] == address:
                break
        else:
            state = [i2c, address, _UNKNOWN]
            _known.append(state)
        self._state = state

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, key: int) -> TCA9548A_Channel:
        if not 0 <= key < self._count:
            raise IndexError(f"must be 0 to {self._count - 1}")
        channel = self.channels[key]
        if channel is None:
            channel = self.channels[key] = TCA9548A_Channel(self, key)
        return channel

    def deinit(self) -> None:
        """Close all channels.

        :raises RuntimeError: the bus is locked
        :raises OSError: the multiplexer does not answer
        """
        if not self.i2c.try_lock():
            raise RuntimeError("the bus is locked")
        try:
            self._write(b"\x00")
        finally:
            self.i2c.unlock()

    # Helpers

    def _write(self, control: "ReadableBuffer") -> None:
        state = self._state
        state[_CONTROL] = _UNKNOWN  # unless it arrives
        self.i2c.writeto(self.address, control)
        state[_CONTROL] = control[0]


class PCA9546A(TCA9548A):
    """A PCA9546A, or a TCA9546A: a sequence of its four channels.

    :param i2c: the bus that the chip is on
    :param address: 0x70 to 0x77, by the pins A0 to A2
    """

    _count = 4
