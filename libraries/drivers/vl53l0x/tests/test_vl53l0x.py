# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The VL53L0X driver against the chip on the bench."""

import json
from pathlib import Path

import board
import pytest
from digitalio import DigitalInOut
from hypothesis import HealthCheck, given, settings, strategies as st
from trials import is_free

import adafruit_vl53l0x
from adafruit_vl53l0x import VL53L0X
from copperbench import chips
from copperbench.errors import Mistake
from copperbench.faults import Nack, Stuck

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))

# Registers by number, as ST's API has them, apart from the driver's names for them
PAGE_1 = 256

NOTHING = 8190  # mm


@pytest.fixture
def chip(bench):
    chip = bench.i2c.attach(chips.VL53L0X(), gpio1="D6")
    chip.distance = 350.0
    return chip


@pytest.fixture
def sensor(bench, chip):
    sensor = VL53L0X(bench.i2c)
    bench.i2c.clear()
    return sensor


def show(chip, code, millimetres):
    """Have the chip give a code and a range at the end of each measurement."""
    chip._measured = lambda: (code, millimetres)


# Setting up


def test_the_set_up_leaves_the_settings_of_sts_api(chip, sensor):
    # VL53L0X_load_tuning_settings(), and what the rest of VL53L0X_StaticInit() sets
    assert chip.memory[0x01] == 0xE8
    assert chip.memory[0x0A] == 0x04
    assert chip.memory[0x24:0x26] == b"\x01\xff"
    assert chip.memory[0x44:0x49] == b"\x00\x20\x25\x08\x28"
    assert chip.memory[0x50:0x58] == b"\x06\x00\x96\x00\x00\x00\x08\x30"
    assert chip.memory[0x64:0x68] == b"\x00\x00\xa0\x00"
    assert chip.memory[PAGE_1 + 0x42 : PAGE_1 + 0x50] == bytes.fromhex(
        "00 40 ff 26 05 14 00 ff 00 09 05 04 2c 00"
    )
    assert chip.memory[0x89] == 0x01  # 2.8 V
    assert chip.memory[0x80] == 0x00
    assert chip.memory[PAGE_1] == 0x01  # locked again


@pytest.mark.parametrize(
    "spads, aperture, good, enabled",
    [
        pytest.param(5, True, "ffffffffff0f", [12, 13, 14, 15, 16], id="with an aperture"),
        pytest.param(3, False, "ffffffffff0f", [0, 1, 2], id="without"),
        pytest.param(4, True, "ff4ffdffff0f", [14, 16, 18, 19], id="with holes in the map"),
        pytest.param(1, False, "80ffffffff0f", [7], id="one"),
    ],
)
def test_as_many_good_reference_spads_are_enabled_as_the_nvm_asks_for(
    bench, spads, aperture, good, enabled
):
    chip = bench.i2c.attach(chips.VL53L0X(spads=spads, aperture=aperture, good=bytes.fromhex(good)))

    VL53L0X(bench.i2c)

    assert chip.reference_spads == enabled


@pytest.mark.parametrize(
    "spads, aperture", [(0, True), (33, True), (13, False), (0x7F, True), (0, False)]
)
def test_an_nvm_that_makes_no_sense_is_told(bench, spads, aperture):
    bench.i2c.attach(chips.VL53L0X(spads=spads, aperture=aperture))

    with pytest.raises(RuntimeError, match=f"its NVM has {spads} reference SPADs"):
        VL53L0X(bench.i2c)

    assert is_free(bench.i2c)


def test_the_set_up_takes_119_transactions(bench, chip):
    VL53L0X(bench.i2c)

    assert bench.i2c.transactions == 119  # upstream: 187


def test_another_chip_is_told(bench, chip):
    chip._map_reset[0xC0:0xC3] = b"\xea\xcc\x10"  # a VL53L1X
    chip.power_cycle()
    bench.clock.advance(0.01)

    with pytest.raises(RuntimeError, match="its ID is ea cc 10, not ee aa 10"):
        VL53L0X(bench.i2c)


def test_no_chip_is_told(bench):
    with pytest.raises(ValueError, match="No I2C device at address: 0x29"):
        VL53L0X(bench.i2c)


@pytest.mark.upstream_defect
def test_a_chip_that_just_boots_is_waited_for(bench, chip):
    chip.power_cycle()

    assert VL53L0X(bench.i2c).range == 350  # upstream: ValueError


def test_a_chip_whose_nvm_does_not_answer_is_told(bench, chip):
    chip._fetch = lambda: None
    before = bench.clock.us

    with pytest.raises(TimeoutError, match="chip not ready after"):  # upstream: no end
        VL53L0X(bench.i2c)

    assert bench.clock.us - before < 1_000_000
    assert is_free(bench.i2c)


