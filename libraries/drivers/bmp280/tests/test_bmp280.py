# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The BMP280 driver against the chip on the bench, on I2C and on SPI."""

import json
from pathlib import Path

import board
import digitalio
import pytest
from budgets import garbage_of
from hypothesis import HealthCheck, given, settings, strategies as st
from trials import is_free, refuse_each_transaction

import adafruit_bmp280
from adafruit_bmp280 import MODE_FORCE, MODE_NORMAL, MODE_SLEEP
from copperbench import chips
from copperbench.chips import bmp280 as simulated
from copperbench.faults import BrownOut, ShortRead

FOLDER = Path(adafruit_bmp280.__file__).parent
VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))

# At two samples the temperature has 17 bits, and the pressure is compensated with it
TEMPERATURE_ERROR = 0.0027  # °C
PRESSURE_ERROR = 0.01  # hPa

FIELDS = {  # each setting: its register and its bits (4.3), and its largest value
    "overscan_temperature": (0xF4, 0xE0, 5),
    "overscan_pressure": (0xF4, 0x1C, 5),
    "standby_period": (0xF5, 0xE0, 7),
    "iir_filter": (0xF5, 0x1C, 4),
}


@pytest.fixture(params=["i2c", "spi"])
def kind(request):
    """The bus."""
    return request.param


@pytest.fixture
def bus(bench, kind):
    """The wires, and what a driver gets of them."""
    return getattr(bench, kind)


def put(bench, kind, **arguments):
    """Put a chip on the bus."""
    chip = chips.BMP280(**arguments)
    return bench.i2c.attach(chip) if kind == "i2c" else bench.spi.attach(chip, cs="D5")


def make(bench, kind):
    """Make a sensor for the chip."""
    if kind == "i2c":
        return adafruit_bmp280.Adafruit_BMP280_I2C(bench.i2c)
    return adafruit_bmp280.Adafruit_BMP280_SPI(bench.spi, digitalio.DigitalInOut(board.D5))


@pytest.fixture
def chip(bench, kind):
    chip = put(bench, kind)
    chip.temperature, chip.pressure = 21.5, 1002.5
    return chip


@pytest.fixture
def sensor(bench, bus, kind, chip):
    sensor = make(bench, kind)
    bus.clear()
    return sensor


def is_world(values, temperature=21.5, pressure=1002.5):
    """Whether two values are those of the world."""
    return values[0] == pytest.approx(temperature, abs=TEMPERATURE_ERROR) and values[
        1
    ] == pytest.approx(pressure, abs=PRESSURE_ERROR)


# Finding the chip


def test_a_new_sensor_resets_the_chip_and_reads_its_calibration(bench, bus, kind, chip):
    sensor = make(bench, kind)

    assert bus.transactions <= 7
    assert sensor.mode == MODE_SLEEP
    assert sensor.sea_level_pressure == 1013.25
    assert (chip.memory[0xF4], chip.memory[0xF5]) == (0x54, 0x00)


def test_an_address_without_a_chip_is_told(bench):
    with pytest.raises(ValueError, match="0x77"):
        adafruit_bmp280.Adafruit_BMP280_I2C(bench.i2c)

    assert is_free(bench.i2c)


def test_two_sensors_on_one_bus_measure_apart(bench):
    bench.i2c.attach(chips.BMP280(0x77)).temperature = 10.0
    bench.i2c.attach(chips.BMP280(0x76)).temperature = 30.0

    one = adafruit_bmp280.Adafruit_BMP280_I2C(bench.i2c)
    other = adafruit_bmp280.Adafruit_BMP280_I2C(bench.i2c, address=0x76)

    assert (one.temperature, other.temperature) == pytest.approx((10, 30), abs=TEMPERATURE_ERROR)


def test_nothing_on_spi_is_told(bench):
    with pytest.raises(RuntimeError, match="no BMP280: its ID is 0xff, not 0x58"):
        make(bench, "spi")

    assert is_free(bench.spi)


def test_another_chip_is_told_and_not_written_to(bench, bus, kind):
    put(bench, kind, chip_id=0x60)

    with pytest.raises(RuntimeError, match="no BMP280: its ID is 0x60, not 0x58"):
        make(bench, kind)

    assert bus.transactions <= 2
    assert is_free(bus)


@pytest.mark.upstream_defect
@pytest.mark.parametrize(
    "words",
    [
        pytest.param({"dig_t": (0, 0, 0), "dig_p": (0,) * 9}, id="all zeros"),
        pytest.param({"dig_t": (0xFFFF, -1, -1), "dig_p": (0xFFFF,) + (-1,) * 8}, id="all ones"),
    ],
)
def test_a_chip_without_calibration_is_told(bench, bus, kind, words):
    put(bench, kind, **words)

    with pytest.raises(RuntimeError, match="no calibration: T1 is"):
        make(bench, kind)

    assert is_free(bus)


