# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The BME280 driver against the chip on the bench, on I2C and on SPI."""

import json
import struct
from pathlib import Path

import board
import digitalio
import pytest
from budgets import garbage_of
from hypothesis import HealthCheck, given, settings, strategies as st
from trials import is_free, refuse_each_transaction

from adafruit_bme280 import advanced, basic, protocol
from copperbench import chips
from copperbench.chips import bmp280 as simulated
from copperbench.faults import BrownOut, ShortRead

FOLDER = Path(basic.__file__).parents[1]
VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))

# At one sample the temperature has 16 bits, and the others are compensated with it
TEMPERATURE_ERROR = 0.005  # °C
HUMIDITY_ERROR = 0.01  # %
PRESSURE_ERROR = 0.015  # hPa

FIELDS = {  # each setting: its register and its bits (5.4), and its largest value
    "overscan_humidity": (0xF2, 0x07, 5),
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
    chip = chips.BME280(**arguments)
    return bench.i2c.attach(chip) if kind == "i2c" else bench.spi.attach(chip, cs="D5")


def make(bench, kind, module=basic):
    """Make a sensor for the chip."""
    if kind == "i2c":
        return module.Adafruit_BME280_I2C(bench.i2c)
    return module.Adafruit_BME280_SPI(bench.spi, digitalio.DigitalInOut(board.D5))


@pytest.fixture
def chip(bench, kind):
    chip = put(bench, kind)
    chip.temperature, chip.relative_humidity, chip.pressure = 21.5, 48.0, 1002.5
    return chip


@pytest.fixture
def sensor(bench, bus, kind, chip):
    sensor = make(bench, kind)
    bus.clear()
    return sensor


@pytest.fixture
def rich(bench, bus, kind, chip):
    """A sensor with all settings."""
    sensor = make(bench, kind, advanced)
    bus.clear()
    return sensor


def is_world(values, temperature=21.5, humidity=48.0, pressure=1002.5):
    """Whether three values are those of the world."""
    return (
        values[0] == pytest.approx(temperature, abs=TEMPERATURE_ERROR)
        and values[1] == pytest.approx(humidity, abs=HUMIDITY_ERROR)
        and values[2] == pytest.approx(pressure, abs=PRESSURE_ERROR)
    )


# Finding the chip


def test_a_new_sensor_resets_the_chip_and_reads_its_calibration(bench, bus, kind, chip):
    sensor = make(bench, kind)

    assert bus.transactions <= 8
    assert sensor.mode == basic.MODE_SLEEP
    assert sensor.sea_level_pressure == 1013.25
    assert chip.memory[0xF2] == 1
    assert chip.memory[0xF4] == 0x34


def test_an_address_without_a_chip_is_told(bench):
    with pytest.raises(ValueError, match="0x77"):
        basic.Adafruit_BME280_I2C(bench.i2c)

    assert is_free(bench.i2c)


def test_two_sensors_on_one_bus_measure_apart(bench):
    bench.i2c.attach(chips.BME280(0x77)).temperature = 10.0
    bench.i2c.attach(chips.BME280(0x76)).temperature = 30.0

    sensors = basic.Adafruit_BME280_I2C(bench.i2c), basic.Adafruit_BME280_I2C(bench.i2c, 0x76)

    assert [s.temperature for s in sensors] == pytest.approx([10, 30], abs=TEMPERATURE_ERROR)


def test_nothing_on_spi_is_told(bench):
    with pytest.raises(RuntimeError, match="no BME280: its ID is 0xff, not 0x60"):
        make(bench, "spi")

    assert is_free(bench.spi)


def test_another_chip_is_told_and_not_written_to(bench, bus, kind):
    put(bench, kind, chip_id=0x58)

    with pytest.raises(RuntimeError, match="no BME280: its ID is 0x58, not 0x60"):
        make(bench, kind)

    assert bus.transactions <= 2
    assert is_free(bus)


@pytest.mark.upstream_defect
@pytest.mark.parametrize(
    "words",
    [
        pytest.param({"dig_t": (0, 0, 0), "dig_p": (0,) * 9, "dig_h": (0,) * 6}, id="all zeros"),
        pytest.param({"dig_t": (0xFFFF, -1, -1), "dig_p": (0xFFFF,) + (-1,) * 8}, id="all ones"),
        pytest.param({"dig_h": (0, 0, 0, 0, 0, 0)}, id="no humidity"),
        pytest.param({"dig_h": (75, -144, 0xFF, -1, -1, -1)}, id="ones after the first byte"),
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
    "temperature, humidity, pressure",
    [
        pytest.param(-40, 0, 300, id="coldest, driest, highest up"),
        pytest.param(-0.005, 33, 500, id="one step below zero"),
        pytest.param(0, 50, 1013.25, id="zero"),
        pytest.param(0.005, 66, 850, id="one step above zero"),
        pytest.param(22.97, 73.1, 649.5, id="codes as after a reset"),
        pytest.param(85, 100, 1100, id="hottest, wettest, lowest down"),
    ],
)
def test_a_reading_is_what_the_world_is(chip, sensor, temperature, humidity, pressure):
    chip.temperature = temperature
    chip.relative_humidity = humidity
    chip.pressure = pressure

    assert is_world(sensor.measure(), temperature, humidity, pressure)
    assert sensor.measure() == (sensor.temperature, sensor.humidity, sensor.pressure)
    assert sensor.relative_humidity == sensor.humidity


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(temperature=st.floats(-40, 85), humidity=st.floats(0, 100), pressure=st.floats(300, 1100))
def test_any_weather_comes_back_to_half_a_step(chip, sensor, temperature, humidity, pressure):
    chip.temperature = temperature
    chip.relative_humidity = humidity
    chip.pressure = pressure

    assert is_world(sensor.measure(), temperature, humidity, pressure)


def test_humidity_ends_at_the_ends_of_its_range(chip, sensor):
    chip.codes[2] = 0xFFFF
    assert sensor.humidity == 100

    chip.codes[2] = 0
    assert sensor.humidity == 0


def calibrated(vector):
    """Return the arguments of a chip with the calibration of a vector."""
    parts = {key: bytes.fromhex(value) for key, value in vector["bytes"].items()}
    words = struct.unpack("<HhhHhhhhhhhh", parts["calib_0x88_24"])
    h2, h3, h4, h45, h5, h6 = struct.unpack("<hBbBbb", parts["calib_0xE1_7"])
    h1 = parts["calib_0xA1"][0]
    dig_h = (h1, h2, h3, h4 * 16 + h45 % 16, h5 * 16 + h45 // 16, h6)
    return {"dig_t": words[:3], "dig_p": words[3:], "dig_h": dig_h}


def codes(vector):
    """Return the codes of a vector."""
    if "registers" in vector:
        row = vector["registers"]
        return [row["adc_T"], row["adc_P"], row["adc_H"]]
    data = bytes.fromhex(vector["bytes"]["data_0xF7_8"])
    pressure, temperature = (int.from_bytes(data[n : n + 3], "big") >> 4 for n in (0, 3))
    return [temperature, pressure, int.from_bytes(data[6:], "big")]


@pytest.mark.parametrize(
    "vector", [v for v in VECTORS if v["kind"] != "skip"], ids=lambda v: v["id"]
)
def test_codes_of_others_are_read_as_they_say(bench, vector):
    chip = put(bench, "i2c", **calibrated(vector))
    sensor = make(bench, "i2c", advanced)
    sensor.overscan_temperature = advanced.OVERSCAN_X16  # for all bits
    chip.codes[:] = codes(vector)

    temperature, humidity, pressure = sensor.measure()

    got = {"temperature_c": temperature, "humidity_pct": humidity, "pressure_pa": pressure * 100}
    for key, expected in vector["expected"].items():
        assert got[key] == pytest.approx(expected, abs=vector["tolerance"][key])


@pytest.mark.upstream_defect
def test_humidity_is_the_datasheets_where_h3_is_not_zero(bench):
    """Bosch's code in double precision, and Adafruit's, have a factor that the datasheet lacks."""
    chip = put(bench, "i2c", dig_h=(75, 366, 100, 309, 50, 30))
    chip.temperature, chip.relative_humidity = 60.0, 48.0

    assert make(bench, "i2c").humidity == pytest.approx(48.0, abs=HUMIDITY_ERROR)


def test_all_values_are_of_one_measurement(bench, bus, sensor):
    start = bench.clock.us

    sensor.measure()

    assert bus.transactions == 2  # upstream: 22, and three measurements
    assert bench.clock.us - start < 50_000


@pytest.mark.parametrize("reading", ["temperature", "humidity", "pressure", "altitude"])
def test_a_reading_is_two_transactions(bus, sensor, reading):
    getattr(sensor, reading)

    assert bus.transactions == 2


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
        if chip._measuring and chip._end_us - bench.clock.us > 35_000:  # of some 41 ms
            chip.memory[0xF3] = 0

    monkeypatch.setattr(chip, "_look", late)

    # Upstream asks at once, and has a reset's codes: 22.97 °C, 73.1 % and 649.5 hPa
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

    sensor.sea_level_pressure = 899.0

    assert sensor.altitude == pytest.approx(0, abs=0.1)


# Settings


@pytest.mark.parametrize("setting", FIELDS)
@pytest.mark.parametrize("mode", [advanced.MODE_SLEEP, advanced.MODE_NORMAL])
def test_a_setting_goes_into_its_bits(bench, chip, rich, setting, mode):
    register, mask, most = FIELDS[setting]
    rich.mode = mode

    for value in (0, most):
        setattr(rich, setting, value)

        assert getattr(rich, setting) == value
        assert chip.memory[register] & mask == value * (mask & -mask)
    assert chip.mode == mode


@pytest.mark.upstream_defect
def test_the_standby_time_reaches_the_chip(bench, chip, rich):
    """Upstream leaves it at 0.5 ms: it works out the register while the mode is to sleep."""
    rich.standby_period = advanced.STANDBY_TC_1000
    rich.mode = advanced.MODE_NORMAL
    chip.temperature = 30.0
    bench.clock.advance(0.5)

    assert rich.temperature == pytest.approx(21.5, abs=TEMPERATURE_ERROR)

    bench.clock.advance(1)

    assert rich.temperature == pytest.approx(30.0, abs=TEMPERATURE_ERROR)


@pytest.mark.parametrize("setting", FIELDS)
@pytest.mark.parametrize("mode", [advanced.MODE_SLEEP, advanced.MODE_NORMAL])
def test_a_setting_that_does_not_fit_is_refused_before_anything_is_sent(bus, rich, setting, mode):
    most = FIELDS[setting][2]
    rich.mode = mode
    bus.clear()

    for value in (-1, most + 1, 1.0, "1", None):
        with pytest.raises(ValueError, match=f"must be 0 to {most}$"):
            setattr(rich, setting, value)

    assert bus.transactions == 0


@pytest.mark.parametrize("mode", [2, 4, -1, None, "normal"])
def test_a_mode_that_does_not_exist_is_refused_before_anything_is_sent(bus, sensor, mode):
    with pytest.raises(ValueError, match="must be 0, 1 or 3"):
        sensor.mode = mode

    assert bus.transactions == 0


def test_oversampling_of_the_basic_sensor_counts_from_the_next_reading(chip, sensor):
    sensor.overscan_humidity = 5
    sensor.overscan_temperature = 2

    assert is_world(sensor.measure())
    assert (chip.memory[0xF2], chip.memory[0xF4]) == (5, 0x54)


def test_oversampling_of_the_basic_sensor_that_does_not_fit_is_refused(bus, sensor):
    sensor.overscan_pressure = 16

    with pytest.raises(ValueError, match="overscan must be 0 to 5"):
        sensor.measure()

    assert bus.transactions == 0


@pytest.mark.upstream_defect
@pytest.mark.parametrize(
    "disabled, missing",
    [
        pytest.param("overscan_pressure", {2}, id="pressure"),
        pytest.param("overscan_humidity", {1}, id="humidity"),
        pytest.param("overscan_temperature", {0, 1, 2}, id="temperature, which all need"),
    ],
)
def test_what_is_not_measured_is_none(chip, rich, disabled, missing):
    setattr(rich, disabled, advanced.OVERSCAN_DISABLE)

    values = (rich.temperature, rich.humidity, rich.pressure)

    # Upstream: 22.97 °C, 73.1 % and 649.5 hPa
    assert {n for n, value in enumerate(values) if value is None} == missing
    assert rich.measure() == values
    assert (rich.altitude is None) == (2 in missing)


@pytest.mark.parametrize(
    "oversampling, longest",
    [
        pytest.param((1, 1, 1), 9.3, id="once each"),
        pytest.param((5, 5, 5), 112.8, id="16 times each"),
        pytest.param((1, 0, 0), 3.55, id="temperature alone"),
        pytest.param((1, 5, 1), 43.8, id="as at the start"),
    ],
)
def test_a_measurement_takes_as_long_as_the_datasheet_tells(rich, oversampling, longest):
    (rich.overscan_temperature, rich.overscan_pressure, rich.overscan_humidity) = oversampling

    assert rich.measurement_time_max == pytest.approx(longest, abs=0.01)
    assert rich.measurement_time_typical < longest


def test_a_filter_smooths_what_the_chip_measures(bench, chip, rich):
    rich.standby_period = advanced.STANDBY_TC_0_5
    rich.iir_filter = advanced.IIR_FILTER_X16
    rich.mode = advanced.MODE_NORMAL
    chip.pressure = 1010.0
    bench.clock.advance(0.1)

    assert 1002.5 < rich.pressure < 1005

    bench.clock.advance(10)

    assert rich.pressure == pytest.approx(1010.0, abs=0.01)


# Measuring all the time


def test_a_reading_of_normal_mode_is_one_transaction_that_writes_nothing(bus, chip, rich):
    rich.mode = advanced.MODE_NORMAL
    bus.clear()

    assert is_world(rich.measure())

    assert bus.transactions == 1


@pytest.mark.upstream_defect
def test_the_first_reading_of_normal_mode_is_a_measured_one(chip, sensor):
    sensor.mode = basic.MODE_NORMAL

    # Upstream: what was measured before, or a reset's codes
    assert is_world((sensor.temperature, sensor.humidity, sensor.pressure))


def test_normal_mode_ends(bench, chip, sensor):
    sensor.mode = basic.MODE_NORMAL
    sensor.mode = basic.MODE_SLEEP
    bench.clock.advance(1)

    assert chip.mode == 0
    assert sensor.mode == basic.MODE_SLEEP


def test_a_measurement_can_be_started_by_its_mode(bench, chip, sensor):
    sensor.mode = basic.MODE_FORCE
    assert chip.mode == 1

    assert is_world(sensor.measure())
    assert sensor.mode == basic.MODE_FORCE


@pytest.mark.upstream_defect
@pytest.mark.parametrize("mode", [advanced.MODE_SLEEP, advanced.MODE_NORMAL])
def test_settings_that_were_lost_with_the_supply_are_set_again(bench, bus, chip, rich, mode):
    rich.iir_filter = advanced.IIR_FILTER_X2
    rich.mode = mode
    chip.power_cycle()
    bench.clock.advance(0.01)

    assert rich.humidity == pytest.approx(48.0, abs=HUMIDITY_ERROR)
    assert chip.memory[0xF5] & 0x1C == 0x04
    assert is_world(rich.measure())
    assert chip.mode == mode


# The bus


OPERATIONS = {
    "temperature": lambda s: s.temperature,
    "humidity": lambda s: s.humidity,
    "pressure": lambda s: s.pressure,
    "measure": lambda s: s.measure(),
    "mode": lambda s: setattr(s, "mode", advanced.MODE_NORMAL),
    "iir_filter": lambda s: setattr(s, "iir_filter", 2),
}


@pytest.mark.parametrize("name", OPERATIONS)
@pytest.mark.parametrize("mode", [advanced.MODE_SLEEP, advanced.MODE_NORMAL])
def test_an_error_of_the_bus_passes_at_every_transaction(bench, chip_on_i2c, name, mode):
    sensor = chip_on_i2c

    def again():
        assert is_world(sensor.measure())
        sensor.mode = mode

    refuse_each_transaction(bench.i2c, lambda: OPERATIONS[name](sensor), again)


@pytest.fixture
def chip_on_i2c(bench):
    chip = put(bench, "i2c")
    chip.temperature, chip.relative_humidity, chip.pressure = 21.5, 48.0, 1002.5
    return make(bench, "i2c", advanced)


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


# The registers


def test_registers_can_be_read_and_written_by_themselves(bench, kind, chip):
    if kind == "i2c":
        registers = protocol.I2C_Impl(bench.i2c, 0x77)
    else:
        registers = protocol.SPI_Impl(bench.spi, digitalio.DigitalInOut(board.D5))

    registers.write_register_byte(0xF5, 0x48)

    assert registers.read_register(0xD0, 1) == b"\x60"
    assert registers.read_register(0xF5, 2) == b"\x48\x00"


# The chip itself, where the driver does not go


def test_the_chip_takes_registers_in_pairs(bench):
    chip = put(bench, "i2c")
    bench.i2c.try_lock()
    bench.i2c.writeto(0x77, b"\xf5\x48\xf2\x03\xf4\x25")
    bench.i2c.unlock()

    assert (chip.memory[0xF5], chip.memory[0xF2], chip.memory[0xF4]) == (0x48, 3, 0x25)
    assert chip.mode == 1


def test_the_chip_measures_humidity_by_what_was_set_before_the_mode(bench):
    chip = put(bench, "i2c")
    bench.i2c.try_lock()
    bench.i2c.writeto(0x77, b"\xf4\x25\xf2\x01")
    bench.clock.advance(0.1)
    data = bytearray(8)
    bench.i2c.writeto_then_readfrom(0x77, b"\xf7", data)
    bench.i2c.unlock()

    assert data[6:] == b"\x80\x00"
    assert chip.memory[0xF2] == 1


def test_the_chip_has_two_addresses():
    with pytest.raises(ValueError, match="0x76 or 0x77"):
        chips.BME280(0x75)


# On the VM


def test_a_reading_leaves_nothing_but_floats_in_a_tuple():
    left = garbage_of(
        "import board\nfrom adafruit_bme280 import basic\n"
        "sensor = basic.Adafruit_BME280_I2C(board.I2C())",
        ["sensor.temperature", "sensor.measure()"],
        {"chip": [{"part": "bme280"}]},
        [FOLDER],
    )

    # 64 of the tuple, and 32 for each step of the polynomials: none, on a board
    assert max(left.values()) <= 1120
    assert len(left) == 2
