# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The SHT31D driver against the chip on the bench."""

import json
from pathlib import Path

import pytest
from budgets import garbage_of
from hypothesis import HealthCheck, given, settings, strategies as st
from trials import is_free, refuse_each_transaction

import adafruit_sht31d
from adafruit_sht31d import MODE_PERIODIC, MODE_SINGLE, REP_HIGH, REP_LOW, REP_MED, SHT31D
from copperbench import chips
from copperbench.chip_words import crc8
from copperbench.chips import sht31
from copperbench.errors import Mistake
from copperbench.faults import Flip, Nack

FOLDER = Path(adafruit_sht31d.__file__).parent
VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))

TEMPERATURE_STEP = 175 / 65535  # °C
HUMIDITY_STEP = 100 / 65535  # %

PERIODIC = {  # the datasheet's table 10
    (0.5, REP_HIGH): b"\x20\x32",
    (0.5, REP_MED): b"\x20\x24",
    (0.5, REP_LOW): b"\x20\x2f",
    (1, REP_HIGH): b"\x21\x30",
    (1, REP_MED): b"\x21\x26",
    (1, REP_LOW): b"\x21\x2d",
    (2, REP_HIGH): b"\x22\x36",
    (2, REP_MED): b"\x22\x20",
    (2, REP_LOW): b"\x22\x2b",
    (4, REP_HIGH): b"\x23\x34",
    (4, REP_MED): b"\x23\x22",
    (4, REP_LOW): b"\x23\x29",
    (10, REP_HIGH): b"\x27\x37",
    (10, REP_MED): b"\x27\x21",
    (10, REP_LOW): b"\x27\x2a",
}
SINGLE = {  # table 9, and the longest time of table 4
    (REP_HIGH, False): (b"\x24\x00", 15500),
    (REP_MED, False): (b"\x24\x0b", 6500),
    (REP_LOW, False): (b"\x24\x16", 4500),
    (REP_HIGH, True): (b"\x2c\x06", 15500),
    (REP_MED, True): (b"\x2c\x0d", 6500),
    (REP_LOW, True): (b"\x2c\x10", 4500),
}
BREAK, RESET, FETCH, ART = b"\x30\x93", b"\x30\xa2", b"\xe0\x00", b"\x2b\x32"


@pytest.fixture
def chip(bench):
    chip = bench.i2c.attach(chips.SHT31())
    chip.temperature = 21.5
    chip.relative_humidity = 48.0
    return chip


@pytest.fixture
def sensor(bench, chip):
    sensor = SHT31D(bench.i2c)
    bench.i2c.clear()
    return sensor


@pytest.fixture
def periodic(bench, sensor):
    """The sensor, measuring twice a second."""
    sensor.frequency = adafruit_sht31d.FREQUENCY_2
    sensor.mode = MODE_PERIODIC
    bench.i2c.clear()
    return sensor


def sent(bench):
    """The commands."""
    return [t.written for t in bench.i2c.log if t.written]


def answer(monkeypatch, chip, frame):
    """Have the chip answer with a frame of others."""
    monkeypatch.setattr(chip, "read", iter(frame).__next__)


# Finding the chip


def test_a_new_sensor_is_reset_from_whatever_mode_it_is_in(bench, chip):
    before = SHT31D(bench.i2c)
    before.mode = MODE_PERIODIC
    before.heater = True
    bench.i2c.clear()

    sensor = SHT31D(bench.i2c)

    assert sent(bench) == [BREAK, RESET]
    assert bench.i2c.transactions <= 3
    assert (sensor.mode, sensor.heater) == (MODE_SINGLE, False)


def test_an_address_without_a_chip_is_told(bench):
    with pytest.raises(ValueError, match="0x44"):
        SHT31D(bench.i2c)

    assert is_free(bench.i2c)


def test_an_address_that_no_chip_can_have_is_refused(bench, chip):
    with pytest.raises(ValueError, match="must be 0x44 or 0x45"):
        SHT31D(bench.i2c, 0x46)

    assert bench.i2c.transactions == 0


