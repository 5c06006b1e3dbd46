# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Faults on each bus: what they do, when they strike, and what a report says of them."""

import board
import digitalio
import onewireio
import pytest
from hypothesis import given, strategies as st

from adafruit_bus_device.spi_device import SPIDevice
from copperbench import faults
from copperbench.chip import Register, RegisterChip
from copperbench.chip_onewire import OneWireChip
from copperbench.chip_spi import SPIChip
from copperbench.chip_uart import UARTChip

pytest_plugins = ["pytester"]


class Memory(RegisterChip):
    name = "memory"
    REGISTERS = tuple(Register(address, "CELL", reset=0x10 + address) for address in range(16))


class Counter(SPIChip):
    """Gives 0x10, 0x11 …"""

    name = "counter"

    def power_up(self):
        self.next = 0x10

    def exchange(self, byte):
        self.next += 1
        return self.next - 1


@pytest.fixture
def chip(bench):
    return bench.i2c.attach(Memory(0x48))


@pytest.fixture
def i2c(bench):
    bus = board.I2C()
    bus.try_lock()
    yield bus
    bus.unlock()


def read(i2c, count=4):
    data = bytearray(count)
    i2c.writeto_then_readfrom(0x48, b"\x00", data)
    return bytes(data)


class TestI2C:
    @pytest.mark.parametrize(
        "fault,errno,seconds",
        [
            pytest.param(faults.Nack(), 19, 0, id="address of the write"),
            pytest.param(faults.Nack(read=True), 19, 0, id="address of the read"),
            pytest.param(faults.Nack(1), 5, 0, id="first byte"),
            pytest.param(faults.Stuck(), 116, 1, id="a line held low"),
            pytest.param(faults.Stretch(1.5), 116, 1, id="a clock held too long"),
            pytest.param(faults.Unplugged(), 19, 0, id="no contact"),
        ],
    )
    def test_a_transaction_fails_with_the_firmwares_errno(
        self, bench, chip, i2c, fault, errno, seconds
    ):
        bench.i2c.inject(fault)
        with pytest.raises(OSError, match=str(errno)) as error:
            read(i2c)

        assert error.value.errno == errno
        assert bench.clock.us // 1000000 == seconds
        assert read(i2c) == b"\x10\x11\x12\x13"

    @pytest.mark.parametrize(
        "fault,data",
        [
            pytest.param(faults.Flip(0x81), "91111213", id="the first byte"),
            pytest.param(faults.Flip(0x01, byte=2), "10111313", id="the third byte"),
            pytest.param(faults.Flip(0xFF, byte=None), "efeeedec", id="all bytes"),
            pytest.param(faults.ShortRead(1), "10ffffff", id="short data"),
            pytest.param(faults.Noise(rate=0, seed=1), "10111213", id="no noise"),
            pytest.param(faults.Noise(rate=1, seed=1), "efeeedec", id="nothing but noise"),
        ],
    )
    def test_data_arrive_changed(self, bench, chip, i2c, fault, data):
        bench.i2c.inject(fault)

        assert read(i2c).hex() == data

    def test_a_short_stretch_only_takes_time(self, bench, chip, i2c):
        bench.i2c.inject(faults.Stretch(0.02))

        assert read(i2c) == b"\x10\x11\x12\x13"
        assert bench.clock.us > 20000

    def test_a_brown_out_puts_registers_back(self, bench, chip, i2c):
        i2c.writeto(0x48, b"\x00\xee")
        assert read(i2c, 1) == b"\xee"
        bench.i2c.inject(faults.BrownOut())

        assert read(i2c, 1) == b"\x10"

    def test_what_a_refused_byte_carried_is_not_written(self, bench, chip, i2c):
        bench.i2c.inject(faults.Nack(3))
        with pytest.raises(OSError, match="5"):
            i2c.writeto(0x48, b"\x00\xaa\xbb")

        assert read(i2c, 2) == b"\xaa\x11"


class TestWhen:
    def test_at_counts_from_now_and_waits_for_its_turn(self, bench, chip, i2c):
        read(i2c)
        injection = bench.i2c.inject(faults.Nack(), at=2)

        read(i2c)
        assert injection.struck == 0
        with pytest.raises(OSError, match="19"):
            read(i2c)
        read(i2c)
        assert injection.struck == 1

    def test_times_none_is_for_ever(self, bench, chip, i2c):
        bench.i2c.inject(faults.Nack(), times=None)

        for _ in range(5):
            with pytest.raises(OSError, match="19"):
                read(i2c)

    def test_a_predicate_sees_number_and_address(self, bench, chip, i2c):
        seen = []
        bench.i2c.attach(Memory(0x50))
        bench.i2c.inject(
            faults.Nack(), when=lambda n, address: seen.append((n, address)) or address == 0x50
        )

        read(i2c)
        with pytest.raises(OSError, match="19"):
            i2c.writeto(0x50, b"\x00")

        assert seen == [(1, 0x48), (2, 0x50)]

    def test_chance_is_the_same_each_time(self, bench, chip, i2c):
        def failures(seed):
            injection = bench.i2c.inject(faults.Nack(), probability=0.25, seed=seed, times=None)
            found = []
            for number in range(200):
                try:
                    read(i2c)
                except OSError:
                    found.append(number)
            bench.i2c.bus.plan.injections.remove(injection)
            return found

        first = failures(seed=1)

        assert first == failures(seed=1) != failures(seed=2)
        assert 30 <= len(first) <= 70

    @given(seed=st.integers(0, 2**31))
    def test_fractions_are_fractions_and_differ(self, seed):
        random = faults.Random(seed)
        found = [random.fraction() for _ in range(20)]

        assert all(0 <= fraction < 1 for fraction in found)
        assert len(set(found)) == 20


