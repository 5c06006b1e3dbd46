# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Buses and chips on the VM: what a driver allocates there is its own."""

import pytest

from copperbench import vm

_CHIPS = """\
from copperbench.chip import Register, WordRegisterChip
from copperbench.chip_onewire import OneWireChip
from copperbench.chip_spi import BothRegisterChip
from copperbench.chip_uart import LineTalker
from copperbench.chip_words import CommandChip


class Barometer(BothRegisterChip):
    REGISTERS = (Register(0x50, "ID", "r", reset=0x60),)

    def __init__(self):
        super().__init__(0x76)


class Meter(WordRegisterChip):
    REGISTERS = (Register(0x00, "CONFIG", width=2, reset=0x399F),)

    def __init__(self):
        super().__init__(0x40)


class Humidity(CommandChip):
    COMMANDS = {0x24: 0}
    COMMAND_BYTES = 1

    def __init__(self):
        super().__init__(0x44)

    def run(self, command):
        self.wait(10)

    def respond(self, command):
        self.put(0xBEEF)


class Modem(LineTalker):
    def line(self, text):
        self.send(b"OK " + text + b"\\r\\n", delay_us=1000)


class Thermometer(OneWireChip):
    FAMILY = 0x28

    def function(self, byte):
        self.give_bytes(b"\\x50\\x05")
"""

_WIRING = """\
[[chip]]
part = "chips.py:Barometer"
bus = "spi"
pins = { cs = "D5" }

[[chip]]
part = "chips.py:Meter"

[[chip]]
part = "chips.py:Humidity"

[[chip]]
part = "chips.py:Modem"

[[chip]]
part = "chips.py:Thermometer"
pins = { data = "D6" }
"""

_PROGRAM = """\
import board, digitalio, onewireio
from adafruit_bus_device.i2c_device import I2CDevice
from adafruit_bus_device.spi_device import SPIDevice
from copperbench.measure import allocates

i2c = board.I2C()
barometer = SPIDevice(board.SPI(), digitalio.DigitalInOut(board.D5))
meter = I2CDevice(i2c, 0x40)
humidity = I2CDevice(i2c, 0x44)
buffer = bytearray(4)
ID = b"\\xd0"
CONFIG = b"\\x00"
MEASURE = b"\\x24"


def over_spi():
    with barometer as spi:
        spi.write(ID)
        spi.readinto(buffer, end=1)


def a_word():
    with meter:
        meter.write_then_readinto(CONFIG, buffer, in_end=2)


def a_command():
    with humidity:
        humidity.write(MEASURE)
        humidity.readinto(buffer, end=3)


for call in (over_spi, a_word, a_command):
    allocates(call.__name__, call)
    print(call.__name__, buffer)

uart = board.UART()
uart.write(b"AT\\n")
print(uart.readline())

wire = onewireio.OneWire(board.D6)
print(wire.reset())
for byte in (0xCC, 0xBE):
    for place in range(8):
        wire.write_bit(byte >> place & 1)
print([sum([wire.read_bit() << place for place in range(8)]) for _ in range(2)])
"""


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    """What the program printed, and what it was measured to allocate."""
    folder = tmp_path_factory.mktemp("chips")
    (folder / "chips.py").write_text(_CHIPS, encoding="utf-8")
    (folder / "wiring.toml").write_text(_WIRING, encoding="utf-8")
    return vm.run(_PROGRAM, wiring=folder / "wiring.toml")


def test_chips_of_all_kinds_answer_on_the_vm(result):
    assert result.stdout.splitlines() == [
        "over_spi bytearray(b'`\\x00\\x00\\x00')",
        "a_word bytearray(b'9\\x9f\\x00\\x00')",
        "a_command bytearray(b'\\xbe\\xef\\x92\\x00')",
        "b'OK AT\\r\\n'",
        "False",
        "[80, 5]",
    ]


@pytest.mark.parametrize("call", ["over_spi", "a_word", "a_command"])
def test_the_bench_allocates_nothing_on_the_way(result, call):
    assert result.figures[call] is False
