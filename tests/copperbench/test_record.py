# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Records: objects to assert on, tables to read, sums for tables of cost."""

import board
import digitalio
import onewireio
import pytest

from adafruit_bus_device.i2c_device import I2CDevice
from adafruit_bus_device.spi_device import SPIDevice
from copperbench import faults
from copperbench.bench import Bench, use
from copperbench.chip import Register, RegisterChip
from copperbench.chip_onewire import OneWireChip
from copperbench.chip_spi import SPIChip
from copperbench.chips.ssd1306 import SSD1306


class Memory(RegisterChip):
    name = "memory"
    REGISTERS = tuple(Register(address, "CELL", reset=address) for address in range(16))


class Inverter(SPIChip):
    name = "inverter"

    def exchange(self, byte):
        return byte ^ 0xFF


@pytest.fixture
def device(bench):
    bench.i2c.attach(Memory(0x48))
    return I2CDevice(bench.i2c, 0x48, probe=False)


def test_a_transaction_has_its_parts(bench, device):
    bench.clock.advance(0.5)
    with device:
        device.write_then_readinto(b"\x03", bytearray(2))

    record = bench.i2c.log[-1]

    assert (record.address, record.written, record.read) == (0x48, b"\x03", b"\x03\x04")
    assert (record.start_us, record.end_us) == (500000, 500000 + 470)
    assert (record.error, record.fault) == (0, None)
    assert record.words() == "S 48W+ 03+ Sr 48R+ 03+ 04- P"


@pytest.mark.parametrize(
    "fault,words",
    [
        pytest.param(faults.Nack(), "S 48W- P", id="the address refused"),
        pytest.param(faults.Nack(1), "S 48W+ 03- P", id="a byte refused"),
        pytest.param(faults.Nack(read=True), "S 48W+ 03+ Sr 48R- P", id="the read refused"),
    ],
)
def test_a_refusal_is_seen_where_it_was(bench, device, fault, words):
    bench.i2c.inject(fault)
    with pytest.raises(OSError, match=r"5|19"), device:
        device.write_then_readinto(b"\x03", bytearray(2))

    assert bench.i2c.log[-1].words() == words
    assert bench.i2c.log[-1].fault is fault


def test_of_much_data_beginning_and_end_are_shown(bench):
    bench.i2c.attach(SSD1306())
    bench.i2c.try_lock()
    bench.i2c.writeto(0x3C, b"\x40" + bytes(range(256)) * 4)

    (record,) = bench.i2c.log
    assert record.words() == (
        "S 3cW+ 40+ " + "".join(f"{byte:02x}+ " for byte in range(31)) + "… (992 bytes) … ff+ P"
    )
    assert "… (" not in record.phases()[0]


def test_clear_forgets_count_and_records(bench, device):
    with device:
        device.write(b"\x00")
    bench.i2c.clear()

    assert (bench.i2c.transactions, bench.i2c.log) == (0, [])


def test_without_recording_only_the_count_is_kept():
    made = Bench(recording=False)
    before = use(made)
    made.i2c.attach(Memory(0x48))
    made.i2c.try_lock()
    made.i2c.probe(0x48)
    use(before)

    assert (made.i2c.transactions, made.i2c.log) == (1, [])


def test_the_table_has_all_buses_in_time(bench, device):
    bench.spi.attach(Inverter(), cs="D5")
    bench.onewire("D6").attach(OneWireChip(serial=1))
    bench.uart.loop_back()
    with device:
        device.write(b"\x00")
    with SPIDevice(bench.spi, digitalio.DigitalInOut(board.D5), baudrate=1000000) as spi:
        spi.write(b"\x9f")
        spi.readinto(bytearray(3))
    with onewireio.OneWire(board.D6) as wire:
        wire.reset()
        for place in range(8):
            wire.write_bit(0xCC >> place & 1)
    board.UART().write(b"hi")

    assert bench.table().splitlines() == [
        "        at ms    took ms  bus",
        "        0.000      0.200  I2C SCL/SDA  S 48W+ 00+ P",
        "        0.202      0.034  SPI SCK  inverter: 9f | 00 00 00 > ff ff ff",
        "        0.236      1.520  OneWire D6  reset cc",
        "        1.756      2.083  UART D1/D0  TX b'hi'",
        "        1.756      2.082  UART D1/D0  RX b'hi'",
    ]


def test_the_table_tells_what_it_leaves_out(bench, device):
    with device:
        for _ in range(5):
            device.write(b"\x00")

    assert bench.table(most=2).splitlines()[0] == "… 3 before these"
    assert len(bench.table(most=2).splitlines()) == 4


def test_the_summary_adds_up_by_chip(bench, device):
    bench.i2c.attach(Memory(0x50))
    with device:
        device.write(b"\x00\x01\x02")
        device.write_then_readinto(b"\x00", bytearray(4))
    bench.i2c.try_lock()
    bench.i2c.probe(0x50)
    bench.i2c.unlock()

    costs = [(c.bus, c.target, c.calls, c.written, c.read, c.us) for c in bench.summary()]

    assert costs == [
        ("I2C SCL/SDA", "0x48", 2, 4, 4, (4 * 9 + 2) * 10 + (7 * 9 + 2) * 10),
        ("I2C SCL/SDA", "0x50", 1, 0, 0, 110),
    ]


def test_a_listener_gets_each_record_when_it_is_complete(bench, device):
    seen = []
    bench.i2c.bus.on_record = seen.append
    with device:
        device.write(b"\x00")

    assert seen == bench.i2c.log
