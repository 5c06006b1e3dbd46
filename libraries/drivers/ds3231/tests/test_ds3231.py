# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The DS3231 driver against the chip on the bench."""

import datetime as dates
import json
import time
from pathlib import Path

import board
import digitalio
import pytest
import tomllib
from hypothesis import HealthCheck, given, settings, strategies as st

import adafruit_ds3231
from adafruit_ds3231 import DS3231
from copperbench import chips, vm
from copperbench.errors import Mistake
from copperbench.faults import Nack, ShortRead

FOLDER = Path(adafruit_ds3231.__file__).parent
VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))

MOMENTS = st.datetimes(dates.datetime(2000, 1, 1), dates.datetime(2099, 12, 31, 23, 59, 59))


@pytest.fixture
def chip(bench):
    return bench.i2c.attach(chips.DS3231())


@pytest.fixture
def rtc(bench, chip):
    chip.time = "2026-11-25T12:34:56"
    rtc = DS3231(bench.i2c)
    bench.i2c.clear()
    return rtc


def at(*fields):
    """Return a struct_time, whose last fields may be left out."""
    return time.struct_time((*fields, *(0, 1, 1, 0, 0, 0, 0, -1, -1)[len(fields) :]))


def shown(now):
    return dates.datetime(*now[:6]).isoformat()


# Making it


def test_making_it_writes_nothing(bench, chip):
    before = bytes(chip.memory)

    DS3231(bench.i2c)

    assert chip.memory == before
    assert bench.i2c.transactions == 1


def test_a_chip_that_is_not_there_is_told(bench):
    with pytest.raises(ValueError, match="0x68"):
        DS3231(bench.i2c)


# Date and time


def test_date_and_time_are_one_transaction(bench, rtc):
    now = rtc.datetime

    assert now[:] == (2026, 11, 25, 12, 34, 56, 2, -1, -1)
    assert (now.tm_year, now.tm_wday) == (2026, 2)  # a Wednesday
    assert bench.i2c.transactions == 1


@pytest.mark.parametrize(
    "text, later",
    [
        pytest.param("2026-11-25T12:34:59", "2026-11-25T12:35:00", id="minute"),
        pytest.param("2026-11-25T12:59:59", "2026-11-25T13:00:00", id="hour"),
        pytest.param("2026-11-25T23:59:59", "2026-11-26T00:00:00", id="day"),
        pytest.param("2026-11-30T23:59:59", "2026-12-01T00:00:00", id="month"),
        pytest.param("2026-12-31T23:59:59", "2027-01-01T00:00:00", id="year"),
        pytest.param("2028-02-28T23:59:59", "2028-02-29T00:00:00", id="leap year"),
        pytest.param("2027-02-28T23:59:59", "2027-03-01T00:00:00", id="no leap year"),
        pytest.param("2099-12-31T23:59:59", "2100-01-01T00:00:00", id="century"),
        pytest.param("2000-01-01T00:00:00", "2000-01-01T00:00:01", id="first"),
        pytest.param("2199-12-31T23:59:58", "2199-12-31T23:59:59", id="last"),
    ],
)
def test_time_goes_on(bench, chip, rtc, text, later):
    chip.time = text
    assert shown(rtc.datetime) == text

    bench.clock.advance(1)

    assert shown(rtc.datetime) == later


def test_a_reading_is_never_of_two_moments(bench, chip, rtc):
    chip.time = "2026-12-31T23:59:58"
    seen = []

    for _ in range(300):
        bench.clock.advance(0.01)
        seen.append(shown(rtc.datetime))

    assert list(dict.fromkeys(seen)) == [
        "2026-12-31T23:59:58",
        "2026-12-31T23:59:59",
        "2027-01-01T00:00:00",
        "2027-01-01T00:00:01",
    ]


