# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The .mpy format: what is read is what was compiled, and is written as it was."""

import dataclasses

import pytest
from hypothesis import given, settings, strategies as st

from bundle_tools import mpy
from bundle_tools.compile import compile_all
from bundle_tools.mpy import Constant, DamagedError, Function, Mpy

SOURCE = '''\
"""Something of everything."""

__version__ = "12.3.4"

from micropython import const

_HIDDEN = const(7)
TABLE = ("a string that is too long for a name", b"bytes\\0", 1 << 70, 1.5, 2j, (None, (True, ...)))
UMLAUT = "\\u00e4\\ud800 and more, so that it is no name"


class Wärme:
    def update(self, first, second=_HIDDEN, *rest, key, other=None, **more):
        shared = [first]

        def inner():
            nonlocal shared
            shared += [lambda: shared, [shared for _ in more]]
            yield shared

        return inner, {n for n in rest}, {n: n for n in rest}, (n for n in rest)
'''

HEADER = bytes.fromhex("4d06001f")

# A module without names of its own, which returns None: names <module>, LOAD_CONST_NONE,
# RETURN_VALUE (py/bc0.h).
NOTHING = Function(2, 0, 0, 0, 0, 0, name=0, arguments=(), lines=b"", cells=b"", body=b"\x51\x63")
SMALL = Mpy(HEADER, (7,), (), NOTHING)


@pytest.fixture(scope="session")
def sample(compile_bytes):
    """SOURCE, compiled."""
    return compile_bytes(SOURCE)


def functions(file):
    """Return the functions of ``file`` by path; the last one of each path."""
    return dict(file.functions())


def assert_whole_or_refused(data):
    """Read ``data``: either it is as whole as what a compiler gives, or the reason is told."""
    try:
        file = mpy.parse(data)
    except DamagedError as error:
        told = str(error)
    else:
        told = f"{len(list(file.strings()))} strings, {len(list(file.functions()))} functions"
        assert mpy.write(file) == data
    assert len(told) > 20


def nested(depth, *, inner=NOTHING):
    """Return a module with functions nested ``depth`` deep."""
    for _ in range(depth):
        inner = dataclasses.replace(NOTHING, children=(inner,))
    return mpy.write(dataclasses.replace(SMALL, module=inner))


# What is read


def test_functions_are_found_where_the_source_has_them(sample):
    file = mpy.parse(sample)

    assert [path for path, _ in file.functions()] == [
        "<module>",
        "<module>.Wärme",
        "<module>.Wärme.update",
        "<module>.Wärme.update.inner",
        "<module>.Wärme.update.inner.<lambda>",
        "<module>.Wärme.update.inner.<listcomp>",
        "<module>.Wärme.update.<setcomp>",
        "<module>.Wärme.update.<dictcomp>",
        "<module>.Wärme.update.<genexpr>",
    ]


def test_a_function_says_what_it_takes(sample):
    file = mpy.parse(sample)

    update = functions(file)["<module>.Wärme.update"]

    names = [file.text(index) for index in update.arguments]
    assert names[:3] == ["self", "first", "second"]
    assert sorted(names[3:]) == ["key", "other"]
    assert (update.positional, update.keyword_only, update.defaults) == (3, 2, 1)


def test_a_generator_has_its_flag_and_a_function_has_not(sample):
    found = functions(mpy.parse(sample))

    assert found["<module>.Wärme.update.inner"].flags & mpy.GENERATOR
    assert found["<module>.Wärme.update.<genexpr>"].flags & mpy.GENERATOR
    assert not found["<module>.Wärme.update"].flags & mpy.GENERATOR


def test_the_version_is_the_first_of_three_numbers_among_the_strings(sample):
    strings = list(mpy.parse(sample).strings())

    assert next(text for text in strings if text.count(".") == 2) == "12.3.4"
    assert "__version__" in strings
    assert "_HIDDEN" not in strings


