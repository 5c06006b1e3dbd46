# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The PCA9685 driver against the chip on the bench."""

import importlib
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

import adafruit_pca9685
from adafruit_pca9685 import PCA9685, PCAChannels, PWMChannel
from copperbench import chips, vm
from copperbench.errors import Mistake
from copperbench.faults import Nack

FOLDER = Path(adafruit_pca9685.__file__).parent
VECTORS = {
    v["kind"]: v for v in json.loads(Path(__file__).with_name("vectors.json").read_text("utf-8"))
}


@pytest.fixture
def chip(bench):
    return bench.i2c.attach(chips.PCA9685())


@pytest.fixture
def pca(bench, chip):
    pca = PCA9685(bench.i2c)
    bench.i2c.clear()
    return pca


def sent(bench):
    """The bytes that were written to registers, without those that only point to one."""
    return [t.written for t in bench.i2c.log if t.written and t.read is None]


# Making it


def test_a_new_controller_is_awake_and_answers_at_its_own_address_alone(bench, chip):
    bench.i2c.try_lock()
    assert bench.i2c.scan() == [0x40, 0x70]  # All Call
    bench.i2c.unlock()

    PCA9685(bench.i2c)

    bench.i2c.try_lock()
    assert bench.i2c.scan() == [0x40]
    bench.i2c.unlock()
    assert not chip.is_asleep
    assert chip.memory[0] == 0x20


def test_two_controllers_on_one_bus_are_apart(bench):
    one, other = bench.i2c.attach(chips.PCA9685()), bench.i2c.attach(chips.PCA9685(0x7F))
    first, second = PCA9685(bench.i2c), PCA9685(bench.i2c, address=0x7F)

    first.channels[0].duty_cycle = 0x4000
    second.channels[0].duty_cycle = 0x8000

    assert (one.duty(0), other.duty(0)) == (0.25, 0.5)


def test_an_address_without_a_chip_is_told(bench):
    with pytest.raises(ValueError, match="0x40"):
        PCA9685(bench.i2c)


def test_leaving_a_with_block_keeps_the_outputs(bench, chip):
    with PCA9685(bench.i2c) as pca:
        pca.channels[3].duty_cycle = 0x8000

    assert chip.duty(3) == 0.5


# Channels


@pytest.mark.parametrize("channel", [0, 1, 15, -1])
@pytest.mark.parametrize(
    "value, duty",
    [
        pytest.param(0, 0, id="never"),
        pytest.param(15, 0, id="below one step"),
        pytest.param(16, 1 / 4096, id="one step"),
        pytest.param(31, 1 / 4096, id="below two"),
        pytest.param(0x7FFF, 2047 / 4096, id="almost half"),
        pytest.param(0x8000, 0.5, id="half"),
        pytest.param(0xFFFE, 4095 / 4096, id="one step short"),
        pytest.param(0xFFFF, 1, id="always"),
    ],
)
def test_a_duty_cycle_shows_at_the_output_and_comes_back(bench, chip, pca, channel, value, duty):
    pca.channels[channel].duty_cycle = value

    assert chip.duty(channel % 16) == duty
    assert sum(chip.duty(n) for n in range(16)) == duty
    assert bench.i2c.transactions == 1
    assert pca.channels[channel].duty_cycle == (
        0xFFFF if duty == 1 else value & 0xFFF0 * (duty > 0)
    )


@given(value=st.integers(0, 0xFFFF))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_duty_cycle_is_within_a_step(chip, pca, value):
    pca.channels[5].duty_cycle = value

    assert value / 0x10000 - 1 / 4096 < chip.duty(5) <= value / 0xFFFF
    assert 0 <= value - pca.channels[5].duty_cycle < 16


@pytest.mark.parametrize("value", [-1, 0x10000])
def test_a_duty_cycle_out_of_range_is_refused_before_anything_is_sent(bench, pca, value):
    with pytest.raises(ValueError, match="must be 0 to 65535"):
        pca.channels[0].duty_cycle = value
    with pytest.raises(ValueError, match="must be 0 to 65535"):
        pca.set_duty_cycles([0, value])

    assert bench.i2c.transactions == 0


@pytest.mark.parametrize("value", [0.5, "1", None])
def test_a_duty_cycle_of_a_wrong_type_is_refused_before_anything_is_sent(bench, pca, value):
    with pytest.raises(TypeError):
        pca.channels[0].duty_cycle = value if value != 0.5 else 1000.5

    assert bench.i2c.transactions == 0


def test_all_channels_are_set_in_one_transaction_and_at_once(bench, chip, pca):
    pca.set_duty_cycles([4096 * n for n in range(16)])

    assert [chip.duty(n) for n in range(16)] == [n / 16 for n in range(16)]
    assert bench.i2c.transactions == 1


