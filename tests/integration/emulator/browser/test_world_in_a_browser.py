"""The pages of devices, sessions, usage and faults in a browser, in each window size. All of these tests are long."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest
from support.browser import Scheme, Visits, faint_texts, scrolls_sideways, sticking_out, tallest_row
from support.circuits import FLIP

from qrt_facade import RuntimeClient
from qrt_facade.emulator import start

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qrt_facade.emulator import Emulator

pytestmark = pytest.mark.long

WIDTHS = (400, 800, 1200)
SHOWN = {5: "ibmq_manila", 16: "ibm_guadalupe", 27: "ibm_cairo", 65: "ibm_manhattan", 127: "ibm_kyoto", 133: "ibm_torino",
         156: "ibm_kingston"}  # fmt: skip
"""A device of each kind: with two kinds of gates, with broken couplings (two), without errors, with broken qubits."""
PATHS = ["/devices", "/sessions", "/usage", "/faults", *(f"/devices/{name}" for name in SHOWN.values())]
ROW = 120
"""Maximum height in pixels: five lines, of a fault with a long path and long headers at 800 pixels."""
CARD = 230
SCENARIO = """
queue_seconds = 0
usage_consumed_seconds = 450
plan = "open"
[devices]
ibm_kingston = {state = "paused", reason = "a reason that is much longer than those that IBM gives, <b>and</b> says little"}
[[jobs]]
tag = "doomed"
reason_code = 1517
reason = "The instruction h on qubits (0,) is not supported by the target system."
[[faults]]
path = "/api/v1/a-path-of-many-characters-without-any-space-in-it/*/that-goes-on-and-on"
method = "GET"
status = 503
headers = {"Retry-After" = "1", "X-A-Header-Of-Another-Name" = "and-a-long-value-of-many-characters"}
times = 3
"""
_CUT_TABLES = """() => [...document.querySelectorAll(".scroll")]
  .filter((box) => box.scrollWidth > box.clientWidth).map((box) => box.querySelector("caption").textContent)"""
_FAINT_LABELS = """() => {
  const light = (color) => color.match(/[\\d.]+/g).slice(0, 3).map(Number).map((one) => one / 255)
    .map((one) => one <= .04045 ? one / 12.92 : ((one + .055) / 1.055) ** 2.4)
    .reduce((sum, one, at) => sum + one * [.2126, .7152, .0722][at], 0);
  const faint = [];
  for (const text of document.querySelectorAll(".qubit text")) {
    const [a, b] = [text, text.parentElement.querySelector("circle")].map((one) => light(getComputedStyle(one).fill)).sort();
    if ((Math.max(a, b) + .05) / (Math.min(a, b) + .05) < 4.5) faint.push(text.parentElement.getAttribute("class"));
  }
  return [...new Set(faint)];
}"""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, browser: object) -> Iterator[Emulator]:
    file = tmp_path_factory.mktemp("scenario") / "scenario.toml"
    file.write_text(SCENARIO, encoding="utf-8")
    with start(backends=list(SHOWN.values()), scenario=file, workers=1) as emulator:
        with RuntimeClient(**emulator.access) as client:
            for mode in ("batch", "batch"):
                with client.sessions.create(backend="ibm_torino", mode=mode) as session:
                    session.sampler.run(FLIP, shots=10)
            client.sessions.create(backend="ibmq_manila", mode="batch")
        yield emulator


@pytest.mark.parametrize(("width", "scheme"), list(product(WIDTHS, ("light", "dark"))))
def test_each_page_fits_each_window_size(visits: Visits, world: Emulator, width: int, scheme: Scheme) -> None:
    world.inject(path="/api/v1/never", when="after", drop=True, enabled=False)
    page = visits.open(world.url, width=width, scheme=scheme)
    for path in PATHS:
        name = f"{path}-{width}-{scheme}"
        page.goto(f"{world.url}{path}")
        visits.look(page, name)
        assert not scrolls_sideways(page), name
        assert page.evaluate(_CUT_TABLES) == [], name
        assert tallest_row(page) <= (CARD if width < 760 else ROW), name
        assert faint_texts(page) == [], name
        assert sticking_out(page) == [], name
        assert page.evaluate(_FAINT_LABELS) == [], name
    assert all(url.startswith(world.url) for url in visits.requests)
    world.scenario.clear_injected()


@pytest.mark.parametrize("script", [True, False])
def test_a_switch_toggles_a_fault_with_and_without_scripts(
    visits: Visits, world: Emulator, script: bool
) -> None:
    page = visits.open(f"{world.url}/faults", script=script)
    for label in ("off", "on"):
        page.get_by_role("switch", name="fault 1").click()
        page.get_by_text(label, exact=True).first.wait_for()
        assert page.get_by_role("switch", name="fault 1").inner_text() == label
        assert world.scenario.faults[0].enabled is (label == "on")


def test_typed_text_and_opened_details_survive_updates(visits: Visits, world: Emulator) -> None:
    page = visits.open(f"{world.url}/faults")
    page.locator("input[name=path]").fill("/half")
    page.locator("h1").click()
    world.inject(path="/api/v1/never", status=500)
    page.get_by_text("/api/v1/never").wait_for(timeout=10_000)
    assert page.locator("input[name=path]").input_value() == "/half"
    world.scenario.clear_injected()
    page.goto(f"{world.url}/sessions")
    page.locator("summary").first.click()
    with RuntimeClient(**world.access) as client:
        session = client.sessions.create(backend="ibmq_manila", mode="batch")
    page.locator(f"#session-{session.id}").wait_for(timeout=10_000)
    assert page.locator("details[open] li a").count() == 1
