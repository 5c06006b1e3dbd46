# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The drivers of the MCP23xxx expanders against the chips on the bench, on I2C and on SPI."""

import json
from pathlib import Path

import board
import digitalio
import pytest
import tomllib
from digitalio import Direction, DriveMode, Pull
from hypothesis import HealthCheck, given, settings, strategies as st

import adafruit_mcp230xx
from adafruit_mcp230xx.digital_inout import DigitalInOut
from adafruit_mcp230xx.mcp23s08 import MCP23S08
from adafruit_mcp230xx.mcp23s17 import MCP23S17
from adafruit_mcp230xx.mcp23sxx import MCP23SXX
from adafruit_mcp230xx.mcp23xxx import MCP23XXX
from adafruit_mcp230xx.mcp230xx import MCP230XX
from adafruit_mcp230xx.mcp23008 import MCP23008
from adafruit_mcp230xx.mcp23016 import MCP23016
from adafruit_mcp230xx.mcp23017 import MCP23017
from copperbench import chips, vm
from copperbench.chip_spi import SPIChip
from copperbench.errors import Mistake
from copperbench.faults import Nack

FOLDER = Path(adafruit_mcp230xx.__file__).parents[1]
VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))

DRIVERS = {
    "MCP23008": MCP23008,
    "MCP23016": MCP23016,
    "MCP23017": MCP23017,
    "MCP23S08": MCP23S08,
    "MCP23S17": MCP23S17,
}


class Made:
    """A chip and its driver."""

    def __init__(self, bench, part, **arguments):
        self.part = part
        self.on_spi = "S" in part
        self.ports = 1 if part.endswith("08") else 2
        self.pins = 8 * self.ports
        self.all = (1 << self.pins) - 1
        self.wires = bench.spi if self.on_spi else bench.i2c
        chip = getattr(chips, part)()
        self.chip = self.wires.attach(chip, cs="D5") if self.on_spi else self.wires.attach(chip)
        self._cs = digitalio.DigitalInOut(board.D5) if self.on_spi else None
        self.driver = self.make(**arguments)
        self.wires.clear()

    def make(self, **arguments):
        bus = (self.wires, self._cs) if self.on_spi else (self.wires,)
        return DRIVERS[self.part](*bus, **arguments)

    def levels(self):
        return sum(self.chip.pin(n).value << n for n in range(self.pins))


@pytest.fixture(params=DRIVERS)
def made(bench, request):
    """Each of the chips."""
    return Made(bench, request.param)


@pytest.fixture(params=[name for name in DRIVERS if name != "MCP23016"])
def later(bench, request):
    """Each of the chips that have pull-ups and settings of the interrupt."""
    return Made(bench, request.param)


@pytest.fixture
def big(bench):
    return Made(bench, "MCP23017")


# Making it


def test_a_new_chip_has_inputs_alone(made):
    made.driver.iodir = 0
    made.driver.ipol = made.all

    new = made.make()

    assert new.iodir == made.all
    assert new.ipol == 0
    if made.part != "MCP23016":
        assert new.gppu == 0


def test_without_a_reset_nothing_is_written(made):
    made.driver.iodir = 0x5A
    made.driver.gpio = 0x0F
    before = bytes(made.chip.memory)

    new = made.make(reset=False)
    new.get_pin(3).value = False

    assert new.iodir == 0x5A
    assert made.levels() & ~0x5A & 0xFF == 0x05
    assert made.chip.memory != before


def test_making_it_costs_no_more_than_upstream(made):
    made.wires.clear()
    made.make()

    reset = 2 if made.part == "MCP23016" else 3
    assert made.wires.transactions == reset + (not made.on_spi)


@pytest.mark.parametrize("part, base", [("MCP23017", MCP230XX), ("MCP23S17", MCP23SXX)])
def test_the_classes_are_one_family(part, base):
    assert issubclass(DRIVERS[part], base)
    assert issubclass(base, MCP23XXX)


def test_an_address_without_a_chip_is_told(bench):
    with pytest.raises(ValueError, match="0x21"):
        MCP23017(bench.i2c, address=0x21)


