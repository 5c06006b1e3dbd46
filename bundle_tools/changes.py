# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Stage: what changed from one bundle to the next, for whoever uses it.

Of our libraries the names that a program can use are compared, and the version has to
tell of it: semantic versioning 2.0.0. The code counts, not how it is written: docstrings
and line numbers are free, and another compiler is nobody's change.
"""

import hashlib
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from packaging.version import InvalidVersion, Version

from . import mpy, rules
from .model import Problem
from .mpy import Function
from .opened import Opened
from .stage import PY

if TYPE_CHECKING:
    import griffe

PATCH, MINOR, MAJOR = range(3)

#: What griffe finds that no program breaks by: its names and calls stay as they were.
_MILD = frozenset(
    (
        "ATTRIBUTE_CHANGED_TYPE",
        "ATTRIBUTE_CHANGED_VALUE",
        "PARAMETER_CHANGED_DEFAULT",
        "RETURN_CHANGED_TYPE",
    )
)


@dataclass(frozen=True)
class Update:
    """A module that is in both bundles, and not the same."""

    module: str
    before: str  #: its version
    after: str
    broken: tuple[str, ...] = ()  #: what programs may fail by, in words
    changed: tuple[str, ...] = ()  #: what they may notice
    added: tuple[str, ...] = ()  #: what they can use now
    has_other_code: bool = False  #: whether a board runs anything else than before
    is_carried: bool = False

    @property
    def least(self) -> int:
        """How much the version has to change, at least."""
        return MAJOR if self.broken else MINOR if self.added or self.changed else PATCH


@dataclass(frozen=True)
class Changes:
    """All that is not the same."""

    added: tuple[tuple[str, str, str], ...]  #: module, version, description
    removed: tuple[tuple[str, str], ...]  #: module, version
    updated: tuple[Update, ...]

    @property
    def any(self) -> bool:
        """Whether there is anything."""
        return bool(self.added or self.removed or self.updated)


def between(old: Opened, new: Opened, platform: str) -> Changes:
    """Return what changed from ``old`` to ``new``.

    :param platform: whose files tell whether code is another, ``10.x-mpy``
    :raises ModuleNotFoundError: ``griffe`` is not installed
    """
    both = sorted(old.index.keys() & new.index.keys())
    differing = [name for name in both if _differs(old, new, name, platform)]
    with tempfile.TemporaryDirectory(prefix="copperhead-") as scratch:
        sides = [_unpack(side, Path(scratch, name)) for side, name in ((old, "old"), (new, "new"))]
        updated = tuple(_update(old, new, name, platform, sides) for name in differing)
    return Changes(
        added=tuple(
            (name, entry["version"], str(entry.get("pypi_description", "")))
            for name, entry in sorted(new.index.items())
            if name not in old.index
        ),
        removed=tuple(
            (name, entry["version"])
            for name, entry in sorted(old.index.items())
            if name not in new.index
        ),
        updated=updated,
    )


def _differs(old: Opened, new: Opened, module: str, platform: str) -> bool:
    before, after = old.index[module], new.index[module]
    return before["version"] != after["version"] or _code(old, before, platform) != _code(
        new, after, platform
    )


def _update(
    old: Opened, new: Opened, module: str, platform: str, folders: Sequence[Path]
) -> Update:
    before, after = old.index[module], new.index[module]
    found = Update(
        module=module,
        before=before["version"],
        after=after["version"],
        has_other_code=_code(old, before, platform) != _code(new, after, platform),
        is_carried=bool(after["copperhead"].get("carried")),
    )
    if _sources(old, before) == _sources(new, after):
        return found
    broken, changed, added = _interface(module, *folders)
    return replace(found, broken=broken, changed=changed, added=added)


def _sources(side: Opened, entry: Mapping[str, Any]) -> dict[str, bytes]:
    path = entry["path"] + ("/" if entry["package"] else ".")
    return {name: data for name, data in side.members(PY).items() if name.startswith(path)}


def _code(side: Opened, entry: Mapping[str, Any], platform: str) -> dict[str, object]:
    """Return what a board has of a module, but for line numbers and the version."""
    path = entry["path"] + ("/" if entry["package"] else ".")
    found: dict[str, object] = {}
    for name, data in side.members(platform).items():
        if not name.startswith(path):
            continue
        try:
            file = mpy.parse(data)
        except mpy.DamagedError:
            found[name] = hashlib.sha256(data).hexdigest()
            continue
        version = str(entry["version"]).encode()
        names = tuple(x for x in file.names if x != version)
        constants = tuple(x for x in file.constants if x.content != version)
        is_here = len(names) != len(file.names) or len(constants) != len(file.constants)
        found[name] = (names, constants, is_here, _without_lines(file.module))
    return found


def _without_lines(function: Function) -> Function:
    return replace(function, lines=b"", children=tuple(map(_without_lines, function.children)))


def _unpack(side: Opened, folder: Path) -> Path:
    for name, data in side.members(PY).items():
        if name.startswith("lib/") and name.endswith(".py"):
            path = folder / name.removeprefix("lib/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    return folder


def _interface(module: str, old: Path, new: Path) -> tuple[tuple[str, ...], ...]:
    """Return what of a module's public names is broken, changed and added."""
    import griffe  # noqa: PLC0415 - only for this, and it is not needed to build

    before, after = (_load(folder, module) for folder in (old, new))
    broken: set[str] = set()
    changed: set[str] = set()
    for breakage in griffe.find_breaking_changes(before, after):
        path = breakage.obj.path
        name = path.rpartition(".")[2]
        if name.startswith("__") and name != "__init__":
            continue  # __version__ and its like
        text = f"{path}: {breakage.kind.value}"
        if "PARAMETER" in breakage.kind.name:
            value = breakage.old_value if breakage.old_value is not None else breakage.new_value
            if argument := getattr(value, "name", ""):
                text = f"{path}({argument}): {breakage.kind.value}"
        (changed if breakage.kind.name in _MILD else broken).add(text)
    added = set(_names(after)) - set(_names(before))
    shown = {name for name in added if name.rpartition(".")[0] not in added}
    return tuple(sorted(broken)), tuple(sorted(changed)), tuple(sorted(shown))


