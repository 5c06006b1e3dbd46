# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Turn a stepper motor at GPA0 to GPA3: a pin of the chip goes wherever a DigitalInOut does.

Such as a 28BYJ-48 with its ULN2003 driver, whose common wire is at the motor's supply.
"""

import time

import board

from adafruit_mcp230xx.mcp23017 import MCP23017
from adafruit_motor import stepper

mcp = MCP23017(board.I2C())
coils = [mcp.get_pin(number) for number in range(4)]
for coil in coils:
    coil.switch_to_output()
motor = stepper.StepperMotor(coils[0], coils[2], coils[1], coils[3], microsteps=None)

while True:
    for direction in (stepper.FORWARD, stepper.BACKWARD):
        for _ in range(4):
            motor.onestep(direction=direction)
            print(f"{mcp.gpioa & 0x0F:04b}")
            time.sleep(0.01)
    motor.release()
    time.sleep(0.5)
