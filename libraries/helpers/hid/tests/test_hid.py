# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Keyboard, mouse and media keys, as the computer on the bench sees them."""

import pytest
import usb_hid
from hypothesis import HealthCheck, given, settings, strategies as st

from adafruit_hid import find_device
from adafruit_hid.consumer_control import ConsumerControl
from adafruit_hid.consumer_control_code import ConsumerControlCode
from adafruit_hid.keyboard import Keyboard
from adafruit_hid.keyboard_layout_base import KeyboardLayoutBase
from adafruit_hid.keyboard_layout_us import KeyboardLayout, KeyboardLayoutUS
from adafruit_hid.keycode import Keycode
from adafruit_hid.mouse import Mouse


class German(KeyboardLayoutBase):
    """Some keys of a German keyboard, as tables of layouts have them."""

    ASCII_TO_KEYCODE = bytes(0x61) + bytes([0x04])  # a
    HIGHER_ASCII = {0xE4: 0x34, "ß": 0x2D, 0xC4: 0xB4, 0x20AC: 0x08}
    NEED_ALTGR = "€"
    # á: the dead accent, then a; ã: the dead tilde with AltGr, then a
    COMBINED_KEYS = {0xE1: 0x2E61, 0xE3: 0x30E1}


class Remote:
    """A keyboard that is on Bluetooth: it has what it must, and no more."""

    usage_page = 1
    usage = 6

    def __init__(self):
        self.sent = []
        self.fails = False

    def send_report(self, report):
        if self.fails:
            raise OSError("not connected")
        self.sent.append(bytes(report))


@pytest.fixture
def host(bench):
    bench.usb.connect()
    return bench.usb.host


@pytest.fixture
def keyboard(host):
    return Keyboard(usb_hid.devices)


def sent(bench):
    return [report.hex() for _, _, report in bench.usb.reports]


# Finding the device


def test_a_device_is_found_by_its_use_or_given_itself(host):
    keyboard, mouse, _ = usb_hid.devices

    assert find_device(usb_hid.devices, usage_page=1, usage=6) is keyboard
    assert find_device(mouse, usage_page=1, usage=2) is mouse
    assert find_device([None, object(), mouse], usage_page=1, usage=2) is mouse


def test_a_device_that_is_not_enabled_is_a_value_error(host):
    with pytest.raises(ValueError, match=r"^Could not find matching HID device\.$"):
        find_device(usb_hid.devices, usage_page=1, usage=5)


@pytest.mark.upstream_defect
def test_a_timeout_of_zero_looks_once(bench):
    bench.usb.connect()

    Keyboard(usb_hid.devices, timeout=0)

    assert bench.clock.us == 0


@pytest.mark.upstream_defect(raises=TypeError)
def test_a_timeout_may_be_a_fraction(bench):
    with pytest.raises(OSError, match="no computer on USB"):
        Keyboard(usb_hid.devices, timeout=0.5)

    assert 0.5 <= bench.clock.seconds < 0.6


def test_a_computer_that_comes_late_is_waited_for(bench):
    bench.clock.at(20_300_000, bench.usb.connect)

    Mouse(usb_hid.devices)

    assert 20.3 <= bench.clock.seconds <= 21.3


# Keys


def test_keys_go_down_together_and_up_one_by_one(bench, keyboard):
    keyboard.press(Keycode.CONTROL, Keycode.SHIFT, Keycode.ESCAPE)
    keyboard.release(Keycode.SHIFT)
    keyboard.release_all()

    assert sent(bench) == ["0300290000000000", "0100290000000000", "0000000000000000"]


def test_a_chord_reaches_the_computer(host, keyboard):
    keyboard.send(Keycode.GUI, Keycode.L)

    assert host.chords == ["Left GUI + L"]
    assert host.down == []


def test_of_seven_keys_the_oldest_goes_up(bench, keyboard):
    keyboard.press(*range(Keycode.A, Keycode.G))
    keyboard.press(Keycode.Z)

    assert keyboard.report == bytes([0, 0, 5, 6, 7, 8, 9, 0x1D])


def test_the_report_can_be_seen_in_parts(keyboard):
    keyboard.press(Keycode.RIGHT_ALT, Keycode.A, Keycode.B)
    keyboard.release(Keycode.A)

    assert bytes(keyboard.report_modifier) == b"\x40"
    assert bytes(keyboard.report_keys) == b"\x05\0\0\0\0\0"


@pytest.mark.upstream_defect
def test_a_wrong_keycode_presses_none(bench, keyboard):
    with pytest.raises(ValueError, match=r"255|256"):
        keyboard.press(Keycode.A, 300)
    keyboard.press(Keycode.B)

    assert sent(bench) == ["0000050000000000"]


