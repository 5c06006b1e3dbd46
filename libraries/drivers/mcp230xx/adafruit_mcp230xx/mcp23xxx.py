# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What Microchip's expanders with 8 or 16 pins have in common, on I2C and on SPI.

Datasheets: Microchip MCP23008/MCP23S08, DS20001919; MCP23017/MCP23S17, DS20001952;
MCP23016, DS20090
"""

from micropython import const

from adafruit_mcp230xx.digital_inout import DigitalInOut

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from typing import Any, Optional, Union

    from busio import I2C, SPI
    from digitalio import DigitalInOut as Pin

# Registers of the MCP23008. Those of a chip with two ports are twice as many, in pairs.
_IODIR = const(0)
_IPOL = const(1)
_GPINTEN = const(2)
_DEFVAL = const(3)
_INTCON = const(4)
_IOCON = const(5)
_GPPU = const(6)
_INTF = const(7)
_INTCAP = const(8)
_GPIO = const(9)
_OLAT = const(10)

# Where in them: without any of these, all pins
_PORT_A = const(0x10)
_PORT_B = const(0x20)
_PINS = const(0x40)  # read as a list of the pins whose bits are set; read-only
_LEVELS = const(0x80)  # read as a list of all bits; read-only

# Values
_BANK = const(0x80)  # IOCON
_SEQOP = const(0x20)


class Register:
    """A register as an attribute of the chip: an integer with a bit for each pin.

    :param place: its number in the MCP23008, and which part of it
    """

    def __init__(self, place: int) -> None:
        self.place = place

    def __get__(self, chip: "MCP23XXX", owner: "Optional[type]" = None) -> "Any":
        if self.place < _PINS:
            return chip._read(self.place)
        return self._list(chip)  # whose variables would be garbage here

    def __set__(self, chip: "MCP23XXX", value: int) -> None:
        if self.place >= _PINS:
            raise AttributeError("read-only")
        chip._write(self.place, value)

    def _list(self, chip: "MCP23XXX") -> "list[int]":
        place = self.place
        value = chip._read(place)
        count = 8 * chip._length(place)
        if place & _LEVELS:
            return [value >> pin & 1 for pin in range(count)]
        first = 8 if place & _PORT_B else 0
        return [first + pin for pin in range(count) if value >> pin & 1]


class MCP23XXX:
    """What all of these chips can do; make one of the class that has your chip's name.

    It keeps what it has written, so that changing one pin is one transaction: make one
    object for a chip, and a new one after the chip has lost its supply.

    :param bus_device: the bus that the chip is on
    :param address: on the bus
    :param chip_select: on SPI, the pin that the chip's CS is at
    :param baudrate: of SPI, in Hz, up to 10 MHz
    :raises ValueError: on I2C, nothing answers at ``address``
    """

    _ports = 1
    _map = b""  # the numbers of the registers, where they are not the MCP23008's
    _haen = 0  # the bit of IOCON that has the chip look at its address, where it needs it

    # Fields

    #: The levels of all pins; with an input that is inverted, its opposite. Assigning it sets
    #: what outputs are, and what inputs will be once they are outputs.
    gpio = Register(_GPIO)

    #: Which pins are inputs.
    iodir = Register(_IODIR)

    #: Which inputs have a pull-up, of about 100 kΩ.
    gppu = Register(_GPPU)

    #: Which inputs read as the opposite of their level.
    ipol = Register(_IPOL)

    #: Which inputs raise the interrupt.
    interrupt_enable = Register(_GPINTEN)

    #: Of these, which raise it as long as they differ from :attr:`default_value`; the others
    #: do so at each change.
    interrupt_configuration = Register(_INTCON)

    #: What inputs are compared with.
    default_value = Register(_DEFVAL)

    #: The register IOCON: 0x40 to join the interrupts of both ports, 0x10 for faster edges of
    #: SDA, 0x04 for an open drain at the pin INT, 0x02 to have it high for an interrupt.
    #: 0x80 and 0x20, which would change how registers are reached, are not passed on.
    io_control = iocon = Register(_PORT_A | _IOCON)

    #: The pins that raised the interrupt, a list. Read-only.
    int_flag: "list[int]" = Register(_PINS | _INTF)  # type: ignore[assignment]

    #: The levels of all pins when the interrupt was raised, a list of 0 and 1. Read-only;
    #: reading it ends the interrupt.
    int_cap: "list[int]" = Register(_LEVELS | _INTCAP)  # type: ignore[assignment]

    def __init__(
        self,
        bus_device: "Union[I2C, SPI]",
        address: int,
        chip_select: "Optional[Pin]" = None,
        baudrate: int = 100000,
    ) -> None:
        self._buffer = bytearray(6)  # SPI's opcode, a register's address, its bytes
        self._kept = bytearray(22)  # what was written, by address
        self._known = 0  # which of it is certain, a bit for each address
        # Only one of the two is there on a board with little memory
        if chip_select is None:
            from adafruit_bus_device.i2c_device import I2CDevice  # noqa: PLC0415

            self._device: "Any" = I2CDevice(bus_device, address)
        else:
            from adafruit_bus_device.spi_device import SPIDevice  # noqa: PLC0415

            self._device = SPIDevice(bus_device, chip_select, baudrate=baudrate)

    # Pins

    def get_pin(self, pin: int) -> DigitalInOut:
        """Return a pin, which can be used like a ``digitalio.DigitalInOut``.

        :param pin: 0 to 7 for the first port, 8 to 15 for the second
        :raises ValueError: there is no such pin
        """
        if not 0 <= pin < 8 * self._ports:
            raise ValueError(f"must be 0 to {8 * self._ports - 1}")
        return DigitalInOut(pin, self)

    # Interrupts

    def read_interrupts(self) -> "tuple[int, int]":
        """Read all about an interrupt in one transaction, and end it.

        :return: the pins that raised it, and the levels of all pins at that moment, as
            integers with a bit for each pin; (0, …) if there is none
        """
        ports = self._ports
        self._fetch(self._address(_INTF), 2 * ports)
        buffer = self._buffer
        if ports == 1:
            return buffer[2], buffer[3]
        return buffer[2] | buffer[3] << 8, buffer[4] | buffer[5] << 8

    def clear_ints(self) -> None:
        """End the interrupts of all pins; needed, too, before the first."""
        self._read(_INTCAP)

    # Helpers

    def _reset(self) -> None:
        self.iodir = (1 << 8 * self._ports) - 1
        if not self._map:
            self.gppu = 0
        self.ipol = 0

    def _length(self, place: int) -> int:
        return 1 if place & (_PORT_A | _PORT_B) else self._ports

    def _address(self, place: int) -> int:
        number = place & 0x0F
        if self._map:
            number = self._map[number]
            if number == 0xFF:
                raise AttributeError("the chip has no such register")
        number *= self._ports
        return number + 1 if place & _PORT_B else number

    def _read(self, place: int) -> int:
        length = self._length(place)
        self._fetch(self._address(place), length)
        buffer = self._buffer
        return buffer[2] if length == 1 else buffer[2] | buffer[3] << 8

    def _write(self, place: int, value: int) -> None:
        length = self._length(place)
        if not 0 <= value < 1 << 8 * length:
            raise ValueError(f"must be 0 to {(1 << 8 * length) - 1}")
        address = self._address(place)
        if place == _PORT_A | _IOCON:
            value = value & ~(_BANK | _SEQOP) | self._haen
        buffer = self._buffer
        buffer[1] = address
        buffer[2] = value & 0xFF
        buffer[3] = value >> 8
        known = (1 << length) - 1 << address
        self._known &= ~known  # until it has arrived
        self._send(length)
        self._kept[address] = buffer[2]
        if length == 2:
            self._kept[address + 1] = buffer[3]
        self._known |= known

    def _get_bit(self, number: int, pin: int) -> bool:
        place = number | (_PORT_B if pin > 7 else _PORT_A)
        return bool(self._read(place) >> (pin & 7) & 1)

    def _set_bit(self, number: int, pin: int, on: bool) -> None:
        place = number | (_PORT_B if pin > 7 else _PORT_A)
        address = self._address(place)
        kept = self._kept
        if not self._known >> address & 1:
            # What outputs are meant to be is in OLAT: GPIO has the levels of inputs, too
            kept[address] = self._read(place + 1 if number == _GPIO else place)
        bit = 1 << (pin & 7)
        self._write(place, kept[address] | bit if on else kept[address] & ~bit)

    if TYPE_CHECKING:

        def _fetch(self, address: int, length: int) -> None:
            """Read bytes from an address on into the buffer, from its third place on."""

        def _send(self, length: int) -> None:
            """Write the buffer's bytes, from the address at its second place on."""