def test_two_sensors_on_one_bus_measure_apart(bench):
    bench.i2c.attach(chips.SHT31(0x44)).temperature = 10.0
    bench.i2c.attach(chips.SHT31(0x45)).temperature = 30.0

    sensors = SHT31D(bench.i2c), SHT31D(bench.i2c, address=0x45)

    assert [s.temperature for s in sensors] == pytest.approx([10, 30], abs=TEMPERATURE_STEP)


# Measuring once


@pytest.mark.parametrize(
    "temperature, humidity",
    [
        pytest.param(-45, 0, id="all zeros"),
        pytest.param(-40, HUMIDITY_STEP, id="coldest specified"),
        pytest.param(-TEMPERATURE_STEP, 33, id="one step below zero"),
        pytest.param(0, 50, id="zero"),
        pytest.param(TEMPERATURE_STEP, 66, id="one step above zero"),
        pytest.param(125, 100 - HUMIDITY_STEP, id="hottest specified"),
        pytest.param(130, 100, id="all ones"),
    ],
)
def test_a_reading_is_what_the_world_is(chip, sensor, temperature, humidity):
    chip.temperature = temperature
    chip.relative_humidity = humidity

    assert sensor.temperature == pytest.approx(temperature, abs=TEMPERATURE_STEP / 2 + 1e-9)
    assert sensor.relative_humidity == pytest.approx(humidity, abs=HUMIDITY_STEP / 2 + 1e-9)
    assert sensor.measure() == (sensor.temperature, sensor.relative_humidity)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(temperature=st.floats(-45, 130), humidity=st.floats(0, 100))
def test_any_weather_comes_back_to_half_a_step(chip, sensor, temperature, humidity):
    chip.temperature = temperature
    chip.relative_humidity = humidity

    measured = sensor.measure()

    assert measured[0] == pytest.approx(temperature, abs=TEMPERATURE_STEP / 2 + 1e-9)
    assert measured[1] == pytest.approx(humidity, abs=HUMIDITY_STEP / 2 + 1e-9)


@pytest.mark.parametrize(
    "vector", [v for v in VECTORS if v["kind"] == "frame"], ids=lambda v: v["id"]
)
def test_frames_of_others_are_read_as_they_say(chip, sensor, monkeypatch, vector):
    answer(monkeypatch, chip, bytes.fromhex(vector["bytes"]))

    temperature, humidity = sensor.measure()

    expected = vector["expected"]
    assert temperature == pytest.approx(expected["temperature_c"], abs=vector["tolerance"])
    assert humidity == pytest.approx(expected["humidity_pct"], abs=vector["tolerance"])


def test_a_serial_number_of_others_is_read_as_they_say(chip, sensor, monkeypatch):
    (vector,) = (v for v in VECTORS if v["kind"] == "serial")
    answer(monkeypatch, chip, bytes.fromhex(vector["bytes"]))

    assert sensor.serial_number == vector["expected"]["serial"]


def test_the_checksum_is_the_datasheets():
    (vector,) = (v for v in VECTORS if v["kind"] == "crc")

    assert crc8(bytes.fromhex(vector["bytes"]), 0, 2) == vector["expected"]["crc"]


def test_both_values_are_of_one_measurement(bench, sensor):
    start = bench.clock.us

    sensor.measure()

    assert sent(bench) == [b"\x24\x00"]
    assert bench.i2c.transactions == 2
    assert bench.clock.us - start < 17_000  # upstream takes 31 ms, and four transactions


@pytest.mark.parametrize("repeatability, stretching", SINGLE)
def test_each_repeatability_has_its_command_and_its_time(bench, sensor, repeatability, stretching):
    command, time_us = SINGLE[repeatability, stretching]
    sensor.repeatability = repeatability
    sensor.clock_stretching = stretching
    start = bench.clock.us

    assert sensor.measure() == pytest.approx((21.5, 48.0), abs=0.003)

    assert sent(bench) == [command]
    assert 0 <= bench.clock.us - start - time_us < 1500
    assert sensor.repeatability == repeatability


