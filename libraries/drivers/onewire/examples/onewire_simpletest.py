# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Tell what is on a 1-Wire bus at pin D5: the address of each device, ready to be copied."""

import board

from adafruit_onewire.bus import OneWireBus

bus = OneWireBus(board.D5)

if not bus.reset():
    print("nobody answers")

for address in bus.scan():
    serial_number = ":".join(f"{byte:02x}" for byte in address.serial_number)
    print(
        f"family 0x{address.family_code:02x}, serial number {serial_number}: {bytes(address.rom)}"
    )
