"""The parts of scripts/bench that measure nothing, and the measuring itself with clocks that are given. No timing is a test."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.paths import ROOT

from qrt_facade.results import decode_result

if TYPE_CHECKING:
    from collections.abc import Callable

sys.path.insert(0, str(ROOT / "scripts"))
try:
    from benchmarks import bodies, command, installed, measuring
    from benchmarks.table import Aim, Row, Series, as_json, as_markdown, number, quantity
finally:
    sys.path.remove(str(ROOT / "scripts"))


def row(ours: tuple[float, ...], peer: tuple[float, ...] | None = None, *aims: Aim, unit: str = "s") -> Row:
    return Row("work", unit, Series("ours", ours), None if peer is None else Series("peer", peer), None, aims)


def bench(*arguments: str, **kwargs: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "bench"), *arguments],
        capture_output=True,
        text=True,
        check=False,
        **kwargs,
    )


def ticking(numbers: list[float]) -> Callable[[], float]:
    left = iter(numbers)
    return lambda: next(left)


# --- ratios and aims


def test_rounds_are_compared_one_with_another_so_that_a_busy_moment_counts_for_both() -> None:
    spread = row((1.0, 10.0, 3.0), (2.0, 20.0, 3.0)).ratio("peer")
    assert spread is not None
    assert (spread.minimum, spread.median, spread.maximum) == (0.5, 0.5, 1.0)


def test_series_of_unlike_length_are_compared_by_their_medians() -> None:
    spread = row((1.0, 2.0, 9.0), (4.0,)).ratio("peer")
    assert spread is not None
    assert (spread.minimum, spread.median, spread.maximum) == (0.5, 0.5, 0.5)


def test_there_is_no_ratio_to_what_was_not_measured() -> None:
    assert row((1.0,)).ratio("peer") is None
    assert row((1.0,)).ratio("limit") is None
    assert row((1.0,)).ratio("value") is None


@pytest.mark.parametrize(("ours", "ratio"), [(1.0, math.inf), (0.0, 1.0)])
def test_a_ratio_to_nothing_is_infinite_unless_ours_is_nothing_too(ours: float, ratio: float) -> None:
    spread = row((ours,), (0.0,)).ratio("peer")
    assert spread is not None
    assert spread.median == ratio


def test_an_aim_is_reached_by_the_median_and_not_by_the_best_round() -> None:
    assert row((1.0, 2.0, 2.0), (2.0, 2.0, 2.0)).met(Aim("peer", 1.0))
    assert not row((1.0, 3.0, 3.0), (2.0, 2.0, 2.0)).met(Aim("peer", 1.0))
    assert row((0.1, 0.2, 9.0)).met(Aim("value", 0.2))
    assert not row((0.1, 0.3, 0.4)).met(Aim("value", 0.2))


def test_an_aim_against_what_was_not_measured_is_an_error_and_no_success() -> None:
    with pytest.raises(ValueError, match="an aim against the limit, and there is none"):
        row((1.0,), (1.0,)).met(Aim("limit", 2))


def test_a_series_without_values_is_refused() -> None:
    with pytest.raises(ValueError, match="ours: no values"):
        Series("ours", ())


_VALUES = st.floats(1e-6, 1e6)


@given(st.lists(st.tuples(_VALUES, _VALUES), min_size=1, max_size=9), _VALUES)
def test_a_machine_twice_as_slow_changes_no_ratio(pairs: list[tuple[float, float]], factor: float) -> None:
    ours, peer = zip(*pairs, strict=True)
    before = row(ours, peer).ratio("peer")
    after = row(tuple(v * factor for v in ours), tuple(v * factor for v in peer)).ratio("peer")
    assert before is not None
    assert after is not None
    assert vars(after) == pytest.approx(vars(before))
    assert before.minimum <= before.median <= before.maximum


# --- text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (0.5, "0.5"), (1.304, "1.3"), (123.4, "123"), (1 / 21, "1/21"), (0.1, "1/10"), (0.0, "0")],
)
def test_a_ratio_reads_with_three_digits_and_small_ones_as_fractions(value: float, text: str) -> None:
    assert number(value) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (2.0, "s", "2 s"),
        (0.3, "s", "300 ms"),
        (0.0015, "s", "1.5 ms"),
        (2e-6, "s", "2 µs"),
        (0.0, "s", "0 µs"),
        (37.42, "MB", "37.4 MB"),
        (13.0, "", "13"),
    ],
)
def test_a_quantity_stands_in_a_unit_that_suits_it(value: float, unit: str, text: str) -> None:
    assert quantity(value, unit) == text


def test_the_table_has_a_line_for_each_row_with_medians_ratios_aims_and_whether_they_are_met() -> None:
    rows = [
        row((1.0, 1.0, 2.0), (2.0, 2.0, 2.0), Aim("peer", 0.6), Aim("peer", 0.2)),
        row((0.4,), None, Aim("value", 0.3)),
        row((5.0,), unit="MB"),
    ]
    lines = as_markdown(rows, "a machine").splitlines()
    assert len({line.count("|") for line in lines[:5]}) == 1
    assert (
        lines[2] == "| work | 1 s | 2 s peer | 0.5 (0.5 … 1) |  |  | ≤ 0.6 x peer, ≤ 0.2 x peer | yes, no |"
    )
    assert lines[3] == "| work | 400 ms |  |  |  |  | ≤ 300 ms | no |"
    assert lines[4] == "| work | 5 MB |  |  |  |  |  |  |"
    assert lines[-1] == "a machine"


def test_the_json_holds_every_value_and_the_machine() -> None:
    measured = row((1.0, 3.0), (2.0, 2.0), Aim("peer", 1.0))
    said = json.loads(as_json({"call": [measured]}, {"cpu": "of this machine", "cores": 2}))
    assert said["machine"] == {"cpu": "of this machine", "cores": 2}
    (entry,) = said["benchmarks"]["call"]
    assert entry["series"]["ours"] == {
        "name": "ours",
        "values": [1.0, 3.0],
        "minimum": 1.0,
        "median": 2.0,
        "maximum": 3.0,
    }
    assert "limit" not in entry["series"]
    assert entry["ratios"] == {"peer": {"minimum": 0.5, "median": 1.0, "maximum": 1.5}}
    assert entry["aims"] == [{"against": "peer", "at_most": 1.0, "met": True}]


# --- measuring


def test_every_subject_is_measured_once_a_round_and_another_one_begins_each_time() -> None:
    order: list[str] = []

    def subject(name: str) -> Callable[[], float]:
        return lambda: order.append(name) or float(len(order))  # type: ignore[func-returns-value]

    measured = measuring.in_turn({name: subject(name) for name in "abc"}, 3)
    assert "".join(order) == "abcbcacab"
    assert measured["a"] == Series("a", (1.0, 6.0, 8.0))


def test_seconds_are_those_of_one_call(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    monkeypatch.setattr(measuring.time, "perf_counter", ticking([10.0, 16.0]))
    assert measuring.seconds(lambda: calls.append(1), 3)() == 2.0
    assert len(calls) == 3


def test_what_a_process_costs_anyway_is_taken_off_and_nothing_falls_below_zero() -> None:
    assert measuring.less(Series("a", (3.0, 0.5)), Series("pass", (1.0, 1.0, 9.0))) == Series("a", (2.0, 0.0))


def test_effort_is_at_least_three_rounds_and_one_when_quick() -> None:
    assert [measuring.Effort(7).rounds(share) for share in (1, 2, 0.1)] == [7, 14, 3]
    assert measuring.Effort(7, quick=True).rounds(2) == 1
    assert measuring.Effort().size(500, 20) == 500
    assert measuring.Effort(quick=True).size(500, 20) == 20


def test_a_process_that_fails_is_no_measurement() -> None:
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        measuring.output_of("-c", "1 / 0")


def test_what_slows_python_down_in_the_callers_environment_does_not_reach_what_is_measured(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    assert measuring.output_of(
        "-c", "import sys; print(sys.dont_write_bytecode, '/nowhere' in sys.path)"
    ) == ("False False\n")


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells the peak of one process")
def test_the_peak_of_a_probes_memory_does_not_include_the_process_that_started_it(tmp_path: Path) -> None:
    rows = bodies.all_distinct(200_000)
    body = tmp_path / "body.json"
    body.write_bytes(bodies.plain(rows))
    ballast = np.ones(100_000_000, dtype=np.uint8)
    assert rows.nbytes / 1e6 / 2 < float(measuring.probe("decoding_peak", str(body))) < ballast.nbytes / 1e6


def test_the_machine_is_described() -> None:
    assert set(measuring.machine()) == {"cpu", "cores", "python", "load"}


def test_the_closure_of_a_distribution_holds_what_it_needs_and_not_its_extras() -> None:
    found = installed.closure("httpx")
    assert {"httpx", "httpcore", "h11", "certifi", "idna"} <= set(found)
    assert not {"h2", "socksio", "rich"} & set(found)
    assert all(installed.megabytes(part) > 0 for part in found.values())


# --- what is decoded


@pytest.mark.parametrize("form", [bodies.plain, bodies.typed])
@pytest.mark.parametrize(
    "draw", [bodies.all_distinct, bodies.ghz, lambda shots: bodies.few_distinct(shots, 7)]
)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_bodies_that_are_decoded_hold_the_samples_that_were_drawn(
    form: Callable[[Any], bytes], draw: Callable[[int], Any]
) -> None:
    rows = draw(500)
    samples = decode_result("sampler", form(rows))[0].c
    assert samples.num_bits == bodies.NUM_BITS
    assert np.array_equal(samples.array, rows)


def test_the_drawn_outcomes_are_as_many_as_their_names_say() -> None:
    assert len(np.unique(bodies.all_distinct(5000), axis=0)) == 5000
    assert len(np.unique(bodies.few_distinct(5000, 20), axis=0)) == 20
    weights = np.unpackbits(bodies.ghz(5000), axis=1).sum(axis=1)
    assert (np.minimum(weights, bodies.NUM_BITS - weights) < 20).all()
    assert 0.4 < (weights > 78).mean() < 0.6


# --- the command line


def test_the_list_names_every_benchmark_without_measuring_or_installing() -> None:
    done = bench("--list")
    assert done.returncode == 0
    assert done.stderr == ""
    assert [line.split()[0] for line in done.stdout.splitlines()] == list(command.BENCHMARKS)


def test_the_list_needs_neither_the_project_nor_its_peers() -> None:
    done = subprocess.run(
        [sys.executable, "-S", str(ROOT / "scripts" / "bench"), "--list"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--only", "job,jobs"], "'job,jobs': there are import, memory"),
        (["--only", ","], "','"),
        (["--repeat", "0"], "a whole number of rounds, 1 or more"),
        (["--repeat", "many"], "a whole number of rounds, 1 or more"),
    ],
)
def test_a_mistake_is_told_before_anything_is_installed(arguments: list[str], said: str) -> None:
    done = bench(*arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "installing" not in done.stderr


def test_only_the_named_benchmarks_are_chosen() -> None:
    assert command.parser().parse_args(["--only", "call, job"]).only == ["call", "job"]
    assert command.parser().parse_args([]).only == list(command.BENCHMARKS)


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_what_is_measured_is_printed_and_progress_goes_to_stderr(
    form: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    efforts: list[measuring.Effort] = []

    def measured(effort: measuring.Effort) -> list[Row]:
        efforts.append(effort)
        return [row((1.0,), (2.0,))]

    monkeypatch.setitem(command.BENCHMARKS, "call", ("one call", measured))
    assert command.main(["--only", "call", "--repeat", "3", "--quick", *form]) == 0
    printed = capsys.readouterr()
    assert efforts == [measuring.Effort(3, quick=True)]
    assert printed.err.startswith("call ...")
    if form:
        assert json.loads(printed.out)["benchmarks"]["call"][0]["what"] == "work"
    else:
        assert "| work | 1 s | 2 s peer | 0.5 |" in printed.out
