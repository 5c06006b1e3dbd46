# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Read a register of a chip behind a channel, without a driver for it: of an MCP9808."""

import time

import board

import adafruit_tca9548a
from adafruit_bus_device.i2c_device import I2CDevice

tca = adafruit_tca9548a.TCA9548A(board.I2C())
channel = tca[1]
chip = I2CDevice(channel, 0x18)
word = bytearray(2)

while True:
    with chip:
        chip.write_then_readinto(b"\x05", word)
    print(f"behind {tca.address:#x}: {word[0]:08b} {word[1]:08b}")
    time.sleep(1)
