# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A comet on a strip that is wired to any two pins: each frame at once, by ``show()``."""

import time

import board

import adafruit_dotstar

COUNT = 30
TAIL = (255, 140, 70, 30, 10)

with adafruit_dotstar.DotStar(board.D6, board.D5, COUNT, auto_write=False) as dots:
    for head in range(COUNT + len(TAIL)):
        dots.fill(0)
        for place, level in enumerate(TAIL):
            if 0 <= head - place < COUNT:
                dots[head - place] = (level // 4, level // 2, level)
        dots.show()
        time.sleep(0.03)
    print("The comet has gone by")
