# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""onewireio and the chips on it: ROMs, searches, alarms."""

import board
import onewireio
import pytest

from copperbench.chip_onewire import OneWireChip, crc8
from copperbench.errors import Mistake


class Switch(OneWireChip):
    """Gives its state for 0xF5, and takes a new one."""

    name = "switch"
    FAMILY = 0x12
    on = False
    alarmed = False
    busy = 0

    @property
    def alarm(self):
        return self.alarmed

    def function(self, byte):
        if byte == 0xF5:
            self.give_bytes(bytes([0xAA if self.on else 0x55]))
        else:
            self.expecting = byte == 0x5A

    def received(self, byte):
        if self.expecting:
            self.on = byte == 1
            self.busy = 3

    def bit_asked(self):
        if self.busy:
            self.busy -= 1
            return 0
        return 1


@pytest.fixture
def wire(bench):
    bus = onewireio.OneWire(board.D5)
    yield bus
    bus.deinit()


def write(wire, *data):
    for byte in data:
        for place in range(8):
            wire.write_bit(byte >> place & 1)


def read(wire, count):
    return bytes(sum(wire.read_bit() << place for place in range(8)) for _ in range(count))


def search(wire, command=0xF0):
    """Find all ROMs, as Maxim's application note 187 does."""
    found = []
    branches = [()]
    while branches:
        choices = branches.pop()
        if wire.reset():
            return found
        write(wire, command)
        bits = []
        while len(bits) < 64:
            bit, complement = wire.read_bit(), wire.read_bit()
            if bit and complement:
                break
            if bit == complement:
                if len(bits) < len(choices):
                    bit = choices[len(bits)]
                else:
                    branches.append((*bits, True))
                    bit = False
            wire.write_bit(bit)
            bits.append(bool(bit))
        else:
            found.append(bytes(sum(bits[8 * n + k] << k for k in range(8)) for n in range(8)))
    return found


def test_a_reset_is_answered_where_a_chip_is(bench, wire):
    assert wire.reset() is True
    bench.onewire("D5").attach(Switch())

    assert wire.reset() is False


def test_the_rom_is_family_serial_and_checksum(bench, wire):
    # Application note 27: the ROM 02 1C B8 01 00 00 00 has the checksum A2.
    assert crc8(bytes.fromhex("021cb801000000")) == 0xA2

    chip = bench.onewire("D5").attach(Switch(serial=0x0102030405A6))
    wire.reset()
    write(wire, 0x33)

    assert read(wire, 8) == chip.rom == b"\x12\xa6\x05\x04\x03\x02\x01" + bytes([chip.rom[7]])


def test_a_search_finds_all_and_nothing_else(bench, wire):
    chips = [bench.onewire("D5").attach(Switch(serial=n)) for n in (1, 2, 0x30, 0xFFFFFFFFFFFF)]

    assert sorted(search(wire)) == sorted(chip.rom for chip in chips)


def test_an_alarm_search_finds_the_alarmed(bench, wire):
    chips = [bench.onewire("D5").attach(Switch(serial=n)) for n in (1, 2, 3)]
    chips[1].alarmed = True

    assert search(wire, 0xEC) == [chips[1].rom]


def test_only_the_matched_chip_listens(bench, wire):
    first, second = (bench.onewire("D5").attach(Switch(serial=n)) for n in (1, 2))
    wire.reset()
    write(wire, 0x55, *second.rom, 0x5A, 1)

    assert (first.on, second.on) == (False, True)


def test_busy_slots_are_zeros_until_the_chip_is_done(bench, wire):
    bench.onewire("D5").attach(Switch())
    wire.reset()
    write(wire, 0xCC, 0x5A, 1)

    assert [wire.read_bit() for _ in range(4)] == [False, False, False, True]


def test_chips_that_talk_at_once_are_anded(bench, wire):
    first = bench.onewire("D5").attach(Switch(serial=1))
    bench.onewire("D5").attach(Switch(serial=2))
    first.on = True
    wire.reset()
    write(wire, 0xCC, 0xF5)

    assert read(wire, 1) == b"\x00"  # 0xAA and 0x55


def test_an_unplugged_chip_is_gone(bench, wire):
    bench.onewire("D5").attach(Switch()).unplug()

    assert wire.reset() is True


def test_time_passes_by_slots(bench, wire):
    bench.onewire("D5").attach(Switch())
    wire.reset()
    write(wire, 0xCC)

    assert bench.clock.us == 960 + 8 * 70


def test_an_unknown_rom_command_is_told(bench, wire):
    bench.onewire("D5").attach(Switch())
    wire.reset()

    with pytest.raises(Mistake, match="switch: there is no ROM command 0x77"):
        write(wire, 0x77)


def test_a_pin_is_free_again_after_deinit(bench):
    onewireio.OneWire(board.D6).deinit()

    with onewireio.OneWire(board.D6), pytest.raises(ValueError, match="D6 in use"):
        onewireio.OneWire(board.D6)
