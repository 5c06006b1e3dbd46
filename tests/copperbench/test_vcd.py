# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Traces, judged by sigrok's decoders: what they read is what was recorded."""

import re
import shutil
import subprocess

import board
import busio
import digitalio
import pytest

from adafruit_bus_device.spi_device import SPIDevice
from copperbench import vcd
from copperbench.chip import Register, RegisterChip
from copperbench.chip_onewire import OneWireChip
from copperbench.chip_spi import SPIChip
from copperbench.chip_uart import LineTalker

sigrok = pytest.mark.skipif(
    shutil.which("sigrok-cli") is None,
    reason="NO sigrok-cli: the traces go unjudged; install it with apt-get install sigrok-cli",
)


class Memory(RegisterChip):
    name = "memory"
    REGISTERS = tuple(Register(address, "CELL", reset=address ^ 0xA5) for address in range(16))


class Inverter(SPIChip):
    name = "inverter"
    modes = (0, 1, 2, 3)

    def exchange(self, byte):
        return byte ^ 0xFF


class Modem(LineTalker):
    name = "modem"

    def line(self, text):
        self.send(b"OK " + text + b"\r\n", delay_us=3000)


class Sensor(OneWireChip):
    name = "sensor"
    FAMILY = 0x28

    def function(self, byte):
        self.give_bytes(b"\x50\x05\xfa")


def decode(tmp_path, text, decoder, annotations):
    """Return what a decoder of sigrok says of a trace, a line each."""
    trace = tmp_path / "trace.vcd"
    trace.write_text(text)
    done = subprocess.run(
        ["sigrok-cli", "-i", trace, "-I", "vcd", "-P", decoder, "-A", annotations],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return [line.split(": ", 1)[-1] for line in done.stdout.splitlines()]


def hexes(lines, start):
    return [int(line.rsplit(" ", 1)[-1], 16) for line in lines if line.startswith(start)]


@sigrok
@pytest.mark.parametrize("frequency", [100000, 400000])
def test_i2c_reads_back_as_it_was(bench, tmp_path, frequency):
    bench.i2c_bus("SCL", "SDA").attach(Memory(0x48))
    with busio.I2C(board.SCL, board.SDA, frequency=frequency) as i2c:
        i2c.try_lock()
        i2c.writeto(0x48, b"\x03\x11\x22")
        data = bytearray(3)
        i2c.writeto_then_readfrom(0x48, b"\x03", data)
        with pytest.raises(OSError, match="19"):
            i2c.writeto(0x20, b"\x00")
        i2c.probe(0x48)
        i2c.unlock()

    lines = decode(tmp_path, vcd.dump(bench.records()), "i2c:scl=SCL:sda=SDA", "i2c=addr-data")

    assert data == b"\x11\x22" + bytes([5 ^ 0xA5])
    assert [line for line in lines if "ACK" in line or "Start" in line or "Stop" in line] == [
        *("Start", "ACK", "ACK", "ACK", "ACK", "Stop"),
        *("Start", "ACK", "ACK", "Start repeat", "ACK", "ACK", "ACK", "NACK", "Stop"),
        *("Start", "NACK", "Stop"),
        *("Start", "ACK", "Stop"),
    ]
    assert hexes(lines, "Address write") == [0x48, 0x48, 0x20, 0x48]
    assert hexes(lines, "Address read") == [0x48]
    assert hexes(lines, "Data write") == [0x03, 0x11, 0x22, 0x03]
    assert hexes(lines, "Data read") == list(data)


@sigrok
@pytest.mark.parametrize("mode", [0, 1, 2, 3])
def test_spi_reads_back_in_each_mode(bench, tmp_path, mode):
    bench.spi.attach(Inverter(), cs="D5")
    polarity, phase = mode >> 1, mode & 1
    cs = digitalio.DigitalInOut(board.D5)
    device = SPIDevice(bench.spi, cs, baudrate=4000000, polarity=polarity, phase=phase)
    with device as spi:
        spi.write(b"\x9f\x01")
        data = bytearray(3)
        spi.readinto(data, write_value=0x55)
    with device as spi:
        spi.write(b"\x80")

    text = vcd.dump(bench.records())
    decoder = f"spi:clk=SCK:mosi=SCK_MOSI:miso=SCK_MISO:cs=D5:cpol={polarity}:cpha={phase}"
    sent = decode(tmp_path, text, decoder, "spi=mosi-data")
    back = decode(tmp_path, text, decoder, "spi=miso-data")

    assert [int(value, 16) for value in sent] == [0x9F, 0x01, 0x55, 0x55, 0x55, 0x80]
    assert [int(value, 16) for value in back] == [0x60, 0xFE, 0xAA, 0xAA, 0xAA, 0x7F]
    assert data == b"\xaa\xaa\xaa"


@sigrok
@pytest.mark.parametrize(
    "parity,option",
    [
        pytest.param(None, "none", id="8N1"),
        pytest.param(busio.UART.Parity.EVEN, "even", id="8E1"),
        pytest.param(busio.UART.Parity.ODD, "odd", id="8O1"),
    ],
)
def test_uart_reads_back_in_both_directions(bench, tmp_path, parity, option):
    modem = bench.uart_line("TX", "RX").attach(Modem())
    modem.baudrate = 115200
    with busio.UART(board.TX, board.RX, baudrate=115200, parity=parity, timeout=0.1) as uart:
        uart.write(b"hi\n")
        answer = uart.readline()

    text = vcd.dump(bench.records())
    decoder = f"uart:tx=D1:rx=D0:baudrate=115200:parity={option}"
    sent = decode(tmp_path, text, decoder, "uart=tx-data")
    back = decode(tmp_path, text, decoder, "uart=rx-data")

    assert bytes(int(value, 16) for value in sent) == b"hi\n"
    assert bytes(int(value, 16) for value in back) == answer == b"OK hi\r\n"


@sigrok
def test_onewire_reads_back(bench, tmp_path):
    chip = bench.onewire("D5").attach(Sensor(serial=0x0123456789AB))
    wire = bench.onewire("D5")
    wire.reset()
    for byte in (0x55, *chip.rom, 0xBE):
        for place in range(8):
            wire.write_bit(byte >> place & 1)
    data = [sum(wire.read_bit() << place for place in range(8)) for _ in range(3)]

    text = vcd.dump(bench.records())
    lines = decode(tmp_path, text, "onewire_link:owr=D5,onewire_network", "onewire_network=text")

    assert data == [0x50, 0x05, 0xFA]
    assert lines[:3] == [
        "Reset/presence: true",
        "ROM command: 0x55 'Match ROM'",
        f"ROM: 0x{int.from_bytes(chip.rom, 'little'):016x}",
    ]
    assert [int(value, 16) for line in lines for value in re.findall(r"Data: 0x(\w+)", line)] == [
        0xBE,
        *data,
    ]


def test_a_trace_never_goes_back_in_time(bench):
    bench.i2c.attach(Memory(0x48))
    bench.uart.loop_back()
    bench.i2c.try_lock()
    for _ in range(3):
        bench.i2c.probe(0x48)
        bench.uart.write(b"abc")
    bench.i2c.unlock()

    times = [
        int(line[1:]) for line in vcd.dump(bench.records()).splitlines() if line.startswith("#")
    ]

    assert times == sorted(times)
    assert len(times) == len(set(times))
