# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""``fourwire.FourWire``, ``i2cdisplaybus.I2CDisplayBus`` and ``paralleldisplaybus.ParallelBus``.

Their inner sides carry commands and pixels for displays; see
:mod:`copperbench.display.wire`.
"""

from copperbench import native
from copperbench.chips.generic_panel import GenericPanel
from copperbench.display import core, values
from copperbench.display.glass import Glass
from copperbench.errors import Stop
from copperbench.i2c import I2C
from copperbench.pins import Pin, assert_free, free_pin
from copperbench.spi import SPI


class _Output:
    """A pin that a display bus drives: the microcontroller's, or what behaves as a DigitalInOut.

    :param line: the :class:`~copperbench.pins.Line`, or the object
    :ivar wire: the :class:`~copperbench.pins.Line` in either case, None where it is not known
    """

    def __init__(self, line, owned):
        self.line = line
        self._owned = owned
        self.wire = line if owned else getattr(getattr(line, "_state", None), "line", None)

    def set(self, level):
        """Drive the pin: 0 or 1."""
        if self._owned:
            self.line.output(level)
        else:
            self.line.value = bool(level)

    def release(self):
        """Give the pin back, if it was taken."""
        if self._owned:
            self.line.release()


def _output(pin, name):
    """Return ``pin`` as an output that is high, or None where there is none.

    :raises TypeError: it is no pin
    :raises ValueError: it is in use
    """
    if pin is None:
        return None
    if isinstance(pin, Pin):
        assert_free(pin)
        pin.claim("DigitalInOut")
        output = _Output(pin._state, True)
    elif hasattr(pin, "switch_to_output") and not values.old_firmware():
        pin.switch_to_output(value=True)
        output = _Output(pin, False)
    else:
        native.of_type(pin, Pin, name)
    output.set(1)
    return output


class _Bus:
    """What the inner sides of all display buses have in common."""

    RESET_US = (4, 0)  # how long the reset pin is low, and how long the bus waits after that

    def __init__(self, bench):
        self.bench = bench
        self.released = False
        self.reset_pin = None

    def wait(self):
        """Begin as soon as the bus is free.

        :raises Stop: nothing else can free it: the program holds the lock
        """
        if not self.begin():
            # The firmware waits for ever, in background tasks; nothing on a bench ends that.
            raise Stop("a display waits for a bus that the program has locked")

    def display_made(self, display):
        """Tell the chips at the bus which display drives them: a generic panel must know."""
        for chip in self.chips():
            if hasattr(chip, "driven_by"):
                chip.driven_by(display)
            elif display.screen is None:
                display.screen = getattr(chip, "screen", None)

    def reset(self):
        """Pull the reset pin low for a while. Return whether there is one."""
        if self.reset_pin is None:
            return False
        low, after = self.RESET_US
        self.reset_pin.set(0)
        self.bench.clock.advance_us(low)
        self.reset_pin.set(1)
        self.bench.clock.advance_us(after)
        return True

    def chips(self):
        """Return the chips that the bus can reach."""
        return []


class Wires(_Bus):
    """The inner side of a FourWire."""

    RESET_US = (1000, 1000)

    def __init__(self, bench, spi, command, chip_select, reset, frequency, polarity, phase):
        super().__init__(bench)
        self.spi = spi
        self.port = spi._state
        self.settings = (frequency, polarity, phase, 8)
        self.command = self.chip_select = None
        try:
            self.command = _output(command, "command")
            self.reset_pin = _output(reset, "reset")
            if self.reset_pin is not None:
                self.reset()
            self.chip_select = _output(chip_select, "chip_select")
        except Exception:
            self.release()
            raise

    def chips(self):
        """Return the chips that are selected with the display's pin, or always."""
        bus = self.port.bus
        if bus is None:
            return []
        line = None if self.chip_select is None else self.chip_select.wire
        return [chip for chip in bus.chips if chip.cs is None or chip.cs is line]

    def display_made(self, display):
        """Tell the chips; where there is none, wire a panel: a display on SPI is not missed."""
        if not self.chips() and self.port.bus is not None:
            lines = {"cs": self.chip_select, "dc": self.command}
            pins = {role: pin.wire.name for role, pin in lines.items() if pin and pin.wire}
            self.port.bus.attach(GenericPanel(), **pins)
        super().display_made(display)

    def is_free(self):
        """Return whether nobody has the lock of the bus."""
        return not self.port.locked

    def begin(self):
        """Take the bus and select the chip. Return whether it was free."""
        if not self.spi.try_lock():
            return False
        self.port.configure(*self.settings)
        if self.chip_select is not None:
            self.chip_select.set(0)
        return True

    def send(self, command, toggle, data):
        """Send bytes, as a command or as data; with ``toggle`` release the chip after each."""
        if not data:
            return
        bus = self.port.bus
        if self.command is None:
            self._send_nine_bits(command, data)
            return
        self.command.set(0 if command else 1)
        if not toggle:
            bus.transfer(data, 0, None, 0, len(data), 0)
            return
        for index in range(len(data)):
            bus.transfer(data, index, None, 0, 1, 0)
            self._pulse()

    def _pulse(self):
        if self.chip_select is not None:
            self.chip_select.set(1)
            self.bench.clock.advance_us(1)
            self.chip_select.set(0)

    def _send_nine_bits(self, command, data):
        """Send nine bits for each byte, the first of which tells data from a command."""
        bits = 0
        for byte in data:
            bits = bits << 9 | (0 if command else 0x100) | byte
        rest = len(data) * 9 % 8
        if rest:
            bits <<= 8 - rest
        length = (len(data) * 9 + 7) // 8
        packed = bytes([bits >> 8 * (length - 1 - index) & 0xFF for index in range(length)])
        self.port.bus.transfer(packed, 0, None, 0, length, 0)
        if rest:
            self._pulse()

    def end(self):
        """Release the chip and the bus."""
        if self.chip_select is not None:
            self.chip_select.set(1)
        self.spi.unlock()

    def release(self):
        """Give the pins back; the SPI object stays the program's."""
        self.released = True
        for pin in (self.command, self.chip_select, self.reset_pin):
            if pin is not None:
                pin.release()


