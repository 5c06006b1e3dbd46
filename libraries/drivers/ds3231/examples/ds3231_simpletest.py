# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Print date and time once a second, and set them if the clock has lost them."""

import time

import board

import adafruit_ds3231

rtc = adafruit_ds3231.DS3231(board.I2C())  # SCL and SDA of the board

if rtc.lost_power:
    # Year, month, day, hour, minute, second; -1 has the day of the week found out
    rtc.datetime = time.struct_time((2026, 11, 25, 12, 0, 0, -1, -1, -1))
    print("The clock had lost the time: set it right, above.")

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

while True:
    now = rtc.datetime
    print(
        f"{DAYS[now.tm_wday]}, {now.tm_year}-{now.tm_mon:02}-{now.tm_mday:02}, "
        f"{now.tm_hour:02}:{now.tm_min:02}:{now.tm_sec:02}"
    )
    time.sleep(1)
