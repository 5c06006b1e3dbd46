# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A new bundle takes the place of the last one in one step, or not at all."""

import os

import pytest

from bundle_tools import publish


@pytest.fixture(params=["swapped", "in two steps"])
def output(request, tmp_path, monkeypatch):
    """A folder with a bundle in it, where folders can be swapped and where not."""
    if request.param == "in two steps":
        monkeypatch.setattr(publish, "_exchange", lambda one, other: False)
    folder = tmp_path / "dist"
    folder.mkdir()
    (folder / "old.zip").write_text("old")
    return folder


def content(folder):
    return {path.name: path.read_text() for path in folder.iterdir()}


def test_what_was_published_is_there_alone(output):
    with publish.replacing(output) as new:
        (new.folder / "new.zip").write_text("new")
        new.publish()

    assert content(output) == {"new.zip": "new"}
    assert list(output.parent.iterdir()) == [output]


def test_what_was_not_published_leaves_the_last_bundle(output):
    with publish.replacing(output) as new:
        (new.folder / "new.zip").write_text("new")

    assert content(output) == {"old.zip": "old"}
    assert list(output.parent.iterdir()) == [output]


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt, ZeroDivisionError])
def test_a_build_that_breaks_leaves_the_last_bundle(output, error):
    def build():
        with publish.replacing(output) as new:
            (new.folder / "half.zip").write_text("ne")
            raise error

    with pytest.raises(error):
        build()

    assert content(output) == {"old.zip": "old"}
    assert list(output.parent.iterdir()) == [output]


def test_the_first_bundle_has_nothing_to_replace(tmp_path):
    with publish.replacing(tmp_path / "deep/down/dist") as new:
        (new.folder / "new.zip").write_text("new")
        new.publish()

    assert content(tmp_path / "deep/down/dist") == {"new.zip": "new"}


def test_a_link_to_the_folder_stays_a_link(output, tmp_path):
    link = tmp_path / "link"
    link.symlink_to(output)

    with publish.replacing(link) as new:
        (new.folder / "new.zip").write_text("new")
        new.publish()

    assert link.is_symlink()
    assert content(output) == {"new.zip": "new"}


def test_the_second_step_failing_undoes_the_first(output, monkeypatch):
    monkeypatch.setattr(publish, "_exchange", lambda one, other: False)
    rename = os.rename
    calls = []

    def failing_once(source, target):
        calls.append(target)
        if len(calls) == 2:
            raise OSError("the disk is gone")
        rename(source, target)

    monkeypatch.setattr(os, "rename", failing_once)

    with pytest.raises(OSError, match="the disk is gone"), publish.replacing(output) as new:
        new.publish()

    assert content(output) == {"old.zip": "old"}


def test_a_kill_between_the_two_steps_is_mended_by_the_next_build(output):
    os.rename(output, output.parent / ".dist.building-0123-aside")
    killed = output.parent / ".dist.building-0123"
    killed.mkdir()
    os.utime(killed, (0, 0))

    with publish.replacing(output):
        pass

    assert content(output) == {"old.zip": "old"}
    assert list(output.parent.iterdir()) == [output]


def test_a_folder_that_another_build_is_at_work_in_is_left_alone(output):
    with publish.replacing(output) as other:
        os.utime(other.folder, (0, 0))

        with publish.replacing(output) as new:
            (new.folder / "new.zip").write_text("new")
            new.publish()

        assert other.folder.is_dir()
        (other.folder / "other.zip").write_text("other")
        other.publish()

    assert content(output) == {"other.zip": "other"}


@pytest.mark.parametrize(
    "files, foreign",
    [
        pytest.param({}, [], id="empty"),
        pytest.param({"SHA256SUMS": f"{'0' * 64}  a.zip\n", "a.zip": ""}, [], id="a bundle"),
        pytest.param({"SHA256SUMS": f"{'0' * 64}  a.zip\n", "b.txt": ""}, ["b.txt"], id="more"),
        pytest.param({"thesis.txt": ""}, ["thesis.txt"], id="somebody's work"),
        pytest.param({"SHA256SUMS": "\0", "a.zip": ""}, ["a.zip"], id="sums that are none"),
    ],
)
def test_what_no_build_made_is_told(tmp_path, files, foreign):
    for name, text in files.items():
        (tmp_path / name).write_text(text)

    assert publish.foreign(tmp_path) == foreign


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path):
    (tmp_path / "dist").write_text("")

    assert publish.foreign(tmp_path / "dist") == ["dist"]
    assert publish.foreign(tmp_path / "nowhere") == []
