# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The command ``build``, and ``cache`` for what it keeps."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from .. import publish, revision
from ..cache import Cache
from ..pipeline import Built, Request, build as build_bundle, examine
from .shared import (
    CACHE,
    JOBS,
    JSON,
    LIBRARIES,
    QUIET,
    Choice,
    Name,
    counted,
    existing,
    folder,
    leave,
    print_json,
    print_problems,
    progress_of,
    table,
    tools_of,
)


@click.command()
@LIBRARIES
@CACHE
@folder("--output", "dist", "Folder for the bundle. It replaces what was built there before.")
@click.option("--tag", type=Name(), help="Its tag.  [default: day of the last commit, in UTC]")
@click.option(
    "--bundle-id",
    type=Name(),
    default="copperhead-bundle",
    show_default=True,
    help="What the names of its files begin with.",
)
@click.option("--keep-going", is_flag=True, help="Leave bad libraries out, and build the rest.")
@click.option(
    "--mpy-cross", "chosen", multiple=True, type=Choice(), help="Compile for MAJOR with PATH."
)
@click.option(
    "--verify/--no-verify",
    "is_verified",
    default=True,
    help="Verify what was built.  [default: do]",
)
@click.option("--wheels", is_flag=True, help="Build wheels and source archives for pip, too.")
@click.option("--sbom/--no-sbom", default=True, help="Tell what it is made of.  [default: do]")
@JOBS
@QUIET
@JSON
def build(
    libraries: Path,
    cache: Path,
    output: Path,
    tag: str | None,
    bundle_id: str,
    keep_going: bool,
    chosen: tuple[tuple[str, Path], ...],
    is_verified: bool,
    wheels: bool,
    sbom: bool,
    jobs: int | None,
    quiet: bool,
    as_json: bool,
) -> None:
    """Build the bundle: a zip for each firmware, an index, and the hashes of all."""
    state = revision.read(existing(libraries).parent, besides=(output, cache))
    is_dirty = state is not None and state.is_dirty
    tag = tag or (state.tag if state else None)
    if tag is None:
        raise click.UsageError("git knows no commit here to take the day from: give --tag")
    if others := publish.foreign(output):
        named = ", ".join(others[:3]) + (", …" if len(others) > 3 else "")
        raise click.UsageError(
            f"{output} has what no build put there ({named}): choose a new or empty folder"
        )
    if is_dirty and not quiet:
        message = "warning: the tree differs from its last commit; the index will say so"
        click.echo(message, err=True)
    request = Request(bundle_id, tag, is_dirty, output, keep_going, is_verified, wheels, sbom)
    with progress_of(is_shown=not quiet and not as_json) as progress:
        tools = tools_of(cache, chosen, jobs, progress)
        examined = examine(libraries, tools)
        if not examined.graph.libraries and not examined.problems:
            raise click.UsageError(f"there is no library in {libraries}")
        built = build_bundle(examined, request, tools)
    if as_json:
        print_json(_summary(built, request))
    else:
        print_problems(built.problems)
        _print_built(built, request, quiet)
    leave(built.problems)


def _summary(built: Built, request: Request) -> dict[str, Any]:
    return {
        "tag": request.tag,
        "dirty": request.is_dirty,
        "output": str(request.output) if built.artifacts else None,
        "files": [asdict(artifact) for artifact in built.artifacts],
        "libraries": [library.distribution for library in built.libraries],
        "left_out": [library.distribution for library in built.left_out],
        "problems": [table(problem) for problem in built.problems],
    }


def _print_built(built: Built, request: Request, quiet: bool) -> None:
    if built.left_out and built.artifacts:
        names = ", ".join(library.distribution for library in built.left_out)
        click.echo(f"left out: {names}", err=True)
    if not built.artifacts:
        message = "nothing was built; --keep-going builds the libraries without problems"
        click.echo(message, err=True)
    elif not quiet:
        width = max(len(artifact.name) for artifact in built.artifacts)
        for artifact in built.artifacts:
            click.echo(f"{artifact.name:{width}}  {artifact.size:>11,}")
        number = counted(len(built.libraries), "library", "libraries")
        click.echo(f"{number} in {request.output}, tag {request.tag}")


@click.group("cache")
def cache_() -> None:
    """Look after the results that builds keep."""


@cache_.command("show")
@CACHE
@JSON
def cache_show(cache: Path, as_json: bool) -> None:
    """Tell what is kept, by kind."""
    found = Cache(cache).usage()
    if as_json:
        print_json([asdict(usage) for usage in found])
        return
    for usage in found:
        click.echo(f"{usage.kind:16} {usage.entries:>8,} {usage.size:>14,} bytes")
    entries, size = sum(usage.entries for usage in found), sum(usage.size for usage in found)
    click.echo(f"{'in all':16} {entries:>8,} {size:>14,} bytes")


@cache_.command("prune")
@CACHE
@click.option(
    "--days",
    type=click.IntRange(0),
    default=30,
    show_default=True,
    help="Keep what a build has used in so many days. Uses are known to a week.",
)
def cache_prune(cache: Path, days: int) -> None:
    """Drop what no build has used for long, and what is damaged."""
    click.echo(f"{Cache(cache).prune(days):,} bytes freed")
