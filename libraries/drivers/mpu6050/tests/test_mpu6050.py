# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The MPU-6050 driver against the chips on the bench."""

import array
import json
import math
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

import adafruit_mpu6050
from adafruit_mpu6050 import MPU6050, Bandwidth, ClockSource, GyroRange, Range, Rate
from copperbench import chips, vm
from copperbench.errors import Mistake
from copperbench.faults import Nack

FOLDER = Path(adafruit_mpu6050.__file__).parent
LIBRARIES = [FOLDER, FOLDER.parents[1] / "helpers" / "registers"]
VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))

G = 9.80665  # m/s²
ACCEL_STEPS = (16384, 8192, 4096, 2048)  # per g, by range: RM-MPU-6000A, 4.17
GYRO_STEPS = (131, 65.5, 32.8, 16.4)  # per degree a second: 4.19
FIELDS = {  # each field: its register and bits in the register map
    "sleep": (0x6B, 0x40),
    "clock_source": (0x6B, 0x07),
    "cycle_rate": (0x6C, 0xC0),
    "sample_rate_divisor": (0x19, 0xFF),
    "fifo_en": (0x6A, 0x40),
    "accel_fifo_en": (0x23, 0x08),
    "gyro_range": (0x1B, 0x18),
    "accelerometer_range": (0x1C, 0x18),
    "filter_bandwidth": (0x1A, 0x07),
}


@pytest.fixture
def chip(bench):
    return bench.i2c.attach(chips.MPU6050())


@pytest.fixture
def sensor(bench, chip):
    sensor = MPU6050(bench.i2c)
    bench.clock.advance(0.1)
    bench.i2c.clear()
    return sensor


def sent(bench):
    """The bytes that were written to registers, without those that only point to one."""
    return [t.written for t in bench.i2c.log if t.written and t.read is None]


# Finding the chip


def test_a_new_sensor_is_awake_at_2_g_and_500_degrees_a_second(bench, chip):
    sensor = MPU6050(bench.i2c)

    assert (sensor.sleep, sensor.cycle) == (False, False)
    assert sensor.clock_source == ClockSource.CLKSEL_INTERNAL_X
    assert sensor.accelerometer_range == Range.RANGE_2_G
    assert sensor.gyro_range == GyroRange.RANGE_500_DPS
    assert sensor.filter_bandwidth == Bandwidth.BAND_260_HZ
    assert sensor.sample_rate_divisor == 0


def test_the_first_reading_is_a_measurement(bench, chip):
    chip.rotation = (0.0, 0.0, 1.0)

    acceleration, gyro, temperature = MPU6050(bench.i2c).measure()

    assert acceleration == pytest.approx((0, 0, G), abs=0.001)
    assert gyro == pytest.approx((0, 0, 1.0), abs=0.001)
    assert temperature == pytest.approx(25, abs=0.01)


def test_making_it_takes_a_quarter_of_a_second_and_seven_transactions(bench, chip):
    start = bench.clock.us

    MPU6050(bench.i2c)

    assert bench.clock.us - start < 265000
    assert bench.i2c.transactions <= 7


@pytest.mark.parametrize("who_am_i", [0x00, 0xFF, 0x33, 0x69])
def test_another_chip_is_told_by_its_id_before_anything_is_sent(bench, who_am_i):
    bench.i2c.attach(chips.MPU6050(who_am_i=who_am_i))

    with pytest.raises(RuntimeError, match=f"ID is {who_am_i:#x}, not 0x68"):
        MPU6050(bench.i2c)

    assert sent(bench) == []


def test_an_address_without_a_chip_is_told(bench):
    with pytest.raises(ValueError, match="0x68"):
        MPU6050(bench.i2c)


def test_two_sensors_on_one_bus_measure_apart(bench):
    bench.i2c.attach(chips.MPU6050(0x68)).acceleration = (1, 0, 0)
    bench.i2c.attach(chips.MPU6500(0x69)).acceleration = (0, -1, 0)

    one, other = MPU6050(bench.i2c), MPU6050(bench.i2c, address=0x69)

    assert one.acceleration == pytest.approx((1, 0, 0), abs=0.001)
    assert other.acceleration == pytest.approx((0, -1, 0), abs=0.001)


