# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The AHTx0 driver against the chip on the bench."""

import json
from pathlib import Path

import pytest
from budgets import garbage_of
from hypothesis import HealthCheck, given, settings, strategies as st
from trials import is_free, refuse_each_transaction

import adafruit_ahtx0
from adafruit_ahtx0 import AHTx0
from copperbench import chips
from copperbench.chips import aht20
from copperbench.errors import Mistake
from copperbench.faults import Flip

FOLDER = Path(adafruit_ahtx0.__file__).parent
VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))

TEMPERATURE_STEP = 200 / 2**20  # °C
HUMIDITY_STEP = 100 / 2**20  # %


@pytest.fixture
def chip(bench):
    chip = bench.i2c.attach(chips.AHT20())
    chip.temperature = 21.5
    chip.relative_humidity = 48.0
    return chip


@pytest.fixture
def sensor(bench, chip):
    sensor = AHTx0(bench.i2c)
    bench.i2c.clear()
    return sensor


def make(bench, **arguments):
    """A chip on the bench, and a sensor for it."""
    chip = bench.i2c.attach(chips.AHT20(**arguments))
    return chip, AHTx0(bench.i2c)


def sent(bench):
    """The bytes of all commands."""
    return [t.written for t in bench.i2c.log if t.written]


# Finding the chip


def test_a_calibrated_chip_is_reset_and_asked_for_its_status(bench, chip):
    sensor = AHTx0(bench.i2c)

    assert sent(bench) == [b"\xba"]
    assert bench.i2c.transactions <= 3
    assert sensor.status == 0x18


def test_an_address_without_a_chip_is_told(bench):
    with pytest.raises(ValueError, match="0x38"):
        AHTx0(bench.i2c)

    assert is_free(bench.i2c)


def test_the_address_can_be_another(bench, chip):
    with pytest.raises(ValueError, match="0x39"):
        AHTx0(bench.i2c, address=0x39)


@pytest.mark.parametrize(
    "arguments, commands",
    [
        pytest.param({"calibrated": False}, [b"\xba", b"\xbe\x08\x00"], id="AHT20"),
        pytest.param({"model": "AHT10"}, [b"\xba", b"\xe1\x08\x00"], id="AHT10"),
    ],
)
def test_a_chip_that_is_not_calibrated_is_initialised_by_its_own_command(
    bench, arguments, commands
):
    _, sensor = make(bench, **arguments)

    assert [t.written for t in bench.i2c.log if t.written and t.error == 0] == commands
    assert sensor.status & adafruit_ahtx0.AHTX0_STATUS_CALIBRATED


@pytest.mark.upstream_defect
def test_an_aht20_is_not_given_the_command_of_an_aht10(bench):
    make(bench, calibrated=False)

    # It refuses it, and may then refuse the next read (Adafruit_AHTX0 issue 19)
    assert [t for t in bench.i2c.log if t.error] == []


def test_a_chip_that_does_not_get_calibrated_is_told(bench, chip, monkeypatch):
    monkeypatch.setattr(aht20, "CALIBRATED", 0)  # VECTORS: "status byte without the calibrated bit"
    chip._factory = 0

    with pytest.raises(RuntimeError, match="could not calibrate"):
        AHTx0(bench.i2c)

    assert is_free(bench.i2c)


# Readings


@pytest.mark.parametrize(
    "temperature, humidity",
    [
        pytest.param(-40, 0, id="coldest and driest"),
        pytest.param(-TEMPERATURE_STEP, HUMIDITY_STEP, id="one step below zero"),
        pytest.param(0, 50, id="zero"),
        pytest.param(TEMPERATURE_STEP, 100 - HUMIDITY_STEP, id="one step above zero"),
        pytest.param(85, 100 - HUMIDITY_STEP, id="hottest and wettest"),
        pytest.param(150 - TEMPERATURE_STEP, 99, id="all ones"),
    ],
)
def test_a_reading_is_what_the_world_is(chip, sensor, temperature, humidity):
    chip.temperature = temperature
    chip.relative_humidity = humidity

    assert sensor.temperature == pytest.approx(temperature, abs=TEMPERATURE_STEP / 2)
    assert sensor.relative_humidity == pytest.approx(humidity, abs=HUMIDITY_STEP / 2)
    assert sensor.measure() == (sensor.temperature, sensor.relative_humidity)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(temperature=st.floats(-50, 149.9), humidity=st.floats(0, 99.9))
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
    frame = bytes.fromhex(vector["bytes"])
    monkeypatch.setattr(chip, "read", iter(frame).__next__)

    temperature, humidity = sensor.measure()

    expected = vector["expected"]
    assert temperature == pytest.approx(expected["temperature_c"], abs=vector["tolerance"])
    assert humidity == pytest.approx(expected["humidity_pct"], abs=vector["tolerance"])


