# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The microcontroller of the board on the bench: its clock, memory and timers."""

_FREQUENCIES = {  # Hz, by port
    "raspberrypi": 125000000,
    "atmel-samd": 120000000,
    "espressif": 240000000,
    "nordic": 64000000,
    "stm": 168000000,
    "mimxrt10xx": 500000000,
}


#: How long the board has been up when a program starts, in µs: programs never see a time of 0.
BOOT_US = 1000000


def ticks_ms(clock):
    """Return ``supervisor.ticks_ms()``: milliseconds up to 2**29, which is met after 65 s."""
    return ((clock.us + BOOT_US) // 1000 + 0x1FFF0000) & 0x1FFFFFFF


def take_pwm(bench, line, frequency, variable=False):
    """Have a pin use its PWM timer, where the port's timers are modelled.

    :param frequency: Hz
    :return: the :class:`Slices` to give it back to, or None
    :raises ValueError: no timer has this frequency, or the pin's has another
    :raises RuntimeError: the timer is in use
    """
    check_pwm_frequency(bench, frequency)
    if bench.board.data.port != "raspberrypi":
        return None
    bench.mcu.slices.take(line.number, frequency, variable)
    return bench.mcu.slices


def check_pwm_frequency(bench, frequency):
    """Raise ValueError where no timer has this frequency, in Hz."""
    if not 0 < frequency <= bench.mcu.frequency // 2:
        raise ValueError("Invalid frequency")


def pwm_frequency(bench, frequency):
    """Return the frequency that the timer gives where ``frequency`` is asked for, both in Hz."""
    if bench.board.data.port != "raspberrypi":
        return frequency
    clock = bench.mcu.frequency
    if frequency > clock // 65536:
        return clock // (clock // frequency)
    sixteenths = clock // 4096  # of the divider, at the full period
    divider = sixteenths // frequency
    if sixteenths % frequency >= frequency // 2:
        divider += 1
    divider = min(divider, 4095)
    return (sixteenths + divider // 2) // divider


def system_clock(frequency):
    """Return whether the PLL of an RP2040 makes this clock, in Hz, from its crystal of 12 MHz.

    Source: RP2040 Datasheet, 2.18.2.
    """
    wanted = frequency // 1000
    for multiplier in range(320, 15, -1):
        vco = 12000 * multiplier  # kHz
        if 750000 <= vco <= 1600000:
            for first in range(7, 0, -1):
                for second in range(first, 0, -1):
                    if vco % (first * second) == 0 and vco // (first * second) == wanted:
                        return True
    return False


class Mcu:
    """The microcontroller.

    :param data: the :class:`~copperbench.boards.BoardData`
    :ivar frequency: of its clock, in Hz
    :ivar temperature: of the chip, in °C
    :ivar uid: its serial number
    :ivar reset_reason: a name in ``microcontroller.ResetReason``
    """

    def __init__(self, data):
        self.frequency = _FREQUENCIES.get(data.port, 100000000)
        self.temperature = 25.0
        self.uid = b"\xe6\x60\x58\x38\x83\x31\x2a\x2f"
        self.reset_reason = "POWER_ON"
        self.readonly = True  # whether the drive is, to programs
        self.label = "CIRCUITPY"
        self.watchdog = None
        self.wake_alarm = None
        self.sleep_memory = None
        self.next_run_mode = "NORMAL"
        self.next_code_file = None
        self.autoreload = True
        self.ble_workflow = True
        self.rgb_status_brightness = 50
        self.display = None
        self.status_bar_console = True
        self.status_bar_display = True
        self.epoch = 946684800  # seconds from 1970 to power-up: clocks start in 2000
        self.time_source = None  # what programs gave rtc.set_time_source
        self.slices = Slices()
        self._nvm_size = data.nvm_size
        self._nvm = None

    @property
    def nvm(self):
        """The non-volatile memory, a bytearray, erased at first; None where there is none."""
        if self._nvm is None and self._nvm_size:  # made when it is needed: heap is scarce on the VM
            self._nvm = bytearray(b"\xff" * self._nvm_size)
        return self._nvm


class Slices:
    """The eight PWM timers of an RP2040, each with a channel A for even pins and B for odd ones.

    Source: RP2040 Datasheet, 4.5.2.
    """

    def __init__(self):
        self.used = [[False, False] for _ in range(8)]
        self.frequencies = [0] * 8  # that were asked for, in Hz; 0 while nothing uses the timer
        self.variable = [False] * 8
        self.counting = [False] * 8

    def take(self, number, frequency, variable):
        """Have the pin ``number`` use its timer.

        :raises RuntimeError: the channel is in use, or another varies the frequency
        :raises ValueError: the other pin of the timer has another frequency
        """
        index, channel = number >> 1 & 7, number & 1
        used = self.used[index]
        if used[channel]:
            raise RuntimeError("Internal resource(s) in use")
        if self.frequencies[index]:
            if variable:
                raise ValueError("Cannot vary frequency on a timer that is already in use")
            if self.variable[index]:
                raise RuntimeError("Internal resource(s) in use")
            if self.frequencies[index] != frequency:
                raise ValueError("Frequency must match existing PWMOut using this timer")
        used[channel] = True
        self.frequencies[index] = frequency
        self.variable[index] = variable

    def take_whole(self, number):
        """Have the pin ``number`` use both channels of its timer, to count.

        :raises RuntimeError: one is in use
        """
        index = number >> 1 & 7
        if self.counting[index]:
            raise RuntimeError("PWM slice already in use")
        if any(self.used[index]):
            raise RuntimeError("PWM slice channel A already in use")
        self.counting[index] = True
        self.used[index] = [True, True]

    def tune(self, number, frequency):
        """Note the frequency that the timer of a pin now has."""
        self.frequencies[number >> 1 & 7] = frequency

    def free(self, number):
        """Give the channel of a pin back."""
        index = number >> 1 & 7
        self.used[index][number & 1] = False
        if not any(self.used[index]):
            self.frequencies[index] = 0
            self.variable[index] = False

    def free_whole(self, number):
        """Give both channels back."""
        index = number >> 1 & 7
        self.counting[index] = False
        self.used[index] = [False, False]
