# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A build that would give what is there already does nothing, and no other does nothing."""

import json
import multiprocessing
import os
import shutil
import string
import subprocess
import time

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings, strategies as st

from bundle_tools import revision, seen
from bundle_tools.cli import building, cli
from bundle_tools.seen import Before, Seen

HOUR_NS = 3600 * 10**9
CODE = "x = 1\n"


@pytest.fixture(autouse=True)
def old_files(monkeypatch):
    """Have stamps trusted, although tests write what they have just read."""
    monkeypatch.setattr(seen, "TICK_NS", -HOUR_NS)


@pytest.fixture
def bundle(workspace, tools, monkeypatch):
    """A workspace that is built, with a cache of its own records."""
    monkeypatch.chdir(workspace.root)
    workspace.add("dial", needs=["copperhead-base"], package={"core.py": CODE, "font.bin": "abc"})
    workspace.add("base", group="helpers", version="1.2.3")
    build(workspace)
    return workspace


def build(workspace, *options, tag="1"):
    """Build, and tell whether anything was."""
    before = inode(workspace.dist)
    tag = ("--tag", tag) if tag else ()
    result = CliRunner().invoke(cli, ["build", "--no-verify", "--no-sbom", *tag, *options])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return inode(workspace.dist) != before


def inode(folder):
    return folder.stat().st_ino if folder.exists() else None


def content(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def anew(workspace, *options, tag="1"):
    """Return what a build gives that knows of no other before."""
    build(workspace, *options, "--output", "anew", tag=tag)
    found = content(workspace.root / "anew")
    shutil.rmtree(workspace.root / "anew")
    shutil.rmtree(workspace.root / ".cache" / "builds")
    return found


def keep_times(change):
    """Return ``change`` with the time of modification set back afterwards."""

    def kept(path):
        about = path.stat()
        change(path)
        os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))
        assert path.stat().st_mtime_ns == about.st_mtime_ns

    return kept


def test_what_is_there_already_is_not_built_again(bundle):
    told = [
        CliRunner().invoke(cli, ["build", "--tag", "1", "--no-verify", "--no-sbom", *options])
        for options in ([], ["--json"])
    ]

    assert not build(bundle)
    assert "2 libraries in dist, tag 1" in told[0].stdout
    table = json.loads(told[1].stdout)
    assert [table["libraries"], table["problems"]] == [["copperhead-dial", "copperhead-base"], []]
    assert [row["size"] for row in table["files"]] == [
        (bundle.dist / row["name"]).stat().st_size for row in table["files"]
    ]


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("libraries/drivers/dial/dial/core.py", id="a module"),
        pytest.param("dist/SHA256SUMS", id="what was built"),
    ],
)
def test_a_file_that_was_only_touched_has_not_changed(bundle, path):
    (bundle.root / path).touch()

    assert not build(bundle)
    assert not build(bundle)


def test_what_no_board_sees_has_not_changed(bundle):
    (bundle.root / "libraries/drivers/dial/tests/test_dial.py").write_text("def test(): ...\n")
    (bundle.root / "libraries/drivers/dial/dial/__pycache__").mkdir()
    (bundle.root / "libraries/drivers/dial/.hidden").write_text("")

    assert not build(bundle)


def edit(path):
    path.write_bytes(path.read_bytes()[:-1] + b" ")


def edit_version(path):
    path.write_text(path.read_text().replace("1.2.3", "1.2.4"))


def replace_by_copy(path):
    """Have the same content at the path, by way of a link."""
    shutil.copy(path, path.parents[1] / "copy.py")
    path.unlink()
    path.symlink_to("../copy.py")


CORE = "libraries/drivers/dial/dial/core.py"
CHANGES = [
    pytest.param(CORE, lambda path: path.write_text("x = 2\n"), id="a module"),
    pytest.param(CORE, keep_times(lambda path: path.write_text("x = 2\n")), id="times set back"),
    pytest.param(CORE, lambda path: path.write_text("x = 22\n"), id="another size"),
    pytest.param(CORE, lambda path: path.unlink(), id="a module less"),
    pytest.param(CORE, lambda path: path.rename(path.with_name("more.py")), id="another name"),
    pytest.param(CORE, replace_by_copy, id="a link"),
    pytest.param(
        CORE, lambda path: path.with_name("more.py").write_text("y = 1\n"), id="a module more"
    ),
    pytest.param("libraries/drivers/dial/dial/font.bin", edit, id="data"),
    pytest.param("libraries/drivers/dial/examples/dial_simpletest.py", keep_times(edit), id="demo"),
    pytest.param("libraries/helpers/base/base.py", keep_times(edit_version), id="a version"),
    pytest.param("libraries/helpers/base", shutil.rmtree, id="a library less"),
    pytest.param("LICENSE", lambda path: path.write_text("Be kind.\n"), id="terms"),
    pytest.param(
        "pyproject.toml",
        lambda path: path.write_text('[project.urls]\nRepository = "https://example.org/x"\n'),
        id="the repository",
    ),
    pytest.param("dist/copperhead-bundle-py-1.zip", lambda path: path.unlink(), id="a zip less"),
    pytest.param(
        "dist/copperhead-bundle-py-1.zip", keep_times(edit), id="a damaged output, times set back"
    ),
    pytest.param("dist", shutil.rmtree, id="no output"),
]


