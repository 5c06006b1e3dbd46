# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Pictures of what screens show, beside those that are recorded, pixel for pixel."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageChops

Color = tuple[int, int, int]

_GAP = 8  # pixels between pictures that stand side by side
_LEAST = 240  # pixels across, to which small pictures are magnified there
_BETWEEN = (128, 128, 128)
_DIFFERENT = (255, 0, 255)
_BLACK_AND_WHITE = {(0, 0, 0), (255, 255, 255)}


def names(stem: Path, count: int) -> list[Path]:
    """Return the files of ``count`` pictures: ``NAME.png``, or ``NAME-0.png``, ``NAME-1.png`` …

    :param stem: the path without ``.png``
    """
    if count == 1:
        return [stem.with_name(f"{stem.name}.png")]
    return [stem.with_name(f"{stem.name}-{number}.png") for number in range(count)]


def recorded(stem: Path) -> list[Path]:
    """Return the recorded pictures that there are."""
    one = stem.with_name(f"{stem.name}.png")
    return [*([one] if one.is_file() else []), *sorted(stem.parent.glob(f"{stem.name}-*.png"))]


def shown(folder: Path) -> list[Image.Image]:
    """Return the pictures of screens that a run has left, in the screens' order."""
    return opened(sorted(folder.glob("display*.png"), key=lambda path: int(path.stem[7:])))


def opened(paths: Sequence[Path]) -> list[Image.Image]:
    """Return the pictures in files, each pixel red, green and blue."""
    return [Image.open(path).convert("RGB") for path in paths]


def wrong(shown: Sequence[Image.Image], stem: Path, told: Path) -> list[str]:
    """Return in words where pictures are not as they are recorded.

    :param shown: what the screens show, in order
    :param stem: what is recorded, without ``.png``
    :param told: the folder that gets expected, actual and difference side by side
    """
    wanted = names(stem, len(shown))
    found = [
        f"{path} is recorded, and there is no such screen"
        for path in recorded(stem)
        if path not in wanted
    ]
    for image, path in zip(shown, wanted):
        if not path.is_file():
            found.append(f"{path} is missing")
            continue
        (expected,) = opened([path])
        words = difference(image, expected)
        if words:
            side_by_side = told / path.name
            told.mkdir(parents=True, exist_ok=True)
            beside(expected, image).save(side_by_side)
            found.append(
                f"the screen is not as in {path}: {words}; expected, actual and difference "
                f"are side by side in {side_by_side}"
            )
    return found


def record(shown: Sequence[Image.Image], stem: Path) -> list[Path]:
    """Write the pictures that differ from what is recorded, and remove what is too many.

    :return: the files that were written or removed
    """
    wanted = names(stem, len(shown))
    changed = [path for path in recorded(stem) if path not in wanted]
    for path in changed:
        path.unlink()
    for image, path in zip(shown, wanted):
        if not path.is_file() or difference(image, opened([path])[0]):
            path.parent.mkdir(parents=True, exist_ok=True)
            save(image, path)
            changed.append(path)
    return changed


def difference(actual: Image.Image, expected: Image.Image) -> str:
    """Return in words how two pictures differ, nothing if they do not."""
    if actual.size != expected.size:
        return "{} x {} pixels, and {} x {} are recorded".format(*actual.size, *expected.size)
    mask = _mask(actual, expected)
    box = mask.getbbox()
    if box is None:
        return ""
    left, top, right, bottom = box
    x, y = next(
        (x, y) for y in range(top, bottom) for x in range(left, right) if mask.getpixel((x, y))
    )
    return (
        f"{mask.histogram()[255]} pixels differ, all within x {left} to {right - 1}, "
        f"y {top} to {bottom - 1}; the one at {x}, {y} is {_hex(actual, x, y)}, "
        f"not {_hex(expected, x, y)}"
    )


def _mask(actual: Image.Image, expected: Image.Image) -> Image.Image:
    """Return a grey picture, white where two differ."""
    red, green, blue = ImageChops.difference(actual, expected).split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return most.point([0] + [255] * 255)


def _hex(image: Image.Image, x: int, y: int) -> str:
    return "#{:02x}{:02x}{:02x}".format(*image.getpixel((x, y)))


def beside(expected: Image.Image, actual: Image.Image) -> Image.Image:
    """Return what is expected, what is there, and in magenta where they differ, side by side."""
    panels = [expected, actual]
    if expected.size == actual.size:
        changes = expected.point([value // 4 for value in range(256)] * 3)
        changes.paste(_DIFFERENT, mask=_mask(actual, expected))
        panels.append(changes)
    scale = max(1, -(-_LEAST // expected.width))
    panels = [
        panel.resize((panel.width * scale, panel.height * scale), Image.Resampling.NEAREST)
        for panel in panels
    ]
    width = sum(panel.width + _GAP for panel in panels) - _GAP
    whole = Image.new("RGB", (width, max(panel.height for panel in panels)), _BETWEEN)
    left = 0
    for panel in panels:
        whole.paste(panel, (left, 0))
        left += panel.width + _GAP
    return whole


def save(image: Image.Image, path: Path) -> None:
    """Save a picture as a small PNG: of two levels, or with a palette where that does."""
    raw = image.tobytes()
    pixels = [raw[place : place + 3] for place in range(0, len(raw), 3)]
    colors = sorted(set(pixels))
    if {tuple(color) for color in colors} <= _BLACK_AND_WHITE:
        image = image.convert("1", dither=Image.Dither.NONE)
    elif len(colors) <= 256:
        numbers = {color: number for number, color in enumerate(colors)}
        image = Image.frombytes("P", image.size, bytes(numbers[pixel] for pixel in pixels))
        image.putpalette(b"".join(colors))
    image.save(path, "PNG", optimize=True)
