# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Print how each library compares with the release beside it, and write the page of the docs.

    python tests/parity/report.py            # make parity
    python tests/parity/report.py --costs    # make bench
    python tests/parity/report.py --page     # make docs: who is behind is not told, nor a failure

Exit code 1 where a library is behind, and no difference in its folder gives a reason, or
where it could not be compared at all; 2 for an argument that is none.
"""

import argparse
import contextlib
import dataclasses
import io
import json
import sys
import tempfile
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "libraries")]

import api  # noqa: E402  # found by the line above, as are the next
import compare  # noqa: E402
import kept  # noqa: E402
import standard  # noqa: E402
import upstream  # noqa: E402
from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402

from bundle_tools.model import Library  # noqa: E402
from copperbench import host  # noqa: E402

PAGE = standard.ROOT / "docs" / "_generated" / "parity.md"
DATA = PAGE.with_suffix(".json")  #: the same for programs
FAILED = "comparison"  # what is behind where there is none
MARGIN = 6  # characters of each column beside its text

ABOUT = """\
# Beside upstream

Measured on one bench, ours before theirs. *Making* is all that a simpletest has its driver do
before its loop, *a reading* one pass of that loop, both in transactions and bytes on the wires,
addresses not counted. Heap is what `import` keeps, with all that it needs, and *garbage* what one
pass leaves, on the 64-bit VM: a board needs about half.
"""


@dataclass
class Row:
    """A library beside the release that it is compatible with. Pairs are ours, theirs."""

    part: str
    upstream: str
    names: tuple[int, int] = (0, 0)
    equal: int = 0  #: answers that were the same
    making: tuple[str, str] = ("", "")
    reading: tuple[str, str] = ("", "")
    heap: tuple[int, int] = (0, 0)
    garbage: tuple[int, int] = (0, 0)
    mpy: tuple[int, int] = (0, 0)
    examples: tuple[int, int, int] = (0, 0, 0)  #: alike, different, not for this wiring
    differences: list[tuple[str, str, str, str]] = field(default_factory=list)
    behind: dict[str, str] = field(default_factory=dict)  #: without a reason; what -> in words

    @property
    def is_compared(self) -> bool:
        """Whether there are figures."""
        return FAILED not in self.behind


def row(part: str, compiled: standard.Compiled) -> Row:
    """Compare one library; one that cannot be compared keeps no other from it."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # some of upstream's modules print
            return _row(part, compiled)
    except Exception as error:
        pin = next(library.upstream for library in standard.libraries() if library.part == part)
        return Row(part, pin, behind={FAILED: f"{type(error).__name__}: {error}"})


def _row(part: str, compiled: standard.Compiled) -> Row:
    host.install()
    library = next(library for library in standard.libraries() if library.part == part)
    both = compare.pair(library)
    answers, examples = compare.answers(both), compare.examples(both)
    memory = compare.memory(both, compiled)
    ours, theirs = compare.names(both)
    making, reading = compare.wire(both)
    found = {
        "api": api.missing(theirs, ours),
        "values": answers.different,
        "cost": answers.dearer,
        "examples": examples.different,
        "memory": memory.over,
    }
    told = upstream.differences(library).get("difference", ())
    return Row(
        part=part,
        upstream=library.upstream.removeprefix("adafruit-circuitpython-").replace("==", " "),
        names=(len(ours), len(theirs)),
        equal=answers.equal,
        making=making,
        reading=reading,
        heap=memory.largest_heap,
        garbage=memory.all_garbage,
        mpy=memory.mpy,
        examples=(len(examples.equal), len(examples.different), len(examples.impossible)),
        differences=[(d["what"], d["upstream"], d["ours"], d["reason"]) for d in told],
        behind={
            f"{kind}: {name}": words
            for kind, rows in found.items()
            for name, words in rows.items()
            if name not in upstream.excused(library, kind)
        },
    )


