# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What the keys for media and the like do."""


class ConsumerControlCode:
    """Uses of the page of consumers (USB HID Usage Tables 1.5, page 0x0C)."""

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
    POWER = 0x30
    SLEEP = 0x32
    PLAY = 0xB0
    PAUSE = 0xB1
    RANDOM_PLAY = 0xB9
    REPEAT = 0xBC
    BASS_BOOST = 0xE5
    MEDIA_PLAYER = 0x183
    EMAIL = 0x18A
    CALCULATOR = 0x192
    FILES = 0x194
    BROWSER = 0x196
    LOCK_SCREEN = 0x19E
    SEARCH = 0x221
    BROWSER_HOME = 0x223
    BROWSER_BACK = 0x224
    BROWSER_FORWARD = 0x225
    BROWSER_STOP = 0x226
    BROWSER_REFRESH = 0x227
    BOOKMARKS = 0x22A
    ZOOM_IN = 0x22D
    ZOOM_OUT = 0x22E
