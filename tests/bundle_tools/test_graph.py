# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Closures and cycles, against the definition by reachability."""

from hypothesis import given, strategies as st

from bundle_tools.graph import Graph
from bundle_tools.model import Library, Need

NAMES = "abcdef"


def graph_of(edges):
    return Graph(
        tuple(
            Library(
                folder=f"libraries/drivers/{name}",
                manifest="",
                line=0,
                part=name,
                distribution=name,
                version="1.0.0",
                description="",
                repository="",
                needs=tuple(Need(to, "", 0) for start, to in sorted(edges) if start == name),
                modules=(),
            )
            for name in NAMES
        )
    )


def reachable(edges):
    """Return all pairs with a way of at least one edge between them."""
    pairs = set(edges)
    for middle in NAMES:
        into = [start for start, to in pairs if to == middle]
        out = [to for start, to in pairs if start == middle]
        pairs |= {(start, to) for start in into for to in out}
    return pairs


EDGES = st.sets(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES + "z")), max_size=12)


@given(EDGES)
def test_a_closure_is_the_library_and_all_that_can_be_reached(edges):
    graph = graph_of(edges)

    for library in graph.libraries:
        expected = {to for start, to in reachable(edges) if start == library.distribution}
        expected = (expected | {library.distribution}) - {"z"}
        assert [need.distribution for need in graph.closure(library)] == sorted(expected)


@given(EDGES)
def test_a_cycle_is_all_that_can_be_reached_there_and_back(edges):
    ways = reachable(edges)
    expected = {
        tuple(b for b in NAMES if (a, b) in ways and (b, a) in ways)
        for a in NAMES
        if (a, a) in ways
    }

    groups = [tuple(x.distribution for x in group) for group in graph_of(edges).cycles()]

    assert groups == sorted(expected)


@given(EDGES, st.sampled_from(NAMES))
def test_dependents_are_those_who_can_reach_it(edges, name):
    expected = {start for start, to in reachable(edges) if to == name} | {name}

    found = graph_of(edges).dependents([f"libraries/drivers/{name}"])

    assert found == {f"libraries/drivers/{other}" for other in expected}


def test_a_chain_longer_than_the_stack_has_no_cycle():
    libraries = tuple(
        Library(
            folder=f"{number}",
            manifest="",
            line=0,
            part="",
            distribution=f"{number:05}",
            version="1.0.0",
            description="",
            repository="",
            needs=(Need(f"{number + 1:05}", "", 0),),
            modules=(),
        )
        for number in range(3000)
    )

    assert Graph(libraries).cycles() == ()
