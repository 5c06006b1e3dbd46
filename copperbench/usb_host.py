# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The computer on USB: it takes HID reports every 8 ms, and has what a person would see of them.

It knows devices by their descriptors only. Keys that stay down repeat, locks toggle their
lights, and a lost cable lets all go, as with Windows, macOS and Linux.
"""

from copperbench import hid, hid_names as names
from copperbench.clock import Clock
from copperbench.errors import WiringError

SLOT_US = 8000  # bInterval of the firmware's endpoint
READY_US = 2000000  # how long the firmware waits for it
_LOOK_US = 1000
_WAKE_US = 30000  # resume signalling and recovery (USB 2.0, 7.1.7.7)
_REPEAT_AFTER_US = 500000  # as Windows is set up
_REPEAT_US = 33000
_FIRST_MODIFIER = 0xE0
_MODIFIERS = names.KEYBOARD << 16 | _FIRST_MODIFIER
_ROLLOVER = 1  # a keyboard that cannot tell which keys are down
_LOCKS = {names.NUM_LOCK: 1, names.CAPS_LOCK: 2, names.SCROLL_LOCK: 4}


class Event:
    """What the computer saw.

    :ivar us: when it took the report, in microseconds of virtual time
    :ivar device: ``keyboard``, ``mouse``, ``media keys``, ``gamepad`` …
    :ivar action: ``down``, ``up``, ``move`` (by so much), ``set`` (to so much); of a keyboard
        besides ``types`` for text, and ``presses`` for keys that type none
    :ivar name: of the key, button or axis; the text; the keys, as in ``Left Control + C``
    :ivar value: of a move or set, None for a null value: a hat that is let go
    """

    def __init__(self, us, device, action, name, value=None):
        self.us = us
        self.device = device
        self.action = action
        self.name = name
        self.value = value

    def __str__(self):
        if self.action == "move":
            return f"{self.name} {self.value:+}"
        if self.action == "set":
            return f"{self.name} = {'none' if self.value is None else self.value}"
        if self.action == "types":
            return f"types {self.name!r}"
        if self.action == "presses":
            return f"presses {self.name}"
        return f"{self.name} {self.action}"

    def __repr__(self):
        return f"<{self.us / 1000000} s {self.device}: {self}>"


class Host:
    """The computer.

    :param enabled: tells the devices that are enabled, as :meth:`enumerate` takes them
    :ivar events: what it saw, an :class:`Event` each
    :ivar log: (microseconds, report ID, bytes) of each report that it took, and of what else
        changes what it sees: ``"leds"`` with its lights, ``"loose"`` with None
    :ivar toggles: whether Caps Lock and its like change the lights
    :ivar chords: the keys that were pressed and typed no text, as ``Left Control + C``
    :ivar wakeups: how often it was asked to wake up
    :ivar wakes: whether it does when it is asked
    """

    def __init__(self, clock, mistake, note, enabled):
        self._clock = clock
        self._enabled = enabled
        self._mistake = mistake
        self._note = note
        self.events = []
        self.log = []
        self.chords = []
        self.wakeups = 0
        self.wakes = True
        self.toggles = True
        self.devices = ()  # those that were enabled, as the firmware describes them
        self.received = {}  # (device, report ID) -> the last report to it
        self._connected = False
        self._suspended = False
        self._fields = {}  # kind -> report ID -> fields
        self._free_us = 0  # when the endpoint takes the next report
        self._busy_until_us = 0
        self._state = {}  # (report ID, usage) -> value
        self._layout = "us"
        self._desk = None
        self._text = []
        self._leds = 0
        self._repeat = None  # [usage, modifiers, when]
        self._lone = 0  # the modifiers that are down, as long as nothing is pressed with them

    # The cable

    @property
    def connected(self):
        """Whether it is at the other end of the cable."""
        return self._connected

    @connected.setter
    def connected(self, value):
        if self._connected and not value:
            self.loose(self._clock.us)
        self._connected = bool(value)
        self._suspended = False
        if value:
            self.look()

    @property
    def suspended(self):
        """Whether it sleeps: what is sent to it is lost, and asks it to wake up."""
        return self._suspended

    @suspended.setter
    def suspended(self, value):
        self._suspended = bool(value)

    @property
    def ready(self):
        """Whether it listens: what ``supervisor.runtime.usb_connected`` tells."""
        return self._connected and not self._suspended

    @property
    def busy(self):
        """How many seconds from now on it takes no reports."""
        return max(self._busy_until_us - self._clock.us, 0) / 1000000

    @busy.setter
    def busy(self, seconds):
        self._busy_until_us = self._clock.us + round(seconds * 1000000)
        self._free_us = max(self._free_us, self._slot() if self._waiting() else 0)

    # Devices

    def look(self):
        """Take up the devices, if they are others than they were."""
        devices = self._enabled()
        if devices is not self.devices:
            self.enumerate(devices)

    def enumerate(self, devices):
        """Take up devices, by their descriptors.

        :param devices: what has ``descriptor``, ``ids``, ``in_lengths`` and ``out_lengths``
        """
        self.devices = devices
        self._fields = {hid.INPUT: {}, hid.OUTPUT: {}, hid.FEATURE: {}}
        problems = []
        owners = {}
        state = {}  # the firmware has their descriptors one after the other
        for number, device in enumerate(devices):
            label = f"HID device {number + 1}"
            try:
                fields = hid.parse(device.descriptor, state)
            except hid.DescriptorError as error:
                problems.append(f"{label}: descriptor, {error.args[0]}")
                continue
            problems.extend(_contradictions(label, device, fields))
            for report_id in device.ids:
                if report_id in owners:
                    problems.append(f"{label}: {owners[report_id]} has report ID {report_id}, too")
                owners[report_id] = label
            for field in fields:
                self._fields[field.kind].setdefault(field.report_id, []).append(field)
        if len(devices) > 1 and 0 in owners:
            problems.append(f"{owners[0]}: without a report ID it must be the only device")
        if problems:
            self._fields = {hid.INPUT: {}, hid.OUTPUT: {}, hid.FEATURE: {}}
            self._mistake("the computer takes no HID device: " + "; ".join(problems))

    def send(self, report_id, report):
        """Take a report as the firmware sends it; return whether it has come.

        :raises OSError: nobody takes it within two seconds
        """
        self.look()
        clock = self._clock
        end = clock.us + READY_US
        while not (self.ready and self._free_us <= clock.us) and clock.us < end:
            step = self._free_us - clock.us if self.ready else _LOOK_US
            clock.advance_us(min(step, end - clock.us))
        if self._suspended:
            self._wake()
            return False
        if not (self.ready and self._free_us <= clock.us):
            raise OSError("USB busy")
        self._free_us = self._slot()
        self.take(self._free_us, report_id, report)
        return True

    def _slot(self):
        """Return when the computer asks next."""
        return max(self._clock.us // SLOT_US + 1, -(-self._busy_until_us // SLOT_US)) * SLOT_US

    def _waiting(self):
        return self._free_us > self._clock.us

    def _wake(self):
        self.wakeups += 1
        if self.wakes:
            self._clock.at(self._clock.us + _WAKE_US, self._resume)

    def _resume(self):
        self._suspended = False

    # Reports

    def take(self, us, report_id, report):
        """Take a report that came at a time."""
        self.log.append((us, report_id, report))
        if report_id not in self._fields[hid.INPUT]:
            self._mistake(
                f"the computer ignores report {report_id}, which no device has that it knows: "
                "enable it in boot.py"
            )
            return
        self._catch_up(us)
        for field in self._fields[hid.INPUT][report_id]:
            if field.constant:
                continue
            values = field.values(report)
            if field.variable:
                self._variables(us, field, values)
            else:
                self._array(us, field, values)

    def _variables(self, us, field, values):
        for index, value in enumerate(values):
            usage = field.usage(index)
            if not field.low <= value <= field.high:
                value = None  # noqa: PLW2901  # its null value (5.10)
            key = (field.report_id, usage)
            if field.relative:
                if value:
                    self._see(us, field, "move", usage, value)
            elif value != self._state.get(key, 0 if field.switches or field.low < 0 else None):
                self._state[key] = value
                if field.switches:
                    self._press(us, field, usage, value)
                else:
                    self._see(us, field, "set", usage, value)

    def _array(self, us, field, values):
        keyboard = field.usage(0) >> 16 == names.KEYBOARD
        if keyboard and _ROLLOVER in values:
            return
        now = []
        for value in values:
            usage = field.usage(value - field.low) if field.low <= value <= field.high else None
            if usage is not None and usage & 0xFFFF and usage not in now:
                now.append(usage)
            elif usage is None and value:
                self._note(
                    f"{names.device(field.application)}: the computer ignores {value:#x}, which "
                    f"is not {field.low:#x} to {field.high:#x}"
                )
        key = (field.report_id, field.bit)
        before = self._state.get(key, ())
        self._state[key] = now
        for usage in before:
            if usage not in now:
                self._press(us, field, usage, 0)
        for usage in now:
            if usage not in before:
                self._press(us, field, usage, 1)

    def _see(self, us, field, action, usage, value=None):
        device = names.device(field.application)
        self.events.append(Event(us, device, action, names.usage(usage), value))

    # Keys

    def _press(self, us, field, usage, down):
        self._see(us, field, "down" if down else "up", usage)
        page, number = usage >> 16, usage & 0xFFFF
        if page != names.KEYBOARD:
            return
        if not down:
            if self._repeat and self._repeat[0] == number:
                self._repeat = None
            if self._lone and number >= _FIRST_MODIFIER:
                self._chord(us, self._lone)
                self._lone = 0
            return
        if number >= _FIRST_MODIFIER:
            self._lone = self.modifiers
            return
        self._lone = 0
        if number in _LOCKS and self.toggles:
            self._clock.at(us + SLOT_US, self._toggler(_LOCKS[number]))
        modifiers = self.modifiers
        self._repeat = [number, modifiers, us + _REPEAT_AFTER_US]
        if not self._type(us, number, modifiers):
            self._chord(us, modifiers, usage)

    def _chord(self, us, modifiers, *keys):
        held = [_MODIFIERS + bit for bit in range(8) if modifiers >> bit & 1]
        chord = " + ".join([names.usage(usage) for usage in held + list(keys)])
        self.chords.append(chord)
        self.events.append(Event(us, "keyboard", "presses", chord))

    @property
    def modifiers(self):
        """Those that are down, as the first byte of a keyboard's report has them."""
        found = 0
        for (_, usage), value in self._state.items():
            if value and usage >> 3 == _MODIFIERS >> 3:
                found |= 1 << (usage & 7)
        return found

    @property
    def down(self):
        """The names of the keys and buttons that are down."""
        found = []
        for event in self.events:
            if event.action == "down":
                found.append(event.name)
            elif event.action == "up" and event.name in found:
                found.remove(event.name)
        return found

    def loose(self, us):
        """Let go of keys and buttons: their device is gone."""
        self.log.append((us, "loose", None))
        self._catch_up(us)
        for field in [one for row in self._inputs() for one in row]:
            if field.switches and not field.constant:
                self._variables(us, field, [0] * field.count)
            elif not field.variable and not field.constant:
                self._array(us, field, [0] * field.count)

    def _inputs(self):
        return self._fields.get(hid.INPUT, {}).values()

    # Text

    @property
    def layout(self):
        """The layout: ``us``, or with libxkbcommon another as X has it: ``de``, ``us(intl)``."""
        return self._layout

    @layout.setter
    def layout(self, value):
        self._desk = None if value == "us" else _desk(value)
        self._layout = value

    @property
    def typed(self):
        """The text that a person would see."""
        self._catch_up(self._clock.us)
        return "".join(self._text)

    def _type(self, us, number, modifiers):
        """Type what a key does; return whether it is text."""
        if modifiers & names.CONTROLS:
            return False
        text = names.plain_text(number, self._leds & 1)
        if not text:
            if self._desk is None:
                text = names.us_text(number, modifiers)
            else:
                text = self._desk.stroke(modifiers, number)
                if text and text < " ":  # of Escape
                    text = ""
            if self._leds & 2 and text.lower() != text.upper():
                text = text.lower() if text.lower() != text else text.upper()
        for sign in text:
            if sign == "\b":
                self._text[-1:] = []
            else:
                self._text.append(sign)
        if text:
            self.events.append(Event(us, "keyboard", "types", text))
        dead = self._desk is not None and number < names.CAPS_LOCK and number != names.ESCAPE
        return bool(text) or dead

    def _catch_up(self, us):
        """Repeat the key that is held."""
        while self._repeat and self._repeat[2] < us:
            number, modifiers, due = self._repeat
            self._repeat[2] += _REPEAT_US
            self._type(due, number, modifiers)

    # Lights

    @property
    def leds(self):
        """The lights of keyboards: 1 Num Lock, 2 Caps Lock, 4 Scroll Lock, 8 Compose, 16 Kana."""
        return self._leds

    @leds.setter
    def leds(self, value):
        self._leds = value
        self.log.append((self._clock.us, "leds", value))
        for report_id, fields in self._fields.get(hid.OUTPUT, {}).items():
            whole = 0
            for field in fields:
                for index in range(0 if field.constant else field.count):
                    usage = field.usage(index)
                    if usage >> 16 == names.LIGHTS and value >> ((usage & 0xFFFF) - 1) & 1:
                        whole |= 1 << (field.bit + index)
            for device in self.devices:
                if report_id in device.ids:
                    length = device.out_lengths[device.ids.index(report_id)]
                    self.answer(device, report_id, whole.to_bytes(length, "little"))

    def _toggler(self, bit):
        def toggle():
            if self.ready:
                self.leds = self._leds ^ bit

        return toggle

    def answer(self, device, report_id, report):
        """Send a report to a device; the firmware forgets one of another length."""
        if report_id in device.ids:
            length = device.out_lengths[device.ids.index(report_id)]
            if len(report) == length:
                self.received[device, report_id] = bytes(report)
                return
            words = f"it has {len(report)} bytes instead of {length}"
        else:
            words = "the device has none of that ID"
        self._note(f"the firmware forgets report {report_id} of the computer: {words}")

    # For people

    def lines(self):
        """Return what it saw, a line each: text in one piece, and else what came in one report."""
        self._catch_up(self._clock.us)
        rows = []  # [microseconds, device, words]
        text = None
        for event in self.events:
            if event.device == "keyboard" and event.action in ("down", "up"):
                continue
            last = rows[-1] if rows else (None, None)
            if event.action == "types":
                text = (text or "") + event.name
                if len(text) > len(event.name):
                    last[2] = f"types {text!r}"
                    continue
            else:
                text = None
                if last[0] == event.us and last[1] == event.device != "keyboard":
                    last[2] += f", {event}"
                    continue
            rows.append([event.us, event.device, str(event)])
        return [f"{us // 1000 / 1000:.3f} s  {device}  {words}" for us, device, words in rows]