def test_channels_in_a_row_leave_the_others_alone(bench, chip, pca):
    pca.channels[3].duty_cycle = pca.channels[6].duty_cycle = 0xFFFF

    pca.set_duty_cycles((0x4000, 0x8000), first=4)

    assert [chip.duty(n) for n in range(3, 7)] == [1, 0.25, 0.5, 1]


@pytest.mark.parametrize("values, first", [([], 0), ([0] * 17, 0), ([0, 0], 15)])
def test_more_values_than_channels_are_refused(bench, pca, values, first):
    with pytest.raises(ValueError, match="must be 1 to"):
        pca.set_duty_cycles(values, first)

    assert bench.i2c.transactions == 0


def test_channels_are_a_sequence_of_sixteen(pca):
    assert isinstance(pca.channels, PCAChannels)
    assert len(pca.channels) == len(list(pca.channels)) == len(pca.pwm_regs) == 16
    assert all(isinstance(channel, PWMChannel) for channel in pca.channels)
    assert pca.channels[2] is pca.channels[2]
    assert pca.channels[-1] is pca.channels[15]


@pytest.mark.parametrize("index", [16, -17])
def test_a_channel_that_the_chip_lacks_is_refused(bench, pca, index):
    for wrong in (
        lambda: pca.channels[index],
        lambda: pca.pwm_regs[index],
        lambda: pca.pwm_regs.__setitem__(index, (0, 1)),
        lambda: pca.set_duty_cycles([0], index),
    ):
        with pytest.raises(IndexError, match="must be 0 to 15"):
            wrong()

    assert bench.i2c.transactions == 0


def test_registers_of_a_channel_set_its_phase(bench, chip, pca):
    pca.pwm_regs[2] = (1024, 3072)

    assert (chip.duty(2), chip.phase(2)) == (0.5, 0.25)
    assert pca.pwm_regs[2] == (1024, 3072)
    for wrong in ((0, 4097), (-1, 0)):
        with pytest.raises(ValueError, match="must be 0 to 4096"):
            pca.pwm_regs[2] = wrong


# Frequency


@pytest.mark.parametrize(
    "hertz, prescale", [(50, 121), (60, 101), (200, 30), (1000, 5), (1525.8, 3), (23.9, 254)]
)
def test_a_frequency_is_the_nearest_that_the_chip_has(bench, chip, pca, hertz, prescale):
    pca.frequency = hertz

    assert chip.memory[0xFE] == prescale
    assert pca.frequency == pca.channels[3].frequency == chip.frequency
    assert len(sent(bench)) == 4


@given(hertz=st.floats(24, 1525))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_frequency_has_a_period_within_half_a_step(chip, pca, hertz):
    pca.frequency = hertz

    assert 1 / chip.frequency == pytest.approx(1 / hertz, abs=4096 / 25e6 * 0.5001)


def test_the_outputs_go_on_after_the_frequency_changes(chip, pca):
    pca.channels[4].duty_cycle = 0x4000

    pca.frequency = 50

    assert chip.duty(4) == 0.25
    assert chip.pulse(4) == pytest.approx(0.005, rel=0.01)


def test_the_oscillators_real_frequency_can_be_told(bench, chip):
    chip.oscillator = 26.3e6
    pca = PCA9685(bench.i2c, reference_clock_speed=26300000)

    pca.frequency = 50

    assert chip.frequency == pytest.approx(50, rel=0.005)


def test_a_channel_has_no_frequency_of_its_own(pca):
    with pytest.raises(NotImplementedError, match="all channels"):
        pca.channels[0].frequency = 50


@pytest.mark.parametrize("name, register", [("mode1_reg", 0), ("mode2_reg", 1)])
def test_registers_are_read_and_written_in_one_transaction(bench, chip, pca, name, register):
    setattr(pca, name, 0x05)
    assert bench.i2c.transactions == 1
    assert chip.memory[register] == getattr(pca, name) == 0x05
    with pytest.raises(ValueError, match="must be 0 to 255"):
        setattr(pca, name, 256)
    assert bench.i2c.transactions == 2


# Servos


@pytest.fixture
def servo(monkeypatch):
    """The release of adafruit_motor that the bundle carries."""
    carried = FOLDER.parents[2] / ".cache" / "external"
    (wheel,) = carried.glob("adafruit_circuitpython_motor-*.whl")
    monkeypatch.syspath_prepend(wheel)
    return importlib.import_module("adafruit_motor.servo")