@pytest.mark.parametrize("byte", range(6))
@pytest.mark.parametrize("reading", ["temperature", "relative_humidity", "serial_number"])
def test_a_disturbed_answer_is_refused(bench, sensor, reading, byte):
    bench.i2c.inject(Flip(0x08, byte=byte), at=2)

    with pytest.raises(RuntimeError, match="wrong checksum 0x"):
        getattr(sensor, reading)

    assert is_free(bench.i2c)
    assert sensor.measure() == pytest.approx((21.5, 48.0), abs=0.003)


# Status and heater


@pytest.mark.upstream_defect
def test_the_status_is_checked(bench, chip, sensor):
    assert sensor.status == 0x8010

    bench.i2c.inject(Flip(0x20, byte=0), at=2)  # the heater's bit
    with pytest.raises(RuntimeError, match="wrong checksum"):  # upstream says that it is on
        _ = sensor.heater


def test_a_cleared_status_tells_of_the_next_reset(bench, chip, sensor):
    sensor.clear_status()

    assert sensor.status == 0

    chip.power_cycle()
    bench.clock.advance(0.002)

    assert sensor.status & 0x0010


def test_the_heater_warms_and_dries(chip, sensor):
    sensor.heater = True

    assert sensor.heater is True
    temperature, humidity = sensor.measure()
    assert temperature > 22.5
    assert humidity < 45

    sensor.heater = False

    assert sensor.heater is False
    assert sensor.measure() == pytest.approx((21.5, 48.0), abs=0.003)


def test_the_serial_number_is_the_chips(bench):
    bench.i2c.attach(chips.SHT31(serial_number=0x12345678))

    assert SHT31D(bench.i2c).serial_number == 0x12345678


# Measuring periodically


@pytest.mark.parametrize("frequency, repeatability", PERIODIC)
def test_each_frequency_and_repeatability_has_its_command(
    bench, chip, sensor, frequency, repeatability
):
    sensor.frequency = frequency
    sensor.repeatability = repeatability
    sensor.mode = MODE_PERIODIC

    assert sent(bench)[-1] == PERIODIC[frequency, repeatability]
    assert chip.period_us == round(1_000_000 / frequency)
    assert (sensor.frequency, sensor.repeatability) == (frequency, repeatability)


@pytest.mark.upstream_defect
def test_the_first_measurement_is_awaited(periodic):
    # Upstream asks at once, and raises OSError (issue 37)
    assert periodic.temperature == pytest.approx([21.5], abs=0.003)


@pytest.mark.upstream_defect
def test_what_came_meanwhile_is_a_list_with_the_newest_first(bench, chip, periodic):
    bench.clock.advance(0.9)  # at 0 and 0.5 s
    chip.temperature = 30.0
    bench.clock.advance(0.5)  # at 1 s

    assert periodic.temperature == pytest.approx([30, 21.5, 21.5], abs=0.003)
    assert periodic.relative_humidity == pytest.approx([48, 48, 48], abs=0.003)


def test_eight_measurements_are_kept(bench, periodic):
    bench.clock.advance(100)

    assert len(periodic.temperature) == 8
    assert len(periodic.relative_humidity) == 8


def test_both_lists_are_of_one_fetch(bench, chip, periodic):
    bench.clock.advance(2)

    _ = periodic.temperature
    chip.relative_humidity = 80.0

    assert periodic.relative_humidity == pytest.approx([48] * 4, abs=0.003)
    assert sent(bench) == [FETCH]
    assert bench.i2c.transactions == 2


def test_an_old_list_is_not_given_again(bench, chip, periodic):
    _ = periodic.temperature
    chip.relative_humidity = 80.0
    bench.clock.advance(0.6)

    assert periodic.relative_humidity == pytest.approx([80], abs=0.003)


