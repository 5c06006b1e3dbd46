# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The driver of the multiplexers against the chips on the bench."""

from pathlib import Path

import pytest
import tomllib

import adafruit_tca9548a
from adafruit_bus_device.i2c_device import I2CDevice
from adafruit_tca9548a import PCA9546A, TCA9548A
from copperbench import chips, vm
from copperbench.chip import Register, RegisterChip
from copperbench.faults import Nack, Stuck

FOLDER = Path(adafruit_tca9548a.__file__).parent


class Memory(RegisterChip):
    """A chip with a few bytes."""

    name = "memory"
    SIZE = 4
    REGISTERS = tuple(Register(address, f"R{address}") for address in range(4))

    def __init__(self, first):
        self._first = first
        super().__init__(0x48)

    def power_up(self):
        super().power_up()
        self.memory[0] = self._first


@pytest.fixture
def mux(bench):
    return bench.i2c.attach(chips.TCA9548A())


@pytest.fixture
def tca(bench, mux):
    for number in (0, 1, 7):
        mux.channels[number].attach(Memory(0x10 + number))
    return TCA9548A(bench.i2c)


def first(device):
    """Return the first byte of a memory."""
    data = bytearray(1)
    with device as i2c:
        i2c.write_then_readinto(b"\x00", data)
    return data[0]


def is_free(bench):
    if bench.i2c.try_lock():
        bench.i2c.unlock()
        return True
    return False


# Channels


@pytest.mark.parametrize("number", [0, 1, 7])
def test_a_channel_leads_to_its_chip(bench, tca, number):
    assert first(I2CDevice(tca[number], 0x48)) == 0x10 + number
    assert is_free(bench)


def test_chips_of_one_address_keep_apart(tca):
    one, other = I2CDevice(tca[0], 0x48), I2CDevice(tca[7], 0x48)

    with one as i2c:
        i2c.write(b"\x01\xaa")
    with other as i2c:
        i2c.write(b"\x01\xbb")

    data = bytearray(4)
    with one as i2c:
        i2c.write(b"\xff\x01\xff", start=1, end=2)
        i2c.readinto(data, start=1, end=2)
    with other as i2c:
        i2c.write(b"\x01")
        i2c.readinto(data, start=2, end=3)
    assert data == b"\x00\xaa\xbb\x00"


def test_slices_of_buffers_go_through(bench, tca):
    channel = tca[1]
    data = bytearray(b"....")
    assert channel.try_lock()

    channel.writeto(0x48, b"xx\x02\x77x", start=2, end=4)
    channel.writeto_then_readfrom(
        0x48, b"xx\x02x", data, out_start=2, out_end=3, in_start=1, in_end=2
    )
    channel.writeto(0x48, b"\x00")
    channel.readfrom_into(0x48, data, start=3)

    channel.unlock()
    assert data == b".\x77.\x11"


def test_making_it_sends_nothing(bench):
    TCA9548A(bench.i2c, 0x77)

    assert bench.i2c.transactions == 0


def test_a_sequence_of_eight_or_four(bench, mux):
    assert len(TCA9548A(bench.i2c)) == len(list(TCA9548A(bench.i2c))) == 8
    assert len(PCA9546A(bench.i2c)) == len(list(PCA9546A(bench.i2c))) == 4
    tca = TCA9548A(bench.i2c)
    assert tca[3] is tca[3]
    assert tca.channels[3] is tca[3]
    assert tca.channels[4] is None


@pytest.mark.parametrize("cls, number", [(TCA9548A, 8), (TCA9548A, -1), (PCA9546A, 4)])
def test_a_channel_that_is_not_there_is_told(bench, cls, number):
    with pytest.raises(IndexError, match=r"must be 0 to [37]$"):
        cls(bench.i2c)[number]


def test_the_address_of_the_multiplexer_is_refused(bench, tca):
    channel = tca[0]
    assert channel.try_lock()
    bench.i2c.clear()

    with pytest.raises(ValueError, match="address is the multiplexer's"):
        channel.writeto(0x70, b"\xff")
    with pytest.raises(ValueError, match="address is the multiplexer's"):
        channel.readfrom_into(0x70, bytearray(1))
    with pytest.raises(ValueError, match="address is the multiplexer's"):
        channel.writeto_then_readfrom(0x70, b"\xff", bytearray(1))

    channel.unlock()
    assert bench.i2c.transactions == 0


def test_a_channel_is_scanned_and_probed(bench, tca):
    assert tca[1].try_lock()
    assert tca[1].scan() == [0x48, 0x70]
    assert tca[1].probe(0x48) is True
    assert tca[1].probe(0x49) is False
    tca[1].unlock()

    assert tca[2].try_lock()
    assert tca[2].scan() == [0x70]
    tca[2].unlock()


