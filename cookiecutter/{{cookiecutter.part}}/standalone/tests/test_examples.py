{% include "header.jinja" %}
"""Each example runs on the bench, and prints what is recorded beside it."""

from importlib.util import find_spec
from pathlib import Path

import pytest
from copperbench.run import run

ROOT = Path(__file__).parents[1]
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))
SECONDS = 10.0  # of virtual time
NEEDS = [{{ {"i2c": '"copperhead_registers"', "onewire": '"adafruit_onewire"'}.get(cookiecutter.kind, "") }}]  # what is in lib beside the library


def folder_of(name):
    """Return the folder in which pip has put a library."""
    found = find_spec(name)
    place = Path(found.origin).parent
    return place.parent if found.submodule_search_locations else place


@pytest.mark.parametrize("example", EXAMPLES, ids=[path.stem for path in EXAMPLES])
def test_an_example_prints_what_is_recorded(example):
    recorded = ROOT / "tests" / "examples" / f"{example.stem}.txt"

    folders = [ROOT, *map(folder_of, NEEDS)]

    result = run(example, wiring=ROOT / "pyproject.toml", libraries=folders, seconds=SECONDS)

    assert result.exception is None, result.stdout
    assert list(result.mistakes) == []
    assert result.stdout == recorded.read_text("utf-8")
