# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The clock that all on the bench live by."""

from hypothesis import given, strategies as st

from copperbench.clock import Clock


@given(st.lists(st.integers(0, 20)), st.integers(1, 7))
def test_events_come_in_the_order_of_their_times_and_then_of_their_making(dues, step):
    clock = Clock()
    seen = []
    for number, due in enumerate(dues):
        clock.at(due, lambda number=number: seen.append((clock.us, number)))

    while clock.us < 20:
        clock.advance_us(step)

    assert seen == sorted((due, number) for number, due in enumerate(dues))


def test_an_event_that_is_cancelled_does_not_come():
    clock = Clock()
    seen = []
    kept = clock.at(5, lambda: seen.append("kept"))
    clock.cancel(clock.at(5, lambda: seen.append("cancelled")))

    clock.advance_us(10)
    clock.cancel(kept)  # it is past

    assert seen == ["kept"]


def test_an_event_may_let_time_pass_itself():
    clock = Clock()
    clock.at(5, lambda: clock.advance_us(100))

    clock.advance_us(10)

    assert clock.us == 105
