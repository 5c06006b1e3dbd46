# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The simulated AS5600 against statements of its datasheet (ams, v1-06), on the raw bus."""

import pytest
from hypothesis import given, strategies as st

from copperbench import chips
from copperbench.errors import Mistake

ADDRESS = 0x36


@pytest.fixture
def chip(bench):
    bench.i2c.try_lock()
    return bench.i2c.attach(chips.AS5600())


@pytest.fixture
def read(bench):
    """Read bytes from a register, or from where the pointer is."""

    def read(register, length=1):
        data = bytearray(length)
        if register is None:
            bench.i2c.readfrom_into(ADDRESS, data)
        else:
            bench.i2c.writeto_then_readfrom(ADDRESS, bytes([register]), data)
        return bytes(data)

    return read


@pytest.fixture
def write(bench):
    """Write bytes from a register on, and let them take effect."""

    def write(register, *data):
        bench.i2c.writeto(ADDRESS, bytes([register, *data]))
        bench.clock.advance(0.001)

    return write


def number(data):
    return int.from_bytes(data, "big")


def apart(one, other):
    """Degrees between two angles, the shorter way round."""
    return abs((one - other + 180) % 360 - 180)


# Pages 13 to 16: the pointer


def test_the_pointer_moves_on_after_each_byte(chip, read, write):
    write(0x01, 0x01, 0x23, 0x04, 0x56)

    assert read(0x01, 2) == b"\x01\x23"
    assert read(None, 2) == b"\x04\x56"


@pytest.mark.parametrize("register", [0x0C, 0x0E, 0x1B])
def test_angle_raw_angle_and_magnitude_are_read_again_without_a_pointer(chip, read, register):
    chip.angle = 90
    first = read(register, 2)

    assert read(None, 2) == first
    assert read(register, 6) == first * 3


@pytest.mark.parametrize("register", [0x0D, 0x0F, 0x1C])
def test_that_holds_only_where_the_pointer_was_set_to_the_high_byte(chip, read, register):
    chip.angle = 90

    assert read(register, 2)[1] == chip.memory[register + 1]
    assert chip.pointer == register + 2


def test_status_raw_angle_and_angle_come_in_one_burst(chip, read):
    chip.angle = 90

    assert read(0x0B, 5) == b"\x20\x04\x00\x04\x00"


def test_the_pointer_goes_round_after_the_last_register(chip, read, write):
    write(0x01, 0x01)

    assert read(0xFF, 3) == b"\x00\x00\x01"


@pytest.mark.parametrize("register", [0x09, 0x0A, 0x10, 0x19, 0x1D, 0xFE])
def test_an_invalid_address_is_not_acknowledged_and_reads_zero(bench, chip, read, register):
    with pytest.raises(OSError, match="5"):
        bench.i2c.writeto(ADDRESS, bytes([register]))

    assert read(None) == b"\x00"
    assert chip.pointer == (register + 1) % 256


def test_a_write_beyond_a_register_is_not_acknowledged(bench, chip):
    bench.strict = False

    with pytest.raises(OSError, match="5"):
        bench.i2c.writeto(ADDRESS, b"\x08\x03\xff")

    assert chip.memory[0x08] == 0x03
    assert chip.pointer == 0x0A


# Page 18: the register map


def test_what_was_never_burned_is_zero_after_power_up(chip, read):
    assert read(0x00, 9) == bytes(9)


def test_blank_and_read_only_bits_keep_their_value(bench, chip, read, write):
    bench.strict = False

    write(0x01, *[0xFF] * 8)
    write(0x00, 0xFF)
    write(0x0B, *[0xFF] * 5)
    write(0x1A, *[0xFF] * 3)

    assert read(0x00, 9) == b"\x00\x0f\xff\x0f\xff\x0f\xff\x3f\xff"
    assert read(0x0B) == b"\x20"
    assert read(0x0C, 2) == b"\x00\x00"


def test_the_settings_are_lost_with_the_supply(chip, read, write):
    write(0x01, *[0x01] * 8)

    chip.power_cycle()

    assert read(0x00, 9) == bytes(9)


# Page 19: the angle


@given(degrees=st.floats(0, 360, exclude_max=True))
def test_the_raw_angle_has_4096_steps_to_the_turn(degrees):
    chip = chips.AS5600()

    chip.angle = degrees

    assert apart(chip.word(0x0C) * 360 / 4096, degrees) <= 360 / 8192 + 1e-9
    assert apart(chip.angle, degrees) < 1e-6


def test_the_angle_grows_counterclockwise_with_dir_high(bench, read):
    bench.i2c.try_lock()
    chip = bench.i2c.attach(chips.AS5600(dir_high=True))

    chip.angle = 90

    assert number(read(0x0C, 2)) == 3072


