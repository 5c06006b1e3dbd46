# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The MCP9808 driver against the chip on the bench."""

import json
from pathlib import Path

import board
import digitalio
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from trials import is_free

import adafruit_mcp9808
from adafruit_mcp9808 import MCP9808
from copperbench import chips, vm
from copperbench.faults import Flip, Nack

FOLDER = Path(adafruit_mcp9808.__file__).parent
LIBRARIES = [FOLDER, FOLDER.parents[1] / "helpers" / "registers"]
VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))

CONVERSION_S = (0.030, 0.065, 0.130, 0.250)  # by resolution (register 5-7)
LIMITS = {"upper_temperature": 0x02, "lower_temperature": 0x03, "critical_temperature": 0x04}
CONFIG = {  # each field: its bits as the datasheet's register 5-2 has them
    "hysteresis": 0x0600,
    "shutdown": 0x0100,
    "alert": 0x0008,
    "alert_critical_only": 0x0004,
    "alert_active_high": 0x0002,
    "alert_interrupt": 0x0001,
}
FLAGS = ("below_lower", "above_upper", "above_critical")

with_chip = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@pytest.fixture
def chip(bench):
    chip = bench.i2c.attach(chips.MCP9808())
    chip.temperature = 21.5
    return chip


@pytest.fixture
def sensor(bench, chip):
    sensor = MCP9808(bench.i2c)
    bench.i2c.clear()
    return sensor


def sent(bench):
    """The bytes that were written to registers, without those that only point to one."""
    return [t.written for t in bench.i2c.log if t.written and t.read is None]


# Finding the chip


def test_a_new_sensor_writes_nothing(bench, chip):
    bench.clock.advance(0.3)

    MCP9808(bench.i2c)

    assert sent(bench) == []
    assert bench.i2c.transactions <= 4


@pytest.mark.upstream_defect
def test_the_first_conversion_after_power_up_is_awaited(bench, chip):
    chip.power_cycle()

    assert MCP9808(bench.i2c).temperature == 21.5


def test_zero_degrees_are_not_awaited_for_ever(bench, chip):
    chip.temperature = 0
    sensor = MCP9808(bench.i2c)
    sensor.critical_temperature = 30  # so that TA is all zeros
    bench.clock.advance(0.25)
    start = bench.clock.seconds

    assert MCP9808(bench.i2c).temperature == 0

    assert bench.clock.seconds - start < 0.35


def test_an_address_without_a_chip_is_told(bench):
    with pytest.raises(ValueError, match="0x18"):
        MCP9808(bench.i2c)

    assert is_free(bench.i2c)


@pytest.mark.parametrize(
    "register, value, told",
    [
        pytest.param(0x06, 0x0055, "0x00550400", id="another manufacturer"),
        pytest.param(0x07, 0x0500, "0x00540500", id="another device"),
        pytest.param(0x06, 0x0000, "0x00000400", id="zeros"),
    ],
)
def test_another_chip_is_told(bench, chip, register, value, told):
    chip.values[register] = value

    with pytest.raises(RuntimeError, match=f"{told}, not 0x005404"):
        MCP9808(bench.i2c)

    assert is_free(bench.i2c)


def test_any_revision_will_do(bench, chip):
    chip.values[0x07] = 0x0401

    assert MCP9808(bench.i2c).temperature == 21.5


def test_two_sensors_on_one_bus_measure_apart(bench):
    one = bench.i2c.attach(chips.MCP9808(0x18))
    other = bench.i2c.attach(chips.MCP9808(0x1F))
    one.temperature, other.temperature = 10, -10

    sensors = MCP9808(bench.i2c), MCP9808(bench.i2c, address=0x1F)
    bench.clock.advance(0.25)

    assert [s.temperature for s in sensors] == [10, -10]


# The temperature


@pytest.mark.parametrize("vector", VECTORS, ids=[v["id"] for v in VECTORS])
def test_published_readings(chip, sensor, vector):
    chip._look = lambda: None
    chip.values[0x05] = int(vector["bytes"], 16)

    assert sensor.temperature == vector["expected"]["temperature_c"]
    assert sensor.measure()[0] == vector["expected"]["temperature_c"]


@pytest.mark.parametrize("celsius", [-40, -0.0625, 0, 0.0625, 99.9375, 125])
def test_the_temperature_is_what_it_is(bench, chip, sensor, celsius):
    chip.temperature = celsius
    bench.clock.advance(0.25)

    assert sensor.temperature == celsius


@with_chip
@given(celsius=st.floats(-40, 125), resolution=st.integers(0, 3))
def test_a_reading_is_half_a_step_off_at_most(bench, chip, sensor, celsius, resolution):
    sensor.resolution = resolution
    bench.clock.advance(0.25)
    chip.temperature = celsius
    bench.clock.advance(CONVERSION_S[resolution])

    step = 0.5 / 2**resolution
    assert sensor.temperature == pytest.approx(celsius, abs=step / 2 + 0.0002)
    assert sensor.temperature % step == 0


