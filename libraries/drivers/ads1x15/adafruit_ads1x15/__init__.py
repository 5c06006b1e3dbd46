# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Texas Instruments ADS1015 and ADS1115 analog-to-digital converters, on I2C.

Four inputs, or two differences, of 12 bits (ADS1015) or 16 (ADS1115), with a range of
±0.256 V to ±6.144 V; no input may be above the supply. A comparator can watch one input.

Datasheets: ADS111x, SBAS444D, https://www.ti.com/lit/ds/symlink/ads1115.pdf, and
ADS101x, SBAS473E, https://www.ti.com/lit/ds/symlink/ads1015.pdf
"""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

from .ads1015 import ADS1015
from .ads1115 import ADS1115
from .analog_in import AnalogIn

__all__ = ["ADS1015", "ADS1115", "AnalogIn"]
