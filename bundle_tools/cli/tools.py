# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What commands give to the stages to work with."""

import os
from collections.abc import Collection, Iterable
from pathlib import Path

import click

from .. import compile as compiling, firmware
from ..cache import Cache
from ..pipeline import Progress, Tools


def tools_of(
    cache: Path,
    chosen: Iterable[tuple[str, Path]],
    jobs: int | None,
    progress: Progress,
    majors: Collection[str] = (),
) -> Tools:
    """Return what a build works with, whose compilers are here and run.

    :param majors: firmware that a bundle is for beside the usual
    """
    try:
        facts = firmware.load().having(majors)
        compilers, vm_compiler = compiling.compilers(facts, dict(chosen), Cache(cache))
    except (ValueError, compiling.CompilerError) as error:
        raise click.UsageError(str(error)) from error
    return Tools(facts, Cache(cache), compilers, vm_compiler, jobs or os.cpu_count() or 1, progress)
