# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""One device on a 1-Wire bus."""

from micropython import const

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Optional

    from circuitpython_typing import ReadableBuffer, WriteableBuffer

    from adafruit_onewire.bus import OneWireAddress, OneWireBus

_MATCH_ROM = b"\x55"


class OneWireDevice:
    """A device, which a ``with`` block picks: the first byte written in it is a command.

    :param bus: the bus that it is on
    :param address: its address, as :meth:`adafruit_onewire.bus.OneWireBus.scan` finds it
    """

    def __init__(self, bus: "OneWireBus", address: "OneWireAddress") -> None:
        self._bus = bus
        self._address = address

    def __enter__(self) -> "OneWireDevice":
        """Send a reset and the address.

        :raises OneWireError: nobody is on the bus
        """
        bus = self._bus
        bus.reset(True)
        bus.write(_MATCH_ROM)
        bus.write(self._address.rom)
        return self

    def __exit__(
        self,
        exception_type: "Optional[type[BaseException]]",
        exception_value: "Optional[BaseException]",
        traceback: "Optional[TracebackType]",
    ) -> bool:
        return False

    def readinto(
        self, buf: "WriteableBuffer", *, start: int = 0, end: "Optional[int]" = None
    ) -> None:
        """Read bytes. All of a buffer of 8 or more must end with their checksum.

        :param buf: where they go
        :param start: index of the first
        :param end: index after the last; the length of ``buf`` if not given
        :raises RuntimeError: the checksum is wrong
        """
        self._bus.readinto(buf, start=start, end=end)
        if not start and end is None and len(buf) > 7 and self._bus.crc8(buf):
            raise RuntimeError("CRC error")

    def write(self, buf: "ReadableBuffer", *, start: int = 0, end: "Optional[int]" = None) -> None:
        """Write bytes.

        :param buf: the bytes
        :param start: index of the first
        :param end: index after the last; the length of ``buf`` if not given
        """
        self._bus.write(buf, start=start, end=end)
