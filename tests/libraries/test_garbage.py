# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What counts as a reading's garbage: what the driver leaves, and nothing of the bench's."""

import budgets

DRIVER = """
import time

class Dial:
    def __init__(self, i2c):
        self.i2c = i2c
        self.buffer = bytearray(2)
        while not i2c.try_lock():
            pass

    @property
    def steps(self):
        time.sleep(0.001)
        self.i2c.writeto_then_readfrom(0x36, b"\\x0c", self.buffer)
        return self.buffer[0] << 8 | self.buffer[1]

    @property
    def degrees(self):
        return self.steps * 0.5

    @property
    def copied(self):
        return bytes(self.buffer)
"""

PROGRAM = """
import board
import dial

sensor = dial.Dial(board.I2C())
print("ready")

while True:
    print(sensor.steps, sensor.degrees)
    print(f"{sensor.copied}")
    sensor.mark = sensor.steps
"""


def test_only_what_the_driver_leaves_counts(tmp_path):
    (tmp_path / "dial.py").write_text(DRIVER)
    wiring = {"chip": [{"part": "as5600", "angle": 33.3}]}

    found = budgets.garbage(PROGRAM, {"dial"}, wiring, [tmp_path])

    assert found == {
        "sensor.steps": 0,
        "sensor.degrees": 32,  # the float
        "sensor.copied": 64,  # the object, and its two bytes
        "sensor.mark = sensor.steps": 0,
    }
