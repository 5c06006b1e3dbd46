# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The devices that boot.py enables: what a computer makes of their descriptors and reports."""

from pathlib import Path

import pytest
import usb_hid
from hypothesis import HealthCheck, given, settings, strategies as st

from adafruit_hid import devices
from adafruit_hid.absolute_mouse import AbsoluteMouse
from adafruit_hid.gamepad import Gamepad
from adafruit_hid.keyboard import Keyboard
from adafruit_hid.keyboard_layout_us import KeyboardLayoutUS
from adafruit_hid.keycode import Keycode
from adafruit_hid.mouse import Mouse
from adafruit_hid.nkro_keyboard import NKROKeyboard
from adafruit_hid.pan_mouse import PanMouse
from copperbench import vm
from copperbench.run import run

FOLDER = Path(__file__).parents[1]


@pytest.fixture
def host(bench):
    """A computer with all devices that there are."""
    with bench.usb.boot():
        usb_hid.enable(
            (
                usb_hid.Device.KEYBOARD,
                usb_hid.Device.MOUSE,
                devices.pan_mouse(),
                devices.absolute_mouse(),
                devices.gamepad(),
                devices.nkro_keyboard(),
            )
        )
    bench.usb.connect()
    return bench.usb.host


def told(host):
    """Return what the computer saw, without its times and device."""
    return [line.split("  ")[2] for line in host.lines()]


@pytest.mark.parametrize("number", [0, 256, -1])
@pytest.mark.parametrize(
    "make",
    [devices.pan_mouse, devices.absolute_mouse, devices.gamepad, devices.nkro_keyboard],
)
def test_report_ids_are_1_to_255(make, number):
    with pytest.raises(ValueError, match=r"^report_id must be 1 to 255$"):
        make(number)


def test_a_report_id_may_be_another_one(bench):
    with bench.usb.boot():
        usb_hid.enable((devices.gamepad(255),))
    bench.usb.connect()

    Gamepad(usb_hid.devices).press_buttons(3)

    assert told(bench.usb.host) == ["button 3 down"]


# Gamepad


def test_a_gamepad_has_buttons_sticks_and_a_hat(host):
    gamepad = Gamepad(usb_hid.devices)

    gamepad.press_buttons(1, 16)
    gamepad.move_joysticks(x=-127, r_z=127)
    gamepad.move_hat(2)
    gamepad.move_hat(None)
    gamepad.release_buttons(1)
    gamepad.reset_all()

    assert told(host) == [
        "button 1 down, button 16 down",
        "X = -127, Rz = 127",
        "hat = 2",
        "hat = none",
        "button 1 up",
        "button 16 up, X = 0, Rz = 0",
    ]


def test_what_is_so_already_is_not_sent_again(bench, host):
    gamepad = Gamepad(usb_hid.devices)
    before = len(bench.usb.reports)

    gamepad.move_joysticks(0, 0, 0, 0)
    gamepad.release_all_buttons()

    assert len(bench.usb.reports) == before


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, deadline=None
)
@given(axes=st.tuples(*[st.integers(-127, 127)] * 4), buttons=st.sets(st.integers(1, 16)))
def test_all_positions_arrive(host, axes, buttons):
    gamepad = Gamepad(usb_hid.devices)
    host.events.clear()

    gamepad.move_joysticks(*axes)
    gamepad.press_buttons(*buttons)

    seen = {event.name: event.value for event in host.events if event.action == "set"}
    assert tuple(seen.get(name, 0) for name in ("X", "Y", "Z", "Rz")) == axes
    assert {name for name in host.down if name} == {f"button {number}" for number in buttons}


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda pad: pad.press_buttons(1, 17), "buttons must be 1 to 16"),
        (lambda pad: pad.click_buttons(0), "buttons must be 1 to 16"),
        (lambda pad: pad.move_joysticks(5, 128), "axes must be -127 to 127"),
        (lambda pad: pad.move_hat(8), "direction must be 0 to 7"),
    ],
)
def test_what_a_gamepad_has_not_is_refused_before_anything_moves(host, call, words):
    gamepad = Gamepad(usb_hid.devices)

    with pytest.raises(ValueError, match=f"^{words}$"):
        call(gamepad)

    gamepad.move_joysticks(y=1)
    assert told(host) == ["Y = 1"]


def test_a_button_that_did_not_get_there_is_not_held(bench, host):
    gamepad = Gamepad(usb_hid.devices)
    bench.usb.disconnect()
    with pytest.raises(OSError, match="USB busy"):
        gamepad.press_buttons(1)
    bench.usb.connect()

    gamepad.move_joysticks(x=1)

    assert told(host) == ["X = 1"]


