# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Pins, the wires at them, and the boards that name them.

A :class:`Pin` is what a program holds: a name. The :class:`Line` of a pin is the wire
at it, with the firmware at one end and the world at the other: ``bench.pin("D5")``.
Lines that are connected share a :class:`Net`, which has one level.
"""

from copperbench import native
from copperbench.errors import WiringError
from copperbench.words import did_you_mean

NOTHING = -1  #: what does not drive a wire
UP = "up"
DOWN = "down"

SUPPLY = 3.3  #: V of a high level

#: What reading or setting a pin costs a program, in µs: a loop that only looks at one ends.
ACCESS_US = 2


_FOR_THE_BENCH = (
    "claim",
    "label",
    "level",
    "name",
    "number",
    "release",
    "user",
    "watch",
    "unwatch",
)


@native.exposed
class Pin(native.Object):
    """A pin of the microcontroller, as programs name it.

    Programs see no attribute; the bench's own modules find some of the line's at it.
    """

    _hidden = _FOR_THE_BENCH  # from dir(), which on the VM asks __getattr__ for all names there are

    def __init__(self, *args, **kwargs):
        raise TypeError(native.no_instances("Pin"))

    def __getattr__(self, name):
        if name in _FOR_THE_BENCH:
            return getattr(self._state, name)
        raise AttributeError(f"'Pin' object has no attribute '{name}'")

    def __repr__(self):
        return self._state.title


class _Whole:
    def __getitem__(self, key):
        return key


_WHOLE = _Whole()[:]  # made once: on the VM a slice is garbage


class Net:
    """Lines that are connected, and the level that they have in common."""

    def __init__(self, line):
        self.lines = [line]
        self.level = 0

    def settle(self):
        """Find the level anew, after something at it has changed.

        What drives wins over resistors, resistors over the pulls inside the
        microcontroller. A wire that nothing drives keeps its level, as its
        capacitance does for a while: firmware measures touch pads that way.
        """
        level = NOTHING
        driver = against = None
        for line in self.lines:
            driven = line.firmware
            if driven == NOTHING:
                driven = line.world
            elif line.world != NOTHING and line.world != driven:  # noqa: PLR1714  # a tuple is garbage
                driver = against = line
                driven = 0  # the stronger transistor, mostly
            if driven != NOTHING:
                if level != NOTHING and level != driven:  # noqa: PLR1714
                    against = line
                    driven = 0
                else:
                    driver = line
                level = driven
        if level == NOTHING:
            level = self._pulled()
        if level != NOTHING and level != self.level:  # noqa: PLR1714
            self.level = level
            for line in self.lines:
                line.changed(level)
        if against is not None:
            driver.short(against)

    def _pulled(self):
        for line in self.lines:
            if line.resistor:
                return 1 if line.resistor == UP else 0
        for line in self.lines:
            if line.internal:
                return 1 if line.internal == UP else 0
        return NOTHING


class Line:
    """The wire at a pin.

    The world is set by :attr:`value`, :attr:`volts` and :attr:`pull`; what the program
    does is seen in :attr:`value`, :attr:`duty`, :attr:`frequency`, :attr:`neopixels`.

    :ivar label: the board's name of the pin, as firmware prints it
    :ivar name: the microcontroller's
    :ivar user: what holds the pin, such as ``DigitalInOut``, or None
    :ivar edges: (µs, level) of each change, if :attr:`recording`
    """

    def __init__(self, name, label, title, clock, on_mistake):
        self.name = name
        self.label = label
        self.title = title  # as print(pin) shows it
        self.clock = clock
        self.pin = native.made(Pin, self)
        self.user = None
        self.recording = False
        self.edges = []
        self.pulses = []  #: [durations in µs, carrier in Hz] of each PulseOut.send
        self.pixels = bytearray()  #: the bytes that neopixel_write sent last
        self.firmware = NOTHING  # what the microcontroller drives
        self.internal = None  # its pull
        self.world = NOTHING  # what the world drives
        self.resistor = None  # its pull
        self.net = Net(self)
        self._on_mistake = on_mistake
        self._watchers = ()
        self._listeners = ()
        self._volts = None
        self._analog_out = None  # V, from AnalogOut
        self._pwm = None  # (Hz, 0 to 65535)
        self._touch = None
        self._shorted = False
        self.on_drive = None  # called when the program drives the wire otherwise

    # The world's end

    @property
    def value(self):
        """The level of the wire, as a bool. Set it to drive the wire, to None to let go of it."""
        pwm = self._find("_pwm")
        return bool(self.net.level) if pwm is None else self._phase(pwm)

    @value.setter
    def value(self, value):
        self._volts = None
        self._drive(NOTHING if value is None else 1 if value else 0)

    @property
    def volts(self):
        """The voltage of the wire, in V. Set it to drive the wire, to None to let go of it.

        PWM is seen as its mean, as behind a filter.
        """
        for line in self.net.lines:
            if line._volts is not None:
                return line._volts
            if line._analog_out is not None:
                return line._analog_out
        pwm = self._find("_pwm")
        if pwm is not None:
            return SUPPLY * pwm[1] / 65535
        return SUPPLY * self.net.level

    @volts.setter
    def volts(self, volts):
        self._volts = volts
        self._drive(NOTHING if volts is None else 1 if volts * 2 >= SUPPLY else 0)

    @property
    def pull(self):
        """A resistor of the world's: ``"up"``, ``"down"`` or None."""
        return self.resistor

    @pull.setter
    def pull(self, pull):
        if pull not in (UP, DOWN, None):
            raise WiringError(f'pull at {self.label} must be "up", "down" or None')
        self.resistor = pull
        self.net.settle()

    @property
    def pulled_up(self):
        """Whether a resistor pulls the wire up, as I2C needs it, or something drives it high."""
        return any(line.resistor == UP or line.world == 1 for line in self.net.lines)

    @property
    def touched(self):
        """Whether a finger is on the touch pad at the pin; None where there is no pad.

        A pad has a resistor of 1 MΩ to ground.
        """
        return self._touch

    @touched.setter
    def touched(self, touched):
        self._touch = None if touched is None else bool(touched)

    @property
    def duty(self):
        """The share of time that the wire is high by PWM, 0 to 1; None where there is no PWM."""
        pwm = self._find("_pwm")
        return None if pwm is None else pwm[1] / 65535

    @property
    def frequency(self):
        """The frequency of the PWM at the pin, in Hz, or None."""
        pwm = self._find("_pwm")
        return None if pwm is None else pwm[0]

    def neopixels(self, order="GRB"):
        """Return the colours of NeoPixels at the pin: (red, green, blue[, white]) each.

        :param order: of the colours on the wire, such as ``GRB`` or ``GRBW``
        """
        size = len(order)
        pick = [order.index(letter) for letter in "RGBW" if letter in order]
        found = []
        for start in range(0, len(self.pixels) - size + 1, size):
            found.append(tuple([self.pixels[start + index] for index in pick]))
        return found

    def send(self, durations, level=True, delay_us=0, open_drain=False):
        """Play pulses into the wire, from now on, as time passes; then it rests and is let go.

        :param durations: µs of each, alternately at ``level`` and at its opposite
        :param delay_us: µs from now to the first
        :param open_drain: whether the wire is let go for what is high
        """
        due = self.clock.us + delay_us
        value = bool(level)
        for duration in durations:
            self._at(due, None if value and open_drain else value)
            due += duration
            value = not value
        rest = not level
        if not (rest and open_drain):
            self._at(due, rest)
        self._at(due, None)

    def _at(self, us, value):
        def change():
            self.value = value

        self.clock.at(us, change)

    def watch(self, call):
        """Have ``call(level)`` called whenever the level of the wire has changed, with 0 or 1."""
        self._watchers = self._watchers + (call,)

    def unwatch(self, call):
        """Undo :meth:`watch`."""
        self._watchers = tuple([watcher for watcher in self._watchers if watcher != call])

    def listen(self, call):
        """Have ``call(data, zero, one)`` called after each :meth:`burst` on the wire."""
        self._listeners = self._listeners + (call,)

    def burst(self, data, zero, one):
        """Put bytes on the wire as pulses too short for the clock, which end now.

        :param data: the bytes, sent high bit first
        :param zero: how long the wire is high and then low for a bit that is 0, in ns
        :param one: the same for a bit that is 1
        """
        if len(self.pixels) != len(data):
            self.pixels = bytearray(len(data))
        self.pixels[_WHOLE] = data
        for line in self.net.lines:
            for call in line._listeners:
                call(data, zero, one)

    def connect(self, other):
        """Connect the wire with another."""
        if other.net is self.net:
            return
        for line in other.net.lines:
            self.net.lines.append(line)
            line.net = self.net
        self.net.settle()

    def follow(self, other):
        """Have the wire driven as another is by the program, and let go when that is.

        So a buffer between two pins acts: what happens on this wire does not get back.
        """

        def look(_level):
            source = other.firmware
            if self.world != source:
                self._drive(source)

        other.on_drive = look
        look(0)

    def disconnect(self):
        """Cut the wire from all that it is connected with."""
        rest = self.net
        if len(rest.lines) == 1:
            return
        rest.lines.remove(self)
        self.net = Net(self)
        self.net.level = rest.level
        self.net.settle()
        rest.settle()

    # The firmware's end

    def claim(self, user):
        """Have the pin used by ``user``, whose name messages tell."""
        self.user = user

    def output(self, level):
        """Drive the wire: 0 or 1."""
        if self.firmware != level:
            self.firmware = level
            self.net.settle()
            if self.on_drive is not None:
                self.on_drive(level)

    def input(self, pull=None):
        """Only listen, with a pull of the microcontroller's: ``UP``, ``DOWN`` or None."""
        if self.firmware != NOTHING or self.internal != pull:
            self.firmware = NOTHING
            self.internal = pull
            self.net.settle()
            if self.on_drive is not None:
                self.on_drive(NOTHING)

    @property
    def number(self):
        """The number in the microcontroller's name of the pin: 3 of ``GPIO3``; 0 for none."""
        digits = self.name.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ_")
        return int(digits) if digits.isdigit() else 0

    @property
    def level(self):
        """Whether the wire is high; None where nothing drives or pulls it."""
        for line in self.net.lines:
            if line.firmware != NOTHING or line.world != NOTHING or line.resistor or line.internal:
                return bool(self.net.level)
        return None

    def release(self):
        """Free the pin: an input without a pull, that nothing uses."""
        self.user = None
        self._pwm = None
        self._analog_out = None
        self.input()

    def modulate(self, frequency, duty_cycle):
        """Have PWM on the wire.

        :param frequency: Hz
        :param duty_cycle: 0 to 65535
        """
        self._pwm = (frequency, duty_cycle)
        self.output(1 if duty_cycle else 0)

    def put_volts(self, volts):
        """Have an analog level on the wire."""
        self._analog_out = volts
        self.output(1 if volts * 2 >= SUPPLY else 0)

    def changed(self, level):
        """Tell all that watch the wire; called by the net."""
        if self.recording:
            self.edges.append((self.clock.us, level))
        for call in self._watchers:
            call(level)

    def short(self, other):
        """Tell, once, that two ends drive the wire against each other."""
        if self._shorted:
            return
        self._shorted = True
        if other is self:
            text = "{0} is an output of the program, and something else drives it the other way"
        else:
            text = "{0} and {1} are connected, and driven against each other"
        self._on_mistake(
            text.format(self.label, other.label) + ": on a board this is a short circuit"
        )

    def _drive(self, world):
        self.world = world
        self.net.settle()

    def _find(self, attribute):
        """Return what a line of the net has as ``attribute``, or None."""
        for line in self.net.lines:
            value = getattr(line, attribute)
            if value is not None:
                return value
        return None

    def _phase(self, pwm):
        """Return whether PWM is high just now."""
        frequency, duty_cycle = pwm
        return self.clock.us * frequency % 1000000 * 65535 < duty_cycle * 1000000

    def __repr__(self):
        return "<{}: {}{}>".format(
            self.title, "high" if self.net.level else "low", ", " + self.user if self.user else ""
        )