@pytest.mark.upstream_defect
def test_a_chip_that_hangs_in_its_reset_is_told_in_bounded_time(bench, chip):
    chip._look = lambda: None
    bench.i2c.inject(Nack(), at=500)  # ends what would go on for ever
    start = bench.clock.us

    with pytest.raises(TimeoutError, match="no reset within"):
        MPU6050(bench.i2c)

    assert bench.clock.us - start < 200000
    bench.i2c.bus.plan.injections.clear()


# Readings


@pytest.mark.parametrize("accel_range", range(4))
@pytest.mark.parametrize("steps", [0, 1, -1, 12345, 32767, -32768])
def test_acceleration_comes_out_in_steps_of_the_range(bench, chip, sensor, accel_range, steps):
    sensor.accelerometer_range = accel_range
    value = steps * G / ACCEL_STEPS[accel_range]
    chip.acceleration = (value, -value, 0.0)
    bench.clock.advance(0.01)

    x, y, z = sensor.acceleration

    assert x == pytest.approx(value)
    assert y == pytest.approx(-value, abs=1.001 * G / ACCEL_STEPS[accel_range])
    assert z == 0


@pytest.mark.parametrize("gyro_range", range(4))
@pytest.mark.parametrize("steps", [0, 1, -1, 12345, 32767, -32768])
def test_rotation_comes_out_in_steps_of_the_range(bench, chip, sensor, gyro_range, steps):
    sensor.gyro_range = gyro_range
    value = math.radians(steps / GYRO_STEPS[gyro_range])
    chip.rotation = (0.0, 0.0, value)
    bench.clock.advance(0.01)

    assert sensor.gyro == pytest.approx((0, 0, value))


