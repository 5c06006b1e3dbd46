# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Zips that everybody can read, and whose bytes depend on nothing but what is in them."""

import hashlib
import io
import shutil
import stat
import subprocess
import zipfile
import zlib

import pytest
from hypothesis import given, strategies as st

from bundle_tools import archive
from bundle_tools.archive import Packer
from bundle_tools.cache import Cache
from bundle_tools.model import Content, Entry
from bundle_tools.parallel import Pool
from bundle_tools.publish import Artifact

NAMES = st.text("abc/-_é.", min_size=1, max_size=8).filter(lambda name: name.strip("/.") == name)
TREES = st.dictionaries(NAMES, st.binary(max_size=300), max_size=6)


def zipped(entries, cache, comment=b""):
    stream = io.BytesIO()
    told = archive.write(stream, entries, Packer(cache), comment)
    data = stream.getvalue()
    assert told == (len(data), hashlib.sha256(data).hexdigest())
    return data


def entry_of(name, data):
    return Entry(name, Content.of(data))


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return Cache(tmp_path_factory.mktemp("cache"))


@given(tree=TREES)
def test_what_went_in_comes_out(cache, tree):
    data = zipped([entry_of(name, content) for name, content in tree.items()], cache, b"a comment")

    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        assert {name: opened.read(name) for name in opened.namelist()} == tree
        assert opened.testzip() is None
        assert opened.comment == b"a comment"


@given(tree=TREES, data=st.data())
def test_the_order_of_the_members_does_not_matter(cache, tree, data):
    entries = [entry_of(name, content) for name, content in tree.items()]

    assert zipped(data.draw(st.permutations(entries)), cache) == zipped(entries, cache)


def test_members_have_one_time_and_one_mode(cache):
    data = zipped([entry_of("b.py", b"x = 1\n" * 50), entry_of("a.bin", b"\x00")], cache)

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

    data = zipped([entry_of("text.txt", text)], cache, b"comment")

    # Recorded on Linux, x86-64, with the pinned release of deflate. If a new release
    # changes it, all bundles change: say so in the changelog.
    assert hashlib.sha256(data).hexdigest() == (
        "351404d6b2e92beb07b6479dd1e665a41c216ef30b944342eae8a72293f0ddb3"
    )


def test_a_damaged_cache_does_not_get_into_a_zip(tmp_path):
    cache = Cache(tmp_path)
    entry = entry_of("a.txt", b"copper" * 100)
    sound = zipped([entry], cache)
    cache.flush()
    [path] = tmp_path.rglob("*.pack")
    path.write_bytes(path.read_bytes()[:-3])

    assert zipped([entry], cache) == sound


@given(trees=st.lists(TREES, min_size=1, max_size=3))
def test_zips_are_the_same_side_by_side_as_one_by_one(cache, tmp_path_factory, trees):
    folder = tmp_path_factory.mktemp("dist")
    named = {
        f"top{number}": [entry_of(name, content) for name, content in tree.items()]
        for number, tree in enumerate(trees)
    }

    told = archive.write_all(folder, named, Packer(cache), b"comment")

    for top, artifact in zip(named, told, strict=True):
        inside = [Entry(f"{top}/{entry.name}", entry.content) for entry in named[top]]
        data = (folder / f"{top}.zip").read_bytes()
        assert data == zipped(inside, cache, b"comment")
        digest = hashlib.sha256(data).hexdigest()
        assert artifact == Artifact(f"{top}.zip", len(data), digest)


def test_what_is_packed_beside_other_things_is_not_packed_again(tmp_path):
    def lost():
        raise AssertionError("it is wanted once more")

    data = b"copper" * 100
    known = Content.of(data)
    content = Content(known.digest, known.size, lost)
    packer = Packer(Cache(tmp_path))

    with Pool(2) as pool:
        packer.begin(content, data, pool)
    packed = packer.packed(content)

    assert zlib.decompress(packed.body, -15) == data


def test_without_a_cache_contents_are_packed_again(tmp_path):
    (tmp_path / "cache").write_text("a file, where a folder would have to be")
    cache = Cache(tmp_path / "cache")
    content = Content.of(b"copper" * 100)
    packer = Packer(cache)
    with Pool(1) as pool:
        packer.begin(content, content.load(), pool)
    cache.flush()

    assert packer.packed(content) == Packer(Cache(tmp_path / "other")).packed(content)


@pytest.mark.skipif(shutil.which("unzip") is None, reason="there is no unzip here")
def test_unzip_accepts_it(cache, tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(
        zipped([entry_of("top/é.txt", b"x" * 99), entry_of("top/lib/a.mpy", b"")], cache)
    )

    done = subprocess.run(["unzip", "-tqq", path], timeout=20, check=False, capture_output=True)

    assert done.returncode == 0, done.stdout + done.stderr
