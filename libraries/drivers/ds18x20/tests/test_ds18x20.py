# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The DS18x20 driver against chips on the bench."""

import json
from pathlib import Path

import board
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

import adafruit_ds18x20
from adafruit_ds18x20 import DS18X20
from adafruit_onewire.bus import OneWireAddress, OneWireBus, OneWireError
from copperbench import chips
from copperbench.chip_onewire import OneWireChip, crc8
from copperbench.errors import Mistake
from copperbench.faults import BrownOut, Noise, NoPresence, Unplugged

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))
LONGEST_US = {9: 93_750, 10: 187_500, 11: 375_000, 12: 750_000}  # page 3
KINDS = [pytest.param(chips.DS18B20, id="DS18B20"), pytest.param(chips.DS18S20, id="DS18S20")]


@pytest.fixture
def wire(bench):
    return bench.onewire("D5")


@pytest.fixture
def bus(wire):
    return OneWireBus(board.D5)


@pytest.fixture
def chip(wire):
    chip = wire.attach(chips.DS18B20(serial=0x00000BBB9B13))
    chip.temperature = 21.5
    return chip


@pytest.fixture
def sensor(wire, bus, chip):
    sensor = sensor_of(bus, chip)
    wire.clear()
    return sensor


def sensor_of(bus, chip):
    return DS18X20(bus, OneWireAddress(chip.rom))


def commands(wire):
    """The function commands, and all that was written after them."""
    return [record.bytes()[0][0][9:] for record in wire.log]


def hold(chip, frame):
    """Have the scratchpad be what others recorded, without its checksum; it converts to that."""
    chip._convert = lambda: chip._scratchpad.__setitem__(slice(0, 8), frame[:8])


# The object


def test_making_it_asks_the_chip_nothing(wire, bus, chip):
    sensor = sensor_of(bus, chip)

    assert wire.transactions == 0
    assert sensor.address.rom == chip.rom


@pytest.mark.parametrize("family", [0x10, 0x22, 0x28, 0x42])
def test_the_family_is_known(wire, bus, family):
    rom = bytes([family, 1, 2, 3, 4, 5, 6])

    DS18X20(bus, OneWireAddress(rom + bytes([crc8(rom)])))


def test_another_family_is_refused(bus):
    rom = bytes.fromhex("02 1c b8 01 00 00 00 a2")

    with pytest.raises(ValueError, match="family 0x02 is no DS18x20"):
        DS18X20(bus, OneWireAddress(rom))


@pytest.mark.upstream_defect
def test_a_mistyped_address_is_refused(bus, chip):
    rom = bytearray(chip.rom)
    rom[3] ^= 0x10

    with pytest.raises(ValueError, match="wrong CRC"):
        DS18X20(bus, OneWireAddress(rom))


# Readings


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "celsius",
    [
        pytest.param(-55.0, id="coldest"),
        pytest.param(-10.125, id="cold"),
        pytest.param(-0.0625, id="a step below zero"),
        pytest.param(0.0, id="zero"),
        pytest.param(0.0625, id="a step above zero"),
        pytest.param(25.0625, id="warm"),
        pytest.param(84.9375, id="a step below power-up"),
        pytest.param(85.0, id="as after power-up"),
        pytest.param(85.0625, id="a step above power-up"),
        pytest.param(125.0, id="hottest"),
    ],
)
def test_a_temperature_is_read_to_the_step(wire, bus, kind, celsius):
    chip = wire.attach(kind())
    chip.temperature = celsius

    assert sensor_of(bus, chip).temperature == celsius


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(celsius=st.floats(-55, 125), bits=st.integers(9, 12))
def test_the_reading_is_within_a_step_of_the_world(sensor, chip, celsius, bits):
    sensor.resolution = bits
    chip.temperature = celsius

    step = 2.0 ** (8 - bits)
    assert -step - 0.04 <= sensor.temperature - celsius <= 0.04  # it rounds to 12 bits, then cuts


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_readings_of_others_are_theirs(wire, bus, vector):
    chip = wire.attach(chips.DS18S20() if vector["chip"] == "ds18s20" else chips.DS18B20())
    word = bytes.fromhex(vector["bytes"])
    registers = vector.get("registers", {"count_remain": 1, "count_per_c": 16})
    tail = bytes([registers["count_remain"], registers["count_per_c"]])
    hold(chip, word if len(word) == 9 else word + b"\x4b\x46\x7f\xff" + tail)

    expected = pytest.approx(vector["expected"]["temperature_c"], abs=vector["tolerance"])
    assert sensor_of(bus, chip).temperature == expected


