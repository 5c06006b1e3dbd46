# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The AS5600 driver against the chip on the bench."""

from pathlib import Path

import pytest

import adafruit_as5600
from adafruit_as5600 import AS5600
from copperbench import chips, vm
from copperbench.faults import Nack

FOLDER = Path(adafruit_as5600.__file__).parent
LIBRARIES = [FOLDER, FOLDER.parents[1] / "helpers" / "registers"]

STEP = 360 / 4096  # degrees

SETTINGS = {  # each CONF field: its bits as the datasheet's figure 22 has them
    "power_mode": 0x0003,
    "hysteresis": 0x000C,
    "output_stage": 0x0030,
    "pwm_frequency": 0x00C0,
    "slow_filter": 0x0300,
    "fast_filter_threshold": 0x1C00,
    "watchdog": 0x2000,
}
RANGE = {"z_position": 0x01, "m_position": 0x03, "max_angle": 0x05}
READINGS = (
    "zm_count",
    "magnet_detected",
    "max_gain_overflow",
    "min_gain_overflow",
    "raw_angle",
    "angle",
    "raw_degrees",
    "degrees",
    "agc",
    "magnitude",
    "magnet",
)


@pytest.fixture
def chip(bench):
    return bench.i2c.attach(chips.AS5600())


@pytest.fixture
def sensor(bench, chip):
    sensor = AS5600(bench.i2c)
    bench.i2c.clear()
    return sensor


def sent(bench):
    """The bytes that were written to registers, without those that only point to one."""
    return [t.written for t in bench.i2c.log if t.written and t.read is None]


# Finding the chip


@pytest.mark.upstream_defect
def test_making_the_sensor_writes_nothing(bench, chip):
    chip.memory[1:9] = b"\x01\x23\x08\x45\x01\x00\x12\x34"

    AS5600(bench.i2c)

    assert chip.memory[1:9] == b"\x01\x23\x08\x45\x01\x00\x12\x34"
    assert sent(bench) == []
    assert bench.i2c.transactions <= 2


def test_an_address_without_a_chip_is_told(bench):
    with pytest.raises(ValueError, match="0x36"):
        AS5600(bench.i2c)

    assert bench.i2c.try_lock()


def test_the_address_can_be_another(bench, chip):
    with pytest.raises(ValueError, match="0x40"):
        AS5600(bench.i2c, address=0x40)


# The angle


@pytest.mark.parametrize(
    "degrees, steps",
    [
        pytest.param(0, 0, id="start of the turn"),
        pytest.param(STEP, 1, id="one step"),
        pytest.param(90, 1024, id="quarter"),
        pytest.param(180, 2048, id="half"),
        pytest.param(360 - STEP, 4095, id="end of the turn"),
    ],
)
def test_raw_angle_is_where_the_magnet_stands(chip, sensor, degrees, steps):
    chip.angle = degrees

    assert sensor.raw_angle == steps
    assert sensor.raw_degrees == pytest.approx(degrees)


@pytest.mark.parametrize(
    "degrees, steps",
    [
        pytest.param(45, 0, id="start of the range"),
        pytest.param(135, 1024, id="half"),
        pytest.param(225, 2048, id="stop, not stretched (page 19)"),
        pytest.param(230, 2048, id="just beyond the stop"),
        pytest.param(40, 0, id="just before the start"),
    ],
)
def test_angle_counts_from_the_start_of_the_range(bench, chip, sensor, degrees, steps):
    sensor.z_position = 512
    sensor.m_position = 512 + 2048
    bench.clock.advance(0.001)

    chip.angle = degrees

    assert sensor.angle == steps
    assert sensor.degrees == pytest.approx(steps * STEP)
    assert sensor.raw_angle == round(degrees / STEP)


@pytest.mark.parametrize(
    "reading",
    [r for r in READINGS if r not in ("raw_degrees", "degrees")] + list(SETTINGS) + list(RANGE),
)
def test_a_reading_is_one_transaction(bench, sensor, reading):
    getattr(sensor, reading)

    assert bench.i2c.transactions == 1


def test_a_sample_is_of_one_moment(bench, chip, sensor):
    sensor.z_position = 1024
    bench.clock.advance(0.001)
    chip.angle = 180
    bench.i2c.clear()

    assert sensor.sample() == (adafruit_as5600.MAGNET_OK, 2048, 1024)

    assert bench.i2c.transactions == 1


# The magnet


@pytest.mark.parametrize(
    "distance, state, flags",
    [
        pytest.param(None, "MAGNET_ABSENT", (False, True, False), id="no magnet"),
        pytest.param(9.0, "MAGNET_ABSENT", (False, True, False), id="7 mT, not seen"),
        pytest.param(5.0, "MAGNET_TOO_WEAK", (True, True, False), id="16 mT"),
        pytest.param(1.5, "MAGNET_OK", (True, False, False), id="55 mT"),
        pytest.param(0.1, "MAGNET_TOO_STRONG", (True, False, True), id="112 mT"),
    ],
)
def test_the_state_of_the_magnet_follows_its_distance(chip, sensor, distance, state, flags):
    chip.magnet_distance = distance

    assert sensor.magnet == getattr(adafruit_as5600, state)
    assert sensor.sample()[0] == sensor.magnet
    assert (sensor.magnet_detected, sensor.max_gain_overflow, sensor.min_gain_overflow) == flags


