# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The commands that look at folders of libraries: ``check``, ``fetch`` and ``list``."""

import sys
from pathlib import Path
from typing import Any

import click

from .. import (
    __version__,
    catalog,
    compile as compiling,
    environment as environments,
    fetch as fetching,
    firmware,
    lint,
    release as releases,
)
from ..cache import Cache
from ..lint import report
from ..lint.registry import ERROR, WARNING, level
from ..model import Library, Problem
from ..pipeline import FETCHED, Tools, examine
from ..source import reader
from .exits import PROBLEMS
from .shared import (
    CACHE,
    JOBS,
    JSON,
    LIBRARIES,
    QUIET,
    counted,
    end,
    existing,
    print_json,
    progress_of,
)
from .tools import tools_of


@click.command()
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path, exists=True, file_okay=False))
@LIBRARIES
@CACHE
@JOBS
@QUIET
@click.option(
    "--format",
    "form",
    type=click.Choice(sorted(report.FORMATS)),
    default="text",
    show_default=True,
    help="How to print the problems. Text goes to standard error, the others to output.",
)
@click.option("--json", "form", flag_value="json", help="The same as --format json.")
@click.option("--strict", is_flag=True, help="Exit with 1 on warnings, too.")
@click.option(
    "--environment",
    is_flag=False,
    flag_value=sys.executable,
    metavar="[PYTHON]",
    help="Look for libraries with the same files where PYTHON imports from, and at nothing else."
    "  [default: the one that runs this]",
)
def check(
    folders: tuple[Path, ...],
    libraries: Path,
    cache: Path,
    jobs: int | None,
    quiet: bool,
    form: str,
    strict: bool,
    environment: str | None,
) -> None:
    """Tell everything that is wrong with the libraries.

    With FOLDERS, in our layout or Adafruit's, only the code in them is looked at.
    """
    if environment is not None:
        if folders:
            raise click.UsageError("give --environment=PYTHON, or FOLDERS, but not both")
        try:
            problems = environments.clashes(environment)
        except environments.UnknownError as error:
            raise click.UsageError(str(error)) from error
        count = 0
    elif folders:
        count, problems = _check_folders(folders, libraries, cache)
    else:
        with progress_of(is_shown=not quiet and form == "text") as progress:
            tools = tools_of(cache, (), jobs, progress)
            count, problems = _check_all(existing(libraries), tools)
    if form == "text":
        click.echo(report.text(problems), nl=False, err=True)
        if not quiet and not problems:
            looked_at = environment or counted(count, "library", "libraries")
            click.echo(f"{looked_at}, no problems")
    else:
        click.echo(report.FORMATS[form](problems, __version__), nl=False)
    failing = {ERROR, WARNING} if strict else {ERROR}
    sys.exit(PROBLEMS if any(level(problem) in failing for problem in problems) else 0)


def _check_folders(
    folders: tuple[Path, ...], libraries: Path, cache: Path
) -> tuple[int, list[Problem]]:
    """Return how many libraries are in ``folders``, and what is wrong with their code."""
    projects = lint.read_all(folders)
    if not projects:
        raise click.UsageError(f"there is no library in {', '.join(map(str, folders))}")
    here = {project.folder for project in projects}
    others = [p for p in lint.read_all([libraries]) if p.folder not in here]
    carried = catalog.read(libraries, cache / FETCHED, reader(Cache(cache)), "").libraries
    known = lint.corpus([*projects, *others], firmware.load(), [x for x in carried if x.is_carried])
    return len(projects), lint.run(known, projects)


def _check_all(libraries: Path, tools: Tools) -> tuple[int, list[Problem]]:
    """Return how many libraries there are, and what is wrong with anything of them."""
    examined = examine(libraries, tools)
    projects = lint.read_all([libraries])
    carried = [library for library in examined.graph.libraries if library.is_carried]
    sizes = {
        library.folder: {
            major: sum(
                len(compiled.firmware)
                for file in library.files
                if (compiled := examined.compiled.get(compiling.key(compiler, file)))
            )
            for major, compiler in tools.compilers.items()
        }
        for library in examined.graph.libraries
    }
    found = lint.run(lint.corpus(projects, tools.facts, carried), projects, sizes)
    said = {(problem.path, problem.line, problem.rule) for problem in examined.problems}
    more = [problem for problem in found if (problem.path, problem.line, problem.rule) not in said]
    return len(examined.graph.libraries), sorted([*examined.problems, *more])


@click.command()
@LIBRARIES
@CACHE
def fetch(libraries: Path, cache: Path) -> None:
    """Download the pinned releases of the libraries that the bundle carries.

    No other command uses the network.
    """
    path = existing(libraries) / catalog.EXTERNAL
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        text = ""
    except ValueError as error:
        raise click.ClickException(f"{path}: {error}") from error
    pinned, problems = releases.pins(text, path.as_posix())
    fetched, failed = fetching.fetch(pinned, cache / FETCHED)
    for found in fetched:
        click.echo(f"fetched {found.distribution} {found.version}")
    end([*problems, *failed])


@click.command("list")
@LIBRARIES
@CACHE
@JSON
def list_(libraries: Path, cache: Path, as_json: bool) -> None:
    """List the libraries, with their versions and modules."""
    found = catalog.read(existing(libraries), cache / FETCHED, reader(Cache(cache)), "")
    listed = sorted(found.libraries, key=lambda library: library.distribution)
    if as_json:
        print_json([_row(library) for library in listed])
    else:
        rows = [(x.distribution, x.version, ", ".join(m.name for m in x.modules)) for x in listed]
        name_width, version_width = (
            max((len(row[column]) for row in rows), default=0) for column in (0, 1)
        )
        for name, version, modules in rows:
            click.echo(f"{name:{name_width}}  {version:{version_width}}  {modules}")
    end(found.problems)


def _row(library: Library) -> dict[str, Any]:
    return {
        "distribution": library.distribution,
        "version": library.version,
        "modules": [module.name for module in library.modules],
        "description": library.description,
        "folder": None if library.is_carried else library.folder,
        "carried": library.is_carried,
    }