class TwoWires(_Bus):
    """The inner side of an I2CDisplayBus."""

    def __init__(self, bench, i2c, address, reset):
        super().__init__(bench)
        self.i2c = i2c
        self.port = i2c._state
        self.address = address & 0xFFFF
        self.reset_pin = _output(reset, "reset")
        if self.reset_pin is not None:
            self.reset()
        if self._transfer(b""):
            self.release()
            raise ValueError(f"Unable to find I2C Display at {self.address:x}")

    def _transfer(self, data):
        if self.port.bus is None:
            raise ValueError(native.DEINITED)
        return self.port.bus.transfer(self.address & 0x7F, data, 0, len(data), None, 0, 0)

    def chips(self):
        """Return the chip at the display's address."""
        chip = None if self.port.bus is None else self.port.bus.find(self.address)
        return [] if chip is None else [chip]

    def is_free(self):
        """Return whether nobody has the lock of the bus."""
        return not self.port.locked

    def begin(self):
        """Take the bus. Return whether it was free."""
        return self.i2c.try_lock()

    def send(self, command, toggle, data):
        """Send bytes: commands with a control byte before each, data with one before all.

        The firmware does not look whether they arrive.
        """
        if command:
            marked = bytearray(2 * len(data))
            for index, byte in enumerate(data):
                marked[2 * index] = 0x80
                marked[2 * index + 1] = byte
            self._transfer(bytes(marked))
        else:
            self._transfer(b"\x40" + bytes(data))

    def end(self):
        """Release the bus."""
        self.i2c.unlock()

    def release(self):
        """Give the reset pin back; the I2C object stays the program's."""
        self.released = True
        if self.reset_pin is not None:
            self.reset_pin.release()


