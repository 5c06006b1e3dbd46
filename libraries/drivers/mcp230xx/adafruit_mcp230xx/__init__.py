# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Microchip MCP23008, MCP23016, MCP23017, MCP23S08 and MCP23S17: import the module of yours."""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"
