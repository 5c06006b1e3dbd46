# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""bitbangio where the recorded cases do not reach."""

import bitbangio
import board
import pytest

from copperbench import faults
from copperbench.bench import Bench, use
from copperbench.chip import Register, RegisterChip
from copperbench.chip_spi import SPIChip


class Memory(RegisterChip):
    name = "memory"
    REGISTERS = tuple(Register(address, "CELL", reset=address) for address in range(16))


class Inverter(SPIChip):
    name = "inverter"
    modes = (0, 1, 2, 3)

    def exchange(self, byte):
        return byte ^ 0xFF


@pytest.fixture
def i2c(bench):
    bench.i2c_bus("D9", "D10").attach(Memory(0x48))
    bus = bitbangio.I2C(board.D9, board.D10)
    bus.try_lock()
    yield bus
    bus.deinit()


@pytest.fixture
def spi(bench):
    bench.spi_bus("D9").attach(Inverter())
    bus = bitbangio.SPI(board.D9, board.D10, board.D11)
    bus.try_lock()
    yield bus
    bus.deinit()


def test_any_two_pins_make_an_i2c_bus(i2c):
    data = bytearray(2)
    i2c.writeto_then_readfrom(0x48, b"\x03", data)

    assert data == b"\x03\x04"


def test_it_needs_no_pull_ups(bench):
    bench.pull_ups = False

    bitbangio.I2C(board.D9, board.D10).deinit()


def test_a_chip_that_stretches_too_long_is_a_timeout(bench, i2c):
    bench.i2c_bus("D9", "D10").inject(faults.Stretch(0.001))

    with pytest.raises(TimeoutError, match="Clock stretch too long"):
        i2c.writeto(0x48, b"\x00")


def test_the_longer_timeout_lets_it_pass(bench):
    wires = bench.i2c_bus("D9", "D10")
    wires.attach(Memory(0x48))
    wires.inject(faults.Stretch(0.001))
    with bitbangio.I2C(board.D9, board.D10, timeout=2000) as bus:
        bus.try_lock()
        bus.writeto(0x48, b"\x00")


def test_one_pin_for_both_is_refused_but_by_9_2(bench):
    with pytest.raises(ValueError, match="D9 in use"):
        bitbangio.I2C(board.D9, board.D9)

    before = use(Bench(firmware="9.x"))
    try:
        bitbangio.I2C(board.D9, board.D9)
    finally:
        use(before)


def test_spi_exchanges_bytes(spi):
    data = bytearray(3)
    spi.write_readinto(b"\x00\x0f\xff", data)

    assert data == b"\xff\xf0\x00"


@pytest.mark.parametrize(
    "baudrate,us",
    [
        pytest.param(100000, 80, id="half periods of 5 µs"),
        pytest.param(400000, 32, id="2 µs, rounded up from 1.25"),
        pytest.param(10000000, 16, id="1 µs is the least"),
    ],
)
def test_spi_is_as_slow_as_its_half_periods(bench, spi, baudrate, us):
    spi.configure(baudrate=baudrate)
    before = bench.clock.us
    spi.write(b"\x00")

    assert bench.clock.us - before == us


@pytest.mark.parametrize(
    "pins,call,message",
    [
        pytest.param(
            ("D9", None, "D11"), lambda s: s.write(b"a"), "write without MOSI pin", id="write"
        ),
        pytest.param(
            ("D9", "D10", None),
            lambda s: s.readinto(bytearray(1)),
            "read without MISO pin",
            id="read",
        ),
        pytest.param(
            ("D9", "D10", None),
            lambda s: s.write_readinto(b"a", bytearray(1)),
            "transfer without MOSI and MISO pins",
            id="both",
        ),
    ],
)
def test_spi_without_a_pin_does_half(bench, pins, call, message):
    with bitbangio.SPI(*[name and getattr(board, name) for name in pins]) as bus:
        bus.try_lock()
        with pytest.raises(ValueError, match=f"Cannot {message}."):
            call(bus)
        bus.unlock()