@given(moment=MOMENTS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_a_time_that_is_set_comes_back(chip, rtc, moment):
    rtc.datetime = moment.timetuple()

    assert shown(rtc.datetime) == moment.replace(microsecond=0).isoformat()
    assert rtc.datetime.tm_wday == moment.weekday()
    assert chip.time == moment.replace(microsecond=0).isoformat()


@pytest.mark.parametrize("year", [2000, 2099, 2100, 2199])
def test_both_centuries_can_be_set(chip, rtc, year):
    rtc.datetime = at(year, 12, 31, 23, 59, 58)

    assert chip.time == f"{year}-12-31T23:59:58"
    assert rtc.datetime.tm_year == year


def test_setting_the_time_starts_the_clock(bench, chip):
    rtc = DS3231(bench.i2c)
    rtc.disable_oscillator = True
    assert rtc.lost_power is True
    bench.i2c.clear()

    rtc.datetime = at(2026, 11, 25, 12, 34, 56, 2)

    assert bench.i2c.transactions == 3
    assert rtc.lost_power is False
    assert rtc.disable_oscillator is False


def test_a_second_begins_when_the_time_is_set(bench, rtc):
    bench.clock.advance(0.7)
    rtc.datetime = at(2026, 11, 25, 12, 0, 0)

    bench.clock.advance(0.9)
    assert rtc.datetime.tm_sec == 0
    bench.clock.advance(0.2)
    assert rtc.datetime.tm_sec == 1


def test_a_plain_tuple_does_and_finds_its_weekday(rtc):
    rtc.datetime = (2100, 3, 1, 6, 7, 8, -1)

    assert rtc.datetime[:7] == (2100, 3, 1, 6, 7, 8, 0)


def test_the_register_of_the_time_leaves_the_rest(bench, chip):
    rtc = DS3231(bench.i2c)

    rtc.datetime_register = at(2026, 11, 25)

    assert rtc.lost_power is True
    assert rtc.datetime_register.tm_mday == 25


@pytest.mark.parametrize(
    "fields, told",
    [
        ((1999, 12, 31), "year must be 2000 to 2199"),
        ((2200, 1, 1), "year must be 2000 to 2199"),
        ((2026, 0, 1), "month must be 1 to 12"),
        ((2026, 13, 1), "month must be 1 to 12"),
        ((2026, 2, 29), "day must be 1 to 28"),
        ((2100, 2, 29), "day must be 1 to 28"),
        ((2028, 2, 30), "day must be 1 to 29"),
        ((2026, 4, 31), "day must be 1 to 30"),
        ((2026, 1, 0), "day must be 1 to 31"),
        ((2026, 1, 1, 24), "hour must be 0 to 23"),
        ((2026, 1, 1, 0, 60), "minute must be 0 to 59"),
        ((2026, 1, 1, 0, 0, 60), "second must be 0 to 59"),
        ((2026, 1, 1, 0, 0, 0, 7), "weekday must be 0 to 6"),
    ],
)
def test_no_time_is_refused_before_anything_is_sent(bench, chip, rtc, fields, told):
    with pytest.raises(ValueError, match=told):
        rtc.datetime = at(*fields)

    assert bench.i2c.transactions == 0
    assert chip.time == "2026-11-25T12:34:56"


@pytest.mark.parametrize("value", [7, None, ("2026",) * 9])
def test_what_is_no_time_at_all_is_refused(bench, rtc, value):
    with pytest.raises(TypeError):
        rtc.datetime = value

    assert bench.i2c.transactions == 0


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_chip_that_falls_silent_has_no_time(bench, rtc, count):
    bench.i2c.inject(ShortRead(count))

    with pytest.raises(RuntimeError, match="its time has 0x"):
        _ = rtc.datetime


@pytest.mark.parametrize(
    "address, value", [(0, 0x60), (1, 0x1A), (2, 0x24), (2, 0x60), (2, 0x53), (4, 0), (5, 0x13)]
)
def test_registers_that_are_no_time_are_told(chip, rtc, address, value):
    chip.memory[address] = value
    chip._look = lambda: None  # let it run no more

    with pytest.raises(RuntimeError, match=f"its time has ({value & 0x1F:#04x}|{value:#04x}) for"):
        _ = rtc.datetime


# Alarms


@pytest.mark.parametrize(
    "frequency, first, period",
    [
        ("secondly", "2026-11-25T12:34:57", 1),
        ("minutely", "2026-11-25T12:35:30", 60),
        ("hourly", "2026-11-25T13:20:30", 3600),
        ("daily", "2026-11-26T08:20:30", 86400),
        ("weekly", "2026-11-27T08:20:30", 7 * 86400),
        ("monthly", "2026-12-03T08:20:30", 31 * 86400),
    ],
)
def test_alarm_1_comes_when_it_is_to(bench, chip, rtc, frequency, first, period):
    alarm = at(2017, 1, 3, 8, 20, 30, 4)  # a Friday, by its tm_wday
    rtc.alarm1 = (alarm, frequency)
    assert rtc.alarm1[1] == frequency

    for moment in (
        dates.datetime.fromisoformat(first),
        dates.datetime.fromisoformat(first) + dates.timedelta(seconds=period),
    ):
        wait = (moment - dates.datetime.fromisoformat(chip.time)).total_seconds()
        bench.clock.advance(wait - 1)
        assert period == 1 or rtc.alarm1_status is False
        bench.clock.advance(1.1)
        assert rtc.alarm1_status is True
        rtc.alarm1_status = False


@pytest.mark.parametrize(
    "frequency, first",
    [
        ("minutely", "2026-11-25T12:35:00"),
        ("hourly", "2026-11-25T13:20:00"),
        ("daily", "2026-11-26T08:20:00"),
        ("weekly", "2026-11-27T08:20:00"),
        ("monthly", "2026-12-03T08:20:00"),
    ],
)
def test_alarm_2_comes_at_full_minutes(bench, chip, rtc, frequency, first):
    rtc.alarm2 = (at(2017, 1, 3, 8, 20, 30, 4), frequency)
    assert rtc.alarm2[1] == frequency
    wait = dates.datetime.fromisoformat(first) - dates.datetime.fromisoformat(chip.time)

    bench.clock.advance(wait.total_seconds() - 0.5)
    assert rtc.alarm2_status is False
    bench.clock.advance(1)

    assert rtc.alarm2_status is True
    assert rtc.alarm1_status is False


@pytest.mark.parametrize("name, cost", [("alarm1", 5), ("alarm2", 4)])
def test_an_alarm_is_set_and_read_in_one_transaction(bench, rtc, name, cost):
    setattr(rtc, name, (at(2017, 1, 3, 8, 20, 30, 4), "monthly"))
    moment, frequency = getattr(rtc, name)

    assert [sum(record.cost()) for record in bench.i2c.log] == [cost, cost]
    assert moment[:6] == (2017, 1, 3, 8, 20, 30 if name == "alarm1" else 0)
    assert frequency == "monthly"


def test_a_weekly_alarm_has_its_weekday(rtc):
    rtc.alarm1 = (at(2017, 1, 31, 8, 20, 30, 4), "weekly")

    moment, _ = rtc.alarm1

    assert moment.tm_wday == 4


def test_the_pin_is_low_until_the_alarm_is_over(bench):
    chip = bench.i2c.attach(chips.DS3231(), int="D5")
    chip.time = "2026-11-25T12:34:56"
    rtc = DS3231(bench.i2c)
    pin = digitalio.DigitalInOut(board.D5)
    pin.switch_to_input(pull=digitalio.Pull.UP)
    rtc.alarm1 = (at(2026), "minutely")
    bench.clock.advance(10)
    assert rtc.alarm1_status is True
    assert pin.value is True

    rtc.alarm1_interrupt = True
    assert pin.value is False
    rtc.alarm1_status = False
    assert pin.value is True
    bench.clock.advance(49)
    assert pin.value is True
    bench.clock.advance(6)  # nothing looks at the chip meanwhile

    assert pin.value is False
    assert rtc.alarm1_interrupt is True
    assert rtc.alarm2_interrupt is False


@pytest.mark.parametrize(
    "value, told",
    [
        ((at(2017), "yearly"), "yearly is no frequency of it"),
        ((at(2017, 1, 1, 0, 0, 60), "minutely"), "second must be 0 to 59"),
        ((at(2017, 1, 1, 0, 60), "hourly"), "minute must be 0 to 59"),
        ((at(2017, 1, 1, 24), "daily"), "hour must be 0 to 23"),
        ((at(2017, 1, 1, 0, 0, 0, 7), "weekly"), "weekday must be 0 to 6"),
        ((at(2017, 1, 32), "monthly"), "day must be 1 to 31"),
        ((at(2017),), "not enough values"),
    ],
)
def test_no_alarm_is_refused_before_anything_is_sent(bench, rtc, value, told):
    with pytest.raises(ValueError, match=told):
        rtc.alarm1 = value

    assert bench.i2c.transactions == 0


def test_alarm_2_has_no_seconds(bench, rtc):
    with pytest.raises(ValueError, match="secondly is no frequency of it"):
        rtc.alarm2 = (at(2017), "secondly")

    assert bench.i2c.transactions == 0


# Temperature


@pytest.mark.parametrize("celsius", [-128, -40, -0.25, 0, 0.25, 21.5, 85, 127.75])
def test_the_temperature_is_measured_each_64_seconds(bench, chip, rtc, celsius):
    chip.temperature = celsius
    bench.clock.advance(65)

    assert rtc.temperature == celsius
    assert bench.i2c.transactions == 1


def test_a_conversion_can_be_forced(bench, chip, rtc):
    chip.temperature = -12.75
    bench.clock.advance(1)
    assert rtc.temperature == 25
    start = bench.clock.us

    assert rtc.force_temperature_conversion() == -12.75
    assert 0.2 <= (bench.clock.us - start) / 1e6 < 0.25


def test_a_conversion_waits_for_that_which_comes_by_itself(bench, chip, rtc):
    bench.clock.advance(64 - 0.2 - bench.clock.us / 1e6 + 0.05)
    chip.temperature = 30

    assert rtc.force_temperature_conversion() == 30


def test_all_of_one_moment_is_one_transaction(bench, chip, rtc):
    chip.temperature = 3.25
    bench.clock.advance(65)
    bench.i2c.clear()

    now, temperature, lost_power = rtc.measure()

    assert (shown(now), temperature, lost_power) == ("2026-11-25T12:36:01", 3.25, False)
    assert bench.i2c.transactions == 1


# Settings


@pytest.mark.parametrize("value", [-128, -1, 0, 1, 127])
def test_the_aging_offset_is_kept(chip, rtc, value):
    rtc.calibration = value

    assert rtc.calibration == value
    assert chip.memory[0x10] == value & 0xFF


@pytest.mark.parametrize("value", [-129, 128])
def test_an_aging_offset_that_does_not_fit_is_refused(bench, rtc, value):
    with pytest.raises(ValueError, match="must be -128 to 127"):
        rtc.calibration = value

    assert bench.i2c.transactions == 0


def test_32_khz_can_be_turned_off(chip, rtc):
    assert rtc.output_32khz is True

    rtc.output_32khz = False

    assert chip.has_32khz is False
    assert rtc.output_32khz is False


def test_a_lost_battery_is_told(bench, chip, rtc):
    assert rtc.lost_power is False
    chip.power_cycle()
    assert rtc.lost_power is False
    assert shown(rtc.datetime) == "2026-11-25T12:34:56"

    chip.battery = False
    chip.power_cycle()

    assert rtc.lost_power is True
    assert shown(rtc.datetime) == "2000-01-01T00:00:00"


# Vectors from outside


def of(kind):
    return [v for v in VECTORS if v["kind"] == kind]


@pytest.mark.parametrize("vector", of("datetime"), ids=lambda v: v["source"])
def test_a_time_from_outside_comes_out(chip, rtc, vector):
    chip.memory[:7] = bytes.fromhex(vector["bytes"])
    chip._look = lambda: None

    assert shown(rtc.datetime) == vector["expected"]["iso"]
    assert rtc.datetime.tm_wday == vector["expected"]["weekday_reg"] - 1


@pytest.mark.parametrize("vector", of("temperature"), ids=lambda v: v["source"])
def test_a_temperature_from_outside_comes_out(chip, rtc, vector):
    for address, value in vector["registers"].items():
        chip.memory[int(address, 16)] = int(value, 16)

    assert rtc.temperature == vector["expected"]["temp_c"]


# What upstream gets wrong; each of these fails on it


@pytest.mark.parametrize("register, hour", [(0x41, 1), (0x49, 9), (0x51, 11)])
def test_mornings_of_a_clock_with_12_hours_are_read(chip, rtc, register, hour):
    chip.memory[2] = register
    chip._take_time()

    assert rtc.datetime.tm_hour == hour


@pytest.mark.upstream_defect
@pytest.mark.parametrize("register, hour", [(0x72, 12), (0x52, 0), (0x61, 13), (0x71, 23)])
def test_a_clock_that_another_program_set_to_12_hours_is_read(chip, rtc, register, hour):
    chip.memory[2] = register
    chip._take_time()

    assert rtc.datetime.tm_hour == hour


@pytest.mark.upstream_defect
@pytest.mark.parametrize("register, hour", [(0x72, 12), (0x52, 0), (0x61, 13)])
def test_an_alarm_that_another_program_set_to_12_hours_is_read(chip, rtc, register, hour):
    chip.memory[0x09] = register

    assert rtc.alarm1[0].tm_hour == hour


@pytest.mark.upstream_defect
def test_the_century_counts(chip, rtc):
    chip.memory[5] |= 0x80

    assert rtc.datetime.tm_year == 2126


@pytest.mark.upstream_defect
def test_a_day_of_the_week_that_was_never_set_is_found_out(chip, rtc):
    chip.memory[3] = 0

    assert rtc.datetime.tm_wday == 2


@pytest.mark.upstream_defect
def test_an_alarm_that_comes_meanwhile_is_not_lost(bench, chip, rtc):
    rtc.alarm2 = (at(2017), "minutely")
    minute_us = 4000000 + chip._second_us
    bench.clock.advance((minute_us - 100 - bench.clock.us) / 1e6)

    rtc.alarm1_status = False  # reads just before the full minute, and writes after it

    assert bench.clock.us > minute_us
    assert rtc.alarm2_status is True


@pytest.mark.upstream_defect
def test_a_conversion_without_an_end_is_told(bench, chip, rtc):
    chip._look = lambda: None
    chip.memory[0x0F] |= 0x04

    with pytest.raises(TimeoutError, match=r"no end of a conversion in 0\.5 s"):
        rtc.force_temperature_conversion()


@pytest.mark.upstream_defect
def test_a_time_that_there_is_not_is_told(rtc):
    with pytest.raises(ValueError, match="day must be 1 to 28"):
        rtc.datetime = at(2026, 2, 30)


@pytest.mark.upstream_defect
def test_alarm_2_at_a_minute_has_no_seconds(rtc):
    rtc.alarm2 = (at(2017, 1, 1, 8, 20), "daily")

    assert rtc.alarm2[0].tm_sec == 0


# The chip itself, where the driver does not go


@given(moment=MOMENTS, seconds=st.integers(0, 400 * 86400))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_the_chip_counts_as_calendars_do(bench, chip, moment, seconds):
    moment = moment.replace(microsecond=0)
    chip.time = moment.isoformat()
    bench.clock.advance(seconds)
    later = moment + dates.timedelta(seconds=seconds)
    if later.year > 2099:
        return

    assert chip.time == later.isoformat()
    assert chip.memory[3] == later.isoweekday()


def test_the_chip_goes_on_in_12_hours_where_it_was_set_so(bench, chip):
    chip.time = "2026-11-25T11:59:59"
    chip.memory[2] = 0x51
    chip._take_time()

    bench.clock.advance(1)

    assert chip.time == "2026-11-25T12:00:00"
    chip._look()
    assert chip.memory[2] == 0x72


def test_the_chip_tells_what_its_datasheet_forbids(bench, chip):
    bench.i2c.try_lock()

    with pytest.raises(Mistake, match="00 00 00 07 00 01 00 is no time"):
        bench.i2c.writeto(0x68, b"\x04\x00")
    with pytest.raises(Mistake, match=r"Temp .* is read-only"):
        bench.i2c.writeto(0x68, b"\x11\x00")
    bench.clock.advance(63.9)
    with pytest.raises(Mistake, match="CONV is set while BSY is 1"):
        bench.i2c.writeto(0x68, b"\x0e\x3c")
    bench.i2c.unlock()
    with pytest.raises(ValueError, match="time must be like"):
        chip.time = "2026-02-30T00:00:00"


def test_the_pointer_goes_round_with_the_time(bench, chip):
    chip.time = "2026-11-25T12:34:56"
    data = bytearray(3)
    bench.i2c.try_lock()

    bench.i2c.writeto_then_readfrom(0x68, b"\x12", data)

    bench.i2c.unlock()
    assert data == b"\x00\x56\x34"


def test_the_square_wave_is_one_of_four(bench, chip):
    bench.i2c.try_lock()
    seen = []

    for control in (0x00, 0x08, 0x10, 0x18, 0x1C):
        bench.i2c.writeto(0x68, bytes([0x0E, control]))
        seen.append(chip.square_wave)

    bench.i2c.unlock()
    assert seen == [1, 1024, 4096, 8192, 0]


def test_the_oscillator_can_stop_on_the_battery(bench, chip, rtc):
    rtc.disable_oscillator = True
    chip.power_cycle()

    assert rtc.lost_power is True


# The bus


def operations():
    for name in ("datetime", "alarm1", "alarm2", "temperature", "lost_power", "calibration"):
        yield name, lambda r, n=name: getattr(r, n)
    yield "set datetime", lambda r: setattr(r, "datetime", at(2026, 11, 25, 12, 34, 56))
    yield "set alarm1", lambda r: setattr(r, "alarm1", (at(2026), "daily"))
    yield "set alarm1_status", lambda r: setattr(r, "alarm1_status", False)
    yield "set calibration", lambda r: setattr(r, "calibration", 0)
    yield "measure", lambda r: r.measure()


@pytest.mark.parametrize("name, operation", [pytest.param(*o, id=o[0]) for o in operations()])
def test_an_error_of_the_bus_passes_at_every_transaction(bench, rtc, name, operation):
    operation(rtc)
    transactions = bench.i2c.transactions

    for failing in range(1, min(transactions, 5) + 1):
        bench.i2c.inject(Nack(), at=failing)
        with pytest.raises(OSError, match="19"):
            operation(rtc)
        assert bench.i2c.try_lock(), "the bus is still locked"
        bench.i2c.unlock()

    assert rtc.datetime.tm_year == 2026


# On the VM

NO_GARBAGE = """
import board
import adafruit_ds3231
from copperbench.measure import allocates, garbage
rtc = adafruit_ds3231.DS3231(board.I2C())
allocates("lost_power", lambda: rtc.lost_power)
garbage("datetime", lambda: rtc.datetime)
garbage("temperature", lambda: rtc.temperature)
"""


def test_a_reading_leaves_no_garbage_but_what_it_gives():
    wiring = {"chip": [{"part": "ds3231", "time": "2026-11-25T12:34:56"}]}

    result = vm.run(NO_GARBAGE, wiring=wiring, libraries=[FOLDER])

    assert result.exception is None, result.stdout
    figures = dict(result.figures)
    assert figures.pop("datetime") == 192  # the struct_time itself
    assert figures == {"lost_power": False, "temperature": 32}


# The documentation


def test_the_readme_shows_the_differences_from_upstream():
    differences = tomllib.loads((FOLDER / "differences.toml").read_text("utf-8"))["difference"]
    readme = (FOLDER / "README.md").read_text("utf-8")

    for difference in differences:
        cells = (difference[key] for key in ("what", "upstream", "ours", "reason"))
        assert f"| {' | '.join(cells)} |\n" in readme
