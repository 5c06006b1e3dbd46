# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A new library from the template: its folder, and its simulated chip."""

import contextlib
import json
import keyword
import re
import subprocess
import sys
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

KINDS = ("i2c", "spi", "uart", "onewire", "display", "helper")
TEXTS = ("description", "author", "datasheet", "repository")  #: answers that may be any words
REPOSITORY = "https://github.com/copperhead-circuitpython/copperhead"

_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_TAKEN = {"conftest", "examples", "test", "tests", "copperbench", "bundle_tools"}
_LONGEST = 80  # characters of a description: it is in a docstring's first line
_PICTURE = (64, 48), (16, 12, 48, 36), ((0, 0, 0xFF), (0xFF, 0xFF, 0))


class TemplateError(Exception):
    """A library cannot be made, and why."""


def class_name(part: str) -> str:
    """Return the name of a part's class: chips are written large, words begin so."""
    if re.search(r"\d", part):
        return part.replace("_", "").upper()
    return "".join(word.capitalize() for word in part.split("_"))


def refusal(part: str, libraries: Collection[str], firmware: Collection[str]) -> str:
    """Return in words why a library cannot have this name, or nothing.

    :param libraries: names of libraries and of their modules that there are
    :param firmware: names of the firmware's modules
    """
    if not _NAME.fullmatch(part):
        return f"{part!r} is no name for a part: small letters, digits and single _ only"
    if part in libraries:
        return f"there is a library {part} already"
    if part in firmware or part in sys.stdlib_module_names:
        return f"{part} is a module of the firmware or of Python: an import would find that"
    if keyword.iskeyword(part) or part in _TAKEN:
        return f"{part} has a meaning of its own, for Python or for its tests"
    return ""


def objection(text: str) -> str:
    """Return in words why a description, an author or a link cannot be this, or nothing."""
    if not text.strip():
        return "it is empty"
    if not text.isprintable() or "\\" in text or '"""' in text:
        return 'it is one line, without \\ and """'
    if len(text) > _LONGEST and " " in text.strip():
        return f"it has {len(text)} characters, and {_LONGEST} is the most"
    return ""


def place() -> Path:
    """Return the folder of the template: of this checkout, or as it was installed.

    :raises TemplateError: there is neither
    """
    package = Path(__file__).parent
    for folder in (package.parent / "cookiecutter", package / "cookiecutter"):
        if (folder / "cookiecutter.json").is_file():
            return folder
    raise TemplateError("the template is not installed: install copperhead-bundle-tools again")


def make(answers: Mapping[str, Any], targets: Mapping[str, Path], style: Path | None) -> list[Path]:
    """Make a library, and return the folders and files that are new.

    Nothing is there before all of it is.

    :param answers: those of ``cookiecutter.json``
    :param targets: part of the template -> where its contents go, which must not exist yet
    :param style: the ``pyproject.toml`` by whose rules ruff lays the code out, if ruff is here
    :raises TemplateError: something is there already, or cookiecutter is not installed
    """
    try:
        from cookiecutter.main import cookiecutter  # noqa: PLC0415  # only this command needs it
    except ImportError:
        raise TemplateError(
            "cookiecutter is not installed: pip install 'copperhead-bundle-tools[new]'"
        ) from None
    there = [path for path in targets.values() if path.exists()]
    if there:
        raise TemplateError("\n".join(f"{path} is there already" for path in there))
    verbatim = {  # cookiecutter takes an answer for a template: this one is of its words alone
        key: f"{{{{ {json.dumps(answers[key], ensure_ascii=False)} }}}}" for key in TEXTS
    }
    root = next(iter(targets.values())).parent
    root.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        new = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=root, prefix=".new-")))
        made = Path(
            cookiecutter(
                str(place()),
                no_input=True,
                extra_context={**answers, **verbatim},
                output_dir=str(new),
                default_config={"replay_dir": str(new / "replay")},  # not in the user's home
            )
        )
        for path in made.rglob("*"):
            if path.is_file():
                _tidy(path)
        if answers["kind"] == "display":
            _draw(made / "library/tests/examples" / f"{answers['part']}_simpletest.png")
        _arrange(made, standalone=bool(answers["standalone"]))
        _lay_out(made, style)
        _move({made / name: target for name, target in targets.items()})
    return list(targets.values())


def _move(targets: Mapping[Path, Path]) -> None:
    """Put all in its place, or nothing."""
    moved: list[tuple[Path, Path]] = []
    try:
        for source, target in targets.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            source.rename(target)
            moved.append((source, target))
    except OSError:
        for source, target in moved:
            target.rename(source)
        raise


def _tidy(path: Path) -> None:
    """End a text with one line's end, or take a file away that is empty for this kind."""
    text = path.read_text("utf-8").strip("\n")
    if text:
        path.write_text(text + "\n", "utf-8")
    else:
        path.unlink()


def _arrange(made: Path, *, standalone: bool) -> None:
    """Lay the files of a repository of its own together."""
    if not standalone:
        return
    library = made / "library"
    for path in sorted((made / "chip").glob("*.py")):
        path.rename(library / "tests" / f"{path.stem}_chip.py")
    own = made / "standalone"
    for path in sorted(own.rglob("*")):
        if path.is_file():
            target = library / path.relative_to(own)
            target.parent.mkdir(parents=True, exist_ok=True)
            path.rename(target)


def _lay_out(made: Path, style: Path | None) -> None:
    """Let ruff sort imports and break lines, which depends on how long names are."""
    ruff = [sys.executable, "-m", "ruff"]
    options = ["--quiet", "--no-cache", *(["--config", str(style)] if style else ["--isolated"])]
    for command in (["check", "--select", "I", "--fix-only"], ["format"]):
        subprocess.run(
            [*ruff, *command, *options, str(made)], capture_output=True, timeout=60, check=False
        )


def _draw(path: Path) -> None:
    """Draw what the example of a display shows: a rectangle on a ground."""
    with contextlib.suppress(ImportError):
        from PIL import Image, ImageDraw  # noqa: PLC0415  # only displays need it

        size, (left, top, right, bottom), colors = _PICTURE
        image = Image.new("P", size, 0)
        image.putpalette([channel for color in colors for channel in color])
        ImageDraw.Draw(image).rectangle((left, top, right - 1, bottom - 1), fill=1)
        path.parent.mkdir(parents=True, exist_ok=True)
        image.save(path, "PNG", optimize=True)
