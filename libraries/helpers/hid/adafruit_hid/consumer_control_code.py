# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What the keys for media and the like do."""


class ConsumerControlCode:
    """Uses of the page of consumers (USB HID Usage Tables 1.5, page 0x0C).

    Numbers of others do as well: 0x192 is the calculator, 0x223 the browser's home page.
    """

    RECORD = 0xB2
    FAST_FORWARD = 0xB3
    REWIND = 0xB4
    SCAN_NEXT_TRACK = 0xB5
    SCAN_PREVIOUS_TRACK = 0xB6
    STOP = 0xB7
    EJECT = 0xB8
    PLAY_PAUSE = 0xCD
    MUTE = 0xE2
    VOLUME_INCREMENT = 0xE9
    VOLUME_DECREMENT = 0xEA
    BRIGHTNESS_INCREMENT = 0x6F
    BRIGHTNESS_DECREMENT = 0x70
