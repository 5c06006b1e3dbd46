# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The command ``copperhead``. Nothing else prints, exits or reads the environment."""

import contextlib
import gc
import json
import os
import re
import signal
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, NoReturn

import click

from . import (
    __version__,
    catalog,
    changes,
    compile as compiling,
    cost,
    environment as environments,
    fetch as fetching,
    firmware,
    lint,
    opened,
    pipeline as building,
    publish,
    release as releases,
    revision,
    verify,
)
from .cache import Cache
from .lint import report
from .lint.registry import ERROR, WARNING, level
from .model import Library, Problem
from .pipeline import FETCHED, Built, Progress, Request, Tools, build as build_bundle, examine
from .source import reader

PROBLEMS = 1
INTERRUPTED = 130  # as shells have it for SIGINT

Decorator = Callable[[Callable[..., None]], Callable[..., None]]


def _folder(name: str, default: str, text: str) -> Decorator:
    kind = click.Path(path_type=Path, file_okay=False)
    return click.option(name, type=kind, default=default, show_default=True, help=text)


LIBRARIES = _folder("--libraries", "libraries", "Folder with the libraries.")
CACHE = _folder("--cache", ".cache", "Folder for results that are used again.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
JOBS = click.option("--jobs", type=click.IntRange(1), help="Processes at a time.  [default: cores]")
QUIET = click.option("--quiet", is_flag=True, help="Print problems only.")


class _Choice(click.ParamType[tuple[str, Path]]):
    """A firmware and a compiler for it."""

    name = "MAJOR=PATH"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, Path]:
        major, equals, path = str(value).partition("=")
        if not equals or not path:
            self.fail(f"{value!r} is not like 10.x=path/to/mpy-cross", param, ctx)
        return major, Path(path)


class _Name(click.ParamType[str]):
    """A part of file names, as circup understands them."""

    name = "NAME"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not re.fullmatch(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", str(value)):
            self.fail(f"{value!r} must be of small letters, digits, - and . only", param, ctx)
        return str(value)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="copperhead")
def cli() -> None:
    """Check CircuitPython libraries, and build bundles of them."""


