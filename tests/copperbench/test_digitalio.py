# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""digitalio on either host; the recorded cases are in tests/conformance."""

import board
import digitalio
import pytest

from copperbench import vm
from copperbench.errors import Mistake


def test_an_input_sees_the_world(bench):
    pin = digitalio.DigitalInOut(board.D5)

    bench.pin("D5").value = True
    high = pin.value
    bench.pin("D5").value = False

    assert (high, pin.value) == (True, False)


def test_an_output_is_seen_by_the_world(bench):
    pin = digitalio.DigitalInOut(board.D5)

    pin.switch_to_output(True)

    assert bench.pin("D5").value is True
    assert bench.pin("D5").user == "DigitalInOut"


def test_an_open_drain_output_only_pulls_low(bench):
    bench.pin("D5").pull = "up"
    pin = digitalio.DigitalInOut(board.D5)
    pin.switch_to_output(True, digitalio.DriveMode.OPEN_DRAIN)

    bench.pin("D5").value = False

    assert pin.value is False


def test_a_push_pull_output_against_the_world_is_told_with_its_pin(bench):
    bench.pin("D5").value = False
    pin = digitalio.DigitalInOut(board.D5)

    with pytest.raises(Mistake, match="D5 is an output of the program"):
        pin.switch_to_output(True)


def test_a_pin_is_used_once_and_free_after_deinit(bench):
    first = digitalio.DigitalInOut(board.D13)
    with pytest.raises(ValueError, match=r"^LED in use$"):
        digitalio.DigitalInOut(board.LED)

    first.deinit()

    digitalio.DigitalInOut(board.LED)


def test_a_loop_that_only_looks_at_a_pin_ends_when_the_pin_changes(bench):
    pin = digitalio.DigitalInOut(board.D5)
    bench.clock.at(5000, lambda: setattr(bench.pin("D5"), "value", True))

    while not pin.value:
        pass

    assert 5000 <= bench.clock.us <= 5010


@pytest.mark.parametrize(
    "call, error, words",
    [
        (lambda pin: digitalio.DigitalInOut(5), TypeError, "pin must be of type Pin, not int"),
        (
            lambda pin: digitalio.DigitalInOut(),
            TypeError,
            "function takes 1 positional arguments but 0 were given",
        ),
        (
            lambda pin: digitalio.DigitalInOut(pin=board.D5),
            TypeError,
            "function doesn't take keyword arguments",
        ),
        (
            lambda pin: pin.switch_to_output(True, None, 3),
            TypeError,
            "extra positional arguments given",
        ),
        (
            lambda pin: pin.switch_to_input(pul=1),
            TypeError,
            "unexpected keyword argument 'pul'",
        ),
        (lambda pin: setattr(pin, "direction", 1), ValueError, "Invalid direction"),
        (lambda pin: pin.values, AttributeError, "'DigitalInOut' object has no attribute 'values'"),
    ],
)
def test_a_wrong_call_gets_the_words_of_the_firmware(bench, call, error, words):
    pin = digitalio.DigitalInOut(board.D5)

    with pytest.raises(error) as caught:
        call(pin)

    assert caught.value.args == (words,)


def test_reading_and_setting_a_pin_leaves_no_garbage_on_the_vm():
    result = vm.run(
        """
import board, digitalio, micropython
out = digitalio.DigitalInOut(board.D5)
out.switch_to_output()
pin = digitalio.DigitalInOut(board.D6)

def use():
    out.value = True
    out.value = False
    return pin.value

use()
micropython.heap_lock()
use()
micropython.heap_unlock()
print("clean")
"""
    )

    assert result.stdout == "clean\n"