def test_a_measurement_is_of_one_conversion(bench, chip, sensor):
    sensor.critical_temperature = 40
    sensor.upper_temperature = 30
    sensor.lower_temperature = 10
    answers = []
    for celsius in (9, 20, 31, 40):
        chip.temperature = celsius
        bench.clock.advance(0.25)
        bench.i2c.clear()
        answers.append(sensor.measure())
        assert bench.i2c.transactions == 1
        assert answers[-1][1:] == tuple(getattr(sensor, flag) for flag in FLAGS)

    assert answers == [
        (9, True, False, False),
        (20, False, False, False),
        (31, False, True, False),
        (40, False, True, True),
    ]


def test_a_reading_is_one_transaction(bench, sensor):
    for name in ("temperature", "resolution", *FLAGS, *LIMITS, *CONFIG):
        bench.i2c.clear()
        getattr(sensor, name)
        assert bench.i2c.transactions == 1, name


# Sleep


def test_a_sleeping_chip_keeps_its_temperature(bench, chip, sensor):
    sensor.shutdown = True
    chip.temperature = 30
    bench.clock.advance(1)

    assert sensor.temperature == 21.5


@pytest.mark.parametrize("resolution", range(4))
def test_one_measurement_wakes_the_chip_for_as_long_as_it_takes(bench, chip, sensor, resolution):
    sensor.resolution = resolution
    sensor.shutdown = True
    chip.temperature = 30
    bench.clock.advance(1)
    start = bench.clock.seconds

    assert sensor.measure_once() == 30

    took = bench.clock.seconds - start
    assert CONVERSION_S[resolution] < took < CONVERSION_S[resolution] * 1.2 + 0.01
    assert sensor.shutdown is True


# Limits


@pytest.mark.parametrize("name", LIMITS)
@pytest.mark.parametrize(
    "celsius, raw",
    [
        pytest.param(0, 0x0000, id="zero"),
        pytest.param(23, 0x0170, id="whole"),
        pytest.param(0.25, 0x0004, id="one step"),
        pytest.param(-0.25, 0x1FFC, id="one step below zero"),
        pytest.param(-10, 0x1F60, id="below zero"),
        pytest.param(25.1, 0x0190, id="rounded"),
        pytest.param(255.75, 0x0FFC, id="highest"),
        pytest.param(-256, 0x1000, id="lowest"),
    ],
)
def test_a_limit_is_kept_in_quarters_of_a_degree(bench, chip, sensor, name, celsius, raw):
    setattr(sensor, name, celsius)

    assert chip.values[LIMITS[name]] == raw
    assert bench.i2c.transactions == 1
    assert getattr(sensor, name) == round(celsius * 4) / 4


@pytest.mark.upstream_defect
def test_a_limit_below_zero_is_the_limit(sensor):
    sensor.lower_temperature = -10

    assert sensor.lower_temperature == -10  # upstream: -246


@pytest.mark.upstream_defect(raises=TypeError)
def test_a_limit_can_have_a_fraction(sensor):
    sensor.upper_temperature = 21.5

    assert sensor.upper_temperature == 21.5


@pytest.mark.upstream_defect
def test_a_limit_that_does_not_fit_does_not_become_another(sensor):
    with pytest.raises(ValueError, match="must be"):
        sensor.upper_temperature = 300


@pytest.mark.parametrize("name", LIMITS)
@pytest.mark.parametrize("celsius", [-256.25, 256, float("inf"), float("nan")])
def test_a_limit_out_of_range_is_refused_before_anything_is_sent(bench, sensor, name, celsius):
    with pytest.raises(ValueError, match=r"must be -256 to 255\.75$"):
        setattr(sensor, name, celsius)

    assert bench.i2c.transactions == 0


def test_a_limit_that_is_no_number_is_refused(bench, sensor):
    with pytest.raises(TypeError):
        sensor.upper_temperature = "21"

    assert bench.i2c.transactions == 0


def test_hysteresis_is_for_falling_temperatures(bench, chip, sensor):
    sensor.upper_temperature = 30
    sensor.hysteresis = 2  # 3 °C
    told = []
    for celsius in (20, 30, 30.25, 27.25, 27):
        chip.temperature = celsius
        bench.clock.advance(0.25)
        told.append(sensor.above_upper)

    assert told == [False, False, True, True, False]


# Settings


@pytest.mark.parametrize("name", CONFIG)
def test_a_setting_goes_into_its_bits_alone(chip, sensor, name):
    mask = CONFIG[name]
    most = mask // (mask & -mask)
    chip.values[0x01] = 0x0405 & ~mask

    setattr(sensor, name, most)

    assert chip.values[0x01] & 0x07EF == 0x0405 | mask  # without the state of ALERT
    assert getattr(sensor, name) == most

    setattr(sensor, name, 0)

    assert chip.values[0x01] & 0x07EF == 0x0405 & ~mask


