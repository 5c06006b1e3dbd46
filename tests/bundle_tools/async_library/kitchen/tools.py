# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Context managers, iterators and decorators, beside plain functions of the same kinds."""

from .loop import Pause

double = lambda number: 2 * number  # noqa: E731 a lambda is what is tested


def countdown(start):
    """Yield ``start`` down to 1: a plain generator in a file with coroutines."""
    while start:
        yield start
        start -= 1
    return (yield from (number for number in (0,)))


class Oven:
    """An asynchronous context manager that swallows a ValueError."""

    def __init__(self, name, *, log=print):
        self.name = name
        self.log = log

    async def __aenter__(self):
        self.log("enter", await Pause("heat " + self.name))
        return self

    async def __aexit__(self, kind, error, trace):
        await Pause("cool " + self.name)
        self.log("exit", kind.__name__ if kind else None)
        return kind is ValueError


class Steps:
    """An asynchronous iterator over ``countdown``."""

    def __init__(self, start):
        self.numbers = countdown(start)

    def __aiter__(self):
        return self

    async def __anext__(self):
        for number in self.numbers:
            await Pause("step")
            return number
        raise StopAsyncIteration

    def close(self):
        """Stop early, and say whether there was something left."""
        return sum(1 for _ in self.numbers) > 0


def loudly(prefix, shout=lambda text: text.upper()):
    """Return a decorator that prints when the coroutine is made, and adds to its result."""

    def decorate(function):
        async def wrapper(*args, **kwargs):
            result = await function(*args, **kwargs)
            return prefix + str(result)

        def outer(*args, **kwargs):
            print(shout("made"), prefix)
            return wrapper(*args, **kwargs)

        return outer

    return decorate
