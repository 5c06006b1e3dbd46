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
Next{datasheet}:
  - write {chip}{library}
  - make test PART={part}
  - make record PART={part}, and look at what it wrote
The whole way is in docs/guides/add-a-driver.md."""

NEXT_ALONE = """
Next, in {library}{datasheet}:
  - write {chip}{module}.py
  - pip install -r requirements-dev.txt -e . && pytest
  - copperhead build --libraries . --tag 0.1.0"""

PLACE = "\n  - its address is {repository} in {module}.py and pyproject.toml: put yours there"


def _part(context: click.Context, parameter: click.Parameter, value: str | None) -> str:
    """Ask for the part first, where it was not given, and refuse it before more is asked."""
    if context.resilient_parsing:
        return ""
    part = value or str(click.prompt("Part, such as veml6030"))
    if wrong := template.refusal(part, (), firmware.load().modules):
        raise click.BadParameter(wrong, param_hint="PART")
    return part


@click.command("new")
@click.argument("part", required=False, is_eager=True, callback=_part)
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
@click.option("--repository", help="The address of that repository.")
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
    repository: str | None,
    libraries: Path,
    cache: Path,
) -> None:
    """Make a new library PART, such as veml6030: complete, and green at once.

    In this repository these are its folder and its simulated chip; nothing else is edited.
    What is not given is asked for.
    """
    taken = set() if standalone else _taken(existing(libraries), cache)
    for name, hint in ((part, "PART"), (import_name or part, "--import-name")):
        if wrong := template.refusal(name, taken, firmware.load().modules):
            raise click.BadParameter(wrong, param_hint=hint)
    if datasheet is None:
        datasheet = "" if kind == "helper" else click.prompt("A link to the datasheet")
    here = template.REPOSITORY
    if standalone:
        here = repository or f"https://github.com/you/{standalone.resolve().name}"
    answers = {
        "part": part,
        "kind": kind,
        "description": description.strip().rstrip("."),
        "author": author.strip(),
        "datasheet": datasheet.strip(),
        "module": import_name or part,
        "class_name": template.class_name(part),
        "year": str(datetime.datetime.now(datetime.UTC).year),
        "standalone": standalone is not None,
        "repository": here,
    }
    for name in template.TEXTS:
        text = str(answers[name])
        if (text or name != "datasheet") and (wrong := template.objection(text)):
            raise click.BadParameter(wrong, param_hint=f"--{name}")
    targets = {"library": standalone} if standalone else _targets(part, kind, libraries)
    style = None if standalone else libraries.parent / "pyproject.toml"
    try:
        made = template.make(answers, targets, style)
    except template.TemplateError as error:
        click.echo(f"error: {error}", err=True)
        raise SystemExit(PROBLEMS) from None
    for path in made:
        click.echo(f"made {path}")
    chip = f"tests/{part}_chip.py" if standalone else f"copperbench/chips/{part}.py"
    told = (NEXT_ALONE if standalone else NEXT) + (PLACE if standalone and not repository else "")
    click.echo(
        told.format(
            part=part,
            library=targets["library"],
            module=answers["module"],
            repository=here,
            chip="" if kind == "helper" else f"{chip}, the simulated chip, then ",
            datasheet="" if kind == "helper" else ", with the datasheet in hand",
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
