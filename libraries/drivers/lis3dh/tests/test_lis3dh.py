# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The LIS3DH driver against the chip on the bench, on I2C and on SPI."""

import array
import json
from pathlib import Path

import board
import digitalio
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

import adafruit_lis3dh
from adafruit_lis3dh import LIS3DH_I2C, LIS3DH_SPI
from copperbench import chips, vm
from copperbench.errors import Mistake
from copperbench.faults import Nack, Unplugged

FOLDER = Path(adafruit_lis3dh.__file__).parent
VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))

G = 9.80665  # m/s²
MILLI_G = (1, 2, 4, 12)  # for a step of 12 bits, by range: DS6839, table 4
RATES = {  # Hz, by constant: table 31
    "DATARATE_1_HZ": 1,
    "DATARATE_10_HZ": 10,
    "DATARATE_25_HZ": 25,
    "DATARATE_50_HZ": 50,
    "DATARATE_100_HZ": 100,
    "DATARATE_200_HZ": 200,
    "DATARATE_400_HZ": 400,
    "DATARATE_1344_HZ": 1344,
    "DATARATE_LOWPOWER_1K6HZ": 1600,
}


@pytest.fixture(params=["I2C", "SPI"])
def wires(bench, request):
    """The bus that the chip is on."""
    return bench.i2c if request.param == "I2C" else bench.spi


@pytest.fixture
def chip(bench, wires):
    chip = chips.LIS3DH()
    return wires.attach(chip) if wires is bench.i2c else wires.attach(chip, cs="D5")


@pytest.fixture
def make(bench, wires, chip):
    cs = None if wires is bench.i2c else digitalio.DigitalInOut(board.D5)

    def make(**arguments):
        if cs is None:
            return LIS3DH_I2C(wires, **arguments)
        return LIS3DH_SPI(wires, cs, **arguments)

    return make


@pytest.fixture
def sensor(wires, make):
    sensor = make()
    wires.clear()
    return sensor


# Finding the chip


def test_a_new_sensor_is_at_2_g_and_400_hz_in_12_bits(wires, chip, make):
    sensor = make()

    assert wires.transactions <= 5
    assert sensor.range == adafruit_lis3dh.RANGE_2_G
    assert sensor.data_rate == adafruit_lis3dh.DATARATE_400_HZ
    assert chip.memory[0x1F:0x26] == b"\x80\x77\x00\x00\x88\x08\x00"


def test_the_first_reading_is_a_measurement(chip, make):
    assert make().acceleration == pytest.approx((0, 0, G))


@pytest.mark.parametrize("who_am_i", [0x00, 0x32, 0xFF])
def test_another_chip_is_told_by_its_id_before_anything_is_sent(wires, chip, make, who_am_i):
    chip.memory[0x0F] = who_am_i
    before = bytes(chip.memory)

    with pytest.raises(RuntimeError, match=f"its ID is {who_am_i:#x}, not 0x33"):
        make()

    assert chip.memory == before


def test_an_address_without_a_chip_is_told(bench):
    with pytest.raises(ValueError, match="0x19"):
        LIS3DH_I2C(bench.i2c, address=0x19)


def test_two_sensors_on_one_bus_measure_apart(bench):
    bench.i2c.attach(chips.LIS3DH(0x18)).acceleration = (G, 0, 0)
    bench.i2c.attach(chips.LIS3DH(0x19)).acceleration = (0, -G, 0)

    one, other = LIS3DH_I2C(bench.i2c), LIS3DH_I2C(bench.i2c, address=0x19)

    assert one.acceleration == pytest.approx((G, 0, 0))
    assert other.acceleration == pytest.approx((0, -G, 0))


# Readings


@pytest.mark.parametrize("range_", range(4))
@pytest.mark.parametrize("steps", [0, 1, -1, 1234, 2047, -2048])
def test_acceleration_comes_out_in_steps_of_the_range(bench, chip, sensor, range_, steps):
    value = steps * MILLI_G[range_] / 1000 * G
    sensor.range = range_
    chip.acceleration = (value, -value, 0.0)
    bench.clock.advance(0.01)

    x, y, z = sensor.acceleration

    assert x == pytest.approx(value)
    assert y == pytest.approx(-value, abs=1.001 * MILLI_G[range_] / 1000 * G)
    assert z == 0


