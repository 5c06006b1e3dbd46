# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Log the temperature with its time, both of one moment, and only if the time is right."""

import time

import board

import adafruit_ds3231

rtc = adafruit_ds3231.DS3231(board.I2C())

while True:
    moment, temperature, lost_power = rtc.measure()
    if lost_power:
        print(f"?, {temperature:.2f}")
    else:
        clock = f"{moment.tm_hour:02}:{moment.tm_min:02}:{moment.tm_sec:02}"
        print(f"{moment.tm_year}-{moment.tm_mon:02}-{moment.tm_mday:02} {clock}, {temperature:.2f}")
    time.sleep(2)
