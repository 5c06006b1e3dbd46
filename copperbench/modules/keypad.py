# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Keys that are looked at by the firmware itself, again and again, as time passes."""

from copperbench import device as _device, native as _native, pins as _pins
from copperbench.bench import current as _current
from copperbench.mcu import ticks_ms as _ticks_ms


class _Key:
    def __init__(self, number, pressed, timestamp):
        self.number = number
        self.pressed = pressed
        self.timestamp = timestamp


@_native.exposed
class Event(_native.Object):
    """A key that was pressed or released."""

    @_native.constructor("key_number:i? pressed:b? timestamp?")
    def __init__(self, key_number=0, pressed=True, timestamp=None):
        number = _native.at_least(_native.to_int(key_number), 0, "key_number") & 0xFFFF
        if timestamp is None:
            timestamp = _ticks_ms(_current().clock)
        _native.hide(self, _Key(number, bool(pressed), _native.to_int(timestamp)))

    def key_number(self):
        """The key, from 0."""
        return self._state.number

    key_number = _native.attribute(key_number)

    def pressed(self):
        """Whether it was pressed."""
        return self._state.pressed

    pressed = _native.attribute(pressed)

    def released(self):
        """Whether it was released."""
        return not self._state.pressed

    released = _native.attribute(released)

    def timestamp(self):
        """When, by ``supervisor.ticks_ms()``."""
        return self._state.timestamp

    timestamp = _native.attribute(timestamp)

    def __eq__(self, other):
        return (
            isinstance(other, Event)
            and self._state.number == other._state.number
            and self._state.pressed == other._state.pressed
        )

    def __hash__(self):
        return (self._state.pressed << 15) + self._state.number

    def __repr__(self):
        state = "pressed" if self._state.pressed else "released"
        return f"<Event: key_number {self._state.number} {state}>"


class _Queue:
    def __init__(self, size):
        self.size = size
        self.events = []
        self.overflowed = False

    def record(self, number, pressed, timestamp):
        if len(self.events) == self.size:
            self.overflowed = True
        else:
            self.events.append(_Key(number, pressed, timestamp))


@_native.exposed
class EventQueue(_native.Object):
    """The events of keys, the oldest first."""

    def __init__(self, *args, **kwargs):
        raise TypeError(_native.no_instances("EventQueue"))

    @_native.method(1)
    def get(self):
        """Return the oldest event, or None."""
        _look()
        events = self._state.events
        return _native.made(Event, events.pop(0)) if events else None

    @_native.method(2)
    def get_into(self, event):
        """Put the oldest event into ``event``. Return whether there was one."""
        _native.of_type(event, Event, "event")
        _look()
        events = self._state.events
        if not events:
            return False
        _native.hide(event, events.pop(0))
        return True

    @_native.method(1)
    def clear(self):
        """Forget all events, and that there were too many."""
        self._state.events.clear()
        self._state.overflowed = False

    def overflowed(self):
        """Whether there were events with no place left for them."""
        return self._state.overflowed

    overflowed = _native.attribute(overflowed)

    def __len__(self):
        _look()
        return len(self._state.events)

    def __bool__(self):
        return len(self) != 0


def _look():
    _current().clock.advance_us(_pins.ACCESS_US)


