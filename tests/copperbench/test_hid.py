# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""HID report descriptors by the rules of HID 1.11, and what a report says by them."""

import pytest

from copperbench import hid, hid_names as names, usb

MOUSE = usb.MOUSE.descriptor
DESKTOP, APPLICATION, END = b"\x05\x01", b"\xa1\x01", b"\xc0"
GAMEPAD = DESKTOP + b"\x09\x05" + APPLICATION
X = b"\x09\x30\x15\x81\x25\x7f\x75\x08\x95\x01\x81\x02"


def test_each_field_has_its_place_in_its_report():
    fields = [field for field in hid.parse(MOUSE) if not field.constant]

    assert [(field.bit, field.size, field.count, field.relative) for field in fields] == [
        (0, 1, 5, False),
        (8, 8, 3, True),
    ]
    assert [field.usage(index) for field in fields for index in range(field.count)] == [
        *(0x90001 + button for button in range(5)),
        *(0x10030, 0x10031, 0x10038),
    ]
    assert {field.report_id for field in fields} == {2}
    assert hid.lengths(fields, hid.INPUT) == {2: 4}


def test_values_are_signed_where_the_least_is_negative():
    buttons, _, axes = hid.parse(MOUSE)

    report = bytes([0b10001, 0x81, 0x7F, 0xFF])

    assert buttons.values(report) == [1, 0, 0, 0, 1]
    assert axes.values(report) == [-127, 127, -1]


def test_values_of_16_bits_have_their_low_byte_first():
    (field,) = hid.parse(GAMEPAD + b"\x09\x30\x15\x00\x26\xff\x7f\x75\x10\x95\x01\x81\x02" + END)

    assert field.values(b"\x34\x12") == [0x1234]
    assert (field.low, field.high) == (0, 32767)


def test_a_pop_restores_what_was_pushed():
    text = b"\xa4\x75\x08\x95\x01\x05\x09\xb4" + b"\x09\x31\x25\x01\x75\x08\x95\x02\x81\x02"

    (field,) = hid.parse(GAMEPAD + text + END)

    assert field.usage(0) == 0x10031


def test_the_last_usage_counts_for_the_values_that_have_none():
    (field,) = hid.parse(GAMEPAD + b"\x09\x30\x09\x31\x25\x01\x75\x08\x95\x03\x81\x02" + END)

    assert [field.usage(index) for index in range(3)] == [0x10030, 0x10031, 0x10031]


@pytest.mark.parametrize(
    "descriptor, words",
    [
        pytest.param(X, "byte 10: an input outside a collection", id="no collection"),
        pytest.param(GAMEPAD + X, "the end: a collection is still open", id="open"),
        pytest.param(GAMEPAD + X + END + END, "byte 19: an end of a collection", id="two ends"),
        pytest.param(GAMEPAD + b"\x26\xff", "byte 6: an item of 3 bytes", id="cut off"),
        pytest.param(
            DESKTOP + b"\x09\x05\xa1\x00" + X + END, "no application: a1 01", id="physical first"
        ),
        pytest.param(DESKTOP + APPLICATION + X + END, "without a usage", id="nameless application"),
        pytest.param(
            GAMEPAD + b"\x25\x01\x75\x08\x95\x01\x81\x02" + END,
            "data without a usage",
            id="no usage",
        ),
        pytest.param(
            GAMEPAD + b"\x09\x30\x25\x01\x95\x01\x81\x02" + END, "report size", id="no size"
        ),
        pytest.param(
            GAMEPAD + b"\x09\x30\x15\x00\x25\xff\x75\x08\x95\x01\x81\x02" + END,
            "maximum -1 is below the minimum 0: as a positive number it takes a byte more",
            id="255 in a byte",
        ),
        pytest.param(
            GAMEPAD + b"\x09\x39\x15\x00\x25\x1f\x75\x04\x95\x02\x81\x02" + END,
            "values from 0 to 31 do not fit into 4 bits",
            id="too large",
        ),
        pytest.param(
            GAMEPAD + b"\x09\x30\x15\x00\x25\x01\x75\x01\x95\x05\x81\x02" + END,
            "input report 0 has 5 bits, which fill no whole bytes: 3 constant ones",
            id="no whole bytes",
        ),
        pytest.param(GAMEPAD + b"\x85\x00" + X + END, "ID that is not 1 to 255", id="ID 0"),
        pytest.param(
            GAMEPAD + X + b"\x85\x04" + X + END,
            "report ID after fields",
            id="late ID",
        ),
        pytest.param(GAMEPAD + b"\x29\x05" + END, "usage minimum below it", id="no minimum"),
        pytest.param(GAMEPAD + b"\xb4" + END, "pop without a push", id="pop"),
        pytest.param(GAMEPAD + b"\xfe\x00\x00" + END, "long item", id="long item"),
    ],
)
def test_what_computers_refuse_is_told_with_its_byte(descriptor, words):
    with pytest.raises(hid.DescriptorError, match=words):
        hid.parse(descriptor)


@pytest.mark.parametrize(
    "usage, name",
    [
        (0x70004, "A"),
        (0x70027, "0"),
        (0x70038, "/"),
        (0x70045, "F12"),
        (0x70053, "Num Lock"),
        (0x70063, "Keypad ."),
        (0x70073, "F24"),
        (0x700E7, "Right GUI"),
        (0x90010, "button 16"),
        (0x10039, "hat"),
        (0xC00E9, "Volume Up"),
        (0xC0FFF, "usage 0xc:0xfff"),
    ],
)
def test_usages_have_names(usage, name):
    assert names.usage(usage) == name


def test_a_keyboard_of_the_united_states_types_ascii():
    typed = {
        names.us_text(key, modifiers) for key in range(0x04, 0x39) for modifiers in (0, 0x02, 0x20)
    }

    assert typed - {""} == {chr(code) for code in range(0x21, 0x7F)}