def test_two_chips_on_one_bus_are_apart(bench):
    chips_ = [bench.i2c.attach(chips.MCP23017(0x20)), bench.i2c.attach(chips.MCP23008(0x27))]
    one, other = MCP23017(bench.i2c), MCP23008(bench.i2c, address=0x27)

    one.get_pin(9).switch_to_output(True)
    other.get_pin(2).switch_to_output(True)

    assert [n for n in range(16) if chips_[0].pin(n).value] == [9]
    assert [n for n in range(8) if chips_[1].pin(n).value] == [2]


# All pins


def test_all_pins_are_read_in_one_transaction(made):
    for number in (1, made.pins - 1):
        made.chip.pin(number).value = True

    assert made.driver.gpio == 1 << 1 | 1 << made.pins - 1
    assert made.wires.transactions == 1


def test_all_pins_are_set_in_one_transaction(made):
    made.driver.iodir = 0
    made.wires.clear()

    made.driver.gpio = 0xA5A5 & made.all

    assert made.levels() == 0xA5A5 & made.all
    assert made.wires.transactions == 1


@given(value=st.integers(0, 0xFFFF), directions=st.integers(0, 0xFFFF))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
def test_what_is_written_to_outputs_is_read_back(big, value, directions):
    big.driver.iodir = directions
    big.driver.gpio = value

    assert big.driver.gpio & ~directions == value & ~directions
    assert big.driver.iodir == directions


@pytest.mark.parametrize("port, shift", [("a", 0), ("b", 8)])
def test_a_port_is_half_of_all_pins(big, port, shift):
    setattr(big.driver, f"iodir{port}", 0x00)
    setattr(big.driver, f"gpio{port}", 0x3C)

    assert big.driver.iodir == 0xFFFF & ~(0xFF << shift)
    assert big.driver.gpio == 0x3C << shift
    assert getattr(big.driver, f"gpio{port}") == 0x3C

    for name in ("gppu", "ipol"):
        setattr(big.driver, name + port, 0x81)

        assert getattr(big.driver, name) == 0x81 << shift
        assert getattr(big.driver, name + port) == 0x81


@pytest.mark.parametrize(
    "name", ["gpio", "iodir", "gppu", "ipol", "interrupt_enable", "default_value", "gpioa"]
)
@pytest.mark.parametrize("value", [-1, 0x10000])
def test_a_value_that_does_not_fit_is_refused_before_anything_is_sent(big, name, value):
    with pytest.raises(ValueError, match=r"must be 0 to (255|65535)$"):
        setattr(big.driver, name, value)
    with pytest.raises(TypeError):
        setattr(big.driver, name, "1")
    with pytest.raises(TypeError):
        setattr(big.driver, name, 1.5)

    assert big.wires.transactions == 0


def test_what_an_mcp23016_lacks_is_no_attribute(bench):
    made = Made(bench, "MCP23016")

    assert not hasattr(made.driver, "gppu")
    assert not hasattr(made.driver, "interrupt_enable")
    with pytest.raises(AttributeError):
        made.driver.gppu = 1
    assert made.wires.transactions == 0


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: v["kind"])
def test_levels_from_outside_come_out(big, vector):
    big.driver.iodir = 0
    data = bytes.fromhex(vector["bytes"])
    big.chip.memory[0x14:0x16] = data[::-1]
    for number in range(16):
        big.chip._drive(number)

    # The vector has port B first; in the chip's own order port A comes first
    assert big.driver.gpiob << 8 | big.driver.gpioa == int.from_bytes(data, "big")
    assert big.driver.gpio == int.from_bytes(data, "big")
    assert vector["expected"]["value"] in {
        int.from_bytes(data, order) for order in ("big", "little")
    }


# Pins


def test_a_pin_acts_like_one_of_the_board(made):
    for number in range(made.pins):
        pin = made.driver.get_pin(number)
        pin.switch_to_output(value=True)
        assert made.chip.pin(number).value is True
        assert pin.value is True
        assert pin.direction == Direction.OUTPUT

        pin.value = False
        assert made.chip.pin(number).value is False
        assert pin.value is False

        pin.direction = Direction.INPUT
        made.chip.pin(number).value = True
        assert pin.value is True
        assert pin.direction == Direction.INPUT


def test_a_pull_up_is_the_chips(later):
    pin = later.driver.get_pin(1)

    pin.switch_to_input(pull=Pull.UP)
    assert pin.value is True
    assert pin.pull == Pull.UP

    later.chip.pin(1).value = False
    assert pin.value is False

    pin.pull = None
    assert pin.pull is None
    assert later.chip.pin(1).internal is None


