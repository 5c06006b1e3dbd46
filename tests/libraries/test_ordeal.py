# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The test of faults finds what a bad driver does, and lets a good one pass."""

import importlib
import sys

import ordeal
import pytest

from copperbench.chips.aht20 import AHT20  # whose data have a checksum

GOOD = """
import time


class Sensor:
    def __init__(self, i2c):
        self.i2c = i2c
        self.buffer = bytearray(7)

    def read(self):
        self._locked(self._start)
        time.sleep(0.1)
        self._locked(self._fetch)
        if self._checksum() != self.buffer[6]:
            raise RuntimeError("bad checksum")
        return self.buffer[3] >> 4 | self.buffer[2] << 4

    def _locked(self, call):
        while not self.i2c.try_lock():
            pass
        try:
            call()
        finally:
            self.i2c.unlock()

    def _start(self):
        self.i2c.writeto(0x38, b"\\xac\\x33\\x00")

    def _fetch(self):
        self.i2c.readfrom_into(0x38, self.buffer)

    def _checksum(self):
        value = 0xFF
        for byte in self.buffer[:6]:
            value ^= byte
            for _ in range(8):
                value = (value << 1 ^ 0x31 if value & 0x80 else value << 1) & 0xFF
        return value
"""

EXAMPLE = """
import time
import board
import trial_driver

sensor = trial_driver.Sensor(board.I2C())

while True:
    print(sensor.read())
    time.sleep(0.5)
"""

START = "        self._locked(self._start)\n"

# Asleep after a power-up, which one that measures can tell only by nothing but zeros.
AWAKE = """
from adafruit_bus_device.i2c_device import I2CDevice


class Sensor:
    def __init__(self, i2c):
        self.device = I2CDevice(i2c, 0x68, probe=False)
        with self.device as bus:
            bus.write(b"\\x6b\\x01")

    def read(self):
        data = bytearray(8)
        with self.device as bus:
            bus.write_then_readinto(b"\\x3b", data)
        return self.checked(data)

    def checked(self, data):
        if not any(data):
            raise RuntimeError("asleep")
        return data[4] << 8 | data[5]
"""

LATER = EXAMPLE.replace("\nwhile", "time.sleep(0.1)\nwhile")  # with a sample to read

MPU6050 = '[[chip]]\npart = "mpu6050"\n'
WIRING = '[[chip]]\npart = "aht20"\ntemperature = 21.5\nrelative_humidity = 48.0\n'


@pytest.fixture
def found(tmp_path, monkeypatch):
    """Return a function: what an ordeal finds wrong with a driver."""

    def find(driver, example=EXAMPLE, wired=WIRING):
        folder = tmp_path / "libraries" / "trial"
        folder.mkdir(parents=True)
        (folder / "trial_driver.py").write_text(driver)
        (folder / "trial_simpletest.py").write_text(example)
        (folder / "wiring.toml").write_text(wired)
        monkeypatch.syspath_prepend(str(folder))
        importlib.invalidate_caches()
        monkeypatch.delitem(sys.modules, "trial_driver", raising=False)
        program = ordeal.read(folder / "trial_simpletest.py", frozenset({"trial_driver"}))
        plan = ordeal.resolve(folder / "wiring.toml")
        reference = ordeal.play(program, plan, 3.0)
        assert [p.error for p in reference.passes if p.error] == []
        allowed = frozenset({"OSError", "RuntimeError"})
        trial = ordeal.Trial(program, plan, 3.0, reference, allowed)
        return [
            f"{trouble.name}: {wrong}"
            for transaction in ordeal.chosen(reference.transactions)
            for trouble in ordeal.troubles(transaction)
            if (wrong := trial.wrong(transaction, trouble))
        ]

    return find


def bad(old, new):
    assert old in GOOD
    return GOOD.replace(old, new)


def test_a_good_driver_passes(found):
    assert AHT20().CHECKSUM
    assert found(GOOD) == []