@pytest.mark.parametrize(
    "start, stop, widest",
    [
        pytest.param(0, 2048, 0, id="MPOS"),
        pytest.param(3072, 1024, 0, id="MPOS, over the end of the turn"),
        pytest.param(0, 0, 2048, id="MANG"),
        pytest.param(1000, 0, 2048, id="MANG and ZPOS"),
    ],
)
def test_half_a_turn_is_2048_steps(chip, read, write, start, stop, widest):
    write(0x01, *divmod(start, 256))
    write(*((0x03, *divmod(stop, 256)) if stop else (0x05, *divmod(widest, 256))))

    for past, steps in [(0, 0), (90, 1024), (180, 2048), (269, 2048), (271, 0)]:
        chip.angle = start * 360 / 4096 + past
        assert number(read(0x0E, 2)) == steps, past


def test_the_last_of_mpos_and_mang_counts(chip, read, write):
    chip.angle = 200
    write(0x03, 0x0F, 0xFF, 0x04, 0x00)

    assert number(read(0x0E, 2)) == 1024

    write(0x03, 0x06, 0x00)

    assert number(read(0x0E, 2)) == 1536


def test_a_new_range_shows_after_a_millisecond(bench, chip, read):
    chip.angle = 90
    bench.i2c.writeto(ADDRESS, b"\x01\x02\x00")
    written = bench.clock.us
    early = number(read(0x0E, 2))
    bench.clock.advance_us(written + 1000 - bench.clock.us)

    assert (early, number(read(0x0E, 2))) == (1024, 512)


@pytest.mark.parametrize(
    "path, steps",
    [
        pytest.param([359.0, 0.5], 4095, id="6 steps past the end"),
        pytest.param([359.0, 1.0], 11, id="11 steps past it"),
        pytest.param([1.0, 359.5], 0, id="6 steps before the start"),
        pytest.param([1.0, 359.0], 4085, id="11 steps before it"),
        pytest.param([359.0, 0.5, 359.9], 4095, id="and back"),
    ],
)
def test_angle_has_a_hysteresis_of_ten_steps_at_the_ends_of_the_turn(chip, read, path, steps):
    for degrees in path:
        chip.angle = degrees

    assert number(read(0x0E, 2)) == steps
    assert number(read(0x0C, 2)) == round(path[-1] * 4096 / 360)


# Page 20 and figure 8: the magnet


@pytest.mark.parametrize(
    "distance, status",
    [
        pytest.param(0.3, 0x28, id="too strong"),
        pytest.param(0.5001, 0x20, id="recommended, near"),
        pytest.param(2.9999, 0x20, id="recommended, far"),
        pytest.param(3.2, 0x30, id="too weak"),
        pytest.param(8.0, 0x10, id="below 8 mT"),
        pytest.param(None, 0x10, id="none"),
    ],
)
def test_status_tells_the_strength_of_the_magnet(chip, read, distance, status):
    chip.magnet_distance = distance

    assert read(0x0B)[0] == status


@pytest.mark.parametrize("supply, top", [(5, 255), (3.3, 128)])
def test_agc_reaches_its_top_where_the_magnet_gets_too_weak(bench, read, supply, top):
    bench.i2c.try_lock()
    chip = bench.i2c.attach(chips.AS5600(supply=supply))
    seen = []

    for distance in (0.2, 0.5, 1.0, 2.0, 3.0, 5.0):
        chip.magnet_distance = distance
        seen.append((read(0x1A)[0], number(read(0x1B, 2))))

    gains = [gain for gain, _ in seen]
    assert gains == sorted(gains)
    assert (gains[0], gains[-1]) == (0, top)
    assert seen[1][1] == seen[2][1] == seen[3][1]
    assert seen[0][1] > seen[1][1] > seen[5][1]


def test_the_angle_is_noise_without_a_magnet(bench, chip, read):
    chip.angle = 90
    chip.magnet_distance = None
    angles = set()

    for _ in range(20):
        angles.add(number(read(0x0C, 2)))

    assert len(angles) > 10


# Pages 19, 31 and figure 6: the settings


@pytest.mark.parametrize("code", [0, 1, 2, 3])
def test_hysteresis_holds_the_angle_of_a_magnet_that_hardly_moves(chip, read, write, code):
    chip.angle = 90
    write(0x08, code << 2)
    chip.angle = 90 + code * 360 / 4096
    held = number(read(0x0E, 2))
    chip.angle = 90 + (code + 1) * 360 / 4096

    assert (held, number(read(0x0E, 2))) == (1024, 1024 + code + 1)
    assert number(read(0x0C, 2)) == 1024 + code + 1


