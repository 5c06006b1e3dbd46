# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The command that makes fonts for boards."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from .. import font as fonts
from ..cache import write
from .exits import PROBLEMS

ASCII = range(0x20, 0x7F)


class Range(click.ParamType[range]):
    """Code points in a row."""

    name = "FIRST-LAST"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> range:
        """Return them; click tells of what is no range."""
        number = r"(?:U\+|0x)?([0-9A-Fa-f]+)"
        found = re.fullmatch(rf"{number}(?:-{number})?", str(value))
        if not found:
            self.fail(f"{value!r} is not like U+20-7E", param, ctx)
        first = int(found[1], 16)
        last = int(found[2] or found[1], 16)
        if not first <= last <= 0x10FFFF:
            self.fail(f"{value!r} ends before it begins, or is beyond Unicode", param, ctx)
        return range(first, last + 1)


@click.command("font")
@click.argument("source", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--chars", default="", metavar="TEXT", help="The characters of this text.")
@click.option(
    "--range", "ranges", type=Range(), multiple=True, help="Code points, in hexadecimal digits."
)
@click.option("--size", type=click.IntRange(1, 255), help="In pixels: needed for outlines.")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file, NAME.pcf, NAME.bin (LVGL's) or NAME.bdf.",
)
def font_(
    source: Path, chars: str, ranges: tuple[range, ...], size: int | None, output: Path
) -> None:
    """Make a font for a board out of SOURCE: TrueType, OpenType, BDF or PCF.

    Without --chars and --range it gets the characters of ASCII. Boards read .pcf fastest; .bin is
    small also where characters are far apart.
    """
    kind = output.suffix.lstrip(".").lower()
    if kind not in fonts.FORMATS:
        raise click.BadParameter("it must end in .pcf, .bin or .bdf", param_hint="--output")
    try:
        font, missing = fonts.read(source, size, _points(chars, ranges))
        lacking = sorted(set(missing) & set(map(ord, chars)))
        if lacking:
            raise fonts.FontError(f"{source}: it has no {_named(lacking)}")
        data = fonts.FORMATS[kind](font)
    except fonts.FontError as error:
        click.echo(f"error: {error}", err=True)
        raise SystemExit(PROBLEMS) from None
    try:
        write(output, data)
    except OSError as error:
        click.echo(f"error: {output}: cannot write it: {error.strerror}", err=True)
        raise SystemExit(PROBLEMS) from None
    click.echo(f"{output}: {len(font.glyphs)} characters, {len(data)} bytes")
    if missing:
        click.echo(f"{source}: it has no {_named(missing)}", err=True)


def _named(points: list[int]) -> str:
    """Return code points in words, the first ones of many."""
    told = " ".join(f"U+{point:04X}" for point in points[:16])
    return f"{told} and {len(points) - 16} more" if len(points) > 16 else told


def _points(chars: str, ranges: tuple[range, ...]) -> Iterator[int]:
    """Yield the code points that are asked for."""
    if not chars and not ranges:
        yield from ASCII
    yield from map(ord, chars)
    for found in ranges:
        yield from found
