# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The INA219 driver against the chip on the bench."""

import json
from pathlib import Path

import pytest
from hypothesis import given, strategies as st
from trials import is_free

import adafruit_ina219
from adafruit_ina219 import INA219, ADCResolution, BusVoltageRange, Gain, Mode
from copperbench import chips, vm
from copperbench.bench import Bench
from copperbench.errors import Mistake
from copperbench.faults import BrownOut, Nack

FOLDER = Path(adafruit_ina219.__file__).parent
LIBRARIES = [FOLDER, FOLDER.parents[1] / "helpers" / "registers"]
VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))

FIELDS = {  # each CONFIG field: its bits as the datasheet's figure 19 has them
    "bus_voltage_range": 0x2000,
    "gain": 0x1800,
    "bus_adc_resolution": 0x0780,
    "shunt_adc_resolution": 0x0078,
    "mode": 0x0007,
}
PRESETS = {  # CONFIG and the shunt in ohm, as the names and upstream's comments tell
    "set_calibration_32V_2A": (0x399F, 0.1),
    "set_calibration_32V_1A": (0x319F, 0.1),
    "set_calibration_16V_400mA": (0x019F, 0.1),
    "set_calibration_16V_5A": (0x119F, 0.02),
    "set_calibration_16V_80mA": (0x099F, 1.0),
    "set_calibration_16V_4mA": (0x019F, 10.0),
}
READINGS = (
    "raw_shunt_voltage",
    "raw_bus_voltage",
    "conversion_ready",
    "overflow",
    "raw_power",
    "raw_current",
    "shunt_voltage",
    "bus_voltage",
    "current",
    "power",
)


@pytest.fixture
def chip(bench):
    chip = bench.i2c.attach(chips.INA219())
    chip.bus_voltage = 12.0
    chip.current = 0.25
    return chip


@pytest.fixture
def sensor(bench, chip):
    sensor = INA219(bench.i2c)
    bench.clock.advance(0.002)
    bench.i2c.clear()
    return sensor


def sent(bench):
    """The bytes that were written to registers, without those that only point to one."""
    return [t.written for t in bench.i2c.log if t.written and t.read is None]


# Finding the chip, and setting it up


def test_a_new_sensor_is_set_up_for_32_v_and_2_a(bench, chip):
    chip.power_cycle()

    INA219(bench.i2c)

    assert sent(bench)[-2:] == [b"\x00\x39\x9f", b"\x05\x10\x00"]
    assert bench.i2c.transactions <= 4


def test_an_address_without_a_chip_is_told(bench):
    with pytest.raises(ValueError, match="0x40"):
        INA219(bench.i2c)

    assert is_free(bench.i2c)


def test_two_sensors_on_one_bus_measure_apart(bench):
    one = bench.i2c.attach(chips.INA219(0x40))
    other = bench.i2c.attach(chips.INA219(0x4F))
    one.current, other.current = 0.1, -0.2
    sensors = INA219(bench.i2c), INA219(bench.i2c, addr=0x4F)
    bench.clock.advance(0.002)

    assert [s.current for s in sensors] == pytest.approx([100, -200])
    assert sensors[1].i2c_addr == 0x4F


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_sets_the_ranges_and_knows_the_shunt(bench, chip, sensor, preset):
    configuration, shunt = PRESETS[preset]
    chip.shunt_resistance = shunt
    chip.current = -0.015 / shunt

    getattr(sensor, preset)()
    bench.clock.advance(0.002)

    assert chip.values[0x00] == configuration
    assert sensor.calibration == 4096
    assert sensor.current == pytest.approx(-15 / shunt)
    assert sensor.power == pytest.approx(12 * -0.015 / shunt)