def test_constants_are_there_in_their_own_kinds(sample):
    constants = mpy.parse(sample).constants

    assert Constant(
        5, "ä\ud800 and more, so that it is no name".encode("utf-8", "surrogatepass")
    ) in (constants)
    [table] = [constant.content for constant in constants if constant.kind == 10]
    assert [(part.kind, part.content) for part in table[:5]] == [
        (5, b"a string that is too long for a name"),
        (6, b"bytes\0"),
        (7, b"1180591620717411303424"),
        (8, b"1.5"),
        (9, b"2j"),
    ]
    assert table[5] == Constant(10, (Constant(1), Constant(10, (Constant(3), Constant(4)))))


@pytest.mark.parametrize("major", ["9.x", "10.x"])
def test_the_names_of_all_firmware_have_the_numbers_that_the_compiler_gives_them(
    compile_bytes, major
):
    names = mpy.static_names()
    text = "".join(f"use({name!r})\n" for name in names[1:])

    found = mpy.parse(compile_bytes(text, major)).names

    numbers = [name for name in found if isinstance(name, int)]
    assert sorted(numbers) == list(range(1, len(names)))
    # In the file they are in order of first use: its own <module> is the first.
    module = names.index("<module>")
    in_order = [module, *(n for n in range(1, len(names)) if n != module)]
    assert numbers == in_order


# Round trips


def test_every_file_of_the_bundle_is_written_as_it_was_read(tools, libraries_here):
    compilers = {tools.compilers[major] for major in ("9.x", "10.x")}

    results, _ = compile_all(libraries_here, compilers, tools.cache, jobs=2)

    files = [data for result in results.values() for data in (result.firmware, result.vm)]
    assert len(files) > 40
    assert [data for data in files if mpy.write(mpy.parse(data)) != data] == []


@pytest.mark.parametrize("major", ["9.x", "10.x"])
def test_a_file_with_everything_is_written_as_it_was_read(compile_bytes, major):
    data = compile_bytes(SOURCE, major)

    assert mpy.write(mpy.parse(data)) == data


@pytest.mark.parametrize("count", [0, 1, 3, 4, 7, 8, 63, 64, 200])
def test_counts_of_each_size_are_written_as_they_were_read(compile_bytes, count):
    names = [f"name_{n}" for n in range(count)]
    lines = [f"def f({', '.join([f'{n}=0' for n in names] + ['*', 'last'])}):"]
    lines += [f"    {name} += last" for name in names]
    lines += [f"    def g(): return {' + '.join(['last', *names])}"]
    data = compile_bytes("\n".join(lines) + "\n")

    file = mpy.parse(data)

    f = functions(file)["<module>.f"]
    assert mpy.write(file) == data
    assert (f.positional, f.keyword_only, f.defaults) == (count, 1, count)
    assert [file.text(index) for index in f.arguments] == [*names, "last"]
    assert len(f.cells) == count + 1


counts = st.integers(0, 5000)
leaves = st.builds(
    Function,
    stack=st.integers(1, 5000),
    handlers=counts,
    flags=counts,
    positional=st.just(2),
    keyword_only=st.just(1),
    defaults=counts,
    name=st.integers(0, 299),
    arguments=st.tuples(*3 * [st.integers(0, 299)]),
    lines=st.binary(max_size=300),
    cells=st.binary(max_size=70),
    body=st.binary(max_size=20),
)
constants = st.recursive(
    st.sampled_from([Constant(kind) for kind in (1, 2, 3, 4)])
    | st.builds(Constant, st.just(6), st.binary())
    | st.builds(Constant, st.sampled_from([5, 7, 8, 9]), st.text().map(str.encode)),
    lambda inner: st.builds(Constant, st.just(10), st.lists(inner, max_size=3).map(tuple)),
    max_leaves=5,
)
files = st.builds(
    Mpy,
    header=st.just(HEADER),
    names=st.lists(
        st.integers(1, 165) | st.text(max_size=3).map(str.encode), min_size=1, max_size=3
    ).map(lambda some: 300 * tuple(some)),
    constants=st.lists(constants, max_size=3).map(tuple),
    module=st.recursive(
        leaves,
        lambda inner: st.builds(
            lambda outer, children: dataclasses.replace(outer, children=tuple(children)),
            leaves,
            st.lists(inner, max_size=3),
        ),
        max_leaves=4,
    ),
)


