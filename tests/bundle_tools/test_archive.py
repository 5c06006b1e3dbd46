# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Zips that everybody can read, and whose bytes depend on nothing but what is in them."""

import hashlib
import io
import shutil
import stat
import subprocess
import zipfile

import pytest
from hypothesis import given, strategies as st

from bundle_tools import archive
from bundle_tools.cache import Cache
from bundle_tools.model import Entry

NAMES = st.text("abc/-_é.", min_size=1, max_size=8).filter(lambda name: name.strip("/.") == name)
TREES = st.dictionaries(NAMES, st.binary(max_size=300), max_size=6)


def zipped(entries, cache, comment=b""):
    stream = io.BytesIO()
    packed = archive.pack([entry.data for entry in entries], cache, jobs=2)
    archive.write(stream, entries, packed, comment)
    return stream.getvalue()


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return Cache(tmp_path_factory.mktemp("cache"))


@given(tree=TREES)
def test_what_went_in_comes_out(cache, tree):
    data = zipped([Entry(name, content) for name, content in tree.items()], cache, b"a comment")

    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        assert {name: opened.read(name) for name in opened.namelist()} == tree
        assert opened.testzip() is None
        assert opened.comment == b"a comment"


@given(tree=TREES, data=st.data())
def test_the_order_of_the_members_does_not_matter(cache, tree, data):
    entries = [Entry(name, content) for name, content in tree.items()]

    assert zipped(data.draw(st.permutations(entries)), cache) == zipped(entries, cache)


def test_members_have_one_time_and_one_mode(cache):
    data = zipped([Entry("b.py", b"x = 1\n" * 50), Entry("a.bin", b"\x00")], cache)

    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        members = opened.infolist()
    assert [member.filename for member in members] == ["a.bin", "b.py"]
    assert {member.date_time for member in members} == {(1980, 1, 1, 0, 0, 0)}
    assert {member.external_attr >> 16 for member in members} == {stat.S_IFREG | 0o644}
    assert [member.compress_type for member in members] == [
        zipfile.ZIP_STORED,  # deflate would make it longer
        zipfile.ZIP_DEFLATED,
    ]


def test_the_bytes_are_the_same_on_every_machine(cache):
    text = b"".join(b"line %d of a file that deflate makes shorter\n" % n for n in range(500))

    data = zipped([Entry("text.txt", text)], cache, b"comment")

    # Recorded on Linux, x86-64, with the pinned release of deflate. If a new release
    # changes it, all bundles change: say so in the changelog.
    assert hashlib.sha256(data).hexdigest() == (
        "351404d6b2e92beb07b6479dd1e665a41c216ef30b944342eae8a72293f0ddb3"
    )


def test_a_damaged_cache_does_not_get_into_a_zip(tmp_path):
    cache = Cache(tmp_path)
    entry = Entry("a.txt", b"copper" * 100)
    sound = zipped([entry], cache)
    cache.flush()
    [path] = tmp_path.rglob("*.pack")
    path.write_bytes(path.read_bytes()[:-3])

    assert zipped([entry], cache) == sound


@pytest.mark.skipif(shutil.which("unzip") is None, reason="there is no unzip here")
def test_unzip_accepts_it(cache, tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(zipped([Entry("top/é.txt", b"x" * 99), Entry("top/lib/a.mpy", b"")], cache))

    done = subprocess.run(["unzip", "-tqq", path], timeout=20, check=False, capture_output=True)

    assert done.returncode == 0, done.stdout + done.stderr