def test_a_calibration_that_does_not_come_is_told_in_bounded_time(
    bench, bus, kind, chip, monkeypatch
):
    monkeypatch.setattr(simulated, "COPYING_US", 10_000_000)
    start = bench.clock.us

    with pytest.raises(TimeoutError, match="no calibration in 20 ms"):
        make(bench, kind)

    assert bench.clock.us - start < 50_000
    assert is_free(bus)


# Readings


@pytest.mark.parametrize(
    "temperature, pressure",
    [
        pytest.param(-40, 300, id="coldest, highest up"),
        pytest.param(-0.0025, 500, id="one step below zero"),
        pytest.param(0, 1013.25, id="zero"),
        pytest.param(0.0025, 850, id="one step above zero"),
        pytest.param(25.28, 650.36, id="codes as after a reset"),
        pytest.param(85, 1100, id="hottest, lowest down"),
    ],
)
def test_a_reading_is_what_the_world_is(chip, sensor, temperature, pressure):
    chip.temperature = temperature
    chip.pressure = pressure

    assert is_world(sensor.measure(), temperature, pressure)
    assert sensor.measure() == (sensor.temperature, sensor.pressure)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(temperature=st.floats(-40, 85), pressure=st.floats(300, 1100))
def test_any_weather_comes_back_to_half_a_step(chip, sensor, temperature, pressure):
    chip.temperature = temperature
    chip.pressure = pressure

    assert is_world(sensor.measure(), temperature, pressure)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: v["id"])
def test_the_datasheets_example_is_read_as_it_says(bench, vector):
    row = vector["registers"]
    chip = put(bench, "i2c", dig_t=row["dig_T"], dig_p=row["dig_P"])
    sensor = make(bench, "i2c")
    sensor.overscan_temperature = adafruit_bmp280.OVERSCAN_X16  # for all bits
    chip.codes[:2] = [row["adc_T"], row["adc_P"]]

    temperature, pressure = sensor.measure()

    expected, tolerance = vector["expected"], vector["tolerance"]
    assert temperature == pytest.approx(expected["temperature_c"], abs=tolerance["temperature_c"])
    assert pressure * 100 == pytest.approx(expected["pressure_pa"], abs=tolerance["pressure_pa"])


@pytest.mark.parametrize("reading", ["temperature", "pressure", "altitude"])
def test_a_reading_is_two_transactions_and_one_measurement(bench, bus, sensor, reading):
    start = bench.clock.us

    getattr(sensor, reading)

    assert bus.transactions == 2  # upstream: 12 for both, and two measurements
    assert bench.clock.us - start < 50_000


def test_a_measurement_that_takes_longer_is_awaited(chip, sensor, monkeypatch):
    usual = chip._measuring_us
    monkeypatch.setattr(chip, "_measuring_us", lambda: usual() + 20_000)
    chip.temperature = 30.0

    assert sensor.temperature == pytest.approx(30.0, abs=TEMPERATURE_ERROR)


@pytest.mark.upstream_defect
def test_a_chip_that_is_late_to_say_that_it_measures_is_awaited(bench, chip, sensor, monkeypatch):
    look = chip._look

    def late():
        look()
        if chip._measuring and chip._end_us - bench.clock.us > 35_000:  # of some 43 ms
            chip.memory[0xF3] = 0

    monkeypatch.setattr(chip, "_look", late)

    # Upstream asks at once, and has the codes that are there after a reset
    assert sensor.temperature == pytest.approx(21.5, abs=TEMPERATURE_ERROR)


@pytest.mark.upstream_defect
def test_a_measurement_without_an_end_is_told_in_bounded_time(
    bench, bus, chip, sensor, monkeypatch
):
    monkeypatch.setattr(chip, "_measuring_us", lambda: 1_000_000_000)
    start = bench.clock.us

    with pytest.raises(TimeoutError, match="no measurement"):
        _ = sensor.temperature

    assert bench.clock.us - start < 300_000
    assert is_free(bus)


def test_the_altitude_is_that_of_the_international_formula(chip, sensor):
    chip.pressure = 899.0  # about 1000 m above 1013.25 hPa

    assert sensor.altitude == pytest.approx(1000, abs=10)


@pytest.mark.upstream_defect
@pytest.mark.parametrize("metres", [44330, 1e7, -44330, float("nan"), float("inf"), "high", None])
def test_an_altitude_that_is_none_is_refused_before_anything_is_sent(bus, sensor, metres):
    wrong = ValueError if isinstance(metres, (int, float)) else TypeError
    bus.clear()

    with pytest.raises(wrong, match="between -44330 and 44330" if wrong is ValueError else None):
        sensor.altitude = metres

    assert bus.transactions == 0
    assert sensor.sea_level_pressure == 1013.25