@given(acceleration=st.tuples(*[st.floats(-20, 20)] * 3))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_acceleration_comes_back_within_half_a_step(bench, chip, sensor, acceleration):
    sensor.range = adafruit_lis3dh.RANGE_4_G
    chip.acceleration = acceleration
    bench.clock.advance(0.01)

    assert sensor.acceleration == pytest.approx(acceleration, abs=0.00982)


def test_an_acceleration_has_names_and_is_one_transaction(wires, sensor):
    acceleration = sensor.acceleration

    assert wires.transactions == 1
    assert (acceleration.x, acceleration.y) == (0, 0)
    assert acceleration.z == pytest.approx(G)


@pytest.mark.parametrize("values", [[0] * 3, array.array("h", [0] * 4)])
def test_a_sample_goes_into_what_the_caller_has(bench, wires, chip, sensor, values):
    chip.acceleration = (G, -G, G / 2)
    bench.clock.advance(0.01)
    wires.clear()

    assert sensor.measure_into(values) is True
    assert wires.transactions == 1
    assert list(values[:3]) == [16000, -16000, 8000]

    assert sensor.measure_into(values) is False

    bench.clock.advance(0.003)

    assert sensor.measure_into(values) is True


@pytest.mark.upstream_defect
def test_a_chip_that_lost_its_supply_is_told(bench, chip, sensor, make):
    chip.power_cycle()
    bench.clock.advance(1)

    with pytest.raises(RuntimeError, match="it is off"):
        _ = sensor.acceleration

    assert make().acceleration == pytest.approx((0, 0, G))


def test_a_sample_of_a_chip_that_lost_its_supply_is_none(chip, sensor):
    chip.power_cycle()

    with pytest.raises(RuntimeError, match="it is off"):
        sensor.measure_into([0] * 3)


def test_weightless_is_a_sample(bench, chip, sensor):
    chip.acceleration = (0.0, 0.0, 0.0)
    bench.clock.advance(0.01)
    values = [1] * 3

    assert sensor.measure_into(values) is True
    assert sensor.measure_into(values) is False  # the same one again
    assert values == [0, 0, 0]
    assert sensor.acceleration == (0, 0, 0)


@pytest.mark.parametrize("volts", [0.9, 1.2, 1.8])
@pytest.mark.parametrize("adc", [1, 2, 3])
def test_an_analog_input_is_read(bench, wires, chip, sensor, adc, volts):
    setattr(chip, f"adc{adc}", volts)
    bench.clock.advance(0.01)
    wires.clear()

    assert sensor.read_adc_mV(adc) == pytest.approx(volts * 1000, abs=1)
    assert wires.transactions == 1


@pytest.mark.parametrize("adc", [0, 4, -1])
def test_an_input_that_is_none_is_refused_before_anything_is_sent(wires, sensor, adc):
    for read in (sensor.read_adc_raw, sensor.read_adc_mV):
        with pytest.raises(ValueError, match="must be 1 to 3"):
            read(adc)

    assert wires.transactions == 0


@pytest.mark.parametrize(
    "acceleration, threshold, shaken",
    [
        pytest.param((0, 0, G), 20, False, id="at rest"),
        pytest.param((12, 12, 12), 20, True, id="shaken"),
        pytest.param((12, 12, 12), 21, False, id="not that much"),
        pytest.param((0, 0, 0), -1, True, id="no threshold at all"),
    ],
)
def test_a_shake_is_told(bench, chip, sensor, acceleration, threshold, shaken):
    chip.acceleration = acceleration
    bench.clock.advance(0.01)
    start = bench.clock.us

    assert sensor.shake(shake_threshold=threshold) is shaken
    assert bench.clock.us - start == pytest.approx(100000, abs=15000)


