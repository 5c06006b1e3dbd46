# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Wake at each full minute by the clock's pin INT (on some boards SQW), here at D5."""

import time

import board
import digitalio

import adafruit_ds3231

rtc = adafruit_ds3231.DS3231(board.I2C())

# Of the time, only the seconds count with "minutely"
rtc.alarm1 = (time.struct_time((2026, 1, 1, 0, 0, 0, 0, -1, -1)), "minutely")
rtc.alarm1_status = False
rtc.alarm1_interrupt = True

interrupt = digitalio.DigitalInOut(board.D5)
interrupt.switch_to_input(pull=digitalio.Pull.UP)

while True:
    if not interrupt.value:
        rtc.alarm1_status = False  # let go of the pin
        now = rtc.datetime
        print(f"{now.tm_hour:02}:{now.tm_min:02}:{now.tm_sec:02}")
    time.sleep(0.1)
