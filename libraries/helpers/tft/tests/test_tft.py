# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Settings of displays, from tables and from programs, and the start of a controller."""

import pytest
from hypothesis import given, strategies as st

from copperhead_tft import place, sequence

PANELS = {
    "240x135": (135, 240, 53, 40, 270, True, False),
    "128x128": (128, 128, 2, 3, 0, False, True),
}


def test_a_panel_gives_all_that_the_program_does_not():
    settings = {"backlight_pin": "D10"}

    rest = place(settings, PANELS, "240x135", 240, 320)

    assert rest == (True, False)
    assert settings == {
        "backlight_pin": "D10",
        "colstart": 53,
        "rowstart": 40,
        "rotation": 270,
        "width": 240,
        "height": 135,
    }


@pytest.mark.parametrize(
    "rotation, size", [(0, (135, 240)), (90, (240, 135)), (180, (135, 240)), (-90, (240, 135))]
)
def test_the_size_is_as_the_picture_is_seen_in_its_rotation(rotation, size):
    settings = {"rotation": rotation}

    place(settings, PANELS, "240x135", 240, 320)

    assert (settings["width"], settings["height"]) == size


def test_what_the_program_gives_stays():
    settings = {"width": 100, "colstart": 60}

    place(settings, PANELS, "240x135", 240, 320)

    assert (settings["width"], settings["height"]) == (100, 135)
    assert (settings["colstart"], settings["rowstart"]) == (60, 40)


def test_without_a_panel_nothing_is_added():
    settings = {"width": 240, "height": 320}

    assert place(settings, PANELS, None, 240, 320) is None
    assert settings == {"width": 240, "height": 320}


@given(
    st.sampled_from([0, 90, 180, 270]),
    st.integers(-3, 20),
    st.integers(-3, 20),
    st.integers(-3, 20),
    st.integers(-3, 20),
)
def test_exactly_what_fits_is_taken(rotation, width, height, colstart, rowstart):
    across, down = (height, width) if rotation in (90, 270) else (width, height)
    fits = (
        across > 0
        and down > 0
        and colstart >= 0
        and rowstart >= 0
        and set(range(colstart, colstart + across)) <= set(range(16))
        and set(range(rowstart, rowstart + down)) <= set(range(12))
    )
    settings = {
        "rotation": rotation,
        "width": width,
        "height": height,
        "colstart": colstart,
        "rowstart": rowstart,
    }

    if fits:
        place(settings, {}, None, 16, 12)
    else:
        with pytest.raises(ValueError, match=r"must be within 1[62] (columns|rows), not"):
            place(settings, {}, None, 16, 12)


@pytest.mark.parametrize("panel", ["240x136", "", 5])
def test_a_panel_that_there_is_not_is_refused_with_those_that_there_are(panel):
    with pytest.raises(ValueError, match=r"^panel must be 128x128 or 240x135$"):
        place({}, PANELS, panel, 240, 320)


def commands(packed):
    """Return (command, data, ms) of each in a sequence; without a delay, the firmware waits 10."""
    found = []
    while packed:
        command, length = packed[0], packed[1] & 0x7F
        delay = packed[2 + length] if packed[1] & 0x80 else 10
        found.append((command, packed[2 : 2 + length], delay))
        packed = packed[2 + length + (packed[1] >> 7) :]
    return found


@pytest.mark.parametrize("invert", [True, False])
def test_the_start_waits_for_the_reset_and_for_waking_and_for_nothing_else(invert):
    found = commands(sequence(b"\x3a\x81\x55\x00", 0xC8, invert))

    assert found == [
        (0x01, b"", 120),
        (0x11, b"", 5),
        (0x3A, b"\x55", 0),
        (0x36, b"\xc8", 0),
        *([(0x21, b"", 0)] if invert else []),
        (0x29, b"", 0),
    ]
