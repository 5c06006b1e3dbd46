# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The SHT4x driver against the chip on the bench."""

import json
from pathlib import Path

import pytest
from budgets import garbage_of
from hypothesis import HealthCheck, given, settings, strategies as st
from trials import is_free, refuse_each_transaction

import adafruit_sht4x
from adafruit_sht4x import CV, Mode, SHT4x
from copperbench import chips
from copperbench.chip_words import crc8
from copperbench.errors import Mistake
from copperbench.faults import Flip

FOLDER = Path(adafruit_sht4x.__file__).parent
VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))

TEMPERATURE_STEP = 175 / 65535  # °C
HUMIDITY_STEP = 125 / 65535  # %

MODES = {  # the datasheet's commands, and how long each may take in µs
    "NOHEAT_HIGHPRECISION": (0xFD, 10_000),
    "NOHEAT_MEDPRECISION": (0xF6, 5_000),
    "NOHEAT_LOWPRECISION": (0xE0, 2_000),
    "HIGHHEAT_1S": (0x39, 1_100_000),
    "HIGHHEAT_100MS": (0x32, 110_000),
    "MEDHEAT_1S": (0x2F, 1_100_000),
    "MEDHEAT_100MS": (0x24, 110_000),
    "LOWHEAT_1S": (0x1E, 1_100_000),
    "LOWHEAT_100MS": (0x15, 110_000),
}


@pytest.fixture
def chip(bench):
    chip = bench.i2c.attach(chips.SHT4X())
    chip.temperature = 21.5
    chip.relative_humidity = 48.0
    return chip


@pytest.fixture
def sensor(bench, chip):
    sensor = SHT4x(bench.i2c)
    bench.i2c.clear()
    return sensor


def sent(bench):
    """The commands."""
    return [t.written for t in bench.i2c.log if t.written]


def answer(monkeypatch, chip, frame):
    """Have the chip answer with a frame of others."""
    monkeypatch.setattr(chip, "read", iter(frame).__next__)


def frame_of(*words):
    """Return words as they travel, each with its checksum."""
    parts = (word.to_bytes(2, "big") for word in words)
    return b"".join(part + bytes([crc8(part, 0, 2)]) for part in parts)


# Finding the chip


def test_a_new_sensor_is_reset_and_measures_with_high_precision(bench, chip):
    sensor = SHT4x(bench.i2c)

    assert sent(bench) == [b"\x94"]
    assert bench.i2c.transactions <= 2
    assert sensor.mode == Mode.NOHEAT_HIGHPRECISION


def test_an_address_without_a_chip_is_told(bench):
    with pytest.raises(ValueError, match="0x44"):
        SHT4x(bench.i2c)

    assert is_free(bench.i2c)


def test_three_sensors_on_one_bus_measure_apart(bench):
    for address, temperature in ((0x44, 10.0), (0x45, 20.0), (0x46, 30.0)):
        bench.i2c.attach(chips.SHT4X(address)).temperature = temperature

    sensors = SHT4x(bench.i2c), SHT4x(bench.i2c, 0x45), SHT4x(bench.i2c, address=0x46)

    assert [s.temperature for s in sensors] == pytest.approx([10, 20, 30], abs=TEMPERATURE_STEP)


# Readings


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
    assert sensor.measurements == sensor.measure()


@pytest.mark.parametrize("humidity, shown", [(-3, 0), (104, 100)])
def test_humidity_ends_at_the_ends_of_its_range(chip, sensor, humidity, shown):
    chip.relative_humidity = humidity

    assert sensor.relative_humidity == shown
    assert sensor.measure()[1] == shown


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(temperature=st.floats(-45, 130), humidity=st.floats(0, 100))
def test_any_weather_comes_back_to_half_a_step(chip, sensor, temperature, humidity):
    chip.temperature = temperature
    chip.relative_humidity = humidity

    measured = sensor.measure()

    assert measured[0] == pytest.approx(temperature, abs=TEMPERATURE_STEP / 2 + 1e-9)
    assert measured[1] == pytest.approx(humidity, abs=HUMIDITY_STEP / 2 + 1e-9)


