# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Coroutines in each place that code can be in."""

from .loop import Pause
from .tools import Oven, Steps, countdown, double, loudly


async def add(first, second=1, *rest, scale=1, **more):
    total = (first + second + sum(rest)) * scale
    await Pause("add")
    return total + len(more)


async def read():  # firmware knows this name by a number
    return await Pause("read")


async def nothing():
    pass


class Soup:
    """Methods of each kind."""

    portions = 0

    def __init__(self, name):
        self.name = name

    async def send(self):  # a name that generators have too
        self.portions += 1
        return self.portions

    @staticmethod
    async def stir(times):
        return [times * number for number in await several(times)]

    @classmethod
    async def named(cls, name):
        await Pause("name")
        return cls(name)

    @property
    def later(self):
        async def value():
            return self.name, await self.send()

        return value()

    class Spoon:
        """A class inside, with a generator and a coroutine of one name."""

        def taste(self):
            yield "plain"

        def hot(self):
            async def taste(order=lambda text: text + "!"):
                return order(await Pause("hot"))

            return taste()


async def several(count):
    return list(countdown(count))


class Menu:
    """A coroutine that a function inside replaces by name."""

    def __init__(self):
        self.served = []

    async def serve(self, dish):
        async def plate():
            return "plate of " + dish

        def swap():
            nonlocal plate
            old = plate

            async def warm():
                return "warm " + await old()

            plate = warm

        swap()
        self.served.append(await plate())
        return self.served[-1]


@loudly("best: ")
@loudly("very ", shout=lambda text: "(" + text + ")")
async def praised(word):
    await Pause("praise")
    return word


async def awaits(menu):
    """Await in each kind of expression."""
    sums = await add(await add(1, scale=await add(1)), await add(await add(2), 3, 4, five=5))
    table = {await nothing(): [await add(1), (await add(2), -(await add(3) ** 2))]}
    chosen = await add(1) if await add(0) else await add(100)
    spoken = f"{await add(1)} of {await add(await add(2)):>4} {{await}} {(await read())[0]!r}"
    lines = await menu.serve(  # the end of what is awaited is lines away
        "rice"
    )
    [a, *b] = await several(3)
    assert (await several(2))[0] == 2, await read()
    total = 0
    total += await add(await add(total), *(await several(2)), **{"k": await nothing()})
    return (
        sums,
        table,
        chosen,
        spoken,
        lines,
        a,
        b,
        total,
        not await nothing(),
        double(await add(3)),
    )


async def blocks():
    """Await where code can leave a block."""
    seen = []
    async with Oven("first") as first, Oven("second", log=lambda *_: seen.append("quiet")):
        seen.append(first.name)
        raise ValueError("burnt")
    steps = Steps(3)
    async for number in steps:
        if number == 2:
            break
        seen.append(number)
    else:
        seen.append("not here")
    seen.append(steps.close())
    async for number in Steps(2):
        seen.append(number)
    else:  # noqa: PLW0120 that it is reached is what is tested
        seen.append("all")
    for _ in range(2):
        try:
            async with Oven("third"):
                if len(seen) > 9:
                    return seen
                await failing()
        except OSError as error:
            seen.append(await add(error.args[0]))
        finally:
            seen.append(await read())
    while await add(len(seen), -12) < 0:
        seen.append("more")
    return seen


async def failing():
    await Pause("fail")
    raise OSError(5)


async def deep(levels):
    return levels + await deep(levels - 1) if levels else 0


async def many(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, *, r, s, t=20, u=21, v=22):  # noqa: E741
    """Have more arguments than fit into the shortest form of their number."""
    x = await add(a, q)
    y = await add(r, s)
    return sum([a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, x, y])


async def tasting():
    """Do all of it, and return what came of each."""
    soup = await Soup.named("miso")
    hot = soup.Spoon().hot
    return [
        await awaits(Menu()),
        await blocks(),
        await praised("good"),
        await soup.later,
        await Soup.stir(4),
        list(soup.Spoon().taste()),
        await hot(),
        await deep(5),
        await many(*range(1, 18), r=18, s=19),
    ]
