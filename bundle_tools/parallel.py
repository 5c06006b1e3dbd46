# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Do many small things at once."""

from collections.abc import Callable, Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def map_in_order(
    function: Callable[[Item], Result], items: Iterable[Item], jobs: int
) -> Generator[Result, None, None]:
    """Yield ``function`` of each item, in the items' order, ``jobs`` of them at a time.

    Threads do for what waits for child processes. When it is closed before the end
    (Ctrl-C), what has not begun never does, and what has is waited for.
    """
    pool = ThreadPoolExecutor(max_workers=jobs)
    try:
        yield from pool.map(function, items)
    finally:
        pool.shutdown(cancel_futures=True)