def test_an_inverted_input_reads_as_its_opposite(made):
    pin = made.driver.get_pin(5)
    made.chip.pin(5).value = True

    pin.switch_to_input(invert_polarity=True)

    assert pin.value is False
    assert pin.invert_polarity is True

    pin.invert_polarity = False

    assert pin.value is True
    assert pin.invert_polarity is False


def test_a_change_of_a_pin_is_one_transaction_of_one_byte(made):
    pin = made.driver.get_pin(made.pins - 1)
    pin.switch_to_output()
    made.wires.clear()

    pin.value = True
    pin.value = False

    assert made.wires.transactions == 2
    assert [sum(record.cost()) for record in made.wires.log] == [3 if made.on_spi else 2] * 2


def test_an_output_has_its_level_from_the_start(made):
    edges = made.chip.pin(2)
    edges.pull = "up"
    edges.recording = True

    made.driver.get_pin(2).switch_to_output(value=True)

    assert edges.edges == []


@pytest.mark.parametrize("number", [-1, 16, 8])
def test_a_pin_that_is_not_there_is_told(bench, number):
    part = "MCP23008" if number == 8 else "MCP23017"

    with pytest.raises(ValueError, match=r"must be 0 to (7|15)$"):
        Made(bench, part).driver.get_pin(number)


@pytest.mark.parametrize(
    "name, value", [("direction", 3), ("direction", None), ("pull", Pull.DOWN), ("pull", 1)]
)
def test_what_a_pin_cannot_be_is_refused_before_anything_is_sent(later, name, value):
    pin = later.driver.get_pin(0)
    later.wires.clear()

    with pytest.raises(ValueError, match=r"must be Direction|pull-ups alone"):
        setattr(pin, name, value)

    assert later.wires.transactions == 0


def test_an_open_drain_is_refused(big):
    pin = big.driver.get_pin(0)

    with pytest.raises(ValueError, match="drive_mode must be PUSH_PULL"):
        pin.switch_to_output(drive_mode=DriveMode.OPEN_DRAIN)

    pin.switch_to_output(value=True, drive_mode=DriveMode.PUSH_PULL)
    assert pin.drive_mode == DriveMode.PUSH_PULL


def test_a_pin_is_let_go_at_the_end_of_with(later):
    with later.driver.get_pin(4) as pin:
        pin.switch_to_output(value=True)

    assert later.driver.iodir == later.all
    assert later.chip.pin(4).firmware < 0


def test_a_pin_selects_a_chip_on_spi(bench):
    class Invert(SPIChip):
        def exchange(self, byte):
            return byte ^ 0xFF

    bench.i2c.attach(chips.MCP23017(), gpb4="D10")
    bench.spi.attach(Invert(), cs="D10")
    cs = DigitalInOut(12, MCP23017(bench.i2c))
    cs.switch_to_output(value=True)
    answers = [bytearray(1), bytearray(1)]
    bench.spi.try_lock()

    bench.spi.write_readinto(b"\x42", answers[0])
    cs.value = False
    bench.spi.write_readinto(b"\x42", answers[1])
    cs.value = True

    bench.spi.unlock()
    assert answers == [b"\xff", b"\xbd"]


# Interrupts


@pytest.fixture(params=[False, True], ids=["push-pull", "open drain"])
def told(bench, request):
    """An MCP23017 whose INTA is at D6, and a function that tells whether it asks."""
    chip = bench.i2c.attach(chips.MCP23017(), inta="D6", intb="D9")
    mcp = MCP23017(bench.i2c)
    mcp.gppu = 0xFFFF
    mcp.io_control = 0x44 if request.param else 0x40
    mcp.interrupt_enable = 0xFFFF
    mcp.clear_ints()
    pins = [digitalio.DigitalInOut(getattr(board, name)) for name in ("D6", "D9")]
    for pin in pins:
        pin.switch_to_input(pull=Pull.UP)
    bench.i2c.clear()
    return chip, mcp, lambda: [not pin.value for pin in pins]