def test_the_state_of_the_magnet_ignores_the_other_bits_of_status(chip, sensor):
    chip._status |= 0xC7
    chip.angle = 90

    assert sensor.magnet == adafruit_as5600.MAGNET_OK
    assert sensor.max_gain_overflow is False


@pytest.mark.parametrize("supply, most", [(5, 255), (3.3, 128)])
def test_agc_is_in_its_middle_at_a_good_distance(bench, supply, most):
    chip = bench.i2c.attach(chips.AS5600(supply=supply))
    sensor = AS5600(bench.i2c)
    chip.magnet_distance = 1.3  # 60 mT, between 30 and 90

    assert sensor.agc == pytest.approx(most / 2, abs=most * 0.02)
    assert 0 < sensor.magnitude < 4096


# Settings


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_setting_goes_into_its_bits_alone(chip, sensor, setting):
    mask = SETTINGS[setting]
    chip.set_word(0x07, 0x2AAA)
    value = mask // (mask & -mask)

    setattr(sensor, setting, value)

    assert chip.word(0x07) == 0x2AAA | mask
    assert getattr(sensor, setting) == value

    setattr(sensor, setting, 0)

    assert chip.word(0x07) == 0x2AAA & ~mask
    assert getattr(sensor, setting) == 0


@pytest.mark.parametrize("setting", RANGE)
@pytest.mark.parametrize("value", [0, 1, 2048, 4095])
def test_a_range_is_twelve_bits_and_the_blank_ones_stay(bench, chip, sensor, setting, value):
    register = RANGE[setting]
    chip.memory[register] = 0x50  # "blank fields may contain factory settings" (page 18)

    setattr(sensor, setting, value)

    assert sent(bench) == [bytes([register, 0x50 | value >> 8, value & 0xFF])]
    assert getattr(sensor, setting) == value


@pytest.mark.parametrize("setting", [*SETTINGS, *RANGE])
def test_a_setting_that_does_not_fit_is_refused_before_anything_is_sent(bench, sensor, setting):
    most = SETTINGS.get(setting, 0x0FFF)
    most //= most & -most

    for value in (-1, most + 1):
        with pytest.raises(ValueError, match=f"must be 0 to {most}$"):
            setattr(sensor, setting, value)

    assert bench.i2c.transactions == 0


@pytest.mark.parametrize("reading", READINGS)
def test_a_reading_cannot_be_assigned(bench, sensor, reading):
    with pytest.raises(AttributeError):
        setattr(sensor, reading, 1)

    assert bench.i2c.transactions == 0


def test_the_watchdog_is_a_bool(sensor):
    sensor.watchdog = True

    assert sensor.watchdog is True

    sensor.watchdog = False

    assert sensor.watchdog is False


def test_a_low_power_mode_measures_now_and_then(bench, chip, sensor):
    sensor.power_mode = adafruit_as5600.POWER_MODE_LPM3
    chip.angle = 90

    assert sensor.angle == 0

    bench.clock.advance(0.1)

    assert sensor.angle == 1024


# Burning


@pytest.fixture
def narrowed(bench, sensor):
    """The sensor with a range from 45° to 225°."""
    sensor.z_position = 512
    sensor.m_position = 2560
    bench.clock.advance(0.001)
    bench.i2c.clear()
    return sensor


def test_a_range_burned_is_there_after_a_power_cycle(chip, narrowed):
    narrowed.burn_angle(permanently=True)
    chip.power_cycle()

    assert (narrowed.z_position, narrowed.m_position, narrowed.zm_count) == (512, 2560, 1)


def test_settings_burned_are_there_after_a_power_cycle(chip, sensor):
    sensor.max_angle = 1024
    sensor.hysteresis = adafruit_as5600.HYSTERESIS_2LSB
    sensor.watchdog = True
    sensor.burn_settings(permanently=True)
    chip.power_cycle()

    assert sensor.max_angle == 1024
    assert sensor.hysteresis == adafruit_as5600.HYSTERESIS_2LSB
    assert sensor.watchdog is True


def test_burning_sends_what_the_datasheet_tells_and_waits(bench, narrowed):
    narrowed.burn_angle(permanently=True)

    assert sent(bench) == [b"\xff\x80", b"\xff\x01", b"\xff\x11", b"\xff\x10"]
    burn, load = (t for t in bench.i2c.log if t.written in (b"\xff\x80", b"\xff\x01"))
    assert load.start_us - burn.end_us >= 1000


@pytest.mark.parametrize("burn", ["burn_angle", "burn_settings"])
@pytest.mark.parametrize("arguments", [{}, {"permanently": False}, {"permanently": "yes"}])
def test_nothing_is_burned_unless_it_is_meant(chip, narrowed, burn, arguments):
    with pytest.raises(ValueError, match="must be permanently=True"):
        getattr(narrowed, burn)(**arguments)

    assert chip.otp == bytes(9)


