# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What simulated chips are made from: registers of all kinds, words, displays, chains."""

import board
import digitalio
import pytest
from hypothesis import given, strategies as st

from copperbench.chip import READ_ONLY, WRITE_ONLY, Fifo, Register, RegisterChip, WordRegisterChip
from copperbench.chip_display import I2CDisplayChip, SPIDisplayChip
from copperbench.chip_shift import ShiftIn, ShiftOut
from copperbench.chip_spi import BothRegisterChip, SPIRegisterChip
from copperbench.chip_words import CommandChip, crc8
from copperbench.errors import Mistake, WiringError


class Everything(RegisterChip):
    """One register of each kind."""

    name = "everything"
    REGISTERS = (
        Register(0x00, "ID", READ_ONLY, reset=0x5A),
        Register(0x01, "CONTROL", mask=0x0F, reset=0x03),
        Register(0x02, "FLAGS", clear=0xF0, mask=0xFF, reset=0xF5),
        Register(0x03, "START", self_clearing=0x01),
        Register(0x04, "EVENTS", READ_ONLY, read_clears=0x03, reset=0x07),
        Register(0x05, "KEY", WRITE_ONLY),
        Register(0x06, "MODE", reserved=0xC0, reset=0x40),
        Register(0x07, "FUSE", one_time=True),
        Register(0x08, "SAMPLE", READ_ONLY, width=3, reset=0x123456, big_endian=False),
        Register(0x0B, "LIMIT", width=2, reset=0xABCD),
        Register(0x0D, "QUEUE", READ_ONLY, fifo=True),
    )

    def __init__(self):
        self.queue = Fifo(4)
        self.started = 0
        super().__init__(0x48)

    def reading(self, address):
        if address == 0x0D:
            self.memory[address] = self.queue.get()

    def written(self, address, value):
        if address == 0x03 and self.memory[address] & 0x01:
            self.started += 1


@pytest.fixture
def chip(bench):
    return bench.i2c.attach(Everything())


@pytest.fixture
def i2c(bench):
    """The board's I2C, locked."""
    bus = board.I2C()
    bus.try_lock()
    yield bus
    bus.unlock()


def read(i2c, register, count=1, address=0x48):
    data = bytearray(count)
    i2c.writeto_then_readfrom(address, bytes([register]), data)
    return bytes(data)