@pytest.mark.parametrize(
    "driver, told",
    [
        pytest.param(
            bad("            self.i2c.unlock()", "            pass\n        self.i2c.unlock()"),
            "is left locked",
            id="the lock is kept",
        ),
        pytest.param(
            bad("if self._checksum() != self.buffer[6]", "if False"),
            "in spite of the checksum",
            id="the checksum is not looked at",
        ),
        pytest.param(
            bad('RuntimeError("bad', 'ValueError("bad'),
            "ValueError: bad checksum, which is not documented",
            id="an exception that is not documented",
        ),
        pytest.param(
            bad(
                "            call()\n",
                "            call()\n        except OSError:\n            pass\n",
            ),
            "never seen before, not like",
            id="an error of the bus is kept back, and what is left in the buffer read",
        ),
        pytest.param(
            bad("            call()\n", "            self._until(call)\n")
            + "\n    def _until(self, call):\n        while True:\n            try:\n"
            "                return call()\n            except OSError:\n"
            "                time.sleep(0.1)\n",
            "no end after 20",
            id="it tries for ever",
        ),
        pytest.param(
            bad(START, f"        assert_alive(self)\n        self.alive = False\n{START}")
            .replace("        return ", "        self.alive = True\n        return ", 1)
            .replace("class Sensor:\n", "class Sensor:\n    alive = True\n\n")
            + "\ndef assert_alive(sensor):\n    if not sensor.alive:\n"
            "        raise RuntimeError('dead')\n",
            "dead, though the fault is over",
            id="the object works no more",
        ),
        pytest.param(
            bad(START, f"        self.offset += 1\n{START}        self.offset -= 1\n")
            .replace("return self.buffer[3] >> 4 |", "return self.offset ^ self.buffer[3] >> 4 |")
            .replace("class Sensor:\n", "class Sensor:\n    offset = 0\n\n"),
            "never seen before, not like",
            id="it gives wrong values from then on",
        ),
    ],
)
def test_a_bad_driver_is_found(found, driver, told):
    wrong = found(driver)

    assert any(told in words for words in wrong), wrong


def test_a_driver_that_tells_of_a_lost_supply_passes(found):
    assert found(AWAKE, LATER, MPU6050) == []


def test_a_chip_that_lost_its_settings_may_not_go_unnoticed(found):
    wrong = found(AWAKE.replace("if not any(data)", "if False"), LATER, MPU6050)

    assert {words.partition(":")[0] for words in wrong} == {"supply dips", "cable pulled"}
    assert all(words.endswith("to the end, and no error tells it") for words in wrong)


def test_each_place_in_the_program_is_struck(found, monkeypatch):
    seen = []
    monkeypatch.setattr(
        ordeal.Trial, "wrong", lambda self, transaction, _: seen.append(transaction)
    )

    found(GOOD)

    assert len({transaction.site for transaction in seen}) == 2
    assert {transaction.at for transaction in seen} >= {1, 2, 3, 4}


def test_a_display_that_only_listens_lets_no_fault_be_noticed():
    heard = {"bus": "SPI SCK", "kind": "SPI", "at": 1, "lines": (), "target": "ST7789"}
    cost = {"written": 1, "read": 0, "is_checked": False}

    assert list(ordeal.troubles(ordeal.Transaction(**heard, **cost, is_mute=True))) == []
    assert list(ordeal.troubles(ordeal.Transaction(**heard, **cost)))


@pytest.mark.parametrize(
    "pins, mute",
    [
        pytest.param({"dc": "D6"}, True, id="nothing comes back"),
        pytest.param({"dc": "D6", "busy": "D10"}, False, id="a pin tells when it is ready"),
    ],
)
def test_a_display_with_a_pin_that_it_drives_does_not_only_listen(tmp_path, pins, mute):
    (tmp_path / "panel.py").write_text(
        "from copperbench.chip_display import SPIDisplayChip\n"
        "class Panel(SPIDisplayChip):\n"
        "    PINS = ('dc', 'reset', 'busy')\n"
    )
    wires = ", ".join(f'{role} = "{pin}"' for role, pin in {"cs": "D5", **pins}.items())
    wiring = tmp_path / "wiring.toml"
    wiring.write_text(f'[[chip]]\npart = "panel.py:Panel"\npins = {{ {wires} }}\n')
    program = tmp_path / "program.py"
    program.write_text(
        "import board, digitalio\n"
        "spi = board.SPI()\n"
        "cs = digitalio.DigitalInOut(board.D5)\n"
        "cs.switch_to_output(value=False)\n"
        "spi.try_lock()\n"
        "spi.write(b'a')\n"
        "cs.value = True\n"
    )

    played = ordeal.play(ordeal.read(program, frozenset()), ordeal.resolve(wiring), 1.0)

    assert [transaction.is_mute for transaction in played.transactions] == [mute]
