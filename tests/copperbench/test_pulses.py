# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What is measured in time: trains of pulses, counts, encoders, and the chips that talk so."""

import array

import board
import countio
import digitalio
import microcontroller
import pulseio
import pytest
import rotaryio
from hypothesis import given, strategies as st

from copperbench import chips
from copperbench.bench import Bench, use
from copperbench.errors import Mistake, WiringError
from copperbench.parts import Encoder


def test_a_train_of_pulses_is_measured_from_the_first_that_is_not_idle(bench):
    pulses = pulseio.PulseIn(board.D5, maxlen=10, idle_state=True)
    bench.pin("D5").pull = "up"

    bench.pin("D5").send([9000, 4500, 560, 1690], level=False, open_drain=True)
    bench.clock.advance(0.05)

    # The last high goes on, so that it has no duration yet.
    assert [pulses[index] for index in range(len(pulses))] == [9000, 4500, 560]


def test_when_there_are_too_many_pulses_the_oldest_go(bench):
    pulses = pulseio.PulseIn(board.D5, maxlen=2)

    bench.pin("D5").send([100, 200, 300, 400])
    bench.clock.advance(0.01)

    assert (pulses.popleft(), pulses.popleft()) == (200, 300)


def test_a_pulse_is_at_most_65535_us_and_one_of_10_us_is_noise(bench):
    pulses = pulseio.PulseIn(board.D5, maxlen=10)

    bench.pin("D5").send([100000, 10, 11, 50])
    bench.clock.advance(1)

    assert [pulses.popleft() for _ in range(len(pulses))] == [65535, 11]


def test_a_paused_input_measures_nothing_and_begins_anew_with_resume(bench):
    pulses = pulseio.PulseIn(board.D5, maxlen=10)
    pulses.pause()
    bench.pin("D5").send([100, 100, 100])
    bench.clock.advance(0.001)

    pulses.resume()
    bench.pin("D5").send([70, 80, 90])
    bench.clock.advance(0.001)

    assert [pulses[index] for index in range(len(pulses))] == [70, 80, 90]


def test_pulses_that_are_sent_take_their_time_and_are_seen_with_their_carrier(bench):
    out = pulseio.PulseOut(board.D5, frequency=38000)
    start = bench.clock.us

    out.send(array.array("H", [9000, 4500, 560]))

    assert bench.clock.us - start == 14060
    assert bench.pin("D5").pulses == [([9000, 4500, 560], 38000)]
    assert bench.pin("D5").value is False


def test_what_one_pin_sends_another_measures(bench):
    out = pulseio.PulseOut(board.D5)
    received = pulseio.PulseIn(board.D6, maxlen=10)
    bench.connect("D5", "D6")

    out.send(array.array("H", [600, 300, 900]))

    assert [received.popleft() for _ in range(len(received))] == [600, 300, 900]


@pytest.mark.parametrize("edge, count", [(countio.Edge.RISE, 3), (countio.Edge.FALL, 2)])
def test_edges_are_counted(bench, edge, count):
    counter = countio.Counter(board.D5, edge=edge)

    bench.pin("D5").send([100, 100, 100, 100, 100])
    bench.clock.advance_us(450)

    assert counter.count == count

    counter.reset()

    assert counter.count == 0


def test_a_counter_has_a_whole_timer_for_itself(bench):
    countio.Counter(microcontroller.pin.GPIO7)

    with pytest.raises(RuntimeError, match=r"^PWM slice already in use$"):
        countio.Counter(microcontroller.pin.GPIO23)


@given(st.lists(st.integers(-5, 5)), st.sampled_from([1, 2, 4]))
def test_an_encoder_counts_detents_both_ways(turns, divisor):
    bench = Bench()
    before = use(bench)
    try:
        encoder = rotaryio.IncrementalEncoder(board.D9, board.D10, divisor=divisor)
        knob = Encoder(bench, "D9", "D10")
        for turn in turns:
            knob.turn(turn)
        position = encoder.position
    finally:
        use(before)

    assert position == sum(turns) * 4 // divisor


def test_an_encoder_that_turns_in_time_is_followed_in_time(bench):
    encoder = rotaryio.IncrementalEncoder(board.D9, board.D10)
    Encoder(bench, "D9", "D10").turn(-3, seconds=0.1)

    bench.clock.advance(0.15)
    early = encoder.position
    bench.clock.advance(1)

    assert (early, encoder.position) == (-1, -3)


