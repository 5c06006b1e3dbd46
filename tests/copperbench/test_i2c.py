# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""busio.I2C where the recorded cases do not reach: time, boards, pins, buffers, multiplexers."""

import array

import board
import busio
import digitalio
import pytest

from copperbench import chips
from copperbench.bench import Bench, use
from copperbench.chip import I2CChip, Register, RegisterChip
from copperbench.errors import Mistake, WiringError


class Memory(RegisterChip):
    name = "memory"
    max_frequency = 1000000
    REGISTERS = tuple(Register(address, "CELL") for address in range(16))


class Picky(I2CChip):
    """Takes two bytes of a write and refuses the third."""

    name = "picky"

    def start(self, read):
        self.count = 0
        return True

    def write(self, byte):
        self.count += 1
        return self.count <= 2


@pytest.fixture
def i2c(bench):
    """The board's I2C, locked."""
    bus = board.I2C()
    bus.try_lock()
    yield bus
    bus.unlock()


@pytest.fixture
def pico():
    """A Pico, whose pins are not called after buses."""
    made = Bench(board="raspberry_pi_pico")
    before = use(made)
    yield made
    use(before)


@pytest.mark.parametrize(
    "frequency,us",
    [
        pytest.param(100000, 290, id="address, two bytes, START and STOP: 29 bits of 10 µs"),
        pytest.param(400000, 72, id="29 bits of 2.5 µs"),
        pytest.param(1000000, 29, id="29 bits of 1 µs"),
    ],
)
def test_a_transaction_takes_the_time_of_its_bits(bench, frequency, us):
    bench.i2c_bus("SCL", "SDA").attach(Memory(0x48))
    with busio.I2C(board.SCL, board.SDA, frequency=frequency) as bus:
        bus.try_lock()
        before = bench.clock.us
        bus.writeto(0x48, b"\x00\x11")

        assert bench.clock.us - before == us


def test_a_data_byte_refused_is_errno_5_and_ends_the_write(bench, i2c):
    bench.i2c.attach(Picky(0x50))

    with pytest.raises(OSError, match="5") as error:
        i2c.writeto(0x50, b"\x01\x02\x03\x04")

    assert error.value.errno == 5
    assert bench.i2c.log[-1].written == b"\x01\x02\x03"
    assert bench.i2c.log[-1].acknowledged == 3


@pytest.mark.parametrize("frequency", [1000001, 3400000])
def test_a_frequency_above_1_mhz_is_refused_and_leaves_the_pins_free(bench, frequency):
    with pytest.raises(ValueError, match="frequency must be <= 1000000"):
        busio.I2C(board.SCL, board.SDA, frequency=frequency)

    digitalio.DigitalInOut(board.SCL).deinit()


@pytest.mark.parametrize(
    "scl,sda", [("GP4", "GP5"), ("GP5", "GP2"), ("GP7", "GP4"), ("GP6", "GP4")]
)
def test_pins_that_no_peripheral_reaches_are_refused(pico, scl, sda):
    with pytest.raises(ValueError, match="Invalid pins"):
        busio.I2C(getattr(board, scl), getattr(board, sda))


def test_a_peripheral_is_free_again_after_deinit(pico):
    busio.I2C(board.GP5, board.GP4).deinit()

    busio.I2C(board.GP9, board.GP8).deinit()


def test_without_pull_ups_there_is_no_bus(bench):
    bench.pull_ups = False
    with pytest.raises(RuntimeError, match="No pull up found on SDA or SCL; check your wiring"):
        board.I2C()
    bench.pin("SCL").pull = bench.pin("SDA").pull = "up"

    assert board.I2C().try_lock()
    board.I2C().unlock()


def test_two_functions_on_the_same_pins_are_one_bus(bench):
    assert board.I2C() is board.STEMMA_I2C()


def test_a_board_without_board_i2c_has_the_bus_of_its_connector(pico):
    chip = pico.i2c.attach(Memory(0x48))
    bus = busio.I2C(board.GP5, board.GP4)
    bus.try_lock()

    assert not hasattr(board, "I2C")
    assert bus.probe(0x48)
    assert chip.bus.name == "I2C GP5/GP4"


def test_to_attach_a_chip_leaves_the_pins_to_the_program(bench):
    bench.i2c.attach(Memory(0x48))

    with busio.I2C(board.SCL, board.SDA) as bus:
        assert bus.try_lock()