def test_both_values_are_of_one_conversion(bench, sensor):
    start = bench.clock.us

    sensor.measure()

    assert sent(bench) == [b"\xac\x33\x00"]
    assert bench.i2c.transactions == 2
    assert bench.clock.us - start < 82000  # upstream takes 160 ms, and six transactions


def test_a_conversion_that_takes_longer_is_awaited(chip, sensor, monkeypatch):
    monkeypatch.setattr(aht20, "CONVERSION_US", 105000)

    assert sensor.measure() == pytest.approx((21.5, 48.0), abs=0.001)


@pytest.mark.upstream_defect
def test_a_conversion_without_an_end_is_told_in_bounded_time(bench, chip, sensor, monkeypatch):
    monkeypatch.setattr(aht20, "CONVERSION_US", 1_000_000_000)
    start = bench.clock.us

    with pytest.raises(TimeoutError, match="busy"):
        _ = sensor.temperature

    assert bench.clock.us - start < 200_000
    assert is_free(bench.i2c)


# The checksum


@pytest.mark.parametrize("byte", range(7))
@pytest.mark.parametrize("settled", [False, True], ids=["first reading", "later reading"])
def test_a_disturbed_answer_is_read_again(bench, chip, sensor, byte, settled):
    if settled:
        sensor.measure()
    bench.i2c.inject(Flip(0x04, byte=byte), at=2)

    assert sensor.measure() == pytest.approx((21.5, 48.0), abs=0.001)


@pytest.mark.upstream_defect
def test_an_answer_that_stays_disturbed_is_refused(bench, chip, sensor):
    _ = sensor.temperature  # so that it is known for an AHT20
    bench.i2c.inject(Flip(0x10, byte=2), times=None)

    with pytest.raises(RuntimeError, match="wrong checksum 0x"):
        _ = sensor.relative_humidity

    assert is_free(bench.i2c)
    bench.i2c.bus.plan.injections.clear()
    assert sensor.measure() == pytest.approx((21.5, 48.0), abs=0.001)


def test_an_answer_that_is_disturbed_twice_in_different_ways_is_no_aht10s(bench, chip, sensor):
    bench.i2c.inject(Flip(0x10, byte=2), at=2)
    bench.i2c.inject(Flip(0x20, byte=4), at=3)

    with pytest.raises(RuntimeError, match="wrong checksum 0x"):
        sensor.measure()


def test_a_wrong_checksum_of_others_is_found(chip, sensor, monkeypatch):
    sensor.measure()
    (vector,) = (v for v in VECTORS if v["kind"] == "crc_error")
    frame = bytes.fromhex(vector["bytes"])
    monkeypatch.setattr(chip, "read", iter(frame + frame).__next__)

    with pytest.raises(RuntimeError, match="wrong checksum 0x7e"):
        sensor.measure()


def test_a_status_of_others_is_read_as_they_say(chip, sensor, monkeypatch):
    (vector,) = (v for v in VECTORS if v["kind"] == "not_ready")
    monkeypatch.setattr(chip, "read", iter(bytes.fromhex(vector["bytes"])).__next__)

    status = sensor.status

    assert bool(status & adafruit_ahtx0.AHTX0_STATUS_BUSY) is vector["expected"]["busy"]
    calibrated = bool(status & adafruit_ahtx0.AHTX0_STATUS_CALIBRATED)
    assert calibrated is vector["expected"]["calibrated"]


def test_an_aht10_has_no_checksum_and_is_found_out_once(bench):
    chip, sensor = make(bench, model="AHT10")
    chip.temperature, chip.relative_humidity = 21.5, 48.0
    bench.i2c.clear()

    assert sensor.measure() == pytest.approx((21.5, 48.0), abs=0.001)
    assert bench.i2c.transactions == 3

    assert sensor.measure() == pytest.approx((21.5, 48.0), abs=0.001)
    assert bench.i2c.transactions == 3 + 2