def test_an_encoder_takes_two_pins_side_by_side(bench):
    with pytest.raises(RuntimeError, match=r"^Pins must be sequential$"):
        rotaryio.IncrementalEncoder(board.D5, board.D9)


# Chips


def _frame(pulses):
    """Return the bytes of a DHT's answer, from its pulses: low and high of 40 bits at the end."""
    bits = [1 if high > 48 else 0 for high in pulses[-80:][1::2]]
    return bytes(int("".join(map(str, bits[start : start + 8])), 2) for start in range(0, 40, 8))


def _ask(bench, wait_us):
    pulses = pulseio.PulseIn(board.D5, maxlen=83, idle_state=True)
    pulses.pause()
    pulses.clear()
    pulses.resume(wait_us)
    bench.clock.advance(0.25)
    pulses.pause()
    found = [pulses.popleft() for _ in range(len(pulses))]
    pulses.deinit()
    return found


@pytest.mark.parametrize(
    "make, wait_us, temperature, humidity, frame",
    [
        pytest.param(chips.DHT22, 1000, 35.1, 65.2, "028c015fee", id="tinygo-org/drivers"),
        pytest.param(chips.DHT22, 1000, -5.0, 65.2, "028c8032" + "40", id="below zero"),
        pytest.param(
            chips.DHT22, 1000, 99.0, 120.0, "03e8032010"[:8] + "0e", id="beyond its range"
        ),
        pytest.param(chips.DHT11, 18000, 26.3, 45.6, "2d061a0350", id="ESPHome"),
    ],
)
def test_a_dht_answers_with_its_frame(bench, make, wait_us, temperature, humidity, frame):
    chip = bench.attach(make(), data="D5")
    chip.temperature = temperature
    chip.humidity = humidity

    pulses = _ask(bench, wait_us)

    assert len(pulses) == 83  # two of the response, two for each bit, and the low at the end
    data = _frame(pulses[:-1])
    assert data[:4].hex() == frame[:8]
    assert data[4] == sum(data[:4]) & 0xFF


def test_a_dht_asked_too_soon_answers_with_what_it_had(bench):
    chip = bench.attach(chips.DHT22(), data="D5")
    chip.temperature = 20.0
    first = _ask(bench, 1000)

    chip.temperature = 30.0
    soon = _ask(bench, 1000)
    bench.clock.advance(2)

    assert soon == first
    assert _ask(bench, 1000) != first


def test_a_dht_that_is_unplugged_is_silent(bench):
    chip = bench.attach(chips.DHT22(), data="D5")

    chip.unplug()

    assert _ask(bench, 1000) == []


def test_a_dht_that_is_hardly_woken_says_how_long_it_takes(bench):
    bench.attach(chips.DHT11(), data="D5")

    with pytest.raises(
        Mistake, match="DHT11: a low of 1000 µs does not wake it: it takes 18000 µs"
    ):
        _ask(bench, 1000)


@pytest.mark.parametrize(
    "distance, temperature, echo_us",
    [
        pytest.param(0.1717, 20.0, 1000, id="vectors.json"),
        pytest.param(0.001, 20.0, 116, id="nearer than it can hear"),
        pytest.param(4.0, 20.0, 23295, id="the end of its range"),
        pytest.param(None, 20.0, 38000, id="nothing there"),
        pytest.param(1.0, -10.0, 6150, id="cold air is slow"),
    ],
)
def test_an_echo_takes_as_long_as_the_sound_does(bench, distance, temperature, echo_us):
    chip = bench.attach(chips.HCSR04(), trigger="D6", echo="D5")
    chip.distance = distance
    chip.temperature = temperature
    trigger = digitalio.DigitalInOut(board.D6)
    trigger.switch_to_output(False)
    echo = pulseio.PulseIn(board.D5, maxlen=1)

    trigger.value = True
    bench.clock.advance_us(10)
    trigger.value = False
    bench.clock.advance(0.06)

    assert len(echo) == 1
    assert echo[0] == pytest.approx(echo_us, abs=2)


def test_a_trigger_that_is_too_short_is_told(bench):
    bench.attach(chips.HCSR04(), trigger="D6", echo="D5")

    bench.pin("D6").send([5])

    with pytest.raises(Mistake, match="HC-SR04: a trigger of 5 µs is too short: it takes 10 µs"):
        bench.clock.advance(0.001)


def test_a_chip_that_is_wired_to_the_wrong_pins_says_what_it_has(bench):
    with pytest.raises(
        WiringError, match='HC-SR04 has the pins trigger, echo: attach it with trigger="D5"'
    ):
        bench.attach(chips.HCSR04(), data="D5")
