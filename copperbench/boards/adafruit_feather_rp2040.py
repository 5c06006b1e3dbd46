# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Adafruit Feather RP2040."""

FUNCTIONS = ("I2C", "STEMMA_I2C", "SPI", "UART")
PINS = (
    ("A0", "GPIO26"),
    ("A1", "GPIO27"),
    ("A2", "GPIO28"),
    ("A3", "GPIO29"),
    ("D24", "GPIO24"),
    ("D25", "GPIO25"),
    ("SCK", "GPIO18"),
    ("MOSI", "GPIO19"),
    ("MISO", "GPIO20"),
    ("D0", "GPIO1"),
    ("RX", "GPIO1"),
    ("D1", "GPIO0"),
    ("TX", "GPIO0"),
    ("D4", "GPIO6"),
    ("SDA", "GPIO2"),
    ("SCL", "GPIO3"),
    ("D5", "GPIO7"),
    ("D6", "GPIO8"),
    ("D9", "GPIO9"),
    ("D10", "GPIO10"),
    ("D11", "GPIO11"),
    ("D12", "GPIO12"),
    ("LED", "GPIO13"),
    ("D13", "GPIO13"),
    ("BUTTON", "GPIO4"),
    ("BOOT", "GPIO4"),
    ("NEOPIXEL", "GPIO16"),
)
