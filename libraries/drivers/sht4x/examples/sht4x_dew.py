# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Keep dew off the sensor: in very wet air heat it for a second, then let it cool and go on.

The heater may be on for a tenth of the time; what is measured while it is warm is not shown.
"""

import time

import board

from adafruit_sht4x import Mode, SHT4x

WET = 95  # %
PAUSE = 10  # s, at least ten times as long as the heat

sensor = SHT4x(board.I2C())

while True:
    temperature, humidity = sensor.measure()
    print(f"{temperature:.1f} C, {humidity:.0f} %")
    if humidity > WET:
        sensor.mode = Mode.HIGHHEAT_1S
        try:
            warm, dry = sensor.measure()
        finally:
            sensor.mode = Mode.NOHEAT_HIGHPRECISION
        print(f"heated to {warm:.0f} C")
        time.sleep(PAUSE)
    time.sleep(1)
