# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What runs programs, as seen from a program."""

from copperbench import native as _native, settings as _settings
from copperbench.bench import current as _current
from copperbench.errors import Stop as _Stop
from copperbench.mcu import ticks_ms as _ticks_ms
from copperbench.virtual_time import READING_US as _READING_US

RunReason = _native.enumeration(
    "supervisor.RunReason", "STARTUP", "AUTO_RELOAD", "SUPERVISOR_RELOAD", "REPL_RELOAD"
)
SafeModeReason = _native.enumeration(
    "supervisor.SafeModeReason",
    "NONE",
    "BROWNOUT",
    "FLASH_WRITE_FAIL",
    "GC_ALLOC_OUTSIDE_VM",
    "HARD_FAULT",
    "INTERRUPT_ERROR",
    "NLR_JUMP_FAIL",
    "NO_CIRCUITPY",
    "NO_HEAP",
    "PROGRAMMATIC",
    "SDK_FATAL_ERROR",
    "STACK_OVERFLOW",
    "USB_BOOT_DEVICE_NOT_INTERFACE_ZERO",
    "USB_TOO_MANY_ENDPOINTS",
    "USB_TOO_MANY_INTERFACE_NAMES",
    "USER",
    "WATCHDOG",
)


@_native.exposed
class Runtime(_native.Object):
    """How the program runs: ``supervisor.runtime``."""

    def __init__(self, *args, **kwargs):
        raise TypeError(_native.no_instances("Runtime"))

    def usb_connected(self):
        """Whether a computer is at the other end of the USB cable."""
        return _current().usb.connected

    usb_connected = _native.attribute(usb_connected)

    def serial_connected(self):
        """Whether a terminal is open on the computer."""
        return _current().usb.connected

    serial_connected = _native.attribute(serial_connected)

    def serial_bytes_available(self):
        """How many bytes of the terminal's wait to be read."""
        bench = _current()
        bench.clock.advance_us(_READING_US)
        return len(bench.usb.console.arrived)

    serial_bytes_available = _native.attribute(serial_bytes_available)

    def run_reason(self):
        """Why the program runs."""
        return RunReason.STARTUP

    run_reason = _native.attribute(run_reason)

    def safe_mode_reason(self):
        """NONE: programs do not run in safe mode."""
        return SafeModeReason.NONE

    safe_mode_reason = _native.attribute(safe_mode_reason)

    def autoreload(self):
        """Whether a change of the drive's files starts the program anew."""
        return _current().mcu.autoreload

    def _set_autoreload(self, value):
        _current().mcu.autoreload = bool(value)

    autoreload = _native.attribute(autoreload, _set_autoreload)

    def ble_workflow(self):
        """Whether files can be changed over Bluetooth."""
        return _current().mcu.ble_workflow

    def _set_ble_workflow(self, value):
        _current().mcu.ble_workflow = bool(value)

    ble_workflow = _native.attribute(ble_workflow, _set_ble_workflow)

    def rgb_status_brightness(self):
        """The brightness of the status LED, 0 to 255."""
        return _current().mcu.rgb_status_brightness

    def _set_rgb_status_brightness(self, value):
        value = _native.in_range(_native.to_int(value), 0, 255, "brightness")
        _current().mcu.rgb_status_brightness = value

    rgb_status_brightness = _native.attribute(rgb_status_brightness, _set_rgb_status_brightness)

    def display(self):
        """The board's display, or None."""
        return _current().mcu.display

    def _set_display(self, display):
        _current().mcu.display = display

    display = _native.attribute(display, _set_display)


@_native.exposed
class StatusBar(_native.Object):
    """The line that tells what runs: ``supervisor.status_bar``."""

    def __init__(self, *args, **kwargs):
        raise TypeError(_native.no_instances("StatusBar"))

    def console(self):
        """Whether it is sent to the terminal."""
        return _current().mcu.status_bar_console

    def _set_console(self, value):
        _current().mcu.status_bar_console = bool(value)

    console = _native.attribute(console, _set_console)

    def display(self):
        """Whether it is shown on the display."""
        return _current().mcu.status_bar_display

    def _set_display(self, value):
        _current().mcu.status_bar_display = bool(value)

    display = _native.attribute(display, _set_display)


runtime = _native.made(Runtime, None)
status_bar = _native.made(StatusBar, None)
del Runtime, StatusBar  # the firmware's module has no such names


@_native.function(0)
def ticks_ms():
    """Return milliseconds that begin again at 2**29; the first time 65 s after power-up."""
    clock = _current().clock
    clock.advance_us(_READING_US)
    return _ticks_ms(clock)


@_native.function(0)
def reload():
    """Start the program anew: on the bench it ends."""
    raise _Stop("supervisor.reload()")


@_native.function(
    "filename *working_directory? reload_on_success:b? reload_on_error:b? sticky_on_success:b? "
    "sticky_on_error:b? sticky_on_reload:b?"
)
def set_next_code_file(
    filename,
    *,
    working_directory=None,
    reload_on_success=False,
    reload_on_error=False,
    sticky_on_success=False,
    sticky_on_error=False,
    sticky_on_reload=False,
):
    """Say which file is to run next, and after what."""
    for name, value in (("filename", filename), ("working_directory", working_directory)):
        if value is not None and not isinstance(value, (str, bytes)):
            raise TypeError(f"{name} must be of type str or None, not {type(value).__name__}")
    if not _current().firmware.startswith("9"):
        if filename and not _exists(filename):
            raise ValueError("File not found")
        if working_directory is not None and not _exists(working_directory):
            raise ValueError("Invalid working_directory")
    _current().mcu.next_code_file = filename


def _exists(path):
    if path in ("code.py", "/code.py"):  # what runs is there
        return True
    file = _current().open_file(path)
    if file is None:
        return False
    file.close()
    return True


@_native.function(0)
def get_previous_traceback():
    """Return the traceback of the program that ran before: None, as none did."""


@_native.function(2)
def reset_terminal(x_pixels, y_pixels):
    """Give the terminal another size."""
    _native.to_int(x_pixels)
    _native.to_int(y_pixels)


@_native.function("manufacturer? product? vid:i? pid:i?")
def set_usb_identification(manufacturer=None, product=None, vid=-1, pid=-1):
    """Say how the board calls itself on USB; it has an effect in boot.py only."""
    _range(_native.to_int(vid), "vid")
    _range(_native.to_int(pid), "pid")
    for name, value in (("manufacturer", manufacturer), ("product", product)):
        if value is not None and len(_native.readable(value)) > 126:
            raise ValueError(f"{name} length must be 0-126")


def _range(value, name):
    if not -1 <= value <= 65535:
        raise ValueError(f"{name} must be -1-65535")


@_native.function("key default?")
def _get_setting(key, default=None):
    """Return a value of settings.toml, or ``default``."""
    return _settings.find(key, default)


def __getattr__(name):
    if name == "get_setting" and not _current().firmware.startswith("9"):
        return _get_setting
    raise AttributeError(f"'module' object has no attribute '{name}'")


_NAMES = [
    "RunReason",
    "SafeModeReason",
    "get_previous_traceback",
    "reload",
    "reset_terminal",
    "runtime",
    "set_next_code_file",
    "set_usb_identification",
    "status_bar",
    "ticks_ms",
]


def __dir__():
    return _NAMES if _current().firmware.startswith("9") else _NAMES + ["get_setting"]


_native.module(__name__, *_NAMES)

if not _native.CPYTHON:
    _native.modules[__name__] = sorted(__dir__())