def test_the_altitude_of_the_place_sets_the_pressure_at_sea_level(sensor):
    sensor.altitude = 500

    assert sensor.sea_level_pressure == pytest.approx(1064, abs=1)
    assert sensor.altitude == pytest.approx(500, abs=0.2)


# Settings


@pytest.mark.parametrize("setting", FIELDS)
@pytest.mark.parametrize("mode", [MODE_SLEEP, MODE_NORMAL])
def test_a_setting_goes_into_its_bits(chip, sensor, setting, mode):
    register, mask, most = FIELDS[setting]
    sensor.mode = mode

    for value in (0, most):
        setattr(sensor, setting, value)

        assert getattr(sensor, setting) == value
        assert chip.memory[register] & mask == value * (mask & -mask)
    assert chip.mode == mode


@pytest.mark.upstream_defect
def test_the_standby_time_reaches_the_chip(bench, chip, sensor):
    """Upstream leaves it at 0.5 ms: it works out the register while the mode is to sleep."""
    sensor.standby_period = adafruit_bmp280.STANDBY_TC_4000
    sensor.mode = MODE_NORMAL
    chip.temperature = 30.0
    bench.clock.advance(3)

    assert sensor.temperature == pytest.approx(21.5, abs=TEMPERATURE_ERROR)

    bench.clock.advance(2)

    assert sensor.temperature == pytest.approx(30.0, abs=TEMPERATURE_ERROR)


@pytest.mark.parametrize("setting", FIELDS)
@pytest.mark.parametrize("mode", [MODE_SLEEP, MODE_NORMAL])
def test_a_setting_that_does_not_fit_is_refused_before_anything_is_sent(bus, sensor, setting, mode):
    most = FIELDS[setting][2]
    sensor.mode = mode
    bus.clear()

    for value in (-1, most + 1, 1.0, "1", None):
        with pytest.raises(ValueError, match=f"must be 0 to {most}$"):
            setattr(sensor, setting, value)

    assert bus.transactions == 0


@pytest.mark.parametrize("mode", [2, 4, -1, None, "normal"])
def test_a_mode_that_does_not_exist_is_refused_before_anything_is_sent(bus, sensor, mode):
    with pytest.raises(ValueError, match="must be 0, 1 or 3"):
        sensor.mode = mode

    assert bus.transactions == 0


@pytest.mark.upstream_defect
@pytest.mark.parametrize(
    "disabled, missing",
    [
        pytest.param("overscan_pressure", {1}, id="pressure"),
        pytest.param("overscan_temperature", {0, 1}, id="temperature, which pressure needs"),
    ],
)
def test_what_is_not_measured_is_none(sensor, disabled, missing):
    setattr(sensor, disabled, adafruit_bmp280.OVERSCAN_DISABLE)

    values = (sensor.temperature, sensor.pressure)  # upstream: 650.36 hPa

    assert {n for n, value in enumerate(values) if value is None} == missing
    assert sensor.measure() == values
    assert sensor.altitude is None
    with pytest.raises(RuntimeError, match="no pressure is measured"):
        sensor.altitude = 500


@pytest.mark.parametrize(
    "oversampling, longest",
    [
        pytest.param((1, 1), 6.4, id="ultra low power"),
        pytest.param((1, 2), 8.7, id="low power"),
        pytest.param((1, 3), 13.3, id="standard resolution"),
        pytest.param((1, 4), 22.5, id="high resolution"),
        pytest.param((2, 5), 43.2, id="ultra high resolution"),
    ],
)
def test_a_measurement_takes_as_long_as_the_datasheet_tells(sensor, oversampling, longest):
    sensor.overscan_temperature, sensor.overscan_pressure = oversampling

    assert sensor.measurement_time_max == pytest.approx(longest, abs=0.08)  # table 13 rounds up
    assert sensor.measurement_time_typical < longest


def test_a_filter_smooths_what_the_chip_measures(bench, chip, sensor):
    sensor.iir_filter = adafruit_bmp280.IIR_FILTER_X16
    sensor.mode = MODE_NORMAL
    chip.pressure = 1010.0
    bench.clock.advance(0.1)

    assert 1002.5 < sensor.pressure < 1005

    bench.clock.advance(10)

    assert sensor.pressure == pytest.approx(1010.0, abs=PRESSURE_ERROR)


# Measuring all the time


