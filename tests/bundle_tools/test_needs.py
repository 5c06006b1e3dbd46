# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What is told without the library that knows requirements is what that library tells."""

import string

import pytest
from hypothesis import given, strategies as st
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from bundle_tools.needs import is_for_extra, is_met, need_of, normalised

TEXTS = st.text(string.ascii_letters + string.digits + "._- ~=<>[];@é", max_size=12)


@given(TEXTS)
def test_names_are_normalised_as_others_do(name):
    assert normalised(name) == canonicalize_name(name)


@given(TEXTS | st.sampled_from(["a>=1.2", "A.b_c ~= 4.0", "x[y]==1.*", "x; python_version<'4'"]))
def test_requirements_are_read_as_others_do(text):
    try:
        expected = Requirement(text)
    except InvalidRequirement:
        with pytest.raises(ValueError):  # noqa: PT011 - the words are not ours
            need_of(text, 7)
        return

    need = need_of(text, 7)

    assert need.distribution == canonicalize_name(expected.name)
    assert (need.specifier, need.line) == (str(expected.specifier), 7)


@pytest.mark.parametrize(
    "specifier, is_enough", [("", True), (">=1.2", True), ("~=1.1", True), ("<1.2.3", False)]
)
def test_versions_are_compared(specifier, is_enough):
    assert is_met(need_of(f"dial{specifier}", 1), "1.2.3") is is_enough


@pytest.mark.parametrize(
    "text, is_extra",
    [
        ("dial", False),
        ("dial; python_version > '3'", False),
        ("dial; extra == 'optional'", True),
    ],
)
def test_what_an_extra_needs_is_known(text, is_extra):
    assert is_for_extra(text) is is_extra
