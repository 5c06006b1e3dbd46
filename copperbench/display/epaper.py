# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""``epaperdisplay.EPaperDisplay``: paper that keeps its picture, and takes its time."""

from copperbench import native
from copperbench.display import color, core, values, wire
from copperbench.display.buses import is_display_bus
from copperbench.display.compose import AT_ONCE
from copperbench.errors import Stop
from copperbench.pins import free_pin

#: After how long a busy pin is said to be stuck; no panel takes so long.
_PATIENCE_MS = 120000

NO_COMMAND = 0x100


class Paper(core.Core):
    """The inner side of an EPaperDisplay: see the arguments of the constructor of that."""

    REFUSES_USED_GROUPS = False

    def __init__(self, bench, bus, size, rotation, pixels, windows):
        super().__init__(bench, *size, rotation, pixels)
        self.bus_object = bus
        self.bus = windows.bus
        self.windows = windows
        self.toggle = False
        self.black_command = self.color_command = NO_COMMAND
        self.black_inverted = self.color_inverted = False
        self.four_grays = False
        self.highlight = 0  # the third colour, 0xRRGGBB
        self.start = self.stop = self.refresh_sequence = b""
        self.two_byte_length = False
        self.start_up_ms = self.refresh_ms = self.frame_time_ms = 0
        self.busy_line = None
        self.busy_level = 1
        self.showing = False  # whether the panel is changing its picture
        self._done = None

    # Commands

    def _send_sequence(self, sequence, wait):
        for command, data, delay in wire.sequence(sequence, self.two_byte_length):
            self.bus.wait()
            self.bus.send(wire.COMMAND, self.toggle, bytes((command,)))
            self.bus.send(wire.DATA, self.toggle, data)
            self.bus.end()
            if delay:
                self.clock.advance_us(delay * 1000)
            if wait:
                self._wait_while_busy()

    def _wait_while_busy(self):
        if self.busy_line is not None:
            start = self.ms
            while self._is_busy():
                self.clock.advance_us(1000)
                if self.ms - start > _PATIENCE_MS:
                    raise Stop(
                        f"the e-paper's busy pin {self.busy_line.label} has said for "
                        f"{_PATIENCE_MS // 1000} s that it is busy: a board would wait for ever"
                    )

    def _is_busy(self):
        return self.busy_line.net.level == self.busy_level

    # Refreshing

    def time_to_refresh(self):
        """Return how many ms must pass until it may refresh."""
        if self.last_refresh == 0:
            return 0
        elapsed = self.ms - self.last_refresh
        return 0 if elapsed > self.frame_time_ms else self.frame_time_ms - elapsed

    def background(self):
        """Notice that the picture is complete: put the panel to sleep."""
        if not self.showing:
            return
        if self.busy_line is not None:
            done = not self._is_busy()
        else:
            done = self.ms - self.last_refresh > self.refresh_ms
        if done:
            self._finish_showing()

    def _finish_showing(self):
        self.showing = False
        if self._done is not None:
            self.clock.cancel(self._done)
            self._done = None
        self._send_sequence(self.stop, False)

    def _look_again(self):
        """Look by itself, as the firmware's tick does."""
        self._done = None
        self.background()
        if self.showing:
            self._done = self.clock.at(self.clock.us + 1000, self._look_again)

    def refresh(self):
        """Show what has changed. Return whether it could, or there was nothing to do."""
        if self.showing and self.busy_line is not None:
            if self._is_busy():
                return False
            self._finish_showing()
        if self.root is None:
            return True
        if self.time_to_refresh() > 0 or not self.bus.is_free():
            return False
        areas = self.refresh_areas()
        if not areas:
            return True
        if self.pixels.colors:
            self._start()
            self._clean()
            self._show()
            while self.showing:
                self.clock.advance_us(1000)
                self.background()
        self._start()
        for area in areas:
            self._refresh_area(area)
        self._show()
        return True

    def refresh_now(self):
        """Show what has changed, if it may."""
        self.refresh()

    def refresh_areas(self):
        """Return the areas that must be drawn; all where the panel has no windows."""
        areas = super().refresh_areas()
        if areas and self.windows.commands[1] is None:
            return [self.area]
        return areas

    def _start(self):
        self.bus.reset()
        self.clock.advance_us(self.start_up_ms * 1000)
        self._send_sequence(self.start, True)
        self.start_refresh()

    def _show(self):
        self._send_sequence(self.refresh_sequence, False)
        self.showing = True
        self.finish_refresh()
        self._done = self.clock.at(self.clock.us + 1000, self._look_again)

    def _clean(self):
        """Have all pixels driven once, in the colour that the panel cleans with."""
        row = bytes([0x77]) * (self.width // 2)
        self.bus.begin()
        self.bus.send(wire.COMMAND, self.toggle, bytes((self.black_command & 0xFF,)))
        for _ in range(self.height):
            self.bus.send(wire.DATA, self.toggle, row)
            self.bus.end()
            self.bus.begin()
        self.bus.end()

    def _refresh_area(self, area):
        clipped = self.clip(area)
        if clipped is None:
            return
        rows = self.rows_at_once(clipped)
        passes = 1 if self.color_command == NO_COMMAND else 2
        for number in range(passes):
            if self.windows.commands[1] is not None:
                self.windows.set(clipped, self.pixels)
            command = self.color_command if number else self.black_command
            self.bus.begin()
            self.bus.send(wire.COMMAND, self.toggle, bytes((command & 0xFF,)))
            self.bus.end()
            data = self._plane(clipped, number) if AT_ONCE else None
            position = 0
            top = clipped.y1
            while top < clipped.y2:
                height = min(rows, clipped.y2 - top)
                length = height * clipped.width // (8 // self.pixels.depth)
                if data is None:
                    part = core.Area(clipped.x1, top, clipped.x2, top + height)
                    pixels = bytes(self._plane(part, number)[:length])
                else:
                    pixels = bytes(data[position : position + length])
                self.bus.begin()
                self.bus.send(wire.DATA, self.toggle, pixels)
                self.bus.end()
                position += length
                top += rows

    def _plane(self, area, number):
        """Return the bytes of one of the panel's two memories."""
        pixels = self.pixels
        drawn = True
        if not pixels.colors:
            pixels.grayscale = True
            pixels.gray_shift = 7
        if number:
            if self.four_grays:
                pixels.gray_shift = 6
            elif pixels.hue is not None:
                pixels.grayscale = False
            else:
                drawn = bool(pixels.colors)
        data = self.compose(area) if drawn else bytearray(area.size // (8 // pixels.depth))
        if self.color_inverted if number else self.black_inverted:
            data = bytes([byte ^ 0xFF for byte in data])
        return data

    def release(self):
        """End: wait until the picture is complete, and put the panel to sleep."""
        if self.showing:
            self._wait_while_busy()
            self._finish_showing()
        super().release()
        if self.busy_line is not None:
            self.busy_line.release()


@native.exposed
class EPaperDisplay(core.Display):
    """Paper behind a bus."""

    @native.constructor(
        "display_bus start_sequence stop_sequence *width:i height:i ram_width:i ram_height:i "
        "colstart:i? rowstart:i? rotation:i? set_column_window_command:i? "
        "set_row_window_command:i? set_current_column_command:i? "
        "set_current_row_command:i? write_black_ram_command:i "
        "black_bits_inverted:b? write_color_ram_command? color_bits_inverted:b? highlight_color:i? "
        "highlight_color2:i? refresh_display_command refresh_time? busy_pin? busy_state:b? "
        "seconds_per_frame? always_toggle_chip_select:b? grayscale:b? advanced_color_epaper:b? "
        "spectra6:b? two_byte_sequence_length:b? start_up_time? address_little_endian:b?"
    )
    def __init__(
        self,
        display_bus,
        start_sequence,
        stop_sequence,
        *,
        width,
        height,
        ram_width,
        ram_height,
        colstart=0,
        rowstart=0,
        rotation=0,
        set_column_window_command=NO_COMMAND,
        set_row_window_command=NO_COMMAND,
        set_current_column_command=NO_COMMAND,
        set_current_row_command=NO_COMMAND,
        write_black_ram_command,
        black_bits_inverted=False,
        write_color_ram_command=None,
        color_bits_inverted=False,
        highlight_color=0x000000,
        highlight_color2=0x000000,
        refresh_display_command,
        refresh_time=40,
        busy_pin=None,
        busy_state=True,
        seconds_per_frame=180,
        always_toggle_chip_select=False,
        grayscale=False,
        advanced_color_epaper=False,
        spectra6=False,
        two_byte_sequence_length=False,
        start_up_time=0,
        address_little_endian=False,
    ):
        width, height, ram_width, ram_height, colstart, rowstart, rotation = [
            native.to_int(v)
            for v in (width, height, ram_width, ram_height, colstart, rowstart, rotation)
        ]
        commands = [
            native.to_int(v)
            for v in (
                set_column_window_command,
                set_row_window_command,
                set_current_column_command,
                set_current_row_command,
            )
        ]
        black_command = native.to_int(write_black_ram_command)
        highlight = native.to_int(highlight_color)
        second_highlight = native.to_int(highlight_color2)
        start = native.readable(start_sequence)
        stop = native.readable(stop_sequence)
        free_pin(busy_pin, "busy_pin", none=True)
        core.check_rotation(rotation)
        found = core.displays()
        found.check_room()
        refresh_time = native.to_float(refresh_time)
        seconds_per_frame = native.to_float(seconds_per_frame)
        start_up_time = native.to_float(start_up_time)
        color_command = NO_COMMAND
        if write_color_ram_command is not None:
            color_command = native.to_int(write_color_ram_command)
        refresh = _refresh_sequence(refresh_display_command, two_byte_sequence_length)
        if not is_display_bus(display_bus):
            raise ValueError("Unsupported display bus type")
        many = advanced_color_epaper or spectra6
        highlighted = (highlight or second_highlight) and color_command == NO_COMMAND
        depth = 2 if highlighted else 4 if many else 1
        pixels = color.Format(depth, not (many or highlighted), reverse_pixels=True)
        if highlight and not second_highlight:
            pixels.hue = color.hue(highlight)
        if many:
            pixels.colors = 6 if spectra6 else 7
        paper = Paper(
            found.bench,
            display_bus,
            (width, height),
            rotation,
            pixels,
            wire.Windows(
                display_bus._state,
                (ram_width >= 0x100, ram_height >= 0x100),
                (colstart, rowstart),
                tuple([None if command == NO_COMMAND else command for command in commands]),
                toggle=bool(always_toggle_chip_select),
                little_endian=bool(address_little_endian),
            ),
        )
        paper.toggle = bool(always_toggle_chip_select)
        paper.black_command = black_command
        paper.black_inverted = bool(black_bits_inverted)
        paper.color_command = color_command
        paper.color_inverted = bool(color_bits_inverted)
        paper.highlight = highlight
        paper.four_grays = bool(grayscale) and not many and not highlighted
        paper.start, paper.stop, paper.refresh_sequence = bytes(start), bytes(stop), refresh
        paper.two_byte_length = bool(two_byte_sequence_length)
        paper.refresh_ms = int(refresh_time * 1000)
        paper.frame_time_ms = int(seconds_per_frame * 1000)
        paper.start_up_ms = int(start_up_time * 1000)
        paper.busy_level = 1 if busy_state else 0
        if busy_pin is not None:
            paper.busy_line = busy_pin._state
            paper.busy_line.claim("DigitalInOut")
            paper.busy_line.input()
        native.hide(self, paper)
        found.add(paper)
        paper.bus.display_made(paper)
        paper.show(core.TERMINAL)

    @native.method("start_sequence seconds_per_frame?")
    def update_refresh_mode(self, start_sequence, seconds_per_frame=180):
        """Start in another way from now on."""
        paper = self._core("update_refresh_mode")
        paper.start = bytes(native.readable(start_sequence))
        paper.frame_time_ms = int(native.to_float(seconds_per_frame) * 1000)

    @native.method(1)
    def refresh(self):
        """Show what has changed.

        :raises RuntimeError: it is too soon
        """
        paper = self._core("refresh")
        paper.clock.advance_us(core.LOOKING_US)
        if not paper.refresh():
            raise RuntimeError("Refresh too soon")

    def _time_to_refresh(self):
        paper = self._core("time_to_refresh")
        paper.clock.advance_us(core.LOOKING_US)
        left = paper.time_to_refresh()
        return (left + 100) / 1000 if left else 0.0

    time_to_refresh = values.attribute("time_to_refresh", _time_to_refresh)

    def _busy(self):
        paper = self._core("busy")
        paper.clock.advance_us(core.LOOKING_US)
        paper.background()
        return paper.showing

    busy = values.attribute("busy", _busy)
    bus = values.attribute("bus", lambda self: self._core("bus").bus_object)


def _refresh_sequence(command, two_byte_length):
    if isinstance(command, int):
        return bytes((command & 0xFF, 0, 0)[: 3 if two_byte_length else 2])
    try:
        return bytes(native.readable(command))
    except TypeError:
        pass
    raise ValueError("Invalid refresh_display_command")
