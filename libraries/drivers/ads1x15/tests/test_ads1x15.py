# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The ADS1015 and ADS1115 drivers against the chips on the bench."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

import adafruit_ads1x15
from adafruit_ads1x15 import ADS1015, ADS1115, AnalogIn, ads1x15, ads1015, ads1115
from adafruit_ads1x15.ads1x15 import Comp_Latch, Comp_Mode, Comp_Polarity, Mode, Pin
from copperbench import chips, vm
from copperbench.errors import Mistake
from copperbench.faults import Nack

FOLDER = Path(adafruit_ads1x15.__file__).parents[1]
VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))

RANGES = {2 / 3: 6.144, 1: 4.096, 2: 2.048, 4: 1.024, 8: 0.512, 16: 0.256}  # V, by gain
OPTIONS = {  # each option: its bits as the datasheet's table 8 has them, and a value's
    "gain": (0x0E00, {gain: code << 9 for code, gain in enumerate(RANGES)}),
    "mode": (0x0100, {Mode.SINGLE: 0x0100, Mode.CONTINUOUS: 0}),
    "data_rate": (0x00E0, {8: 0, 128: 0x80, 860: 0xE0}),
    "comparator_mode": (0x0010, {Comp_Mode.WINDOW: 0x10, Comp_Mode.TRADITIONAL: 0}),
    "comparator_polarity": (0x0008, {Comp_Polarity.ACTIVE_HIGH: 8, Comp_Polarity.ACTIVE_LOW: 0}),
    "comparator_latch": (0x0004, {Comp_Latch.LATCHING: 4, Comp_Latch.NONLATCHING: 0}),
    "comparator_queue_length": (0x0003, {0: 3, 1: 0, 2: 1, 4: 2}),
}


@pytest.fixture
def chip(bench):
    return bench.i2c.attach(chips.ADS1115())


@pytest.fixture
def ads(bench, chip):
    ads = ADS1115(bench.i2c)
    bench.i2c.clear()
    return ads


def sent(bench):
    """The bytes that were written to registers, without those that only point to one."""
    return [t.written for t in bench.i2c.log if t.written and t.read is None]


# Making it


@pytest.mark.parametrize("cls", [ADS1115, ADS1015])
def test_a_new_converter_has_the_chips_own_settings_but_the_range(bench, cls):
    bench.i2c.attach(getattr(chips, cls.__name__)())

    ads = cls(bench.i2c)

    assert b"\x01\x03\x83" in sent(bench)
    assert bench.i2c.transactions <= 4
    assert (ads.gain, ads.mode, ads.bits) == (1, Mode.SINGLE, 12 if cls is ADS1015 else 16)
    assert ads.data_rate == (1600 if cls is ADS1015 else 128)
    assert (ads.comparator_low_threshold, ads.comparator_high_threshold) == (-32768, 32767)
    assert ads.comparator_queue_length == 0


def test_the_arguments_are_upstreams_in_their_order(bench, chip):
    ads = ADS1115(bench.i2c, 2, 475, 0, 4, -100, 200, 0x10, 8, 4, 0x48)

    assert chip.values[0x01] & 0x7FFF == 0x0400 | 0x00C0 | 0x0010 | 8 | 4 | 2
    assert (chip.values[0x02], chip.values[0x03]) == (0xFF9C, 200)
    assert (ads.gain, ads.data_rate, ads.comparator_queue_length) == (2, 475, 4)


def test_two_converters_on_one_bus_read_apart(bench):
    one = bench.i2c.attach(chips.ADS1115(0x48))
    other = bench.i2c.attach(chips.ADS1015(0x4B))
    one.a0, other.a0 = 1.0, 2.0

    first = AnalogIn(ADS1115(bench.i2c), Pin.A0)
    second = AnalogIn(ADS1015(bench.i2c, address=0x4B), Pin.A0)

    assert (first.voltage, second.voltage) == (1.0, 2.0)


def test_an_address_without_a_chip_is_told(bench):
    with pytest.raises(ValueError, match="0x48"):
        ADS1115(bench.i2c)


