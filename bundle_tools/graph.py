# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Stage: which library needs which."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from .model import Library


@dataclass(frozen=True)
class Graph:
    """Libraries, and what they need of each other. Needs from elsewhere are left out."""

    libraries: tuple[Library, ...]
    unread: frozenset[str] = frozenset()  #: distributions whose libraries could not be read

    @cached_property
    def by_distribution(self) -> Mapping[str, Library]:
        """The libraries by the names that needs are told by."""
        return {library.distribution: library for library in self.libraries}

    def needs(self, library: Library) -> tuple[Library, ...]:
        """Return what ``library`` needs directly, by name."""
        names = sorted({need.distribution for need in library.needs})
        return tuple(self.by_distribution[name] for name in names if name in self.by_distribution)

    def closure(self, library: Library) -> tuple[Library, ...]:
        """Return ``library`` and all that it needs, whatever stands between, by name."""
        found = {library.distribution: library}
        waiting = [library]
        while waiting:
            for need in self.needs(waiting.pop()):
                if need.distribution not in found:
                    found[need.distribution] = need
                    waiting.append(need)
        return tuple(found[name] for name in sorted(found))

    def dependents(self, folders: Iterable[str]) -> frozenset[str]:
        """Return ``folders``, and those of all that need a library in them or an unread one."""
        found = set(folders) | {
            library.folder
            for library in self.libraries
            if any(need.distribution in self.unread for need in library.needs)
        }
        return frozenset(
            library.folder
            for library in self.libraries
            if any(need.folder in found for need in self.closure(library))
        )

    def cycles(self) -> tuple[tuple[Library, ...], ...]:
        """Return the groups of libraries that need each other, members and groups by name.

        They are the strongly connected components with an edge inside. (Tarjan's
        algorithm, with a stack of its own: chains may be longer than Python's.)
        """
        index: dict[str, int] = {}
        low: dict[str, int] = {}
        path: list[str] = []
        on_path: set[str] = set()
        groups: list[tuple[Library, ...]] = []
        for start in sorted(self.by_distribution):
            if start in index:
                continue
            work = [(start, iter(self._names(start)))]
            index[start] = low[start] = len(index)
            path.append(start)
            on_path.add(start)
            while work:
                name, rest = work[-1]
                following = next(rest, None)
                if following is None:
                    work.pop()
                    if work:
                        low[work[-1][0]] = min(low[work[-1][0]], low[name])
                    if low[name] == index[name]:
                        group = path[path.index(name) :]
                        del path[-len(group) :]
                        on_path.difference_update(group)
                        if len(group) > 1 or name in self._names(name):
                            groups.append(tuple(self.by_distribution[n] for n in sorted(group)))
                elif following not in index:
                    index[following] = low[following] = len(index)
                    path.append(following)
                    on_path.add(following)
                    work.append((following, iter(self._names(following))))
                elif following in on_path:
                    low[name] = min(low[name], index[following])
        return tuple(sorted(groups, key=lambda group: group[0].distribution))

    def _names(self, name: str) -> list[str]:
        return [need.distribution for need in self.needs(self.by_distribution[name])]
