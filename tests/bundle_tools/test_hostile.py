# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Whatever trees and disks are like: words, a whole bundle or the last one, no file elsewhere.

The command runs here as its user runs it, under an audit hook that sees what it opens for
writing, makes, moves and removes.
"""

import contextlib
import ctypes
import json
import os
import resource
import shutil
import socket
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import pytest

from bundle_tools import verify

ROOT = Path(__file__).parents[2]
TIMEOUT_S = 60

#: Runs the command, and tells on descriptor argv[1] of each path that is changed.
WATCHED = """
import os, runpy, sys

log = int(sys.argv.pop(1))
changes = {  # where a path is among the arguments, and what it is relative to
    "os.chmod": [(0, 2)], "os.link": [(0, 2), (1, 3)], "os.mkdir": [(0, 2)],
    "os.remove": [(0, 1)], "os.rename": [(0, 2), (1, 3)], "os.rmdir": [(0, 1)],
    "os.symlink": [(1, 2)], "os.truncate": [(0, 1)], "os.utime": [(0, 3)],
}

def tell(path, folder=-1):
    if isinstance(path, (str, bytes, os.PathLike)):
        base = os.readlink(f"/proc/self/fd/{folder}") if folder > 2 else os.getcwd()
        os.write(log, os.fsencode(os.path.join(base, os.fsdecode(path))) + b"\\0")

def hook(event, arguments):
    if event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        tell(arguments[0])
    for path, folder in changes.get(event, ()):
        tell(arguments[path], -1 if event == "os.truncate" else arguments[folder])

sys.addaudithook(hook)
sys.dont_write_bytecode = True
runpy.run_module("bundle_tools", run_name="__main__", alter_sys=True)
"""


@pytest.fixture
def command(workspace, tmp_path, tools):
    """Run the command on the workspace, hold that it ends well, and return what it told."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()

    def run(*arguments, is_still=True, also=(), **more):
        before = tree(workspace.root) if is_still else {}, content(workspace.dist)
        out, into = os.pipe()  # and no file, whose size may be limited
        changed = set()
        reader = threading.Thread(target=read_paths, args=(out, changed))
        reader.start()
        try:
            done = subprocess.run(
                [sys.executable, "-c", WATCHED, str(into), *arguments],
                cwd=workspace.root,
                env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(scratch)},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=TIMEOUT_S,
                check=False,
                pass_fds=[into],
                **more,
            )
        finally:
            os.close(into)
            reader.join(TIMEOUT_S)
        told = (done.stdout + done.stderr).decode()
        assert done.returncode in {0, 1, 2}, told
        assert "Traceback" not in told
        after = tree(workspace.root) if is_still else {}, content(workspace.dist)
        assert after[0] == before[0]
        if after[1] != before[1]:
            assert all(x.is_warning for x in verify.files(workspace.dist, tools.facts))
        assert list(scratch.iterdir()) == []
        assert list(workspace.root.glob(".dist*")) == []
        allowed = (
            f"{workspace.root}/.cache/",
            f"{workspace.dist}/",
            f"{workspace.root}/.dist.building-",
            f"{scratch}/",
            f"{os.devnull}/",
            *(f"{workspace.root}/{name}" for name in also),
        )
        changed.discard(str(workspace.root))  # made, if it were not there
        assert [path for path in changed if not f"{path}/".startswith(allowed)] == []
        return done.returncode, told

    return run


def read_paths(handle, found):
    with open(handle, "rb") as stream:
        found |= {os.fsdecode(path) for path in stream.read().split(b"\0") if path}


def tree(root):
    """Return what is below ``root``, but for output and cache: kinds, sizes, times."""
    found = {}
    for folder, folders, files, handle in os.fwalk(root):
        if folder == str(root):
            folders[:] = [name for name in folders if name not in {"dist", ".cache"}]
        for name in (*folders, *files):
            about = os.lstat(name, dir_fd=handle)
            found[f"{folder}/{name}"] = about.st_mode, about.st_size, about.st_mtime_ns
    return found


def content(folder):
    if not folder.is_dir():
        return None
    return {path.name: path.read_bytes() for path in folder.iterdir()}


# Trees by hand


def link_file(folder):
    (folder / folder.name / "passwd.py").symlink_to("/etc/passwd")


def link_folder(folder):
    (folder / folder.name / "etc").symlink_to("/etc")


def link_example(folder):
    (folder / "examples" / "x.py").symlink_to("../../../../../outside.py")


def link_nowhere(folder):
    (folder / folder.name / "x.py").symlink_to("nowhere.py")


