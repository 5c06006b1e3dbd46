# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Writes ``boards.txt`` anew from the board definitions in the package circuitpython-stubs.

    python -m copperbench.boards.generate

Each board has one line: its fields by tabs, their items by spaces (:mod:`copperbench.boards`
reads them). A test generates the file again and compares.
"""

import re
import sys
from importlib import metadata
from pathlib import Path

import tomllib

from copperbench.boards import FILE

_BUSES = {
    "I2C": ("SCL", "SDA"),
    "SPI": ("SCK", "MOSI", "MISO"),
    "UART": ("TX", "RX"),
}


def generate():
    """Return the text of the file."""
    package = metadata.distribution("circuitpython-stubs")
    definitions = [
        path.read_text("utf-8")
        for path in map(Path, sorted(map(str, map(package.locate_file, package.files))))
        if path.match("board_definitions/*/__init__.pyi")
    ]
    boards = sorted(map(_parse, definitions), key=lambda board: board["id"])
    modules = sorted({name for board in boards for name in board["modules"]})
    special = tomllib.loads(Path(__file__).with_name("bus_pins.toml").read_text("utf-8"))
    head = [
        "# Written by copperbench.boards.generate from circuitpython-stubs "
        + package.version
        + ", whose licence is MIT: do not edit.",
        "# SPDX-FileCopyrightText: 2024 Justin Myers",
        "# SPDX-License-" + "Identifier: MIT",
        " ".join(modules),
    ]
    return (
        "\n".join(head + [_line(board, modules, special.get(board["id"], {})) for board in boards])
        + "\n"
    )


def _parse(text):
    """Return a board as its stub describes it."""
    return {
        "id": re.search(r"^ - board_id: (\S+)$", text, re.MULTILINE)[1],
        "title": re.search(r"^Board stub for (.*)$", text, re.MULTILINE)[1].strip(),
        "port": re.search(r"^ - port: (\S+)$", text, re.MULTILINE)[1],
        "nvm": re.search(r"^ - NVM size: (.*)$", text, re.MULTILINE)[1],
        # busio.SPI and "_bleio (native)" tell about a module that is in the list itself
        "modules": {
            name
            for name in re.search(r"^ - Included modules: (.*)$", text, re.MULTILINE)[1].split(", ")
            if re.fullmatch(r"\w+", name)
        },
        "pins": re.findall(r"^(\w+): microcontroller\.Pin  # (\S+)$", text, re.MULTILINE),
        "functions": re.findall(r"^def (\w+)\(\) -> busio\.(\w+):", text, re.MULTILINE),
    }


def _line(board, modules, special):
    labels = {label for label, _ in board["pins"]}
    functions = [
        ":".join((name, kind, *_bus_pins(name, kind, labels, special)))
        for name, kind in board["functions"]
    ]
    # A bit for each module in the file's list, the first one lowest.
    included = sum(1 << index for index, name in enumerate(modules) if name in board["modules"])
    nvm = board["nvm"] if board["nvm"].isdigit() else "0"
    fields = (
        board["id"],
        board["title"],
        board["port"],
        nvm,
        f"{included:x}",
        " ".join(functions),
        " ".join(":".join(pin) for pin in board["pins"]),
    )
    return "\t".join(fields)


def _bus_pins(name, kind, labels, special):
    """Return the labels of a bus's pins; none where no source tells them."""
    if name in special:
        return special[name]
    roles = _BUSES[kind]
    if name == "STEMMA_I2C" and {role + "1" for role in roles} <= labels:
        return tuple(role + "1" for role in roles)
    prefix = name[: -len(kind)] if name.endswith("_" + kind) else ""
    if prefix and prefix != "STEMMA_" and {prefix + role for role in roles} <= labels:
        return tuple(prefix + role for role in roles)
    if name in (kind, "STEMMA_I2C", "QWIIC") and set(roles) <= labels:
        return roles
    return ()


if __name__ == "__main__":
    Path(FILE).write_text(generate(), "utf-8")
    sys.stdout.write(FILE + "\n")