@given(
    acceleration=st.tuples(*[st.floats(-19, 19)] * 3),
    rotation=st.tuples(*[st.floats(-8.7, 8.7)] * 3),
    temperature=st.floats(-40, 85),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("part", ["MPU6050", "MPU6500"])
def test_measure_gives_back_what_the_world_is(bench, part, acceleration, rotation, temperature):
    bench.i2c.clear()
    chip = bench.i2c.bus.find(0x68)
    if chip is None:
        chip = bench.i2c.attach(getattr(chips, part)())
        chip.sensor = MPU6050(bench.i2c)
    chip.acceleration, chip.rotation, chip.temperature = acceleration, rotation, temperature
    bench.clock.advance(0.01)

    measured = chip.sensor.measure()

    assert measured[0] == pytest.approx(acceleration, abs=0.00031)
    assert measured[1] == pytest.approx(rotation, abs=0.00014)
    assert measured[2] == pytest.approx(temperature, abs=0.0016)


@pytest.mark.parametrize(
    "reading", ["acceleration", "gyro", "temperature", "measure", "sleep", "fifo_count", *FIELDS]
)
def test_a_reading_is_one_transaction(bench, chip, sensor, reading):
    chip.rotation = (0.0, 0.0, 0.01)
    bench.clock.advance(0.1)

    sensor.measure() if reading == "measure" else getattr(sensor, reading)

    assert bench.i2c.transactions == 1
    assert sent(bench) == []


@pytest.mark.parametrize("values", [[0] * 7, array.array("h", [0] * 8)])
def test_a_sample_goes_into_what_the_caller_has(bench, chip, sensor, values):
    chip.acceleration, chip.rotation = (1, -2, 3), (0.1, 0.2, -0.3)
    bench.clock.advance(0.01)
    bench.i2c.clear()

    sensor.measure_into(values)

    assert bench.i2c.transactions == 1
    assert sensor.scale_accel(values) == pytest.approx((1, -2, 3), abs=0.001)
    assert sensor.scale_gyro(values[4:]) == pytest.approx((0.1, 0.2, -0.3), abs=0.001)
    assert values[3] == round((25 - 36.53) * 340)


# Settings


@pytest.mark.parametrize("field", FIELDS)
def test_a_setting_goes_into_its_bits_alone(chip, sensor, field):
    register, mask = FIELDS[field]
    most = 6 if field == "filter_bandwidth" else mask // (mask & -mask)
    before = chip.memory[register]

    for value in (most, 0):
        setattr(sensor, field, value)

        assert chip.memory[register] == before & ~mask | value * (mask & -mask)
        assert getattr(sensor, field) == value


@pytest.mark.parametrize("field", FIELDS)
def test_a_setting_that_does_not_fit_is_refused_before_anything_is_sent(bench, sensor, field):
    mask = FIELDS[field][1]
    most = mask // (mask & -mask)

    for value in (-1, most + 1):
        with pytest.raises(ValueError, match=f"must be 0 to {most}$"):
            setattr(sensor, field, value)
    with pytest.raises(TypeError):
        setattr(sensor, field, "1")

    assert bench.i2c.transactions == 0
    assert sensor.acceleration == pytest.approx((0, 0, G), abs=0.001)


@pytest.mark.parametrize("value", [2, -1, 1.5, "on"])
def test_a_cycle_that_is_neither_is_refused_before_anything_is_written(bench, sensor, value):
    with pytest.raises((ValueError, TypeError)):
        sensor.cycle = value

    assert sent(bench) == []


def test_the_filter_of_an_mpu6500_is_for_the_acceleration_too(bench):
    chip = bench.i2c.attach(chips.MPU6500())
    sensor = MPU6050(bench.i2c)

    sensor.filter_bandwidth = Bandwidth.BAND_21_HZ

    assert chip.memory[0x1A] & 7 == chip.memory[0x1D] & 7 == 4


def test_a_sleeping_chip_measures_nothing(bench, chip, sensor):
    sensor.sleep = True
    chip.acceleration = (1, 2, 3)
    bench.clock.advance(1)

    assert sensor.acceleration == pytest.approx((0, 0, G), abs=0.001)

    sensor.sleep = False
    bench.clock.advance(0.01)

    assert sensor.acceleration == pytest.approx((1, 2, 3), abs=0.001)


def test_a_cycling_chip_measures_now_and_then(bench, chip, sensor):
    sensor.sleep = True
    sensor.cycle_rate = Rate.CYCLE_5_HZ
    sensor.cycle = True
    assert (sensor.cycle, sensor.sleep) == (True, False)
    chip.acceleration = (1, 2, 3)
    bench.clock.advance(0.1)

    assert sensor.acceleration[0] == 0

    bench.clock.advance(0.2)

    assert sensor.acceleration[0] == pytest.approx(1, abs=0.001)


def test_a_reset_takes_the_ranges_back_and_so_do_the_scales(bench, chip, sensor):
    sensor.accelerometer_range = Range.RANGE_16_G
    sensor.gyro_range = GyroRange.RANGE_2000_DPS
    sensor.reset()
    sensor.sleep = False
    chip.rotation = (1, 0, 0)
    bench.clock.advance(0.1)

    assert sensor.acceleration == pytest.approx((0, 0, G), abs=0.001)
    assert sensor.gyro == pytest.approx((1, 0, 0), abs=0.001)


# The queue


def test_the_queue_holds_samples_in_order(bench, chip, sensor):
    sensor.filter_bandwidth = Bandwidth.BAND_184_HZ  # 1000 samples a second
    sensor.sample_rate_divisor = 9  # 100 of them
    sensor.accel_fifo_en = True
    sensor.fifo_en = True
    for value in (0.0, 4.903325, G):
        chip.acceleration = (value, 0, -value)
        bench.clock.advance(0.01)

    count = sensor.fifo_count
    data = sensor.read_whole_fifo()

    assert count == len(data) == 18
    assert data[0:6] == bytes.fromhex("000000000000")
    assert data[6:12] == bytes.fromhex("20000000e000")  # half a g, and the other way
    assert data[12:18] == bytes.fromhex("40000000c000")
    assert sensor.fifo_overflow is False


@pytest.mark.parametrize("part, size", [("MPU6050", 1024), ("MPU6500", 512)])
def test_a_queue_that_runs_over_is_told_and_can_be_emptied(bench, part, size):
    bench.i2c.attach(getattr(chips, part)())
    sensor = MPU6050(bench.i2c)
    sensor.accel_fifo_en = True
    sensor.fifo_en = True
    bench.clock.advance(1)

    assert sensor.fifo_count == size

    sensor.fifo_en = False

    assert sensor.fifo_overflow is True

    sensor.fiforst = True

    assert sensor.fiforst is False
    assert sensor.fifo_count == 0
    assert sensor.fifo_overflow is False


# Vectors from outside


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: f"{v['chip']} {v['kind']}")
def test_a_sample_from_outside_comes_out(bench, vector):
    chip = bench.i2c.attach(chips.MPU6050() if vector["chip"] == "mpu6050" else chips.MPU6500())
    sensor = MPU6050(bench.i2c)
    expected = vector["expected"]
    chip._look = lambda: None  # let it measure no more
    if "bytes" in vector:
        assert vector["settings"] == {"accel_range_g": 2, "gyro_range_dps": 250, "g": G}
        sensor.gyro_range = GyroRange.RANGE_250_DPS
        chip.memory[0x3B:0x49] = bytes.fromhex(vector["bytes"])
    else:
        for register, value in vector["registers"].items():
            chip.memory[int(register, 16)] = int(value, 16)

    acceleration, gyro, temperature = sensor.measure()

    assert temperature == pytest.approx(expected["temp_c"], abs=max(vector["tolerance"], 0.001))
    if "bytes" in vector:
        values = [0] * 7
        sensor.measure_into(values)
        assert values[:3] == expected["accel_raw"]
        assert values[4:] == expected["gyro_raw"]
        assert acceleration == pytest.approx(expected["accel_ms2"], rel=1e-5)
        assert [math.degrees(g) for g in gyro] == pytest.approx(expected["gyro_dps"], rel=1e-5)