def test_a_change_is_told_with_the_levels_of_its_moment(bench, told):
    chip, mcp, asks = told
    assert asks() == [False, False]

    chip.gpb3 = False
    chip.gpb3 = None  # a short press

    assert asks() == [True, True]
    assert mcp.read_interrupts() == (1 << 11, 0xF7FF & 0xFF00)
    assert bench.i2c.transactions == 1
    assert asks() == [False, False]


def test_lists_tell_the_same(told):
    chip, mcp, asks = told
    chip.gpa2 = False
    chip.gpb7 = False

    assert mcp.int_flag == [2, 15]
    assert mcp.int_flaga == [2]
    assert mcp.int_flagb == [15]
    assert mcp.int_cap == [1, 1, 0] + [1] * 12 + [0]
    assert asks() == [False, False]
    assert mcp.int_capa == [1, 1, 0, 1, 1, 1, 1, 1]
    assert mcp.int_capb == [1] * 7 + [0]
    assert mcp.int_flag == []


def test_a_port_is_cleared_alone(told):
    chip, mcp, asks = told
    chip.gpa0 = chip.gpb0 = False

    mcp.clear_inta()
    assert mcp.int_flag == [8]
    assert asks() == [True, True]  # mirrored

    mcp.clear_intb()
    assert asks() == [False, False]


def test_what_differs_from_a_value_goes_on_asking(told):
    chip, mcp, asks = told
    mcp.default_value = 0xFFFF
    mcp.interrupt_configuration = 0xFFFF
    chip.gpa0 = False

    mcp.clear_ints()
    assert asks() == [True, True]

    chip.gpa0 = None
    mcp.clear_ints()
    assert asks() == [False, False]
    assert (mcp.default_value, mcp.interrupt_configuration) == (0xFFFF, 0xFFFF)
    assert mcp.interrupt_enable == 0xFFFF


def test_eight_pins_tell_of_changes_too(bench):
    chip = bench.i2c.attach(chips.MCP23008(), int="D6")
    mcp = MCP23008(bench.i2c)
    mcp.gppu, mcp.interrupt_enable, mcp.io_control = 0xFF, 0x10, 0x02
    mcp.clear_ints()
    pin = digitalio.DigitalInOut(board.D6)

    chip.gp3 = False
    assert pin.value is False
    chip.gp4 = False

    assert pin.value is True  # active high
    assert mcp.int_flag == [4]
    assert mcp.int_cap == [1, 1, 1, 0, 0, 1, 1, 1]
    assert pin.value is False


def test_the_interrupt_of_an_mcp23016_is_always_on(bench):
    chip = bench.i2c.attach(chips.MCP23016(), int="D6")
    mcp = MCP23016(bench.i2c)
    mcp.clear_ints()
    pin = digitalio.DigitalInOut(board.D6)
    pin.switch_to_input(pull=Pull.UP)

    chip.gpb1 = True
    assert pin.value is False
    assert mcp.int_cap[9] == 1
    mcp.clear_inta()
    mcp.clear_intb()

    assert pin.value is True


@pytest.mark.parametrize("name", ["int_flag", "int_cap", "int_flaga", "int_capb"])
def test_what_tells_of_interrupts_cannot_be_assigned(big, name):
    with pytest.raises(AttributeError, match="read-only"):
        setattr(big.driver, name, [1])

    assert big.wires.transactions == 0


def test_io_control_keeps_how_registers_are_reached(later):
    later.driver.io_control = 0xFF & ~0x10

    assert later.driver.io_control & 0xA0 == 0
    assert later.driver.io_control & 0x06 == 0x06


# Several chips at one CS


def test_chips_at_one_cs_are_told_apart_by_address(bench):
    first = bench.spi.attach(chips.MCP23S17(0x20), cs="D5")
    second = first.share(chips.MCP23S17(0x23))
    cs = digitalio.DigitalInOut(board.D5)
    one = MCP23S17(bench.spi, cs)
    other = MCP23S17(bench.spi, cs, address=0x23)

    one.get_pin(0).switch_to_output(True)
    other.get_pin(15).switch_to_output(True)
    second.gpa1 = True

    assert [n for n in range(16) if first.pin(n).value] == [0]
    assert [n for n in range(16) if second.pin(n).value] == [1, 15]
    assert other.gpio == 0x8002
    assert one.gpio == 0x0001
    assert (one.address, other.address) == (0x20, 0x23)
    assert (other.cmd_write, other.cmd_read) == (0x46, 0x47)

    other.io_control = 0x02  # its address goes on counting
    assert other.io_control == 0x0A


