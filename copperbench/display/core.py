# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What all displays have in common, and the places that the firmware has for them.

The firmware keeps displays and their buses outside the heap, one of each on most
boards, until ``displayio.release_displays()``.
"""

from copperbench import native
from copperbench.bench import current
from copperbench.display import values
from copperbench.display.area import Area, for_rotation
from copperbench.display.compose import fill
from copperbench.display.layers import Group

#: How long the firmware is up before a program starts, in ms: it waits about a second for a reset
#: into safe mode (``supervisor/shared/safe_mode.c``). Frame rates are counted from power-up.
UP_MS = 1000

#: What looking at a display's attribute costs a program, in µs: a loop that only does that ends.
LOOKING_US = 10

#: The firmware composes in this many bytes at a time.
BUFFER_BYTES = 512


class Displays:
    """The displays of a bench.

    :ivar active: the inner sides of those in use
    :ivar buses: likewise of display buses
    :ivar made: of all displays that were ever made, in order
    """

    LIMIT = 1  # CIRCUITPY_DISPLAY_LIMIT of most boards

    def __init__(self, bench):
        self.bench = bench
        self.active = []
        self.buses = []
        self.made = []
        splash = TERMINAL._state
        splash.in_group = False

    def check_room(self):
        """Raise RuntimeError where there is no place for one more display."""
        if len(self.active) >= self.LIMIT:
            self.bench.note(
                "there is room for one display: call displayio.release_displays() first"
            )
            raise RuntimeError("Too many displays")

    def check_bus_room(self):
        """Raise RuntimeError where there is no place for one more display bus."""
        if len(self.buses) >= self.LIMIT:
            raise RuntimeError("Too many display buses; forgot displayio.release_displays() ?")

    def add(self, display):
        """Take a new display."""
        self.active.append(display)
        self.made.append(display)

    def release(self):
        """End all displays and give the pins of their buses back."""
        for display in self.active:
            display.release()
        for bus in self.buses:
            bus.release()
        self.active = []
        self.buses = []


def displays():
    """Return the :class:`Displays` of the bench in use."""
    return of(current())


def of(bench):
    """Return the :class:`Displays` of a bench."""
    if bench.displays is None:
        bench.displays = Displays(bench)
    return bench.displays


#: ``displayio.CIRCUITPYTHON_TERMINAL``: what a display shows until a program says what. On the
#: bench it is empty; a board shows its console there.
TERMINAL = Group()
TERMINAL._state.read_only = True


class Core:
    """The inner side of any display: its size, its root group, and when it refreshes.

    :param pixels: the :class:`~copperbench.display.color.Format`
    :param frames: frames a second, where it refreshes by itself
    """

    def __init__(self, bench, width, height, rotation, pixels, frames=60):
        self.bench = bench
        self.clock = bench.clock
        self.width = width & 0xFFFF
        self.height = height & 0xFFFF
        self.pixels = pixels
        self.root = None  # the Group, as programs know it
        self.full_refresh = False
        self.refreshing = False
        self.last_refresh = 0  # ms; 0 before the first
        self.released = False
        self.screen = None  # what is seen, where the panel tells
        self.auto_refresh = False
        self._frame_ms = 1000 // frames
        self._first_manual = False
        self._last_call = 0
        self._event = None
        self.rotate(rotation)

    @property
    def ms(self):
        """Milliseconds since power-up."""
        return self.clock.us // 1000 + UP_MS

    @property
    def group(self):
        """The inner side of the root group, or None."""
        return None if self.root is None else self.root._state

    def rotate(self, rotation):
        """Turn the picture; width and height are as programs see them then."""
        self.rotation = rotation % 360
        self.area, self.transform = for_rotation(self.rotation, self.width, self.height)

    def turn(self, rotation):
        """Turn the picture of a display in use; width and height may change places."""
        if (self.rotation in (90, 270)) != (rotation in (90, 270)):
            self.width, self.height = self.height, self.width
        self.rotate(rotation)
        if self.group is not None:
            self.group.update_transform(self.transform)

    def show(self, root):
        """Take another root group, or None. Return whether it was free."""
        if root is self.root:
            return True
        if root is not None and root._state.in_group:
            return False
        if self.group is not None:
            self.group.in_group = False
        if root is not None:
            root._state.update_transform(self.transform)
            root._state.in_group = True
        self.root = root
        self.full_refresh = True
        return True

    def clip(self, area):
        """Return the part of an area that is on the panel, widened to whole bytes, or None."""
        found = self.area.overlap(area)
        pixels = self.pixels
        if found is not None and pixels.depth < 8:
            step = 8 // pixels.depth * pixels.bytes_per_cell
            if pixels.share_row:
                found.x1 -= found.x1 % step
                found.x2 += -found.x2 % step
            else:
                found.y1 -= found.y1 % step
                found.y2 += -found.y2 % step
        return found

    def rows_at_once(self, area):
        """Return how many rows of an area the firmware composes at a time."""
        depth = self.pixels.depth
        words = BUFFER_BYTES // 4
        per_word = 32 // depth
        if area.size <= words * per_word:
            return area.height
        rows = words * per_word // area.width or 1
        if depth < 8 and not self.pixels.share_row:
            rows -= rows % (8 // depth)
        return rows

    def compose(self, area):
        """Return the bytes of an area."""
        buffer = bytearray((area.size * self.pixels.depth + 31) // 32 * 4)
        fill(self.group, self.pixels, area, buffer)
        return buffer

    def start_refresh(self):
        """Begin a refresh."""
        self.refreshing = True
        self.last_refresh = self.ms

    def finish_refresh(self):
        """End a refresh: all changes are shown."""
        if self.group is not None:
            self.group.finish_refresh()
        self.full_refresh = False
        self.refreshing = False
        self.last_refresh = self.ms

    def release(self):
        """End: leave the root group to others."""
        self.set_auto_refresh(False)
        if self.group is not None:
            self.group.in_group = False
        self.released = True

    # Frame rates

    def set_auto_refresh(self, auto_refresh):
        """Refresh by itself, or only when asked."""
        self._first_manual = not auto_refresh
        self.auto_refresh = auto_refresh
        if self._event is not None:
            self.clock.cancel(self._event)
            self._event = None
        if auto_refresh:
            self._schedule()

    def _schedule(self):
        """Have the next refresh come when the firmware's tick finds it due."""
        due = 0 if self.last_refresh == 0 else self.last_refresh + self._frame_ms + 1 - UP_MS
        due = max(due, self.clock.us // 1000 + 1)
        self._event = self.clock.at(due * 1000, self._background)

    def _background(self):
        self._event = None
        if not self.refreshing:
            self.refresh_now()
        if self.auto_refresh and self._event is None:
            self._schedule()

    def refresh(self, target_ms, most_ms):
        """Refresh when asked, at a frame rate. Return whether it did.

        :param target_ms: ms a frame, or None to refresh at once
        :param most_ms: ms between two frames at the most, or None
        :raises RuntimeError: there were more
        """
        if not self.auto_refresh and not self._first_manual and target_ms is not None:
            since_real = self.ms - self.last_refresh
            if most_ms is not None and since_real > most_ms:
                raise RuntimeError("Below minimum frame rate")
            since_call = self.ms - self._last_call
            self._last_call = self.ms
            if since_call > target_ms:
                return False
            remaining = target_ms - since_real % target_ms if target_ms else 0
            wait = self._last_call + remaining - self.ms
            if wait > 0:
                self.clock.advance_us(wait * 1000)
        self._first_manual = False
        self.refresh_now()
        return True

    def refresh_areas(self):
        """Return the areas of the panel that must be drawn."""
        if self.full_refresh:
            return [self.area]
        return [] if self.group is None else self.group.refresh_areas()

    def refresh_now(self):
        """Draw what has changed."""
        raise NotImplementedError

    def fill_row(self, y, buffer, bytes_like):
        """Put the pixels of a row into a buffer, where a layer covers them.

        :raises ValueError: the buffer is too small
        """
        per_word = 32 // self.pixels.depth
        words = self.width // per_word + (1 if self.width % per_word else 0)
        if len(bytes_like) < words * 4:
            raise ValueError("Buffer too small")
        fill(self.group, self.pixels, Area(0, y, self.width, y + 1), bytes_like)
        return buffer


class Display(native.Object):
    """What programs find at every display. After ``release_displays()`` they find None there."""

    def _core(self, name):
        try:
            core = self._state
        except AttributeError:
            raise NotImplementedError("Call super().__init__() before accessing native object.")
        if core.released:
            core.bench.note("displayio.release_displays() has ended this display: make it anew")
            raise AttributeError(f"'NoneType' object has no attribute '{name}'")
        return core

    def __repr__(self):
        return "None" if self._state.released else super().__repr__()

    def _set_rotation(self, rotation):
        self._core("rotation").turn(native.to_int(rotation))

    width = values.attribute("width", lambda self: self._core("width").width)
    height = values.attribute("height", lambda self: self._core("height").height)
    rotation = values.attribute(
        "rotation", lambda self: self._core("rotation").rotation, _set_rotation
    )

    def _set_root_group(self, group):
        core = self._core("root_group")
        if group is not None and not isinstance(group, Group):
            raise ValueError("Must be a Group subclass.")
        if group is not None:
            values.state_of(group, Group)
        if not core.show(group) and core.REFUSES_USED_GROUPS:
            raise ValueError("Group already used")

    root_group = values.attribute(
        "root_group", lambda self: self._core("root_group").root, _set_root_group
    )

    @native.method(2)
    def show(self, group):
        """Tell what came in its place."""
        self._core("show")
        raise AttributeError(".show(x) removed. Use .root_group = x")


def check_rotation(rotation):
    """Return ``rotation``, which must be a multiple of 90.

    :raises ValueError: it is not
    """
    if rotation % 90:
        raise ValueError("Display rotation must be in 90 degree increments")
    return rotation


def frame_ms(target, minimum):
    """Return the arguments of ``refresh()`` as ms a frame, None where there is no limit."""
    minimum = native.to_int(minimum)
    most = 1000 // minimum if minimum > 0 else None
    if target is None:
        return None, most
    target = native.to_int(target)
    if target == 0:
        raise ZeroDivisionError("divide by zero")
    return _quotient(1000, target), most


def _quotient(number, divisor):
    return -(number // -divisor) & 0xFFFFFFFF if divisor < 0 else number // divisor