@pytest.mark.parametrize(
    "arguments",
    [
        {"gain": 3},
        {"data_rate": 1600},
        {"mode": 1},
        {"comparator_queue_length": 3},
        {"comparator_low_threshold": -32769},
        {"comparator_high_threshold": 32768},
        {"comparator_latch": True},
    ],
)
def test_a_wrong_argument_is_refused_before_anything_is_sent(bench, chip, arguments):
    with pytest.raises(ValueError, match="must be"):
        ADS1115(bench.i2c, **arguments)

    assert bench.i2c.transactions == 0


# Readings


@pytest.mark.parametrize("gain", RANGES)
@pytest.mark.parametrize("steps", [0, 1, -1, 1234, 32767, -32768, 32768, -40000])
def test_a_difference_comes_out_in_steps_of_the_range(bench, chip, ads, gain, steps):
    volts = steps * RANGES[gain] / 32768
    if not -5.0 <= volts <= 5.0:
        pytest.skip("beyond the supply")
    chip.a0, chip.a1 = (volts, 0) if volts > 0 else (0, -volts)
    ads.gain = gain

    value, voltage = AnalogIn(ads, Pin.A0, Pin.A1).measure()

    clipped = min(max(steps, -32768), 32767)
    assert value == clipped
    assert voltage == pytest.approx(clipped * RANGES[gain] / 32768)


@pytest.mark.parametrize("cls", [ADS1115, ADS1015])
@given(volts=st.floats(0, 4.094))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_voltage_comes_back_within_half_a_step(bench, cls, volts):
    bench.i2c.clear()
    chip = bench.i2c.bus.find(0x48) or bench.i2c.attach(getattr(chips, cls.__name__)())
    channel = AnalogIn(cls(bench.i2c), Pin.A3)
    chip.a3 = volts

    value, voltage = channel.measure()

    assert voltage == pytest.approx(volts, abs=4.096 / 2**channel._ads.bits * 1.001)
    assert channel.convert_to_value(voltage) == value


@pytest.mark.parametrize(
    "pins, volts",
    [
        ((0,), 0.1),
        ((1,), 0.25),
        ((2,), 0.5),
        ((3,), 2.0),
        ((0, 1), -0.15),
        ((0, 3), -1.9),
        ((1, 3), -1.75),
        ((2, 3), -1.5),
    ],
)
@pytest.mark.parametrize("mode", [Mode.SINGLE, Mode.CONTINUOUS])
def test_each_pin_and_pair_is_read(chip, ads, pins, volts, mode):
    chip.a0, chip.a1, chip.a2, chip.a3 = 0.1, 0.25, 0.5, 2.0
    ads.mode = mode

    channel = AnalogIn(ads, *pins)

    assert channel.is_differential is (len(pins) == 2)
    assert channel.value == round(volts / 0.000125)
    assert channel.voltage == pytest.approx(volts)


@pytest.mark.parametrize("rate", [8, 16, 32, 64, 128, 250, 475, 860])
def test_a_single_reading_is_two_transactions_and_never_too_early(bench, chip, ads, rate):
    ads.data_rate = rate
    slow = chip._period_us
    chip._period_us = lambda config: slow(config) * 10 // 9  # 10 % below the rate (7.5)
    channel = AnalogIn(ads, Pin.A0)

    for volts in (1.0, 2.0):
        chip.a0 = volts
        bench.i2c.clear()
        start = bench.clock.us

        assert channel.voltage == volts

        assert bench.i2c.transactions == 2
        assert bench.clock.us - start < 1112000 / rate + 4000


def test_a_continuous_reading_is_one_transaction_of_two_bytes(bench, chip, ads):
    ads.mode = Mode.CONTINUOUS
    channel = AnalogIn(ads, Pin.A0)
    assert channel.value == 0
    chip.a0 = 1.0
    bench.clock.advance(0.02)
    bench.i2c.clear()

    assert channel.voltage == 1.0

    (record,) = bench.i2c.log
    assert not record.written
    assert record.read == b"\x1f\x40"


