# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""GIF files: every pixel as Pillow decodes it, delays and oddities as the firmware has them."""

import io

import board
import busdisplay
import displayio
import fourwire
import gifio
import pytest
from hypothesis import given, settings, strategies as st
from PIL import Image

from copperbench.run import run
from copperbench.vm import run as run_on_vm

COLORS = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255), (0, 0, 0), (128, 64, 200)]


def picture(width, height, codes):
    image = Image.new("P", (width, height))
    image.putpalette([channel for color in COLORS for channel in color])
    image.putdata([code % len(COLORS) for code in codes])
    return image


def gif(*frames, **options):
    """Return a GIF of Pillow's, each frame whole."""
    file = io.BytesIO()
    options = {"duration": 50, "loop": 0, "optimize": False, "disposal": 1, **options}
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], **options)
    file.seek(0)
    return file


def swapped(color):
    red, green, blue = color
    word = red >> 3 << 11 | green >> 2 << 5 | blue >> 3
    return (word & 0xFF) << 8 | word >> 8


def shown(bitmap):
    return [bitmap[x, y] for y in range(bitmap.height) for x in range(bitmap.width)]


def decoded(file, number=0):
    """Return a frame as Pillow decodes it."""
    with Image.open(io.BytesIO(file.getvalue())) as image:
        image.seek(number)
        raw = image.convert("RGB").tobytes()
    return [swapped(raw[place : place + 3]) for place in range(0, len(raw), 3)]


@pytest.fixture(autouse=True)
def _bench(bench):
    """Have a bench in use."""


@settings(max_examples=40, deadline=None)
@given(
    st.integers(1, 40), st.integers(1, 24), st.integers(1, 5000), st.booleans(), st.integers(1, 99)
)
def test_pixels_are_as_pillow_decodes_them(width, height, seed, interlaced, kinds):
    codes = [(place * seed >> 3) % kinds for place in range(width * height)]
    file = gif(picture(width, height, codes), interlace=interlaced)

    picture_ = gifio.OnDiskGif(file)
    picture_.next_frame()

    assert shown(picture_.bitmap) == decoded(file)


def test_a_table_of_codes_may_become_full():
    codes = [place * place * 7919 >> 5 for place in range(200 * 200)]
    file = gif(picture(200, 200, codes))

    picture_ = gifio.OnDiskGif(file)
    picture_.next_frame()

    assert shown(picture_.bitmap) == decoded(file)


def test_frames_come_one_after_the_other_and_again_from_the_first():
    frames = [picture(8, 4, [number] * 32) for number in range(3)]
    movie = gifio.OnDiskGif(gif(*frames, duration=[50, 200, 120]))
    assert (movie.width, movie.height, movie.frame_count) == (8, 4, 3)
    assert (movie.duration, movie.max_delay) == (0.37, 0.2)

    seen = [(movie.next_frame(), movie.bitmap[5, 2]) for _ in range(4)]

    assert seen == [
        (0.05, swapped(COLORS[0])),
        (0.2, swapped(COLORS[1])),
        (0.12, swapped(COLORS[2])),
        (0.05, swapped(COLORS[0])),
    ]


def test_the_first_delay_is_never_the_least():
    frames = [picture(8, 4, [number] * 32) for number in range(2)]

    assert gifio.OnDiskGif(gif(frames[0])).min_delay == 10.0
    assert gifio.OnDiskGif(gif(*frames, duration=[50, 200])).min_delay == 10.0
    assert gifio.OnDiskGif(gif(*frames, duration=[200, 50])).min_delay == 0.05


def test_what_a_frame_leaves_transparent_stays():
    first = picture(4, 1, [0, 0, 0, 0])
    second = picture(4, 1, [1, 2, 1, 2])
    movie = gifio.OnDiskGif(gif(first, second, transparency=2))
    movie.next_frame()

    movie.next_frame()

    red, green = swapped(COLORS[0]), swapped(COLORS[1])
    assert shown(movie.bitmap) == [green, red, green, red]


