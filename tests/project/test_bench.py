"""How scripts/bench measures, compares and reports. No test depends on timing: clocks and values are fixed."""

from __future__ import annotations

import platform
import re
import subprocess
import sys
import time
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pyperf
import pytest
from benchmarks import bodies, clients, command, footprint, held, measuring, profiling
from benchmarks.table import Row, Unit, as_markdown, compare, number, row, save
from hypothesis import given
from hypothesis import strategies as st
from support.paths import ROOT

from qrt_facade.results import decode_result

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def made(
    ours: tuple[float, ...],
    peer: tuple[float, ...] = (),
    /,
    *,
    unit: Unit = "second",
    name: str = "work",
    **aims: float,
) -> Row:
    values = {"ours": ours, "the peer": peer}
    return row(name, values, peer="the peer" if peer else "", unit=unit, aims=aims)  # type: ignore[arg-type]


def bench(*arguments: str, **kwargs: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "bench"), *arguments],
        capture_output=True,
        text=True,
        check=False,
        **kwargs,
    )


def ticking(readings: list[tuple[float, float]]) -> Callable[[], measuring.Spent]:
    left = iter(readings)
    return lambda: measuring.Spent(*next(left))


# --- ratios and aims


def test_ratios_pair_the_same_round_so_that_a_busy_moment_affects_both() -> None:
    assert made((1.0, 10.0, 3.0), (2.0, 20.0, 3.0)).ratios("peer") == [0.5, 0.5, 1.0]


def test_series_of_different_length_cannot_be_compared_by_round() -> None:
    with pytest.raises(ValueError, match="shorter"):
        made((1.0, 2.0, 9.0), (4.0,)).ratios("peer")


def test_a_target_is_met_by_the_median_not_the_best_round() -> None:
    assert made((1.0, 2.0, 2.0), (2.0, 2.0, 2.0), peer=1.0).met("peer")
    assert not made((1.0, 3.0, 3.0), (2.0, 2.0, 2.0), peer=1.0).met("peer")
    assert made((0.1, 0.2, 9.0), ours=0.2).met("ours")
    assert not made((0.1, 0.3, 0.4), ours=0.2).met("ours")


def test_a_target_without_a_measured_peer_is_an_error() -> None:
    with pytest.raises(KeyError, match="limit"):
        made((1.0,), (1.0,), limit=2).met("limit")


@pytest.mark.parametrize("nothing", [(), (0.0,)])
def test_a_series_without_positive_values_is_refused(nothing: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match=r"empty|> 0"):
        made(nothing)


_VALUES = st.floats(1e-6, 1e6)


@given(st.lists(st.tuples(_VALUES, _VALUES), min_size=1, max_size=9), _VALUES)
def test_ratios_are_independent_of_the_speed_of_the_machine(
    pairs: list[tuple[float, float]], factor: float
) -> None:
    def ratios(factor: float) -> list[float]:
        series = ([value * factor for value in values] for values in zip(*pairs, strict=True))
        named = {"metadata": {"name": "series"}, "collect_metadata": False}
        ours, peer = (pyperf.Benchmark([pyperf.Run(values, **named)]) for values in series)
        return Row("work", {"ours": ours, "peer": peer}).ratios("peer")

    assert ratios(factor) == pytest.approx(ratios(1.0))


# --- text


@pytest.mark.parametrize(
    ("ratio", "text"),
    [(0.5, "0.5"), (1.304, "1.3"), (123.4, "123"), (1 / 21, "1/21"), (0.1, "1/10")],
)
def test_ratios_have_three_digits_and_small_ones_are_fractions(ratio: float, text: str) -> None:
    assert number(ratio) == text


def test_table_shows_medians_ratios_targets_and_whether_they_are_met() -> None:
    twice = made((1.0, 1.0, 2.0), (2.0, 2.0, 2.0), peer=0.6, ours=0.3)
    rows = [twice, made((0.4,), ours=0.3), made((5_000_000,), unit="byte"), made((13,), unit="integer")]
    lines = as_markdown(rows).splitlines()
    assert len({line.count("|") for line in lines[2:8]}) == 1
    assert lines[4:8] == [
        "| work | 1.00 sec | 2.00 sec the peer | 0.5 (0.5 … 1) |  |  | ≤ 0.6 x peer: met, ≤ 300 ms: missed |",
        "| work | 400 ms |  |  |  |  | ≤ 300 ms: missed |",
        "| work | 4882.8 KiB |  |  |  |  |  |",
        "| work | 13 |  |  |  |  |  |",
    ]