def test_a_channel_on_an_older_bus_is_probed_by_a_scan(bench, tca):
    class Older:
        """What CircuitPython had before 9.2."""

        try_lock = bench.i2c.try_lock
        unlock = bench.i2c.unlock
        scan = bench.i2c.scan

        @staticmethod
        def writeto(*arguments, **keywords):
            bench.i2c.writeto(*arguments, **keywords)

    channel = TCA9548A(Older)[0]
    assert channel.try_lock()

    assert channel.probe(0x48) is True
    assert channel.probe(0x49) is False
    channel.unlock()


def test_four_channels_lead_to_their_chips(bench):
    chip = bench.i2c.attach(chips.PCA9546A(0x71))
    chip.channels[3].attach(Memory(0x33))
    mux = PCA9546A(bench.i2c, 0x71)

    assert first(I2CDevice(mux[3], 0x48)) == 0x33
    with pytest.raises(ValueError, match="0x48"):
        I2CDevice(mux[2], 0x48)


def test_a_multiplexer_can_be_behind_another(bench, mux):
    inner = mux.channels[2].attach(chips.TCA9548A(0x71))
    inner.channels[5].attach(Memory(0x25))
    mux.channels[3].attach(Memory(0x03))
    tca = TCA9548A(bench.i2c)
    deep = I2CDevice(TCA9548A(tca[2], 0x71)[5], 0x48)
    near = I2CDevice(tca[3], 0x48)

    assert [first(deep), first(near), first(deep)] == [0x25, 0x03, 0x25]
    assert is_free(bench)


# What it costs


def test_the_channel_is_opened_once(bench, tca):
    device = I2CDevice(tca[0], 0x48)
    bench.i2c.clear()

    for _ in range(3):
        first(device)

    assert bench.i2c.transactions == 3


def test_a_change_of_channels_is_one_transaction_more(bench, tca):
    devices = [I2CDevice(tca[n], 0x48) for n in (0, 1)]
    bench.i2c.clear()

    for _ in range(3):
        assert [first(device) for device in devices] == [0x10, 0x11]

    assert bench.i2c.transactions == 12


def test_deinit_closes_all_channels(bench, mux, tca):
    first(I2CDevice(tca[0], 0x48))
    assert mux.enabled == 1

    tca.deinit()

    assert mux.enabled == 0
    assert first(I2CDevice(tca[0], 0x48)) == 0x10


def test_deinit_tells_that_the_bus_is_locked(bench, tca):
    bench.i2c.try_lock()

    with pytest.raises(RuntimeError, match="the bus is locked"):
        tca.deinit()

    bench.i2c.unlock()


# Several for one, and several on one bus


def test_two_objects_for_one_chip_agree(bench, tca):
    one, other = I2CDevice(tca[0], 0x48), I2CDevice(TCA9548A(bench.i2c)[1], 0x48)

    assert [first(one), first(other), first(one)] == [0x10, 0x11, 0x10]


def test_two_multiplexers_never_have_a_channel_open_together(bench, mux, tca):
    second = bench.i2c.attach(chips.TCA9548A(0x71))
    second.channels[0].attach(Memory(0x99))
    one, other = I2CDevice(tca[0], 0x48), I2CDevice(TCA9548A(bench.i2c, 0x71)[0], 0x48)

    assert [first(one), first(other), first(one)] == [0x10, 0x99, 0x10]
    assert mux.enabled == second.enabled == 0


# What upstream gets wrong; each of these fails on it


@pytest.mark.upstream_defect
def test_a_multiplexer_that_does_not_answer_leaves_the_bus_free(bench):
    """Adafruit_CircuitPython_TCA9548A#59, and proveskit/pysquared#104."""
    answering = []

    for address in range(0x70, 0x78):
        try:
            TCA9548A(bench.i2c, address)[0].try_lock()
            answering.append(address)
        except OSError:
            assert is_free(bench)

    assert answering == []


@pytest.mark.upstream_defect
def test_a_multiplexer_that_goes_away_leaves_the_bus_free(bench, mux, tca):
    device = I2CDevice(tca[0], 0x48)
    TCA9548A(bench.i2c, 0x71)  # a second one, so that channels are closed each time
    mux.unplug()

    for _ in range(2):
        with pytest.raises(OSError, match="19"):
            first(device)
        assert is_free(bench)

    mux.plug_in()
    assert first(device) == 0x10