@pytest.mark.parametrize(
    "bus,arguments,message",
    [
        pytest.param(
            "spi", {"fault": faults.Nack()}, "is no fault of SPI: it strikes I2C", id="SPI"
        ),
        pytest.param(
            "i2c", {"fault": faults.Lost()}, "is no fault of I2C: it strikes UART", id="I2C"
        ),
        pytest.param("i2c", {"fault": faults.Nack(), "at": 0}, "at must be 1", id="at"),
        pytest.param("i2c", {"fault": faults.Nack(), "times": 0}, "times must be 1", id="times"),
        pytest.param(
            "uart", {"fault": faults.Lost(), "probability": 1.5}, "must be 0 to 1", id="chance"
        ),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(bench, bus, arguments, message):
    with pytest.raises(ValueError, match=message):
        getattr(bench, bus).inject(**arguments)


class TestSPI:
    @pytest.fixture
    def device(self, bench):
        bench.spi.attach(Counter(), cs="D5")
        return SPIDevice(bench.spi, digitalio.DigitalInOut(board.D5))

    @pytest.mark.parametrize(
        "fault,data",
        [
            pytest.param(faults.Ones(), "ffffff", id="stuck high"),
            pytest.param(faults.Zeros(), "000000", id="stuck low"),
            pytest.param(faults.Flip(0x80, byte=1), "109112", id="a bit"),
            pytest.param(faults.ShortRead(2), "1011ff", id="lets go"),
            pytest.param(faults.Unplugged(), "ffffff", id="no contact"),
        ],
    )
    def test_data_arrive_changed_for_one_selection(self, device, bench, fault, data):
        bench.spi.inject(fault)
        got = bytearray(3)
        with device as spi:
            spi.readinto(got)
        assert got.hex() == data
        with device as spi:
            spi.readinto(got)

        assert got[0] in {0x10, 0x13}

    def test_a_brown_out_starts_the_chip_anew(self, device, bench):
        got = bytearray(2)
        with device as spi:
            spi.readinto(got)
        bench.spi.inject(faults.BrownOut())
        with device as spi:
            spi.readinto(got)

        assert got == b"\x10\x11"


class TestUART:
    @pytest.mark.parametrize(
        "fault,data",
        [
            pytest.param(faults.Lost(), b"acd", id="lost"),
            pytest.param(faults.Doubled(), b"abbcd", id="doubled"),
            pytest.param(faults.Flip(0x20), b"aBcd", id="a bit"),
            pytest.param(faults.Framing(), b"a\xb1cd", id="framing"),
        ],
    )
    def test_the_byte_chosen_arrives_changed(self, bench, fault, data):
        talker = bench.uart.attach(UARTChip())
        uart = board.UART()
        bench.uart.inject(fault, at=2)
        talker.send(b"abcd")

        assert uart.read() == data

    def test_no_contact_is_silence(self, bench):
        talker = bench.uart.attach(UARTChip())
        uart = board.UART()
        bench.uart.inject(faults.Unplugged(), times=None)
        talker.send(b"abcd")

        assert uart.read() is None


class TestOneWire:
    @pytest.mark.parametrize("fault", [faults.NoPresence(), faults.Unplugged()])
    def test_nobody_answers_one_reset(self, bench, fault):
        wires = bench.onewire("D5")
        wires.attach(OneWireChip())
        wires.inject(fault)
        wire = onewireio.OneWire(board.D5)

        assert [wire.reset(), wire.reset()] == [True, False]

    def test_noise_inverts_bits(self, bench):
        wires = bench.onewire("D5")
        chip = wires.attach(OneWireChip())
        wires.inject(faults.Noise(rate=1))
        wires.reset()
        for place in range(8):
            wires.write_bit(0x33 >> place & 1)

        data = bytes(sum(wires.read_bit() << place for place in range(8)) for _ in range(8))

        assert data == bytes(byte ^ 0xFF for byte in chip.rom)


REPORT = """
from copperbench import faults
from copperbench.chip import RegisterChip, Register

class Memory(RegisterChip):
    name = "memory"
    REGISTERS = (Register(0, "CELL", reset=0x12),)

def test_it(bench):
    bench.i2c.attach(Memory(0x48))
    bench.i2c.inject(faults.Nack(), at=2)
    bench.i2c.try_lock()
    {body}
"""


def run(pytester, body):
    pytester.makepyfile(REPORT.format(body=body))
    return pytester.runpytest_inprocess("-p", "copperbench.plugin")


def test_a_report_says_what_was_injected_where(pytester):
    result = run(pytester, "[bench.i2c.writeto(0x48, b'') for _ in range(3)]")

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "*bench: the buses*",
            "*at ms*took ms*bus*",
            "*0.000*0.110  I2C SCL/SDA  S 48W+ P",
            "*0.110*0.110  I2C SCL/SDA  S 48W- P  -> errno 19  <- injected: Nack(byte=0)",
            "*bench: injected faults*",
            "I2C SCL/SDA: Nack(byte=0) at transaction 2 struck 1 time",
        ]
    )


def test_a_plan_that_never_strikes_fails_the_test(pytester):
    result = run(pytester, "bench.i2c.writeto(0x48, b'')")

    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(
        [
            "I2C SCL/SDA: an injected fault never struck: "
            "Nack(byte=0) at transaction 2 struck 0 times",
        ]
    )