def test_a_second_pin_is_waited_for_in_continuous_mode(chip, ads):
    chip.a0, chip.a1 = 1.0, 2.0
    ads.mode = Mode.CONTINUOUS
    first, second = AnalogIn(ads, Pin.A0), AnalogIn(ads, Pin.A1)

    assert [first.voltage, second.voltage, first.voltage, first.voltage] == [1.0, 2.0, 1.0, 1.0]


def test_the_last_result_is_not_converted_anew(bench, chip, ads):
    chip.a0 = 1.0
    value = ads.read(4)
    chip.a0 = 2.0
    bench.i2c.clear()

    assert ads.get_last_result() == ads.get_last_result(fast=True) == value == 8000

    assert bench.i2c.transactions == 2


@pytest.mark.parametrize("pin", [-1, 8])
def test_a_pin_that_is_none_is_refused_before_anything_is_sent(bench, ads, pin):
    with pytest.raises(ValueError, match="must be 0 to 7"):
        ads.read(pin)

    assert bench.i2c.transactions == 0


@pytest.mark.parametrize("pins", [(4,), (-1,), (1, 0), (0, 2)])
def test_a_channel_that_the_chip_lacks_is_refused(ads, pins):
    with pytest.raises(ValueError, match="must be"):
        AnalogIn(ads, *pins)


# Settings


@pytest.mark.parametrize(
    "option, value", [(option, value) for option, (_, of) in OPTIONS.items() for value in of]
)
def test_an_option_goes_into_its_bits_alone_in_one_write(bench, chip, ads, option, value):
    mask, values = OPTIONS[option]
    before = chip.values[0x01] & 0x7FFF

    setattr(ads, option, value)

    assert chip.values[0x01] & 0x7FFF == before & ~mask | values[value]
    assert getattr(ads, option) == value
    assert bench.i2c.transactions == 1


@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("value", [-1, 3, 0.5, "1", None])
def test_a_value_that_an_option_lacks_is_refused_before_anything_is_sent(bench, ads, option, value):
    before = getattr(ads, option)

    with pytest.raises(ValueError, match="must be one of"):
        setattr(ads, option, value)

    assert bench.i2c.transactions == 0
    assert getattr(ads, option) == before


@pytest.mark.parametrize("name", ["comparator_low_threshold", "comparator_high_threshold"])
def test_a_threshold_is_sixteen_bits_with_a_sign(bench, chip, ads, name):
    register = 0x02 if "low" in name else 0x03
    for value in (-32768, -1, 0, 32767):
        setattr(ads, name, value)

        assert chip.values[register] == value & 0xFFFF
        assert getattr(ads, name) == value
    bench.i2c.clear()

    with pytest.raises(ValueError, match="must be -32768 to 32767"):
        setattr(ads, name, 32768)
    with pytest.raises(TypeError, match="must be an integer"):
        setattr(ads, name, 1.5)

    assert bench.i2c.transactions == 0


def test_what_the_options_can_be_is_told(bench, chip, ads):
    ads1015 = ADS1015(bench.i2c)

    assert ads.gains == [2 / 3, 1, 2, 4, 8, 16]
    assert ads.comparator_queue_lengths == [0, 1, 2, 4]
    assert ads.rates == [8, 16, 32, 64, 128, 250, 475, 860]
    assert ads1015.rates == [128, 250, 490, 920, 1600, 2400, 3300]
    assert ads.rate_config[860] == 0xE0
    assert ads1015.rate_config == {
        rate: code << 5 for code, rate in enumerate((128, 250, 490, 920, 1600, 2400, 3300))
    }