@pytest.mark.parametrize("value", range(4))
def test_the_resolution_is_one_byte(bench, chip, sensor, value):
    sensor.resolution = value

    assert sent(bench) == [bytes([0x08, value])]
    assert sensor.resolution == value


@pytest.mark.parametrize("name", ["resolution", "hysteresis"])
def test_a_setting_that_does_not_fit_is_refused_before_anything_is_sent(bench, sensor, name):
    for value in (-1, 4):
        with pytest.raises(ValueError, match=r"must be 0 to 3$"):
            setattr(sensor, name, value)

    assert bench.i2c.transactions == 0


# The pin


def test_alert_follows_the_limits(bench, chip, sensor):
    chip.connect_pin("alert", bench.pin("D5"))
    pin = digitalio.DigitalInOut(board.D5)
    pin.pull = digitalio.Pull.UP
    sensor.upper_temperature = 30
    sensor.critical_temperature = 40
    bench.clock.advance(0.25)
    sensor.alert = True
    levels = []
    for celsius in (20, 31, 41, 20):
        chip.temperature = celsius
        bench.clock.advance(0.25)
        levels.append(pin.value)
        assert sensor.alerting is not pin.value

    assert levels == [True, False, False, True]


def test_alert_tells_of_the_critical_limit_alone(bench, chip, sensor):
    sensor.upper_temperature = 30
    sensor.critical_temperature = 40
    sensor.alert_critical_only = True
    sensor.alert = True
    levels = []
    for celsius in (31, 41):
        chip.temperature = celsius
        bench.clock.advance(0.25)
        levels.append(chip.alert)

    assert levels == [True, False]


def test_alert_stays_until_it_is_cleared(bench, chip, sensor):
    sensor.upper_temperature = 30
    sensor.critical_temperature = 60
    bench.clock.advance(0.25)
    sensor.alert_interrupt = True
    sensor.alert = True
    chip.temperature = 31
    bench.clock.advance(0.25)

    assert chip.alert is False

    sensor.clear_alert()

    assert chip.alert is True
    assert sensor.alert_interrupt is True

    chip.temperature = 29  # the way back is told, too
    bench.clock.advance(0.25)

    assert chip.alert is False


def test_the_pin_stays_as_it_is_while_the_chip_sleeps(bench, chip, sensor):
    sensor.upper_temperature = 20
    bench.clock.advance(0.3)
    sensor.shutdown = True

    sensor.alert = True

    assert chip.alert is True  # let go of, as before (register 5-2)
    assert sensor.alerting is False

    sensor.shutdown = False

    assert chip.alert is False
    assert sensor.alerting is True


def test_a_locked_limit_stays(chip, sensor):
    sensor.upper_temperature = 30
    chip.values[0x01] |= 0x0040

    sensor.upper_temperature = 50
    sensor.shutdown = True

    assert sensor.upper_temperature == 30
    assert sensor.shutdown is False


# The bus


@pytest.mark.parametrize(
    "operation",
    [
        pytest.param(lambda s: s.temperature, id="temperature"),
        pytest.param(lambda s: s.measure(), id="measure"),
        pytest.param(lambda s: s.measure_once(), id="measure_once"),
        pytest.param(lambda s: s.clear_alert(), id="clear_alert"),
        pytest.param(lambda s: setattr(s, "upper_temperature", 20), id="a limit"),
        pytest.param(lambda s: setattr(s, "resolution", 3), id="a setting"),
    ],
)
def test_an_error_of_the_bus_passes_at_every_transaction(bench, sensor, operation):
    operation(sensor)

    for failing in range(1, bench.i2c.transactions + 1):
        bench.i2c.inject(Nack(), at=failing)
        with pytest.raises(OSError, match="19"):
            operation(sensor)
        assert is_free(bench.i2c)

    assert sensor.temperature == 21.5


def test_an_id_that_is_read_wrongly_is_told(bench, chip):
    bench.i2c.inject(Flip(0x01, 1), at=2)

    with pytest.raises(RuntimeError, match="not an MCP9808"):
        MCP9808(bench.i2c)

    assert MCP9808(bench.i2c).temperature == 21.5


# On the VM

NO_GARBAGE = """
import board
import adafruit_mcp9808
from copperbench.measure import allocates, garbage

sensor = adafruit_mcp9808.MCP9808(board.I2C())
"""


def test_a_reading_leaves_no_garbage_but_its_float():
    whole = [*FLAGS, "resolution", *CONFIG]
    program = NO_GARBAGE
    for name in whole:
        program += f"allocates({name!r}, lambda: sensor.{name})\n"
    program += "garbage('temperature', lambda: sensor.temperature)\n"
    program += "garbage('measure', sensor.measure)\n"

    result = vm.run(program, wiring={"chip": [{"part": "mcp9808"}]}, libraries=LIBRARIES)

    assert result.exception is None
    assert {name: result.figures[name] for name in whole} == dict.fromkeys(whole, False)
    assert result.figures["temperature"] == 32
    assert result.figures["measure"] <= 96  # the float and its tuple