@pytest.mark.parametrize("address", [0x28, 0x10, 0x40, -1])
def test_an_address_that_there_is_not_on_spi_is_told(bench, address):
    with pytest.raises(ValueError, match="address must be 0x20 to 0x27"):
        MCP23S17(bench.spi, digitalio.DigitalInOut(board.D5), address=address)


# What upstream gets wrong; each of these fails on it


@pytest.mark.upstream_defect
def test_setting_a_pin_leaves_levels_of_inputs_out_of_the_latch(big):
    """Adafruit-MCP23017-Arduino-Library#91 has the same of the library for Arduino."""
    for number in (4, 5, 6, 7):
        big.chip.pin(number).value = True

    big.driver.get_pin(0).switch_to_output(value=True)

    assert big.chip.memory[0x14] == 0x01


@pytest.mark.upstream_defect
def test_an_output_stays_as_it_is_when_an_inverted_one_beside_it_changes(big):
    outputs = [big.driver.get_pin(n) for n in (0, 1)]
    for pin in outputs:
        pin.switch_to_output(value=False)
    outputs[0].invert_polarity = True

    outputs[1].value = True

    assert big.chip.pin(0).value is False
    assert big.chip.pin(1).value is True


@pytest.mark.upstream_defect
def test_iocon_is_a_register(big):
    big.driver.iocon = 0x04

    assert big.chip.memory[0x0A] == 0x04
    assert big.driver.io_control == 0x04


@pytest.mark.upstream_defect
def test_an_address_counts_on_spi(bench):
    chip = bench.spi.attach(chips.MCP23S08(0x22), cs="D5")
    mcp = MCP23S08(bench.spi, digitalio.DigitalInOut(board.D5), address=0x22)

    mcp.get_pin(0).switch_to_output(value=True)

    assert chip.pin(0).value is True


@pytest.mark.upstream_defect
def test_a_pin_of_an_mcp23016_can_be_switched_to_input(bench):
    made = Made(bench, "MCP23016")
    pin = made.driver.get_pin(3)

    pin.switch_to_input()

    assert pin.direction == Direction.INPUT
    assert pin.pull is None
    with pytest.raises(ValueError, match="pull-ups alone, or none"):
        pin.switch_to_input(pull=Pull.UP)


@pytest.mark.upstream_defect
def test_reading_a_pin_leaves_the_interrupt_of_the_other_port(big):
    big.driver.interrupt_enable = 0xFFFF
    big.chip.pin(0).value = True

    assert big.driver.get_pin(8).value is False

    assert big.driver.int_flag == [0]


# The bus


def operations():
    yield "gpio", lambda d: d.gpio
    yield "set gpio", lambda d: setattr(d, "gpio", 5)
    yield "pin", lambda d: d.get_pin(0).value
    yield "set pin", lambda d: setattr(d.get_pin(0), "value", True)
    yield "output", lambda d: d.get_pin(0).switch_to_output(True)
    yield "input", lambda d: d.get_pin(0).switch_to_input(Pull.UP)
    yield "interrupts", lambda d: d.read_interrupts()
    yield "flags", lambda d: d.int_flag


@pytest.mark.parametrize("name, operation", [pytest.param(*o, id=o[0]) for o in operations()])
def test_an_error_of_the_bus_passes_at_every_transaction(big, name, operation):
    wires = big.wires
    fresh = MCP23017(wires, reset=False)
    wires.clear()
    operation(fresh)
    transactions = wires.transactions

    for failing in range(1, transactions + 1):
        fresh = MCP23017(wires, reset=False)
        wires.inject(Nack(), at=failing)
        with pytest.raises(OSError, match="19"):
            operation(fresh)
        assert wires.try_lock(), "the bus is still locked"
        wires.unlock()

    big.driver.get_pin(0).switch_to_output(value=True)
    assert big.chip.pin(0).value is True


def test_a_write_that_half_arrived_is_not_taken_for_done(big):
    big.driver.iodir = 0
    big.driver.gpio = 0
    big.wires.inject(Nack(byte=3))  # port A's byte arrives, port B's does not

    with pytest.raises(OSError, match="5"):
        big.driver.gpio = 0x0101

    big.driver.get_pin(1).value = True

    assert big.levels() == 0x0003


