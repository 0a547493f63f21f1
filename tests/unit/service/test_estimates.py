"""Estimates as tables in a terminal and a notebook, and as JSON."""

from __future__ import annotations

import json

from qrt_facade import Estimate, EstimatePart
from qrt_facade._service.estimates import in_session, together

PARTS = (EstimatePart("job", 2.0, 0), EstimatePart("PUB 0", 1.25, 5000, "5 circuits x 1,000 shots"))
EXACT = Estimate("ibm_fez", PARTS)
LEAST = Estimate("ibm_fez", PARTS, ("how long a delay is " * 6,), ("a session of one job",))


def test_a_printed_estimate_shows_parts_total_unknowns_and_assumptions_in_80_columns() -> None:
    assert str(EXACT).splitlines() == [
        "Estimate for ibm_fez",
        "       executions  seconds",
        "job             0     2.00",
        "PUB 0       5,000     1.25  5 circuits x 1,000 shots",
        "total       5,000     3.25",
    ]
    lines = str(LEAST).splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[4].split()[:2] == ["at", "least"]
    assert lines[5].startswith("unknown: how long")
    assert lines[-1] == "assumed: a session of one job"


def test_many_parts_of_an_estimate_are_summed_up_and_long_notes_shortened() -> None:
    parts = [EstimatePart(f"PUB {number}", 1.0, 10, "x" * 200) for number in range(1000)]
    shown = str(Estimate("ibm_fez", tuple(parts))).splitlines()
    assert len(shown) <= 16
    assert max(map(len, shown)) <= 80
    assert shown[-2].split()[:3] == ["989", "more", "9,890"]
    assert shown[-1].split() == ["total", "10,000", "1,000.00"]


def test_estimate_html_shows_the_same_and_is_escaped() -> None:
    shown = Estimate("<b>", PARTS, ("<i>",))._repr_html_()
    assert "&lt;b&gt;" in shown
    assert "<i>" not in shown
    assert "at least" in shown


def test_estimate_to_dict_is_json_with_the_totals() -> None:
    found = json.loads(json.dumps(LEAST.to_dict()))
    assert (found["seconds"], found["executions"], found["lower_bound"]) == (3.25, 5000, True)
    assert found["parts"][1] == {
        "name": "PUB 0",
        "seconds": 1.25,
        "executions": 5000,
        "note": "5 circuits x 1,000 shots",
    }


def test_a_combined_estimate_has_one_part_per_job_and_each_unknown_once() -> None:
    both = together([EXACT, LEAST, LEAST], backend="ibm_fez")
    assert [part.name for part in both.parts] == ["job 0", "job 1", "job 2"]
    assert (both.seconds, both.executions) == (9.75, 15000)
    assert both.unknown == LEAST.unknown
    assert together([], backend="ibm_fez").seconds == 0


def test_an_estimate_in_a_session_mentions_the_charges_of_a_dedicated_session() -> None:
    assert in_session(EXACT, None) is EXACT
    assert "if this is a dedicated session" in in_session(EXACT, "s-1").assumptions[0]


def test_thousands_of_unknowns_are_summed_up() -> None:
    many = tuple(f"how many circuits the observables of PUB {number} need" for number in range(10_000))
    found = Estimate("ibm_thing", (), many)
    lines = str(found).splitlines()
    assert len(lines) < 30
    assert lines[-1] == "unknown: 9,989 more such"
    assert len(found._repr_html_()) < 5000
    assert found.unknown == many
