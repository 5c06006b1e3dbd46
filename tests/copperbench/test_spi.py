# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""busio.SPI where the recorded cases do not reach: selection, modes, clocks, time."""

import board
import busio
import digitalio
import pytest

from adafruit_bus_device.spi_device import SPIDevice
from copperbench import chips
from copperbench.bench import Bench
from copperbench.chip_spi import SPIChip
from copperbench.errors import Mistake, WiringError


class Echo(SPIChip):
    """Answers each byte with the one before."""

    name = "echo"
    max_frequency = 4000000
    last = 0xE0

    def exchange(self, byte):
        value, self.last = self.last, byte
        return value


@pytest.fixture
def chip(bench):
    return bench.spi.attach(Echo(), cs="D5")


@pytest.fixture
def cs(bench):
    pin = digitalio.DigitalInOut(board.D5)
    pin.switch_to_output(value=True)
    return pin


@pytest.fixture
def spi(bench):
    """The board's SPI, locked."""
    bus = board.SPI()
    bus.try_lock()
    yield bus
    bus.unlock()


def test_a_chip_hears_only_what_comes_while_it_is_selected(bench, chip, cs, spi):
    spi.write(b"\x01")
    cs.value = False
    spi.write(b"\x02")
    cs.value = True
    spi.write(b"\x03")

    assert chip.last == 0x02


def test_all_calls_of_one_selection_are_one_transaction(bench, chip, cs):
    device = SPIDevice(bench.spi, cs)
    data = bytearray(2)
    with device as spi:
        spi.write(b"\x01\x02")
        spi.readinto(data)

    record = bench.spi.log[-1]

    assert bench.spi.transactions == 1
    assert (record.written, record.read) == (b"\x01\x02\x00\x00", b"\xe0\x01\x02\x00")
    assert [part.wanted for part in record.parts] == [False, True]
    assert data == b"\x02\x00"


def test_nobody_selected_reads_as_the_idle_line(bench, chip, cs, spi):
    data = bytearray(2)
    spi.readinto(data)
    assert data == b"\xff\xff"

    bench.spi.bus.idle = 0x00
    spi.readinto(data)
    assert data == b"\x00\x00"


def test_an_unplugged_chip_reads_as_the_idle_line(bench, chip, cs):
    chip.unplug()
    data = bytearray(2)
    with SPIDevice(bench.spi, cs) as spi:
        spi.readinto(data)

    assert data == b"\xff\xff"


def test_one_buffer_may_be_both(bench, chip, cs):
    data = bytearray(b"\x01\x02\x03")
    with SPIDevice(bench.spi, cs) as spi:
        spi.write_readinto(data, data)

    assert data == b"\xe0\x01\x02"
    assert bench.spi.log[-1].written == b"\x01\x02\x03"


def test_slices_of_different_length_are_refused(spi):
    with pytest.raises(ValueError, match="buffer slices must be of equal length"):
        spi.write_readinto(b"abc", bytearray(2))


@pytest.mark.parametrize(
    "asked,given",
    [
        pytest.param(250000, 250000, id="a divider of 500"),
        pytest.param(1000000, 1000000, id="a divider of 125 by 2 by … 124"),
        pytest.param(24000000, 20833333, id="the next below 24 MHz"),
        pytest.param(62500000, 62500000, id="the fastest"),
        pytest.param(100000000, 62500000, id="above the fastest"),
        pytest.param(-1, 62500000, id="a baudrate that wraps"),
    ],
)
def test_the_clock_is_what_the_dividers_give(spi, asked, given):
    spi.configure(baudrate=asked)

    assert spi.frequency == pytest.approx(given, rel=0.01)
    assert spi.frequency <= asked & 0xFFFFFFFF


def test_a_burst_takes_its_bits_with_nothing_lost_to_rounding(bench, spi):
    spi.configure(baudrate=62500000)
    before = bench.clock.us
    for _ in range(1000):
        spi.write(b"\x00")

    assert bench.clock.us - before == 128  # 8000 bits of 16 ns


@pytest.mark.parametrize(
    "clock,mosi,miso", [("D24", "D25", None), ("SCK", "D9", None), ("SCK", None, "D10")]
)
def test_pins_of_different_peripherals_are_refused(bench, clock, mosi, miso):
    pins = [None if name is None else getattr(board, name) for name in (clock, mosi, miso)]

    with pytest.raises(ValueError, match="Invalid pins"):
        busio.SPI(*pins)


def test_a_bus_without_data_pins_is_refused(bench):
    with pytest.raises(ValueError, match="Must provide MISO or MOSI pin"):
        busio.SPI(board.SCK)


@pytest.mark.parametrize(
    "argument,message",
    [
        pytest.param({"clock": 5}, "clock must be of type Pin, not int", id="clock"),
        pytest.param({"MOSI": 5}, "mosi must be of type Pin or None, not int", id="MOSI"),
        pytest.param({"half_duplex": True}, "half_duplex", id="half duplex"),
    ],
)
def test_wrong_arguments_have_the_firmwares_words(bench, argument, message):
    arguments = {"clock": board.SCK, "MOSI": board.MOSI, "MISO": board.MISO, **argument}

    with pytest.raises((TypeError, NotImplementedError), match=message):
        busio.SPI(**arguments)


def test_a_clock_above_the_chips_limit_is_told(bench, chip, cs):
    message = r"echo: the clock is 7812500 Hz, .* takes 4000000 Hz"
    device = SPIDevice(bench.spi, cs, baudrate=8000000)
    with device as spi, pytest.raises(Mistake, match=message):
        spi.write(b"\x00")


def test_a_mode_that_the_chip_has_not_is_told(bench, chip, cs):
    device = SPIDevice(bench.spi, cs, polarity=1, phase=1)
    message = "echo: the bus is in SPI mode 3, and the chip needs 0"
    with device as spi, pytest.raises(Mistake, match=message):
        spi.write(b"\x00")


def test_two_chips_selected_at_once_are_told(bench, chip, cs):
    other = Echo()
    other.name = "the other"
    bench.spi.attach(other, cs="D6")
    second = digitalio.DigitalInOut(board.D6)
    second.switch_to_output(value=True)
    cs.value = False

    with pytest.raises(Mistake, match="echo and the other are selected at once"):
        second.value = False


def test_the_boards_bus_keeps_its_lock_over_deinit(bench):
    bus = board.SPI()
    assert bus.try_lock()
    bus.deinit()

    assert board.SPI() is bus
    assert not bus.try_lock()
    bus.unlock()


def test_a_board_without_spi_says_how_to_have_one():
    made = Bench(board="raspberry_pi_pico")

    with pytest.raises(WiringError, match=r"no board.SPI\(\): have chips on bench.spi_bus\("):
        made.spi  # noqa: B018


def test_lights_without_cs_hear_what_is_meant_for_others(bench, chip, cs):
    strip = bench.spi.attach(chips.APA102(1))
    with SPIDevice(bench.spi, cs) as spi:
        spi.write(b"\x00\x00\x00\x00\xff\x01\x02\x03\x00")

    assert strip.colors == [(3, 2, 1)]
    assert chip.last == 0x00


def test_two_chips_without_cs_that_both_answer_are_a_wiring_error(bench):
    bench.spi.attach(Echo())

    with pytest.raises(WiringError, match="echo and echo on SPI SCK have no CS"):
        bench.spi.attach(Echo())


def test_a_chip_that_was_detached_hears_no_more(bench, chip, cs):
    bench.spi.detach(chip)
    with SPIDevice(bench.spi, cs) as spi:
        spi.write(b"\x01")

    assert chip.last == 0xE0