@pytest.mark.parametrize(
    "vector", [v for v in VECTORS if v["kind"] in ("frame", "convert")], ids=lambda v: v["id"]
)
def test_values_of_others_are_read_as_they_say(chip, sensor, monkeypatch, vector):
    if vector["kind"] == "frame":
        frame = bytes.fromhex(vector["bytes"])
    else:
        frame = frame_of(vector["registers"]["raw_T"], vector["registers"]["raw_RH"])
    answer(monkeypatch, chip, frame)

    temperature, humidity = sensor.measure()

    expected = vector["expected"]
    assert temperature == pytest.approx(expected["temperature_c"], abs=vector["tolerance"])
    assert humidity == pytest.approx(expected["humidity_pct"], abs=vector["tolerance"])


def test_a_serial_number_of_others_is_read_as_they_say(chip, sensor, monkeypatch):
    (vector,) = (v for v in VECTORS if v["kind"] == "serial")
    answer(monkeypatch, chip, bytes.fromhex(vector["bytes"]))

    assert sensor.serial_number == vector["expected"]["serial"]


def test_the_serial_number_is_the_chips(bench):
    bench.i2c.attach(chips.SHT4X(serial_number=0xFEDCBA98))

    assert SHT4x(bench.i2c).serial_number == 0xFEDCBA98


@pytest.mark.parametrize("name", MODES)
def test_each_mode_is_a_command_that_is_given_its_time(bench, sensor, name):
    command, time_us = MODES[name]
    sensor.mode = getattr(Mode, name)
    start = bench.clock.us

    sensor.measure()

    assert sent(bench) == [bytes([command])]
    assert bench.i2c.transactions == 2
    assert time_us <= bench.clock.us - start < time_us + 1500
    assert sensor.mode == command


@pytest.mark.parametrize("byte", range(6))
@pytest.mark.parametrize("reading", ["temperature", "relative_humidity", "serial_number"])
def test_a_disturbed_answer_is_refused(bench, sensor, reading, byte):
    bench.i2c.inject(Flip(0x08, byte=byte), at=2)

    with pytest.raises(RuntimeError, match="wrong checksum 0x"):
        getattr(sensor, reading)

    assert is_free(bench.i2c)
    assert sensor.measure() == pytest.approx((21.5, 48.0), abs=0.003)


# Modes


def test_the_modes_have_texts_and_times():
    assert Mode.string[Mode.NOHEAT_HIGHPRECISION] == "No heater, high precision"
    assert set(Mode.string) == set(Mode.delay) == {command for command, _ in MODES.values()}
    assert Mode.is_valid(Mode.LOWHEAT_100MS)
    assert not Mode.is_valid(0x00)


def test_options_of_ones_own_are_of_the_class_that_they_are_added_to():
    class Mine(CV):
        string, delay = {}, {}

    Mine.add_values((("FAST", 0xE0, "As fast as it gets", 0.0016),))

    assert (Mine.FAST, Mine.string[0xE0], Mine.delay[0xE0]) == (0xE0, "As fast as it gets", 0.0016)
    assert Mine.is_valid(Mine.FAST)
    assert Mode.string[0xE0] == "No heater, low precision"
    assert CV.string == {}


@pytest.mark.parametrize("mode", [0x00, 0x89, -1, None, "NOHEAT_HIGHPRECISION"])
def test_a_mode_that_does_not_exist_is_refused_before_anything_is_sent(bench, sensor, mode):
    with pytest.raises(ValueError, match="must be a Mode"):
        sensor.mode = mode

    assert bench.i2c.transactions == 0
    assert sensor.mode == Mode.NOHEAT_HIGHPRECISION