# Settings


@pytest.mark.parametrize("rate", RATES)
def test_the_chip_samples_at_the_rate_that_is_set(bench, chip, sensor, rate):
    sensor.data_rate = getattr(adafruit_lis3dh, rate)
    assert sensor.data_rate == getattr(adafruit_lis3dh, rate)
    bench.clock.advance(8)
    values = [0] * 3
    sensor.measure_into(values)

    bench.clock.advance(0.9 / RATES[rate])
    chip.acceleration = (G, 0, 0)
    sensor.measure_into(values)
    bench.clock.advance(1.1 / RATES[rate] + 0.001)

    assert sensor.measure_into(values) is True
    assert values[0] == pytest.approx(16000, abs=129)


def test_power_down_keeps_the_last_sample(bench, chip, sensor):
    sensor.data_rate = adafruit_lis3dh.DATARATE_POWERDOWN
    chip.acceleration = (G, 0, 0)
    bench.clock.advance(1)

    assert sensor.acceleration == pytest.approx((0, 0, G))


@pytest.mark.parametrize("name, most", [("range", 3), ("data_rate", 9)])
def test_a_setting_of_a_wrong_type_is_refused_before_anything_is_sent(wires, sensor, name, most):
    for wrong in (most - 0.5, "1", None):
        with pytest.raises(TypeError):
            setattr(sensor, name, wrong)

    assert wires.transactions == 0


@pytest.mark.parametrize("name, most", [("range", 3), ("data_rate", 9)])
def test_a_setting_that_does_not_fit_is_refused_before_anything_is_sent(wires, sensor, name, most):
    before = getattr(sensor, name)

    for value in (-1, most + 1):
        with pytest.raises(ValueError, match=f"must be 0 to {most}$"):
            setattr(sensor, name, value)
    with pytest.raises(TypeError):
        setattr(sensor, name, "1")

    assert wires.transactions == 0
    assert getattr(sensor, name) == before


def test_a_range_leaves_the_other_bits_alone(chip, sensor):
    sensor.range = adafruit_lis3dh.RANGE_16_G

    assert chip.memory[0x23] == 0xB8

    sensor.range = adafruit_lis3dh.RANGE_2_G

    assert chip.memory[0x23] == 0x88


# Taps


def test_a_single_tap_is_told_once(bench, chip, sensor):
    sensor.set_tap(1, 40)
    assert sensor.tapped is False

    chip.tap("x", 30)

    assert sensor.tapped is True
    assert sensor.tapped is False

    chip.tap("x", 5)

    assert sensor.tapped is False


def test_a_double_tap_is_two_in_time(bench, chip, sensor):
    sensor.set_tap(2, 40)
    told = []
    for seconds in (0.0, 0.02, 1.0, 0.3, 1.0, 1.0):
        bench.clock.advance(seconds)
        chip.tap("z", -30)
        told.append(sensor.tapped)

    assert told == [False, False, False, True, False, False]


def test_taps_can_be_turned_off(chip, sensor):
    sensor.set_tap(1, 40)
    sensor.set_tap(0, 0)

    chip.tap("z", 100)

    assert sensor.tapped is False
    assert chip.memory[0x22] == 0


def test_what_a_tap_is_can_be_set(chip, sensor):
    sensor.set_tap(5, 127, time_limit=127, time_latency=1, time_window=2, click_cfg=0x01)

    assert chip.memory[0x38:0x3E] == b"\x01\x00\xff\x7f\x01\x02"


@pytest.mark.parametrize(
    "arguments",
    [
        {"tap": 3},
        {"tap": -1},
        {"threshold": 128},
        {"threshold": -1},
        {"time_limit": 128},
        {"time_latency": 256},
        {"time_window": -1},
        {"click_cfg": 64},
    ],
)
def test_a_wrong_tap_is_refused_before_anything_is_sent(wires, sensor, arguments):
    with pytest.raises(ValueError, match="must be 0 to"):
        sensor.set_tap(**{"tap": 1, "threshold": 40, **arguments})

    assert wires.transactions == 0


