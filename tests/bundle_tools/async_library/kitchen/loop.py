# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The least that runs a coroutine."""


class Pause:
    """Something to await: hands ``label`` to whoever runs the coroutine."""

    def __init__(self, label):
        self.label = label

    def __iter__(self):
        yield self.label
        return "after " + self.label

    __await__ = __iter__


def run(coroutine):
    """Print each label that ``coroutine`` pauses with, and return its result."""
    while True:
        try:
            print("pause", coroutine.send(None))
        except StopIteration as end:
            return end.value
