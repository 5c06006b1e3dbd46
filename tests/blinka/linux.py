# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A Raspberry Pi 4 on whose I2C are simulated chips: runs a program there under Adafruit's Blinka.

    python linux.py JOB.json

It is run by the Python of ``.venvs/blinka``, where Blinka is as released. What is stood in for is
what Linux would do: ``open`` of ``/dev/i2c-1``, ``fcntl.ioctl`` on that file, as the kernel's
``Documentation/i2c/dev-interface.rst`` describes both, and the clock. All above is Blinka's own.
"""

import builtins
import contextlib
import ctypes
import errno
import fcntl
import io
import json
import os
import re
import runpy
import sys
import time
from typing import Any, Optional, Union

I2C_SLAVE = 0x0703
I2C_RDWR = 0x0707
I2C_M_RD = 0x0001

#: What the Raspberry Pi's driver (i2c-bcm2835) returns, by the bench's errno.
_ERRNO = {5: errno.EREMOTEIO, 19: errno.EREMOTEIO, 116: errno.ETIMEDOUT}


class _Message(ctypes.Structure):
    """``struct i2c_msg`` of linux/i2c.h."""

    _fields_ = [
        ("addr", ctypes.c_uint16),
        ("flags", ctypes.c_uint16),
        ("len", ctypes.c_uint16),
        ("buf", ctypes.c_void_p),
    ]


class _Messages(ctypes.Structure):
    """``struct i2c_rdwr_ioctl_data`` of linux/i2c-dev.h."""

    _fields_ = [("msgs", ctypes.c_void_p), ("nmsgs", ctypes.c_uint32)]


class Device(io.RawIOBase):
    """``/dev/i2c-1``, open.

    :param wires: the simulated bus
    """

    def __init__(self, wires: Any) -> None:
        self._wires = wires
        self._file = os.open(os.devnull, os.O_RDWR)  # so that the number is nobody else's
        self._address: Optional[int] = None

    def fileno(self) -> int:
        """Return the file's number."""
        return self._file

    def close(self) -> None:
        """Close the file."""
        if not self.closed:
            os.close(self._file)
        super().close()

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def writable(self) -> bool:
        """Return that it can be written."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read from the chip that was chosen, in one transaction."""
        data = bytearray(len(buffer))
        self._transfer(self._address, None, data)
        buffer[:] = data
        return len(data)

    def write(self, data: Any) -> int:
        """Write to the chip that was chosen, in one transaction."""
        self._transfer(self._address, bytes(data), None)
        return len(data)

    def ioctl(self, request: int, argument: Any) -> int:
        """Choose a chip, or carry out messages as one transaction."""
        if request == I2C_SLAVE:
            self._address = argument
            return 0
        if request != I2C_RDWR:
            raise OSError(errno.ENOTTY, os.strerror(errno.ENOTTY))
        data = _Messages.from_address(ctypes.addressof(argument))
        messages = (_Message * data.nmsgs).from_address(data.msgs)
        written: Optional[bytes] = None
        read: Optional[_Message] = None
        for message in messages:
            if message.flags & I2C_M_RD and read is None:
                read = message
            elif not message.flags & I2C_M_RD and written is None and read is None:
                written = ctypes.string_at(message.buf, message.len) if message.len else b""
            else:
                raise OSError(errno.EOPNOTSUPP, "only a write, and then a read, are modelled")
        into = None if read is None else bytearray(read.len)
        self._transfer(messages[0].addr, written, into)
        if read is not None and into is not None:
            ctypes.memmove(read.buf, bytes(into), len(into))
        return data.nmsgs

    def _transfer(
        self, address: Optional[int], out: Optional[bytes], into: Optional[bytearray]
    ) -> None:
        sent, wanted = len(out or b""), len(into or b"")
        error = self._wires.transfer(address, out, 0, sent, into, 0, wanted)
        if error:
            number = _ERRNO[error]
            raise OSError(number, os.strerror(number))


def main(job: dict[str, Any]) -> None:
    """Run a job: a program, its libraries, how it is wired, and for how long."""
    sys.path[:0] = [*job["libraries"], job["root"]]
    from copperbench import bench as benches  # noqa: PLC0415  # found by the line above
    from copperbench.assembly import assemble  # noqa: PLC0415
    from copperbench.errors import Stop  # noqa: PLC0415
    from copperbench.limits import Limits  # noqa: PLC0415

    plan = job["plan"]
    bench = benches.Bench(plan["board"], strict=True, recording=False)
    assemble(bench, plan)
    wires = bench.i2c_bus(*bench.board.bus_pins("I2C"))
    devices: dict[int, Device] = {}
    real_open, real_ioctl = builtins.open, fcntl.ioctl

    def open_(file: Union[str, int, Any], *arguments: Any, **named: Any) -> Any:
        if re.fullmatch("/dev/i2c-1", str(file)):
            device = Device(wires)
            devices[device.fileno()] = device
            return device
        return real_open(file, *arguments, **named)

    def ioctl(file: Any, request: int, argument: Any = 0, mutate_flag: bool = True) -> Any:
        number = file if isinstance(file, int) else file.fileno()
        if number in devices:
            return devices[number].ioctl(request, argument)
        return real_ioctl(file, request, argument, mutate_flag)

    def monotonic_ns() -> int:
        bench.clock.advance_us(10)  # so that a loop which only looks at the time ends
        return bench.clock.us * 1000

    builtins.open, fcntl.ioctl = open_, ioctl
    time.sleep = bench.clock.advance
    time.monotonic_ns = monotonic_ns
    time.monotonic = lambda: monotonic_ns() / 1e9
    Limits(bench, job["seconds"])
    with contextlib.suppress(Stop):
        runpy.run_path(job["program"], run_name="__main__")


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as stream:
        main(json.load(stream))