def test_the_comparator_watches_a_voltage(bench, chip, ads):
    ads.mode = Mode.CONTINUOUS
    ads.comparator_queue_length = 2
    channel = AnalogIn(ads, Pin.A0)
    ads.comparator_low_threshold = channel.convert_to_value(2.0)
    ads.comparator_high_threshold = channel.convert_to_value(2.002)
    chip.a0 = 1.0
    assert channel.voltage == 1.0
    levels = []
    for volts in (3.0, 2.001, 1.9):
        chip.a0 = volts
        bench.clock.advance(0.02)
        levels.append(chip.alert)

    assert levels == [False, False, True]  # active low; released below the low threshold


def test_programs_of_earlier_releases_find_their_pins(ads):
    for module in (ads1015, ads1115):
        assert (module.P0, module.P1, module.P2, module.P3) == (0, 1, 2, 3)
    assert (Pin.A0, Pin.A1, Pin.A2, Pin.A3) == (0, 1, 2, 3)
    assert ads1x15.Mode is Mode


# Vectors from outside


@pytest.mark.parametrize("vector", [v for v in VECTORS if v["kind"] == "conversion"])
def test_a_conversion_from_outside_comes_out(bench, vector):
    cls = {"ads1015": ADS1015, "ads1115": ADS1115}[vector["chip"]]
    chip = bench.i2c.attach(getattr(chips, cls.__name__)())
    (gain,) = [g for g, r in RANGES.items() if r == vector["settings"]["fsr_v"]]
    channel = AnalogIn(cls(bench.i2c, gain=gain), Pin.A0)
    chip._convert = lambda config, times: chip.values.update({0: int(vector["bytes"], 16)})

    value, voltage = channel.measure()

    assert value == vector["expected"].get("raw16", value)
    assert voltage == pytest.approx(vector["expected"]["volts"])


@pytest.mark.parametrize("vector", [v for v in VECTORS if v["kind"] == "config_word"])
def test_a_configuration_from_outside_is_what_is_sent(bench, chip, ads, vector):
    settings = vector["settings"]
    ads.gain = list(RANGES)[settings["pga"]]
    ads.data_rate = ads.rates[settings["dr_code"]]
    bench.i2c.clear()

    AnalogIn(ads, Pin.A0, Pin.A3).measure()

    assert settings["mux"] == 1
    assert sent(bench) == [b"\x01" + bytes.fromhex(vector["expected"]["bytes"])]


# What upstream gets wrong; each of these fails on it


@pytest.mark.upstream_defect
def test_a_change_in_continuous_mode_shows_in_the_next_reading(chip, ads):
    chip.a0 = 1.0
    ads.mode = Mode.CONTINUOUS
    channel = AnalogIn(ads, Pin.A0)
    assert channel.value == 8000

    ads.gain = 2

    assert channel.value == 16000
    assert channel.voltage == 1.0


@pytest.mark.upstream_defect
def test_a_chip_that_never_gets_ready_does_not_hang_the_program(bench, chip, ads):
    chip._look = lambda: None
    bench.i2c.inject(Nack(), at=100)  # ends what would go on for ever
    start = bench.clock.us

    ads.read(4)

    assert bench.clock.us - start < 100000
    bench.i2c.bus.plan.injections.clear()


@pytest.mark.upstream_defect
def test_the_last_result_has_a_sign(chip, ads):
    chip.a0, chip.a1 = 0.0, 1.0
    ads.read(0)

    assert ads.get_last_result() == -8000


@pytest.mark.upstream_defect
def test_a_threshold_is_the_step_that_is_nearest(bench):
    bench.i2c.attach(chips.ADS1015())
    channel = AnalogIn(ADS1015(bench.i2c), Pin.A0)

    assert channel.convert_to_value(2.0) == 1000 << 4
    assert channel.convert_to_value(2.002) == 1001 << 4


@pytest.mark.upstream_defect
def test_pin_4_is_no_pin_0(ads):
    with pytest.raises(ValueError, match="must be 0 to 3"):
        AnalogIn(ads, 4)


# The chip itself, where the driver does not go