def test_the_interrupt_pin_saves_asking_the_chip(bench, wires, make):
    line = bench.pin("D9")
    line.value = False
    sensor = make(int1=digitalio.DigitalInOut(board.D9))
    wires.clear()

    assert sensor.tapped is False
    assert wires.transactions == 0

    line.value = True

    assert sensor.tapped is False
    assert wires.transactions == 1


def test_a_tap_raises_the_interrupt_pin_until_it_is_read(bench):
    chip = bench.i2c.attach(chips.LIS3DH(), int1="D9")
    pin = digitalio.DigitalInOut(board.D9)
    sensor = LIS3DH_I2C(bench.i2c, int1=pin)
    sensor.set_tap(1, 40)
    assert pin.value is False

    chip.tap("y", 30)

    assert pin.value is True
    assert sensor.tapped is True
    assert pin.value is False


def test_programs_reach_registers_as_those_of_adafruit_do(chip, sensor):
    sensor._write_register_byte(0x24, 0x48)

    assert chip.memory[0x24] == 0x48
    assert sensor._read_register_byte(0x24) == 0x48


# Vectors from outside


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: v["kind"])
def test_a_sample_from_outside_comes_out(chip, sensor, vector):
    assert (vector["settings"]["fs_g"], vector["settings"]["mode"]) == (2, "HR")
    chip._look = lambda: None  # let it measure no more
    chip.memory[0x28:0x2E] = bytes.fromhex(vector["bytes"])

    assert sensor.acceleration == pytest.approx(vector["expected"]["ms2"], abs=vector["tolerance"])


# What upstream gets wrong; each of these fails on it


@pytest.mark.upstream_defect
@pytest.mark.parametrize("range_", range(4))
def test_1_g_is_1_g(bench, chip, sensor, range_):
    sensor.range = range_
    bench.clock.advance(0.01)

    assert sensor.acceleration[2] == pytest.approx(G, rel=0.01)


@pytest.mark.upstream_defect
def test_the_range_is_not_asked_for_at_each_reading(wires, sensor):
    assert sensor.acceleration[2] > 9

    assert wires.transactions == 1


@pytest.mark.upstream_defect
def test_the_fastest_rate_of_low_power_samples(bench, chip, sensor):
    sensor.data_rate = adafruit_lis3dh.DATARATE_LOWPOWER_1K6HZ
    chip.acceleration = (G, 0, 0)
    bench.clock.advance(0.01)

    assert sensor.acceleration == pytest.approx((G, 0, 0), abs=0.16)

    sensor.data_rate = adafruit_lis3dh.DATARATE_400_HZ

    assert chip.memory[0x20] == 0x77
    assert chip.memory[0x23] == 0x88


@pytest.mark.upstream_defect
@pytest.mark.parametrize("arguments", [{"time_window": 256}, {"time_limit": 200}])
def test_a_time_that_does_not_fit_is_told(sensor, arguments):
    with pytest.raises(ValueError, match="must be 0 to 255, time_limit 0 to 127"):
        sensor.set_tap(1, 20, **arguments)


# The chip itself, where the driver does not go


def test_the_chip_tells_what_its_datasheet_forbids(bench):
    chip = bench.i2c.attach(chips.LIS3DH())
    bench.i2c.try_lock()

    with pytest.raises(Mistake, match=r"WHO_AM_I .* is read-only"):
        bench.i2c.writeto(0x18, b"\x0f\x00")
    with pytest.raises(ValueError, match="0x18 or 0x19"):
        chips.LIS3DH(0x1A)

    bench.i2c.unlock()
    assert chip.memory[0x0F] == 0x33


@pytest.mark.parametrize("register, expected", [(0x28, b"\x11\x11\x11"), (0xA8, b"\x11\x22\x33")])
def test_the_pointer_moves_only_with_its_bit(bench, register, expected):
    chip = bench.i2c.attach(chips.LIS3DH())
    chip.memory[0x28:0x2B] = b"\x11\x22\x33"
    data = bytearray(3)
    bench.i2c.try_lock()

    bench.i2c.writeto_then_readfrom(0x18, bytes([register]), data)

    bench.i2c.unlock()
    assert data == expected