def link_itself(folder):
    (folder / folder.name / "x.py").symlink_to("x.py")


def link_manifest(folder):
    text = (folder / "pyproject.toml").read_bytes()
    (folder.parents[2] / "outside.toml").write_bytes(text)
    (folder / "pyproject.toml").unlink()
    (folder / "pyproject.toml").symlink_to("../../../outside.toml")


def link_library(folder):
    folder.rename(folder.parents[2] / "outside")
    folder.symlink_to("../../outside")


def huge_module(folder):
    with (folder / folder.name / "x.py").open("wb") as stream:
        stream.truncate(1 << 30)


def huge_manifest(folder):
    with (folder / "pyproject.toml").open("r+b") as stream:
        stream.truncate(1 << 30)


def huge_data(folder):
    with (folder / folder.name / "x.bin").open("wb") as stream:
        stream.truncate(1 << 40)


def manifest_is_a_folder(folder):
    (folder / "pyproject.toml").unlink()
    (folder / "pyproject.toml").mkdir()


def module_is_a_folder(folder):
    (folder / folder.name / "x.py").mkdir()
    (folder / folder.name / "x.py" / "y.py").write_text("")


def module_and_package(folder):
    (folder / folder.name / "x.py").write_text("y = 1\n")
    (folder / folder.name / "x").mkdir()
    (folder / folder.name / "x" / "__init__.py").write_text("y = 2\n")


def pipe(folder):
    os.mkfifo(folder / folder.name / "x.py")


def pipe_as_manifest(folder):
    (folder / "pyproject.toml").unlink()
    os.mkfifo(folder / "pyproject.toml")


def plug(folder):
    here = os.getcwd()
    os.chdir(folder / folder.name)  # the address of a socket is short
    with socket.socket(socket.AF_UNIX) as plugged:
        plugged.bind("x.py")
    os.chdir(here)


def deep_folders(folder):
    here = os.getcwd()
    os.chdir(folder / folder.name)
    for _ in range(30):  # longer than the longest path that the system takes at once
        os.mkdir("d" * 200)
        os.chdir("d" * 200)
    Path("x.py").write_text("x = 1\n")
    os.chdir(here)


def odd_names(folder):
    for name in (
        b"a\xff.py",
        b"a\nb.py",
        b"a b.py",
        b"-o.py",
        b"n" * 250 + b".py",
        "é.py".encode(),
    ):
        Path(os.fsdecode(os.fsencode(folder / folder.name) + b"/" + name)).write_text("x = 1\n")


def odd_encodings(folder):
    for name, text in {
        "latin": "# é\n".encode("latin-1"),
        "wide": "x = 1\n".encode("utf-16"),
        "marked": b"\xef\xbb\xbfx = 1\n",
        "nothing": b"\0\0\0",
        "returns": b"x = 1\ry = 2\r",
        "declared": "# coding: latin-1\nx = 'é'\n".encode("latin-1"),
    }.items():
        (folder / folder.name / f"{name}.py").write_bytes(text)


def deep_code(folder):
    for number, text in enumerate(
        (
            "x = " + "(" * 5000 + ")" * 5000 + "\n",
            "x = " + "[" * 90 + "]" * 90 + "\n",
            "x = " + "-" * 100_000 + "1\n",
            "".join(" " * n + "if x:\n" for n in range(99)) + " " * 99 + "pass\n",
            "x = " + "+".join(["1"] * 50_000) + "\n",
            "x = 1" + "0" * 100_000 + "\n",
            "x = '" + "a" * 1_000_000 + "'\n",
            "def f(" + ", ".join(f"a{n}" for n in range(300)) + "):\n    pass\n",
        )
    ):
        (folder / folder.name / f"deep{number}.py").write_text(text)


def deep_manifest(folder):
    text = (folder / "pyproject.toml").read_text()
    (folder / "pyproject.toml").write_text(f"{text}\nx = {'[' * 50_000}{']' * 50_000}\n")


def spoilt_manifest(folder):
    (folder / "pyproject.toml").write_bytes(b"[project]\nname = \xff\0\n")


def itself_as_need(folder):
    text = (folder / "pyproject.toml").read_text()
    text = text.replace(
        "dependencies = []", 'dependencies = ["copperhead-itself-as-need", "x @ file:///etc"]'
    )
    (folder / "pyproject.toml").write_text(text)


def odd_module_name(folder):
    text = (folder / "pyproject.toml").read_text()
    (folder / "pyproject.toml").write_text(text.replace('"odd_module_name"', '"../../../dial"'))


