# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The command that makes a new library."""

import datetime
from pathlib import Path

import click

from .. import catalog, firmware, template
from ..cache import Cache
from ..pipeline import FETCHED
from ..source import reader
from .exits import PROBLEMS
from .shared import CACHE, LIBRARIES, existing

NEXT = """
Next, each with the datasheet in hand:
  1. the simulated chip, copperbench/chips/{part}.py, where there is one
  2. the library, {library}
  3. make test PART={part}
  4. make record PART={part}, and look at what it wrote
The whole way is in docs/guides/add-a-driver.md."""

NEXT_ALONE = """
Next, in {library}, with the datasheet in hand:
  1. the simulated chip, tests/{part}_chip.py, where there is one
  2. the library, {module}.py
  3. pip install -r requirements-dev.txt -e . && pytest
  4. copperhead build --libraries . --tag 0.1.0"""


@click.command("new")
@click.argument("part")
@click.option("--kind", type=click.Choice(template.KINDS), prompt=True, help="What it talks to.")
@click.option("--description", prompt="What it is, in one line", help="What it is, in one line.")
@click.option("--author", prompt="Author, for the copyright", help="For the copyright.")
@click.option("--datasheet", help="A link to it. Asked for unless KIND is helper.")
@click.option("--import-name", help="What programs import.  [default: PART]")
@click.option(
    "--standalone",
    type=click.Path(path_type=Path, file_okay=False),
    help="Make a repository of its own in this folder, outside this one.",
)
@LIBRARIES
@CACHE
def new(
    part: str,
    kind: str,
    description: str,
    author: str,
    datasheet: str | None,
    import_name: str | None,
    standalone: Path | None,
    libraries: Path,
    cache: Path,
) -> None:
    """Make a new library PART, such as veml6030: complete, and green at once.

    In this repository these are its folder and its simulated chip; nothing else is edited.
    """
    if datasheet is None:
        datasheet = "" if kind == "helper" else click.prompt("A link to the datasheet")
    answers = {
        "part": part,
        "kind": kind,
        "description": description.strip().rstrip("."),
        "author": author,
        "datasheet": datasheet,
        "module": import_name or part,
        "class_name": template.class_name(part),
        "year": str(datetime.datetime.now(datetime.UTC).year),
        "standalone": standalone is not None,
        "repository": template.REPOSITORY,
    }
    taken = set() if standalone else _taken(existing(libraries), cache)
    for name in (part, import_name or part):
        if wrong := template.refusal(name, taken, firmware.load().modules):
            raise click.BadParameter(wrong, param_hint="PART")
    targets = {"library": standalone} if standalone else _targets(part, kind, libraries)
    style = None if standalone else libraries.parent / "pyproject.toml"
    try:
        made = template.make(answers, targets, style)
    except template.TemplateError as error:
        click.echo(f"error: {error}", err=True)
        raise SystemExit(PROBLEMS) from None
    for path in made:
        click.echo(f"made {path}")
    click.echo(
        (NEXT_ALONE if standalone else NEXT).format(
            part=part, library=targets["library"], module=answers["module"]
        )
    )


def _targets(part: str, kind: str, libraries: Path) -> dict[str, Path]:
    """Return where the template's parts go in this repository."""
    if kind == "helper":
        return {"library": libraries / "helpers" / part}
    chip = libraries.parent / "copperbench" / "chips" / f"{part}.py"
    return {"library": libraries / "drivers" / part, f"chip/{part}.py": chip}


def _taken(libraries: Path, cache: Path) -> set[str]:
    """Return the names of the libraries that there are, and of their modules."""
    found = catalog.read(libraries, cache / FETCHED, reader(Cache(cache)), "").libraries
    modules = (module.name for library in found for module in library.modules)
    return {*modules, *(library.part for library in found)}
