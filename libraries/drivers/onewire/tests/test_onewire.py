# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The 1-Wire library against chips on the bench."""

import json
from pathlib import Path

import board
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from adafruit_onewire.bus import OneWireAddress, OneWireBus, OneWireError
from adafruit_onewire.device import OneWireDevice
from copperbench import chips
from copperbench.bench import Bench, use
from copperbench.chip_onewire import OneWireChip
from copperbench.faults import Noise, NoPresence, Unplugged

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))


class HeldLow(OneWireChip):
    """A short to ground: it answers all with zeros."""

    def give(self):
        return 0


class Mute(OneWireChip):
    """A chip that answers a reset, and then nothing."""

    def give(self):
        return 1


@pytest.fixture
def wire(bench):
    return bench.onewire("D5")


@pytest.fixture
def bus(wire):
    return OneWireBus(board.D5)


def roms(bus):
    return [bytes(address.rom) for address in bus.scan()]


# Finding


def test_an_empty_bus_has_no_devices(bus):
    assert bus.reset() is False
    assert bus.scan() == []


def test_a_required_answer_that_fails_to_come_is_told(bus):
    with pytest.raises(OneWireError, match="no device answers"):
        bus.reset(required=True)
    with pytest.raises(OneWireError, match="no device answers"):
        bus.scan(required=True)


def test_an_address_has_family_serial_number_and_checksum(wire, bus):
    wire.attach(chips.DS18B20(serial=0x00000BBB9B13))

    (address,) = bus.scan()

    # As cpetrich/counterfeit_DS18B20 has it from a chip of Maxim's.
    assert bytes(address.rom) == bytes.fromhex("28139bbb0b00001f")
    assert address.family_code == 0x28
    assert bytes(address.serial_number) == bytes.fromhex("139bbb0b0000")
    assert address.crc == 0x1F


def test_at_a_fork_the_ones_come_first_as_with_upstream(wire, bus):
    for serial in (0b00, 0b01, 0b10, 0b11):
        wire.attach(chips.DS18B20(serial=serial))

    assert [rom[1] for rom in roms(bus)] == [0b11, 0b01, 0b10, 0b00]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    serials=st.lists(
        st.one_of(st.integers(0, (1 << 48) - 1), st.integers(0, 15)),
        min_size=1,
        max_size=9,
        unique=True,
    )
)
def test_a_scan_finds_each_device_once(serials):
    made = Bench()
    before = use(made)
    attached = [made.onewire("D5").attach(chips.DS18B20(serial=serial)) for serial in serials]
    found = roms(OneWireBus(board.D5))
    use(before)

    assert sorted(found) == sorted(chip.rom for chip in attached)


def test_a_scan_takes_a_transaction_for_each_device(wire, bus):
    for serial in (1, 2, 3):
        wire.attach(chips.DS18B20(serial=serial))

    bus.scan()

    assert wire.transactions == 3


def test_as_many_devices_as_allowed_are_no_error(wire, bus):
    wire.attach(chips.DS18B20(serial=1))
    wire.attach(chips.DS18B20(serial=2))
    bus.maximum_devices = 2

    assert len(bus.scan()) == 2

    bus.maximum_devices = 1
    with pytest.raises(RuntimeError, match="more than 1 devices"):
        bus.scan()


@pytest.mark.parametrize("count", [0, 256, -1, 1.5, "3", None])
def test_a_maximum_out_of_range_is_refused(bus, count):
    with pytest.raises(ValueError, match="must be 1 to 255"):
        bus.maximum_devices = count

    assert bus.maximum_devices == 10


# What upstream lets pass


@pytest.mark.upstream_defect
def test_a_rom_with_a_wrong_checksum_is_told(wire, bus):
    chip = wire.attach(chips.DS18B20(serial=1))
    chip.rom = chip.rom[:7] + bytes([chip.rom[7] ^ 0x01])

    with pytest.raises(OneWireError, match="CRC error"):
        bus.scan()


@pytest.mark.upstream_defect
def test_a_line_held_low_is_no_device(wire, bus):
    wire.attach(HeldLow())

    with pytest.raises(OneWireError, match="CRC error"):
        bus.scan()


@pytest.mark.upstream_defect
def test_a_device_that_drops_out_of_a_scan_is_told(wire, bus):
    wire.attach(chips.DS18B20(serial=1))
    wire.attach(chips.DS18B20(serial=2))
    wire.inject(Unplugged(), at=2)

    with pytest.raises(OneWireError, match="no device answers"):
        bus.scan()

    assert len(bus.scan()) == 2


@pytest.mark.upstream_defect
def test_a_search_that_nobody_takes_part_in_is_told(wire, bus):
    wire.attach(Mute())

    with pytest.raises(OneWireError, match="lost in a search"):
        bus.scan()


@pytest.mark.upstream_defect
@pytest.mark.parametrize("seed", range(8))
def test_noise_makes_no_addresses(wire, bus, seed):
    wire.attach(chips.DS18B20(serial=0x123456))
    wire.inject(Noise(0.1, seed=seed))

    with pytest.raises(OneWireError):
        bus.scan()


# Checksum


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_roms_of_others_are_right_or_wrong(vector):
    rom = bytes.fromhex(vector["bytes"])

    assert (OneWireBus.crc8(rom) == 0) is vector["expected"]["crc_ok"]


def test_the_checksum_of_application_note_27():
    assert OneWireBus.crc8(bytes.fromhex("021cb801000000")) == 0xA2


# A device


def test_a_device_is_picked_by_its_address(wire, bus):
    first, second = (wire.attach(chips.DS18B20(serial=serial)) for serial in (1, 2))

    with OneWireDevice(bus, OneWireAddress(second.rom)) as device:
        device.write(b"\x44")

    assert (first.conversions, second.conversions) == (0, 1)


def test_a_part_of_a_buffer_is_written_and_read(wire, bus):
    chip = wire.attach(chips.DS18B20())
    device = OneWireDevice(bus, OneWireAddress(chip.rom))
    data = bytearray(b"..\x12\x34\x1f.")

    with device:
        device.write(b"\x4e")
        device.write(data, start=2, end=5)
    with device:
        device.write(b"\xbe")
        device.readinto(data, start=1, end=5)

    assert data == b".\x50\x05\x12\x34."


def test_data_with_a_wrong_checksum_are_told(wire, bus):
    chip = wire.attach(chips.DS18B20())
    wire.inject(Noise(0.2))

    with OneWireDevice(bus, OneWireAddress(chip.rom)) as device:
        device.write(b"\xbe")

        with pytest.raises(RuntimeError, match="CRC error"):
            device.readinto(bytearray(9))


@pytest.mark.upstream_defect
def test_nobody_on_the_bus_is_told_before_anything_is_written(wire, bus):
    chip = wire.attach(chips.DS18B20())
    wire.inject(NoPresence())
    device = OneWireDevice(bus, OneWireAddress(chip.rom))

    with pytest.raises(OneWireError, match="no device answers"):
        device.__enter__()

    assert wire.log[-1].slots == []


def test_the_pin_is_free_after_deinit(bench):
    OneWireBus(board.D5).deinit()

    OneWireBus(board.D5).deinit()