HANDMADE = [
    link_file,
    link_folder,
    link_example,
    link_nowhere,
    link_itself,
    link_manifest,
    link_library,
    huge_module,
    huge_manifest,
    huge_data,
    manifest_is_a_folder,
    module_is_a_folder,
    module_and_package,
    pipe,
    pipe_as_manifest,
    plug,
    deep_folders,
    odd_names,
    odd_encodings,
    deep_code,
    deep_manifest,
    spoilt_manifest,
    itself_as_need,
    odd_module_name,
]

#: What of these is a sound library after all.
SOUND = {link_library, module_is_a_folder}


def test_spoilt_libraries_are_told_of_and_the_rest_is_built(workspace, command):
    workspace.add("good")
    for spoil in HANDMADE:
        workspace.add(spoil.__name__, package={})
    command("build", "--tag", "1", "--no-verify", "--quiet")
    for name in ("outside.py", "outside.toml"):
        (workspace.root / name).write_text("secret = 1\n")
    for spoil in HANDMADE:
        spoil(workspace.root / "libraries/drivers" / spoil.__name__)

    code, told = command("build", "--tag", "2", "--quiet")
    checked, _ = command("check", "--quiet")
    listed, _ = command("list")
    command("build", "--tag", "3", "--keep-going", "--no-verify", "--quiet")

    assert (code, checked, listed) == (1, 1, 1)
    is_told = {spoil for spoil in HANDMADE if f"libraries/drivers/{spoil.__name__}/" in told}
    assert set(HANDMADE) - is_told == SOUND
    assert set(content(workspace.dist)) >= {"copperhead-bundle-3.json"}
    built = json.loads(content(workspace.dist)["copperhead-bundle-3.json"])
    assert set(built) == {"good", *(spoil.__name__ for spoil in SOUND)}
    assert not any(b"secret" in data for data in members(workspace.dist))


def members(folder):
    """Yield what is in the zips of a bundle."""
    for path in folder.glob("*.zip"):
        with zipfile.ZipFile(path) as archive:
            yield from map(archive.read, archive.namelist())


# Disks that do not do as they are told


def drop_capabilities():
    """Be held to the modes of files even if this is root, in a child process."""
    libc = ctypes.CDLL(None, use_errno=True)
    for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH: linux/capability.h
        libc.prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP: linux/prctl.h


def test_what_may_not_be_read_is_told(workspace, command):
    workspace.add("good")
    module = workspace.add("dial") / "dial.py"
    manifest = workspace.add("knob") / "pyproject.toml"
    package = workspace.add("lever", package={}) / "lever"
    library = workspace.add("wheel")
    locked = [module, manifest, package, library]
    for path in locked:
        path.chmod(0)

    code, told = command("build", "--tag", "1", "--quiet", preexec_fn=drop_capabilities)
    rest = ("build", "--tag", "1", "--quiet", "--no-verify", "--keep-going")
    command(*rest, preexec_fn=drop_capabilities)
    for path in locked:
        path.chmod(0o755)

    assert code == 1
    for path in locked:
        place = path.relative_to(workspace.root)
        assert any(
            line.startswith(str(place)) and "Permission denied" in line
            for line in told.splitlines()
        ), (place, told)
    built = json.loads(content(workspace.dist)["copperhead-bundle-1.json"])
    assert set(built) == {"good"}


@pytest.mark.parametrize("name", ["dist", ".cache"])
def test_a_folder_that_may_not_be_written_is_told(workspace, command, name):
    workspace.add("dial")
    option = {"dist": "--output", ".cache": "--cache"}[name]
    locked = workspace.root / "locked"
    locked.mkdir(mode=0o555)

    code, told = command(
        *("build", "--tag", "1", "--quiet", option, "locked/x"),
        also=["locked/"],
        preexec_fn=drop_capabilities,
    )

    assert code == 1
    assert "locked" in told
    assert "Permission denied" in told
    assert list(locked.iterdir()) == []


@pytest.mark.parametrize("option", ["--output", "--cache", "--libraries"])
def test_a_file_in_a_folders_place_is_wrong_usage(workspace, command, option):
    workspace.add("dial")
    (workspace.root / "file").write_text("mine")

    code, told = command("build", "--tag", "1", option, "file")

    assert code == 2
    assert "file" in told
    assert (workspace.root / "file").read_text() == "mine"


