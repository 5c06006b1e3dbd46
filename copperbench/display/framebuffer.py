# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""``framebufferio``, ``rgbmatrix``, ``sharpdisplay``: displays with pixels in the board's memory.

A framebuffer is an object whose inner side is a :class:`Buffer`. The pins of an RGB matrix
are taken, and do not move: nothing on a bench would see their hundred changes a millisecond.
"""

from copperbench import native
from copperbench.display import core, values
from copperbench.display.color import Format
from copperbench.display.glass import widen
from copperbench.pins import free_pin
from copperbench.screens import Screen
from copperbench.spi import SPI

_WRITE = 0x80  # the first byte to a Sharp display
_VCOM = 0x40  # its bit that must change from time to time


class Buffer(Screen):
    """Pixels in memory, and what shows them.

    :param pixels: the :class:`~copperbench.display.color.Format`
    :param stride: bytes from row to row
    :param offset: of the first pixel
    :ivar shown: the bytes that were shown last
    """

    brightness = None  # 0 to 1, where there is any

    def __init__(self, width, height, pixels, stride, offset=0, data=None):
        self.width = width
        self.height = height
        self.pixels = pixels
        self.stride = stride
        self.offset = offset
        self.data = bytearray(offset + stride * height) if data is None else data
        self.shown = bytes(self.data)
        self.frames = 0
        self.released = False

    def swap(self, rows):
        """Show what is in memory.

        :param rows: those that have changed, in order
        """
        self.shown = bytes(self.data)
        self.frames += 1

    def release(self):
        """Give pins and memory back."""
        self.released = True


class Frames(core.Core):
    """The inner side of a FramebufferDisplay."""

    REFUSES_USED_GROUPS = True

    def __init__(self, bench, framebuffer):
        self.framebuffer = framebuffer
        self.buffer = buffer = framebuffer._state
        super().__init__(bench, buffer.width, buffer.height, 0, buffer.pixels)
        self.screen = buffer

    def refresh_now(self):
        """Draw what has changed."""
        self.start_refresh()
        areas = self.refresh_areas()
        if areas:
            rows = set()
            for area in areas:
                self._refresh_area(area, rows)
            self.buffer.swap(sorted(rows))
        self.finish_refresh()

    def _refresh_area(self, area, rows):
        clipped = self.clip(area)
        if clipped is None:
            return
        buffer = self.buffer
        depth = self.pixels.depth
        data = self.compose(clipped)
        length = clipped.width * depth // 8
        for index, y in enumerate(range(clipped.y1, clipped.y2)):
            start = buffer.offset + y * buffer.stride + clipped.x1 * depth // 8
            buffer.data[start : start + length] = data[index * length : (index + 1) * length]
            rows.add(y)

    def release(self):
        """End, and let the framebuffer go."""
        super().release()
        self.buffer.release()


@native.exposed
class FramebufferDisplay(core.Display):
    """A display whose pixels lie in the board's memory."""

    @native.constructor("framebuffer *rotation:i? auto_refresh:b?")
    def __init__(self, framebuffer, *, rotation=0, auto_refresh=True):
        rotation = core.check_rotation(native.to_int(rotation))
        found = core.displays()
        found.check_room()
        if not isinstance(getattr(framebuffer, "_state", None), Buffer):
            kind = type(framebuffer).__name__
            raise TypeError(f"'{kind}' object does not support 'protocol_framebuffer'")
        frames = Frames(found.bench, framebuffer)
        native.hide(self, frames)
        found.add(frames)
        if rotation:
            frames.turn(rotation)
        frames.show(core.TERMINAL)
        frames.set_auto_refresh(bool(auto_refresh))

    @native.method("*target_frames_per_second? minimum_frames_per_second:i?")
    def refresh(self, *, target_frames_per_second=None, minimum_frames_per_second=0):
        """Draw what has changed; with a target frame rate, wait for the next frame, or skip one."""
        frames = self._core("refresh")
        frames.clock.advance_us(core.LOOKING_US)
        return frames.refresh(*core.frame_ms(target_frames_per_second, minimum_frames_per_second))

    @native.method("y:i buffer")
    def fill_row(self, y, buffer):
        """Put the pixels of a row into ``buffer``, a bytearray, and return it."""
        frames = self._core("fill_row")
        y = native.to_int(y)
        data = native.writable(buffer)
        if not isinstance(buffer, bytearray):
            raise ValueError("Buffer is not a bytearray.")
        if frames.pixels.depth != 16:
            raise ValueError("Display must have a 16 bit colorspace.")
        return frames.fill_row(y, buffer, data)

    def _set_auto_refresh(self, auto_refresh):
        self._core("auto_refresh").set_auto_refresh(bool(auto_refresh))

    auto_refresh = values.attribute(
        "auto_refresh", lambda self: self._core("auto_refresh").auto_refresh, _set_auto_refresh
    )

    def _brightness(self):
        brightness = self._core("brightness").buffer.brightness
        if brightness is None:
            raise RuntimeError("Brightness not adjustable")
        return brightness

    def _set_brightness(self, brightness):
        buffer = self._core("brightness").buffer
        brightness = native.to_float(brightness)
        if not 0 <= brightness <= 1:
            raise ValueError("brightness must be 0-1")
        if buffer.brightness is None:
            raise RuntimeError("Brightness not adjustable")
        buffer.brightness = 1.0 if brightness > 0 else 0.0

    brightness = values.attribute("brightness", _brightness, _set_brightness)
    framebuffer = values.attribute(
        "framebuffer", lambda self: self._core("framebuffer").framebuffer
    )