@pytest.mark.parametrize(
    "most, shunt, gain",
    [
        pytest.param(0.4, 0.1, Gain.DIV_1_40MV, id="just 40 mV"),
        pytest.param(0.41, 0.1, Gain.DIV_2_80MV, id="just above"),
        pytest.param(0.8, 0.1, Gain.DIV_2_80MV, id="just 80 mV"),
        pytest.param(1.6, 0.1, Gain.DIV_4_160MV, id="just 160 mV"),
        pytest.param(3.2, 0.1, Gain.DIV_8_320MV, id="just 320 mV"),
        pytest.param(75.0, 0.00075, Gain.DIV_2_80MV, id="a meter's shunt of 75 A"),
        pytest.param(0.0001, 10, Gain.DIV_1_40MV, id="tiny"),
    ],
)
def test_a_shunt_of_ones_own_gets_the_lsb_gain(bench, chip, sensor, most, shunt, gain):
    chip.shunt_resistance = shunt
    chip.current = most

    sensor.set_calibration(max_current=most, shunt_resistance=shunt)
    bench.clock.advance(0.002)

    assert (sensor.gain, sensor.bus_voltage_range) == (gain, BusVoltageRange.RANGE_32V)
    assert sensor.current == pytest.approx(most * 1000, abs=0.005 / shunt)


@pytest.mark.parametrize(
    "most, shunt",
    [(3.21, 0.1), (0, 0.1), (-1, 0.1), (1, 0), (-1, -0.1), (float("nan"), 0.1), (float("inf"), 1)],
)
def test_a_shunt_without_a_range_is_refused_before_anything_is_sent(bench, sensor, most, shunt):
    with pytest.raises(ValueError, match=r"up to 0.32 V"):
        sensor.set_calibration(most, shunt)

    assert bench.i2c.transactions == 0


# Readings


@pytest.mark.parametrize(
    "amperes",
    [
        pytest.param(0, id="none"),
        pytest.param(0.0001, id="one step"),
        pytest.param(-0.0001, id="one step back"),
        pytest.param(3.2, id="most"),
        pytest.param(-3.2, id="least"),
    ],
)
def test_current_and_power_follow_the_load(bench, chip, sensor, amperes):
    chip.current = amperes
    bench.clock.advance(0.002)

    assert sensor.shunt_voltage == pytest.approx(amperes * 0.1)
    assert sensor.current == pytest.approx(amperes * 1000)
    assert sensor.power == pytest.approx(amperes * 12)


@given(amperes=st.floats(-3.2, 3.2), volts=st.floats(0, 26))
def test_measure_gives_back_what_the_world_is(amperes, volts):
    bench = Bench(recording=False)
    chip = bench.i2c.attach(chips.INA219())
    chip.current, chip.bus_voltage = amperes, volts
    sensor = INA219(bench.i2c)
    bench.clock.advance(0.002)

    voltage, current, power = sensor.measure()

    assert voltage == pytest.approx(volts, abs=0.00201)
    assert current == pytest.approx(amperes * 1000, abs=0.0501)
    assert power == pytest.approx(voltage * current / 1000)


@pytest.mark.parametrize("volts", [0, 0.004, 25.996, 26])
def test_bus_voltage_is_that_behind_the_shunt(bench, chip, sensor, volts):
    chip.bus_voltage = volts
    bench.clock.advance(0.002)

    assert sensor.bus_voltage == pytest.approx(volts)


@pytest.mark.parametrize("reading", READINGS)
def test_a_reading_is_one_transaction_and_writes_nothing(bench, sensor, reading):
    getattr(sensor, reading)

    assert bench.i2c.transactions == (2 if reading == "power" else 1)
    assert sent(bench) == []


def test_the_readings_are_read_only(bench, sensor):
    for reading in READINGS:
        with pytest.raises(AttributeError):
            setattr(sensor, reading, 1)

    assert bench.i2c.transactions == 0


def test_voltage_current_and_power_are_two_transactions(bench, sensor):
    assert sensor.measure() == pytest.approx((12.0, 250.0, 3.0))

    assert bench.i2c.transactions == 2


