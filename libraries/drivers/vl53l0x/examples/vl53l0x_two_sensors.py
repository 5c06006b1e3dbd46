# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Two sensors on one bus: all begin at 0x29, so the pins XSHUT hold them in reset by turns.

If one is lost, by a loose wire, both are started anew.
"""

import time

import board
from digitalio import DigitalInOut

from adafruit_vl53l0x import OUT_OF_RANGE, VL53L0X

i2c = board.I2C()
shutdown = [DigitalInOut(board.D5), DigitalInOut(board.D6)]


def started():
    for pin in shutdown:
        pin.switch_to_output(value=False)
    found = []
    for number, pin in enumerate(shutdown):
        pin.value = True
        time.sleep(0.01)  # in which it boots
        sensor = VL53L0X(i2c)
        sensor.set_address(0x30 + number)
        found.append(sensor)
    return found


sensors = []
while True:
    try:
        if not sensors:
            sensors = started()
        for sensor in sensors:  # all measure at the same time
            sensor.do_range_measurement()
        for number, sensor in enumerate(sensors):
            distance = sensor.read_range()
            print(f"sensor {number}:", "out of range" if distance == OUT_OF_RANGE else distance)
    except (OSError, RuntimeError, ValueError) as error:
        print("lost a sensor:", error)
        sensors = []
    time.sleep(1)