class TestRegisterChip:
    def test_registers_start_at_their_reset_values(self, chip, i2c):
        assert read(i2c, 0x00, 3) == b"\x5a\x03\xf5"

    def test_bits_outside_the_mask_ignore_a_write(self, chip, i2c):
        i2c.writeto(0x48, b"\x01\xfc")

        assert read(i2c, 0x01) == b"\x0c"

    def test_writing_one_clears(self, chip, i2c):
        i2c.writeto(0x48, b"\x02\x5a")

        assert read(i2c, 0x02) == b"\xaa"  # bits 7 and 5 stay, 6 and 4 clear, the rest is plain

    def test_a_bit_that_starts_something_reads_as_zero(self, chip, i2c):
        i2c.writeto(0x48, b"\x03\x81")

        assert chip.started == 1
        assert read(i2c, 0x03) == b"\x80"

    def test_reading_clears_what_it_is_said_to_clear(self, chip, i2c):
        assert read(i2c, 0x04) == b"\x07"
        assert read(i2c, 0x04) == b"\x04"

    def test_what_is_write_only_reads_as_zero_and_is_kept(self, chip, i2c):
        i2c.writeto(0x48, b"\x05\xa5")

        assert read(i2c, 0x05) == b"\x00"
        assert chip.memory[0x05] == 0xA5

    def test_a_fuse_stays_blown_without_supply(self, chip, i2c):
        i2c.writeto(0x48, b"\x07\x05")
        i2c.writeto(0x48, b"\x07\x02")
        i2c.writeto(0x48, b"\x01\x00")
        chip.power_cycle()

        assert read(i2c, 0x07) == b"\x07"
        assert read(i2c, 0x01) == b"\x03"

    def test_wide_registers_have_their_byte_order(self, chip, i2c):
        assert read(i2c, 0x08, 5) == b"\x56\x34\x12\xab\xcd"

    def test_a_queue_keeps_the_pointer(self, chip, i2c):
        chip.queue.put(b"\x01\x02\x03")

        assert read(i2c, 0x0D, 4) == b"\x01\x02\x03\x00"

    @pytest.mark.parametrize(
        "data,message",
        [
            pytest.param(
                b"\x00\x01",
                r"everything: ID \(0x00\) is read-only: 0x01 is written",
                id="read-only",
            ),
            pytest.param(
                b"\x06\x80",
                r"MODE .* its bits 0xc0 are reserved, and must stay 0x40",
                id="reserved",
            ),
            pytest.param(
                b"\x0e\x01", "there is no register 0x0e to write 0x01 to", id="past the last"
            ),
        ],
    )
    def test_a_wrong_write_is_told(self, bench, chip, i2c, data, message):
        if data[0] == 0x0E:  # where the pointer runs, since the chip refuses to be pointed there
            chip._map_known[0x0E] = 1
            i2c.writeto(0x48, b"\x0e")
            chip._map_known[0x0E] = 0
            with pytest.raises(Mistake, match=message):
                chip.write(data[1])
            return
        with pytest.raises(Mistake, match=message):
            i2c.writeto(0x48, data)

    def test_a_pointer_to_nowhere_is_refused_and_no_mistake(self, bench, chip, i2c):
        with pytest.raises(OSError, match="5"):
            i2c.writeto(0x48, b"\x55")

        assert bench.mistakes == []

    def test_the_pointer_wraps(self, bench, i2c):
        class Ring(RegisterChip):
            SIZE = 4
            REGISTERS = tuple(Register(address, "CELL", reset=address) for address in range(4))

        bench.i2c.attach(Ring(0x30))

        assert read(i2c, 2, 5, address=0x30) == b"\x02\x03\x00\x01\x02"

    def test_a_pointer_of_two_bytes(self, bench, i2c):
        class Eeprom(RegisterChip):
            POINTER_BYTES = 2
            SIZE = 1024
            REGISTERS = tuple(
                Register(address, "CELL", reset=address & 0xFF) for address in range(1024)
            )

        bench.i2c.attach(Eeprom(0x50))
        data = bytearray(2)
        i2c.writeto_then_readfrom(0x50, b"\x03\x21", data)

        assert data == b"\x21\x22"

    def test_without_the_increment_bit_the_pointer_stays(self, bench, i2c):
        class Gyro(RegisterChip):
            INCREMENT_BIT = 0x80
            REGISTERS = tuple(
                Register(address, "OUT", reset=address) for address in range(0x28, 0x2E)
            )

        bench.i2c.attach(Gyro(0x6A))

        assert read(i2c, 0x28, 3, address=0x6A) == b"\x28\x28\x28"
        assert read(i2c, 0xA8, 3, address=0x6A) == b"\x28\x29\x2a"

    def test_banks_share_what_belongs_to_none(self, bench, i2c):
        class Banked(RegisterChip):
            SIZE = 16
            BANKS = 2
            REGISTERS = (
                Register(0x00, "A0", reset=0x0A, bank=0),
                Register(0x00, "B0", reset=0x0B, bank=1),
                Register(0x0F, "BANK"),
            )

            def written(self, address, value):
                if address == 0x0F:
                    self.bank = value

        bench.i2c.attach(Banked(0x68))
        first = read(i2c, 0x00, address=0x68)
        i2c.writeto(0x68, b"\x0f\x01")

        assert first == b"\x0a"
        assert read(i2c, 0x00, address=0x68) == b"\x0b"
        assert read(i2c, 0x0F, address=0x68) == b"\x01"


class Meter(WordRegisterChip):
    name = "meter"
    REGISTERS = (
        Register(0x00, "CONFIG", width=2, mask=0x7FFF, reset=0x399F, self_clearing=0x0001),
        Register(0x01, "VALUE", READ_ONLY, width=2),
        Register(0x02, "LIMIT", width=2, reset=0x1234, big_endian=False),
        Register(0x03, "LONG", READ_ONLY, width=3, reset=0xABCDEF),
        Register(0x04, "FLAGS", width=2, clear=0xFFFF, reset=0x00FF, read_clears=0x0001),
    )
    volts = 1.5

    def reading(self, address):
        if address == 0x01:
            self.values[address] = round(self.volts * 1000)