def test_a_button_that_did_not_get_there_can_be_pressed_again(bench, host):
    gamepad = Gamepad(usb_hid.devices)
    bench.usb.disconnect()
    with pytest.raises(OSError, match="USB busy"):
        gamepad.press_buttons(1)
    bench.usb.connect()

    gamepad.press_buttons(1)

    assert host.down == ["button 1"]


# Mice


def test_the_wheel_pans(host):
    PanMouse(usb_hid.devices).move(pan=-300, wheel=1)

    assert told(host) == ["pan -100", "pan -100", "wheel +1, pan -100"]


def test_a_mouse_that_pans_finds_its_device_beside_other_mice(bench, host):
    mouse = PanMouse(usb_hid.devices)
    mouse.click(Mouse.LEFT_BUTTON)

    assert [len(report) for _, _, report in bench.usb.reports] == [5, 5]


def test_the_pointer_is_put_on_a_place_and_stays_there(host):
    pointer = AbsoluteMouse(usb_hid.devices)

    pointer.move_to(0, 32767)
    pointer.click(AbsoluteMouse.LEFT_BUTTON)
    pointer.move(10, 10, -1)

    assert told(host) == [
        "X = 0, Y = 32767",
        "button 1 down",
        "button 1 up",
        "X = 10, wheel -1",
    ]


def test_the_wheel_of_the_pointer_turns_once(host):
    pointer = AbsoluteMouse(usb_hid.devices)
    pointer.move(wheel=3)

    pointer.press(AbsoluteMouse.LEFT_BUTTON)

    assert told(host) == ["X = 0, Y = 0, wheel +3", "button 1 down"]


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda pointer: pointer.move_to(32768, 0), "x and y must be 0 to 32767"),
        (lambda pointer: pointer.move_to(0, -1), "x and y must be 0 to 32767"),
        (lambda pointer: pointer.move(wheel=128), "wheel must be -127 to 127"),
    ],
)
def test_a_place_beyond_the_screen_is_refused(host, call, words):
    with pytest.raises(ValueError, match=f"^{words}$"):
        call(AbsoluteMouse(usb_hid.devices))

    assert host.events == []


def test_a_place_that_the_computer_did_not_get_is_forgotten(bench, host):
    pointer = AbsoluteMouse(usb_hid.devices)
    pointer.move_to(100, 100)
    bench.usb.disconnect()
    with pytest.raises(OSError, match="USB busy"):
        pointer.move_to(200, 200)
    bench.usb.connect()

    pointer.press(AbsoluteMouse.LEFT_BUTTON)

    assert told(host) == ["X = 100, Y = 100", "button 1 down"]


# Keyboard without a limit


def test_any_number_of_keys_is_down(host):
    keyboard = NKROKeyboard(usb_hid.devices)

    keyboard.press(Keycode.SHIFT, *range(Keycode.A, Keycode.M))

    assert len(host.down) == 13
    assert host.typed == "ABCDEFGHIJKL"
    keyboard.release(Keycode.A, Keycode.SHIFT)
    assert len(host.down) == 11


def test_it_types_text_and_has_lights_of_its_own(bench, host):
    keyboard = NKROKeyboard(usb_hid.devices)

    KeyboardLayoutUS(keyboard).write("No limit!")
    host.leds = 4

    assert host.typed == "No limit!"
    assert keyboard.led_on(Keyboard.LED_SCROLL_LOCK)


def test_the_largest_key_has_a_bit(bench, host):
    NKROKeyboard(usb_hid.devices).press(0xDF, Keycode.RIGHT_GUI)

    assert bench.usb.reports[-1][2] == b"\x80" + bytes(27) + b"\x80"


# A program

COPY_AND_UNDO = {
    "board": "metro_m4_express",
    "pin": [
        {"name": "D4", "at": [{"seconds": 0.1, "value": False}, {"seconds": 0.2, "value": True}]},
        {"name": "D2", "at": [{"seconds": 0.3, "value": False}, {"seconds": 0.4, "value": True}]},
    ],
    "usb": {},
}


@pytest.mark.parametrize("board", [run, vm.run], ids=["cpython", "vm"])
def test_a_macro_pad_sends_what_its_buttons_mean(board):
    result = board(
        FOLDER / "examples" / "hid_macropad.py",
        wiring=COPY_AND_UNDO,
        libraries=[FOLDER],
        seconds=0.5,
    )

    assert [line.split("  ")[2] for line in result.usb] == [
        "presses Left Control + Z",
        "presses Left Control + C",
    ]