def test_a_reading_is_one_conversion_in_two_transactions(wire, sensor, chip):
    _ = sensor.temperature
    wire.clear()
    _ = sensor.temperature

    assert commands(wire) == [b"\x44", b"\xbe"]
    assert chip.conversions == 2


def test_the_first_reading_asks_for_the_supply(wire, sensor):
    _ = sensor.temperature

    assert commands(wire) == [b"\xb4", b"\x44", b"\xbe"]


@pytest.mark.parametrize("bits", LONGEST_US)
def test_a_reading_is_over_soon_after_the_conversion(bench, sensor, bits):
    sensor.resolution = bits
    _ = sensor.temperature
    before = bench.clock.us
    _ = sensor.temperature

    assert LONGEST_US[bits] < bench.clock.us - before < LONGEST_US[bits] + 30_000


def test_a_faster_chip_is_read_sooner(bench, sensor, chip):
    chip.percent = 80
    _ = sensor.temperature
    before = bench.clock.us
    _ = sensor.temperature

    assert bench.clock.us - before < 630_000


@pytest.mark.upstream_defect
def test_undefined_bits_of_a_coarse_reading_are_left_out(sensor, chip):
    chip.undefined = 0x07
    sensor.resolution = 9

    assert sensor.temperature == 21.5  # upstream: 21.9375


@pytest.mark.upstream_defect
def test_a_ds18s20_without_counts_is_read_in_halves(wire, bus):
    chip = wire.attach(chips.DS18S20())
    hold(chip, bytes.fromhex("ceff4b46ffff0d00"))

    assert sensor_of(bus, chip).temperature == -25.0  # upstream: ZeroDivisionError


# 85 °C


@pytest.mark.upstream_defect
@pytest.mark.parametrize("kind", KINDS)
def test_the_value_of_power_up_is_no_reading(wire, bus, kind):
    chip = wire.attach(kind())

    with pytest.raises(RuntimeError, match="85 C, as after power-up"):
        sensor_of(bus, chip).read_temperature()


@pytest.mark.upstream_defect
@pytest.mark.parametrize("kind", KINDS)
def test_a_supply_lost_between_conversion_and_reading_costs_another_conversion(wire, bus, kind):
    chip = wire.attach(kind())
    chip.temperature = 21.5
    sensor = sensor_of(bus, chip)
    _ = sensor.temperature
    wire.inject(BrownOut(), at=2)

    assert sensor.temperature == 21.5  # upstream: 85.0
    assert chip.conversions == 3


def test_a_chip_that_really_is_at_85_converts_once(sensor, chip):
    chip.temperature = 85.0

    assert sensor.temperature == 85.0
    assert chip.conversions == 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_chip_that_cannot_show_it_is_believed_after_two_conversions(wire, bus, kind):
    chip = wire.attach(kind())
    chip.byte_6 = 0x0C
    chip.temperature = 85.0

    assert sensor_of(bus, chip).temperature == 85.0
    assert chip.conversions == 2


@pytest.mark.upstream_defect
def test_a_parasite_that_is_not_fed_is_told(wire, bus):
    chip = wire.attach(chips.DS18B20(parasite=True))
    chip.fed = False

    with pytest.raises(RuntimeError, match="lost its supply"):  # upstream: 85.0
        _ = sensor_of(bus, chip).temperature


@pytest.mark.upstream_defect
def test_a_conversion_that_failed_is_told(sensor, chip):
    hold(chip, bytes.fromhex("ff074b467fff0110"))  # 127.94 °C: see counterfeit_DS18B20

    with pytest.raises(RuntimeError, match="conversion failed"):
        _ = sensor.temperature


# Parasite power


@pytest.mark.upstream_defect
def test_a_parasite_is_read_with_the_line_at_rest(bench, wire, bus):
    chip = wire.attach(chips.DS18B20(parasite=True))
    chip.temperature = 21.5
    sensor = sensor_of(bus, chip)
    _ = sensor.temperature
    wire.clear()

    assert sensor.temperature == 21.5
    converted, read = wire.log
    assert read.start_us - converted.end_us >= 750_000


def test_parasite_tells_the_supply(wire, bus, sensor):
    assert sensor.parasite is False
    assert sensor_of(bus, wire.attach(chips.DS18B20(serial=2, parasite=True))).parasite is True