class TestWordRegisterChip:
    @pytest.fixture
    def chip(self, bench):
        return bench.i2c.attach(Meter(0x40))

    def test_words_are_read_again_and_again(self, chip, i2c):
        assert read(i2c, 0x01, 4, address=0x40) == b"\x05\xdc\x05\xdc"

    def test_each_register_has_its_width_and_order(self, chip, i2c):
        assert read(i2c, 0x02, 2, address=0x40) == b"\x34\x12"
        assert read(i2c, 0x03, 3, address=0x40) == b"\xab\xcd\xef"

    def test_a_word_is_written_when_it_is_complete(self, chip, i2c):
        i2c.writeto(0x40, b"\x02\xcd\xab")
        i2c.writeto(0x40, b"\x00\xff\xfd")

        assert chip.values[0x02] == 0xABCD
        assert chip.values[0x00] == 0x7FFC

    def test_a_fuse_is_the_chips_own(self, bench, i2c):
        class Fused(WordRegisterChip):
            REGISTERS = (Register(0x00, "FUSES", width=2, one_time=True),)

        first = bench.i2c.attach(Fused(0x10))
        second = bench.i2c.attach(Fused(0x11))
        i2c.writeto(0x10, b"\x00\x80\x01")
        first.power_cycle()
        second.power_cycle()

        assert (first.values[0], second.values[0]) == (0x8001, 0x0000)

    def test_half_a_word_changes_nothing_and_is_told(self, chip, i2c):
        with pytest.raises(Mistake, match=r"meter: CONFIG \(0x00\) takes 2 bytes, and 1 came"):
            i2c.writeto(0x40, b"\x00\xff")

        assert chip.values[0x00] == 0x399F

    def test_flags_clear_by_ones_and_by_reading(self, chip, i2c):
        i2c.writeto(0x40, b"\x04\x00\xf0")

        assert read(i2c, 0x04, 2, address=0x40) == b"\x00\x0f"
        assert read(i2c, 0x04, 2, address=0x40) == b"\x00\x0e"

    def test_a_read_only_word_is_told(self, chip, i2c):
        with pytest.raises(Mistake, match=r"meter: VALUE \(0x01\) is read-only: 0x0000 is written"):
            i2c.writeto(0x40, b"\x01\x00\x00")


class Humidity(CommandChip):
    name = "humidity"
    COMMANDS = {0x2400: 0, 0x2C06: 0, 0x611D: 1, 0xF32D: 0}  # noqa: RUF012
    limit = 0

    def run(self, command):
        if command in (0x2400, 0x2C06):
            self.wait(15500)
        elif command == 0x611D:
            self.limit = self.words[0]

    def stretches(self, command):
        return command == 0x2C06

    def respond(self, command):
        if command == 0xF32D:
            self.put(0xBEEF)
        else:
            self.put(0x6666)
            self.put(0x8000)


class TestCommandChip:
    @pytest.fixture
    def chip(self, bench):
        return bench.i2c.attach(Humidity(0x44))

    def test_the_checksum_is_sensirions(self):
        assert crc8(b"\xbe\xef", 0, 2) == 0x92  # their data sheets' own example

    def test_an_answer_has_a_checksum_for_each_word(self, chip, i2c):
        i2c.writeto(0x44, b"\xf3\x2d")
        data = bytearray(3)
        i2c.readfrom_into(0x44, data)

        assert data == b"\xbe\xef\x92"

    def test_it_refuses_to_be_read_until_it_is_ready(self, bench, chip, i2c):
        i2c.writeto(0x44, b"\x24\x00")
        data = bytearray(6)
        with pytest.raises(OSError, match="19"):
            i2c.readfrom_into(0x44, data)
        bench.clock.advance(0.0155)
        i2c.readfrom_into(0x44, data)

        assert data[:2] == b"\x66\x66"
        assert bench.mistakes == []

    def test_it_holds_the_clock_where_it_is_asked_to(self, bench, chip, i2c):
        data = bytearray(6)
        before = bench.clock.us
        i2c.writeto_then_readfrom(0x44, b"\x2c\x06", data)

        assert bench.clock.us - before > 15500
        assert data[3:5] == b"\x80\x00"

    def test_it_gives_an_answer_once(self, chip, i2c):
        i2c.writeto(0x44, b"\xf3\x2d")
        i2c.readfrom_into(0x44, bytearray(3))

        with pytest.raises(OSError, match="19"):
            i2c.readfrom_into(0x44, bytearray(3))

    def test_words_come_with_their_checksum(self, chip, i2c):
        i2c.writeto(0x44, b"\x61\x1d\xbe\xef\x92")

        assert chip.limit == 0xBEEF

    @pytest.mark.parametrize(
        "data,message",
        [
            pytest.param(b"\x12\x34", "humidity: there is no command 0x1234", id="command"),
            pytest.param(b"\x61\x1d\xbe\xef\x93", "is 0x93, and should be 0x92", id="checksum"),
            pytest.param(
                b"\x61\x1d", "takes 1 words with a checksum each, 3 bytes: 0 came", id="missing"
            ),
        ],
    )
    def test_a_wrong_command_is_told(self, chip, i2c, data, message):
        with pytest.raises(Mistake, match=message):
            i2c.writeto(0x44, data)


