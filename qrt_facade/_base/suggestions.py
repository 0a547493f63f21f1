"""Suggestions for misspelled names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_NEAR = 0.6
"""Similarity from 0 to 1: above this, most letters of two names are equal and in the same order."""


def closest_match(name: str, names: Iterable[str]) -> str | None:
    """Return the most similar name, ignoring case; None if no name is similar.

    Args:
        name: The name to match.
        names: The names that exist.
    """
    import difflib

    by_folded = {one.casefold(): one for one in sorted(names, reverse=True)}
    near = difflib.get_close_matches(name.strip().casefold(), by_folded, n=1, cutoff=_NEAR)
    return by_folded[near[0]] if near else None


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """Return a question to append to a message, such as `; did you mean 'ibm_fez'?`; empty if no name is similar.

    Args:
        name: The name that was written.
        names: The names that exist.
    """
    near = closest_match(name, names)
    return "" if near is None else f"; did you mean {near!r}?"
