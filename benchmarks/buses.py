# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""How many registers a second a driver can read: on the bench, and on circuitpython-mocks.

    python benchmarks/buses.py [PYTHON]

``PYTHON`` is the interpreter of an environment with circuitpython-mocks; without one, only
the bench is measured. One read is a ``with`` block and a ``write_then_readinto`` of an
I2CDevice: one byte out, two in. The mocks have no chip: each read takes an expectation off
a queue, which is filled beforehand and not counted; to fill it is counted in a line of its own.
Fails where the bench reads fewer than 100,000 registers a second, or 30,000 with records.
"""

import json
import subprocess
import sys
import time

from copperbench import bench as benches, host
from copperbench.chip import Register, WordRegisterChip

READS = 20_000
ROUNDS = 5
LIMITS = {"copperbench": 100_000, "copperbench, recording": 30_000}

_ON_MOCKS = """
import json, sys, time
from pathlib import Path
import circuitpython_mocks
sys.path.insert(0, str(Path(circuitpython_mocks.__file__).parent))
import board, busio
from circuitpython_mocks.busio.operations import I2CTransfer, I2CRead, I2CWrite
from adafruit_bus_device.i2c_device import I2CDevice

READS, ROUNDS = int(sys.argv[1]), int(sys.argv[2])
i2c = busio.I2C(board.SCL, board.SDA)
i2c.expectations.append(I2CWrite(0x40, b""))
device = I2CDevice(i2c, 0x40)
out, into = bytearray(1), bytearray(2)
best = filling = float("inf")
for _ in range(ROUNDS):
    start = time.perf_counter()
    i2c.expectations.extend(I2CTransfer(0x40, b"\\0", b"\\x12\\x34") for _ in range(READS))
    middle = time.perf_counter()
    for _ in range(READS):
        with device:
            device.write_then_readinto(out, into)
    best = min(best, time.perf_counter() - middle)
    filling = min(filling, middle - start)
print(json.dumps({"circuitpython-mocks": READS / best,
                  "circuitpython-mocks, filling its queue": READS / (best + filling)}))
"""


def on_the_bench(recording):
    """Return reads a second."""
    host.install()
    from adafruit_bus_device.i2c_device import I2CDevice  # noqa: PLC0415  # the bench's, from now on

    class Meter(WordRegisterChip):
        """One register of two bytes."""

        REGISTERS = (Register(0x00, "CONFIG", width=2, reset=0x1234),)

    bench = benches.Bench(recording=recording)
    before = benches.use(bench)
    bench.i2c.attach(Meter(0x40))
    device = I2CDevice(bench.i2c, 0x40)
    out, into = bytearray(1), bytearray(2)
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for _ in range(READS):
            with device:
                device.write_then_readinto(out, into)
        best = min(best, time.perf_counter() - start)
        bench.i2c.clear()
    benches.use(before)
    return READS / best


def main():
    """Print the figures. Return 1 where the bench is slower than it may be."""
    figures = {
        "copperbench": on_the_bench(recording=False),
        "copperbench, recording": on_the_bench(recording=True),
    }
    if len(sys.argv) > 1:
        command = [sys.argv[1], "-c", _ON_MOCKS, str(READS), str(ROUNDS)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
        figures.update(json.loads(done.stdout))
    mocks = figures.get("circuitpython-mocks")
    print("I2CDevice register reads a second")
    for name, rate in figures.items():
        beside = f"  {rate / mocks:5.2f} times the mocks" if mocks else ""
        print(f"  {name:40}{rate:10,.0f}{beside}")
    return int(any(figures[name] < limit for name, limit in LIMITS.items()))


if __name__ == "__main__":
    sys.exit(main())
