# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Each transaction of each example fails, in each way that its bus knows.

Allowed is an exception that the driver documents, in bounded virtual time. Not allowed are
a hang, a bus left locked, a wrong value where the chip sends a checksum, and an object that
does not work once the fault is over.
"""

import re

import ordeal

#: Raised by mistakes in a driver, and so never meant, whatever its documentation says.
_MISTAKES = {"AttributeError", "IndexError", "KeyError", "NameError", "TypeError"}


def documented(library) -> frozenset[str]:
    """Return the exceptions that a library's documentation names, and the bus's own."""
    found = {"OSError"}
    for file in library.files:
        found.update(re.findall(r":raises (\w+):", file.data.decode("utf-8", "replace")))
    return frozenset(found - _MISTAKES)


def test_faults(example):
    modules = frozenset(module.name for module in example.library.modules)
    program = ordeal.read(example.path, modules)
    plan = ordeal.resolve(example.wiring)
    reference = ordeal.play(program, plan, example.seconds)
    assert [p.error for p in reference.passes if p.error] == []
    trial = ordeal.Trial(program, plan, example.seconds, reference, documented(example.library))

    found = [
        f"{transaction}, {trouble.name}: {wrong}"
        for transaction in ordeal.chosen(reference.transactions)
        for trouble in ordeal.troubles(transaction)
        if (wrong := trial.wrong(transaction, trouble))
    ]

    assert found == [], "\n" + "\n".join(found)