def test_the_chip_tells_what_its_datasheet_forbids(bench, chip):
    bench.i2c.try_lock()

    with pytest.raises(Mistake, match=r"CONVERSION .* is read-only"):
        bench.i2c.writeto(0x48, b"\x00\x00\x00")
    with pytest.raises(Mistake, match="takes 2 bytes, and 1 came"):
        bench.i2c.writeto(0x48, b"\x01\x85")
    with pytest.raises(ValueError, match="0x48 to 0x4b"):
        chips.ADS1115(0x4C)
    with pytest.raises(ValueError, match=r"a0 must be -0.3 to 5.3 V"):
        chip.a0 = 6.0

    bench.i2c.unlock()


def test_the_chip_is_busy_until_the_conversion_is_over(bench, chip):
    bench.i2c.try_lock()
    word = bytearray(2)
    chip.a0 = 1.0
    bench.i2c.writeto(0x48, b"\x01\xc3\x83")  # 128 SPS: 7.8 ms

    bench.clock.advance(0.007)
    bench.i2c.readfrom_into(0x48, word)
    assert word == b"\x43\x83"
    bench.clock.advance(0.001)
    bench.i2c.readfrom_into(0x48, word)
    assert word == b"\xc3\x83"

    bench.i2c.unlock()


@pytest.mark.parametrize(
    "low, high, volts, latch, expected",
    [
        pytest.param(8000, 16000, (0.5, 1.5, 2.5), 0, (False, True, False), id="window"),
        pytest.param(8000, 16000, (0.5, 1.5), 4, (False, False), id="latched"),
    ],
)
def test_the_comparator_of_the_chip_follows_its_datasheet(
    bench, chip, ads, low, high, volts, latch, expected
):
    ads.comparator_low_threshold, ads.comparator_high_threshold = low, high
    ads.comparator_mode, ads.comparator_latch = Comp_Mode.WINDOW, latch
    ads.comparator_queue_length = 1
    ads.mode = Mode.CONTINUOUS
    chip.a0 = 1.5
    ads.read(4)
    levels = []
    for one in volts:
        chip.a0 = one
        bench.clock.advance(0.02)
        levels.append(chip.alert)

    assert tuple(levels) == expected


# The bus


def operations():
    for option, (_, values) in OPTIONS.items():
        value = max(values)
        yield option, lambda a, o=option, v=value: setattr(a, o, v)
    yield "low threshold", lambda a: setattr(a, "comparator_low_threshold", 5)
    yield "high threshold", lambda a: setattr(a, "comparator_high_threshold", 5)
    yield "read", lambda a: a.read(4)
    yield "last result", lambda a: a.get_last_result()
    yield "read continuously", lambda a: (setattr(a, "mode", Mode.CONTINUOUS), a.read(4), a.read(4))


@pytest.mark.parametrize("name, operation", [pytest.param(*o, id=o[0]) for o in operations()])
def test_an_error_of_the_bus_passes_at_every_transaction(bench, chip, ads, name, operation):
    chip.a0 = 1.0
    operation(ads)
    transactions = bench.i2c.transactions

    for failing in range(1, transactions + 1):
        ads.mode = Mode.SINGLE
        ads.gain = 1
        bench.i2c.inject(Nack(), at=failing)
        with pytest.raises(OSError, match="19"):
            operation(ads)
        assert bench.i2c.try_lock(), "the bus is still locked"
        bench.i2c.unlock()
        assert AnalogIn(ads, Pin.A0).voltage == 1.0


# On the VM

NO_GARBAGE = """
import board
from adafruit_ads1x15 import ADS1115, AnalogIn
from copperbench.measure import allocates, garbage

ads = ADS1115(board.I2C(), mode=0)
channel = AnalogIn(ads, 0)
allocates("value", lambda: channel.value)
allocates("gain", lambda: ads.gain)
garbage("voltage", lambda: channel.voltage)
"""


def test_a_continuous_reading_leaves_no_garbage_but_its_float():
    result = vm.run(NO_GARBAGE, wiring={"chip": [{"part": "ads1115"}]}, libraries=[FOLDER])

    assert result.exception is None
    assert result.figures == {"value": False, "gain": False, "voltage": 32}
