# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The cache gives back what was put into it, or nothing."""

import multiprocessing

import pytest
from hypothesis import given, settings, strategies as st

from bundle_tools.cache import Cache, key

PARTS = st.lists(st.binary(max_size=40), max_size=4)


@given(PARTS)
def test_what_was_put_comes_back(tmp_path_factory, parts):
    cache = Cache(tmp_path_factory.mktemp("cache"))

    cache.put("kind", key("a"), parts)

    assert cache.get("kind", key("a")) == parts


@given(PARTS, PARTS)
def test_no_two_lists_of_inputs_share_a_key(one, other):
    assert (key(*one) == key(*other)) == (one == other)


@settings(max_examples=50)
@given(parts=PARTS.filter(any), data=st.data())
def test_an_entry_that_was_damaged_is_no_entry(tmp_path_factory, parts, data):
    cache = Cache(tmp_path_factory.mktemp("cache"))
    cache.put("kind", key("a"), parts)
    [path] = cache.folder.rglob("kind/*/*")
    content = bytearray(path.read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    if data.draw(st.booleans(), label="cut short"):
        del content[at:]
    else:
        content[at] ^= 1 << data.draw(st.integers(0, 7))
    path.write_bytes(content)

    assert cache.get("kind", key("a")) is None


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path):
    (tmp_path / "cache").write_text("a file, where a folder would have to be")
    cache = Cache(tmp_path / "cache")

    cache.put("kind", key("a"), [b"x"])

    assert cache.get("kind", key("a")) is None


def _write_often(folder):
    cache = Cache(folder)
    for number in range(200):
        name = key(str(number % 5))
        cache.put("kind", name, [name.encode() * 1000])
        assert cache.get("kind", name) == [name.encode() * 1000]


def test_builds_at_the_same_time_never_see_half_an_entry(tmp_path):
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write_often, args=(tmp_path,)) for _ in range(2)]

    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(timeout=60)

    assert [writer.exitcode for writer in writers] == [0, 0]


@pytest.mark.parametrize("name", ["copper", b"copper"])
def test_text_and_bytes_name_the_same(name):
    assert key(name) == key("copper")