def test_a_range_is_burned_three_times_and_no_more(bench, chip, narrowed):
    for start in (100, 200, 300):
        narrowed.z_position = start
        narrowed.burn_angle(permanently=True)
    narrowed.z_position = 400
    bench.i2c.clear()

    with pytest.raises(RuntimeError, match="burned before"):
        narrowed.burn_angle(permanently=True)

    assert sent(bench) == []
    assert chip.otp[:3] == b"\x03\x01\x2c"


def test_settings_are_not_burned_after_a_range(bench, narrowed):
    narrowed.burn_angle(permanently=True)
    bench.i2c.clear()

    with pytest.raises(RuntimeError, match="burned before"):
        narrowed.burn_settings(permanently=True)

    assert sent(bench) == []


def test_a_range_is_not_burned_without_a_magnet(bench, chip, narrowed):
    chip.magnet_distance = None

    with pytest.raises(RuntimeError, match="no magnet"):
        narrowed.burn_angle(permanently=True)

    assert sent(bench) == []


@pytest.mark.parametrize(
    "settings, burn",
    [
        pytest.param({"m_position": 512 + 204}, "burn_angle", id="17.9 degrees"),
        pytest.param({"m_position": 512}, "burn_angle", id="no width"),
        pytest.param({"m_position": 0, "max_angle": 204}, "burn_angle", id="by its width"),
        pytest.param({"max_angle": 204}, "burn_settings", id="width to burn"),
    ],
)
def test_a_range_too_narrow_is_not_burned(bench, narrowed, settings, burn):
    for name, value in settings.items():
        setattr(narrowed, name, value)
    bench.i2c.clear()

    with pytest.raises(RuntimeError, match="above 18 degrees"):
        getattr(narrowed, burn)(permanently=True)

    assert sent(bench) == []


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param({"z_position": 512, "m_position": 512 + 205}, id="just above 18 degrees"),
        pytest.param({"z_position": 4000, "m_position": 200}, id="over the end of the turn"),
        pytest.param({"z_position": 4000}, id="a zero for the whole turn"),
        pytest.param({"z_position": 100, "max_angle": 205}, id="by its width"),
    ],
)
def test_a_range_of_more_than_18_degrees_is_burned(chip, sensor, settings):
    for name, value in settings.items():
        setattr(sensor, name, value)

    sensor.burn_angle(permanently=True)

    assert chip.otp[1] << 8 | chip.otp[2] == settings["z_position"]


@pytest.mark.parametrize("burn", ["burn_angle", "burn_settings"])
def test_a_chip_that_keeps_nothing_is_told(chip, narrowed, burn):
    chip._burn_angle = chip._burn_setting = lambda: None
    narrowed.max_angle = 1024

    with pytest.raises(RuntimeError, match="not kept"):
        getattr(narrowed, burn)(permanently=True)


# The bus


def operations():
    yield from ((name, lambda s, n=name: getattr(s, n)) for name in READINGS)
    yield from ((name, lambda s, n=name: setattr(s, n, 1)) for name in [*SETTINGS, *RANGE])
    yield "sample", lambda s: s.sample()
    yield "burn_angle", lambda s: s.burn_angle(permanently=True)
    yield "burn_settings", lambda s: s.burn_settings(permanently=True)


@pytest.mark.parametrize("name, operation", [pytest.param(*o, id=o[0]) for o in operations()])
def test_an_error_of_the_bus_passes_at_every_transaction(bench, chip, sensor, name, operation):
    operation(sensor)
    transactions = bench.i2c.transactions

    for failing in range(1, transactions + 1):
        chip._otp[:] = bytes(9)  # a chip as from the factory
        chip._settings_burned = False
        chip.power_cycle()
        bench.clock.advance(0.01)
        bench.i2c.inject(Nack(), at=failing)
        with pytest.raises(OSError, match="19"):
            operation(sensor)
        assert bench.i2c.try_lock(), "the bus is still locked"
        bench.i2c.unlock()

    assert sensor.raw_angle == 0


# On the VM

NO_GARBAGE = """
import board
import adafruit_as5600
from copperbench.measure import allocates, garbage

sensor = adafruit_as5600.AS5600(board.I2C())
"""


def test_a_reading_leaves_no_garbage_but_its_float():
    whole = [name for name in [*READINGS, *SETTINGS, *RANGE] if not name.endswith("degrees")]
    program = NO_GARBAGE
    for name in whole:
        program += f"allocates({name!r}, lambda: sensor.{name})\n"
    for name in ("degrees", "raw_degrees"):
        program += f"garbage({name!r}, lambda: sensor.{name})\n"

    result = vm.run(program, wiring={"chip": [{"part": "as5600"}]}, libraries=LIBRARIES)

    assert result.exception is None
    assert {name: result.figures[name] for name in whole} == dict.fromkeys(whole, False)
    assert (result.figures["degrees"], result.figures["raw_degrees"]) == (32, 32)