@pytest.mark.parametrize("path, change", CHANGES)
def test_whatever_changed_is_built(bundle, path, change):
    is_needed = path == "libraries/helpers/base"
    change(bundle.root / path)
    options = ["--keep-going"] if is_needed else []
    if is_needed:
        (bundle.root / "libraries/drivers/dial/pyproject.toml").write_text(
            (bundle.root / "libraries/drivers/dial/pyproject.toml")
            .read_text()
            .replace('["copperhead-base"]', "[]")
        )

    assert build(bundle, *options)
    assert content(bundle.dist) == anew(bundle, *options)


def test_a_release_that_is_carried_is_looked_at(bundle):
    external = bundle.root / "libraries/external.toml"
    external.write_text("# nothing is carried\n")
    assert build(bundle)
    assert not build(bundle)

    external.write_text('[[release]]\ndistribution = "x"\n')

    assert CliRunner().invoke(cli, ["build", "--tag", "1"]).exit_code == 1


def test_a_library_that_is_new_is_built(bundle):
    bundle.add("more")

    assert build(bundle)
    assert "more" in json.loads((bundle.dist / "copperhead-bundle-1.json").read_text())


@pytest.mark.parametrize(
    "options",
    [
        pytest.param(("--bundle-id", "other-bundle"), id="name"),
        pytest.param(("--sbom",), id="SBOM"),
        pytest.param(("--verify",), id="verification"),
    ],
)
def test_what_is_asked_for_is_built(bundle, options):
    assert build(bundle, *options)
    assert not build(bundle, *options)
    assert content(bundle.dist) == anew(bundle, *options)


def test_another_tag_is_built(bundle):
    assert build(bundle, tag="2")
    assert content(bundle.dist) == anew(bundle, tag="2")


def test_another_compiler_at_the_same_place_is_run(bundle, tools):
    script = bundle.root / "mpy-cross"
    option = ("--mpy-cross", f"10.x={script}")

    def write(level):
        script.write_text(f'#!/bin/sh\nexec "{tools.compilers["10.x"].path}" -O{level} "$@"\n')
        script.chmod(0o755)

    write(0)
    bundle.add("more", code="def f(x):\n    assert x\n")
    assert build(bundle, *option)
    assert not build(bundle, *option)
    before = content(bundle.dist)

    write(3)

    assert build(bundle, *option)
    assert content(bundle.dist) != before
    assert content(bundle.dist) == anew(bundle, *option)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda folder: (folder / "__init__.py").write_text("x = 2"), id="a module"),
        pytest.param(lambda folder: (folder / "more.py").write_text(""), id="a module more"),
        pytest.param(shutil.rmtree, id="not there any more"),
    ],
)
def test_another_release_of_the_program_builds_again(bundle, monkeypatch, change):
    program = bundle.root / "made_up_program"
    program.mkdir()
    (program / "__init__.py").write_text("x = 1")
    monkeypatch.syspath_prepend(bundle.root)
    monkeypatch.setattr(building, "_PROGRAM", ("bundle_tools", "made_up_program"))
    assert build(bundle)
    assert not build(bundle)

    change(program)

    assert build(bundle)


def test_a_program_that_may_be_newer_than_what_runs_leaves_no_record(bundle, monkeypatch):
    program = bundle.root / "made_up_program.py"
    program.write_text("x = 1")
    os.utime(program, ns=(time.time_ns() + 2 * HOUR_NS,) * 2)
    monkeypatch.syspath_prepend(bundle.root)
    monkeypatch.setattr(building, "_PROGRAM", ("made_up_program",))

    assert build(bundle)
    assert build(bundle)


