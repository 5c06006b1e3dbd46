# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""How long a frame takes to compose: with the bench's displayio, and Blinka's, on the same scenes.

    python benchmarks/displayio.py [PYTHON]

``PYTHON`` is the interpreter of an environment with adafruit-blinka-displayio; without one,
only the bench is measured. Prints the quickest of some full frames of 240 by 240 pixels, RGB565.
The buses drop what they get. Fails where the scene of 20 layers takes the bench 15 ms or more.
"""

import json
import os
import subprocess
import sys
import time

SIZE = 240
FRAMES = 15
LIMIT_MS = 15.0


def background(displayio, vectorio):
    """Return a picture of 65536 colours, and nothing else."""
    picture = displayio.Bitmap(SIZE, SIZE, 65536)
    for index in range(SIZE * SIZE):
        picture[index] = index * 31 & 0xFFFF
    colors = displayio.ColorConverter(input_colorspace=displayio.Colorspace.RGB565)
    group = displayio.Group()
    group.append(displayio.TileGrid(picture, pixel_shader=colors))
    return group


def layers(displayio, vectorio):
    """Return 20 layers: a picture, tiles, transparent ones, scaled and turned ones, shapes."""
    group = background(displayio, vectorio)
    palette = displayio.Palette(16)
    for index in range(16):
        palette[index] = index * 0x0F1B27 & 0xFFFFFF
    palette.make_transparent(0)
    sheet = displayio.Bitmap(64, 32, 16)
    for index in range(64 * 32):
        sheet[index] = index * 7 % 16
    for number in range(9):
        tiles = displayio.TileGrid(
            sheet,
            pixel_shader=palette,
            width=4,
            height=3,
            tile_width=16,
            tile_height=16,
            x=17 * number,
            y=19 * number,
        )
        for place in range(12):
            tiles[place] = (place + number) % 8
        tiles.flip_x = number % 2 == 1
        tiles.transpose_xy = number % 3 == 2
        group.append(tiles)
    for number in range(4):
        larger = displayio.Group(scale=number + 1, x=40 * number, y=12 * number)
        larger.append(displayio.TileGrid(sheet, pixel_shader=palette))
        group.append(larger)
    for number in range(3):
        group.append(
            vectorio.Circle(
                pixel_shader=palette,
                radius=12 + 6 * number,
                x=60 * number + 40,
                y=150,
                color_index=5,
            )
        )
        group.append(
            vectorio.Rectangle(
                pixel_shader=palette,
                width=60,
                height=9,
                x=50 * number,
                y=200 + number,
                color_index=9,
            )
        )
    return group


SCENES = {"background": background, "20 layers": layers}


def measure(displayio, vectorio, display):
    """Return the least ms of a full frame, by scene."""
    found = {}
    for name, scene in SCENES.items():
        group = scene(displayio, vectorio)
        times = []
        for _ in range(FRAMES):
            display.root_group = None
            display.root_group = group
            start = time.perf_counter()
            display.refresh()
            times.append((time.perf_counter() - start) * 1000)
        found[name] = min(times)
        display.root_group = None
    return found


def bench():
    """Measure the bench's."""
    from copperbench import bench as benches  # noqa: PLC0415  # the other interpreter has none
    from copperbench.modules import (  # noqa: PLC0415
        board,
        busdisplay,
        busio,
        displayio,
        fourwire,
        vectorio,
    )

    benches.use(benches.Bench("raspberry_pi_pico", recording=False))
    spi = busio.SPI(board.GP18, MOSI=board.GP19)
    bus = fourwire.FourWire(spi, command=board.GP20, chip_select=board.GP17)
    bus._state.send = lambda command, toggle, data: None
    display = busdisplay.BusDisplay(bus, b"", width=SIZE, height=SIZE, auto_refresh=False)
    return measure(displayio, vectorio, display)


def blinka():
    """Measure Blinka's."""
    # Without -P, this file would be found in place of the package.
    import busdisplay  # noqa: PLC0415
    import displayio  # noqa: PLC0415
    import fourwire  # noqa: PLC0415
    import vectorio  # noqa: PLC0415

    class Silent(fourwire.FourWire):
        def __init__(self):
            pass

        def reset(self):
            pass

        def _free(self):
            return True

        def _begin_transaction(self):
            return True

        def _send(self, *arguments, **named):
            pass

        def _end_transaction(self):
            pass

    display = busdisplay.BusDisplay(Silent(), b"", width=SIZE, height=SIZE, auto_refresh=False)
    return measure(displayio, vectorio, display)


def _ask(python):
    """Measure Blinka's in the environment of ``python``."""
    wanted = {"BLINKA_FORCECHIP": "GENERIC_X86", "BLINKA_FORCEBOARD": "GENERIC_LINUX_PC"}
    done = subprocess.run(
        [python, "-P", __file__, "--blinka"],
        env={**os.environ, **wanted},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"Blinka's displayio failed:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def main(arguments):
    """Print both, and the ratio."""
    if arguments == ["--blinka"]:
        print(json.dumps(blinka()))
        os._exit(0)  # its thread for refreshes would go on
    ours = bench()
    theirs = _ask(arguments[0]) if arguments else {}
    print(f"displayio, a full frame of {SIZE} x {SIZE} pixels, RGB565, ms (best of {FRAMES}):")
    for name, ms in ours.items():
        line = f"  {name:12} copperbench {ms:7.2f}"
        if name in theirs:
            line += f"   Blinka {theirs[name]:7.2f}   {theirs[name] / ms:.1f} times"
        print(line)
    return 0 if ours["20 layers"] < LIMIT_MS else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