def test_a_supply_wire_that_breaks_later_is_noticed(wire, sensor, chip):
    _ = sensor.temperature
    chip.on_mistake = lambda text: None  # the look that finds it out
    chip.parasite = True
    chip.temperature = 30.0

    assert sensor.temperature == 30.0


def test_the_chip_tells_when_a_parasites_line_does_not_rest(wire, bus):
    chip = wire.attach(chips.DS18B20(parasite=True))
    sensor_of(bus, chip).start_temperature_read()

    with pytest.raises(Mistake, match="the line must rest"):
        bus.reset()


# Resolution


@pytest.mark.parametrize("bits", LONGEST_US)
def test_the_resolution_is_set_and_read(sensor, chip, bits):
    sensor.resolution = bits

    assert chip.bits == sensor.resolution == bits


@pytest.mark.upstream_defect
def test_setting_the_resolution_keeps_the_alarms(wire, sensor):
    sensor.resolution = 10

    assert commands(wire) == [b"\xbe", b"\x4e\x4b\x46\x3f"]  # upstream: 4e 00 00 3f


@pytest.mark.parametrize("bits", [8, 13, 0, -1, None, "12", 9.5])
def test_another_resolution_is_refused_before_anything_is_written(wire, sensor, bits):
    with pytest.raises(ValueError, match="must be 9, 10, 11 or 12"):
        sensor.resolution = bits

    assert wire.transactions == 0


@pytest.mark.upstream_defect
def test_a_ds18s20_has_twelve_bits(wire, bus):
    sensor = sensor_of(bus, wire.attach(chips.DS18S20()))
    sensor.resolution = 12

    assert wire.transactions == 0
    assert sensor.resolution == 12
    with pytest.raises(ValueError, match="must be 12 for a DS18S20"):
        sensor.resolution = 9


# Not waiting


@pytest.mark.parametrize("bits", LONGEST_US)
def test_starting_returns_how_long_it_may_take(sensor, bits):
    sensor.resolution = bits

    assert sensor.start_temperature_read() == LONGEST_US[bits] / 1e6


def test_starting_asks_for_the_resolution_before_and_once(wire, sensor):
    sensor.start_temperature_read()
    sensor.start_temperature_read()

    assert commands(wire) == [b"\xbe", b"\x44", b"\x44"]


def test_a_reading_in_time_does_not_wait(bench, sensor, chip):
    bench.clock.advance(sensor.start_temperature_read())
    before = bench.clock.us

    assert sensor.read_temperature() == 21.5
    assert bench.clock.us - before < 20_000


@pytest.mark.upstream_defect
def test_a_reading_too_early_waits(bench, sensor, chip):
    _ = sensor.temperature
    chip.temperature = 30.0
    sensor.start_temperature_read()
    bench.clock.advance(0.4)

    assert sensor.read_temperature() == 30.0  # upstream: 21.5


@pytest.mark.upstream_defect
def test_a_reading_waits_as_long_as_a_chip_needs_that_lost_its_setting(sensor, chip):
    sensor.resolution = 9
    chip.power_cycle()  # back to 12 bits
    sensor.start_temperature_read()

    assert sensor.read_temperature() == 21.5


def test_all_convert_at_once(bench, wire, bus):
    attached = [wire.attach(chips.DS18B20(serial=n)) for n in (1, 2)]
    attached.append(wire.attach(chips.DS18S20(serial=3)))
    sensors = [sensor_of(bus, chip) for chip in attached]
    for number, chip in enumerate(attached):
        chip.temperature = 20.0 + number
    _ = [sensor.resolution for sensor in sensors]
    wire.clear()
    before = bench.clock.us

    assert adafruit_ds18x20.start_all(sensors) == 0.75
    assert [sensor.read_temperature() for sensor in sensors] == [20.0, 21.0, 22.0]
    assert wire.log[0].bytes()[0][0] == b"\xcc\x44"
    assert wire.transactions == 4
    assert bench.clock.us - before < 830_000


def test_the_slowest_of_all_counts(wire, bus, sensor):
    other = sensor_of(bus, wire.attach(chips.DS18B20(serial=2)))
    sensor.resolution = 9
    other.resolution = 10

    assert adafruit_ds18x20.start_all([sensor, other]) == 0.1875


