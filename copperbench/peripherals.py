# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Which pins of a microcontroller belong to which of its buses, and which of those are in use.

The rules are those of the port ``raspberrypi``
(``ports/raspberrypi/common-hal/busio`` and ``peripherals/spi.c``). On other ports
any pins make a bus here, and there are as many buses as one likes: what a real
microcontroller refuses there is not modelled.
"""

CLOCK_HZ = 125000000  # of the RP2040's peripherals


class Peripherals:
    """The I2C, SPI and UART peripherals of a board's microcontroller.

    :param port: of CircuitPython, such as ``raspberrypi``
    """

    def __init__(self, port):
        self._raspberrypi = port == "raspberrypi"
        self._taken = set()

    def take(self, peripheral):
        """Have a peripheral in use; None is none."""
        if peripheral is not None:
            self._taken.add(peripheral)

    def leave(self, peripheral):
        """Have a peripheral free again."""
        self._taken.discard(peripheral)

    def i2c(self, scl, sda):
        """Return the free peripheral between two pins.

        :raises ValueError: there is none
        """
        if not self._raspberrypi:
            return None
        index = scl.number // 2 % 2
        if scl.number % 2 != 1 or sda.number % 2 != 0 or sda.number // 2 % 2 != index:
            raise ValueError("Invalid pins")
        return self._free("I2C", index)

    def spi(self, clock, mosi, miso):
        """Return the free peripheral at a clock pin, and at data pins that may be None.

        :raises ValueError: there is none
        """
        if not self._raspberrypi:
            return None
        index = clock.number // 8 % 2
        if clock.number % 4 != 2:
            raise ValueError("Invalid pins")
        for pin, place in ((mosi, 3), (miso, 0)):
            if pin is not None and (pin.number % 4 != place or pin.number // 8 % 2 != index):
                raise ValueError("Invalid pins")
        return self._free("SPI", index)

    def uart(self, tx, rx, cts, rts):
        """Return the free peripheral between pins, of which TX or RX must be there.

        :raises ValueError: there is none
        """
        if not self._raspberrypi:
            return None
        index = ((rx if tx is None else tx).number + 4) // 8 % 2
        for place, pin in enumerate((tx, rx, cts, rts)):
            if pin is not None and (pin.number % 4 != place or (pin.number + 4) // 8 % 2 != index):
                raise ValueError("Invalid pins")
        return self._free("UART", index)

    def spi_frequency(self, baudrate):
        """Return the SPI clock, in Hz, that the dividers give for ``baudrate``: not above it.

        Pico SDK, spi_set_baudrate.
        """
        baudrate &= 0xFFFFFFFF
        if not self._raspberrypi:
            return baudrate
        prescale = 2
        while prescale <= 254 and prescale * 256 * baudrate <= CLOCK_HZ:
            prescale += 2
        divider = 256
        while divider > 1 and CLOCK_HZ // (prescale * (divider - 1)) <= baudrate:
            divider -= 1
        return CLOCK_HZ // (prescale * divider)

    def _free(self, kind, index):
        peripheral = (kind, index)
        if peripheral in self._taken:
            raise ValueError(f"{kind} peripheral in use")
        return peripheral
