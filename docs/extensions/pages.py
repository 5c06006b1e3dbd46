# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Pages that are made from what there is: libraries, commands, codes, simulated chips.

They are written below ``docs/_generated`` before Sphinx reads the pages, and only where they
changed. A library or chip that is added or deleted has its page, or has it no more, without
another file being edited.
"""

import argparse
import ast
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import tomllib
from sphinx.application import Sphinx

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests" / "libraries")]

import pictures  # noqa: E402  # found by the line above, as is the next
import standard  # noqa: E402

import copperbench.cli  # noqa: E402
from bundle_tools.cli import cli  # noqa: E402
from bundle_tools.lint import registry  # noqa: E402
from bundle_tools.model import Library  # noqa: E402
from copperbench import boards, host  # noqa: E402

OWNER = "copperhead-circuitpython"


def write(path: Path, text: str) -> None:
    """Write a page, where it says something else than before: Sphinx reads it again then."""
    if not path.is_file() or path.read_text("utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


# Libraries


def library_page(library: Library, compared: Mapping[str, Any] | None) -> str:
    """Return the page of a library."""
    readme = _text(Path(library.folder, "README.md")) or f"# {library.part}"
    changes = _text(Path(library.folder, "CHANGELOG.md"))
    sections = [
        _with_pictures(_without_comment(readme), Path(library.folder)).rstrip(),
        _installing(library),
        _examples(library),
        _costs(library, compared),
        _api(library),
        _deeper(_without_comment(changes).rstrip()),
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def _text(path: Path) -> str:
    """Return what a file says; `copperhead check` tells where it is missing."""
    return path.read_text("utf-8") if path.is_file() else ""


def _without_comment(text: str) -> str:
    return re.sub(r"\A<!--.*?-->\s*", "", text, flags=re.DOTALL)


def _deeper(text: str) -> str:
    """Return Markdown with its headings one level down."""
    return re.sub(r"^(#+ )", r"#\1", text, flags=re.MULTILINE)


def _modules(library: Library) -> list[str]:
    return [module.name for module in library.modules]


def _installing(library: Library) -> str:
    names = _modules(library)
    needs = [need for need in standard.graph().closure(library) if need is not library]
    copied = [module.name for each in [library, *needs] for module in each.modules]
    copied = [name for name in copied if name != "adafruit_bus_device"]
    files = ", ".join(f"`{name}`" for name in copied)
    lines = ["## Installing", ""]
    lines += [
        f"- **By copying**, from the bundle's `lib` into `lib` on the CIRCUITPY drive: {files}."
    ]
    lines += [
        "- **With circup**, which brings what it needs: "
        f"`circup bundle-add {OWNER}/copperhead-bundle`, once, and `circup install {names[0]}`."
    ]
    if "adafruit-blinka" in {need.distribution for need in library.needs}:
        twin = library.upstream.partition("==")[0]
        lines += [f"- **On Linux, with Blinka**: `pip install {library.distribution}`."]
        if twin:
            lines[-1] += f" It is the same module as `{twin}`: install one of them."
    else:
        lines += [f"- **On a desktop**: `pip install {library.distribution}`."]
    if library.features:
        features = ", ".join(f"`{name}`" for name in library.features)
        lines += ["", f"The board's firmware must have {features}."]
    return "\n".join(lines)


def _examples(library: Library) -> str:
    lines = []
    for example in standard.examples(library):
        lines += [f"### {example.name}.py", ""]
        lines += ["```python", _code(example.path.read_text("utf-8")), "```", ""]
        shown = pictures.recorded(example.pictures)
        if shown:
            lines += ["Its screen on the bench shows:", ""]
        for picture in shown:
            lines += [f"![What {example.name}.py shows](/{_relative(picture)})"]
            lines += ["{.screen}", ""]
        printed = example.recorded.read_text("utf-8") if example.recorded.is_file() else ""
        if printed.strip():
            lines += ["On the bench it prints:", "", "```text", _shortened(printed), "```", ""]
    if not lines:
        return ""
    return "\n".join(["## Examples", "", *lines]).rstrip()


def _with_pictures(text: str, folder: Path) -> str:
    """Return a README with its pictures found from its page, and not from its folder."""
    return re.sub(
        r"(!\[[^\]]*\]\()(?!\w+:)([^)]+)",
        lambda found: f"{found[1]}/{_relative(folder / found[2])}",
        text,
    )


def _relative(path: Path) -> str:
    return "../" + path.resolve().relative_to(ROOT).as_posix()


def _code(text: str) -> str:
    return re.sub(r"\A(#[^\n]*\n)+\n*", "", text).rstrip()


MODULES = 20  #: of a library, of which each has its API shown
LINES = 16  #: of what an example prints, on its page


def _shortened(text: str) -> str:
    lines = text.rstrip("\n").split("\n")
    return "\n".join(lines if len(lines) <= LINES else [*lines[: LINES - 1], "…"])


def _costs(library: Library, compared: Mapping[str, Any] | None) -> str:
    budgets = standard.declared(library).get("budgets", {})
    heap = budgets.get("heap")
    heaps = heap if isinstance(heap, dict) else {_modules(library)[0]: heap} if heap else {}
    lines = ["## What it costs", ""]
    rows = [
        (f"`import {name}`, on the 64-bit VM", f"{size} B of heap") for name, size in heaps.items()
    ]
    if mpy := budgets.get("mpy"):
        rows += [("all its `.mpy` files", f"{mpy} B")]
    rows += [
        (f"`{call}`", f"{left} B of garbage" if left else "no garbage")
        for call, left in budgets.get("garbage", {}).items()
    ]
    if not rows and not compared:
        return ""
    lines += _table(("", ""), rows)
    if compared:
        lines += ["", f"Beside upstream ({compared['upstream']}), on the same bench:", ""]
        lines += _table(("", "here", "upstream"), _beside(compared))
        lines += ["", "[All libraries beside upstream](/_generated/parity.md)."]
    return "\n".join(lines)


def _beside(row: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    yield ("making the object", *row["making"])
    yield ("a reading", *row["reading"])
    yield ("heap of the import", *(f"{size} B" for size in row["heap"]))
    yield ("garbage of a pass", *(f"{size} B" for size in row["garbage"]))
    yield (".mpy", *(f"{size} B" for size in row["mpy"]))


def _api(library: Library) -> str:
    lines = ["## API", ""]
    names = list(standard.importable(library))
    shown = names if len(names) <= MODULES else [names[0]]
    for name in shown:
        lines += ["```{eval-rst}", f".. automodule:: {name}", "```", ""]
    if len(shown) < len(names):
        lines += ["Made alike: " + ", ".join(f"`{name}`" for name in names[1:]) + "."]
    return "\n".join(lines).rstrip()


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *rows]
    return ["| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines]


def libraries_page(libraries: Iterable[Library], carried: Iterable[Library]) -> str:
    """Return the page with all libraries."""
    libraries = sorted(libraries, key=lambda library: library.part)
    lines = ["# Libraries", ""]
    for title, wanted in (("Drivers", True), ("Helpers", False)):
        rows = [
            (f"[{each.part}](libraries/{each.part}.md)", f"`{_modules(each)[0]}`", each.description)
            for each in libraries
            if each.is_driver is wanted
        ]
        lines += [f"## {title}", "", *_table(("", "import", ""), rows), ""]
    rows = [(f"`{_modules(each)[0]}`", each.version, each.licence) for each in carried]
    lines += ["## Carried for others", ""]
    lines += ["Pure-Python libraries that programs need, as their authors released them.", ""]
    lines += [*_table(("import", "version", "licence"), sorted(rows)), ""]
    lines += ["```{toctree}", ":hidden:", ""]
    lines += [f"libraries/{library.part}" for library in libraries]
    lines += ["```", ""]
    return "\n".join(lines)


# Commands, codes, chips


def commands_page() -> str:
    """Return the reference of both commands."""
    lines = ["# Commands", "", "Both tell the same with `--help`.", ""]
    for name, command in sorted(_leaves("copperhead", cli)):
        context = click.Context(command, info_name=name)
        lines += [f"## {name}", "", "```text", command.get_help(context), "```", ""]
    parser = copperbench.cli._parser()
    (commands,) = (a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    for name, sub in commands.choices.items():
        lines += [f"## copperbench {name}", "", "```text", sub.format_help().rstrip(), "```", ""]
    return "\n".join(lines)


def _leaves(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        yield name, command
        return
    context = click.Context(command)
    for each in command.list_commands(context):
        found = command.get_command(context, each)
        assert found is not None
        yield from _leaves(f"{name} {each}", found)


def dropped_page() -> str:
    """Return what firmware dropped, and what to write instead."""
    listed = tomllib.loads((ROOT / "bundle_tools/lint/dropped.toml").read_text("utf-8"))["name"]
    rows = [(f"`{row['name']}`", row["gone"], row["instead"], row["source"]) for row in listed]
    lines = ["# What firmware dropped", ""]
    lines += ["`copperhead check` finds these names in libraries, examples and programs."]
    return "\n".join([*lines, "", *_table(("name", "gone in", "instead", "source"), rows), ""])


def chips_page() -> str:
    """Return the list of the simulated chips, with what each one's source says first."""
    lines = ["# Simulated chips", ""]
    lines += ['Each is a module of `copperbench.chips`; `part = "name"` puts it on a bench.', ""]
    rows = []
    for path in sorted((ROOT / "copperbench" / "chips").glob("*.py")):
        told = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
        if path.stem != "__init__":
            rows.append((f"`{path.stem}`", " ".join(told.partition("\n\n")[0].split())))
    return "\n".join([*lines, *_table(("part", ""), rows), ""])