def main() -> NoReturn:
    """Run the command; whatever a user can cause ends in words, not in a traceback."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    gc.disable()  # syntax trees have no cycles, and looking for some doubles the time of parsing
    try:
        code = cli.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except click.Abort:
        click.echo("interrupted: what was built last is as it was", err=True)
        code = INTERRUPTED
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        click.echo(f"error: {place}{error.strerror or error}", err=True)
        code = PROBLEMS
    sys.exit(code)


@cli.command()
@LIBRARIES
@CACHE
def fetch(libraries: Path, cache: Path) -> None:
    """Download the pinned releases of the libraries that the bundle carries.

    No other command uses the network.
    """
    path = _existing(libraries) / catalog.EXTERNAL
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
    _end([*problems, *failed])


@cli.command()
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
        with _progress(is_shown=not quiet and form == "text") as progress:
            tools = _tools(cache, (), jobs, progress)
            count, problems = _check_all(_existing(libraries), tools)
    if form == "text":
        click.echo(report.text(problems), nl=False, err=True)
        if not quiet and not problems:
            looked_at = environment or _number(count, "library", "libraries")
            click.echo(f"{looked_at}, no problems")
    else:
        click.echo(report.FORMATS[form](problems, __version__), nl=False)
    failing = {ERROR, WARNING} if strict else {ERROR}
    sys.exit(PROBLEMS if any(level(problem.rule) in failing for problem in problems) else 0)


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


@cli.group("cache")
def cache_() -> None:
    """Look after the results that builds keep."""


@cache_.command("show")
@CACHE
@JSON
def cache_show(cache: Path, as_json: bool) -> None:
    """Tell what is kept, by kind."""
    found = Cache(cache).usage()
    if as_json:
        _print_json([asdict(usage) for usage in found])
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


@cli.command("list")
@LIBRARIES
@CACHE
@JSON
def list_(libraries: Path, cache: Path, as_json: bool) -> None:
    """List the libraries, with their versions and modules."""
    found = catalog.read(_existing(libraries), cache / FETCHED, reader(Cache(cache)), "")
    listed = sorted(found.libraries, key=lambda library: library.distribution)
    if as_json:
        _print_json([_row(library) for library in listed])
    else:
        rows = [(x.distribution, x.version, ", ".join(m.name for m in x.modules)) for x in listed]
        name_width, version_width = (
            max((len(row[column]) for row in rows), default=0) for column in (0, 1)
        )
        for name, version, modules in rows:
            click.echo(f"{name:{name_width}}  {version:{version_width}}  {modules}")
    _end(found.problems)


def _row(library: Library) -> dict[str, Any]:
    return {
        "distribution": library.distribution,
        "version": library.version,
        "modules": [module.name for module in library.modules],
        "description": library.description,
        "folder": None if library.is_carried else library.folder,
        "carried": library.is_carried,
    }


@cli.command()
@LIBRARIES
@CACHE
@_folder("--output", "dist", "Folder for the bundle. It replaces what was built there before.")
@click.option("--tag", type=_Name(), help="Its tag.  [default: day of the last commit, in UTC]")
@click.option(
    "--bundle-id",
    type=_Name(),
    default="copperhead-bundle",
    show_default=True,
    help="What the names of its files begin with.",
)
@click.option("--keep-going", is_flag=True, help="Leave bad libraries out, and build the rest.")
@click.option(
    "--mpy-cross", "chosen", multiple=True, type=_Choice(), help="Compile for MAJOR with PATH."
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
    state = revision.read(_existing(libraries).parent, besides=(output, cache))
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
    with _progress(is_shown=not quiet and not as_json) as progress:
        tools = _tools(cache, chosen, jobs, progress)
        examined = examine(libraries, tools)
        if not examined.graph.libraries and not examined.problems:
            raise click.UsageError(f"there is no library in {libraries}")
        built = build_bundle(examined, request, tools)
    if as_json:
        _print_json(_summary(built, request))
    else:
        _print_problems(built.problems)
        _print_built(built, request, quiet)
    sys.exit(PROBLEMS if built.problems else 0)


@cli.command("verify")
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
    with _progress(is_shown=not quiet and not as_json) as progress:
        tools = _tools(cache, (), jobs, progress)
        problems = verify.files(bundle, tools.facts)
        is_safe = not any(problem.rule in verify.HINDERING for problem in problems)
        if imports and not is_safe:
            click.echo("modules were not imported: mend the rest first", err=True)
        elif imports:
            problems += verify.imports_of(
                bundle, tools.compilers, tools.facts, tools.cache, tools.jobs, progress
            )
    if as_json:
        _print_json({"problems": [_table(problem) for problem in sorted(problems)]})
        sys.exit(PROBLEMS if problems else 0)
    if not problems and not quiet:
        click.echo(f"{bundle}, no problems")
    _end(problems)


@cli.command("cost")
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
    with _progress(is_shown=not as_json) as progress:
        tools = _tools(cache, (), jobs, progress)
        platforms = {firmware.major: firmware.platform for firmware in tools.facts.firmwares}
        if major not in platforms:
            raise click.UsageError(f"there is no firmware {major!r}: choose {', '.join(platforms)}")
        examined = examine(_existing(libraries), tools)
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
        _print_json(
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


@cli.command()
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
    with _progress(is_shown=False) as progress:
        tools = _tools(cache, (), jobs, progress)
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
        _end(problems)
    try:
        found = changes.between(sides[0][0], sides[1][0], tools.facts.firmwares[-1].platform)
    except ModuleNotFoundError as error:
        message = f"{error.name} is not installed: pip install 'copperhead-bundle-tools[release]'"
        raise click.ClickException(message) from error
    problems = changes.faults(found, new)
    if as_json:
        _print_json({**asdict(found), "problems": [_table(problem) for problem in problems]})
        sys.exit(PROBLEMS if problems else 0)
    click.echo(changes.markdown(found, old, new), nl=False)
    _end(problems)


def _summary(built: Built, request: Request) -> dict[str, Any]:
    return {
        "tag": request.tag,
        "dirty": request.is_dirty,
        "output": str(request.output) if built.artifacts else None,
        "files": [asdict(artifact) for artifact in built.artifacts],
        "libraries": [library.distribution for library in built.libraries],
        "left_out": [library.distribution for library in built.left_out],
        "problems": [_table(problem) for problem in built.problems],
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
        count = _count(built.libraries, "library", "libraries")
        click.echo(f"{count} in {request.output}, tag {request.tag}")


def _tools(
    cache: Path, chosen: Iterable[tuple[str, Path]], jobs: int | None, progress: Progress
) -> Tools:
    facts = firmware.load()
    try:
        compilers, vm_compiler = compiling.compilers(facts, dict(chosen), Cache(cache))
    except compiling.CompilerError as error:
        raise click.UsageError(str(error)) from error
    return Tools(facts, Cache(cache), compilers, vm_compiler, jobs or os.cpu_count() or 1, progress)


def _existing(libraries: Path) -> Path:
    if not libraries.is_dir():
        raise click.UsageError(
            f"there is no folder {libraries}: run this where it is, or give --libraries"
        )
    return libraries


@contextlib.contextmanager
def _progress(is_shown: bool) -> Iterator[Progress]:
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


def _end(problems: Iterable[Problem]) -> NoReturn:
    _print_problems(problems)
    sys.exit(PROBLEMS if list(problems) else 0)


def _print_problems(problems: Iterable[Problem]) -> None:
    for problem in sorted(problems):
        click.echo(problem, err=True)


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, indent=1, ensure_ascii=False))


def _table(problem: Problem) -> dict[str, Any]:
    return {
        "path": problem.path,
        "line": problem.line,
        "rule": problem.rule,
        "message": problem.message,
    }


def _count(things: Iterable[object], one: str, many: str) -> str:
    return _number(len(list(things)), one, many)


def _number(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