@pytest.mark.parametrize(
    "ctrl1, ctrl4, step", [(0x77, 0x08, 16), (0x77, 0x00, 64), (0x7F, 0x00, 256)]
)
def test_the_chip_rounds_by_its_mode(bench, ctrl1, ctrl4, step):
    chip = bench.i2c.attach(chips.LIS3DH())
    chip.memory[0x20], chip.memory[0x23] = ctrl1, ctrl4
    chip._begin()
    chip.acceleration = (G * 1.23456, 0, 0)
    bench.clock.advance(0.1)
    chip._look()

    value = chip.memory[0x28] | chip.memory[0x29] << 8

    assert value == round(16000 * 1.23456 / step) * step


# The bus


def operations():
    for name in ("acceleration", "tapped", "range", "data_rate"):
        yield name, lambda s, n=name: getattr(s, n)
    yield "set range", lambda s: setattr(s, "range", 1)
    yield "set data_rate", lambda s: setattr(s, "data_rate", 5)
    yield "measure_into", lambda s: s.measure_into([0] * 3)
    yield "adc", lambda s: s.read_adc_mV(1)
    yield "tap", lambda s: s.set_tap(1, 40)
    yield "shake", lambda s: s.shake(avg_count=2)


@pytest.mark.parametrize("name, operation", [pytest.param(*o, id=o[0]) for o in operations()])
def test_an_error_of_the_bus_passes_at_every_transaction(bench, name, operation):
    bench.i2c.attach(chips.LIS3DH())
    sensor = LIS3DH_I2C(bench.i2c)
    bench.i2c.clear()
    operation(sensor)
    transactions = bench.i2c.transactions

    for failing in range(1, transactions + 1):
        bench.i2c.inject(Nack(), at=failing)
        with pytest.raises(OSError, match="19"):
            operation(sensor)
        assert bench.i2c.try_lock(), "the bus is still locked"
        bench.i2c.unlock()

    sensor.range, sensor.data_rate = 0, 7
    bench.clock.advance(0.1)
    assert sensor.acceleration == pytest.approx((0, 0, G))


def test_a_chip_that_is_not_there_on_spi_is_told_by_its_id(bench):
    bench.spi.attach(chips.LIS3DH(), cs="D5")
    bench.spi.inject(Unplugged())

    with pytest.raises(RuntimeError, match="its ID is"):
        LIS3DH_SPI(bench.spi, digitalio.DigitalInOut(board.D5))

    assert bench.spi.try_lock()
    bench.spi.unlock()


# On the VM

NO_GARBAGE = """
import board
import adafruit_lis3dh
from copperbench.measure import allocates, garbage
{make}
values = [0] * 3
allocates("measure_into", lambda: sensor.measure_into(values))
allocates("tapped", lambda: sensor.tapped)
allocates("adc", lambda: sensor.read_adc_raw(1))
garbage("acceleration", lambda: sensor.acceleration)
"""
MAKE = {
    "i2c": "sensor = adafruit_lis3dh.LIS3DH_I2C(board.I2C())",
    "spi": "import digitalio\n"
    "sensor = adafruit_lis3dh.LIS3DH_SPI(board.SPI(), digitalio.DigitalInOut(board.D5))",
}


@pytest.mark.parametrize("bus", MAKE)
def test_a_sample_leaves_no_garbage_but_its_floats(bus):
    wiring = {"part": "lis3dh", "bus": bus} | ({"pins": {"cs": "D5"}} if bus == "spi" else {})

    result = vm.run(
        NO_GARBAGE.format(make=MAKE[bus]), wiring={"chip": [wiring]}, libraries=[FOLDER]
    )

    assert result.exception is None
    figures = dict(result.figures)
    assert figures.pop("acceleration") <= 160  # three floats and a tuple
    assert figures == {"measure_into": False, "tapped": False, "adc": False}