@pytest.mark.parametrize("mode, period_us", [(1, 5000), (2, 20000), (3, 100000)])
def test_a_low_power_mode_polls(bench, chip, read, write, mode, period_us):
    def status_at(periods):
        bench.clock.advance_us(int(periods * period_us) - bench.clock.us)
        return read(0x0B)[0]

    write(0x08, mode)
    before = status_at(10.5)
    chip.magnet_distance = None

    assert (before, status_at(10.9), status_at(11)) == (0x20, 0x20, 0x10)


def test_the_watchdog_saves_power_after_a_minute_at_rest(bench, chip, read, write):
    write(0x07, 0x20)
    bench.clock.advance(59)
    chip.angle = 1  # 11 steps: not at rest
    bench.clock.advance(59)
    chip.angle = 15 * 360 / 4096  # 4 steps on: at rest
    awake = number(read(0x0C, 2))
    bench.clock.advance(2)
    read(0x0B)
    chip.angle = 90
    asleep = number(read(0x0C, 2))
    bench.clock.advance(0.1)

    assert (awake, asleep, number(read(0x0C, 2))) == (15, 15, 1024)


def test_a_magnet_at_rest_for_long_is_measured_at_once_without_the_watchdog(bench, chip, read):
    bench.clock.advance(3600)
    chip.angle = 90

    assert number(read(0x0C, 2)) == 1024


def test_a_turning_magnet_is_where_its_speed_takes_it(bench, chip, read):
    chip.angle = 350
    chip.speed = 20
    bench.clock.advance(1)

    assert number(read(0x0C, 2)) == pytest.approx(10 * 4096 / 360, abs=1)
    assert chip.speed == pytest.approx(20)

    chip.speed = -10
    bench.clock.advance(36)

    assert chip.angle == pytest.approx(10, abs=0.01)


# Pages 21 to 24: burning


def burn(write, command):
    write(0xFF, command)
    for load in (0x01, 0x11, 0x10):
        write(0xFF, load)


def test_burn_angle_keeps_zpos_and_mpos_for_ever(chip, read, write):
    write(0x01, 0x01, 0x23, 0x08, 0x45, 0x04, 0x00, 0x20, 0x04)

    burn(write, 0x80)

    assert read(0x00, 9) == b"\x01\x01\x23\x08\x45\x00\x00\x00\x00"

    chip.power_cycle()

    assert read(0x00, 9) == b"\x01\x01\x23\x08\x45\x00\x00\x00\x00"


def test_burn_setting_keeps_mang_and_conf_for_ever(chip, read, write):
    write(0x01, 0x01, 0x23, 0x08, 0x45, 0x04, 0x00, 0x20, 0x04)

    burn(write, 0x40)

    assert read(0x00, 9) == b"\x00\x00\x00\x00\x00\x04\x00\x20\x04"

    chip.power_cycle()

    assert read(0x00, 9) == b"\x00\x00\x00\x00\x00\x04\x00\x20\x04"


def test_a_range_burned_as_mang_counts_after_power_up(chip, read, write):
    write(0x05, 0x04, 0x00)
    burn(write, 0x40)
    chip.power_cycle()

    chip.angle = 120

    assert number(read(0x0E, 2)) == 1024


def test_burn_angle_works_three_times(chip, read, write):
    for position in (1, 2, 3):
        write(0x01, 0x00, position)
        burn(write, 0x80)

    with pytest.raises(Mistake, match="three times"):
        write(0xFF, 0x80)

    assert read(0x00, 3) == b"\x03\x00\x03"


@pytest.mark.parametrize(
    "words, prepare, command",
    [
        ("magnet", lambda chip, write: setattr(chip, "magnet_distance", None), 0x80),
        ("18 degrees", lambda chip, write: write(0x03, 0x00, 204), 0x80),
        ("18 degrees", lambda chip, write: write(0x05, 0x00, 204), 0x40),
        ("ZMCO", lambda chip, write: burn(write, 0x80), 0x40),
        ("once", lambda chip, write: burn(write, 0x40), 0x40),
        ("no command 0x81", lambda chip, write: None, 0x81),
        ("no command 0x11", lambda chip, write: None, 0x11),
    ],
)
def test_what_the_datasheet_forbids_is_told_and_burns_nothing(chip, write, words, prepare, command):
    prepare(chip, write)
    before = chip.otp

    with pytest.raises(Mistake, match=f"AS5600: .*{words}"):
        write(0xFF, command)

    assert chip.otp == before


def test_a_command_while_the_chip_burns_is_told(bench, chip):
    bench.i2c.writeto(ADDRESS, b"\xff\x80")

    with pytest.raises(Mistake, match="wait 1 ms"):
        bench.i2c.writeto(ADDRESS, b"\xff\x01")


def test_loading_what_is_burned_takes_the_three_commands_in_their_order(chip, read, write):
    write(0x08, 0x03)
    write(0xFF, 0x01)
    write(0xFF, 0x11)

    assert read(0x08) == b"\x03"

    write(0xFF, 0x10)

    assert read(0x08) == b"\x00"