def test_a_servo_of_adafruit_motor_turns(chip, pca, servo):
    pca.frequency = 50
    arm = servo.Servo(pca.channels[7], min_pulse=500, max_pulse=2500)

    for angle, milliseconds in ((0, 0.5), (90, 1.5), (180, 2.5)):
        arm.angle = angle

        assert chip.pulse(7) * 1000 == pytest.approx(milliseconds, abs=0.005)
        assert arm.angle == pytest.approx(angle, abs=0.5)

    arm.angle = None
    assert chip.duty(7) == 0
    assert arm.angle is None
    wheel = servo.ContinuousServo(pca.channels[8])
    wheel.throttle = -1
    assert chip.pulse(8) == pytest.approx(0.00075, abs=5e-6)


# Vectors from outside


def test_a_prescaler_from_outside_is_its_frequency(chip, pca):
    vector = VECTORS["prescale"]
    chip.memory[0xFE] = int(vector["registers"]["0xFE"], 16)

    assert pca.frequency == pytest.approx(vector["expected"]["hz"], abs=vector["tolerance"])


def test_registers_from_outside_are_what_is_sent(bench, pca):
    expected = VECTORS["led_bytes"]["expected"]
    for value in (0x8000, 0xFFFF, 0):
        pca.channels[0].duty_cycle = value

    half, full_on, full_off = sent(bench)
    assert half[1:].hex() == expected["half"]
    assert full_on[2] == int(expected["full_on_reg7"], 16)
    assert full_off[4] == int(expected["full_off_reg9"], 16)


# What upstream gets wrong; each of these fails on it


@pytest.mark.upstream_defect
def test_a_channel_works_before_the_frequency_is_set(chip, pca):
    pca.channels[0].duty_cycle = 0x8000

    assert chip.duty(0) == 0.5


@pytest.mark.parametrize(
    "hertz",
    [
        pytest.param(20, id="too slow", marks=pytest.mark.upstream_defect),
        pytest.param(0, id="standing still", marks=pytest.mark.upstream_defect),
        pytest.param(-50, id="backwards"),
        pytest.param(1800, id="too fast"),
        pytest.param(float("nan"), id="no number"),
    ],
)
def test_a_frequency_out_of_range_is_refused_and_the_outputs_go_on(bench, chip, pca, hertz):
    pca.channels[0].duty_cycle = 0x8000
    bench.i2c.clear()

    with pytest.raises(ValueError, match=r"must be 23.842 to 1525.9"):
        pca.frequency = hertz

    assert bench.i2c.transactions == 0
    assert chip.duty(0) == 0.5


@pytest.mark.upstream_defect
def test_channels_can_be_set_at_once_after_a_reset(bench, chip, pca):
    pca.mode1_reg = 0x30
    before = bench.clock.us

    pca.reset()

    assert bench.clock.us - before >= 500  # of the oscillator's start (7.3.1, SLEEP)
    pca.channels[0].duty_cycle = 0x8000  # the chip tells where it is too early
    assert chip.duty(0) == 0.5


@pytest.mark.upstream_defect
def test_a_duty_cycle_with_a_phase_is_the_share_of_time(pca):
    pca.pwm_regs[0] = (0x0C00, 0x0400)

    assert pca.channels[0].duty_cycle == 0x8000


@pytest.mark.upstream_defect
@pytest.mark.parametrize("value", [0x10, 0x7FFF, 0xFFFF])
def test_reading_a_channel_tells_that_the_chip_lost_its_supply(bench, chip, pca, value):
    chip.power_cycle()
    pca.channels[0].duty_cycle = value
    with pytest.raises(RuntimeError, match="chip was reset"):
        _ = pca.channels[0].duty_cycle

    again = PCA9685(bench.i2c)
    again.channels[0].duty_cycle = 0x8000

    assert chip.duty(0) == 0.5
    assert again.channels[0].duty_cycle == 0x8000


@pytest.mark.upstream_defect
def test_full_off_goes_before_full_on(chip, pca):
    pca.pwm_regs[0] = (4096, 4096)

    assert chip.duty(0) == pca.channels[0].duty_cycle == 0


def test_a_dead_chip_has_no_frequency(chip, pca):
    chip.memory[0xFE] = 0

    with pytest.raises(RuntimeError, match="its prescaler is 0"):
        pca.frequency  # noqa: B018


# The bus


def operations():
    yield "one channel", lambda p: setattr(p.channels[0], "duty_cycle", 0x4000)
    yield "channels", lambda p: p.set_duty_cycles([0x4000, 0x8000])
    yield "reading a channel", lambda p: p.channels[0].duty_cycle
    yield "frequency", lambda p: setattr(p, "frequency", 50)
    yield "reading the frequency", lambda p: p.frequency
    yield "reset", lambda p: p.reset()


