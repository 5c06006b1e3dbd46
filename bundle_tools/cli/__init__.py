# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The command ``copperhead``. Nothing else prints, exits or reads the environment."""

import gc
import os
import signal
import sys
from importlib import import_module
from typing import NoReturn

import click

from .. import __version__
from .exits import INTERRUPTED, PROBLEMS

#: The module of each command. It is imported when the command is wanted, because a build
#: that finds nothing to do should not wait for what only other commands need.
_MODULES = {
    "build": "building",
    "cache": "building",
    "changelog": "bundles",
    "check": "libraries",
    "cost": "bundles",
    "fetch": "libraries",
    "font": "fonts",
    "list": "libraries",
    "new": "new",
    "verify": "bundles",
}


class _Commands(click.Group):
    """The commands, found by their names."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _MODULES:
            return None
        module = import_module(f".{_MODULES[cmd_name]}", __name__)
        commands = (found for found in vars(module).values() if isinstance(found, click.Command))
        return next(command for command in commands if command.name == cmd_name)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="copperhead")
def cli() -> None:
    """Check CircuitPython libraries, and build bundles of them."""


def main() -> NoReturn:
    """Run the command; whatever a user can cause ends in words, not in a traceback."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    gc.disable()  # syntax trees have no cycles, and looking for some doubles the time of parsing
    try:
        code = cli.main(standalone_mode=False)
    except SystemExit as done:
        code = done.code
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
    _end(code or 0)


def _end(code: int) -> NoReturn:
    """End the process here: an interruption of Python's own end would be told in a traceback.

    Besides, CPython calls a process interrupted whose KeyboardInterrupt was caught, if
    it was raised inside of ``exec``, as dataclasses use it.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:  # the disk is full, or nobody listens any more
            code = code or PROBLEMS
    os._exit(code)
