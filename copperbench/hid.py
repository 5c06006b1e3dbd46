# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""HID report descriptors, and reports by them: Device Class Definition for HID 1.11.

Sections 5.10 (null values), 6.2.2 (items) and 8 (reports). Long items, delimiters and strings
are used by no device that anyone has seen, and are refused or passed over.
"""

INPUT = "input"
OUTPUT = "output"
FEATURE = "feature"

_MAIN = {8: INPUT, 9: OUTPUT, 11: FEATURE}
_COLLECTION, _END = 10, 12
_APPLICATION = 1
_PAGE, _LOW, _HIGH, _SIZE, _ID, _COUNT, _PUSH, _POP = 0, 1, 2, 7, 8, 9, 10, 11
_GLOBAL = (_PAGE, _LOW, _HIGH, _SIZE, _ID, _COUNT)
_USAGE, _FIRST_USAGE, _LAST_USAGE, _DELIMITER = 0, 1, 2, 10
_LONG = 0xFE
_LARGEST = 32  # bits of a field


class DescriptorError(ValueError):
    """A descriptor that a computer refuses; the message tells the byte, and what is wrong there."""


class Field:
    """Values of one kind that lie one after the other in a report.

    :ivar kind: :data:`INPUT`, :data:`OUTPUT` or :data:`FEATURE`
    :ivar report_id: 0 where the device has no IDs
    :ivar application: what the collection around it is used for, page << 16 | usage
    :ivar bit: the first one, without the ID's
    :ivar size: bits of each value
    :ivar count: how many values
    :ivar low: the least value
    :ivar high: the largest value
    :ivar constant: whether it is but filling
    :ivar variable: whether each value has a usage of its own; else it is the number of a usage
    :ivar relative: whether the values are changes
    """

    def __init__(self, kind, flags, bit, state, application, usages):
        self.kind = kind
        self.constant = bool(flags & 1)
        self.variable = bool(flags & 2)
        self.relative = bool(flags & 4)
        self.bit = bit
        self.report_id = state[_ID]
        self.size = state[_SIZE]
        self.count = state[_COUNT]
        self.low = state[_LOW]
        self.high = state[_HIGH]
        self.application = application
        self._usages = usages  # (first, last)

    @property
    def switches(self):
        """Whether each value is that of a key or button, 1 or 0."""
        return self.variable and not self.relative and self.low == 0 and self.high == 1

    def usage(self, index):
        """Return a usage by its number, page << 16 | usage; None where there is none."""
        for first, last in self._usages:
            if index <= last - first:
                return first + index
            index -= last - first + 1
        # Of values that are more than their usages, the rest has the last one (6.2.2.8).
        return self._usages[-1][1] if self.variable and self._usages else None

    def values(self, report):
        """Return the values that a report has."""
        whole = 0
        for byte in range(len(report) - 1, -1, -1):
            whole = whole << 8 | report[byte]
        found = []
        for index in range(self.count):
            value = whole >> (self.bit + index * self.size) & ((1 << self.size) - 1)
            if self.low < 0 and value >> (self.size - 1):
                value -= 1 << self.size
            found.append(value)
        return found


def parse(descriptor, state=None):
    """Return the fields of a descriptor.

    :param state: the global items of the descriptors before it, which count on; those of this
        one are put there
    :raises DescriptorError: a computer would refuse it
    """
    parser = _Parser(state or {})
    position = 0
    while position < len(descriptor):
        prefix = descriptor[position]
        size = (0, 1, 2, 4)[prefix & 3]
        data = bytes(descriptor[position + 1 : position + 1 + size])
        try:
            if prefix == _LONG:
                raise DescriptorError("a long item, which no computer knows")
            if len(data) < size:
                raise DescriptorError(f"an item of {size + 1} bytes, of which the end is missing")
            parser.item(prefix >> 2 & 3, prefix >> 4, data)
        except DescriptorError as error:
            raise DescriptorError(f"byte {position}: {error.args[0]}")
        position += 1 + size
    parser.end()
    if state is not None:
        state.update(parser.state)
    return parser.fields


def lengths(fields, kind):
    """Return the bytes of each report of a kind by its ID, which does not count."""
    found = {}
    for field in fields:
        if field.kind == kind:
            end = (field.bit + field.size * field.count + 7) // 8
            found[field.report_id] = max(found.get(field.report_id, 0), end)
    return found


class _Parser:
    def __init__(self, before):
        self.fields = []
        self.state = dict.fromkeys(_GLOBAL, 0)
        self.state.update(before)
        self._pushed = []
        self._collections = []  # the usage of each that is open
        self._bits = {}  # (kind, report ID) -> how many there are so far
        self._usages = []
        self._first = None

    def item(self, kind, tag, data):
        if kind == 0:
            self._main(tag, data)
            self._usages = []
            self._first = None
        elif kind == 1:
            self._global(tag, data)
        elif kind == 2:
            self._local(tag, data)
        else:
            raise DescriptorError("an item of a type that there is not")

    def _main(self, tag, data):
        if tag == _COLLECTION:
            kind = _unsigned(data)
            if not self._collections and kind != _APPLICATION:
                raise DescriptorError("the outermost collection is no application: a1 01")
            usage = self._usages[0][0] if self._usages else 0
            if kind == _APPLICATION and not usage:
                raise DescriptorError("an application without a usage before it")
            self._collections.append(self._collections[0] if self._collections else usage)
        elif tag == _END:
            if not self._collections:
                raise DescriptorError("an end of a collection that has not begun")
            self._collections.pop()
        elif tag in _MAIN:
            self._add(_MAIN[tag], _unsigned(data))
        else:
            raise DescriptorError("a main item that there is not")

    def _add(self, kind, flags):
        state = self.state
        if not self._collections:
            raise DescriptorError(f"an {kind} outside a collection")
        if not state[_SIZE] or not state[_COUNT]:
            raise DescriptorError(f"an {kind} without a report size and count before it")
        if state[_SIZE] > _LARGEST:
            raise DescriptorError(f"values of {state[_SIZE]} bits, of at most {_LARGEST}")
        key = (kind, state[_ID])
        bit = self._bits.get(key, 0)
        self._bits[key] = bit + state[_SIZE] * state[_COUNT]
        field = Field(kind, flags, bit, state, self._collections[0], self._usages)
        if not field.constant:
            if not self._usages:
                raise DescriptorError(f"an {kind} of data without a usage before it")
            _check_range(field)
        self.fields.append(field)

    def _global(self, tag, data):
        if tag == _PUSH:
            self._pushed.append(dict(self.state))
        elif tag == _POP:
            if not self._pushed:
                raise DescriptorError("a pop without a push")
            self.state = self._pushed.pop()
        elif tag in (_LOW, _HIGH):
            self.state[tag] = _signed(data)
        elif tag in self.state:
            value = _unsigned(data)
            if tag == _ID and not 1 <= value <= 255:
                raise DescriptorError("a report ID that is not 1 to 255")
            if tag == _ID and self._bits and not all(number for _, number in self._bits):
                raise DescriptorError("a report ID after fields that have none")
            self.state[tag] = value

    def _local(self, tag, data):
        if tag == _DELIMITER:
            raise DescriptorError("a delimiter, which no computer takes")
        if tag > _LAST_USAGE:  # of bodies and strings, which nobody asks for
            return
        usage = _unsigned(data)
        if len(data) < 4:  # else it has a page of its own
            usage |= self.state[_PAGE] << 16
        if tag == _USAGE:
            self._usages.append((usage, usage))
        elif tag == _FIRST_USAGE:
            self._first = usage
        else:
            first = self._first
            self._first = None
            if first is None or first > usage:
                raise DescriptorError("a usage maximum without a usage minimum below it")
            self._usages.append((first, usage))

    def end(self):
        if self._collections:
            raise DescriptorError("the end: a collection is still open: c0")
        for (kind, number), bits in self._bits.items():
            if bits % 8:
                raise DescriptorError(
                    f"the end: {kind} report {number} has {bits} bits, which fill no whole bytes: "
                    f"{8 - bits % 8} constant ones are missing"
                )


def _check_range(field):
    low, high, size = field.low, field.high, field.size
    if low > high:
        words = ""
        if high < 0 <= low:
            words = ": as a positive number it takes a byte more"
        raise DescriptorError(f"the logical maximum {high} is below the minimum {low}{words}")
    least, most = (-(1 << (size - 1)), (1 << (size - 1)) - 1) if low < 0 else (0, (1 << size) - 1)
    if low < least or high > most:
        raise DescriptorError(f"values from {low} to {high} do not fit into {size} bits")


def _unsigned(data):
    value = 0
    for index in range(len(data) - 1, -1, -1):
        value = value << 8 | data[index]
    return value


def _signed(data):
    value = _unsigned(data)
    return value - (1 << 8 * len(data)) if data and data[-1] & 0x80 else value