@pytest.mark.upstream_defect
def test_what_the_computer_did_not_take_is_not_held(bench, host, keyboard):
    bench.usb.disconnect()
    with pytest.raises(OSError, match="USB busy"):
        keyboard.press(Keycode.A)
    bench.usb.connect()

    keyboard.press(Keycode.B)

    assert host.down == ["B"]


def test_a_failed_release_is_tried_again_by_the_next_one(bench, host, keyboard):
    keyboard.press(Keycode.A)
    host.busy = 5
    with pytest.raises(OSError, match="USB busy"):
        keyboard.release(Keycode.A)
    bench.clock.advance(5)

    keyboard.release_all()

    assert host.down == []


def test_lights_are_those_of_the_computer(bench, host, keyboard):
    assert keyboard.led_status == b"\x00"

    keyboard.send(Keycode.CAPS_LOCK)
    bench.clock.advance(0.02)

    assert keyboard.led_on(Keyboard.LED_CAPS_LOCK)
    assert not keyboard.led_on(Keyboard.LED_NUM_LOCK)
    assert keyboard.led_status == b"\x02"


@pytest.mark.upstream_defect(raises=AttributeError)
def test_a_keyboard_without_lights_has_none_on():
    assert Keyboard(Remote()).led_status == b"\x00"


def test_a_keyboard_on_bluetooth_waits_for_no_usb(bench):
    remote = Remote()

    KeyboardLayoutUS(Keyboard(remote)).write("a")

    assert [report.hex() for report in remote.sent] == ["0000040000000000", "0000000000000000"]
    assert bench.clock.us == 0


def test_modifiers_have_their_bits():
    assert [Keycode.modifier_bit(code) for code in (0xDF, 0xE0, 0xE6, 0xE7, 0xE8)] == [
        *(0, 1, 64, 128, 0)
    ]


# Text


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None
)
@given(
    text=st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E) | st.sampled_from("\t\n"))
)
def test_ascii_is_what_the_computer_shows(host, keyboard, text):
    before = host.typed

    KeyboardLayout(keyboard).write(text)

    assert host.typed == before + text


@pytest.mark.upstream_defect
def test_shift_and_key_go_in_one_report(bench, keyboard):
    KeyboardLayoutUS(keyboard).write("A")

    assert sent(bench) == ["0200040000000000", "0000000000000000"]


@pytest.mark.upstream_defect
def test_a_modifier_that_is_held_stays_held(host, keyboard):
    keyboard.press(Keycode.CONTROL)
    KeyboardLayoutUS(keyboard).write("kc")
    keyboard.release_all()

    assert host.chords == ["Left Control + K", "Left Control + C"]


def test_a_key_that_is_held_types_again(host, keyboard):
    keyboard.press(Keycode.A)

    KeyboardLayoutUS(keyboard).write("a")

    assert host.typed == "aa"
    assert host.down == []


@pytest.mark.upstream_defect
def test_nothing_is_typed_if_a_character_is_missing(host, keyboard):
    with pytest.raises(ValueError, match="é"):
        KeyboardLayoutUS(keyboard).write("a\u00e9b")

    assert host.typed == ""


@pytest.mark.upstream_defect
@pytest.mark.parametrize("text", ["\x80", "é" * 2])
def test_a_character_beyond_the_table_is_told(keyboard, text):
    with pytest.raises(ValueError, match=f"^the layout has no '{text[0]}'"):
        KeyboardLayoutUS(keyboard).write(text)


def test_a_control_character_is_told(keyboard):
    with pytest.raises(ValueError, match=r"0x0d"):
        KeyboardLayoutUS(keyboard).keycodes("\r")


def test_a_delay_follows_each_character(bench, keyboard):
    KeyboardLayoutUS(keyboard).write("abc", delay=0.5)

    assert 1.5 <= bench.clock.seconds < 1.6


@pytest.mark.upstream_defect
def test_keycodes_are_a_tuple(keyboard):
    layout = German(keyboard)

    assert layout.keycodes("a") == (Keycode.A,)
    assert layout.keycodes("Ä") == (Keycode.SHIFT, Keycode.QUOTE)
    assert layout.keycodes("€") == (Keycode.RIGHT_ALT, Keycode.E)


@pytest.mark.upstream_defect
def test_a_character_of_two_strokes_is_told_as_such(keyboard):
    with pytest.raises(ValueError, match=r"^'á' takes 2 strokes, one after the other$"):
        German(keyboard).keycodes("á")