def test_the_state_of_the_commit_counts(bundle):
    index = bundle.dist / "copperhead-bundle-1.json"
    (bundle.root / ".gitignore").write_text(".cache\ndist\n")
    bundle.git("init", "-q")
    bundle.git("add", ".")
    bundle.git("commit", "-q", "-m", "all")
    assert not build(bundle)
    assert '"dirty"' not in index.read_text()

    (bundle.root / "notes.txt").write_text("outside of all libraries")
    assert build(bundle)
    assert '"dirty": true' in index.read_text()

    bundle.git("add", ".")
    bundle.git("commit", "-q", "-m", "more")
    assert build(bundle)
    assert '"dirty"' not in index.read_text()


def test_the_day_of_the_commit_counts(bundle):
    (bundle.root / ".gitignore").write_text(".cache\ndist\n")
    bundle.git("init", "-q")
    bundle.git("add", ".")
    bundle.git("commit", "-q", "-m", "all")
    assert build(bundle, tag=None)
    assert not build(bundle, tag=None)

    later = "2026-03-09T12:00:00+00:00"
    bundle.git("commit", "-q", "--allow-empty", "-m", "later", date=later)

    assert build(bundle, tag=None)
    assert (bundle.dist / "copperhead-bundle-20260309.json").exists()


def test_the_tag_of_a_checkout_counts(workspace, monkeypatch):
    monkeypatch.chdir(workspace.root)
    folder = workspace.root / "libraries/Dial"
    folder.mkdir()
    (folder / "pyproject.toml").write_text(
        '[project]\nname = "dial"\nversion = "0.0.0+auto.0"\n'
        '[tool.setuptools]\npy-modules = ["dial"]\n'
    )
    (folder / "dial.py").write_text('__version__ = "0.0.0+auto.0"\n')

    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "all")
    git(folder, "tag", "1.2.3")
    assert build(workspace)
    assert not build(workspace)

    git(folder, "tag", "-d", "1.2.3")
    git(folder, "tag", "1.2.4")

    assert build(workspace)
    index = json.loads((workspace.dist / "copperhead-bundle-1.json").read_text())
    assert index["dial"]["version"] == "1.2.4"


def test_problems_are_told_every_time(bundle):
    bundle.add("more", version="1")

    for _ in range(2):
        result = CliRunner().invoke(
            cli, ["build", "--tag", "1", "--no-verify", "--no-sbom", "--keep-going"]
        )
        assert (result.exit_code, result.stderr.count("three numbers")) == (1, 1)


def test_warnings_are_told_every_time(workspace, monkeypatch):
    monkeypatch.chdir(workspace.root)
    folder = workspace.root / "libraries/Dial"
    folder.mkdir()
    (folder / "pyproject.toml").write_text(
        '[project]\nname = "dial"\nversion = "1.2.3"\n[tool.setuptools]\npy-modules = ["dial"]\n'
    )
    (folder / "dial.py").write_text('__version__ = "1.2.4"\n')
    assert build(workspace)

    result = CliRunner().invoke(cli, ["build", "--tag", "1", "--no-verify", "--no-sbom"])

    assert not build(workspace)
    assert (result.exit_code, result.stderr.count("says that it is 1.2.4, and not 1.2.3")) == (0, 1)


def records(bundle):
    return list((bundle.root / ".cache" / "builds").iterdir())


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda data: data.replace(b'"tag": "1"', b'"tag": "2"'), id="changed"),
        pytest.param(lambda data: data[: len(data) // 2], id="cut short"),
        pytest.param(lambda data: b"", id="empty"),
    ],
)
def test_a_record_that_was_damaged_is_none(bundle, damage):
    [path] = records(bundle)
    path.write_bytes(damage(path.read_bytes()))

    assert build(bundle)
    assert not build(bundle)


def test_a_record_is_not_believed_for_ever(bundle, monkeypatch):
    now = time.time()

    monkeypatch.setattr(time, "time", lambda: now + 8 * 86400)

    assert build(bundle)
    assert not build(bundle)


def test_a_cache_that_cannot_be_written_only_takes_longer(bundle):
    (bundle.root / ".cache/builds").rename(bundle.root / "aside")
    (bundle.root / ".cache/builds").write_text("a file, where a folder would have to be")

    assert build(bundle)
    assert build(bundle)


# With submodules


