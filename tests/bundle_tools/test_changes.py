# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""From one bundle to the next: what changed for programs, and whether versions tell of it."""

import shutil

import pytest

from bundle_tools import changes, opened

OLD = """
class Dial:
    def __init__(self, bus, address=1):
        self.bus = bus

    def turn(self, angle, speed=1):
        return angle * speed

    @property
    def angle(self):
        return 1

    def _inside(self):
        pass
"""


def bundle(workspace, name, version, code, part="dial", **more):
    """Build a bundle of one library, and return it opened."""
    workspace.add(part, version=version, code=code, **more)
    assert workspace.build().problems == ()
    folder = workspace.root / name
    shutil.copytree(workspace.dist, folder)
    found, problems = opened.read(folder, workspace.tools.facts)
    assert problems == []
    return found


def compare(workspace, code, version, before="1.2.3", old=OLD):
    """Return what changed from ``old``, and what is wrong with it, as text."""
    first = bundle(workspace, "first", before, old)
    second = bundle(workspace, "second", version, code)
    found = changes.between(first, second, "10.x-mpy")
    return found, [f"{problem.message} [{problem.rule}]" for problem in changes.faults(found, "x")]


def test_nothing_is_nothing(workspace):
    found, faults = compare(workspace, OLD, "1.2.3")

    assert (found.any, faults) == (False, [])
    assert "The libraries are the same." in changes.markdown(found, "a", "b")


def test_comments_and_docstrings_need_no_version(workspace):
    code = OLD.replace(
        "    def turn(self, angle, speed=1):\n",
        '    # A comment.\n\n    def turn(self, angle, speed=1):\n        """Turn."""\n',
    )

    found, faults = compare(workspace, code, "1.2.3")

    assert (found.any, faults) == (False, [])


def test_other_code_needs_a_version(workspace):
    found, faults = compare(workspace, OLD.replace("angle * speed", "angle + speed"), "1.2.3")

    assert found.updated[0].has_other_code
    assert faults == ["dial 1.2.3 -> 1.2.3: its code is another, so make it 1.2.4 at least [CH422]"]


@pytest.mark.parametrize(
    "old, new, version, told",
    [
        pytest.param("angle * speed", "angle + speed", "1.2.4", None, id="mended"),
        pytest.param("def angle(", "def degrees(", "1.3.0", "2.0.0", id="a name is gone"),
        pytest.param("def angle(", "def degrees(", "2.0.0", None, id="told so"),
        pytest.param("angle, speed=1", "angle", "1.3.0", "2.0.0", id="an argument is gone"),
        pytest.param("angle, speed=1", "angle, speed", "1.3.0", "2.0.0", id="no default"),
        pytest.param("angle, speed=1", "angle, speed=1, up=0", "1.2.4", "1.3.0", id="more"),
        pytest.param("angle, speed=1", "angle, speed=1, up=0", "1.3.0", None, id="more, told so"),
        pytest.param("angle, speed=1", "angle, speed=2", "1.2.4", "1.3.0", id="other default"),
        pytest.param("def _inside", "def more", "1.2.4", "1.3.0", id="a new method"),
        pytest.param("def _inside", "def _other", "1.2.4", None, id="a private name"),
        pytest.param("address=1", "address", "1.9.9", "2.0.0", id="to make one needs more"),
    ],
)
def test_the_version_tells_of_the_change(workspace, old, new, version, told):
    _, faults = compare(workspace, OLD.replace(old, new), version)

    if told is None:
        assert faults == []
    else:
        assert len(faults) == 1
        assert faults[0].startswith(f"dial 1.2.3 -> {version}: make it {told} at least, for dial.")
        assert faults[0].endswith("[CH421]")


def test_before_1_0_0_each_step_is_one_lower(workspace):
    _, faults = compare(workspace, OLD.replace("def angle(", "def degrees("), "0.2.4", "0.2.3")

    assert faults[0].startswith("dial 0.2.3 -> 0.2.4: make it 0.3.0 at least")


def test_a_lower_version_is_no_update(workspace):
    _, faults = compare(workspace, OLD, "1.2.2")

    assert faults == [
        "dial 1.2.3 -> 1.2.2: no board would take a lower version for an update [CH421]"
    ]


def test_what_came_and_went_is_told(workspace):
    first = bundle(workspace, "first", "1.0.0", OLD)
    shutil.rmtree(workspace.root / "libraries/drivers/dial")
    second = bundle(workspace, "second", "1.0.0", "x = 1\n", part="knob")

    found = changes.between(first, second, "10.x-mpy")

    assert found.added == (("knob", "1.0.0", "A part"),)
    assert found.removed == (("dial", "1.0.0"),)
    text = changes.markdown(found, "first", "second")
    assert "## Added\n\n- `knob` 1.0.0: A part\n" in text
    assert "## Removed\n\n- `dial` 1.0.0\n" in text


def test_a_packages_modules_are_compared_too(workspace):
    first = bundle(workspace, "first", "1.0.0", "", package={"core.py": "def f(a):\n    pass\n"})
    second = bundle(
        workspace,
        "second",
        "1.0.1",
        "",
        package={"core.py": "def f(a, b):\n    pass\n", "more.py": "x = 1\n"},
    )

    [update] = changes.between(first, second, "10.x-mpy").updated

    assert [text.partition(":")[0] for text in update.broken] == ["dial.core.f(b)"]
    assert update.added == ("dial.core.f(b)", "dial.more")


def test_the_command_compares_tags_and_folders(workspace):
    (workspace.root / ".gitignore").write_text(".cache/\ndist/\n")
    workspace.add("dial", version="1.0.0", code=OLD)
    workspace.git("init", "-q")
    workspace.git("add", ".")
    workspace.git("commit", "-q", "-m", "all")
    workspace.git("tag", "20260101")
    workspace.add("dial", version="1.0.1", code=OLD.replace("def angle(", "def degrees("))
    assert workspace.build().problems == ()

    done = workspace.run("changelog", "20260101", "dist")
    same = workspace.run("changelog", "20260101", "20260101")
    absent = workspace.run("changelog", "20260101", "-o")
    unknown = workspace.run("changelog", "20260101", "nowhere")

    assert done.returncode == 1
    assert "- `dial` 1.0.0 → 1.0.1\n    - broken: `dial.Dial.angle: " in done.stdout
    assert "    - added: `dial.Dial.degrees`\n" in done.stdout
    assert "make it 2.0.0 at least" in done.stderr
    assert same.returncode == 0
    assert absent.returncode == unknown.returncode == 2
    assert "'nowhere' is neither a folder nor a tag" in unknown.stderr
