# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""How displays send commands and pixels: windows, and the buses that carry them.

A display bus has ``is_free()``, ``begin()`` (whether it could be had), ``send(command,
toggle, data)`` and ``end()``. ``toggle`` releases the chip after each byte.
"""

COMMAND = True
DATA = False


class Windows:
    """Tells a panel which rectangle the next pixels go to.

    :param bus: the display bus
    :param wide: whether columns and rows take two bytes each
    :param start: first visible column and row in the panel's memory
    :param commands: for the column window, the row window, the current column and the current
        row; None where the panel has none
    :param data_as_commands: whether all goes as commands, a byte each
    :param toggle: whether the chip is released after each byte
    :param pages: whether the panel is addressed by page and column, as SH1107 is
    :param little_endian: whether the low byte goes first
    """

    def __init__(
        self,
        bus,
        wide,
        start,
        commands,
        data_as_commands=False,
        toggle=False,
        pages=False,
        little_endian=False,
    ):
        self.bus = bus
        self.wide = wide
        self.start = start
        self.commands = commands
        self.data_as_commands = data_as_commands
        self.toggle = toggle or data_as_commands
        self.pages = pages
        self.little_endian = little_endian

    def set(self, area, pixels):
        """Send the window of an area."""
        x1 = area.x1 + self.start[0] & 0xFFFF
        x2 = area.x2 + self.start[0] & 0xFFFF
        y1 = area.y1 + self.start[1] & 0xFFFF
        y2 = area.y2 + self.start[1] & 0xFFFF
        if pixels.depth < 8:
            step = 8 // pixels.depth * pixels.bytes_per_cell
            if pixels.share_row:
                x1 //= step
                x2 //= step
            else:
                y1 //= step
                y2 //= step
        wide_x, wide_y = self.wide
        columns = self._bounds(x1, x2 - 1 & 0xFFFF, wide_x)
        rows = self._bounds(y1, y2 - 1 & 0xFFFF, wide_y)
        if self.pages:
            self._send_window(None, bytes((x1 >> 4 & 0x0F | 0x10, x1 & 0x0F)))
        else:
            self._send_window(self.commands[0], columns)
        self._send_current(self.commands[2], columns)
        if self.pages:
            self._send_window(None, bytes((0xB0 | y1 & 0xFF,)))
        else:
            self._send_window(self.commands[1], rows)
        self._send_current(self.commands[3], rows)

    def _bounds(self, first, last, wide):
        if not wide:
            return bytes((first & 0xFF, last & 0xFF))
        if self.little_endian:
            return bytes((first & 0xFF, first >> 8, last & 0xFF, last >> 8))
        return bytes((first >> 8, first & 0xFF, last >> 8, last & 0xFF))

    def _send_window(self, command, data):
        bus = self.bus
        bus.begin()
        if self.data_as_commands:
            head = b"" if command is None else bytes((command & 0xFF,))
            bus.send(COMMAND, self.toggle, head + data)
        else:
            if command is not None:
                bus.send(COMMAND, False, bytes((command & 0xFF,)))
            bus.send(DATA, self.toggle, data)
        bus.end()

    def _send_current(self, command, data):
        if command is not None:
            bus = self.bus
            bus.begin()
            bus.send(COMMAND, self.toggle, bytes((command & 0xFF,)))
            bus.send(DATA, self.toggle, data[: len(data) // 2])
            bus.end()


def sequence(data, two_byte_length=False):
    """Yield (command, data, ms to wait or None) of a packed sequence of commands.

    :param data: the command, how many bytes follow (with 0x80: then a delay), bytes, delay
    :param two_byte_length: whether the length takes two bytes, the high one first
    """
    position = 0
    while position + 1 < len(data):
        command = data[position]
        length = data[position + 1]
        delay = None
        waits = length & 0x80
        length &= 0x7F
        position += 2
        if two_byte_length:
            length = length << 8 | data[position]
            position += 1
        content = bytes(data[position : position + length])
        position += length
        if waits:
            delay = data[position] if position < len(data) else 0
            position += 1
            if delay == 255:
                delay = 500
        yield command, content, delay