# What upstream gets wrong; each of these fails on it


@pytest.mark.upstream_defect
@pytest.mark.parametrize("reading", ["acceleration", "gyro", "temperature"])
def test_a_chip_that_lost_its_supply_is_told(bench, chip, sensor, reading):
    chip.power_cycle()
    bench.clock.advance(1)

    with pytest.raises(RuntimeError, match="asleep: it lost its supply"):
        getattr(sensor, reading)


@pytest.mark.parametrize(
    "read", [lambda s: s.measure(), lambda s: s.measure_into([0] * 7)], ids=["measure", "into"]
)
def test_a_sample_of_a_chip_that_lost_its_supply_is_none(bench, chip, sensor, read):
    chip.power_cycle()

    with pytest.raises(RuntimeError, match="asleep: it lost its supply"):
        read(sensor)

    assert MPU6050(bench.i2c).acceleration == pytest.approx((0, 0, G), abs=0.001)


def test_weightless_and_at_rest_is_a_sample(bench, chip, sensor):
    chip.acceleration = (0.0, 0.0, 0.0)
    bench.clock.advance(0.1)

    assert sensor.acceleration == sensor.gyro == (0.0, 0.0, 0.0)
    assert sensor.measure()[2] == pytest.approx(25, abs=0.01)


def test_a_chip_that_was_put_to_sleep_keeps_its_sample(bench, chip, sensor):
    chip.acceleration = (0.0, 0.0, 0.0)
    bench.clock.advance(0.1)
    sensor.sleep = True

    assert sensor.acceleration == (0.0, 0.0, 0.0)


@pytest.mark.upstream_defect
def test_the_axes_are_of_one_sample(bench, chip, sensor):
    chip.acceleration = (1, 1, 1)
    bench.clock.advance(0.01)
    bench.i2c.clear()

    assert sensor.acceleration == pytest.approx((1, 1, 1), abs=0.001)

    assert bench.i2c.transactions == 1


@pytest.mark.upstream_defect
@pytest.mark.parametrize("who_am_i", [0x70, 0x71, 0x73, 0x74, 0x98])
def test_the_chips_that_users_own_are_known_with_their_thermometers(bench, who_am_i):
    part = chips.MPU6050 if who_am_i == 0x98 else chips.MPU6500
    chip = bench.i2c.attach(part(who_am_i=who_am_i))
    chip.temperature = 40.0

    assert MPU6050(bench.i2c).temperature == pytest.approx(40, abs=0.01)