@settings(deadline=None)
@given(files)
def test_whatever_is_written_is_read_again(file):
    assert mpy.parse(mpy.write(file)) == file


# What is not a whole file


def test_a_file_that_ends_anywhere_before_its_end_is_refused(sample):
    for length in range(len(sample)):
        with pytest.raises(DamagedError, match="ends inside"):
            mpy.parse(sample[:length])


@settings(deadline=None)
@given(st.data())
def test_a_changed_byte_is_refused_in_words_or_makes_another_whole_file(sample, data):
    at = data.draw(st.integers(0, len(sample) - 1))
    value = data.draw(st.integers(0, 255))
    changed = sample[:at] + bytes([value]) + sample[at + 1 :]

    assert_whole_or_refused(changed)


@settings(deadline=None)
@given(st.binary(max_size=60))
def test_anything_after_a_header_is_refused_in_words_or_is_a_whole_file(content):
    assert_whole_or_refused(HEADER + content)


@pytest.mark.parametrize(
    "data, message",
    [
        pytest.param(b"PK\3\4" + bytes(20), "no .mpy file", id="a zip"),
        pytest.param(b"C\5\2\x1f" + bytes(20), "version 5 of the format, not 6", id="for 8.x"),
        pytest.param(b"C\6\x13\x1f" + bytes(20), "machine code", id="native for Cortex-M0"),
        pytest.param(mpy.write(SMALL) + b"\0", "1 bytes follow its end", id="something behind"),
        pytest.param(
            HEADER + b"\x80" + mpy.write(SMALL)[4:],
            "longer than it has to be",
            id="a padded number",
        ),
        pytest.param(HEADER + 6 * b"\x81", "more than 32 bits", id="a number without end"),
        pytest.param(HEADER + b"\1\0\1", "has a name number 0", id="the name that is none"),
        pytest.param(HEADER + b"\1\0\x82\x4d", "has a name number 166", id="past the last name"),
        pytest.param(HEADER + b"\1\0\2aa", "does not end in a zero", id="a name without an end"),
        pytest.param(HEADER + b"\1\0\2\xe4\0", "a name is not UTF-8", id="a name in Latin-1"),
        pytest.param(HEADER + b"\0\1\x0b", "no constant of kind 11", id="an unknown constant"),
        pytest.param(HEADER + b"\0\1\7\1\xff", "a constant is not UTF-8", id="no digits"),
        pytest.param(HEADER + b"\0\1" + 70 * b"\x0a\1", "more than 64 deep", id="deep tuples"),
        pytest.param(HEADER + b"\0\0\1", "a function is machine code", id="a native function"),
        pytest.param(HEADER + b"\0\0\x18\0\2\0", "it uses name 0 of 0", id="a name too many"),
        pytest.param(HEADER + b"\0\0\x10\0\x7e", "shorter than what describes it", id="short code"),
        pytest.param(
            HEADER + b"\1\0\x0f\x20\2\2\0\0\0", "more arguments than names", id="arguments"
        ),
        pytest.param(nested(70), "more than 64 deep", id="deep functions"),
        pytest.param(HEADER + b"\0\0\x82\x00" + 40 * b"\xff", "more than 32 bits", id="counts"),
    ],
)
def test_what_is_wrong_is_said(data, message):
    with pytest.raises(DamagedError, match=message):
        mpy.parse(data)


def test_functions_may_be_nested_deeper_than_anybody_does():
    data = nested(60)

    assert len(list(mpy.parse(data).functions())) == 61


def test_a_file_is_whole_only_at_its_full_length(sample):
    whole = [length for length in range(len(sample) + 1) if mpy.is_whole(sample[:length])]

    assert whole == [len(sample)]
    assert not mpy.is_whole(sample + b"\0")


@settings(deadline=None)
@given(data=st.binary(max_size=60))
def test_any_bytes_are_whole_or_not(data):
    assert mpy.is_whole(HEADER + data) in {True, False}


def test_what_is_read_is_whole(sample):
    assert mpy.is_whole(mpy.write(mpy.parse(sample)))
