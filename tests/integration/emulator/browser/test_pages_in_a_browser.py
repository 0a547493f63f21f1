"""The pages of jobs in a browser: nothing is wider than the window, no row is tall, and they are readable and live."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from support.browser import (
    Scheme,
    Visits,
    cut_boxes,
    faint_texts,
    scrolls_sideways,
    sticking_out,
    tallest_row,
)
from support.circuits import BELL
from support.prepared_jobs import KINDS, Prepared
from support.scripted import TLS

from qrt_facade import RuntimeClient

if TYPE_CHECKING:
    from qrt_facade.emulator import Emulator

WIDTHS = (400, 500, 800, 1200)
LISTS = {
    "all": "/", "older": "/?page=6", "tagged": "/?tag=demo", "failed": "/?status=Failed", "none": "/?tag=nowhere",
    "connect": "/?connect=1",
}  # fmt: skip
TWO_LINES = 66
"""Maximum height in pixels: a job with its tags below it, in a table."""
CARD = 140
"""Maximum height in pixels: the same as a card, on a narrow screen."""
BITS = 190
"""Maximum height in pixels: 156 bits, with count and share, on a screen of 400 pixels."""


def keeps_its_form(visits: Visits, page: Any, name: str, tallest: int, emulator: Emulator) -> None:
    visits.look(page, name)
    assert not scrolls_sideways(page), f"{name} scrolls sideways"
    assert cut_boxes(page) == [], name
    assert tallest_row(page) <= tallest, name
    assert faint_texts(page) == [], name
    assert sticking_out(page) == [], name
    assert all(url.startswith(emulator.url) for url in visits.requests)


@pytest.mark.parametrize(("width", "scheme"), [(400, "dark"), (800, "light")])
def test_three_hundred_jobs_have_rows_of_two_lines(
    visits: Visits, full: Emulator, width: int, scheme: Scheme
) -> None:
    page = visits.open(full.url, width=width, scheme=scheme)
    assert page.locator("caption").inner_text() == "Newest jobs (50 of 300)"
    keeps_its_form(visits, page, f"all-{width}-{scheme}", CARD if width < 760 else TWO_LINES, full)
    ids = page.locator("td.job code")
    assert ids.first.evaluate("node => node.getClientRects().length") == 1, "an id is broken"
    assert "mono" in ids.first.evaluate("node => getComputedStyle(node).fontFamily").lower()


@pytest.mark.parametrize("kind", ["wide", "estimator", "sweep"])
def test_the_result_of_a_job_fits_a_narrow_screen(
    visits: Visits, full: Emulator, prepared: Prepared, kind: str
) -> None:
    page = visits.open(f"{full.url}/jobs/{prepared.ids[kind]}", width=400)
    keeps_its_form(visits, page, f"{kind}-400-light", BITS, full)


def test_a_button_copies_the_command_that_reaches_the_emulator(visits: Visits, full: Emulator) -> None:
    page = visits.open(f"{full.url}/?connect=1", width=800, scheme="dark")
    keeps_its_form(visits, page, "connect-800-dark", CARD, full)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#in-terminal + button").click()
    page.get_by_text("Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#in-terminal").inner_text()


def test_updates_keep_what_the_reader_opened_selected_and_typed(visits: Visits, full: Emulator) -> None:
    page = visits.open(f"{full.url}/?connect=1")
    page.evaluate(
        """() => {
          const main = document.querySelector("main");
          const html = (rows, note) => `<p id="first">${note}</p><details id="one"><summary>more</summary>${note}</details>`
            + `<form id="f"><input name="a" value="x"></form><p>to be selected</p><ul>${rows}</ul>`;
          const tree = (text) => { const made = document.createElement("main"); made.innerHTML = text; return made; };
          main.replaceChildren(...tree(html("<li id=b>b</li><li id=c><a href=/ id=link>c</a></li>", "old")).childNodes);
          document.querySelector("details").open = true;
          document.querySelector("input").value = "typed";
          document.querySelector("input").dispatchEvent(new Event("input", {bubbles: true}));
          const text = [...document.querySelectorAll("p")].find((one) => one.textContent === "to be selected");
          getSelection().selectAllChildren(text);
          document.getElementById("link").focus();
          window.kept = document.getElementById("c");
          updateChildren(main, tree(html("<li id=a>a</li><li id=c><a href=/ id=link>c!</a></li>", "new")));
        }"""
    )
    assert page.locator("#first").inner_text() == "new"
    assert page.locator("details").evaluate("node => node.open")
    assert page.locator("input").input_value() == "typed"
    assert page.evaluate("getSelection().toString()") == "to be selected"
    assert page.evaluate("document.activeElement.id") == "link"
    assert page.locator("main li").all_inner_texts() == ["a", "c!"]
    assert page.evaluate("window.kept === document.getElementById('c')"), "an unchanged row was replaced"


def test_without_scripts_everything_but_the_buttons_is_shown(
    visits: Visits, full: Emulator, prepared: Prepared
) -> None:
    page = visits.open(f"{full.url}/jobs/{prepared.ids['wide sweep']}", script=False, width=800)
    assert page.get_by_text("a sweep of 2 points").is_visible()
    page.locator("details summary").nth(1).click()
    assert page.locator("details table").nth(1).is_visible()
    assert not page.locator("button").first.is_visible()


def test_the_map_of_a_device_fits_a_narrow_screen(visits: Visits, full: Emulator) -> None:
    page = visits.open(f"{full.url}/devices/ibm_fez", width=400, scheme="dark")
    keeps_its_form(visits, page, "device-400-dark", CARD, full)
    box = page.locator(".device-map").bounding_box()
    assert box["width"] <= 400
    assert box["height"] == pytest.approx(box["width"] * 15.2 / 16.2, rel=0.02), "the map is distorted"
    assert page.locator(".device-map .qubit").count() == 156


@pytest.mark.parametrize(("path", "width"), [("/usage", 400), ("/devices", 1200)])
def test_figures_stay_in_their_cards(visits: Visits, full: Emulator, path: str, width: int) -> None:
    page = visits.open(f"{full.url}{path}", width=width)
    keeps_its_form(visits, page, f"{path}-{width}-light", CARD, full)


def test_an_open_call_stays_in_place_while_newer_calls_arrive(visits: Visits, full: Emulator) -> None:
    def ask(times: int) -> None:
        with httpx.Client(base_url=full.url, verify=TLS) as http:
            for _ in range(times):
                http.get("/api/v1/versions")

    ask(3)
    page = visits.open(f"{full.url}/calls", width=800)
    call = page.locator("details.call").nth(2)
    held = page.locator(f"#{call.get_attribute('id')}")
    held.locator("summary").first.click()
    top = held.bounding_box()["y"]
    for _ in range(2):
        ask(60)
        page.evaluate("refresh()")
        assert held.evaluate("node => node.open")
        assert held.bounding_box()["y"] == pytest.approx(top, abs=2)
    held.locator("summary").first.click()
    page.locator("h1").click()
    page.evaluate("refresh()")
    held.wait_for(state="detached")  # by this refresh or the next: a closed call is removed


def test_a_copy_button_pressed_twice_restores_its_label(visits: Visits, full: Emulator) -> None:
    page = visits.open(f"{full.url}/?connect=1", width=800)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button = page.locator("#in-terminal + button")
    button.click()
    page.get_by_text("Copied").wait_for()
    button.click()
    page.wait_for_timeout(1700)
    assert button.inner_text() == "Copy"


def test_a_page_reports_a_stopped_emulator_and_a_deleted_job(visits: Visits, full: Emulator) -> None:
    page = visits.open(f"{full.url}/sessions")
    page.evaluate("history.replaceState(null, '', '/jobs/gone'); refresh()")
    page.get_by_text("This no longer exists").wait_for()
    page.evaluate("history.replaceState(null, '', '/sessions'); refresh()")
    page.locator("#stale").wait_for(state="hidden")
    assert ["404" in message for message in visits.messages] == [True]
    visits.messages.clear()


@pytest.mark.long
def test_a_new_job_appears_without_a_reload(visits: Visits, empty: Emulator) -> None:
    page = visits.open(f"{empty.url}/")
    with RuntimeClient(**empty.access) as client:
        job = client.sampler.submit(BELL, backend="ibm_fez", shots=10)
        page.locator(f"#job-{job.id} .good").wait_for(timeout=10_000)
        assert page.locator(f"#job-{job.id}").inner_text().startswith(job.id)
        job.delete()
        page.get_by_text("No jobs yet").wait_for(timeout=10_000)
    assert httpx.get(empty.url, verify=TLS).status_code == 200


@pytest.fixture
def worlds(full: Emulator, empty: Emulator) -> tuple[Emulator, Emulator]:
    return full, empty


@pytest.mark.long
@pytest.mark.parametrize("window", list(product(WIDTHS, ("light", "dark"))), ids=str)
@pytest.mark.parametrize("name", [*LISTS, *KINDS, "waiting", "empty"])
def test_each_page_fits_each_window_size(
    visits: Visits,
    worlds: tuple[Emulator, Emulator],
    prepared: Prepared,
    name: str,
    window: tuple[int, Scheme],
) -> None:
    width, scheme = window
    emulator = worlds[name == "empty"]
    path = LISTS.get(name, "/") if name not in prepared.ids else f"/jobs/{prepared.ids[name]}"
    page = visits.open(f"{emulator.url}{path}", width=width, scheme=scheme)
    table = CARD if width < 760 else TWO_LINES
    keeps_its_form(
        visits, page, f"{name}-{width}-{scheme}", BITS if name in prepared.ids else table, emulator
    )
