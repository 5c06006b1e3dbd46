# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The cache gives back what was put into it, or nothing."""

import multiprocessing
import os

import pytest
from hypothesis import given, settings, strategies as st

from bundle_tools.cache import REFRESH_DAYS, Cache, Usage, key

PARTS = st.lists(st.binary(max_size=40), max_size=4)


def packs(folder):
    return sorted(folder.rglob("*.pack"))


def written(folder, entries, day=0):
    """Put entries on a day, and write them."""
    cache = Cache(folder, day)
    for name, parts in entries.items():
        cache.put("kind", key(name), parts)
    cache.flush()


@pytest.mark.parametrize("is_written", [False, True])
@given(entries=st.dictionaries(st.text(max_size=3), PARTS, max_size=5))
def test_what_was_put_comes_back(tmp_path_factory, entries, is_written):
    folder = tmp_path_factory.mktemp("cache")
    cache = Cache(folder)
    for name, parts in entries.items():
        cache.put("kind", key(name), parts)
    if is_written:
        cache.flush()
        cache = Cache(folder)

    assert {name: cache.get("kind", key(name)) for name in entries} == entries
    assert cache.get("another", key("a")) is None


@given(PARTS, PARTS)
def test_no_two_lists_of_inputs_share_a_key(one, other):
    assert (key(*one) == key(*other)) == (one == other)


@settings(max_examples=150)
@given(
    entries=st.dictionaries(st.sampled_from("abc"), PARTS.filter(any), min_size=1), data=st.data()
)
def test_an_entry_that_was_damaged_is_no_entry(tmp_path_factory, entries, data):
    folder = tmp_path_factory.mktemp("cache")
    written(folder, entries)
    [path] = packs(folder)
    content = bytearray(path.read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    if data.draw(st.booleans(), label="cut short"):
        del content[at:]
    else:
        content[at] ^= 1 << data.draw(st.integers(0, 7))
    path.write_bytes(content)

    cache = Cache(folder)
    found = {name: cache.get("kind", key(name)) for name in entries}

    assert None in found.values()
    assert all(found[name] in (None, parts) for name, parts in entries.items())


def test_a_damaged_entry_is_made_anew_and_then_there(tmp_path):
    written(tmp_path, {"a": [b"x" * 99], "b": [b"y"]})
    [path] = packs(tmp_path)
    path.write_bytes(path.read_bytes()[:-50])

    written(tmp_path, {"a": [b"x" * 99], "b": [b"y"]})

    assert Cache(tmp_path).get("kind", key("a")) == [b"x" * 99]
    assert Cache(tmp_path).get("kind", key("b")) == [b"y"]


def test_a_pack_that_is_cut_while_it_is_in_use_gives_no_entry(tmp_path):
    written(tmp_path, {"a": [b"x" * 9000]})
    cache = Cache(tmp_path)
    cache.usage()
    [path] = packs(tmp_path)

    with path.open("r+b") as file:
        file.truncate(200)

    assert cache.get("kind", key("a")) is None


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path):
    (tmp_path / "cache").write_text("a file, where a folder would have to be")
    cache = Cache(tmp_path / "cache")

    cache.put("kind", key("a"), [b"x"])
    cache.flush()

    assert cache.get("kind", key("a")) is None


def _write_often(folder):
    for number in range(60):
        cache = Cache(folder)
        name = key(str(number % 5))
        assert cache.get("kind", name) in (None, [name.encode() * 1000])
        cache.put("kind", name, [name.encode() * 1000])
        cache.put("kind", key(f"once {number}"), [b"x"])
        cache.flush()
        if number % 20 == 19:
            cache.prune(1)


def test_builds_at_the_same_time_never_see_half_an_entry(tmp_path):
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write_often, args=(tmp_path,)) for _ in range(2)]

    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(timeout=60)

    assert [writer.exitcode for writer in writers] == [0, 0]


def test_many_packs_become_few(tmp_path):
    for number in range(40):
        written(tmp_path, {str(number): [b"x" * number]})

    cache = Cache(tmp_path)
    assert len(packs(tmp_path)) <= 17
    assert [cache.get("kind", key(str(n))) for n in range(40)] == [[b"x" * n] for n in range(40)]


def test_usage_is_told_by_kind(tmp_path):
    cache = Cache(tmp_path)
    cache.put("mpy", key("a"), [b"xx", b"yyy"])
    cache.put("mpy", key("b"), [b""])
    cache.put("deflate", key("a"), [b"z"])
    cache.flush()

    assert cache.usage() == [Usage("deflate", 1, 9), Usage("mpy", 2, 29)]


def test_pruning_drops_what_was_not_used_for_long(tmp_path):
    written(tmp_path, {"old": [b"x" * 1000], "used": [b"y"]}, day=100)
    written(tmp_path, {"new": [b"z"]}, day=150)
    later = Cache(tmp_path, 140)
    assert later.get("kind", key("used")) == [b"y"]
    later.flush()

    freed = Cache(tmp_path, 160).prune(30)

    cache = Cache(tmp_path, 160)
    assert freed > 1000
    assert [cache.get("kind", key(name)) for name in ("old", "used", "new")] == [
        None,
        [b"y"],
        [b"z"],
    ]


def test_a_pack_that_goes_while_others_are_pruned_is_no_error(tmp_path, monkeypatch):
    written(tmp_path, {"a": [b"x"]})
    cache = Cache(tmp_path, 0)
    here = cache._packs
    monkeypatch.setattr(cache, "_packs", lambda: [*here(), tmp_path / "packs" / "gone.pack"])

    cache.prune(30)

    assert Cache(tmp_path).get("kind", key("a")) == [b"x"]


def test_pruning_drops_records_of_builds_too(tmp_path):
    records = tmp_path / "builds"
    records.mkdir()
    for name, day in (("old", 100), ("new", 150)):
        (records / name).write_text("")
        os.utime(records / name, (day * 86400, day * 86400))

    Cache(tmp_path, 160).prune(30)

    assert [path.name for path in records.iterdir()] == ["new"]


def test_what_is_used_every_day_is_not_written_every_day(tmp_path):
    written(tmp_path, {"a": [b"x"]}, day=100)

    for day in range(100, 100 + REFRESH_DAYS + 1):
        cache = Cache(tmp_path, day)
        cache.get("kind", key("a"))
        cache.flush()

    assert len(packs(tmp_path)) == 1


@pytest.mark.parametrize("name", ["copper", b"copper"])
def test_text_and_bytes_name_the_same(name):
    assert key(name) == key("copper")
