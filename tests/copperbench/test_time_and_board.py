# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What programs know of their board: its time, alarms, memory, settings and drive."""

import datetime
import importlib
import time

import alarm
import board
import microcontroller
import pytest
import rtc
import storage
import supervisor
import watchdog
from hypothesis import given, strategies as st

from copperbench import virtual_time
from copperbench.bench import Bench, use
from copperbench.errors import Stop

_MOMENTS = st.datetimes(datetime.datetime(2000, 1, 1), datetime.datetime(2037, 12, 31))


@given(_MOMENTS)
def test_dates_and_seconds_are_those_of_the_calendar(moment):
    moment = moment.replace(microsecond=0)
    seconds = int(moment.replace(tzinfo=datetime.timezone.utc).timestamp())

    found = virtual_time.struct_of(seconds)

    expected = moment.timetuple()
    assert tuple(found) == (*tuple(expected)[:8], -1)
    assert virtual_time.mktime(found) == seconds


def test_sleep_passes_virtual_time_alone(bench):
    virtual_time.sleep(3600)

    assert bench.clock.seconds == 3600
    with pytest.raises(ValueError, match=r"^seconds must be >= 0$"):
        virtual_time.sleep(-1)


def test_a_driver_that_imported_sleep_before_there_was_a_bench_passes_its_time(
    tmp_path, monkeypatch
):
    (tmp_path / "dozing.py").write_text("import board\nfrom time import monotonic, sleep\n")
    monkeypatch.syspath_prepend(tmp_path)
    dozing = importlib.import_module("dozing")
    made = Bench()
    before = use(made)

    try:
        start = dozing.monotonic()
        dozing.sleep(3600)
        took = dozing.monotonic() - start
    finally:
        use(before)

    assert made.clock.seconds == pytest.approx(3600, abs=0.001)
    assert took == pytest.approx(3600, abs=0.001)
    assert dozing.monotonic() == pytest.approx(time.monotonic(), abs=1)


def test_a_loop_that_only_looks_at_the_time_ends(bench):
    end = virtual_time.monotonic() + 0.01

    while virtual_time.monotonic() < end:
        pass

    assert bench.clock.seconds == pytest.approx(0.01, abs=0.0001)


def test_the_time_has_the_steps_of_a_board(bench):
    seconds = {virtual_time.monotonic() for _ in range(250)}
    steps = sorted({virtual_time.monotonic_ns() for _ in range(250)})

    assert len(seconds) == 3  # 2.5 ms have passed
    assert {after - before for before, after in zip(steps, steps[1:])} <= {30517, 30518}


def test_the_clock_of_a_board_begins_in_2000_and_can_be_set(bench):
    first = virtual_time.localtime().tm_year

    rtc.RTC().datetime = (2026, 7, 14, 12, 0, 0, 0, 0, 0)
    virtual_time.sleep(3600)

    now = virtual_time.localtime()
    assert first == 2000
    assert now[:6] == (2026, 7, 14, 13, 0, 0)
    assert (now.tm_wday, now.tm_yday) == (1, 195)


def test_ticks_begin_again_at_two_to_the_29_after_65_seconds(bench):
    first = supervisor.ticks_ms()

    bench.clock.advance(70)

    assert first == 0x1FFF0000 + 1000
    assert supervisor.ticks_ms() == 71000 - 0x10000


@pytest.mark.parametrize("firmware, there", [("10.x", True), ("9.x", False)])
def test_a_setting_can_be_read_on_10_and_not_on_9(firmware, there):
    before = use(Bench(firmware=firmware))
    try:
        assert ("get_setting" in dir(supervisor)) is there
        assert hasattr(supervisor, "get_setting") is there
    finally:
        use(before)


def test_settings_are_read_from_the_drive(program, tmp_path):
    (tmp_path / "settings.toml").write_text(
        'NAME = "a \\"b\\""  # said\nPORT = 0x50\nRATIO = 1.5\nDEBUG = true\n', "utf-8"
    )

    text = program(
        """
        import supervisor
        for key in ("NAME", "PORT", "RATIO", "DEBUG", "NONE"):
            print(supervisor.get_setting(key, "nothing"))
        """,
        drive=tmp_path,
    )

    assert text == 'a "b"\n80\n1.5\nTrue\nnothing\n'


def test_nvm_keeps_what_is_written(bench):
    microcontroller.nvm[0:3] = b"abc"
    microcontroller.nvm[-1] = 7

    assert microcontroller.nvm[0:4] == b"abc\xff"
    assert (len(microcontroller.nvm), microcontroller.nvm[4095]) == (4096, 7)
    with pytest.raises(ValueError, match=r"^Slice and value different lengths.$"):
        microcontroller.nvm[0:3] = b"ab"


def test_the_world_sets_the_temperature_of_the_chip(bench):
    bench.mcu.temperature = 41.5

    assert microcontroller.cpu.temperature == 41.5


def test_delay_us_passes_time(bench):
    microcontroller.delay_us(250)

    assert bench.clock.us == 250


def test_a_reset_ends_the_program(bench):
    with pytest.raises(Stop, match=r"microcontroller\.reset"):
        microcontroller.reset()

    assert microcontroller.cpu.reset_reason is microcontroller.ResetReason.SOFTWARE


def test_a_watchdog_bites_a_program_that_does_not_feed_it(bench):
    dog = microcontroller.watchdog
    dog.timeout = 2.5
    dog.mode = watchdog.WatchDogMode.RAISE

    virtual_time.sleep(2)
    dog.feed()
    virtual_time.sleep(2)
    with pytest.raises(watchdog.WatchDogTimeout):
        virtual_time.sleep(1)

    assert bench.clock.seconds == 4.5
    assert dog.mode is None


def test_light_sleep_ends_with_the_alarm_that_comes_first(bench):
    late = alarm.time.TimeAlarm(monotonic_time=virtual_time.monotonic() + 10)
    pin = alarm.pin.PinAlarm(board.D5, value=False, pull=True)
    bench.clock.at(4000000, lambda: setattr(bench.pin("D5"), "value", False))

    woken = alarm.light_sleep_until_alarms(late, pin)

    assert woken is pin
    assert alarm.wake_alarm is pin
    assert bench.clock.seconds == pytest.approx(4, abs=0.01)


def test_deep_sleep_ends_the_program(program):
    text = program(
        """
        import alarm, time
        soon = alarm.time.TimeAlarm(monotonic_time=time.monotonic() + 1)
        print("before")
        alarm.exit_and_deep_sleep_until_alarms(soon)
        print("after")
        """
    )

    assert text == "before\n"


def test_the_drive_is_read_only_until_it_is_remounted_without_a_computer(bench):
    before = storage.getmount("/").readonly
    storage.remount("/", readonly=False)
    after = storage.getmount("/").readonly

    bench.usb.connect()

    assert (before, after) == (True, False)
    with pytest.raises(RuntimeError, match=r"^Cannot remount path when visible via USB.$"):
        storage.remount("/", readonly=True)