def test_a_chip_that_another_program_left_measuring_is_stopped(bench, chip, sensor):
    sensor.measurement_timing_budget = 1500000
    sensor.start_continuous()

    again = VL53L0X(bench.i2c)

    assert not chip._mode
    assert again.range == 350


def test_the_stop_variable_outlives_continuous_mode_for_a_next_program(bench, chip, sensor):
    with sensor.continuous_mode():
        pass

    assert VL53L0X(bench.i2c).range == 350  # or the chip tells of its stop variable


def test_a_set_up_that_was_cut_short_can_be_done_again(bench, chip):
    for at in range(3, 60):
        bench.i2c.clear()
        bench.i2c.inject(Nack(), at=at)
        with pytest.raises(OSError, match=r"5|19"):
            VL53L0X(bench.i2c)

        assert VL53L0X(bench.i2c).range == 350


# Measuring


@pytest.mark.parametrize("millimetres", [30, 31, 100, 350, 1199, 1200])
def test_the_range_is_in_millimetres(sensor, chip, millimetres):
    chip.distance = float(millimetres)

    assert sensor.range == millimetres
    assert sensor.distance == millimetres / 10
    assert sensor.range_status == adafruit_vl53l0x.RANGE_VALID


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(distance=st.floats(30, 2500), reflectance=st.floats(0.05, 1.0))
def test_a_range_is_right_or_none(sensor, chip, distance, reflectance):
    chip.distance = distance
    chip.reflectance = reflectance

    measured = sensor.range

    if chip.signal >= 0.25 and distance <= 2000:
        assert abs(measured - distance) <= 0.5
    else:
        assert measured == NOTHING


def test_measure_has_all_of_one_measurement(bench, sensor, chip):
    chip.distance = 600.0
    chip.ambient = 1.5
    bench.i2c.clear()

    assert sensor.measure() == (600, 0, 1.0, 1.5)  # a quarter of the distance, four times the light
    assert bench.i2c.transactions == 10


def test_a_reading_takes_ten_transactions(bench, sensor):
    assert sensor.range == 350

    assert bench.i2c.transactions == 10  # upstream: 15 at best


@pytest.mark.parametrize("budget", [20000, 33000, 200000])
def test_a_reading_takes_the_timing_budget(bench, sensor, budget):
    sensor.measurement_timing_budget = budget
    before = bench.clock.us
    _ = sensor.range

    assert budget < bench.clock.us - before < budget + 15000


def test_gpio1_is_low_from_the_result_until_it_is_read(bench, chip, sensor):
    line = bench.pin("D6")
    line.pull = "up"
    sensor.do_range_measurement()
    assert line.value

    bench.clock.advance(0.035)
    assert not line.value

    sensor.read_range()
    assert line.value


# Out of range


@pytest.mark.upstream_defect
def test_nothing_in_sight_is_no_distance(sensor, chip):
    chip.distance = None

    assert sensor.range == NOTHING
    assert sensor.distance is None  # upstream: 819.0
    assert sensor.measure()[:2] == (None, adafruit_vl53l0x.RANGE_SIGNAL_FAIL)


@pytest.mark.upstream_defect
def test_a_small_range_that_the_chip_marks_as_wrong_is_no_distance(sensor, chip):
    chip.distance = None
    chip.stray = 20  # Adafruit_VL53L0X, issue 57

    assert sensor.range == NOTHING  # upstream: 20
    assert sensor.distance is None


@pytest.mark.parametrize(
    "code, status",
    [  # VL53L0X_get_pal_range_status()
        (0, "NONE"),
        (4, "SIGNAL_FAIL"),
        (5, "NONE"),
        (6, "PHASE_FAIL"),
        (7, "NONE"),
        (8, "MIN_FAIL"),
        (9, "PHASE_FAIL"),
        (10, "MIN_FAIL"),
        (12, "NONE"),
        (13, "NONE"),
        (14, "NONE"),
        (15, "NONE"),
    ],
)
def test_each_code_of_the_chip_is_a_status(sensor, chip, code, status):
    show(chip, code, 100)

    assert sensor.range == NOTHING
    assert sensor.range_status == getattr(adafruit_vl53l0x, f"RANGE_{status}")


@pytest.mark.upstream_defect
def test_8190_is_no_distance_whatever_the_code(sensor, chip):
    show(chip, 11, 8190)

    assert sensor.distance is None


def test_the_range_of_nothing_has_a_name():
    assert adafruit_vl53l0x.OUT_OF_RANGE == NOTHING


@pytest.mark.parametrize("code", [1, 2, 3])
def test_a_chip_that_failed_is_told(sensor, chip, code):
    show(chip, code, 100)

    with pytest.raises(RuntimeError, match=f"chip failed with code {code}"):
        _ = sensor.range