class Barometer(BothRegisterChip):
    name = "barometer"
    REGISTERS = (Register(0xD0, "ID", READ_ONLY, reset=0x60), Register(0xF4, "CONTROL"))

    def spi_address(self, bits):
        return bits | 0x80


class Gyro(SPIRegisterChip):
    name = "gyro"
    MULTIPLE_BIT = 0x40
    ADDRESS_MASK = 0x3F
    DUMMY_BYTES = 1
    REGISTERS = tuple(Register(address, "OUT", reset=address) for address in range(0x28, 0x2E))


class TestSPIRegisters:
    @pytest.fixture
    def cs(self, bench):
        pin = digitalio.DigitalInOut(board.D5)
        pin.switch_to_output(value=True)
        return pin

    @pytest.fixture
    def spi(self, bench):
        bus = board.SPI()
        bus.try_lock()
        yield bus
        bus.unlock()

    def exchange(self, spi, cs, out, count):
        data = bytearray(count)
        cs.value = False
        spi.write(out)
        spi.readinto(data)
        cs.value = True
        return bytes(data)

    def test_one_map_is_on_both_buses(self, bench, cs, spi, i2c):
        bench.i2c.attach(Barometer(0x76))
        bench.spi.attach(Barometer(0x76), cs="D5")

        assert read(i2c, 0xD0, address=0x76) == b"\x60"
        assert self.exchange(spi, cs, b"\xd0", 1) == b"\x60"

    def test_the_read_bit_tells_a_write(self, bench, cs, spi):
        chip = bench.spi.attach(Barometer(0x76), cs="D5")
        cs.value = False
        spi.write(b"\x74\x27")
        cs.value = True

        assert chip.memory[0xF4] == 0x27

    def test_the_multiple_bit_moves_the_pointer_and_dummies_come_first(self, bench, cs, spi):
        bench.spi.attach(Gyro(), cs="D5")

        assert self.exchange(spi, cs, b"\xa8", 3) == b"\xff\x28\x28"
        assert self.exchange(spi, cs, b"\xe8", 3) == b"\xff\x28\x29"


class TestDisplays:
    def test_the_dc_pin_tells_commands_from_data(self, bench):
        class Panel(SPIDisplayChip):
            def __init__(self):
                super().__init__()
                self.got = []
                self.resets = 0

            def power_up(self):
                self.resets += 1

            def command(self, byte):
                self.got.append(byte)

            def data(self, buffer, start, end):
                self.got.append(bytes(buffer[start:end]))

        panel = bench.spi.attach(Panel(), cs="D5", dc="D6", reset="D9")
        lines = {}
        for name in ("D5", "D6", "D9"):
            lines[name] = digitalio.DigitalInOut(getattr(board, name))
            lines[name].switch_to_output(value=True)
        lines["D9"].value = False
        lines["D9"].value = True
        spi = board.SPI()
        spi.try_lock()
        lines["D5"].value = False
        lines["D6"].value = False
        spi.write(b"\x2a\x2b")
        lines["D6"].value = True
        spi.write(b"\x00\x01\x02")
        lines["D5"].value = True
        spi.unlock()

        assert panel.got == [0x2A, 0x2B, b"\x00\x01\x02"]
        assert panel.resets == 2  # at the supply's rise, and by the pin
        assert [part.data for part in bench.spi.log[-1].parts] == [False, True]

    def test_the_control_byte_tells_commands_from_data(self, bench, i2c):
        class Panel(I2CDisplayChip):
            def __init__(self):
                super().__init__()
                self.commands = bytearray()
                self.pixels = bytearray()

            def command(self, byte):
                self.commands.append(byte)

            def data(self, byte):
                self.pixels.append(byte)

        panel = bench.i2c.attach(Panel())
        i2c.writeto(0x3C, b"\x00\xae\xd5")
        i2c.writeto(0x3C, b"\x80\xa4\x40\x11\x22")

        assert (panel.commands, panel.pixels) == (b"\xae\xd5\xa4", b"\x11\x22")

    def test_a_wrong_control_byte_is_told(self, bench, i2c):
        bench.i2c.attach(I2CDisplayChip())

        with pytest.raises(Mistake, match="0x41 is no control byte"):
            i2c.writeto(0x3C, b"\x41\x00")