# On the VM

NO_GARBAGE = """
import board
import digitalio
from adafruit_mcp230xx.{module} import {driver}
from copperbench.measure import allocates
mcp = {driver}({bus})
pin = mcp.get_pin(3)
pin.switch_to_output()
def set_pin():
    pin.value = True
def set_all():
    mcp.gpio = 0xAA
allocates("read a pin", lambda: pin.value)
allocates("read all", lambda: mcp.gpio)
allocates("set a pin", set_pin)
allocates("set all", set_all)
allocates("direction", lambda: pin.direction)
"""


@pytest.mark.parametrize("part", ["MCP23008", "MCP23017", "MCP23S17"])
def test_pins_leave_no_garbage(part):
    wiring = {"part": part.lower()}
    bus = "board.I2C()"
    if "S" in part:
        wiring |= {"bus": "spi", "pins": {"cs": "D5"}}
        bus = "board.SPI(), digitalio.DigitalInOut(board.D5)"
    program = NO_GARBAGE.format(module=part.lower(), driver=part, bus=bus)

    result = vm.run(program, wiring={"chip": [wiring]}, libraries=[FOLDER])

    assert result.exception is None, result.stdout
    assert not any(dict(result.figures).values()), result.figures
    assert len(result.figures) == 5


# The chips themselves, where the drivers do not go


def test_with_seqop_the_pointer_stays_in_its_pair(bench):
    chip = bench.i2c.attach(chips.MCP23017())
    bench.i2c.try_lock()
    bench.i2c.writeto(0x20, b"\x0a\x20")

    bench.i2c.writeto(0x20, b"\x0c\x01\x02\x03")

    bench.i2c.unlock()
    assert chip.memory[0x0C:0x10] == b"\x03\x02\x00\x00"


def test_the_pointer_goes_round_the_map(bench):
    bench.i2c.attach(chips.MCP23008())
    data = bytearray(3)
    bench.i2c.try_lock()

    bench.i2c.writeto_then_readfrom(0x20, b"\x0a", data)

    bench.i2c.unlock()
    assert data == b"\x00\xff\x00"


def test_the_chip_tells_what_its_datasheet_forbids(bench):
    bench.i2c.attach(chips.MCP23017())
    bench.i2c.try_lock()

    with pytest.raises(Mistake, match=r"INTFA .* is read-only"):
        bench.i2c.writeto(0x20, b"\x0e\x00")
    with pytest.raises(NotImplementedError, match="BANK"):
        bench.i2c.writeto(0x20, b"\x0a\x80")
    bench.i2c.unlock()
    for part in ("MCP23017", "MCP23S08"):
        with pytest.raises(ValueError, match="has address 0x20 to"):
            getattr(chips, part)(0x28)


def test_a_reset_pin_resets(bench):
    chip = bench.i2c.attach(chips.MCP23017(), reset="D9")
    pin = digitalio.DigitalInOut(board.D9)
    pin.switch_to_output(value=True)
    mcp = MCP23017(bench.i2c)
    mcp.get_pin(0).switch_to_output(value=True)

    pin.value = False
    assert chip.pin(0).firmware < 0
    with pytest.raises(OSError, match="19"):
        _ = mcp.gpio
    pin.value = True

    assert mcp.iodir == 0xFFFF


def test_a_pin_of_the_chip_can_be_wired_to_one_of_the_board(bench):
    bench.i2c.attach(chips.MCP23017(), gpa4="D10")
    mcp = MCP23017(bench.i2c)
    pin = digitalio.DigitalInOut(board.D10)

    mcp.get_pin(4).switch_to_output(value=True)
    assert pin.value is True

    mcp.get_pin(4).switch_to_input()
    pin.switch_to_output(value=False)
    assert mcp.get_pin(4).value is False


# The documentation


def test_the_readme_shows_the_differences_from_upstream():
    differences = tomllib.loads((FOLDER / "differences.toml").read_text("utf-8"))["difference"]
    readme = (FOLDER / "README.md").read_text("utf-8")

    for difference in differences:
        cells = (difference[key] for key in ("what", "upstream", "ours", "reason"))
        assert f"| {' | '.join(cells)} |\n" in readme