@pytest.mark.upstream_defect
def test_no_longer_cycling_is_not_sleeping(bench, chip, sensor):
    sensor.cycle = True
    sensor.cycle = False

    assert (sensor.cycle, sensor.sleep) == (False, False)
    assert chip.memory[0x6B] == 0x01


@pytest.mark.upstream_defect
def test_an_empty_queue_is_empty(bench, sensor):
    assert sensor.read_whole_fifo() == bytearray()


@pytest.mark.upstream_defect
def test_the_signal_paths_are_reset(bench, chip):
    MPU6050(bench.i2c)

    assert b"\x68\x07" in sent(bench)


@pytest.mark.upstream_defect
def test_a_divisor_that_does_not_fit_is_told_with_its_range(sensor):
    with pytest.raises(ValueError, match="must be 0 to 255"):
        sensor.sample_rate_divisor = 256


# The chip itself, where the driver does not go


def test_the_chip_tells_what_its_datasheet_forbids(bench, chip):
    bench.i2c.try_lock()

    with pytest.raises(Mistake, match=r"WHO_AM_I .* is read-only"):
        bench.i2c.writeto(0x68, b"\x75\x00")
    with pytest.raises(OSError, match="5"):
        bench.i2c.writeto(0x68, b"\x70\x00")
    with pytest.raises(ValueError, match="0x68 or 0x69"):
        chips.MPU6050(0x6A)

    bench.i2c.unlock()


def test_the_gyroscope_of_the_chip_starts_after_30_ms(bench, chip):
    bench.i2c.try_lock()
    word = bytearray(2)
    chip.rotation = (1, 0, 0)
    bench.i2c.writeto(0x68, b"\x6b\x01")

    bench.clock.advance(0.028)
    bench.i2c.writeto_then_readfrom(0x68, b"\x43", word)
    assert word == bytes(2)
    bench.clock.advance(0.005)
    bench.i2c.writeto_then_readfrom(0x68, b"\x43", word)
    assert word != bytes(2)

    bench.i2c.unlock()


# The bus


def operations():
    for name in ("acceleration", "gyro", "temperature", "fifo_count", "cycle", *FIELDS):
        yield name, lambda s, n=name: getattr(s, n)
    for name in ("cycle", *FIELDS):
        yield f"set {name}", lambda s, n=name: setattr(s, n, 1)
    yield "measure", lambda s: s.measure()
    yield "reset", lambda s: s.reset()
    yield "queue", lambda s: s.read_whole_fifo()


@pytest.mark.parametrize("name, operation", [pytest.param(*o, id=o[0]) for o in operations()])
def test_an_error_of_the_bus_passes_at_every_transaction(bench, chip, sensor, name, operation):
    operation(sensor)
    transactions = bench.i2c.transactions

    for failing in range(1, transactions + 1):
        bench.i2c.inject(Nack(), at=failing)
        with pytest.raises(OSError, match="19"):
            operation(sensor)
        assert bench.i2c.try_lock(), "the bus is still locked"
        bench.i2c.unlock()

    sensor.reset()
    sensor.sleep = False
    bench.clock.advance(0.1)
    assert sensor.measure()[0] == pytest.approx((0, 0, G), abs=0.001)


# On the VM

NO_GARBAGE = """
import board
import adafruit_mpu6050
from copperbench.measure import allocates, garbage

sensor = adafruit_mpu6050.MPU6050(board.I2C())
values = [0] * 7
allocates("measure_into", lambda: sensor.measure_into(values))
allocates("sleep", lambda: sensor.sleep)
allocates("fifo_count", lambda: sensor.fifo_count)
garbage("temperature", lambda: sensor.temperature)
garbage("acceleration", lambda: sensor.acceleration)
garbage("measure", sensor.measure)
"""


def test_a_sample_leaves_no_garbage_but_its_floats():
    result = vm.run(NO_GARBAGE, wiring={"chip": [{"part": "mpu6050"}]}, libraries=LIBRARIES)

    assert result.exception is None
    figures = dict(result.figures)
    assert figures.pop("measure") <= 416  # seven floats and three tuples
    assert figures.pop("acceleration") <= 160  # three floats and a tuple
    assert figures.pop("temperature") == 32
    assert figures == {"measure_into": False, "sleep": False, "fifo_count": False}
