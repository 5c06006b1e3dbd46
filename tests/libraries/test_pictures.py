# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A picture that is not as recorded is told, with where and how many pixels, and shown."""

import pictures
import pytest
from PIL import Image

RED = (255, 0, 0)
SIZE = (40, 20)


def picture(*spots, color=RED, size=SIZE):
    image = Image.new("RGB", size)
    for spot in spots:
        image.putpixel(spot, color)
    return image


def test_a_picture_as_recorded_passes(tmp_path):
    shown = [picture((3, 4))]

    pictures.record(shown, tmp_path / "clock")

    assert pictures.wrong(shown, tmp_path / "clock", tmp_path / "told") == []
    assert not (tmp_path / "told").exists()


def test_where_and_how_many_pixels_differ_is_told_and_shown(tmp_path):
    pictures.record([picture()], tmp_path / "clock")

    (words,) = pictures.wrong([picture((3, 4), (9, 7))], tmp_path / "clock", tmp_path / "told")

    assert "2 pixels differ, all within x 3 to 9, y 4 to 7" in words
    assert "the one at 3, 4 is #ff0000, not #000000" in words
    shown = Image.open(tmp_path / "told" / "clock.png").convert("RGB")
    panel = 240 + 8  # magnified six times, and the gap
    assert shown.size == (3 * panel - 8, 120)
    assert [shown.getpixel((n * panel + 3 * 6, 4 * 6)) for n in range(3)] == [
        (0, 0, 0),
        RED,
        (255, 0, 255),
    ]


def test_a_last_bit_counts(tmp_path):
    pictures.record([picture((3, 4), color=(255, 0, 0))], tmp_path / "clock")

    found = pictures.wrong([picture((3, 4), color=(254, 0, 0))], tmp_path / "clock", tmp_path)

    assert len(found) == 1


def test_another_size_is_told(tmp_path):
    pictures.record([picture()], tmp_path / "clock")

    (words,) = pictures.wrong([picture(size=(20, 40))], tmp_path / "clock", tmp_path / "told")

    assert "20 x 40 pixels, and 40 x 20 are recorded" in words


def test_missing_and_superfluous_pictures_are_told(tmp_path):
    pictures.record([picture()], tmp_path / "clock")

    found = pictures.wrong([picture(), picture()], tmp_path / "clock", tmp_path)

    assert [words.rpartition("/")[2] for words in found] == [
        "clock.png is recorded, and there is no such screen",
        "clock-0.png is missing",
        "clock-1.png is missing",
    ]


def test_recording_writes_what_changed_and_removes_what_is_too_many(tmp_path):
    pictures.record([picture(), picture()], tmp_path / "clock")

    assert pictures.record([picture(), picture()], tmp_path / "clock") == []
    assert {path.name for path in pictures.record([picture()], tmp_path / "clock")} == {
        "clock.png",
        "clock-0.png",
        "clock-1.png",
    }
    assert [path.name for path in tmp_path.iterdir()] == ["clock.png"]


@pytest.mark.parametrize(
    "colors, mode",
    [
        pytest.param([(0, 0, 0), (255, 255, 255)], "1", id="black and white"),
        pytest.param([(n, 2 * n % 256, 255 - n) for n in range(256)], "P", id="256 colours"),
        pytest.param([(n % 256, n // 256, 7) for n in range(700)], "RGB", id="more"),
    ],
)
def test_a_saved_picture_is_small_and_exact(tmp_path, colors, mode):
    image = Image.new("RGB", (40, 20))
    for place in range(800):
        image.putpixel((place % 40, place // 40), colors[place % len(colors)])

    pictures.save(image, tmp_path / "a.png")

    saved = Image.open(tmp_path / "a.png")
    assert saved.mode == mode
    assert saved.convert("RGB").tobytes() == image.tobytes()