@pytest.mark.parametrize("limit", [64, 1_000, 3_000, 12_000])
def test_files_that_may_not_grow_are_told(workspace, command, limit):
    workspace.add("dial", code="".join(f"name{n} = {n}\n" for n in range(800)))
    command("build", "--tag", "1", "--quiet", "--no-verify")
    workspace.add("knob", code="".join(f"other{n} = {n}\n" for n in range(800)))

    def limited():
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    code, told = command("build", "--tag", "2", "--quiet", "--no-verify", preexec_fn=limited)

    assert code == 1
    assert told.count("\n") < 12
    assert "copperhead-bundle-1.json" in content(workspace.dist)


#: Builds twice into a folder that is a small disk: with room, and with hardly any.
FULL = """
mount -t tmpfs -o size=6m tmpfs small || exit 77
mkdir small/output small/cache small/temporary
export TMPDIR="$PWD/small/temporary"
build() { "$@" --output small/output/dist --cache small/cache; }
build "$@" --tag 1 || exit 78
rm -r small/cache
there=$(df --output=avail -k small | tail -n 1)
head -c $((there - LEFT))K /dev/zero >small/filler
build "$@" --tag 2; code=$?
rm small/filler
(cd small/output/dist && sha256sum --quiet --check SHA256SUMS) || exit 79
ls -A small/output small/output/dist small/temporary
exit $code
"""


@pytest.mark.parametrize("left", ["nothing", "room for the compilers", "room for the cache"])
def test_a_full_disk_is_told_and_keeps_the_last_bundle(workspace, tools, left):
    unshare = shutil.which("unshare")
    if not unshare or subprocess.run([unshare, "-rm", "true"], check=False).returncode:
        pytest.skip("this system lets nobody have a mount of his own: see the limits instead")
    for number in range(12):
        code = "".join(f"name{n} = '{number}{n * 7919 % 10007}'\n" for n in range(800))
        workspace.add(f"part{number}", code=code)
    (workspace.root / "small").mkdir()
    programs = {compiler.path for compiler in tools.compilers.values()}
    kilobytes = sum(-(-os.path.getsize(path) // 4096) * 4 for path in programs)
    kilobytes = {"nothing": 0, "room for the compilers": kilobytes + 40}.get(left, kilobytes + 200)
    build = [sys.executable, "-m", "bundle_tools", "build", "--quiet", "--no-verify"]

    done = subprocess.run(
        [unshare, "-rm", "sh", "-c", FULL, "sh", *build],
        cwd=workspace.root,
        env={**os.environ, "PYTHONPATH": str(ROOT), "LEFT": str(kilobytes)},
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )

    if done.returncode == 77:
        pytest.skip("this system lets nobody mount a disk of his own: see the limits instead")
    assert done.returncode == 1, (done.returncode, done.stdout, done.stderr)
    assert any(told in done.stderr for told in ("No space left on device", "is the disk full?"))
    assert "Traceback" not in done.stderr
    assert "copperhead-bundle-1.json" in done.stdout
    assert "copperhead-bundle-2" not in done.stdout
    assert ".dist" not in done.stdout
    assert done.stdout.rstrip().endswith("small/temporary:")  # and nothing in it


@contextlib.contextmanager
def meanwhile(act):
    """Do it over and over while the body runs."""
    stopped = threading.Event()

    def repeat():
        while not stopped.is_set():
            act()

    thread = threading.Thread(target=repeat)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join(TIMEOUT_S)


def test_libraries_that_come_and_go_while_they_are_read_do_no_harm(workspace, command):
    workspace.add("good")
    folder = workspace.add("dial", package={f"m{n}.py": f"x = {n}\n" for n in range(40)})

    def come_and_go():
        shutil.rmtree(folder, ignore_errors=True)
        time.sleep(0.001)
        workspace.add("dial", package={f"m{n}.py": f"x = {n}\n" for n in range(40)})

    with meanwhile(come_and_go):
        codes = {
            command("build", "--tag", str(n), "--quiet", "--no-verify", is_still=False)[0]
            for n in range(3)
        }

    assert codes <= {0, 1}


def test_a_cache_that_is_removed_while_it_is_used_does_no_harm(workspace, command):
    for number in range(12):
        workspace.add(f"part{number}", code="".join(f"name{n} = {n}\n" for n in range(300)))

    with meanwhile(lambda: shutil.rmtree(workspace.root / ".cache", ignore_errors=True)):
        codes = {
            command("build", "--tag", str(n), "--quiet", "--no-verify", is_still=False)[0]
            for n in range(3)
        }

    assert codes <= {0, 1, 2}
    code, _ = command("build", "--tag", "9", "--quiet", "--no-verify", is_still=False)
    assert code == 0