def boards_page() -> str:
    """Return the list of the boards that the bench knows."""
    lines = ["# Boards", ""]
    lines += ['Those of `board = "id"` in a wiring, `--board id` and `Bench("id")`.']
    lines += ["Each has its pins and buses; its id is what `board.board_id` says on it.", ""]
    return "\n".join([*lines, ", ".join(f"`{name}`" for name in boards.ids()) + ".", ""])


def decisions_page() -> str:
    """Return the list of decisions."""
    lines = ["# Decisions", ""]
    lines += ["What somebody will ask about: the context, what was decided, and the figures.", ""]
    lines += ["```{toctree}", ":maxdepth: 1", ":glob:", "", "/decisions/0*", "```", ""]
    return "\n".join(lines)


def main(app: Sphinx) -> None:
    """Write all pages, and take away those whose source is gone."""
    place = Path(app.srcdir, "_generated")
    libraries = [library for library in standard.libraries() if library.is_ours]
    carried = [library for library in standard.graph().libraries if library.is_carried]
    compared = {}
    costs = place / "parity.json"
    if costs.is_file():
        compared = {row["part"]: row for row in json.loads(costs.read_text("utf-8"))}
    pages = {
        f"libraries/{library.part}.md": library_page(library, compared.get(library.part))
        for library in libraries
    }
    pages["libraries.md"] = libraries_page(libraries, carried)
    pages["commands.md"] = commands_page()
    pages["checks.md"] = registry.reference()
    pages["dropped.md"] = dropped_page()
    pages["chips.md"] = chips_page()
    pages["boards.md"] = boards_page()
    pages["decisions.md"] = decisions_page()
    contributing = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    pages["contributing.md"] = contributing.replace("](docs/", "](/")
    pages["bench.md"] = _without_comment((ROOT / "copperbench/README.md").read_text("utf-8"))
    if not (place / "parity.md").is_file():
        pages["parity.md"] = "# Beside upstream\n\n`make docs` measures this.\n"
    for name, text in pages.items():
        write(place / name, text)
    for path in place.rglob("*.md"):
        if path.relative_to(place).as_posix() not in {*pages, "parity.md"}:
            path.unlink()
    _find_modules(libraries)


def _find_modules(libraries: Iterable[Library]) -> None:
    """Let autodoc import libraries, as on the bench."""
    host.install()
    for library in libraries:
        for folder in standard.all_folders(library):
            if str(folder) not in sys.path:
                sys.path.append(str(folder))


def mark_code(
    app: Sphinx, what: str, name: str, found: object, options: object, lines: list[str]
) -> None:
    """Tell reStructuredText that an indented block after a paragraph is code, as people read it."""
    marked: list[str] = []
    paragraph = ""
    for line in lines:
        is_code = line.startswith("    ") and marked[-1:] == [""] and paragraph
        if (
            is_code
            and not paragraph.startswith((" ", ":", "..", "*", "-"))
            and paragraph[-2:] != "::"
        ):
            marked += ["::", ""]
        if line:
            paragraph = line
        marked.append(line)
    lines[:] = marked


def setup(app: Sphinx) -> Mapping[str, Any]:
    """Tell Sphinx when to call."""
    app.connect("builder-inited", main)
    app.connect("autodoc-process-docstring", mark_code)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
