# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""keypad: when firmware looks at keys, and what it then tells."""

import board
import keypad
import pytest
import supervisor

from copperbench.parts import Button, KeyGrid


def _events(queue):
    found = []
    while queue:
        event = queue.get()
        found.append((event.key_number, event.pressed))
    return found


def test_a_key_gives_an_event_when_it_is_pressed_and_one_when_it_is_released(bench):
    keys = keypad.Keys((board.D5, board.D6), value_when_pressed=False)
    button = Button(bench, "D6")

    button.press()
    bench.clock.advance(0.03)
    button.release()
    bench.clock.advance(0.03)

    assert _events(keys.events) == [(1, True), (1, False)]


def test_a_contact_that_bounces_shorter_than_the_interval_gives_one_event(bench):
    keys = keypad.Keys((board.D5,), value_when_pressed=False, interval=0.01, debounce_threshold=2)
    button = Button(bench, "D5", bounce=0.008)
    bench.clock.advance(0.1)

    button.press()
    bench.clock.advance(0.1)

    assert _events(keys.events) == [(0, True)]


def test_an_event_tells_when_by_ticks_ms(bench):
    keys = keypad.Keys((board.D5,), value_when_pressed=False, interval=0.02)
    start = supervisor.ticks_ms()

    bench.clock.at(bench.clock.us + 50000, Button(bench, "D5").press)
    bench.clock.advance(0.2)

    assert 50 <= keys.events.get().timestamp - start <= 71


def test_a_key_is_looked_at_once_in_an_interval(bench):
    keys = keypad.Keys((board.D5,), value_when_pressed=False, interval=0.1)
    button = Button(bench, "D5")
    bench.clock.advance(0.11)

    button.press()
    bench.clock.advance(0.05)
    button.release()
    bench.clock.advance(0.3)

    assert _events(keys.events) == []


def test_keys_of_a_matrix_have_the_number_of_their_crossing(bench):
    rows, columns = ("D5", "D6"), ("D9", "D10", "D11")
    matrix = keypad.KeyMatrix(
        [getattr(board, name) for name in rows], [getattr(board, name) for name in columns]
    )
    grid = KeyGrid(bench, rows, columns)

    grid.press(1, 2)
    bench.clock.advance(0.03)
    grid.press(0, 0)
    bench.clock.advance(0.03)
    grid.release(1, 2)
    bench.clock.advance(0.03)

    assert _events(matrix.events) == [(5, True), (0, True), (5, False)]
    assert matrix.key_number_to_row_column(5) == (1, 2)
    assert matrix.row_column_to_key_number(1, 2) == 5


def test_of_three_keys_at_the_corners_of_a_rectangle_the_fourth_seems_pressed(bench):
    matrix = keypad.KeyMatrix((board.D5, board.D6), (board.D9, board.D10))
    grid = KeyGrid(bench, ("D5", "D6"), ("D9", "D10"))

    for corner in ((0, 0), (0, 1), (1, 0)):
        grid.press(*corner)
    bench.clock.advance(0.03)

    assert (3, True) in _events(matrix.events)


def test_a_shift_register_is_latched_and_clocked_bit_by_bit(bench):
    data = bench.pin("D9")
    pressed = [False, True, False, True]
    register = []

    def latch(level):
        if level:
            register[:] = pressed
            data.value = register[0]

    def clock(level):
        if level and register:
            register.pop(0)
            data.value = register[0] if register else False

    bench.pin("D6").watch(latch)
    bench.pin("D5").watch(clock)
    keys = keypad.ShiftRegisterKeys(
        clock=board.D5, data=board.D9, latch=board.D6, key_count=4, value_when_pressed=True
    )
    pressed[:] = [True, True, False, False]
    bench.clock.advance(0.1)
    keys.reset()
    bench.clock.advance(0.1)

    assert _events(keys.events) == [(0, True), (3, False), (0, True), (1, True)]


def test_after_deinit_nothing_is_looked_at_and_the_pins_are_free(bench):
    keys = keypad.Keys((board.D5,), value_when_pressed=False)

    keys.deinit()
    bench.clock.advance(1)

    assert bench.pin("D5").user is None
    assert bench.clock.due is None
    with pytest.raises(ValueError, match="has been deinitialized"):
        keys.events  # noqa: B018