class TestChains:
    def test_outputs_change_when_the_latch_rises(self, bench):
        chip = bench.spi.attach(ShiftOut(2), cs="D5")
        latch = digitalio.DigitalInOut(board.D5)
        latch.switch_to_output(value=True)
        spi = board.SPI()
        spi.try_lock()
        latch.value = False
        spi.write(b"\x01\x80")
        before = chip.outputs
        latch.value = True
        spi.unlock()

        assert before == b"\x00\x00"
        assert chip.outputs == b"\x80\x01"  # the last byte stays in the chip next to the board

    def test_outputs_can_be_shifted_by_hand(self, bench):
        chip = ShiftOut(1).connect_pins(bench.pin("D9"), bench.pin("D10"), bench.pin("D11"))
        clock, data, latch = (
            digitalio.DigitalInOut(pin) for pin in (board.D9, board.D10, board.D11)
        )
        for pin in (clock, data, latch):
            pin.switch_to_output(value=False)
        for bit in (1, 0, 1, 0, 0, 0, 1, 1):
            data.value = bit
            clock.value = True
            clock.value = False
        latch.value = True

        assert chip.outputs == b"\xa3"

    def test_inputs_are_what_they_were_when_they_were_loaded(self, bench):
        chip = ShiftIn(2).connect_pins(bench.pin("D9"), bench.pin("D10"), bench.pin("D11"))
        clock, load = (digitalio.DigitalInOut(pin) for pin in (board.D9, board.D11))
        data = digitalio.DigitalInOut(board.D10)
        clock.switch_to_output(value=False)
        load.switch_to_output(value=True)
        chip.inputs[:] = b"\xa3\x0f"
        load.value = False
        load.value = True
        chip.inputs[:] = b"\x00\x00"
        bits = []
        for _ in range(16):
            bits.append(data.value)
            clock.value = True
            clock.value = False

        assert int("".join(str(int(bit)) for bit in bits), 2) == 0xA30F


@given(data=st.binary(max_size=12), size=st.integers(1, 8), oldest=st.booleans())
def test_a_fifo_keeps_the_first_or_the_last(data, size, oldest):
    fifo = Fifo(size)
    fifo.put(data, drop_oldest=oldest)

    assert fifo.overrun == (len(data) > size)
    got = bytes(fifo.get() for _ in range(fifo.level))
    assert got == (data[-size:] if oldest else data[:size])


class Alarm(RegisterChip):
    """Pulls its ALERT pin low while the register is not 0."""

    name = "alarm"
    PINS = ("alert",)
    REGISTERS = (Register(0x00, "ALERTS"),)

    def written(self, address, value):
        if "alert" in self.lines:
            self.lines["alert"].value = False if value else None


def test_a_chip_moves_the_pins_that_it_has(bench, i2c):
    bench.pin("D5").pull = "up"
    bench.i2c.attach(Alarm(0x48), alert="D5")
    pin = digitalio.DigitalInOut(board.D5)
    before = pin.value
    i2c.writeto(0x48, b"\x00\x01")

    assert (before, pin.value) == (True, False)


def test_a_pin_that_the_chip_has_not_is_a_wiring_error(bench):
    with pytest.raises(WiringError, match="alarm has no pin int1: it has alert"):
        bench.i2c.attach(Alarm(0x48), int1="D5")