def test_measuring_takes_the_newest(bench, chip, periodic):
    bench.clock.advance(3)
    chip.temperature = 30.0
    bench.clock.advance(0.5)

    assert periodic.measure() == pytest.approx((30.0, 48.0), abs=0.003)


def test_a_chip_with_a_memory_of_one_gives_a_list_of_one(bench, chip, periodic, monkeypatch):
    """The datasheet tells of one measurement; after its six bytes ones come."""
    monkeypatch.setattr(sht31, "KEPT", 1)
    bench.clock.advance(3)

    assert periodic.temperature == pytest.approx([21.5], abs=0.003)


@pytest.mark.upstream_defect
def test_a_chip_that_lost_its_supply_is_started_anew(bench, chip, periodic):
    _ = periodic.temperature
    chip.power_cycle()
    bench.clock.advance(10)
    start = bench.clock.us

    with pytest.raises(TimeoutError, match=r"no measurement in 0.75 s"):
        _ = periodic.temperature

    assert bench.clock.us - start < 1_000_000
    assert periodic.temperature == pytest.approx([21.5], abs=0.003)
    assert chip.period_us == 500_000


def test_going_back_ends_it(bench, chip, periodic):
    periodic.mode = MODE_SINGLE

    assert sent(bench) == [BREAK]
    assert periodic.mode == MODE_SINGLE
    assert periodic.temperature == pytest.approx(21.5, abs=0.003)


def test_a_setting_takes_effect_while_the_chip_measures(bench, chip, periodic):
    periodic.repeatability = REP_LOW

    assert sent(bench) == [BREAK, PERIODIC[2, REP_LOW]]

    periodic.frequency = adafruit_sht31d.FREQUENCY_10

    assert sent(bench)[2:] == [BREAK, PERIODIC[10, REP_LOW]]
    assert chip.period_us == 100_000


def test_no_setting_is_sent_while_the_chip_does_not_measure(bench, sensor):
    sensor.repeatability = REP_LOW
    sensor.frequency = adafruit_sht31d.FREQUENCY_10
    sensor.art = True

    assert bench.i2c.transactions == 0


@pytest.mark.upstream_defect
def test_accelerated_response_time_is_one_command(bench, chip, periodic):
    periodic.art = True

    # Upstream adds the command for 4 Hz, which ends it
    assert sent(bench) == [BREAK, ART]
    assert (periodic.art, periodic.frequency) == (True, 4)


@pytest.mark.upstream_defect
def test_accelerated_response_time_can_be_set_twice(bench, sensor):
    sensor.art = True
    sensor.art = True  # upstream raises RuntimeError
    sensor.mode = MODE_PERIODIC

    assert sent(bench)[-1] == ART


def test_accelerated_response_time_ends(bench, periodic):
    periodic.art = True
    periodic.art = False

    assert sent(bench)[-1] == PERIODIC[4, REP_HIGH]


def test_the_frequency_is_locked_while_art_is_on(bench, sensor):
    sensor.art = True

    with pytest.raises(RuntimeError, match="must be 4 while art is on"):
        sensor.frequency = adafruit_sht31d.FREQUENCY_1

    sensor.frequency = adafruit_sht31d.FREQUENCY_4
    assert sensor.frequency == 4


# Bad input


@pytest.mark.parametrize(
    "setting, value",
    [
        ("mode", "periodic"),
        ("mode", None),
        ("repeatability", "Highest"),
        ("repeatability", 3),
        ("frequency", 3),
        ("frequency", "4"),
        ("frequency", -1),
    ],
)
def test_a_setting_that_does_not_exist_is_refused_before_anything_is_sent(
    bench, periodic, setting, value
):
    before = getattr(periodic, setting)

    with pytest.raises(ValueError, match="must be one of"):
        setattr(periodic, setting, value)

    assert bench.i2c.transactions == 0
    assert getattr(periodic, setting) == before