@pytest.mark.parametrize("resolution", [0x0, 0x1, 0x2, 0x3, 0x9, 0xC, 0xF])
def test_a_triggered_measurement_is_of_now_and_three_transactions(bench, chip, sensor, resolution):
    sensor.bus_adc_resolution = sensor.shunt_adc_resolution = resolution
    sensor.mode = Mode.SANDBVOLT_TRIGGERED
    bench.clock.advance(0.2)
    chip.current, chip.bus_voltage = 0.5, 5.0
    bench.i2c.clear()
    start = bench.clock.us

    assert sensor.measure() == pytest.approx((5.0, 500.0, 2.5))

    assert bench.i2c.transactions == 3
    longest = 2 * (0.532 if resolution < 8 else 0.532 * 2 ** (resolution & 7))
    assert bench.clock.us - start <= longest * 1150 + 1450  # µs, 1320 of the bus


@pytest.mark.parametrize("mode", [0, 1, 2, 4, 5, 6])
def test_a_mode_that_lacks_a_voltage_is_told(bench, sensor, mode):
    sensor.mode = mode
    bench.i2c.clear()

    with pytest.raises(RuntimeError, match="must convert both"):
        sensor.measure()

    assert bench.i2c.transactions == 0


def test_a_conversion_that_never_ends_is_told_in_bounded_time(bench, chip, sensor):
    sensor.mode = Mode.SANDBVOLT_TRIGGERED
    chip._begin = lambda: setattr(chip, "_mode", 0)
    start = bench.clock.us

    with pytest.raises(TimeoutError, match="no conversion in time"):
        sensor.measure()

    assert bench.clock.us - start < 10000
    assert is_free(bench.i2c)


def test_a_dip_of_the_supply_leaves_no_current_of_zero(bench, chip, sensor):
    bench.i2c.inject(BrownOut())
    assert sensor.raw_power == 0
    bench.clock.advance(0.002)

    assert chip.values[0x05] == 0
    assert sensor.current == pytest.approx(250)


# Settings


@pytest.mark.parametrize("field", FIELDS)
def test_a_setting_goes_into_its_bits_alone(chip, sensor, field):
    mask = FIELDS[field]
    most = mask // (mask & -mask)
    before = chip.values[0x00]

    for value in (0, most):
        setattr(sensor, field, value)

        assert chip.values[0x00] == before & ~mask | value * (mask & -mask)
        assert getattr(sensor, field) == value


@pytest.mark.parametrize("field", FIELDS)
def test_a_setting_that_does_not_fit_is_refused_before_anything_is_sent(bench, sensor, field):
    mask = FIELDS[field]
    most = mask // (mask & -mask)

    for value in (-1, most + 1):
        with pytest.raises(ValueError, match=f"must be 0 to {most}$"):
            setattr(sensor, field, value)

    assert bench.i2c.transactions == 0


@pytest.mark.parametrize("value, error", [(-1, ValueError), (65536, ValueError), (1.5, TypeError)])
def test_a_wrong_calibration_is_refused_before_anything_is_sent(bench, sensor, value, error):
    with pytest.raises(error):
        sensor.calibration = value

    assert bench.i2c.transactions == 0
    assert sensor.current == pytest.approx(250)


def test_calibration_corrects_the_current_by_its_share(bench, chip, sensor):
    sensor.calibration = 4506  # 10 % more
    bench.clock.advance(0.002)

    assert chip.values[0x05] == 4506
    assert sensor.current == pytest.approx(275, abs=0.03)
    assert sensor.power == pytest.approx(3.3, abs=0.001)
    assert sensor.raw_current == 2750


def test_a_setting_that_the_chip_lost_comes_back_with_the_next_one(chip, sensor):
    sensor.shunt_adc_resolution = ADCResolution.ADCRES_12BIT_8S
    chip.power_cycle()

    sensor.gain = Gain.DIV_2_80MV

    assert chip.values[0x00] == 0x2000 | 0x0800 | 0x0180 | 0xB << 3 | 7


def test_a_reset_brings_the_chips_own_settings_back(bench, chip, sensor):
    sensor.gain = Gain.DIV_1_40MV
    sensor.reset = True

    assert chip.values[0x00] == 0x399F
    assert sensor.reset is False