def test_tables_have_dead_keys_and_characters_beyond_ascii(bench, keyboard):
    German(keyboard).write("ßáã")

    assert [report[:6] for report in sent(bench)[::2]] == [
        *("00002d", "00002e", "000004", "400030", "000004")
    ]


@pytest.mark.upstream_defect
def test_the_key_after_a_dead_one_may_need_altgr(bench, keyboard):
    class Layout(German):
        NEED_ALTGR = "a"

    Layout(keyboard).write("á")

    assert [report for report in sent(bench) if report != "0" * 16] == [
        *("00002e0000000000", "4000040000000000")
    ]


# Mouse


def test_buttons_go_down_and_up(bench, host):
    mouse = Mouse(usb_hid.devices)

    mouse.press(Mouse.LEFT_BUTTON)
    mouse.click(Mouse.RIGHT_BUTTON | Mouse.FORWARD_BUTTON)
    mouse.release_all()

    assert sent(bench) == ["01000000", "13000000", "01000000", "00000000"]


def test_a_drag_keeps_the_button_down(host):
    mouse = Mouse(usb_hid.devices)
    mouse.press(Mouse.LEFT_BUTTON)

    mouse.move(-5, 7, 1)

    assert host.down == ["button 1"]
    assert host.lines()[1:] == ["0.016 s  mouse  X -5, Y +7, wheel +1"]


def test_a_click_after_a_move_moves_no_further(host):
    mouse = Mouse(usb_hid.devices)
    mouse.move(5, 7, 1)

    mouse.click(Mouse.LEFT_BUTTON)

    assert host.lines()[1:] == ["0.016 s  mouse  button 1 down", "0.024 s  mouse  button 1 up"]


@pytest.mark.upstream_defect
def test_a_long_way_is_straight(bench, host):
    Mouse(usb_hid.devices).move(300, -150, 0)

    assert sent(bench) == ["0064ce00", "0064ce00", "0064ce00"]


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, deadline=None
)
@given(way=st.tuples(*[st.integers(-1000, 1000)] * 3))
def test_a_way_ends_where_it_was_meant_to(bench, host, way):
    host.events.clear()

    Mouse(usb_hid.devices).move(*way)

    moved = dict.fromkeys(("X", "Y", "wheel"), 0)
    for event in host.events:
        moved[event.name] += event.value
    assert tuple(moved.values()) == way


@pytest.mark.upstream_defect(raises=TypeError)
def test_a_fraction_of_a_step_is_rounded(bench, host):
    Mouse(usb_hid.devices).move(1.6)

    assert sent(bench) == ["00020000"]


def test_no_move_sends_nothing(bench, host):
    Mouse(usb_hid.devices).move()

    assert sent(bench) == []


@pytest.mark.upstream_defect
@pytest.mark.parametrize("buttons", [32, 255])
def test_buttons_that_there_are_not_are_a_value_error(host, buttons):
    with pytest.raises(ValueError, match=r"^buttons must be 0 to 31$"):
        Mouse(usb_hid.devices).press(buttons)


def test_a_button_that_did_not_get_there_is_not_held(bench, host):
    mouse = Mouse(usb_hid.devices)
    bench.usb.disconnect()
    with pytest.raises(OSError, match="USB busy"):
        mouse.press(Mouse.LEFT_BUTTON)
    bench.usb.connect()

    mouse.move(1)

    assert host.down == []


# Media keys


def test_a_media_key_goes_down_and_up(host):
    media = ConsumerControl(usb_hid.devices)

    media.send(ConsumerControlCode.MUTE)
    media.press(ConsumerControlCode.VOLUME_DECREMENT)

    assert host.down == ["Volume Down"]
    media.release()
    assert [str(event) for event in host.events] == [
        *("Mute down", "Mute up", "Volume Down down", "Volume Down up")
    ]


@pytest.mark.upstream_defect
@pytest.mark.parametrize("code", [0x28D, 0xFFFF, 0x10000])
def test_a_media_key_that_computers_ignore_is_a_value_error(bench, host, code):
    with pytest.raises(ValueError, match=r"^consumer_code must be 0 to 0x28c$"):
        ConsumerControl(usb_hid.devices).press(code)

    assert sent(bench) == []


def test_the_last_media_key_is_known(host):
    ConsumerControl(usb_hid.devices).press(0x28C)

    assert host.down == ["usage 0xc:0x28c"]


def test_a_device_that_is_not_the_firmwares_may_know_more_media_keys():
    class Media(Remote):
        usage_page = 0x0C
        usage = 1

    remote = Media()
    media = ConsumerControl(remote)

    media.press(0x29D)

    assert remote.sent == [b"\x9d\x02"]
    with pytest.raises(ValueError, match="0 to 0xffff"):
        media.press(0x10000)