def test_a_driver_that_gets_the_handle_shares_the_lock_with_the_boards_bus(bench):
    assert bench.i2c.try_lock()
    assert not board.I2C().try_lock()
    board.I2C().unlock()

    assert bench.i2c.try_lock()


@pytest.mark.parametrize(
    "buffer,size",
    [
        pytest.param(bytearray(4), 1, id="bytes"),
        pytest.param(array.array("H", [0] * 4), 2, id="two bytes each"),
        pytest.param(array.array("L", [0] * 4), array.array("L").itemsize, id="a long each"),
        pytest.param(memoryview(array.array("h", [0] * 6))[1:5], 2, id="a view of shorts"),
    ],
)
def test_slices_count_items_and_transfers_count_bytes(bench, i2c, buffer, size):
    bench.i2c.attach(Memory(0x48))

    i2c.readfrom_into(0x48, buffer, start=1, end=-1)

    assert len(bench.i2c.log[-1].read) == 2 * size


def test_a_str_can_be_written_as_its_bytes(bench, i2c):
    bench.i2c.attach(Memory(0x48))

    i2c.writeto(0x48, "\x00ab", end=2)

    assert bench.i2c.log[-1].written == b"\x00a"


@pytest.mark.parametrize("buffer", [b"ab", "ab", memoryview(b"ab"), 5, None, [1, 2]])
def test_what_cannot_be_written_to_is_no_buffer_to_read_into(bench, i2c, buffer):
    bench.i2c.attach(Memory(0x48))

    with pytest.raises(TypeError, match="object with buffer protocol required"):
        i2c.readfrom_into(0x48, buffer)


def test_an_address_of_eight_bits_is_told_with_the_one_that_was_meant(bench, i2c):
    bench.i2c.attach(Memory(0x48))

    with pytest.raises(Mistake, match=r"0x90 has more than 7 bits: .* 0x90 is 0x48 here"):
        i2c.writeto(0x90, b"\x00")


def test_a_probe_forgets_the_eighth_bit_as_the_firmware_does(bench, i2c):
    bench.i2c.attach(Memory(0x48))

    assert i2c.probe(0xC8)


def test_a_start_before_the_buffer_is_told(bench, i2c):
    bench.i2c.attach(Memory(0x48))

    with pytest.raises(Mistake, match="start=-9 lies before a buffer of 4 items"):
        i2c.writeto(0x48, b"abcd", start=-9)


def test_two_chips_at_one_address_are_a_wiring_error(bench):
    bench.i2c.attach(Memory(0x48))

    with pytest.raises(WiringError, match="memory and memory both have address 0x48"):
        bench.i2c.attach(Memory(0x48))


class TestMultiplexer:
    @pytest.fixture
    def mux(self, bench):
        return bench.i2c.attach(chips.TCA9548A())

    def test_chips_of_one_address_answer_by_channel(self, bench, i2c, mux):
        left = mux.channels[0].attach(Memory(0x48))
        right = mux.channels[7].attach(Memory(0x48))
        left.memory[0] = 0x11
        right.memory[0] = 0x22
        data = bytearray(2)

        i2c.writeto(0x70, b"\x01")
        i2c.writeto_then_readfrom(0x48, b"\x00", data, in_end=1)
        i2c.writeto(0x70, b"\x80")
        i2c.writeto_then_readfrom(0x48, b"\x00", data, in_start=1)

        assert data == b"\x11\x22"

    def test_nobody_answers_behind_a_closed_channel(self, i2c, mux):
        mux.channels[0].attach(Memory(0x48))

        assert i2c.scan() == [0x70]

    def test_two_open_channels_with_one_address_are_told(self, i2c, mux):
        mux.channels[0].attach(Memory(0x48))
        mux.channels[1].attach(Memory(0x48))
        i2c.writeto(0x70, b"\x03")

        with pytest.raises(Mistake, match="two chips answer at 0x48"):
            i2c.writeto(0x48, b"\x00")

    def test_one_channel_has_an_address_once(self, mux):
        mux.channels[0].attach(Memory(0x48))

        with pytest.raises(WiringError, match="both have address 0x48"):
            mux.channels[0].attach(Memory(0x48))

    def test_a_power_cycle_closes_all_channels(self, i2c, mux):
        i2c.writeto(0x70, b"\xff")
        mux.power_cycle()
        data = bytearray(1)

        i2c.readfrom_into(0x70, data)

        assert data == b"\x00"
