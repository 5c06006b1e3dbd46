# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What the bench says of a program's mistakes: the chip, the rule, and the program's line."""

import inspect

import board
import pytest

from adafruit_bus_device.i2c_device import I2CDevice
from copperbench.bench import Bench, use
from copperbench.chip import READ_ONLY, Register, RegisterChip
from copperbench.errors import Mistake

pytest_plugins = ["pytester"]


class Slow(RegisterChip):
    name = "slow"
    max_frequency = 50000
    REGISTERS = (Register(0x00, "ID", READ_ONLY, reset=0x12), Register(0x01, "SETTING"))


class Memory(RegisterChip):
    name = "memory"
    REGISTERS = (Register(0x00, "ID", READ_ONLY, reset=0x12), Register(0x01, "SETTING"))


@pytest.fixture
def lenient():
    """A bench that only puts mistakes down."""
    made = Bench(strict=False)
    before = use(made)
    yield made
    use(before)


def test_a_mistake_names_chip_rule_and_line(bench):
    bench.i2c.attach(Memory(0x48))
    device = I2CDevice(bench.i2c, 0x48)
    line = inspect.currentframe().f_lineno + 2
    with pytest.raises(Mistake) as mistake, device:
        device.write(b"\x00\x99")

    text = str(mistake.value)

    assert text.startswith("memory: ID (0x00) is read-only: 0x99 is written (")
    assert text.endswith(f"test_strict.py, line {line})")


def test_a_lenient_bench_puts_mistakes_down_and_goes_on(lenient):
    heard = []
    lenient.on_mistake = heard.append
    lenient.i2c.attach(Memory(0x48))
    device = I2CDevice(lenient.i2c, 0x48)
    with device:
        device.write(b"\x00\x99")

    assert len(lenient.mistakes) == 1
    assert heard == lenient.mistakes
    assert "memory: ID (0x00) is read-only" in heard[0]


def test_a_chip_on_no_bench_raises():
    with pytest.raises(Mistake, match="memory: there is no register"):
        Memory(0x48).mistake("there is no register")


def test_a_clock_above_the_limit_is_told_where_data_flow(bench):
    bench.i2c.attach(Slow(0x48))
    bench.i2c.try_lock()

    with pytest.raises(
        Mistake, match=r"slow: the clock is 100000 Hz, .* takes 50000 Hz at the most"
    ):
        bench.i2c.writeto(0x48, b"\x00")


def test_to_look_around_is_no_mistake(bench):
    bench.i2c.attach(Slow(0x48))
    bench.i2c.attach(Memory(0x50))
    bench.i2c.try_lock()

    found = bench.i2c.scan()
    bench.i2c.probe(0x7F)
    with pytest.raises(OSError, match="5"):
        bench.i2c.writeto(0x50, b"\x77")  # a register that is not there, to see whether it is

    assert found == [0x48, 0x50]
    assert (bench.mistakes, bench.notes) == ([], [])


@pytest.mark.parametrize(
    "act,note",
    [
        pytest.param(lambda chip: None, "it has memory at 0x48 (", id="the wiring lacks it"),
        pytest.param(
            lambda chip: chip.unplug(), "it has memory at 0x48 (", id="another is unplugged"
        ),
        pytest.param(
            lambda chip: (setattr(chip, "address", 0x20), chip.unplug()),
            "memory is unplugged (",
            id="it is unplugged",
        ),
    ],
)
def test_a_chip_that_is_not_there_is_explained(bench, act, note):
    act(bench.i2c.attach(Memory(0x48)))
    bench.i2c.try_lock()
    with pytest.raises(OSError, match="19"):
        bench.i2c.writeto(0x20, b"\x00")

    assert bench.mistakes == []
    assert bench.notes[0].startswith(f"nobody answers at 0x20 on I2C SCL/SDA: {note}")


def test_a_driver_that_finds_no_chip_is_explained(bench):
    with pytest.raises(ValueError, match="No I2C device at address: 0x20"):
        I2CDevice(bench.i2c, 0x20)

    assert bench.notes[0].startswith(
        "nobody answers at 0x20 on I2C SCL/SDA: it has no chip; attach one ("
    )


def test_a_loop_that_waits_for_the_lock_for_ever_is_told(bench):
    bench.i2c.try_lock()

    def wait():
        while not board.I2C().try_lock():
            pass

    with pytest.raises(Mistake, match="I2C SCL/SDA is locked, and a program asks for the lock"):
        wait()


class Grumpy(RegisterChip):
    """A chip of the user's own, whose code is no place in the program."""

    name = "grumpy"
    REGISTERS = (Register(0x00, "SETTING"),)

    def written(self, address, value):
        self.mistake("no")


def test_the_place_is_the_programs_and_not_the_chips(bench):
    bench.i2c.attach(Grumpy(0x48))
    bench.i2c.try_lock()
    line = inspect.currentframe().f_lineno + 2
    with pytest.raises(Mistake) as mistake:
        bench.i2c.writeto(0x48, b"\x00\x00")

    assert str(mistake.value).endswith(f"test_strict.py, line {line})")


def test_without_the_lock_the_firmware_refuses_and_the_bench_explains(bench):
    with pytest.raises(RuntimeError, match="Function requires lock"):
        board.I2C().writeto(0x48, b"\x00")

    assert bench.mistakes == []
    assert bench.notes[0].startswith(
        "I2C SCL/SDA is used without its lock: call try_lock() before, unlock() after ("
    )
    assert "test_strict.py, line " in bench.notes[0]


def test_after_deinit_the_firmware_refuses_and_the_bench_explains(bench):
    spi = board.SPI()
    spi.deinit()
    with pytest.raises(ValueError, match="Object has been deinitialized"):
        spi.try_lock()

    assert bench.notes[0].startswith("SPI is used after deinit(): make a new one (")


DRIVER = """
class Forgetful:
    def __init__(self, i2c):
        while not i2c.try_lock():
            pass
        i2c.scan()
"""


def test_a_driver_that_keeps_the_lock_fails_the_test(pytester):
    pytester.makepyfile(forgetful=DRIVER)
    pytester.makepyfile(
        """
        import sys
        sys.path.insert(0, ".")
        from forgetful import Forgetful

        def test_it(bench):
            Forgetful(bench.i2c)
        """
    )

    result = pytester.runpytest_inprocess("-p", "copperbench.plugin")

    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(
        [
            "I2C SCL/SDA is still locked: a try_lock() without unlock(), "
            "so nobody else can use the bus"
        ]
    )


def test_a_test_may_take_the_lock_to_see_that_it_is_free(pytester):
    pytester.makepyfile(
        """
        def test_it(bench):
            assert bench.i2c.try_lock()
        """
    )

    pytester.runpytest_inprocess("-p", "copperbench.plugin").assert_outcomes(passed=1)
