# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""analogio and pwmio: voltages, duties, and the timers of an RP2040."""

import analogio
import board
import microcontroller
import pwmio
import pytest
from hypothesis import given, strategies as st

from copperbench.bench import Bench, use


@pytest.mark.parametrize(
    "volts, value",
    [
        pytest.param(0.0, 0, id="nothing"),
        pytest.param(-1.0, 0, id="below nothing"),
        pytest.param(1.65, 32776, id="half"),
        pytest.param(3.3, 65535, id="the reference"),
        pytest.param(5.0, 65535, id="more than the reference"),
    ],
)
def test_a_voltage_reads_as_16_bits_of_which_12_are_measured(bench, volts, value):
    bench.pin("A0").volts = volts

    with analogio.AnalogIn(board.A0) as pin:
        assert pin.value == value
        assert pin.reference_voltage == 3.3


@given(st.floats(0, 3.3))
def test_a_reading_is_never_off_by_more_than_half_a_step(volts):
    bench = Bench()
    before = use(bench)
    try:
        bench.pin("A1").volts = volts
        value = analogio.AnalogIn(board.A1).value
    finally:
        use(before)

    assert abs((value >> 4) - volts * 4096 / 3.3) <= 1 or value >> 4 == 4095


def test_a_pin_without_a_converter_is_refused(bench):
    with pytest.raises(ValueError, match=r"^Invalid pin$"):
        analogio.AnalogIn(board.D5)


def test_a_board_with_a_converter_to_volts_puts_them_out():
    bench = Bench("metro_m4_express")
    before = use(bench)
    try:
        out = analogio.AnalogOut(board.A0)
        out.value = 32768
        volts = bench.pin("A0").volts
        with pytest.raises(ValueError, match="value must be 0-65535"):
            out.value = 65536
    finally:
        use(before)

    assert volts == pytest.approx(1.65, abs=0.001)


def test_pwm_is_seen_with_duty_and_frequency_and_as_its_mean_voltage(bench):
    pwm = pwmio.PWMOut(board.D5, frequency=2000, duty_cycle=16384)

    line = bench.pin("D5")

    assert line.frequency == pwm.frequency == 2000
    assert line.duty == pytest.approx(0.25, abs=0.001)
    assert line.volts == pytest.approx(0.825, abs=0.001)

    pwm.deinit()

    assert line.duty is None


def test_pwm_is_high_for_its_share_of_the_time(bench):
    pwmio.PWMOut(board.D5, frequency=1000, duty_cycle=32768)
    bench.connect("D5", "D6")
    seen = []

    for _ in range(1000):
        bench.clock.advance_us(7)
        seen.append(bench.pin("D6").value)

    assert 0.45 < sum(seen) / 1000 < 0.55


def test_two_pins_of_one_timer_share_its_frequency(bench):
    first = pwmio.PWMOut(microcontroller.pin.GPIO6, frequency=1000)

    with pytest.raises(
        ValueError, match=r"^Frequency must match existing PWMOut using this timer$"
    ):
        pwmio.PWMOut(microcontroller.pin.GPIO7, frequency=2000)
    with pytest.raises(
        ValueError, match=r"^Cannot vary frequency on a timer that is already in use$"
    ):
        pwmio.PWMOut(microcontroller.pin.GPIO7, frequency=1000, variable_frequency=True)
    with pytest.raises(RuntimeError, match=r"^Internal resource\(s\) in use$"):
        pwmio.PWMOut(microcontroller.pin.GPIO22, frequency=1000)  # the same channel of it

    first.deinit()

    pwmio.PWMOut(microcontroller.pin.GPIO7, frequency=2000)


@given(st.integers(8, 62_500_000))
def test_the_frequency_that_a_timer_gives_is_near_the_one_asked_for(frequency):
    bench = Bench()
    before = use(bench)
    try:
        real = pwmio.PWMOut(board.D5, frequency=frequency).frequency
    finally:
        use(before)

    clock = 125_000_000
    if (
        frequency > clock // 65536
    ):  # the period is a whole number of clocks, and never longer than asked
        assert frequency - 1 <= real <= frequency * clock / (clock - frequency) + 1
    else:  # 65536 clocks of a divider with four bits after the point
        assert abs(real - frequency) <= frequency**2 / (clock / 4096) + 1