def test_ones_that_fit_as_a_checksum_make_no_aht20_of_an_aht10(bench):
    chip, sensor = make(bench, model="AHT10")
    fitting = 0
    for step in range(1200):  # one in 256 fits
        chip.temperature = 20 + step * 0.01
        transactions = bench.i2c.transactions
        sensor._kind = 0
        sensor.measure()
        fitting += bench.i2c.transactions - transactions == 2

        assert sensor._kind != 1

    assert fitting


# What can happen to a chip


@pytest.mark.upstream_defect
def test_a_calibration_that_was_lost_is_told_and_mended(bench):
    chip, sensor = make(bench, model="AHT10")
    chip.temperature = 21.5
    _ = sensor.temperature
    chip.power_cycle()
    bench.clock.advance(0.1)

    with pytest.raises(RuntimeError, match="was not calibrated"):
        _ = sensor.temperature

    assert sensor.temperature == pytest.approx(21.5, abs=0.001)


def test_a_chip_that_starts_refuses_and_then_reads_on(bench, chip, sensor):
    chip.power_cycle()

    with pytest.raises(OSError, match="19"):
        sensor.measure()

    bench.clock.advance(0.04)
    assert sensor.measure() == pytest.approx((21.5, 48.0), abs=0.001)


def test_a_reset_is_over_when_it_returns(sensor):
    sensor.reset()

    assert sensor.status == 0x18


def test_calibrating_tells_whether_it_worked(sensor, monkeypatch):
    assert sensor.calibrate() is True


@pytest.mark.parametrize("reading", ["status", "temperature", "relative_humidity"])
def test_a_reading_cannot_be_assigned(sensor, reading):
    with pytest.raises(AttributeError):
        setattr(sensor, reading, 1)


# The bus

OPERATIONS = {
    "status": lambda s: s.status,
    "temperature": lambda s: s.temperature,
    "relative_humidity": lambda s: s.relative_humidity,
    "measure": lambda s: s.measure(),
    "reset": lambda s: s.reset(),
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_error_of_the_bus_passes_at_every_transaction(bench, sensor, name):
    def again():
        bench.clock.advance(0.1)
        assert sensor.measure() == pytest.approx((21.5, 48.0), abs=0.001)

    refuse_each_transaction(bench.i2c, lambda: OPERATIONS[name](sensor), again)


# The chip itself, where the driver does not go


@pytest.mark.parametrize(
    "data, words",
    [
        pytest.param(b"\x71", "0x71 is the address", id="status"),
        pytest.param(b"\x2c", "no command 0x2c", id="another chip's"),
        pytest.param(b"\xac\x33", "has 3 bytes, and 2 came", id="too short"),
        pytest.param(b"\xac\x33\x01", "byte 2 .* must be 0x00", id="wrong"),
        pytest.param(b"\xba\x00", "does not take so many", id="too long"),
    ],
)
def test_the_chip_tells_what_its_datasheet_lacks(bench, chip, data, words):
    bench.i2c.try_lock()

    with pytest.raises(Mistake, match=words):
        bench.i2c.writeto(0x38, data)

    bench.i2c.unlock()


def test_the_chip_keeps_the_values_before_until_a_conversion_is_over(bench, chip, sensor):
    sensor.measure()
    chip.temperature = 30.0
    frame, later = bytearray(7), bytearray(7)
    bench.i2c.try_lock()
    bench.i2c.readfrom_into(0x38, frame)
    bench.i2c.writeto(0x38, b"\xac\x33\x00")
    bench.clock.advance(0.079)

    bench.i2c.readfrom_into(0x38, later)
    bench.i2c.unlock()

    assert later[0] == 0x98
    assert later[1:6] == frame[1:6]


def test_the_chip_has_two_models():
    with pytest.raises(ValueError, match="AHT20 or AHT10"):
        chips.AHT20(model="AHT30")


# On the VM


def test_a_reading_leaves_no_garbage_but_its_floats():
    left = garbage_of(
        "import board, adafruit_ahtx0\nsensor = adafruit_ahtx0.AHTx0(board.I2C())",
        ["sensor.status", "sensor.temperature", "sensor.relative_humidity", "sensor.measure()"],
        {"chip": [{"part": "aht20"}]},
        [FOLDER],
    )

    assert list(left.values()) == [0, 32, 32, 96]  # of measure() two floats and their tuple