@pytest.mark.parametrize("name, operation", [pytest.param(*o, id=o[0]) for o in operations()])
def test_an_error_of_the_bus_passes_at_every_transaction(bench, chip, pca, name, operation):
    operation(pca)
    transactions = bench.i2c.transactions

    for failing in range(1, transactions + 1):
        bench.i2c.inject(Nack(), at=failing)
        with pytest.raises(OSError, match="19"):
            operation(pca)
        assert bench.i2c.try_lock(), "the bus is still locked"
        bench.i2c.unlock()
        operation(pca)
        pca.channels[1].duty_cycle = 0x8000
        assert chip.duty(1) == 0.5


def test_an_error_between_sleeping_and_waking_leaves_the_chip_awake(bench, chip, pca):
    pca.channels[0].duty_cycle = 0x8000
    bench.i2c.clear()
    bench.i2c.inject(Nack(), at=3)  # the prescaler

    with pytest.raises(OSError, match="19"):
        pca.frequency = 50

    assert not chip.is_asleep


# The chip itself, where the driver does not go


def write(bench, *data, address=0x40):
    bench.i2c.try_lock()
    try:
        bench.i2c.writeto(address, bytes(data))
    finally:
        bench.i2c.unlock()


def test_the_chip_tells_what_its_datasheet_forbids(bench, chip):
    write(bench, 0x00, 0x20)
    with pytest.raises(Mistake, match="within 500 us"):
        write(bench, 0x06, 0, 0, 0, 8)
    bench.clock.advance(0.001)
    with pytest.raises(Mistake, match="only while SLEEP is 1"):
        write(bench, 0xFE, 121)
    with pytest.raises(Mistake, match="EXTCLK"):
        write(bench, 0x00, 0x60)
    with pytest.raises(Mistake, match="ON and OFF of channel 0 are the same"):
        write(bench, 0x06, 1, 0, 1, 0)
    with pytest.raises(OSError, match="5"):
        write(bench, 0xFF, 0)
    with pytest.raises(ValueError, match="0x40 to 0x7f"):
        chips.PCA9685(0x3F)


def test_the_chip_starts_asleep_with_its_outputs_off(bench, chip):
    assert chip.is_asleep
    assert (chip.memory[0], chip.memory[1], chip.memory[0xFE]) == (0x11, 0x04, 0x1E)
    assert chip.memory[0x06:0x0A] == b"\0\0\0\x10"
    assert chip.frequency == pytest.approx(196.9, abs=0.1)  # 200 Hz, nominally


def test_without_auto_increment_all_bytes_go_to_one_register(bench, chip):
    write(bench, 0x00, 0x00)
    bench.clock.advance(0.001)

    write(bench, 0x06, 1, 2, 3, 4)

    assert chip.memory[0x06:0x0A] == b"\x04\0\0\x10"


def test_sleep_stops_the_outputs_until_restart(bench, chip, pca):
    pca.channels[0].duty_cycle = 0x8000
    write(bench, 0x00, 0x30)
    assert chip.duty(0) == 0
    assert chip.memory[0] == 0xB0
    write(bench, 0x00, 0x20)
    bench.clock.advance(0.001)
    assert chip.duty(0) == 0

    write(bench, 0x00, 0xA0)

    assert chip.duty(0) == 0.5
    assert chip.memory[0] == 0x20


def test_all_channels_have_registers_in_common(bench, chip, pca):
    write(bench, 0xFA, 0, 0, 0, 4)

    assert {chip.duty(n) for n in range(16)} == {0.25}


def test_a_software_reset_is_a_power_up(bench, chip, pca):
    pca.channels[0].duty_cycle = 0x8000

    write(bench, 0x06, address=0x00)

    assert chip.is_asleep
    assert chip.memory[0] == 0x11


def test_an_external_clock_is_there_until_a_reset(bench, chip, pca):
    chip.external_clock = 50e6
    write(bench, 0x00, 0x30)
    write(bench, 0x00, 0x70)
    assert chip.frequency == pytest.approx(2 * 196.9, abs=0.2)

    write(bench, 0x00, 0x30)
    assert chip.memory[0] & 0x40

    chip.power_cycle()
    assert not chip.memory[0] & 0x40


# On the VM

NO_GARBAGE = """
import board
from adafruit_pca9685 import PCA9685
from copperbench.measure import allocates, garbage

pca = PCA9685(board.I2C())
channel = pca.channels[0]
levels = [0, 100, 0x8000, 0xFFFF] * 4

def one():
    channel.duty_cycle = 0x7FFF

allocates("one", one)
allocates("all", lambda: pca.set_duty_cycles(levels))
garbage("read", lambda: channel.duty_cycle)
"""


def test_setting_channels_leaves_no_garbage():
    result = vm.run(NO_GARBAGE, wiring={"chip": [{"part": "pca9685"}]}, libraries=[FOLDER])

    assert result.exception is None
    assert result.figures == {"one": False, "all": False, "read": 32}
