# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The PCA9546A as its datasheet describes it (NXP, rev. 6 of 2014-Apr-30): four channels.

It is a TCA9548A with half as many, see :mod:`copperbench.chips.tca9548a`. The upper bits of its
control register, which the datasheet leaves open, read as 0.
"""

from copperbench.chips.tca9548a import TCA9548A


class PCA9546A(TCA9548A):
    """A PCA9546A.

    :param address: 0x70 to 0x77, by the pins A0 to A2
    """

    name = "PCA9546A"
    MULTIPLEXES = 4
