# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The commands that look at finished bundles: ``changelog``, ``cost`` and ``verify``."""

import contextlib
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import click

from .. import changes, cost, opened, pipeline as building, verify
from ..model import Library
from ..pipeline import Tools, examine
from .exits import PROBLEMS
from .shared import (
    CACHE,
    JOBS,
    JSON,
    LIBRARIES,
    QUIET,
    end,
    existing,
    leave,
    print_json,
    progress_of,
    table,
)
from .tools import tools_of


@click.command("verify")
@click.argument("bundle", type=click.Path(path_type=Path, exists=True, file_okay=False))
@CACHE
@click.option("--imports/--no-imports", default=True, help="Import all modules.  [default: do]")
@JOBS
@QUIET
@JSON
def verify_(
    bundle: Path, cache: Path, imports: bool, jobs: int | None, quiet: bool, as_json: bool
) -> None:
    """Tell what is wrong with the finished bundle in the folder BUNDLE, whoever built it.

    Whether zips are whole and safe to unpack; firmware takes their files; hashes, versions,
    requirements and sources are those of the index; and every module can be imported.
    """
    with progress_of(is_shown=not quiet and not as_json) as progress:
        tools = tools_of(cache, (), jobs, progress)
        problems = verify.files(bundle, tools.facts)
        is_safe = all(x.is_warning or x.rule not in verify.HINDERING for x in problems)
        if imports and not is_safe:
            click.echo("modules were not imported: mend the rest first", err=True)
        elif imports:
            problems += verify.imports_of(
                bundle, tools.compilers, tools.facts, tools.cache, tools.jobs, progress
            )
    if as_json:
        print_json({"problems": [table(problem) for problem in sorted(problems)]})
        leave(problems)
    if not problems and not quiet:
        click.echo(f"{bundle}, no problems")
    end(problems)


@click.command("cost")
@click.argument("only", metavar="[LIBRARY]...", nargs=-1)
@LIBRARIES
@CACHE
@click.option("--against", metavar="DIST|TAG", help="Tell what has changed since then, too.")
@click.option("--major", default="10.x", show_default=True, help="The firmware that counts.")
@click.option(
    "--drive",
    type=click.FloatRange(0, 32, min_open=True),
    default=7.0,
    show_default=True,
    help="Size of the CIRCUITPY drive in MB: its clusters depend on it.",
)
@click.option("--wires/--no-wires", "has_wires", default=True, help="Run the examples.")
@JOBS
@JSON
def cost_(
    only: tuple[str, ...],
    libraries: Path,
    cache: Path,
    against: str | None,
    major: str,
    drive: float,
    has_wires: bool,
    jobs: int | None,
    as_json: bool,
) -> None:
    """Tell what each LIBRARY costs a board, by itself and with all that it needs: or all do.

    Flash, heap after its imports, and what its examples say on the wires. Heap on a VM of
    32 bits, as boards are, is measured where node is, and its VM in CACHE/node.
    """
    with progress_of(is_shown=not as_json) as progress:
        tools = tools_of(cache, (), jobs, progress)
        platforms = {firmware.major: firmware.platform for firmware in tools.facts.firmwares}
        if major not in platforms:
            raise click.UsageError(f"there is no firmware {major!r}: choose {', '.join(platforms)}")
        examined = examine(existing(libraries), tools)
        measured = [x for x in examined.graph.libraries if _is_meant(x, only)]
        if not measured:
            raise click.UsageError(f"there is no library {', '.join(only) or 'here'}")
        names = {module.name for library in measured for module in library.modules}

        def costs_of(folder: Path, wires: Mapping[str, Sequence[cost.Wires]]) -> list[cost.Cost]:
            found, _ = opened.read(folder, tools.facts)
            index = {name: entry for name, entry in found.index.items() if name in names}
            heap_32 = cost.heap_32(replace(found, index=index), platforms[major], cache)
            size = cost.cluster(drive)
            every = cost.costs(found, platforms[major], size, heap_32, wires)
            return [row for row in every if row.module in names]

        wires = cost.wires([x for x in measured if not x.is_carried]) if has_wires else {}
        with building.whole(examined, tools) as folder:
            rows = costs_of(folder, wires)
        changed = {}
        if against is not None:
            with _bundle_at(against, libraries.parent, tools, is_verified=True) as folder:
                changed = cost.changes(costs_of(folder, {}), rows)
    missing = sorted(names - {row.module for row in rows})
    if as_json:
        print_json(
            {"costs": [asdict(row) for row in rows], "changes": changed, "left_out": missing}
        )
    else:
        click.echo(cost.table(rows, changed, against or ""), nl=False)
    for name in missing:
        click.echo(f"left out: {name}, which cannot be built: see copperhead check", err=True)
    sys.exit(PROBLEMS if missing else 0)


def _is_meant(library: Library, only: Collection[str]) -> bool:
    names = {library.part, library.distribution, *(module.name for module in library.modules)}
    return not only or not names.isdisjoint(only)


@contextlib.contextmanager
def _bundle_at(name: str, root: Path, tools: Tools, *, is_verified: bool) -> Iterator[Path]:
    """Give the folder of a finished bundle: this one, or one built of the tree at a tag."""
    if Path(name).is_dir():
        yield Path(name)
        return
    with building.at(root, name, tools, is_verified=is_verified) as folder:
        if folder is None:
            raise click.UsageError(f"{name!r} is neither a folder nor a tag that git has")
        yield folder


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@LIBRARIES
@CACHE
@JOBS
@JSON
def changelog(
    old: str, new: str, libraries: Path, cache: Path, jobs: int | None, as_json: bool
) -> None:
    """Tell what changed from the bundle OLD to NEW, each a folder or a tag, in Markdown.

    Exit with 1 where a version does not tell how much changed, or that anything did.
    """
    with progress_of(is_shown=False) as progress:
        tools = tools_of(cache, (), jobs, progress)
        with (
            _bundle_at(old, libraries.parent, tools, is_verified=False) as before,
            _bundle_at(new, libraries.parent, tools, is_verified=False) as after,
        ):
            sides = [opened.read(folder, tools.facts) for folder in (before, after)]
    problems = [
        replace(p, path=f"{name}/{p.path}")
        for name, (_, found) in zip((old, new), sides, strict=True)
        for p in found
    ]
    if problems:
        end(problems)
    try:
        found = changes.between(sides[0][0], sides[1][0], tools.facts.firmwares[-1].platform)
    except ModuleNotFoundError as error:
        message = f"{error.name} is not installed: pip install 'copperhead-bundle-tools[release]'"
        raise click.ClickException(message) from error
    problems = changes.faults(found, new)
    if as_json:
        print_json({**asdict(found), "problems": [table(problem) for problem in problems]})
        leave(problems)
    click.echo(changes.markdown(found, old, new), nl=False)
    end(problems)
