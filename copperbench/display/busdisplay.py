# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""``busdisplay.BusDisplay``: a panel with memory of its own, behind a bus."""

from copperbench import native
from copperbench.display import core, values, wire
from copperbench.display.buses import is_display_bus
from copperbench.display.color import Format
from copperbench.display.compose import AT_ONCE
from copperbench.pins import free_pin

NO_BRIGHTNESS_COMMAND = 0x100


class Panel(core.Core):
    """The inner side of a BusDisplay.

    :ivar windows: how it addresses the panel, a :class:`~copperbench.display.wire.Windows`
    :ivar write_command: what goes before pixels
    :ivar backlight: the line of the backlight's pin, or None
    """

    REFUSES_USED_GROUPS = True

    def __init__(
        self, bench, bus, size, rotation, pixels, windows, write_command, frames, backlight
    ):
        super().__init__(bench, *size, rotation, pixels, frames)
        self.bus_object = bus
        self.bus = windows.bus
        self.windows = windows
        self.write_command = write_command
        self.brightness_command = NO_BRIGHTNESS_COMMAND
        self.backlight = backlight
        self.backlight_frequency = 50000
        self.backlight_on_high = True
        self.brightness = 0.0

    def initialize(self, sequence):
        """Send the panel's first commands, with their delays."""
        bus = self.bus
        for command, data, delay in wire.sequence(sequence):
            bus.wait()
            first = bytes((command,))
            if self.windows.data_as_commands:
                bus.send(wire.COMMAND, True, first + data)
            elif data or values.old_firmware():
                bus.send(wire.COMMAND, True, first)
                bus.send(wire.DATA, False, data)
            else:
                bus.send(wire.COMMAND, False, first)
            bus.end()
            self.clock.advance_us((10 if delay is None else delay) * 1000)

    def set_brightness(self, brightness):
        """Set the backlight, or the panel's own brightness. Return whether there is either.

        :param brightness: 0 to 1
        """
        if not self.backlight_on_high:
            brightness = 1.0 - brightness
        done = False
        if self.backlight is not None:
            self.backlight.modulate(self.backlight_frequency, int(0xFFFF * brightness))
            done = True
        elif self.brightness_command != NO_BRIGHTNESS_COMMAND:
            done = self.bus.begin()
            if done:
                command = bytes((self.brightness_command & 0xFF,))
                level = bytes((int(0xFF * brightness),))
                if self.windows.data_as_commands:
                    self.bus.send(wire.COMMAND, True, command + level)
                else:
                    self.bus.send(wire.COMMAND, True, command)
                    self.bus.send(wire.DATA, False, level)
                self.bus.end()
        if done:
            self.brightness = brightness
        return done

    def refresh_now(self):
        """Draw what has changed, unless the bus is in use."""
        if not self.bus.is_free():
            return
        self.start_refresh()
        for area in self.refresh_areas():
            self._refresh_area(area)
        self.finish_refresh()

    def _refresh_area(self, area):
        clipped = self.clip(area)
        if clipped is None:
            return
        rows = 8 if self.windows.pages else self.rows_at_once(clipped)
        if rows == 0:
            return
        data = self.compose(clipped) if AT_ONCE else None
        depth = self.pixels.depth
        top = clipped.y1
        end = clipped.y2
        if self.windows.pages:
            end = top + clipped.height // 8 * 8
        position = 0
        while top < end:
            part = core.Area(clipped.x1, top, clipped.x2, min(top + rows, end))
            self.windows.set(part, self.pixels)
            length = part.size * (depth // 8) if depth >= 8 else part.size // (8 // depth)
            if not self.bus.is_free():
                return
            self.bus.begin()
            if not self.windows.data_as_commands:
                self.bus.send(wire.COMMAND, True, bytes((self.write_command & 0xFF,)))
            if data is None:
                pixels = bytes(self.compose(part)[:length])
            else:
                pixels = bytes(data[position : position + length])
            self.bus.send(wire.DATA, False, pixels)
            self.bus.end()
            position += length
            top += rows

    def release(self):
        """End, and give the backlight's pin back."""
        super().release()
        if self.backlight is not None:
            self.backlight.release()


@native.exposed
class BusDisplay(core.Display):
    """A panel with memory of its own, behind a bus."""

    @native.constructor(
        "display_bus init_sequence *width:i height:i colstart:i? rowstart:i? rotation:i? "
        "color_depth:i? grayscale:b? pixels_in_byte_share_row:b? bytes_per_cell:i? "
        "reverse_pixels_in_byte:b? reverse_bytes_in_word:b? set_column_command:i? "
        "set_row_command:i? write_ram_command:i? backlight_pin? brightness_command:i? brightness? "
        "single_byte_bounds:b? data_as_commands:b? auto_refresh:b? native_frames_per_second:i? "
        "backlight_on_high:b? SH1107_addressing:b? backlight_pwm_frequency:i? "
        "set_vertical_scroll:i?"
    )
    def __init__(
        self,
        display_bus,
        init_sequence,
        *,
        width,
        height,
        colstart=0,
        rowstart=0,
        rotation=0,
        color_depth=16,
        grayscale=False,
        pixels_in_byte_share_row=True,
        bytes_per_cell=1,
        reverse_pixels_in_byte=False,
        reverse_bytes_in_word=True,
        set_column_command=0x2A,
        set_row_command=0x2B,
        write_ram_command=0x2C,
        backlight_pin=None,
        brightness_command=NO_BRIGHTNESS_COMMAND,
        brightness=1.0,
        single_byte_bounds=False,
        data_as_commands=False,
        auto_refresh=True,
        native_frames_per_second=60,
        backlight_on_high=True,
        SH1107_addressing=False,  # noqa: N803  # the firmware's name
        backlight_pwm_frequency=50000,
        set_vertical_scroll=None,
    ):
        if set_vertical_scroll is not None and not values.old_firmware():
            raise TypeError("unexpected keyword argument 'set_vertical_scroll'")
        width, height, colstart, rowstart, rotation, color_depth = [
            native.to_int(v) for v in (width, height, colstart, rowstart, rotation, color_depth)
        ]
        bytes_per_cell, set_column_command, set_row_command, write_ram_command = [
            native.to_int(v)
            for v in (bytes_per_cell, set_column_command, set_row_command, write_ram_command)
        ]
        brightness_command, native_frames_per_second, backlight_pwm_frequency = [
            native.to_int(v)
            for v in (brightness_command, native_frames_per_second, backlight_pwm_frequency)
        ]
        sequence = native.readable(init_sequence)
        free_pin(backlight_pin, "backlight_pin", none=True)
        brightness = native.to_float(brightness)
        core.check_rotation(rotation)
        if SH1107_addressing and color_depth != 1:
            raise ValueError("color_depth must be 1 when SH1107_addressing is True")
        found = core.displays()
        found.check_room()
        if not is_display_bus(display_bus):
            raise ValueError("Unsupported display bus type")
        pixels = Format(
            color_depth,
            bool(grayscale),
            bool(pixels_in_byte_share_row),
            1 if bytes_per_cell else 0,  # the firmware takes it as a truth value
            bool(reverse_pixels_in_byte),
            bool(reverse_bytes_in_word),
        )
        windows = wire.Windows(
            display_bus._state,
            (not single_byte_bounds,) * 2,
            (colstart, rowstart),
            (set_column_command, set_row_command, None, None),
            bool(data_as_commands),
            pages=bool(SH1107_addressing),
        )
        backlight = None if backlight_pin is None else backlight_pin._state
        panel = Panel(
            found.bench,
            display_bus,
            (width, height),
            rotation,
            pixels,
            windows,
            write_ram_command,
            native_frames_per_second,
            backlight,
        )
        panel.brightness_command = brightness_command
        panel.backlight_on_high = bool(backlight_on_high)
        panel.backlight_frequency = backlight_pwm_frequency
        native.hide(self, panel)
        found.add(panel)
        panel.bus.display_made(panel)
        panel.initialize(sequence)
        if backlight is not None:
            backlight.claim("PWMOut")
        panel.set_brightness(brightness)
        if not core.TERMINAL._state.in_group:
            panel.show(core.TERMINAL)
        panel.set_auto_refresh(bool(auto_refresh))

    @native.method("*target_frames_per_second? minimum_frames_per_second:i?")
    def refresh(self, *, target_frames_per_second=None, minimum_frames_per_second=0):
        """Draw what has changed; with a target frame rate, wait for the next frame, or skip one."""
        panel = self._core("refresh")
        panel.clock.advance_us(core.LOOKING_US)
        return panel.refresh(*core.frame_ms(target_frames_per_second, minimum_frames_per_second))

    @native.method("y:i buffer")
    def fill_row(self, y, buffer):
        """Put the pixels of a row into ``buffer``, and return it."""
        panel = self._core("fill_row")
        y = native.to_int(y)
        data = native.writable(buffer)
        if panel.pixels.depth not in (8, 16):
            raise ValueError("Display must have an 8 or 16 bit colorspace.")
        return panel.fill_row(y, buffer, data)

    def _set_auto_refresh(self, auto_refresh):
        self._core("auto_refresh").set_auto_refresh(bool(auto_refresh))

    auto_refresh = values.attribute(
        "auto_refresh", lambda self: self._core("auto_refresh").auto_refresh, _set_auto_refresh
    )

    def _set_brightness(self, brightness):
        panel = self._core("brightness")
        brightness = native.to_float(brightness)
        if not 0 <= brightness <= 1:
            raise ValueError("brightness must be 0-1")
        if not panel.set_brightness(brightness):
            raise RuntimeError("Brightness not adjustable")

    brightness = values.attribute(
        "brightness", lambda self: self._core("brightness").brightness, _set_brightness
    )
    bus = values.attribute("bus", lambda self: self._core("bus").bus_object)