def test_a_row_is_judged_by_one_clock_and_shows_both() -> None:
    values = {"ours": [measuring.Spent(2.0, 0.5)], "httpx": [measuring.Spent(1.0, 1.0)]}
    by_wall, by_cpu = (row("call", values, limit="httpx", aims={"limit": 1}, by=by) for by in ("wall", "cpu"))
    assert (by_wall.met("limit"), by_cpu.met("limit")) == (False, True)
    assert as_markdown([by_wall, by_cpu]).splitlines()[4:6] == [
        "| call | 2.00 sec (cpu 500 ms) |  |  | 1.00 sec (cpu 1.00 sec) httpx | 2; cpu 0.5 | ≤ 1 x limit: missed |",
        "| call | 500 ms (wall 2.00 sec) |  |  | 1.00 sec (wall 1.00 sec) httpx | 0.5; wall 2 | ≤ 1 x limit: met |",
    ]


def test_the_machine_and_its_load_are_printed_below_the_table() -> None:
    last = as_markdown([made((1.0,))]).splitlines()[-1]
    assert f"python_version: {platform.python_version()}" in last
    assert "load_avg_1min: " in last


def test_pyperf_output_has_every_value_and_the_peer_under_the_same_name(tmp_path: Path) -> None:
    save([made((1.0, 3.0), (2.0, 2.0)), made((5.0,), name="alone")], tmp_path)
    assert {file.name for file in tmp_path.iterdir()} == {"ours.json", "peer.json"}
    ours, peer = (pyperf.BenchmarkSuite.load(str(tmp_path / f"{side}.json")) for side in ("ours", "peer"))
    assert ours.get_benchmark_names() == ["work", "alone"]
    assert peer.get_benchmark_names() == ["work"]
    assert ours.get_benchmark("work").get_values() == (1.0, 3.0)
    assert peer.get_benchmark("work").get_metadata()["subject"] == "the peer"
    compared = subprocess.run(
        [sys.executable, "-m", "pyperf", "compare_to", tmp_path / "peer.json", tmp_path / "ours.json"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "work" in compared.stdout


def test_saving_does_not_change_names_in_the_table(tmp_path: Path) -> None:
    measured = [made((1.0,), (2.0,))]
    before = as_markdown(measured)
    save(measured, tmp_path)
    assert as_markdown(measured) == before


# --- measuring


def test_subjects_are_measured_once_per_round_in_rotating_order() -> None:
    order: list[str] = []

    def subject(name: str) -> Callable[[], float]:
        return lambda: order.append(name) or float(len(order))  # type: ignore[func-returns-value]

    measured = measuring.in_turn({name: subject(name) for name in "abc"}, 3)
    assert "".join(order) == "abcbcacab"
    assert measured["a"] == [1.0, 6.0, 8.0]


def test_cost_of_one_call_is_measured_by_both_clocks() -> None:
    calls: list[int] = []
    measure = measuring.spent(lambda: calls.append(1), 3, ticking([(10.0, 1.0), (16.0, 2.5)]))
    assert measure() == (2.0, 0.5)
    assert len(calls) == 3


def test_cpu_time_includes_threads_and_child_processes() -> None:
    code = "import time\nwhile time.process_time() < 0.1: pass"
    assert measuring.spent(lambda: measuring.python("-c", code))().cpu > 0.08
    assert measuring.spent(lambda: time.sleep(0.1))().cpu < 0.08


@pytest.mark.parametrize(("before", "stays"), [("gc.freeze()", 1), ("", 0)])
def test_objects_stay_frozen_only_if_the_caller_has_frozen_them(before: str, stays: int) -> None:
    code = "measuring.spent(list)(); print(int(gc.get_freeze_count() > 0))"
    assert measuring.fresh(f"import gc; from benchmarks import measuring; {before}\n{code}") == stays


def test_statement_in_a_new_process_is_measured_without_its_setup() -> None:
    before = "import time\nwhile time.process_time() < 0.3: pass"
    took = measuring.fresh_spent("time.sleep(0.05)", before)
    assert took.wall >= 0.05
    assert took.cpu < 0.2


def test_subjects_are_called_the_requested_number_of_times_in_each_round() -> None:
    calls: list[str] = []
    works = {name: partial(calls.append, name) for name in ("ours", "theirs")}
    measured = compare("work", works, 2, calls=3, peer="theirs")
    assert "".join(name[0] for name in calls) == "ooottttttooo"
    assert [len(side.get_values()) for side in measured.sides.values()] == [2, 2]


def test_effort_is_at_least_three_rounds_and_one_when_quick() -> None:
    assert [measuring.Effort(7).rounds(share) for share in (1, 2, 0.1)] == [7, 14, 3]
    assert measuring.Effort(7, quick=True).rounds(2) == 1
    assert measuring.Effort().size(500, 20) == 500
    assert measuring.Effort(quick=True).size(500, 20) == 20


def test_a_failed_process_is_an_error_not_a_measurement() -> None:
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        measuring.python("-c", "1 / 0")


def test_slow_settings_of_the_callers_environment_are_not_inherited(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    assert measuring.python("-c", "import sys; print(sys.dont_write_bytecode, '/nowhere' in sys.path)") == (
        "False False\n"
    )


def test_a_new_process_can_import_the_benchmarks_and_return_a_number() -> None:
    assert measuring.fresh("from benchmarks import clients; print(clients.SHOTS)") == clients.SHOTS


def test_compared_clients_are_not_loaded_in_each_others_processes() -> None:
    loaded = "{'qrt_facade', 'httpx', 'qiskit_ibm_runtime'} & set(sys.modules)"
    assert measuring.fresh(f"from benchmarks import clients; print(len({loaded}))") == 0


def test_peak_memory_excludes_what_was_allocated_before() -> None:
    ballast = np.ones(50_000_000, dtype=np.uint8)
    peak = measuring.allocated(lambda: len(np.ones(3_000_000, dtype=np.uint8)))
    assert 3_000_000 <= peak < 4_000_000 < ballast.nbytes


def test_the_benchmarks_emulator_counts_its_requests(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    with clients.emulator() as server, clients.lean(server.access) as client:
        before = server.requests()
        for _ in range(3):
            client.get("backends").raise_for_status()
        assert server.requests() - before == 3
        assert server.requests() - before == 3
        server.run_for(0.5)


def test_size_of_a_distribution_includes_dependencies_but_not_extras() -> None:
    found = footprint.closure("httpx")
    assert {"httpx", "httpcore", "h11", "certifi", "idna"} <= set(found)
    assert not {"h2", "socksio", "rich"} & set(found)
    assert all(footprint.size(part) > 0 for part in found.values())


# --- where the time goes


def test_top_of_a_profile_counts_the_running_function_not_its_callers() -> None:
    stacks = [
        "main (a.py);read (/x/lib/python3.11/site-packages/httpx/_client.py:12) 6\n",
        "main (a.py);write (b.py);read (/y/site-packages/httpx/_client.py:12) 1\n",
        "main (a.py);find (<frozen importlib._bootstrap>:100) 2\n",
        "main (a.py);__init__ (<string>:2) 1\n",
    ]
    assert profiling.top(stacks) == [
        ("read (httpx/_client.py)", 0.7),
        ("find (importlib._bootstrap)", 0.2),
        ("__init__ (<string>)", 0.1),
    ]
    assert len(profiling.top(stacks, 2)) == 2


def test_a_profile_of_the_import_names_modules(tmp_path: Path) -> None:
    report = profiling.profiled("import", tmp_path)
    assert re.search(r"^ *\d+\.\d%  \S+$", report, re.MULTILINE)
    assert re.search(r"^qrt_facade \d+$", (tmp_path / "import.folded").read_text(), re.MULTILINE)


def test_a_failed_profile_is_reported_and_the_others_are_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def profile(name: str, _: Path) -> str:
        if name == "first":
            raise RuntimeError("py-spy is not installed")
        return f"profile of {name}"

    assert profiling.main(tmp_path, ["decode", "first", "many"], profile) == 1
    printed = capsys.readouterr()
    assert printed.out == "profile of many\n\n"
    assert "py-spy is not installed" in printed.err


def test_profiling_a_benchmark_without_a_profile_lists_the_available_ones(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert profiling.SCENES.keys() <= command.BENCHMARKS.keys()
    assert command.main(["--profile", str(tmp_path), "--only", "decode"]) == 1
    assert capsys.readouterr().err == "nothing to profile; there are profiles of import, first, many, share\n"


def test_a_quick_table_warns_that_its_targets_are_not_meaningful(capsys: pytest.CaptureFixture[str]) -> None:
    for options, warned in (["--quick"], True), ([], False):
        assert (
            command.main(["--only", "job", *options], load=lambda _: lambda _: [made((1.0,), ours=0.5)]) == 0
        )
        assert ("these targets are not meaningful" in capsys.readouterr().out) is warned


# --- what is decoded


@pytest.mark.parametrize("form", [bodies.plain, bodies.typed])
@pytest.mark.parametrize(
    "draw", [bodies.all_distinct, bodies.ghz, lambda shots: bodies.few_distinct(shots, 7)]
)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_bodies_to_decode_contain_the_drawn_samples(
    form: Callable[[Any], bytes], draw: Callable[[int], Any]
) -> None:
    rows = draw(500)
    samples = decode_result("sampler", form(rows))[0].c
    assert samples.num_bits == bodies.NUM_BITS
    assert np.array_equal(samples.array, rows)


def test_the_number_of_drawn_outcomes_matches_their_names() -> None:
    assert len(np.unique(bodies.all_distinct(5000), axis=0)) == 5000
    assert len(np.unique(bodies.few_distinct(5000, 20), axis=0)) == 20
    weights = np.unpackbits(bodies.ghz(5000), axis=1).sum(axis=1)
    assert (np.minimum(weights, bodies.NUM_BITS - weights) < 20).all()
    assert 0.4 < (weights > 78).mean() < 0.6


# --- the command line


def test_list_prints_every_benchmark_without_measuring_or_installing() -> None:
    done = bench("--list")
    assert done.returncode == 0
    assert done.stderr == ""
    assert [line.split()[0] for line in done.stdout.splitlines()] == list(command.BENCHMARKS)


def test_list_needs_neither_the_project_nor_its_peers() -> None:
    done = subprocess.run(
        [sys.executable, "-S", str(ROOT / "scripts" / "bench"), "--list"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--only", "job", "jobs"], "invalid choice: 'jobs'"),
        (["--only"], "expected at least one argument"),
        (["--repeat", "many"], "invalid int value: 'many'"),
    ],
)
def test_invalid_arguments_are_reported_before_installing(arguments: list[str], message: str) -> None:
    done = bench(*arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "installing" not in done.stderr


def test_only_the_named_benchmarks_run() -> None:
    assert command.parser().parse_args(["--only", "call", "job"]).only == ["call", "job"]
    assert command.parser().parse_args([]).only == list(command.BENCHMARKS)


@pytest.mark.parametrize("name", command.BENCHMARKS)
def test_every_benchmark_of_the_list_can_be_loaded(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    assert callable(command.load(name))


def test_results_go_to_stdout_and_files_and_progress_to_stderr(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    efforts: list[measuring.Effort] = []

    def measured(effort: measuring.Effort) -> list[Row]:
        efforts.append(effort)
        return [made((1.0,), (2.0,))]

    arguments = ["--only", "call", "--repeat", "3", "--quick", "--output", str(tmp_path)]
    assert command.main(arguments, load=lambda _: measured) == 0
    printed = capsys.readouterr()
    assert efforts == [measuring.Effort(3, quick=True)]
    assert printed.err.startswith("call ...")
    assert "| work | 1.00 sec | 2.00 sec the peer | 0.5 |" in printed.out
    assert (tmp_path / "ours.json").exists()


def test_a_failed_benchmark_is_reported_and_the_others_run(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def load(name: str) -> Callable[[measuring.Effort], list[Row]]:
        if name == "job":
            raise ImportError("No module named 'qiskit_ibm_runtime'")
        return lambda _: [made((1.0,))]

    assert command.main(["--only", "job", "call"], load=load) == 1
    printed = capsys.readouterr()
    assert "job ... skipped: ImportError(\"No module named 'qiskit_ibm_runtime'\")" in printed.err
    assert "| work | 1.00 sec |" in printed.out


@pytest.mark.parametrize("form", ["plain", "typed"])
def test_the_body_counts_once_in_the_memory_of_its_decoding(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(tmp_path / "body.json")
    size = held.make(form, 400_000, path)
    assert 0.9 < size / 400_000 < 1.1
    monkeypatch.setitem(held._READERS, "nothing", len)
    monkeypatch.setitem(held._READERS, "a copy", bytearray)
    assert 1 <= held.traced("nothing", path) / size < 1.1
    assert 2 <= held.traced("a copy", path) / size < 2.1
    assert held.resident("a copy", path) >= size
    assert held.traced(form, path) > size
