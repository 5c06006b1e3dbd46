# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The command ``copperhead``. Nothing else prints, exits or reads the environment."""

import sys
from pathlib import Path

import click

from . import __version__, fetch as fetching, release as releases
from .model import Problem

LIBRARIES = click.option(
    "--libraries",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=Path("libraries"),
    show_default=True,
    help="Folder of the libraries.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="copperhead")
def main() -> None:
    """Check CircuitPython libraries, and build bundles of them."""


@main.command()
@LIBRARIES
def fetch(libraries: Path) -> None:
    """Download the pinned releases of the libraries that the bundle carries."""
    path = libraries / "external.toml"
    pinned, problems = releases.pins(path.read_text("utf-8"), path.as_posix())
    fetched, failed = fetching.fetch(pinned, libraries.parent / ".cache" / "external")
    for release in fetched:
        click.echo(f"fetched {release.distribution} {release.version}")
    _end(problems + failed)


def _end(problems: list[Problem]) -> None:
    for problem in sorted(problems):
        click.echo(problem, err=True)
    sys.exit(1 if problems else 0)