def _load(folder: Path, module: str) -> "griffe.Object | griffe.Alias":
    import griffe  # noqa: PLC0415

    loader = griffe.GriffeLoader(search_paths=[folder], allow_inspection=False)
    return loader.load(module, submodules=True)


def _names(item: "griffe.Object | griffe.Alias") -> Iterator[str]:
    """Yield the public names in a module, and ``name(argument)`` for those of functions."""
    import griffe  # noqa: PLC0415

    for name, member in sorted(item.members.items()):
        if member.is_alias or (name.startswith("_") and name != "__init__"):
            continue
        if name != "__init__":
            yield member.path
        if isinstance(member, griffe.Function):
            yield from (f"{member.path}({argument.name})" for argument in member.parameters)
        elif member.is_module or member.is_class:
            yield from _names(member)


def faults(changes: Changes, path: str) -> list[Problem]:
    """Return a problem for each of our modules whose version does not tell of its change.

    :param path: what the problems are found in, the new bundle
    """
    problems = []
    for update in changes.updated:
        if update.is_carried:
            continue  # its authors' own
        told = f"{update.module} {update.before} -> {update.after}"
        try:
            before, after = Version(update.before), Version(update.after)
        except InvalidVersion as error:
            problems.append(Problem(path, 0, rules.VERSION_STEP, f"{update.module}: {error}"))
            continue
        least = _least(before, update.least)
        if after == before and update.has_other_code:
            message = f"{told}: its code is another, so make it {_text(least)} at least"
            problems.append(Problem(path, 0, rules.VERSION_STALE, message))
        elif after < before:
            message = f"{told}: no board would take a lower version for an update"
            problems.append(Problem(path, 0, rules.VERSION_STEP, message))
        elif after != before and after < least:
            reasons = update.broken or update.added or update.changed
            more = f", and {len(reasons) - 1} more" if len(reasons) > 1 else ""
            message = f"{told}: make it {_text(least)} at least, for {reasons[0]}{more}"
            problems.append(Problem(path, 0, rules.VERSION_STEP, message))
    return sorted(problems)


def _least(before: Version, level: int) -> Version:
    """Return the least version after ``before``; under 1.0.0 each level is one lower."""
    if before.major == 0:
        level = max(level - 1, PATCH)
    if level == MAJOR:
        return Version(f"{before.major + 1}.0.0")
    if level == MINOR:
        return Version(f"{before.major}.{before.minor + 1}.0")
    return Version(f"{before.major}.{before.minor}.{before.micro + 1}")


def _text(version: Version) -> str:
    return f"{version.major}.{version.minor}.{version.micro}"


def markdown(changes: Changes, old: str, new: str) -> str:
    """Return the changes for people.

    :param old: what the older bundle is called
    """
    lines = [f"# {new}", "", f"Changes since {old}."]
    if changes.added:
        lines += ["", "## Added", ""]
        lines += [
            f"- `{module}` {version}{': ' if text else ''}{text}"
            for module, version, text in changes.added
        ]
    for title, is_carried in (("Updated", False), ("Updated, by their authors", True)):
        updates = [update for update in changes.updated if update.is_carried is is_carried]
        if updates:
            lines += ["", f"## {title}", ""]
        for update in updates:
            lines.append(f"- `{update.module}` {update.before} → {update.after}")
            for what in ("broken", "changed", "added"):
                lines += [f"    - {what}: `{x}`" for x in getattr(update, what)]
    if changes.removed:
        lines += ["", "## Removed", ""]
        lines += [f"- `{module}` {version}" for module, version in changes.removed]
    if not changes.any:
        lines += ["", "The libraries are the same."]
    return "\n".join(lines) + "\n"
