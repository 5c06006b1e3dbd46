# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Virtual time: it passes when a program sleeps, reads the time or uses a bus."""


class Clock:
    """Time since power-up, in whole microseconds.

    Whole microseconds cost no heap on the VM, and add up without rounding.
    """

    def __init__(self):
        self.us = 0  #: microseconds since power-up
        self._events = []  # [due, order, call], soonest last
        self._due = None  # when the soonest event is due
        self._order = 0

    @property
    def seconds(self):
        """Seconds since power-up, as a float."""
        return self.us / 1000000

    @property
    def due(self):
        """When the next event is due, in microseconds, or None."""
        return self._due

    def advance(self, seconds):
        """Let ``seconds`` pass (a float, 0 or more)."""
        self.advance_us(round(seconds * 1000000))

    def advance_us(self, us):
        """Let ``us`` whole microseconds pass, and all happen that is due by then."""
        now = self.us + us
        if self._due is not None:
            while self._due is not None and self._due <= now:
                due, _, call = self._events.pop()
                self._due = self._events[-1][0] if self._events else None
                self.us = max(self.us, due)
                call()
            if now < self.us:  # an event let time pass itself
                return
        self.us = now

    def at(self, us, call):
        """Have ``call()`` called once the clock reaches ``us`` microseconds.

        :return: what :meth:`cancel` takes
        """
        self._order += 1  # of two events for one time, the first asked for comes first
        event = (us, self._order, call)
        index = len(self._events)
        while index and self._events[index - 1][:2] < event[:2]:
            index -= 1
        self._events.insert(index, event)
        self._due = self._events[-1][0]
        return event

    def cancel(self, event):
        """Forget an event that :meth:`at` returned; nothing happens if it is past."""
        if event in self._events:
            self._events.remove(event)
            self._due = self._events[-1][0] if self._events else None
