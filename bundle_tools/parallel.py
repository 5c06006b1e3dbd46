# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Do many small things at once.

Threads do, for what waits for child processes or works outside of Python. The pool of
concurrent.futures would do as well, but for two things: it takes all that it is given at
once, with all the memory that hangs on that, and it loads logging.
"""

import queue
import threading
from collections.abc import Callable, Generator, Iterable
from types import TracebackType
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_WAITING = 64  # tasks for each thread, until who gives more has to wait


class Task(Generic[Result]):
    """Something that is done now or later."""

    def __init__(self, function: Callable[..., Result], arguments: tuple[Any, ...]) -> None:
        self._function = function
        self._arguments = arguments
        self._is_over = threading.Event()
        self._error: BaseException | None = None
        self._result: Result

    def run(self) -> None:
        """Do it."""
        try:
            self._result = self._function(*self._arguments)
        except BaseException as error:  # raised where the result is wanted
            self._error = error
        self._arguments = ()  # they may be large
        self._is_over.set()

    def result(self) -> Result:
        """Wait for the end, and return what came of it, or raise it."""
        self._is_over.wait()
        if self._error is not None:
            raise self._error
        return self._result


class Pool:
    """Threads that take tasks in the order in which they are given.

    When it is left, all is done. If that is for an exception (Ctrl-C), what has not begun
    never does, and what has is waited for.
    """

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._waiting: queue.Queue[Task[Any] | None] = queue.Queue(jobs * _WAITING)
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> "Pool":
        return self

    def submit(self, function: Callable[..., Result], *arguments: Any) -> Task[Result]:
        """Have ``function`` called. A task must not do so: there may be nobody left to take it."""
        task = Task(function, arguments)
        if len(self._threads) < self._jobs:
            self._threads.append(threading.Thread(target=self._work))
            self._threads[-1].start()
        self._waiting.put(task)
        return task

    def _work(self) -> None:
        while task := self._waiting.get():
            task.run()
            del task  # and its result, if nobody else wants it

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if kind is not None:
            while not self._waiting.empty():
                try:
                    self._waiting.get_nowait()
                except queue.Empty:
                    break
        for _ in self._threads:
            self._waiting.put(None)
        for thread in self._threads:
            thread.join()


def map_in_order(
    function: Callable[[Item], Result], items: Iterable[Item], jobs: int
) -> Generator[Result, None, None]:
    """Yield ``function`` of each item, in the items' order, ``jobs`` of them at a time.

    When it is closed before the end, what has not begun never does, and what has is
    waited for.
    """
    with Pool(jobs) as pool:
        ahead: list[Task[Result]] = []
        for item in items:
            ahead.append(pool.submit(function, item))
            if len(ahead) >= jobs * _WAITING:
                yield ahead.pop(0).result()
        for task in ahead:
            yield task.result()