# Sharp's memory displays


def _reversed(byte):
    """Return the bits of a byte in reverse."""
    found = 0
    for bit in range(8):
        found = found << 1 | byte >> bit & 1
    return found


class _Sharp(Buffer):
    """The inner side of a SharpMemoryFramebuffer: rows with an address before and a byte behind."""

    def __init__(self, bench, spi, chip_select, width, height, baudrate):
        pixels = Format(1, grayscale=True, share_row=True, reverse_pixels=True, reverse_bytes=False)
        stride = (width + 7) // 8 + 2
        super().__init__(width, height, pixels, stride, 2, bytearray(stride * height + 2))
        self.spi = spi
        self.port = spi._state
        self.chip_select = chip_select
        self.settings = (baudrate, 0, 0, 8)
        self.data[0] = _WRITE
        for y in range(height):
            self.data[1 + y * stride] = _reversed(y + 1)
        self._whole = True
        chip_select.claim("DigitalInOut")
        chip_select.output(1)

    def swap(self, rows):
        """Send the rows, unless the bus is in use."""
        if not self.spi.try_lock():
            return
        self.port.configure(*self.settings)
        self.chip_select.output(1)
        data = self.data
        data[0] ^= _VCOM
        self._send(0, 1)
        for y in range(self.height) if self._whole else rows:
            self._send(1 + y * self.stride, self.stride)
        self._send(1 + self.height * self.stride, 1)
        self.chip_select.output(0)
        self.spi.unlock()
        self._whole = False
        super().swap(rows)

    def _send(self, start, count):
        self.port.bus.transfer(self.data, start, None, 0, count, 0)

    def release(self):
        """Give the pin back."""
        if not self.released:
            super().release()
            self.chip_select.release()

    def color(self, x, y):
        """Return white or black."""
        byte = self.shown[self.offset + y * self.stride + x // 8]
        return (255, 255, 255) if byte & 0x80 >> x % 8 else (0, 0, 0)


@native.exposed
class SharpMemoryFramebuffer(native.Object):
    """The pixels of one of Sharp's memory displays, black and white."""

    @native.constructor("spi_bus chip_select width:i height:i baudrate:i? jdi_display:b?")
    def __init__(self, spi_bus, chip_select, width, height, baudrate=2000000, jdi_display=False):
        free_pin(chip_select, "chip_select")
        native.of_type(spi_bus, SPI, "spi_bus")
        found = core.displays()
        found.check_bus_room()
        if jdi_display:
            raise NotImplementedError("the bench has no JDI displays")
        width, height, baudrate = [native.to_int(v) for v in (width, height, baudrate)]
        sharp = _Sharp(found.bench, spi_bus, chip_select._state, width, height, baudrate)
        found.buses.append(sharp)
        native.hide(self, sharp)

    @native.method(1)
    def deinit(self):
        """Give the pin and the memory back."""
        sharp = self._state
        sharp.release()
        found = core.displays()
        if sharp in found.buses:
            found.buses.remove(sharp)


# RGB matrices


class _Matrix(Buffer):
    """The inner side of an RGBMatrix."""

    brightness = 1.0

    def __init__(self, width, height, bit_depth, pins, data):
        super().__init__(
            width, height, Format(16, share_row=False, reverse_bytes=False), 2 * width, 0, data
        )
        self.bit_depth = bit_depth
        self.pins = pins
        for pin in pins:
            pin.claim("RGBMatrix")

    def release(self):
        """Give the pins back."""
        if not self.released:
            super().release()
            for pin in self.pins:
                pin.release()

    def color(self, x, y):
        """Return a colour as far as the matrix shows it: the highest bits of each channel."""
        if not self.brightness:
            return 0, 0, 0
        place = y * self.stride + 2 * x
        value = self.shown[place] | self.shown[place + 1] << 8
        channels = ((value >> 11, 5), (value >> 5 & 0x3F, 6), (value & 0x1F, 5))
        found = []
        for channel, bits in channels:
            kept = min(self.bit_depth, bits)
            found.append(widen(channel >> bits - kept, kept))
        return tuple(found)


def _lines(pins, name):
    """Return the lines of a sequence of free pins."""
    if not isinstance(pins, (list, tuple)):
        raise TypeError(f"{name} must be of type list, not {type(pins).__name__}")
    for pin in pins:
        free_pin(pin, name)
    return [pin._state for pin in pins]


@native.exposed
class RGBMatrix(native.Object):
    """The pixels of a matrix of LEDs, as RGB565."""

    @native.constructor(
        "*width:i bit_depth:i rgb_pins addr_pins clock_pin latch_pin output_enable_pin "
        "doublebuffer:b? framebuffer? height:i? tile:i? serpentine:b?"
    )
    def __init__(
        self,
        *,
        width,
        bit_depth,
        rgb_pins,
        addr_pins,
        clock_pin,
        latch_pin,
        output_enable_pin,
        doublebuffer=True,
        framebuffer=None,
        height=0,
        tile=1,
        serpentine=True,
    ):
        found = core.displays()
        found.check_bus_room()
        free_pin(clock_pin, "clock_pin")
        free_pin(latch_pin, "latch_pin")
        free_pin(output_enable_pin, "output_enable_pin")
        bit_depth = native.in_range(native.to_int(bit_depth), 1, 6, "bit_depth")
        colors = _lines(rgb_pins, "rgb_pins")
        addresses = _lines(addr_pins, "addr_pins")
        if len(colors) % 6:
            raise ValueError(f"Must use a multiple of 6 rgb pins, not {len(colors)}")
        tile = native.at_least(native.to_int(tile), 1, "tile")
        rows = len(colors) // 3 * 2 ** len(addresses) * tile
        height = native.to_int(height)
        if height not in (0, rows):
            raise ValueError(
                f"{len(addresses)} address pins, {len(colors)} rgb pins and {tile} tiles indicate "
                f"a height of {rows}, not {height}"
            )
        width = native.at_least(native.to_int(width), 1, "width")
        if not 0 < len(colors) <= 30:
            raise ValueError("The length of rgb_pins must be 6, 12, 18, 24, or 30")
        data = None if framebuffer is None else native.writable(framebuffer)
        if data is not None and len(data) < 2 * width * rows:
            raise ValueError(f"framebuffer length must be >= {2 * width * rows}")
        pins = [clock_pin._state, latch_pin._state, output_enable_pin._state]
        matrix = _Matrix(width, rows, bit_depth, colors + addresses + pins, data)
        found.buses.append(matrix)
        native.hide(self, matrix)

    def _in_use(self):
        matrix = self._state
        if matrix.released:
            raise ValueError(native.DEINITED)
        return matrix

    @native.method(1)
    def deinit(self):
        """Give the pins back."""
        matrix = self._state
        matrix.release()
        found = core.displays()
        if matrix in found.buses:
            found.buses.remove(matrix)

    @native.method(1)
    def refresh(self):
        """Show what is in the buffer."""
        self._in_use().swap(())

    def _set_brightness(self, brightness):
        matrix = self._in_use()
        brightness = native.to_float(brightness)
        if not 0 <= brightness <= 1:
            raise ValueError("brightness must be 0-1")
        matrix.brightness = 1.0 if brightness > 0 else 0.0

    brightness = values.attribute(
        "brightness", lambda self: self._in_use().brightness, _set_brightness
    )
    width = values.attribute("width", lambda self: self._in_use().width)
    height = values.attribute("height", lambda self: self._in_use().height)