@pytest.mark.parametrize("reading", ["temperature", "relative_humidity", "status", "serial_number"])
def test_a_reading_cannot_be_assigned(sensor, reading):
    with pytest.raises(AttributeError):
        setattr(sensor, reading, 1)


# The bus

OPERATIONS = {
    "temperature": lambda s: s.temperature,
    "relative_humidity": lambda s: s.relative_humidity,
    "measure": lambda s: s.measure(),
    "status": lambda s: s.status,
    "serial_number": lambda s: s.serial_number,
    "heater": lambda s: setattr(s, "heater", True),
    "clear_status": lambda s: s.clear_status(),
    "reset": lambda s: s.reset(),
    "mode": lambda s: setattr(s, "mode", MODE_PERIODIC),
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_error_of_the_bus_passes_at_every_transaction(bench, sensor, name):
    def again():
        sensor.reset()
        assert sensor.measure() == pytest.approx((21.5, 48.0), abs=0.003)

    refuse_each_transaction(bench.i2c, lambda: OPERATIONS[name](sensor), again)


def test_a_setting_that_failed_half_way_is_repaired_by_the_next_reading(bench, chip, periodic):
    bench.i2c.inject(Nack(), at=2)  # the break came through
    with pytest.raises(OSError, match="19"):
        periodic.repeatability = REP_LOW

    with pytest.raises(TimeoutError):
        periodic.measure()

    assert periodic.measure() == pytest.approx((21.5, 48.0), abs=0.003)


# The chip itself, where the driver does not go


@pytest.mark.parametrize(
    "data, words",
    [
        pytest.param(b"\x27\x3a", "no command 0x273a", id="a vendor's slip"),
        pytest.param(b"\x61\x1d", "takes 1 words", id="a limit without its word"),
        pytest.param(b"\x61\x1d\xbe\xef\x93", "checksum of word 1", id="a wrong checksum"),
    ],
)
def test_the_chip_tells_what_its_datasheet_lacks(bench, chip, data, words):
    bench.i2c.try_lock()

    with pytest.raises(Mistake, match=words):
        bench.i2c.writeto(0x44, data)

    bench.i2c.unlock()


def test_the_chip_refuses_to_be_read_before_it_is_ready(bench, chip):
    bench.i2c.try_lock()
    bench.i2c.writeto(0x44, b"\x24\x00")
    bench.clock.advance(0.014)

    with pytest.raises(OSError, match="19"):
        bench.i2c.readfrom_into(0x44, bytearray(6))

    bench.i2c.unlock()


def test_the_chip_measures_once_only_where_it_does_not_do_so_by_itself(bench, chip, periodic):
    bench.i2c.try_lock()

    with pytest.raises(Mistake, match="send a break first"):
        bench.i2c.writeto(0x44, b"\x24\x00")

    bench.i2c.unlock()


def test_the_chip_keeps_the_limits_of_its_alerts(bench, chip):
    limit = bytearray(3)
    bench.i2c.try_lock()
    bench.i2c.writeto(0x44, b"\x61\x1d\xbe\xef\x92")
    bench.clock.advance(0.001)
    bench.i2c.writeto(0x44, b"\xe1\x1f")
    bench.i2c.readfrom_into(0x44, limit)
    bench.i2c.unlock()

    assert limit == b"\xbe\xef\x92"


def test_the_chip_has_two_addresses():
    with pytest.raises(ValueError, match="0x44 or 0x45"):
        chips.SHT31(0x46)


# On the VM


def test_a_reading_leaves_no_garbage_but_its_floats():
    left = garbage_of(
        "import board, adafruit_sht31d\nsensor = adafruit_sht31d.SHT31D(board.I2C())",
        ["sensor.status", "sensor.temperature", "sensor.relative_humidity", "sensor.measure()"],
        {"chip": [{"part": "sht31"}]},
        [FOLDER],
    )

    assert list(left.values()) == [0, 64, 64, 128]  # the time that it waits, too