def test_with_a_palette_the_bitmap_has_indices():
    movie = gifio.OnDiskGif(gif(picture(4, 1, [0, 1, 2, 5]), transparency=2), use_palette=True)

    movie.next_frame()

    assert [movie.palette[code] for code in shown(movie.bitmap)] == [
        0xFF0000,
        0x00FF00,
        0x0000FF,
        0x8040C8,
    ]
    assert movie.palette.is_transparent(movie.bitmap[2, 0])
    assert not movie.palette.is_transparent(movie.bitmap[1, 0])
    assert gifio.OnDiskGif(gif(picture(4, 1, [0] * 4))).palette is None


def test_a_frame_marks_all_of_the_bitmap_as_changed():
    movie = gifio.OnDiskGif(gif(picture(8, 4, [1] * 32)))
    movie.bitmap._state.finish_refresh()

    movie.next_frame()

    changed = movie.bitmap._state.changed
    assert (changed.x1, changed.y1, changed.x2, changed.y2) == (0, 0, 8, 4)


@pytest.mark.parametrize(
    "content, told",
    [
        pytest.param(b"", "^Invalid file$", id="empty"),
        pytest.param(b"BM" + bytes(60), "^Invalid file$", id="a BMP"),
        pytest.param(b"GIF89a\x41\x01\x08\x00" + bytes(20), "^width must be <= 320$", id="wide"),
    ],
)
def test_other_files_are_refused(content, told):
    with pytest.raises(ValueError, match=told):
        gifio.OnDiskGif(io.BytesIO(content))


def test_what_is_no_file_is_refused():
    with pytest.raises(TypeError, match=r"^file must be a file opened in byte mode$"):
        gifio.OnDiskGif(5)


@pytest.mark.parametrize("lacking", [1, 20, 200])
def test_a_file_that_ends_too_soon_is_noted_and_shows_what_there_is(bench, lacking):
    content = gif(picture(40, 20, range(800))).getvalue()

    movie = gifio.OnDiskGif(io.BytesIO(content[: len(content) - 1 - lacking]))
    movie.next_frame()
    movie.next_frame()

    assert any("ends in the middle of a frame" in note for note in bench.notes)


def test_after_deinit_nothing_can_be_had():
    with gifio.OnDiskGif(gif(picture(4, 1, [0] * 4))) as movie:
        bitmap = movie.bitmap

    for use in (lambda: movie.width, lambda: movie.bitmap, movie.next_frame, lambda: bitmap.width):
        with pytest.raises(ValueError, match="Object has been deinitialized"):
            use()


PROGRAM = """
import gifio
movie = gifio.OnDiskGif("/movie.gif")
print(movie.width, movie.height, movie.frame_count, movie.next_frame())
print([movie.bitmap[x, 0] for x in range(4)])
try:
    gifio.OnDiskGif("/none.gif")
except OSError as error:
    print(error.errno)
while True:
    movie.next_frame()
"""


@pytest.mark.parametrize("host", [run, run_on_vm])
def test_a_program_plays_a_file_of_its_drive(tmp_path, host):
    (tmp_path / "movie.gif").write_bytes(gif(picture(4, 2, range(8))).getvalue())

    result = host(PROGRAM, drive=tmp_path, seconds=0.002)

    words = [swapped(color) for color in COLORS[:4]]
    assert result.stdout == f"4 2 1 0.05\n{words}\n2\n"
    assert result.stopped


def test_a_gif_can_be_shown(bench):
    bus = fourwire.FourWire(board.SPI(), command=board.D6, chip_select=board.D5)
    display = busdisplay.BusDisplay(bus, b"", width=8, height=4, auto_refresh=False)
    movie = gifio.OnDiskGif(gif(picture(8, 4, [5] * 32)))
    space = displayio.Colorspace.RGB565_SWAPPED
    group = displayio.Group()
    group.append(
        displayio.TileGrid(
            movie.bitmap, pixel_shader=displayio.ColorConverter(input_colorspace=space)
        )
    )
    display.root_group = group

    movie.next_frame()
    display.refresh()

    # (128, 64, 200) with five, six and five bits
    assert bench.displays.made[0].screen.image.getcolors() == [(32, (132, 65, 206))]
