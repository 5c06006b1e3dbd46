# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Show the angle of a magnet above an AS5600 in large digits, as the mean of the last readings."""

import time

import board

import adafruit_as5600
import adafruit_ssd1306

READINGS = 8

i2c = board.I2C()
oled = adafruit_ssd1306.SSD1306_I2C(128, 64, i2c)
sensor = adafruit_as5600.AS5600(i2c)

oled.text("Angle", 16, 8, 1)

# Readings go on beyond 360 and below 0, so that their mean is right there, too.
readings = [sensor.degrees] * READINGS
position = 0

while True:
    last = readings[position]
    position = (position + 1) % READINGS
    readings[position] = last + (sensor.degrees - last + 180) % 360 - 180
    words = f"{sum(readings) / READINGS % 360:5.1f}"
    print(words)
    oled.fill_rect(16, 24, 60, 16, 0)
    oled.text(words, 16, 24, 1, size=2)
    oled.show()  # sends the digits that have changed
    time.sleep(0.25)