def replay(devices, log, layout, end_us):
    """Return a computer that has seen what another one has, on a host that knows the layout.

    :param devices: those that were enabled, as :meth:`Host.enumerate` takes them
    :param log: as :attr:`Host.log` has it
    :param layout: the keyboard's
    :param end_us: when it was looked at last
    """
    clock = Clock()
    host = Host(clock, _ignore, _ignore, lambda: devices)
    host.layout = layout
    host.toggles = False  # the log has the lights
    host.look()
    for us, what, value in log:
        clock.advance_us(max(us - clock.us, 0))
        if what == "leds":
            host.leds = value
        elif what == "loose":
            host.loose(us)
        else:
            host.take(us, what, value)
    clock.advance_us(max(end_us - clock.us, 0))
    return host


def _ignore(words):
    pass


def _contradictions(label, device, fields):
    """Yield in words where a descriptor and the rest of a device differ."""
    for kind, declared in ((hid.INPUT, device.in_lengths), (hid.OUTPUT, device.out_lengths)):
        found = hid.lengths(fields, kind)
        for report_id in sorted(set(found) | set(device.ids)):
            if report_id not in device.ids:
                yield f"{label}: its descriptor has report ID {report_id}, and report_ids has not"
                continue
            length = declared[device.ids.index(report_id)]
            if found.get(report_id, 0) != length:
                yield (
                    f"{label}: its descriptor has {found.get(report_id, 0)} bytes in {kind} report "
                    f"{report_id}, and {_LENGTHS[kind]} has {length}"
                )


_LENGTHS = {hid.INPUT: "in_report_lengths", hid.OUTPUT: "out_report_lengths"}


def _desk(layout):
    try:
        from copperbench.xkb import Desk, XkbMissingError
    except ImportError:
        raise WiringError(f"the layout {layout!r} needs libxkbcommon, which the VM has not: use us")
    try:
        return Desk(layout)
    except XkbMissingError as error:
        raise WiringError(error.args[0])