@pytest.mark.upstream_defect
@pytest.mark.parametrize("fault", [Nack(), Nack(byte=1), Stuck()])
def test_an_error_at_any_transaction_leaves_the_bus_free(bench, tca, fault):
    """Adafruit_CircuitPython_TCA9548A#8 and #29."""
    devices = [I2CDevice(tca[n], 0x48) for n in (0, 1)]
    bench.i2c.clear()
    for device in devices:
        first(device)
    count = bench.i2c.transactions

    for failing in range(1, count + 1):
        injection = bench.i2c.inject(fault, at=failing)
        errors = 0
        for device in devices:
            try:
                first(device)
            except OSError:
                errors += 1
            assert is_free(bench)
        assert errors == injection.struck
        assert [first(device) for device in devices] == [0x10, 0x11]


@pytest.mark.upstream_defect
def test_a_close_that_fails_leaves_the_bus_free(bench, tca):
    TCA9548A(bench.i2c, 0x71)
    device = I2CDevice(tca[0], 0x48)
    bench.i2c.inject(Nack(), at=3)  # opened, read, closed

    with pytest.raises(OSError, match="19"):
        first(device)

    assert is_free(bench)
    assert first(device) == 0x10


@pytest.mark.upstream_defect
def test_a_busy_bus_is_told_and_not_waited_for(bench, tca):
    """Adafruit_CircuitPython_TCA9548A#52."""
    bench.i2c.try_lock()

    assert tca[0].try_lock() is False

    bench.i2c.unlock()
    assert bench.i2c.transactions == 0


def test_looking_behind_a_multiplexer_that_went_away_is_no_error(bench, mux, tca):
    """A native I2CDevice would leave the bus locked."""
    first(I2CDevice(tca[0], 0x48))
    mux.unplug()

    with pytest.raises(ValueError, match="No I2C device at address: 0x48"):
        I2CDevice(tca[0], 0x48)

    assert is_free(bench)
    assert bench.i2c.transactions > 0


def test_a_multiplexer_that_was_reset_is_set_again(bench, mux, tca):
    device = I2CDevice(tca[7], 0x48)
    first(device)
    mux.reset()

    with pytest.raises(OSError, match="19"):
        first(device)

    assert first(device) == 0x17
    mux.reset()
    assert first(I2CDevice(tca[7], 0x48)) == 0x17  # probing looks at nothing that is closed


# The chips themselves


def test_the_upper_half_of_four_channels_is_nothing(bench):
    chip = bench.i2c.attach(chips.PCA9546A())
    data = bytearray(1)
    bench.i2c.try_lock()

    bench.i2c.writeto(0x70, b"\xf2\xff\xf5")
    bench.i2c.readfrom_into(0x70, data)

    bench.i2c.unlock()
    assert chip.enabled == data[0] == 5
    with pytest.raises(ValueError, match="has address 0x70 to 0x77"):
        chips.PCA9546A(0x78)


def test_a_reset_pin_closes_all_channels(bench):
    chip = bench.i2c.attach(chips.TCA9548A(), reset="D5")
    chip.channels[0].attach(Memory(1))
    line = bench.pin("D5")
    line.value = True
    device = I2CDevice(TCA9548A(bench.i2c)[0], 0x48)
    assert first(device) == 1

    line.value = False

    with pytest.raises(OSError, match="19"):
        first(device)
    line.value = True
    assert chip.enabled == 0


# On the VM

NO_GARBAGE = """
import board
import adafruit_tca9548a
from adafruit_bus_device.i2c_device import I2CDevice
from copperbench.measure import garbage
tca = adafruit_tca9548a.TCA9548A(board.I2C())
devices = [I2CDevice(tca[0], 0x18), I2CDevice(tca[1], 0x18)]
data = bytearray(2)
def read():
    for device in devices:
        with device as i2c:
            i2c.write_then_readinto(b"\\x06", data, out_start=0, in_end=2)
garbage("read", read)
"""


def test_a_reading_leaves_no_garbage():
    wiring = {
        "chip": [
            {"part": "tca9548a"},
            {"part": "mcp9808", "channel": 0},
            {"part": "mcp9808", "channel": 1},
        ]
    }

    result = vm.run(NO_GARBAGE, wiring=wiring, libraries=[FOLDER])

    assert result.exception is None, result.stdout
    assert dict(result.figures) == {"read": 0}


# The documentation


def test_the_readme_shows_the_differences_from_upstream():
    differences = tomllib.loads((FOLDER / "differences.toml").read_text("utf-8"))["difference"]
    readme = (FOLDER / "README.md").read_text("utf-8")

    for difference in differences:
        cells = (difference[key] for key in ("what", "upstream", "ours", "reason"))
        assert f"| {' | '.join(cells)} |\n" in readme
