# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Parts that hands move: buttons, a grid of keys, a rotary encoder.

``Button(bench, "D5", bounce=0.004).press()`` closes the contact, in its own time.
"""


class Button:
    """A contact between a pin and ground, or the supply.

    :param bench: the bench
    :param pin: the pin
    :param to_supply: whether the other side is the supply; the pin then needs a pull-down
    :param bounce: seconds in which the contact opens and closes before it rests
    """

    BOUNCES = 4  # times that it opens and closes again

    def __init__(self, bench, pin, to_supply=False, bounce=0.0):
        self._clock = bench.clock
        self._line = bench.pin(pin)
        self._closed = bool(to_supply)
        self._bounce_us = round(bounce * 1000000)
        self._events = []
        self.pressed = False

    def press(self):
        """Close the contact."""
        self._move(True)

    def release(self):
        """Open the contact."""
        self._move(False)

    def _move(self, pressed):
        self.pressed = pressed
        for event in self._events:
            self._clock.cancel(event)
        self._events = []
        self._put(pressed)
        if self._bounce_us:
            changes = 2 * self.BOUNCES
            for number in range(1, changes + 1):
                # Bounces get shorter, as those of a spring do.
                part = number * (2 * changes - number) * self._bounce_us // changes**2
                due = self._clock.us + part
                self._events.append(self._clock.at(due, self._putter(pressed == (number % 2 == 0))))

    def _putter(self, closed):
        def put():
            self._put(closed)

        return put

    def _put(self, closed):
        self._line.value = self._closed if closed else None


class KeyGrid:
    """Keys where wires cross, without diodes.

    With three pressed at the corners of a rectangle the fourth seems to be, as with real ones.

    :param bench: the bench
    :param rows: the pins of the rows
    :param columns: the pins of the columns
    """

    def __init__(self, bench, rows, columns):
        self._rows = [bench.pin(pin) for pin in rows]
        self._columns = [bench.pin(pin) for pin in columns]
        self._pressed = []

    def press(self, row, column):
        """Press the key at a row and a column, counted from 0."""
        if (row, column) not in self._pressed:
            self._pressed.append((row, column))
            self._rows[row].connect(self._columns[column])

    def release(self, row, column):
        """Release a key."""
        if (row, column) in self._pressed:
            self._pressed.remove((row, column))
            for line in self._rows + self._columns:
                line.disconnect()
            for other_row, other_column in self._pressed:
                self._rows[other_row].connect(self._columns[other_column])


class Encoder:
    """A rotary encoder whose two contacts close to ground, with a detent where both are open.

    :param bench: the bench
    :param pin_a: the contact that closes first when it turns clockwise
    :param pin_b: the other
    """

    def __init__(self, bench, pin_a, pin_b):
        self._clock = bench.clock
        self._a = bench.pin(pin_a)
        self._b = bench.pin(pin_b)

    def turn(self, detents, seconds=0.0):
        """Turn by so many detents, clockwise; a negative number is the other way.

        :param seconds: how long one detent takes; where it is 0, all happens at once
        """
        quarter_us = round(seconds * 250000)
        first, second = (self._a, self._b) if detents > 0 else (self._b, self._a)
        due = self._clock.us
        for _ in range(abs(detents)):
            for line, value in ((first, False), (second, False), (first, None), (second, None)):
                if quarter_us == 0:
                    line.value = value
                else:
                    due += quarter_us
                    self._clock.at(due, self._setter(line, value))

    @staticmethod
    def _setter(line, value):
        def put():
            line.value = value

        return put