def test_a_reading_of_normal_mode_is_one_transaction_that_writes_nothing(bus, sensor):
    sensor.mode = MODE_NORMAL
    bus.clear()

    assert is_world(sensor.measure())

    assert bus.transactions == 1


def test_normal_mode_ends(bench, chip, sensor):
    sensor.mode = MODE_NORMAL
    sensor.mode = MODE_SLEEP
    bench.clock.advance(1)

    assert chip.mode == 0
    assert sensor.mode == MODE_SLEEP


def test_a_measurement_can_be_started_by_its_mode(chip, sensor):
    sensor.mode = MODE_FORCE
    assert chip.mode == 1

    assert is_world(sensor.measure())
    assert sensor.mode == MODE_FORCE


@pytest.mark.upstream_defect
@pytest.mark.parametrize("mode", [MODE_SLEEP, MODE_NORMAL])
def test_settings_that_were_lost_with_the_supply_are_set_again(bench, chip, sensor, mode):
    sensor.iir_filter = adafruit_bmp280.IIR_FILTER_X2
    sensor.mode = mode
    chip.power_cycle()
    bench.clock.advance(0.01)

    assert sensor.temperature == pytest.approx(21.5, abs=TEMPERATURE_ERROR)
    assert chip.memory[0xF5] & 0x1C == 0x04
    assert is_world(sensor.measure())
    assert chip.mode == mode


# The bus

OPERATIONS = {
    "temperature": lambda s: s.temperature,
    "pressure": lambda s: s.pressure,
    "measure": lambda s: s.measure(),
    "altitude": lambda s: setattr(s, "altitude", 100),
    "mode": lambda s: setattr(s, "mode", MODE_NORMAL),
    "iir_filter": lambda s: setattr(s, "iir_filter", 2),
}


@pytest.mark.parametrize("name", OPERATIONS)
@pytest.mark.parametrize("mode", [MODE_SLEEP, MODE_NORMAL])
def test_an_error_of_the_bus_passes_at_every_transaction(bench, name, mode):
    chip = put(bench, "i2c")
    chip.temperature, chip.pressure = 21.5, 1002.5
    sensor = make(bench, "i2c")

    def again():
        assert is_world(sensor.measure())
        sensor.mode = mode

    refuse_each_transaction(bench.i2c, lambda: OPERATIONS[name](sensor), again)


@pytest.mark.parametrize("fault", [ShortRead(0), BrownOut()], ids=["ones", "brown-out"])
@pytest.mark.parametrize("at", [1, 2])
def test_a_measurement_that_is_disturbed_is_repeated_or_refused(bench, bus, sensor, fault, at):
    bus.inject(fault, at=at)

    try:
        values = sensor.measure()
    except (OSError, RuntimeError):
        bench.clock.advance(0.01)
        values = sensor.measure()

    assert is_world(values)
    assert is_free(bus)


# The chip itself, where the driver does not go


def test_the_chip_rounds_to_what_its_oversampling_gives(bench):
    chip = put(bench, "i2c")
    chip.codes[:2] = [0x7FFFF, 0x7FFFF]
    data = bytearray(6)
    bench.i2c.try_lock()
    bench.i2c.writeto(0x77, b"\xf4\x25")  # once each
    bench.clock.advance(0.1)
    bench.i2c.writeto_then_readfrom(0x77, b"\xf7", data)
    bench.i2c.unlock()

    assert data == b"\x7f\xff\x00\x7f\xff\x00"


def test_the_chip_ignores_config_in_normal_mode(bench):
    chip = put(bench, "i2c")
    bench.i2c.try_lock()
    bench.i2c.writeto(0x77, b"\xf4\x27\xf5\x48")
    bench.i2c.unlock()

    assert chip.memory[0xF5] == 0


def test_the_chip_changes_its_mode_when_a_measurement_is_over(bench):
    chip = put(bench, "i2c")
    bench.i2c.try_lock()
    bench.i2c.writeto(0x77, b"\xf4\x27")
    bench.i2c.writeto(0x77, b"\xf4\x24")
    bench.i2c.unlock()

    assert chip.mode == 3

    bench.clock.advance(0.01)

    assert chip.mode == 0


def test_the_chip_has_two_addresses():
    with pytest.raises(ValueError, match="0x76 or 0x77"):
        chips.BMP280(0x75)


# On the VM


def test_a_reading_leaves_nothing_but_floats():
    left = garbage_of(
        "import board, adafruit_bmp280\nsensor = adafruit_bmp280.Adafruit_BMP280_I2C(board.I2C())",
        ["sensor.measure()"],
        {"chip": [{"part": "bmp280"}]},
        [FOLDER],
    )

    assert left["sensor.measure()"] <= 768  # 23 floats and a tuple
