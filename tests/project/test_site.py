"""The documentation site: its code runs, its pages are all in the navigation, its diagrams are drawn."""

from __future__ import annotations

import importlib
import re
import shlex
import subprocess
import sys
import textwrap
from typing import TYPE_CHECKING

import building
import diagrams
import pytest
import yaml
from support.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from qrt_facade.emulator import Emulator

PAGES = {page.relative_to(building.WRITTEN).as_posix(): page for page in building.WRITTEN.rglob("*.md")}
ORDER = ("connect", "jobs", "devices", "sessions", "costs", "accounts", "executor", "versions")
"""Pages of the guide whose requests run one after the other: each uses definitions of the pages before."""


def blocks(page: Path, language: str) -> list[str]:
    """Return the code of a page in one language; it is indented in tabs."""
    text = page.read_text(encoding="utf-8")
    found = re.findall(rf"^( *)```{language}\n(.*?)^\1```", text, flags=re.DOTALL | re.MULTILINE)
    return [textwrap.dedent(code) for _, code in found]


IN_EVERY_RUN = "guide/jobs.md"
"""The most important page. The README shows what the other pages show, and each of them starts its own emulators."""


@pytest.mark.usefixtures("forked_simulators")
@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[] if name == IN_EVERY_RUN else [pytest.mark.long])
        for name, page in sorted(PAGES.items())
        if blocks(page, "python")
    ],
)
def test_the_python_code_of_a_page_runs_from_top_to_bottom(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)  # for the files that the code writes
    namespace: dict[str, object] = {}
    for number, block in enumerate(blocks(PAGES[name], "python")):
        exec(compile(block, f"{name}, block {number}", "exec"), namespace)
    assert capsys.readouterr().out.strip()


def test_the_http_requests_of_the_pages_work(emulator: Emulator) -> None:
    steps = [step for name in ORDER for step in blocks(PAGES[f"guide/{name}.md"], "bash")]
    requests = [page for page, path in PAGES.items() if blocks(path, "bash")]
    assert sorted(requests) == sorted(f"guide/{name}.md" for name in ORDER)
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", "\n".join(steps)],
        env={
            "PATH": f"{ROOT / '.venv/bin'}:/usr/bin:/bin", "IAM": emulator.url, "API": f"{emulator.url}/api",
            "KEY": emulator.api_key, "CRN": emulator.instance,
            "ACCOUNT": emulator.instance.split(":")[6].removeprefix("a/"),
        },
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr + done.stdout[-2000:]
    assert done.stdout.count('"results"') == 2
    assert '"evs"' in done.stdout
    assert "usage_consumed_seconds" in done.stdout


@pytest.mark.long  # the README's lines show the same commands in every run
@pytest.mark.usefixtures("forked_commands", "forked_simulators")
@pytest.mark.parametrize(
    "line",
    sorted({line for page in PAGES.values() for block in blocks(page, "sh") for line in block.splitlines()}),
)
def test_each_terminal_line_runs(line: str) -> None:
    program, *arguments = shlex.split(line, comments=True)
    assert program == "qrt"
    done = subprocess.run(
        [sys.executable, "-m", "qrt_facade", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_the_navigation_contains_exactly_the_pages() -> None:
    configuration = yaml.safe_load((building.WRITTEN.parent / "mkdocs.yml").read_text(encoding="utf-8"))
    written = {*PAGES, *building.COPIED, *(f"reference/{name}.md" for name in building.references())}
    assert set(leaves(configuration["nav"])) == written


def leaves(node: object) -> list[str]:
    if isinstance(node, str):
        return [node]
    values = node.values() if isinstance(node, dict) else node
    return [leaf for value in values for leaf in leaves(value)]  # type: ignore[attr-defined]


def test_links_between_pages_lead_to_existing_headings(tmp_path: Path) -> None:
    building.write_pages(tmp_path / "pages")
    missing = []
    for name, page in PAGES.items():
        for target, anchor in re.findall(
            r"\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)", page.read_text(encoding="utf-8")
        ):
            there = (tmp_path / "pages" / name).parent / target if target else tmp_path / "pages" / name
            if not there.exists() or (anchor and anchor not in anchors(there)):
                missing.append(f"{name}: {target}#{anchor}")
    assert not missing


def anchors(page: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


def test_the_error_codes_are_those_of_the_defining_modules() -> None:
    from qrt_facade._service import reason_codes

    rows = building.job_codes()
    meanings = {code: meaning for code, meaning, _ in rows}
    constants = {
        str(value) for name, value in vars(reason_codes).items() if name.isupper() and isinstance(value, int)
    }
    of_the_service = ", ".join(map(str, sorted(reason_codes.OF_THE_SYSTEM - {reason_codes.INTERNAL})))
    assert set(meanings) == {*constants, of_the_service}
    assert meanings[str(reason_codes.NOT_ISA)] == "The circuit is not in the instruction set of its backend."
    assert ("404", "1291") in {row[:2] for row in building.answer_codes()}


def test_each_error_code_has_advice() -> None:
    for row in (*building.job_codes(), *building.answer_codes()):
        assert all(row), row


def test_each_error_is_on_the_errors_page() -> None:
    import qrt_facade.errors

    text = PAGES["errors.md"].read_text(encoding="utf-8")
    missing = [name for name in qrt_facade.errors.__all__ if f"| `{name}` |" not in text]
    assert missing == ["ApiError", "QrtError"]  # base classes


def test_the_reference_describes_each_public_name_once_without_async_counterparts() -> None:
    text = "".join(building.references().values())
    described = re.findall(r"^::: (\S+)$", text, flags=re.MULTILINE)
    assert len(described) == len(set(described))
    public = building.PUBLIC_NAMES.read_text(encoding="utf-8").split()
    fixtures = {f"qrt_facade.pytest_plugin.{name}" for name in building.fixtures()}
    # A name in two modules is described in the more fitting one, such as the errors.
    values = {id(value_of(name)) for name in described if name not in fixtures}
    missing = [name for name in public if id(value_of(name)) not in values]
    assert [name for name in missing if ".Async" not in name] == ["qrt_facade.__version__"]
    assert {"qrt_facade.Backend", "qrt_facade.qiskit.Backend", "qrt_facade.emulator.start"} <= set(described)
    assert "qrt_facade.pytest_plugin.qrt_emulator" in fixtures


def value_of(name: str) -> object:
    module, _, member = name.rpartition(".")
    return getattr(importlib.import_module(module), member)


def test_a_diagram_has_an_arrow_per_line_and_names_each_side_once() -> None:
    picture = diagrams.svg("A -> B: one & two\nB -> A: three")
    assert picture.count('class="who"') == 2
    assert picture.count("<path") == 2
    assert "one &amp; two" in picture


def test_an_invalid_diagram_line_is_named() -> None:
    with pytest.raises(ValueError, match="'A to B' is not a valid diagram line"):
        diagrams.svg("A to B")