def test_averaging_takes_its_time(bench, chip, sensor):
    sensor.shunt_adc_resolution = sensor.bus_adc_resolution = ADCResolution.ADCRES_12BIT_128S
    bench.clock.advance(0.135)

    assert sensor.conversion_ready is False

    bench.clock.advance(0.001)

    assert sensor.conversion_ready is True


# Vectors from outside


def test_the_datasheets_example_comes_out(bench, chip, sensor):
    (vector,) = [v for v in VECTORS if v["kind"] == "registers"]
    registers = {int(r, 16): int(v, 16) for r, v in vector["registers"].items()}
    expected = vector["expected"]
    chip.shunt_resistance = vector["settings"]["rshunt_ohm"]
    chip.current, chip.bus_voltage = expected["current_a"], expected["bus_v"]
    sensor.set_calibration_16V_400mA()
    sensor._lsb = vector["settings"]["current_lsb_a"] * 1000
    sensor.calibration = registers[0x05]
    bench.clock.advance(0.002)

    voltage, current, power = sensor.measure()

    for register in (0x00, 0x01, 0x03, 0x04, 0x05):
        assert chip.values[register] == registers[register]
    assert sensor.raw_bus_voltage == registers[0x02] >> 3
    assert sensor.shunt_voltage == pytest.approx(expected["shunt_v"])
    assert voltage == pytest.approx(expected["bus_v"])
    assert current == pytest.approx(expected["current_a"] * 1000)
    assert power == pytest.approx(expected["power_w"])


def test_the_chips_own_current_has_the_step_that_its_calibration_is_for(bench, chip, sensor):
    (vector,) = [v for v in VECTORS if v["kind"] == "calibration"]
    chip.shunt_resistance = vector["settings"]["rshunt_ohm"]
    chip.current = 0.5
    sensor.calibration = int(vector["expected"]["cal"], 16)
    bench.clock.advance(0.002)

    step = vector["settings"]["current_lsb_a"]
    assert sensor.raw_current * step == pytest.approx(0.5, abs=2 * step)


def test_a_negative_shunt_voltage_comes_out(chip, sensor):
    (vector,) = [v for v in VECTORS if v["kind"] == "shunt_voltage"]
    chip._mode = 0  # let it convert no more
    chip.values[0x01] = int(vector["registers"]["0x01"], 16)

    assert sensor.shunt_voltage == pytest.approx(vector["expected"]["shunt_v"])
    assert sensor.current == pytest.approx(vector["expected"]["shunt_v"] * 10000)


# What upstream gets wrong; each of these fails on it


@pytest.mark.upstream_defect
def test_the_current_is_not_written_for(bench, sensor):
    assert sensor.current == pytest.approx(250)
    assert sensor.power == pytest.approx(3)

    assert sent(bench) == []


@pytest.mark.upstream_defect
def test_a_current_that_overflows_the_chips_product_is_right(bench, chip, sensor):
    sensor.calibration = 0xFFFE
    chip.current = 3.0
    bench.clock.advance(0.002)

    assert sensor.overflow is True
    assert sensor.current == pytest.approx(3000 * 0xFFFE / 4096)


@pytest.mark.upstream_defect
def test_a_battery_that_is_charged_has_a_power_below_zero(bench, chip, sensor):
    chip.current = -0.25
    bench.clock.advance(0.002)

    assert sensor.power == pytest.approx(-3)


@pytest.mark.upstream_defect
def test_a_value_that_does_not_fit_leaves_the_neighbours_alone(chip, sensor):
    with pytest.raises(ValueError, match="must be 0 to 7"):
        sensor.mode = 15

    assert sensor.shunt_adc_resolution == ADCResolution.ADCRES_12BIT_1S


# The chip itself, where the driver does not go


def test_the_chip_tells_what_its_datasheet_forbids(bench, chip):
    bench.i2c.try_lock()

    with pytest.raises(Mistake, match=r"SHUNT VOLTAGE .* is read-only"):
        bench.i2c.writeto(0x40, b"\x01\x00\x00")
    with pytest.raises(Mistake, match="takes 2 bytes, and 1 came"):
        bench.i2c.writeto(0x40, b"\x05\x10")
    with pytest.raises(ValueError, match="0x40 to 0x4f"):
        chips.INA219(0x50)

    bench.i2c.unlock()


