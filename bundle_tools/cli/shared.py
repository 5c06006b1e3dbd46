# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What the commands have in common: their options, and how they talk."""

import contextlib
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from .exits import PROBLEMS

if TYPE_CHECKING:  # a build that finds nothing to do needs no stage, and they take long to load
    from ..model import Problem
    from ..pipeline import Progress

Decorator = Callable[[Callable[..., None]], Callable[..., None]]


def folder(name: str, default: str, text: str) -> Decorator:
    """Return an option that is a folder, there or not."""
    kind = click.Path(path_type=Path, file_okay=False)
    return click.option(name, type=kind, default=default, show_default=True, help=text)


LIBRARIES = folder("--libraries", "libraries", "Folder with the libraries.")
CACHE = folder("--cache", ".cache", "Folder for results that are used again.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
JOBS = click.option("--jobs", type=click.IntRange(1), help="Processes at a time.  [default: cores]")
QUIET = click.option("--quiet", is_flag=True, help="Print problems only.")


class Choice(click.ParamType[tuple[str, Path]]):
    """A firmware and a compiler for it."""

    name = "MAJOR=PATH"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, Path]:
        """Return both parts; click tells of a value without them."""
        major, equals, path = str(value).partition("=")
        if not equals or not path:
            self.fail(f"{value!r} is not like 10.x=path/to/mpy-cross", param, ctx)
        return major, Path(path)


class Name(click.ParamType[str]):
    """A part of file names, as circup understands them."""

    name = "NAME"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return it as it is; click tells of one with other characters."""
        if not re.fullmatch(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", str(value)):
            self.fail(f"{value!r} must be of small letters, digits, - and . only", param, ctx)
        return str(value)


def existing(libraries: Path) -> Path:
    """Return the folder, or end in words where there is none."""
    if not libraries.is_dir():
        raise click.UsageError(
            f"there is no folder {libraries}: run this where it is, or give --libraries"
        )
    return libraries


@contextlib.contextmanager
def progress_of(is_shown: bool) -> "Iterator[Progress]":
    """Give what shows how far the work is: bars on a terminal, else a line for each step."""
    if not is_shown:
        yield lambda step, parts: lambda: None
    elif not sys.stderr.isatty():

        def line(step: str, parts: int) -> Callable[[], object]:
            click.echo(f"{step}: {parts}", err=True)
            return lambda: None

        yield line
    else:
        # Only here, because it is a third of the command's start-up time.
        from rich import console, progress as bar_of  # noqa: PLC0415

        columns = (
            bar_of.TextColumn("{task.description}"),
            bar_of.BarColumn(),
            bar_of.MofNCompleteColumn(),
            bar_of.TimeElapsedColumn(),
        )
        with bar_of.Progress(*columns, console=console.Console(stderr=True)) as bars:

            def bar(step: str, parts: int) -> Callable[[], object]:
                task = bars.add_task(step, total=parts)
                return lambda: bars.advance(task)

            yield bar


def end(problems: "Iterable[Problem]") -> NoReturn:
    """Print the problems, and exit as is fit."""
    print_problems(problems)
    leave(problems)


def leave(problems: "Iterable[Problem]") -> NoReturn:
    """Exit as is fit after these problems: warnings are no reason to stop."""
    sys.exit(0 if all(problem.is_warning for problem in problems) else PROBLEMS)


def print_problems(problems: "Iterable[Problem]") -> None:
    """Print the problems by place, to standard error."""
    for problem in sorted(problems):
        click.echo(problem, err=True)


def print_json(value: object) -> None:
    """Print one JSON document for programs."""
    click.echo(json.dumps(value, indent=1, ensure_ascii=False))


def table(problem: "Problem") -> dict[str, Any]:
    """Return a problem for JSON."""
    return {
        "path": problem.path,
        "line": problem.line,
        "rule": problem.rule,
        "level": "warning" if problem.is_warning else "error",
        "message": problem.message,
    }


def counted(number: int, one: str, many: str) -> str:
    """Return a number and what it counts."""
    return f"{number} {one if number == 1 else many}"