class EightWires(_Bus):
    """The inner side of a ParallelBus: eight data pins, D/C, chip select, write and read.

    The bench carries the bytes to the panels that are attached to it, and does not move
    the data pins.

    :ivar panels: chips that take ``command(byte)`` and ``data(bytes)``
    """

    def __init__(self, bench, data, command, chip_select, write, read, reset, frequency):
        super().__init__(bench)
        self.panels = []
        self.frequency = frequency
        self.locked = False
        self.pins = [_output(pin, "data0") for pin in data]
        self.command = _output(command, "command")
        self.chip_select = _output(chip_select, "chip_select")
        self.pins += [_output(pin, "write") for pin in (write, read)]
        self.reset_pin = _output(reset, "reset")
        if self.reset_pin is not None:
            self.reset()

    def display_made(self, display):
        """Have a panel take what the display sends, where the test has put none."""
        if not self.panels:
            display.screen = Glass(display)
            self.panels = [display.screen]

    def is_free(self):
        """Return whether nothing is being sent."""
        return not self.locked

    def begin(self):
        """Select the panel. Return whether nothing was being sent."""
        if self.locked:
            return False
        self.locked = True
        self.chip_select.set(0)
        return True

    def send(self, command, toggle, data):
        """Send bytes, as a command or as data."""
        self.command.set(0 if command else 1)
        for panel in self.panels:
            if command:
                for byte in data:
                    panel.command(byte)
            else:
                panel.data(bytes(data))
        self.bench.clock.advance_us(len(data) * 1000000 // self.frequency)

    def end(self):
        """Release the panel."""
        self.chip_select.set(1)
        self.locked = False

    def release(self):
        """Give the pins back."""
        self.released = True
        for pins in (self.pins, (self.command, self.chip_select, self.reset_pin)):
            for pin in pins:
                if pin is not None:
                    pin.release()


class _DisplayBus(native.Object):
    """What programs find at every display bus; after ``release_displays()`` it is as None."""

    def _bus(self, name):
        bus = self._state
        if bus.released:
            bus.bench.note("displayio.release_displays() has ended this bus: make it anew")
            raise AttributeError(f"'NoneType' object has no attribute '{name}'")
        return bus

    def __repr__(self):
        return "None" if self._state.released else super().__repr__()

    @native.method(1)
    def reset(self):
        """Reset the display by its pin.

        :raises RuntimeError: there is none
        """
        if not self._bus("reset").reset():
            raise RuntimeError("No reset pin")


def _begin(bus, command, data):
    """Check what a program sends, take the bus, and return both as bytes."""
    command = native.in_range(native.to_int(command), 0, 255, "command")
    data = bytes(native.readable(data))
    bus.wait()
    return bytes((command,)), data


@native.exposed
class FourWire(_DisplayBus):
    """SPI with a pin that tells data from commands."""

    @native.constructor("spi_bus *command? chip_select? reset? baudrate:i? polarity:i? phase:i?")
    def __init__(
        self,
        spi_bus,
        *,
        command=None,
        chip_select=None,
        reset=None,
        baudrate=24000000,
        polarity=0,
        phase=0,
    ):
        baudrate, polarity, phase = [native.to_int(v) for v in (baudrate, polarity, phase)]
        if values.old_firmware():
            free_pin(command, "command", none=True)
            free_pin(chip_select, "chip_select", none=True)
            free_pin(reset, "reset", none=True)
        native.of_type(spi_bus, SPI, "spi_bus")
        found = core.displays()
        found.check_bus_room()
        native.in_range(polarity, 0, 1, "polarity")
        native.in_range(phase, 0, 1, "phase")
        wires = Wires(found.bench, spi_bus, command, chip_select, reset, baudrate, polarity, phase)
        native.hide(self, wires)
        found.buses.append(wires)

    @native.method("command:i data *toggle_every_byte:b?")
    def send(self, command, data, *, toggle_every_byte=False):
        """Send a command and its data."""
        bus = self._bus("send")
        command, data = _begin(bus, command, data)
        bus.send(True, bool(toggle_every_byte), command)
        bus.send(False, bool(toggle_every_byte), data)
        bus.end()


@native.exposed
class I2CDisplayBus(_DisplayBus):
    """I2C with a control byte that tells data from commands."""

    @native.constructor("i2c_bus *device_address:i reset?")
    def __init__(self, i2c_bus, *, device_address, reset=None):
        device_address = native.to_int(device_address)
        if values.old_firmware():
            free_pin(reset, "reset", none=True)
        native.of_type(i2c_bus, I2C, "i2c_bus")
        found = core.displays()
        found.check_bus_room()
        wires = TwoWires(found.bench, i2c_bus, device_address, reset)
        native.hide(self, wires)
        found.buses.append(wires)

    @native.method(3)
    def send(self, command, data):
        """Send a command and its data, all as commands."""
        bus = self._bus("send")
        command, data = _begin(bus, command, data)
        bus.send(True, False, command + data)
        bus.end()


@native.exposed
class ParallelBus(_DisplayBus):
    """Eight data pins and a write strobe, as 8080 processors had them."""

    @native.constructor("*data0? data_pins? command chip_select write read? reset? frequency:i?")
    def __init__(
        self,
        *,
        data0=None,
        data_pins=None,
        command,
        chip_select,
        write,
        read=None,
        reset=None,
        frequency=30000000,
    ):
        frequency = native.to_int(frequency)
        free_pin(command, "command")
        free_pin(chip_select, "chip_select")
        free_pin(write, "write")
        free_pin(read, "read", none=True)
        free_pin(reset, "reset", none=True)
        found = core.displays()
        found.check_bus_room()
        if (data0 is None) == (data_pins is None):
            raise ValueError("Specify exactly one of data0 or data_pins")
        if data0 is not None:
            data = _row_from(found.bench, free_pin(data0, "data0"))
        else:
            data = [free_pin(pin, "data_pins") for pin in data_pins]
        wires = EightWires(found.bench, data, command, chip_select, write, read, reset, frequency)
        native.hide(self, wires)
        found.buses.append(wires)

    @native.method(3)
    def send(self, command, data):
        """Send a command and its data."""
        bus = self._bus("send")
        command, data = _begin(bus, command, data)
        bus.send(True, False, command)
        bus.send(False, False, data)
        bus.end()


def _row_from(bench, first):
    """Return eight pins in a row, from ``first``; all must be free.

    :raises ValueError: one is in use
    """
    name = first.name.rstrip("0123456789")
    row = []
    for offset in range(8):
        line = bench.board.lines.get(f"{name}{first.number + offset}")
        if line is None or line.user is not None:
            raise ValueError(f"Bus pin {first.number + offset} is already in use")
        row.append(line.pin)
    return row


def is_display_bus(value):
    """Return whether a display can be behind ``value``."""
    return type(value) in (FourWire, I2CDisplayBus, ParallelBus) and not value._state.released