def test_the_chip_clips_where_its_range_ends(bench, chip, sensor):
    sensor.set_calibration_16V_400mA()
    chip.current, chip.bus_voltage = -0.5, 20.0
    bench.clock.advance(0.002)

    assert sensor.measure() == pytest.approx((16.0, -400.0, -6.4))


@pytest.mark.parametrize(
    "register, value",
    [
        pytest.param(0x00, 0x3998, id="power-down"),
        pytest.param(0x00, 0x399B, id="a new cycle"),
        pytest.param(0x05, 0x2000, id="another calibration"),
    ],
)
def test_the_chip_ends_its_conversions_before_it_takes_a_setting(
    bench, chip, sensor, register, value
):
    chip.current = 0.5
    bench.clock.advance(0.002)  # nobody looks at what it converts meanwhile

    bench.i2c.try_lock()
    bench.i2c.writeto(0x40, bytes((register, value >> 8, value & 0xFF)))
    bench.i2c.unlock()

    assert chip.values[0x04] == 5000  # of the conversion with the calibration before
    assert sensor.raw_shunt_voltage == 5000


def test_reading_the_power_clears_the_flag_of_a_conversion(bench, sensor):
    sensor.mode = Mode.SANDBVOLT_TRIGGERED
    bench.clock.advance(0.002)

    assert sensor.conversion_ready is True
    assert sensor.raw_power == 1500
    assert sensor.conversion_ready is False


# The bus


def operations():
    yield from ((name, lambda s, n=name: getattr(s, n)) for name in [*READINGS, *FIELDS, "reset"])
    yield from ((f"set {n}", lambda s, n=n: setattr(s, n, 3)) for n in FIELDS if "range" not in n)
    yield from ((name, lambda s, n=name: getattr(s, n)()) for name in PRESETS)
    yield "set calibration", lambda s: setattr(s, "calibration", 4096)
    yield "measure", lambda s: s.measure()
    yield "measure triggered", lambda s: (setattr(s, "mode", 3), s.measure())


@pytest.mark.parametrize("name, operation", [pytest.param(*o, id=o[0]) for o in operations()])
def test_an_error_of_the_bus_passes_at_every_transaction(bench, chip, sensor, name, operation):
    operation(sensor)
    transactions = bench.i2c.transactions

    for failing in range(1, transactions + 1):
        sensor.set_calibration_32V_2A()
        bench.i2c.inject(Nack(), at=failing)
        with pytest.raises(OSError, match="19"):
            operation(sensor)
        assert is_free(bench.i2c)

    sensor.set_calibration_32V_2A()
    bench.clock.advance(0.2)
    assert sensor.measure() == pytest.approx((12.0, 250.0, 3.0))


# On the VM

NO_GARBAGE = """
import time
import board
import adafruit_ina219
from copperbench.measure import allocates, garbage

sensor = adafruit_ina219.INA219(board.I2C())
time.sleep(0.01)
"""


def test_a_reading_leaves_no_garbage_but_its_float():
    floats = ["shunt_voltage", "bus_voltage", "current", "power"]
    whole = [name for name in [*READINGS, *FIELDS] if name not in floats]
    program = NO_GARBAGE
    for name in whole:
        program += f"allocates({name!r}, lambda: sensor.{name})\n"
    for name in floats:
        program += f"garbage({name!r}, lambda: sensor.{name})\n"
    program += "garbage('measure', sensor.measure)\n"

    result = vm.run(program, wiring={"chip": [{"part": "ina219"}]}, libraries=LIBRARIES)

    assert result.exception is None
    assert {name: result.figures[name] for name in whole} == dict.fromkeys(whole, False)
    assert {name: result.figures[name] for name in floats} == dict.fromkeys(floats, 32)
    assert result.figures["measure"] <= 160  # three floats and their tuple