class Board:
    """A board by its id: pins by name, and which of them its buses use.

    :param board_id: as in CircuitPython's ``board.board_id``
    :param clock: the clock that its pins live by
    :param on_mistake: called with the words of a mistake
    """

    def __init__(self, board_id, clock, on_mistake):
        from copperbench.boards import find

        data = find(board_id)
        self.board_id = board_id
        self.data = data
        self.functions = data.functions
        self.lines = {}  #: by the microcontroller's names
        self.pins = {}  #: by the board's names: what programs see
        self._clock = clock
        self._on_mistake = on_mistake
        for label, name in data.pins:
            if name not in self.lines:
                self._add(name, label, "board." + label)
            self.pins[label] = self.lines[name].pin
        if data.port == "raspberrypi":  # the microcontroller has them where the board does not
            for number in range(30):
                name = f"GPIO{number}"
                if name not in self.lines:
                    self._add(name, name, "microcontroller.pin." + name)

    def _add(self, name, label, title):
        self.lines[name] = Line(name, label, title, self._clock, self._on_mistake)

    def line(self, name):
        """Return the :class:`Line` of a pin: by the board's name, the microcontroller's, or a Pin.

        :raises WiringError: there is none; the message has the nearest names
        """
        if isinstance(name, Pin):
            return name._state
        if name in self.pins:
            return self.pins[name]._state
        if name in self.lines:
            return self.lines[name]
        known = list(self.pins) + list(self.lines)
        raise WiringError(f"{self.board_id} has no pin {name}{did_you_mean(name, known)}")

    def bus_pins(self, function):
        """Return the pins of a bus function, such as ``STEMMA_I2C``, in its class's order.

        :raises WiringError: the board has none of that name, or no source tells its pins
        """
        if function not in self.functions:
            raise WiringError(
                "{} has no board.{}: it has {}".format(
                    self.board_id,
                    function,
                    ", ".join(sorted(self.functions)) or "no bus of its own",
                )
            )
        labels = self.functions[function][1]
        if not labels:
            raise WiringError(
                f"which pins board.{function} uses on {self.board_id} is not known to the bench: "
                f"make the bus from its pins with busio.{self.functions[function][0]}(…)"
            )
        return tuple([self.pins[label] for label in labels])

    def reset(self):
        """Free all pins, as at the end of a program."""
        for line in self.lines.values():
            if line.user is not None:
                line.release()


# What firmware does with an argument that must be a pin


def line_of(pin, argument="pin"):
    """Return the line of ``pin``, free or not.

    :raises TypeError: it is no pin
    """
    return native.of_type(pin, Pin, argument)._state


def free_line(pin, argument="pin"):
    """Return the line of ``pin``, which nothing may use yet.

    :raises TypeError: it is no pin
    :raises ValueError: it is in use
    """
    return free_pin(pin, argument)._state


def free_pin(pin, argument, none=False):
    """Return ``pin``, which nothing may use yet.

    :param none: whether it may be None
    :raises TypeError: it is no pin
    :raises ValueError: it is in use
    """
    native.of_type(pin, Pin, argument, none)
    assert_free(pin)
    return pin


def assert_free(pin):
    """Raise ValueError where ``pin`` (or None) is in use."""
    if pin is not None and pin._state.user is not None:
        raise ValueError(f"{pin._state.label} in use")