def test_a_weaker_signal_is_enough_with_another_limit(sensor, chip):
    chip.distance = 1800.0
    assert sensor.range == NOTHING

    sensor.signal_rate_limit = 0.1

    assert sensor.range == 1800


# Without waiting


def test_data_ready_tells_of_a_result(bench, sensor, chip):
    assert sensor.data_ready is False
    sensor.do_range_measurement()
    assert sensor.data_ready is False

    bench.clock.advance(0.035)

    assert sensor.data_ready is True
    assert sensor.read_range() == 350
    assert sensor.data_ready is False


@pytest.mark.upstream_defect
def test_a_result_that_nobody_read_is_not_taken_for_the_next(bench, sensor, chip):
    sensor.do_range_measurement()
    bench.clock.advance(0.05)
    chip.distance = 500.0

    assert sensor.range == 500  # upstream: 350


def test_continuous_mode_has_the_latest_result(bench, sensor, chip):
    with sensor.continuous_mode() as same:
        assert same is sensor
        assert sensor.is_continuous_mode
        assert sensor.range == 350
        chip.distance = 400.0
        bench.clock.advance(0.08)

        assert sensor.range == 400
    assert not sensor.is_continuous_mode


@pytest.mark.upstream_defect
def test_after_continuous_mode_a_reading_is_new(bench, sensor, chip):
    sensor.start_continuous()
    bench.clock.advance(0.05)
    sensor.stop_continuous()
    bench.clock.advance(0.1)
    chip.distance = 500.0

    assert sensor.range == 500  # upstream: 350


def test_in_continuous_mode_a_single_measurement_is_one_of_many(sensor, chip):
    sensor.start_continuous()
    sensor.do_range_measurement()

    assert chip._mode == 2
    assert sensor.read_range() == 350


def test_stopping_what_does_not_run_does_nothing(bench, sensor):
    sensor.stop_continuous()

    assert bench.i2c.transactions == 0


# Settings


def test_the_default_budget_is_sts(sensor, chip):
    assert sensor.measurement_timing_budget == pytest.approx(33900, abs=100)
    assert sensor.measurement_timing_budget == pytest.approx(chip.budget_us, abs=1)


@pytest.mark.upstream_defect
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(budget=st.integers(20000, 2000000))
def test_the_budget_that_is_set_is_kept_and_read(sensor, chip, budget):
    sensor.measurement_timing_budget = budget

    assert sensor.measurement_timing_budget == pytest.approx(chip.budget_us, abs=1)
    assert budget * 0.992 - 40 <= chip.budget_us <= budget + 40  # upstream: 600 more


@pytest.mark.upstream_defect
@pytest.mark.parametrize("budget", [19999, 0, -1, 2000001, 10**9])
def test_a_budget_out_of_range_is_refused(bench, sensor, budget):
    with pytest.raises(ValueError, match="must be 20000 to 2000000"):
        sensor.measurement_timing_budget = budget

    assert bench.i2c.transactions == 0


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["kind"])
def test_a_timeout_means_the_macro_periods_that_others_find(sensor, chip, vector):
    for register, value in vector["registers"].items():
        chip.memory[int(register, 16)] = int(value, 16)
    others = sensor._used()

    final_us = sensor.measurement_timing_budget - others[0]

    macro_us = 2304 * 10 * 1.655 / 1000  # by a VCSEL period of 10 clocks of 1.655 ns
    assert final_us / macro_us + others[1] == pytest.approx(vector["expected"]["mclks"], abs=0.6)


@pytest.mark.parametrize("limit", [0.0, 0.0078125, 0.1, 0.25, 1.0, 511.99])
def test_the_signal_limit_is_kept_to_its_step(sensor, chip, limit):
    sensor.signal_rate_limit = limit

    assert 0 <= limit - sensor.signal_rate_limit < 1 / 128


@pytest.mark.upstream_defect
@pytest.mark.parametrize("limit", [-0.01, 512, 1e9, float("nan")])
def test_a_signal_limit_out_of_range_is_refused(bench, sensor, limit):
    with pytest.raises(ValueError, match=r"must be 0 to 511\.99"):
        sensor.signal_rate_limit = limit

    assert bench.i2c.transactions == 0


# Addresses


def test_the_address_can_be_changed(sensor, chip):
    sensor.set_address(0x30)

    assert chip.address == 0x30
    assert sensor.range == 350


@pytest.mark.upstream_defect
@pytest.mark.parametrize("address", [0x00, 0x07, 0x78, 0x80, 0x129, -1])
def test_an_address_out_of_range_is_refused(bench, sensor, address):
    with pytest.raises(ValueError, match="must be 0x08 to 0x77"):
        sensor.set_address(address)

    assert bench.i2c.transactions == 0


