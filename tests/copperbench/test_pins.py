# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Wires at pins: who wins on them, what is seen of them, and what is no good wiring."""

import board
import digitalio
import pytest
from hypothesis import given, strategies as st

from copperbench import pins
from copperbench.bench import Bench
from copperbench.errors import Mistake, WiringError
from copperbench.parts import Button


def test_what_drives_a_wire_wins_over_resistors_and_these_over_the_pulls_inside(bench):
    line = bench.pin("D5")

    line.input(pins.UP)
    inside = line.value
    line.pull = "down"
    resistor = line.value
    line.value = True

    assert (inside, resistor, line.value) == (True, False, True)


def test_a_wire_that_nothing_drives_keeps_its_level(bench):
    line = bench.pin("D5")

    line.value = True
    line.value = None

    assert line.value is True
    assert line.level is None


def test_connected_wires_have_one_level_until_they_are_cut(bench):
    bench.connect("D5", "D6")
    bench.connect("D6", "D9")
    bench.pin("D9").value = True

    assert bench.pin("D5").value is True

    bench.pin("D5").disconnect()
    bench.pin("D5").value = False

    assert bench.pin("D6").value is True


@given(
    st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["out0", "out1", "in", "up", "down"])))
)
def test_the_level_of_a_wire_follows_from_what_is_at_it_and_not_from_the_order(steps):
    bench = Bench(strict=False)
    lines = [bench.pin(name) for name in ("D5", "D6", "D9", "D10")]
    for line in lines[1:]:
        lines[0].connect(line)
    state = ["in"] * 4

    for index, action in steps:
        state[index] = action
        if action.startswith("out"):
            lines[index].output(int(action[3]))
        else:
            lines[index].input({"in": None, "up": pins.UP, "down": pins.DOWN}[action])

    driven = {action for action in state if action.startswith("out")}
    if driven:
        assert lines[2].value == (driven == {"out1"})
    elif "up" in state and "down" not in state:
        assert lines[2].value is True
    elif "down" in state and "up" not in state:
        assert lines[2].value is False


def test_two_outputs_against_each_other_are_a_short_circuit(bench):
    bench.connect("D5", "D6")
    bench.pin("D5").output(1)

    with pytest.raises(Mistake, match="D5 and D6 are connected, and driven against each other"):
        bench.pin("D6").output(0)


def test_an_output_against_the_world_is_a_short_circuit(bench):
    bench.pin("D5").output(1)

    with pytest.raises(Mistake, match="D5 is an output of the program, and something else drives"):
        bench.pin("D5").value = False


def test_a_buffer_passes_on_what_the_program_drives_and_nothing_back(bench):
    source, follower = bench.pin("D5"), bench.pin("D6")
    follower.follow(source)

    source.output(1)
    driven = follower.value
    source.input()
    follower.input(pins.DOWN)

    assert driven is True
    assert follower.value is False
    assert source.value is True


def test_pulses_come_at_their_times_and_leave_the_wire_at_rest(bench):
    line = bench.pin("D5")
    line.recording = True
    start = bench.clock.us

    line.send([100, 50, 25], level=True, delay_us=10)
    bench.clock.advance(0.001)

    assert [(us - start, level) for us, level in line.edges] == [
        (10, 1),
        (110, 0),
        (160, 1),
        (185, 0),
    ]
    assert line.level is None


def test_a_voltage_reads_as_a_level_too(bench):
    line = bench.pin("A0")

    line.volts = 1.7
    high = line.value
    line.volts = 1.6

    assert (high, line.value, line.volts) == (True, False, 1.6)


def test_a_pull_that_is_none_is_refused(bench):
    with pytest.raises(WiringError, match='pull at D5 must be "up", "down" or None'):
        bench.pin("D5").pull = "left"


def test_a_pin_is_found_by_each_of_its_names(bench):
    assert bench.pin("D5") is bench.pin("GPIO7") is bench.pin(board.D5)


def test_pins_are_free_again_when_the_program_is_over(bench):
    held = digitalio.DigitalInOut(board.D5)
    held.switch_to_output(True)

    bench.board.reset()

    assert bench.pin("D5").user is None
    assert bench.pin("D5").level is None


def test_a_contact_that_bounces_opens_and_closes_before_it_rests(bench):
    line = bench.pin("D5")
    line.pull = "up"
    line.recording = True
    button = Button(bench, "D5", bounce=0.004)
    start = bench.clock.us

    button.press()
    bench.clock.advance(0.1)

    times = [us - start for us, _ in line.edges]
    assert len(line.edges) == 1 + 2 * Button.BOUNCES
    assert times == sorted(times)
    assert times[-1] == 4000
    assert line.value is False
