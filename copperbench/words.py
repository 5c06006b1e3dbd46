# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What messages to people are made of."""


def did_you_mean(name, known, count=3):
    """Return ``"; did you mean a, b or c?"`` with the names nearest to ``name``, or ``""``.

    :param known: the names that there are
    :param count: how many to name at the most
    """
    limit = max(2, len(name) // 3)
    lower = name.lower()
    found = []
    for candidate in known:
        distance = _distance(lower, candidate.lower(), limit)
        if distance > limit and lower in candidate.lower():
            distance = limit
        if distance <= limit:
            found.append((distance, candidate))
    names = [candidate for _, candidate in sorted(found)[:count]]
    if not names:
        return ""
    if len(names) > 1:
        names[-2:] = [names[-2] + " or " + names[-1]]
    return "; did you mean {}?".format(", ".join(names))


def _distance(a, b, limit):
    """Return how many changes of letters make ``b`` of ``a``, up to ``limit`` + 1."""
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, other in enumerate(b, 1):
            cost = previous + (letter != other)
            previous = row[j]
            row[j] = min(cost, row[j] + 1, row[j - 1] + 1)
        if min(row) > limit:
            return limit + 1
    return row[-1]