def git(folder, *arguments):
    command = ["git", "-C", folder, "-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run([*command, *arguments], check=True, timeout=20, capture_output=True)


@pytest.fixture
def modular(workspace, tmp_path, monkeypatch):
    """A repository with a library as a submodule, that is built, and where git was asked."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(workspace.root)
    folder = workspace.root / "libraries/Dial"
    (folder / "docs").mkdir(parents=True)
    (folder / "pyproject.toml").write_text(
        '[project]\nname = "dial"\nversion = "1.2.3"\n[tool.setuptools]\npy-modules = ["dial"]\n'
    )
    (folder / "dial.py").write_text('__version__ = "1.2.3"\n')
    (folder / "docs/conf.py").write_text("")
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "all")
    (workspace.root / ".gitmodules").write_text(
        '[submodule "Dial"]\n\tpath = libraries/Dial\n\turl = https://example.org/dial\n'
    )
    (workspace.root / ".gitignore").write_text(".cache\ndist\nanew\n")
    git(workspace.root, "init", "-q")
    git(workspace.root, "add", ".")
    git(workspace.root, "commit", "-q", "-m", "all")
    assert build(workspace)
    return workspace


@pytest.fixture
def asked(monkeypatch):
    """What git is asked, so far."""
    asked = []
    original = revision.Asking.begin
    monkeypatch.setattr(
        revision.Asking, "begin", lambda asking: asked.append(asking) or original(asking)
    )
    return asked


def test_git_is_not_asked_where_it_would_say_the_same(modular, asked):
    assert not build(modular)
    assert asked == []


DIAL = "libraries/Dial"


@pytest.mark.parametrize(
    "change, is_dirty",
    [
        pytest.param(
            lambda root: (root / DIAL / "docs/conf.py").write_text("x = 1\n"), True, id="a text"
        ),
        pytest.param(lambda root: (root / DIAL / ".new").write_text(""), True, id="a hidden file"),
        pytest.param(lambda root: (root / "notes.txt").write_text(""), True, id="outside"),
        pytest.param(lambda root: (root / DIAL / "docs/conf.py").chmod(0o755), True, id="a mode"),
        pytest.param(
            lambda root: git(root / DIAL, "rm", "-q", "--cached", "docs/conf.py"), True, id="index"
        ),
        pytest.param(
            lambda root: git(root / DIAL, "commit", "-q", "--allow-empty", "-m", "x"),
            True,
            id="a commit in the submodule",
        ),
        pytest.param(
            lambda root: git(root, "commit", "-q", "--allow-empty", "-m", "x"), False, id="a commit"
        ),
        pytest.param(
            lambda root: (root / "../.gitconfig").write_text("[core]\n"), False, id="settings"
        ),
    ],
)
def test_git_is_asked_where_it_may_say_another_thing(modular, asked, change, is_dirty):
    change(modular.root)

    assert build(modular) is is_dirty
    assert len(set(asked)) == 1
    assert (b'"dirty": true' in content(modular.dist)["copperhead-bundle-1.json"]) is is_dirty
    assert content(modular.dist) == anew(modular)


def test_what_git_says_again_is_known_from_then_on(modular, asked):
    (modular.root / ".gitmodules").touch()

    assert [build(modular) for _ in range(3)] == [False, False, False]
    assert len(set(asked)) == 1


def test_young_files_do_not_tell_what_git_would_say(modular, asked, monkeypatch):
    monkeypatch.setattr(seen, "TICK_NS", HOUR_NS)
    monkeypatch.setattr(building, "_PROGRAM", ())
    build(modular)
    asked.clear()

    assert [build(modular) for _ in range(3)] == [False, False, False]
    assert len(set(asked)) == 3


@pytest.mark.parametrize("is_large", [True, False])
def test_a_large_tree_is_left_to_git(modular, asked, monkeypatch, is_large):
    monkeypatch.setattr(seen, "_MOST", 5 if is_large else 5000)
    shutil.rmtree(modular.root / ".cache/builds")
    build(modular)
    asked.clear()

    assert not build(modular)
    assert len(set(asked)) == is_large


# Stamps


@pytest.fixture
def coarse(monkeypatch):
    """Have a file system whose stamps tell nothing of a change within one tick."""
    monkeypatch.setattr(seen, "TICK_NS", 2 * 10**9)
    stamp_of = seen.stamp_of

    def coarse(about):
        return stamp_of(about)._replace(modified=0, changed=about.st_ctime_ns // HOUR_NS, inode=0)

    monkeypatch.setattr(seen, "stamp_of", coarse)
    return lambda path: coarse(os.stat(path)).changed


@pytest.mark.parametrize("is_young", [True, False])
def test_stamps_of_young_files_prove_nothing(coarse, tmp_path, is_young):
    path = tmp_path / "a.py"
    path.write_bytes(b"x = 1\n")
    known = Seen()
    known.read(str(path))
    path.write_bytes(b"x = 2\n")
    begun = coarse(path) + (0 if is_young else 3 * 10**9)

    assert known.is_same(str(path), begun) is (not is_young)


def test_what_only_its_content_proves_is_told(tmp_path, coarse):
    path = tmp_path / "a.py"
    path.write_bytes(b"x = 1\n")
    known = Seen()
    known.read(str(path))

    assert known.is_same(str(path), coarse(path)) is None


def test_a_file_is_known_from_before_only_as_long_as_its_stamp_is(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"one")
    first = Seen()
    _, digest = first.read_with_hash(str(path))
    after = Seen(before=Before(first.files, time.time_ns()))

    assert after.known(str(path)) == (3, digest)
    assert after.files == first.files
    path.write_bytes(b"two")
    assert after.known(str(path)) is None


def test_a_file_that_was_young_before_is_not_known(tmp_path, monkeypatch):
    monkeypatch.setattr(seen, "TICK_NS", HOUR_NS)
    path = tmp_path / "a.txt"
    path.write_bytes(b"one")
    first = Seen()
    first.read(str(path))

    assert Seen(before=Before(first.files, time.time_ns())).known(str(path)) is None


def test_a_file_that_changes_while_it_is_built_ends_the_build_in_words(bundle, monkeypatch):
    monkeypatch.setattr(Seen, "known", lambda seen, path: (3, "0" * 64))
    (bundle.root / "LICENSE").write_text("Be kind.\n")  # so that there is something to do
    (bundle.root / "libraries/drivers/dial/examples/font.bin").write_bytes(b"abc")

    with pytest.raises(OSError, match="changed while it was built: build again"):
        build(bundle)


def test_a_file_that_appears_is_noticed(tmp_path):
    known = Seen()
    with pytest.raises(FileNotFoundError):
        known.read(str(tmp_path / "a"))
    assert known.is_same(str(tmp_path / "a"), 0) is True

    (tmp_path / "a").write_bytes(b"")

    assert known.is_same(str(tmp_path / "a"), 0) is False


def test_shapes_follow_links_but_not_in_circles(tmp_path):
    (tmp_path / "top/inner").mkdir(parents=True)
    (tmp_path / "other").mkdir()
    (tmp_path / "top/inner/again").symlink_to(tmp_path / "top")
    (tmp_path / "top/link").symlink_to(tmp_path / "other")
    before = seen.shape(str(tmp_path / "top"))

    (tmp_path / "other/new.py").write_text("")

    assert seen.shape(str(tmp_path / "top")) != before


NAMES = st.sampled_from(["dial/core.py", "dial/more.py", "dial/font.bin", "examples/dial_more.py"])
STEPS = st.lists(
    st.tuples(NAMES, st.sampled_from(["x = 1\n", "x = 2\n", "y = 33\n", None]), st.booleans()),
    max_size=4,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rounds=st.lists(STEPS, min_size=1, max_size=3),
    tag=st.text(string.digits, min_size=1, max_size=1),
)
def test_after_any_changes_there_is_what_would_be_built_anew(bundle, rounds, tag):
    for steps in rounds:
        for name, text, is_set_back in steps:
            path = bundle.root / "libraries/drivers/dial" / name
            before = path.stat() if path.exists() else None
            if text is None:
                path.unlink(missing_ok=True)
            else:
                path.write_text(text)
            if before and text and is_set_back:
                os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        build(bundle, tag=tag)

    assert content(bundle.dist) == anew(bundle, tag=tag)


def _build_often(root):
    os.chdir(root)
    for _ in range(12):
        result = CliRunner().invoke(cli, ["build", "--tag", "1", "--no-verify", "--no-sbom"])
        assert result.exit_code == 0, result.output


def test_builds_at_the_same_time_believe_no_wrong_record(bundle, monkeypatch):
    context = multiprocessing.get_context("spawn")
    builders = [context.Process(target=_build_often, args=(bundle.root,)) for _ in range(2)]
    for builder in builders:
        builder.start()
    core = bundle.root / CORE
    number = 0
    while any(builder.is_alive() for builder in builders):
        number += 1
        new = core.with_name(".new")
        new.write_text(f"x = {number % 9}\n")
        new.replace(core)
        time.sleep(0.05)
    for builder in builders:
        builder.join(timeout=60)

    assert [builder.exitcode for builder in builders] == [0, 0]
    build(bundle)
    assert content(bundle.dist) == anew(bundle)