def kept_row(part: str, compiled: standard.Compiled) -> Row:
    """Compare one library, or take what an earlier comparison of the same has found."""
    library = next(library for library in standard.libraries() if library.part == part)
    place = kept.place(library)
    if place.is_file():
        return Row(**json.loads(place.read_text("utf-8")))
    found = row(part, compiled)
    if not found.is_compared:
        return found
    for old in place.parent.glob(f"{part}-*.json"):
        old.unlink(missing_ok=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    new = place.with_suffix(".new")
    new.write_text(json.dumps(dataclasses.asdict(found), indent=1), "utf-8")
    new.replace(place)
    return found


COLUMNS = ("library", "upstream", "making", "a reading", "heap", "garbage", ".mpy")
MORE = ("names", "equal answers", "their examples", "differences")


def cells(found: Row, is_short: bool) -> tuple[str, ...]:
    """Return a row as text."""
    if not found.is_compared:
        count = len(COLUMNS) + (0 if is_short else len(MORE))
        return (found.part, found.upstream, "not compared", *[""] * (count - 3))
    costs = (
        found.part,
        found.upstream,
        " / ".join(found.making),
        " / ".join(found.reading),
        _pair(found.heap),
        _pair(found.garbage),
        _pair(found.mpy),
    )
    if is_short:
        return costs
    alike, different, elsewhere = found.examples
    examples = f"{alike} alike" + (f", {different} not" if different else "")
    examples += f", {elsewhere} elsewhere" if elsewhere else ""
    names = f"{found.names[0]} / {found.names[1]}"
    return (*costs, names, f"{found.equal}", examples, f"{len(found.differences)}")


def _pair(pair: tuple[int, int]) -> str:
    ours, theirs = pair
    return f"{ours} / {theirs}" + (f" ({ours / theirs:.0%})" if theirs else "")


def page(rows: Iterable[Row]) -> str:
    """Return the page of the documentation."""
    rows = list(rows)
    lines = [ABOUT]
    table = [map(_unbroken, cells(found, is_short=False)) for found in rows]
    lines += _markdown([*COLUMNS, *MORE], table)
    lines += ["", "## Without an upstream", ""]
    lines += ["What these take is measured in the same way.", ""]
    lines += _markdown(("library", "heap", ".mpy"), map(_budgeted, _alone()))
    for found in rows:
        if found.differences:
            lines += ["", f"## {found.part}", ""]
            lines += _markdown(("", "upstream", "here", "why"), found.differences)
    return "\n".join(lines) + "\n"


def _unbroken(cell: str) -> str:
    """Return a pair that a narrow column breaks between ours and theirs only."""
    return " / ".join(side.replace(" ", "\N{NO-BREAK SPACE}") for side in cell.split(" / "))


def _alone() -> list[Library]:
    return [library for library in standard.libraries() if not library.upstream]


def _budgeted(library: Library) -> tuple[str, str, str]:
    budgets = standard.declared(library).get("budgets", {})
    heap = budgets.get("heap", 0)
    most = max(heap.values()) if isinstance(heap, dict) else heap
    return library.part, f"{most}", f"{budgets.get('mpy', 0)}"


def _markdown(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [heads, ["---"] * len(heads), *rows]
    return ["| " + " | ".join(cell.replace("\n", " ") for cell in line) + " |" for line in lines]


def main(arguments: Sequence[str]) -> int:
    """Compare all libraries, or those that are named, and return the exit code."""
    parser = argparse.ArgumentParser(description="Compare libraries with the releases beside them.")
    parser.add_argument("parts", nargs="*", metavar="PART", help="those to compare, else all")
    parser.add_argument("--costs", action="store_true", help="what they cost, and no more")
    parser.add_argument("--page", action="store_true", help="write the page of the docs alone")
    asked = parser.parse_args(arguments)
    is_short, is_page, wanted = asked.costs, asked.page, set(asked.parts)
    parts = [library.part for library in standard.libraries() if library.upstream]
    if unknown := wanted - set(parts):
        print(f"no library with an upstream: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    if missing := [pin for pin in sorted(upstream.pins()) if not upstream.place(pin).is_dir()]:
        print(f"run `make parity`, which brings {', '.join(missing)}", file=sys.stderr)
        return 2
    parts = [part for part in parts if not wanted or part in wanted]
    with tempfile.TemporaryDirectory(prefix="copperhead-") as folder:
        compiled = upstream.compile_into(Path(folder, "compared"))
        with ProcessPoolExecutor(2) as pool:
            rows = list(pool.map(kept_row if is_page else row, parts, [compiled] * len(parts)))
    if not wanted:
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(page(rows), "utf-8")
        DATA.write_text(json.dumps([dataclasses.asdict(found) for found in rows]), "utf-8")
    if not is_page:
        columns = COLUMNS if is_short else (*COLUMNS, *MORE)
        table = Table(*columns, title="ours / theirs", show_lines=not is_short)
        texts = [cells(found, is_short) for found in rows]
        for text in texts:
            table.add_row(*text)
        width = sum(max(map(len, column)) + MARGIN for column in zip(columns, *texts))
        Console(width=None if Console().is_terminal else width).print(table)
    counts = [found for found in rows if not (is_page or is_short) or not found.is_compared]
    for found in rows if not is_page else counts:
        for what, words in found.behind.items():
            print(f"{found.part}: {what}: {words}", file=sys.stderr)
    return 1 if any(found.behind for found in counts) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