def test_heat_is_measured_and_goes_away(bench, chip, sensor):
    sensor.mode = Mode.HIGHHEAT_1S
    warm, dry = sensor.measure()
    sensor.mode = Mode.NOHEAT_HIGHPRECISION

    assert warm > 60
    assert dry < 15

    bench.clock.advance(10)

    assert sensor.measure() == pytest.approx((21.5, 48.0), abs=0.003)


@pytest.mark.upstream_defect
def test_the_bus_is_free_while_the_chip_heats(bench, sensor):
    bench.clock.at(bench.clock.us + 500_000, lambda: seen.append(is_free(bench.i2c)))
    seen = []
    sensor.mode = Mode.HIGHHEAT_1S

    _ = sensor.measurements

    assert seen == [True]  # upstream keeps its lock for 1.1 s


def test_a_reset_stops_nothing_that_was_set(bench, chip, sensor):
    sensor.mode = Mode.NOHEAT_LOWPRECISION

    sensor.reset()

    assert sensor.mode == Mode.NOHEAT_LOWPRECISION
    assert sensor.measure() == pytest.approx((21.5, 48.0), abs=0.003)


@pytest.mark.parametrize(
    "reading", ["temperature", "relative_humidity", "measurements", "serial_number"]
)
def test_a_reading_cannot_be_assigned(sensor, reading):
    with pytest.raises(AttributeError):
        setattr(sensor, reading, 1)


# The bus

OPERATIONS = {
    "temperature": lambda s: s.temperature,
    "relative_humidity": lambda s: s.relative_humidity,
    "measurements": lambda s: s.measurements,
    "measure": lambda s: s.measure(),
    "serial_number": lambda s: s.serial_number,
    "reset": lambda s: s.reset(),
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_error_of_the_bus_passes_at_every_transaction(bench, sensor, name):
    def again():
        bench.clock.advance(0.01)
        assert sensor.measure() == pytest.approx((21.5, 48.0), abs=0.003)

    refuse_each_transaction(bench.i2c, lambda: OPERATIONS[name](sensor), again)


# The chip itself, where the driver does not go


def test_the_chip_tells_what_its_datasheet_lacks(bench, chip):
    bench.i2c.try_lock()

    with pytest.raises(Mistake, match="no command 0x2c"):
        bench.i2c.writeto(0x44, b"\x2c\x06")

    bench.i2c.unlock()


@pytest.mark.parametrize("command, us", [(0xFD, 8200), (0xF6, 4400), (0xE0, 1500), (0x39, 1099000)])
def test_the_chip_refuses_to_be_read_before_it_is_ready(bench, chip, command, us):
    bench.i2c.try_lock()
    bench.i2c.writeto(0x44, bytes([command]))
    bench.clock.advance_us(us - 200)

    with pytest.raises(OSError, match="19"):
        bench.i2c.readfrom_into(0x44, bytearray(6))

    bench.i2c.unlock()


def test_the_chip_measures_what_is_at_the_end_of_its_time(bench, chip, sensor):
    bench.i2c.try_lock()
    bench.i2c.writeto(0x44, b"\xfd")
    bench.clock.advance(0.010)
    chip.temperature = 100.0
    frame = bytearray(6)
    bench.i2c.readfrom_into(0x44, frame)
    bench.i2c.unlock()

    assert frame[:2] == round((21.5 + 45) / 175 * 65535).to_bytes(2, "big")


def test_the_chip_has_three_addresses():
    with pytest.raises(ValueError, match="0x44 to 0x46"):
        chips.SHT4X(0x47)


# On the VM


def test_a_reading_leaves_no_garbage_but_its_floats():
    left = garbage_of(
        "import board, adafruit_sht4x\nsensor = adafruit_sht4x.SHT4x(board.I2C())",
        ["sensor.serial_number", "sensor.temperature", "sensor.measure()"],
        {"chip": [{"part": "sht4x"}]},
        [FOLDER],
    )

    assert list(left.values()) == [0, 96, 96]  # two floats and their tuple