class _Scanner(_device.State):
    """Looks at the keys once in an interval, and tells what has changed for long enough.

    A key's counter goes up by one with each look that finds it pressed, to the
    threshold, and down with each that does not, to minus that. Where it meets 0 on the
    way there is an event, and it jumps to the end. It begins at 0: so a key that
    is held from the start gives none.
    """

    def __init__(self, user, lines, count, interval, max_events, threshold):
        super().__init__(user, *lines)
        self.clock = _current().clock
        self.count = count
        self.queue = _Queue(max_events)
        self.events = _native.made(EventQueue, self.queue)
        self.threshold = threshold
        self.counters = [0] * count
        self.ticks = int(interval * 1024)  # of 1/1024 s
        self.due = None

    def start(self):
        self.look()

    def look(self):
        self.scan(_ticks_ms(self.clock))
        ticks = self.clock.us * 1024 // 1000000 + (self.ticks or 1)
        self.due = self.clock.at(-(-ticks * 1000000 // 1024), self.look)

    def reset(self):
        self.counters = [-self.threshold] * self.count
        self.clock.cancel(self.due)
        self.look()

    def key(self, number, pressed, timestamp):
        counter = self.counters[number]
        step = 1 if pressed else -1
        if counter * step >= self.threshold:
            return
        counter += step
        if counter == 0:
            counter = step * self.threshold
            self.queue.record(number, pressed, timestamp)
        self.counters[number] = counter

    def stop(self):
        self.clock.cancel(self.due)


class _KeyDevice(_device.Device):
    @_native.method(1)
    def reset(self):
        """Take all keys for released: those that are pressed give an event."""
        self._check()
        self._state.reset()

    def key_count(self):
        """How many keys there are."""
        self._check()
        return self._state.count

    key_count = _native.attribute(key_count)

    def events(self):
        """The :class:`EventQueue`."""
        self._check()
        return self._state.events

    events = _native.attribute(events)


def _settings(interval, max_events, debounce_threshold):
    """Return the checked arguments that all have in common."""
    interval = 0.02 if interval is None else _native.to_float(interval)
    if interval < 0:
        raise ValueError("interval must be >= 0")
    max_events = _native.at_least(_native.to_int(max_events), 1, "max_events")
    threshold = _native.to_int(debounce_threshold)
    return interval, max_events, _native.in_range(threshold, 1, 127, "debounce_threshold")


def _all_pins(sequence, name):
    """Return the lines of a sequence of pins."""
    lines = []
    for pin in _items(sequence):
        if not isinstance(pin, _pins.Pin):
            raise TypeError(f"object in {name} must be of type Pin, not {type(pin).__name__}")
        lines.append(pin._state)
    return lines


def _items(sequence):
    return [sequence[index] for index in range(len(sequence))]


def _distinct(lines, words):
    for index, line in enumerate(lines):
        if line in lines[:index]:
            raise TypeError(words + " duplicate pins")


def _check_free(lines):
    for line in lines:
        _pins.assert_free(line.pin)


class _KeysState(_Scanner):
    def scan(self, timestamp):
        pressed_level = self.pressed_level
        for number, line in enumerate(self.lines):
            self.key(number, line.value == pressed_level, timestamp)


@_native.exposed
class Keys(_KeyDevice):
    """Keys with a pin each."""

    @_native.constructor(
        "pins *value_when_pressed:b pull:b? interval? max_events:i? debounce_threshold:i?"
    )
    def __init__(
        self,
        pins,
        *,
        value_when_pressed,
        pull=True,
        interval=None,
        max_events=64,
        debounce_threshold=1,
    ):
        lines = _all_pins(pins, "row_pins")  # the firmware's word for them
        _distinct(lines, "row_pins contains")
        settings = _settings(interval, max_events, debounce_threshold)
        _check_free(lines)
        pressed_level = bool(value_when_pressed)
        state = _KeysState("Keys", lines, len(lines), *settings)
        state.pressed_level = pressed_level
        for line in lines:
            line.input((_pins.DOWN if pressed_level else _pins.UP) if pull else None)
        _native.hide(self, state)
        state.start()


class _MatrixState(_Scanner):
    def scan(self, timestamp):
        number = 0
        rest = self.rest
        for row in self.rows:
            row.output(self.driven)
            for column in self.columns:
                self.key(number, column.net.level == self.driven, timestamp)
                number += 1
            row.input(rest)


@_native.exposed
class KeyMatrix(_KeyDevice):
    """Keys where rows and columns of wires cross."""

    @_native.constructor(
        "row_pins column_pins *columns_to_anodes:b? interval? max_events:i? debounce_threshold:i?"
    )
    def __init__(
        self,
        row_pins,
        column_pins,
        *,
        columns_to_anodes=True,
        interval=None,
        max_events=64,
        debounce_threshold=1,
    ):
        rows = _all_pins(row_pins, "row_pins")
        columns = _all_pins(column_pins, "column_pins")
        _distinct(rows, "row_pins contains")
        _distinct(columns, "column_pins contains")
        _distinct(rows + columns, "row_pins and column_pins contain")
        settings = _settings(interval, max_events, debounce_threshold)
        _check_free(rows)
        _check_free(columns)
        lines = rows + columns
        state = _MatrixState("KeyMatrix", lines, len(rows) * len(columns), *settings)
        state.rows = rows
        state.columns = columns
        state.rest = _pins.UP if columns_to_anodes else _pins.DOWN
        state.driven = 0 if columns_to_anodes else 1
        for line in lines:
            line.input(state.rest)
        _native.hide(self, state)
        state.start()

    @_native.method(2)
    def key_number_to_row_column(self, key_number):
        """Return the row and the column of a key."""
        self._check()
        state = self._state
        # The firmware takes one more than there is, here and below.
        key_number = _native.in_range(_native.to_int(key_number), 0, state.count, "key_number")
        return (key_number // len(state.columns), key_number % len(state.columns))

    @_native.method(3)
    def row_column_to_key_number(self, row, column):
        """Return the number of the key at a row and a column."""
        self._check()
        state = self._state
        row = _native.in_range(_native.to_int(row), 0, len(state.rows), "row")
        column = _native.in_range(_native.to_int(column), 0, len(state.columns), "column")
        return row * len(state.columns) + column


class _ShiftState(_Scanner):
    def scan(self, timestamp):
        self.latch.output(self.latching)
        first = 0
        longest = max(self.key_counts)
        for bit in range(longest):
            first = 0
            for data, count in zip(self.data, self.key_counts):
                if bit < count:
                    self.key(first + bit, data.value == self.pressed_level, timestamp)
                first += count
            self.clock_line.output(1)
            self.clock_line.output(0)
        self.latch.output(1 - self.latching)


@_native.exposed
class ShiftRegisterKeys(_KeyDevice):
    """Keys at the inputs of shift registers such as the 74HC165."""

    @_native.constructor(
        "*clock data latch value_to_latch:b? key_count value_when_pressed:b interval? "
        "max_events:i? debounce_threshold:i?"
    )
    def __init__(
        self,
        *,
        clock,
        data,
        latch,
        value_to_latch=True,
        key_count,
        value_when_pressed,
        interval=None,
        max_events=64,
        debounce_threshold=1,
    ):
        data = [data] if isinstance(data, _pins.Pin) else _items(data)
        data_lines = [_pins.free_line(pin, "data") for pin in data]
        counts = [key_count] if isinstance(key_count, int) else _items(key_count)
        if len(counts) != len(data_lines):
            raise ValueError(f"key_count length must be {len(data_lines)}")
        counts = [_native.at_least(_native.to_int(count), 1, "key_count") for count in counts]
        clock_line = _pins.free_line(clock, "clock")
        latch_line = _pins.free_line(latch, "latch")
        settings = _settings(interval, max_events, debounce_threshold)
        lines = [clock_line, latch_line] + data_lines
        state = _ShiftState("ShiftRegisterKeys", lines, sum(counts), *settings)
        state.clock_line = clock_line
        state.latch = latch_line
        state.data = data_lines
        state.key_counts = counts
        state.latching = 1 if value_to_latch else 0
        state.pressed_level = bool(value_when_pressed)
        clock_line.output(0)
        latch_line.output(1 - state.latching)
        for line in data_lines:
            line.input()
        _native.hide(self, state)
        state.start()


_native.module(__name__, "Event", "EventQueue", "KeyMatrix", "Keys", "ShiftRegisterKeys")