def test_sensors_of_two_buses_cannot_start_together(bench, sensor):
    elsewhere = bench.onewire("D6").attach(chips.DS18B20())
    other = sensor_of(OneWireBus(board.D6), elsewhere)

    with pytest.raises(ValueError, match="must be on one bus"):
        adafruit_ds18x20.start_all([sensor, other])
    with pytest.raises(ValueError, match="no sensors"):
        adafruit_ds18x20.start_all([])


# What goes wrong


class HeldLow(OneWireChip):
    """A short to ground: it answers all with zeros."""

    def give(self):
        return 0


@pytest.mark.upstream_defect
def test_a_line_held_low_is_no_temperature(bench, wire, sensor):
    wire.attach(HeldLow())

    with pytest.raises(RuntimeError, match="line held low"):  # upstream: 0.0
        sensor.read_temperature()


def test_a_conversion_that_does_not_end_is_told_after_a_second(bench, wire, sensor, chip):
    _ = sensor.temperature
    chip.percent = 1000
    before = bench.clock.us

    with pytest.raises(TimeoutError, match="not over after 1 s"):
        _ = sensor.temperature
    assert bench.clock.us - before < 1_300_000


@pytest.mark.parametrize("fault", [NoPresence(), Unplugged()], ids=repr)
@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda sensor: sensor.temperature, id="temperature"),
        pytest.param(lambda sensor: sensor.read_temperature(), id="read_temperature"),
        pytest.param(lambda sensor: sensor.start_temperature_read(), id="start_temperature_read"),
        pytest.param(lambda sensor: sensor.resolution, id="resolution"),
        pytest.param(lambda sensor: sensor.parasite, id="parasite"),
        pytest.param(lambda sensor: adafruit_ds18x20.start_all([sensor]), id="start_all"),
    ],
)
def test_nobody_on_the_bus_is_told_and_the_next_call_works(wire, sensor, fault, ask):
    _ = sensor.temperature
    wire.inject(fault)

    with pytest.raises(OneWireError, match="no device answers"):
        ask(sensor)
    assert sensor.temperature == 21.5


@pytest.mark.parametrize("seed", range(5))
def test_noise_is_told_and_the_value_can_be_read_again(wire, sensor, chip, seed):
    _ = sensor.temperature
    wire.inject(Noise(0.1, seed=seed), at=2)

    with pytest.raises(RuntimeError, match="CRC error"):
        _ = sensor.temperature
    conversions = chip.conversions
    assert sensor.read_temperature() == 21.5
    assert chip.conversions == conversions


def test_a_cable_pulled_while_the_chip_converts_is_told(wire, sensor, chip, bench):
    _ = sensor.temperature
    bench.clock.at(bench.clock.us + 300_000, chip.unplug)

    with pytest.raises(OneWireError):
        _ = sensor.temperature


# The chips


def test_alarms_take_part_in_an_alarm_search_once_converted(bench, wire, bus, sensor, chip):
    hot = wire.attach(chips.DS18B20(serial=2, alarm_high=30, alarm_low=-5))
    hot.temperature = 30.0
    chip.temperature = 72.0
    assert (chip.alarm, hot.alarm) == (False, False)

    adafruit_ds18x20.start_all([sensor, sensor_of(bus, hot)])
    bench.clock.advance(0.75)

    assert (chip.alarm, hot.alarm) == (False, True)


def test_the_eeprom_outlives_a_lost_supply(bench, bus, sensor, chip):
    sensor.resolution = 9
    chip.power_cycle()
    assert chip.bits == 12

    sensor.resolution = 9
    bus.reset()
    bus.write(b"\xcc\x48")
    bench.clock.advance(0.01)
    chip.power_cycle()

    assert chip.bits == 9
    assert chip.eeprom == b"\x4b\x46\x1f"


def test_an_unknown_command_and_a_write_cut_short_are_told(bus, chip):
    bus.reset()
    with pytest.raises(Mistake, match="there is no command 0x99"):
        bus.write(b"\xcc\x99")
    bus.reset()
    bus.write(b"\xcc\x4e\x00")
    with pytest.raises(Mistake, match="WRITE SCRATCHPAD takes 3 bytes, 1 came"):
        bus.reset()


def test_a_chip_that_lost_its_supply_listens_to_nobody(bus, chip):
    bus.reset()
    bus.write(b"\xcc")
    chip.power_cycle()
    bus.write(b"\x44")

    assert chip.conversions == 0
