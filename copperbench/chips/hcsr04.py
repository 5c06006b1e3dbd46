# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""HC-SR04: distance by ultrasound.

Source: HC-SR04 User Guide (ElecFreaks): trigger of 10 µs, eight cycles of 40 kHz, an echo that
is high as long as the sound takes there and back, 38 ms where nothing is in range, 2 cm to 4 m.
The speed of sound is 331.3 m/s + 0.606 m/s for each °C. The beam's width is not modelled.
"""

from copperbench.chip_pulse import EchoChip

_NEAREST, _FARTHEST = 0.02, 4.0  # m
_NOTHING_US = 38000


class HCSR04(EchoChip):
    """An HC-SR04.

    :ivar distance: to what is before it, in m; None for nothing
    :ivar temperature: of the air, in °C
    """

    name = "HC-SR04"

    def __init__(self):
        super().__init__()
        self.distance = 1.0
        self.temperature = 20.0
        self.power_up()

    def answer_us(self):
        """Return how long the sound takes, in µs."""
        if self.distance is None or self.distance > _FARTHEST:
            return _NOTHING_US
        speed = 331.3 + 0.606 * self.temperature
        return round(2 * max(self.distance, _NEAREST) / speed * 1000000)