def two(bench):
    """Two chips on one bus, held in reset, and the pins that let them go."""
    attached = []
    for number, pin in enumerate(("D9", "D10")):
        chip = bench.i2c.attach(chips.VL53L0X(), xshut=pin)
        chip.distance = 100.0 * (number + 1)
        attached.append(chip)
    pins = [DigitalInOut(board.D9), DigitalInOut(board.D10)]
    for pin in pins:
        pin.switch_to_output(value=False)
    return attached, pins


@pytest.mark.upstream_defect
def test_two_sensors_share_a_bus(bench):
    _, pins = two(bench)
    sensors = []
    for number, pin in enumerate(pins):
        pin.value = True
        sensors.append(VL53L0X(bench.i2c))
        sensors[-1].set_address(0x30 + number)

    assert [sensor.range for sensor in sensors] == [100, 200]
    for sensor in sensors:
        sensor.do_range_measurement()
    assert [sensor.read_range() for sensor in sensors] == [100, 200]


def test_two_at_one_address_are_told(bench):
    attached, pins = two(bench)
    for pin in pins:
        pin.value = True
    bench.clock.advance(0.01)

    with pytest.raises(Mistake, match="two of them answer at 0x29"):
        attached[0].select(0x29)


# What goes wrong


@pytest.mark.upstream_defect
@pytest.mark.parametrize("timeout, longest", [(0, 0.3), (0.5, 0.8)])
def test_a_chip_that_does_not_measure_is_told_in_time(bench, chip, timeout, longest):
    sensor = VL53L0X(bench.i2c, io_timeout_s=timeout)
    chip._finish = lambda: None
    for bus in bench.buses():
        bus.recording = False  # of upstream's driver it would be long
    before = bench.clock.us

    with pytest.raises(TimeoutError, match="chip not ready after"):  # upstream: no end by default
        _ = sensor.range

    assert bench.clock.us - before < longest * 1_000_000
    assert is_free(bench.i2c)


def test_reading_what_was_not_begun_is_told(sensor):
    with pytest.raises(TimeoutError):
        sensor.read_range()

    assert sensor.range == 350


def test_a_chip_that_lost_its_supply_is_told_and_a_new_object_works(bench, sensor, chip):
    chip.power_cycle()
    bench.clock.advance(0.01)

    with pytest.raises(TimeoutError):
        _ = sensor.range
    assert VL53L0X(bench.i2c).range == 350


@pytest.mark.parametrize("fault", [Nack(), Stuck()], ids=repr)
@pytest.mark.parametrize("at", range(1, 11))
def test_an_error_of_the_bus_passes_and_the_next_reading_is_right(bench, sensor, chip, fault, at):
    bench.i2c.inject(fault, at=at)

    with pytest.raises(OSError, match=r"5|19|116"):
        _ = sensor.range

    assert is_free(bench.i2c)
    chip.distance = 500.0
    assert sensor.range == 500


# The chip


def test_a_chip_without_calibration_tells_so(bench, sensor, chip):
    chip._has_vhv = False

    with pytest.raises(RuntimeError, match="code 3"):
        _ = sensor.range


def test_a_page_a_spad_and_a_register_that_are_not_there_are_told(bench, sensor, chip):
    with pytest.raises(Mistake, match="there is no page 0x05"):
        sensor._write(0xFF, 0x05)
    with pytest.raises(Mistake, match="are not good"):
        sensor._write(0xB1, 0xFF)
    with pytest.raises(Mistake, match="there is no register 0xd0"):
        sensor._write(0xD0, 0x00)


def test_ranging_without_the_stop_variable_is_told(sensor, chip):
    sensor._start[11] ^= 0xFF

    with pytest.raises(Mistake, match="without its stop variable"):
        sensor.do_range_measurement()


@pytest.mark.parametrize(
    "config, distance, told",
    [
        (1, 90, True),
        (1, 110, False),
        (2, 310, True),
        (2, 290, False),
        (3, 200, False),
        (3, 90, True),
    ],
)
def test_thresholds_tell_of_what_is_nearer_or_farther(bench, sensor, chip, config, distance, told):
    sensor._write(0x0E, 100 // 2, 2)  # the chip doubles them
    sensor._write(0x0C, 300 // 2, 2)
    sensor._write(0x0A, config)
    chip.distance = float(distance)
    sensor.do_range_measurement()
    bench.clock.advance(0.05)

    assert sensor.data_ready is told


def test_timed_ranging_keeps_its_period(bench, sensor, chip):
    period = 100 * chip.osc_calibrate  # 100 ms
    sensor._write(0x06, period & 0xFFFF, 2)
    sensor._write(0x04, period >> 16, 2)
    sensor._begin(0x04)
    sensor.read_range()
    before = bench.clock.us
    sensor.read_range()

    assert bench.clock.us - before == pytest.approx(100_000, abs=5000)
