"""The pages of devices, sessions, usage and faults: they are correct, and their switches work without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from integration.emulator.conftest import Api
from support.circuits import FLIP
from support.emulators import OTHER_INSTANCE
from support.examples_drawn import drawn
from support.html_pages import Page

from qrt_facade.emulator import DEFAULT_INSTANCE, start
from qrt_facade.emulator.domain import clock
from qrt_facade.emulator.domain.instances import account_of
from qrt_facade.emulator.domain.rules import Fault, JobRule
from qrt_facade.emulator.domain.scenario import Scenario
from qrt_facade.emulator.http.pages.faults import faults_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

SCENARIO = """
queue_seconds = 0
run_seconds = 0
[devices]
ibm_torino = {state = "paused", reason = "<b>maintenance</b>"}
[[jobs]]
tag = "charged"
status = "Completed"
qpu_seconds = 12
[[faults]]
path = "/api/v1/tags"
method = "GET"
status = 503
headers = {"Retry-After" = "1"}
"""
FORM = "application/x-www-form-urlencoded"
OWN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    """An emulator that simulates none of its jobs."""
    file = tmp_path_factory.mktemp("world") / "scenario.toml"
    file.write_text(SCENARIO)
    with start(
        instance=[DEFAULT_INSTANCE, OTHER_INSTANCE], backends="ibm_fez,ibm_torino,ibmq_manila", scenario=file, workers=1
    ) as emulator:  # fmt: skip
        api = Api(emulator)
        yield api
        api.http.close()


@pytest.fixture(autouse=True)
def as_at_the_start(world: Api) -> Iterator[None]:
    yield
    world.emulator.scenario.reset()


def page(world: Api, path: str) -> Page:
    answer = world.http.get(path, headers={"Authorization": "", "Service-CRN": ""})
    assert answer.status_code == 200, answer.text
    assert "script-src 'sha256-" in answer.headers["content-security-policy"]
    assert account_of(DEFAULT_INSTANCE) not in answer.text
    return Page(answer.text)


def send(world: Api, action: str, **form: str | int) -> httpx.Response:
    """Send the request that a browser sends when a form of the page is submitted."""
    headers = {"Authorization": "", "Origin": world.emulator.url, "Content-Type": FORM, **OWN}
    return world.http.post(f"/faults/{action}", data=form, headers=headers, follow_redirects=False)


def charge(world: Api, **more: str) -> str:
    job_id = world.submit([FLIP], tags=["charged"], **more)
    assert world.wait(job_id)["status"] == "Completed"
    return job_id


def test_devices_are_shown_with_state_queue_and_errors(world: Api) -> None:
    waiting = world.submit([FLIP], backend="ibm_torino")
    shown = page(world, "/devices")
    assert shown.links.count("/devices/ibm_torino") == 1
    assert shown.text.count("0 waiting, 0 running") == 2
    assert "1 waiting, 0 running" in shown.text
    assert "<b>maintenance</b>" in shown.text
    listed = {one["name"]: one for one in world.get("/backends")["devices"]}
    median = listed["ibmq_manila"]["performance_metrics"]["readout_error_median"]["value"]
    assert f"{100 * median:.3g} % (median)" in shown.text
    world("POST", f"/jobs/{waiting}/cancel")


def test_the_page_of_a_device_draws_its_coupling_map_with_figures(world: Api) -> None:
    shown = page(world, "/devices/ibm_fez")
    properties = world.get("/backends/ibm_fez/properties")
    assert sum(title.startswith("Qubit ") for title in shown.titles) == 156
    errors = {
        frozenset(gate["qubits"]): parameter["value"]
        for gate in properties["gates"]
        if gate["gate"] == "cz"
        for parameter in gate["parameters"]
        if parameter["name"] == "gate_error"
    }
    broken = sum(error >= 1 for error in errors.values())
    assert broken > 0
    assert sum("does not work" in title for title in shown.titles) == broken
    assert shown.classes["coupling"] >= len(errors)
    t1 = next(one for one in properties["qubits"][7] if one["name"] == "T1")
    title = next(title for title in shown.titles if title.startswith("Qubit 7\n"))
    assert f"T1 {t1['value']:.3g} µs" in title
    assert "Best qubits by readout" in shown.text
    assert "Worst couplings" in shown.text


def test_the_page_of_a_device_lists_only_its_own_jobs(world: Api) -> None:
    job_id = charge(world, backend="ibmq_manila")
    assert f"/jobs/{job_id}" in page(world, "/devices/ibmq_manila").links
    assert f"/jobs/{job_id}" not in page(world, "/devices/ibm_fez").links
    assert world.http.get("/devices/nowhere").status_code == 404


def test_sessions_are_shown_with_their_time_left_and_jobs(world: Api) -> None:
    world.emulator.scenario.apply({"usage": "seconds"})
    body = {"mode": "batch", "backend": "ibm_fez", "max_ttl": 7200}
    unused = world("POST", "/sessions", json=body).json()["id"]
    used = world("POST", "/sessions", json=body).json()["id"]
    job_id = charge(world, session_id=used)
    shown = page(world, "/sessions")
    row = shown.row(f"{unused}batch on ibm_fez, emulator, at most 2 h 00 min")
    assert row[1] == "open"
    assert row[3].startswith("closes as unused in 29 min ") or row[3] == "closes as unused in 30 min 00 s"
    name = f"{used}batch on ibm_fez, emulator, at most 2 h 00 min"
    row = shown.row(name)
    assert row[1] == "active"
    assert row[3].startswith("1 h 59 min, interactive ")
    assert row[-1] == "12 s"
    assert f"/jobs/{job_id}" in shown.links
    world("DELETE", f"/sessions/{used}/close")
    row = page(world, "/sessions").row(name)
    assert row[1] == "closed"
    assert row[3].startswith("closed 20")


@pytest.mark.parametrize("usage", ["both", "seconds", "units"])
def test_usage_is_shown_in_the_units_that_the_api_sends(world: Api, usage: str) -> None:
    charge(world)
    seconds = world.get("/instances/usage")["usage_consumed_seconds"]
    world.emulator.scenario.apply({"usage": usage})
    shown = page(world, "/usage")
    units = {"both": ["RU", "s"], "seconds": ["s"], "units": ["RU"]}[usage]
    figures = {"RU": f"{seconds * 2.5:,g} RU", "s": f"{seconds:,g} s"}
    assert shown.row("consumed")[1:] == [figures[unit] for unit in units]
    assert shown.row("limit of the instance")[1:] == ["not set"] * len(units)
    assert shown.row("allocation of the plan")[1:] == ["none on Pay-As-You-Go"] * len(units)
    assert shown.row(clock.now()[:10])[-1] == ", ".join(figures[unit] for unit in units)
    assert "stop counting on" in shown.text
    assert "Instance emulator-2" in shown.text
    assert "No job has ended on this instance in this period." in shown.text


def test_usage_is_compared_with_the_plans_allocation(world: Api) -> None:
    world.emulator.scenario.apply({"plan": "open", "usage": "seconds", "usage_consumed_seconds": 450})
    with_room = page(world, "/usage")
    assert "450 s of 600 s (75 %)" in with_room.text
    assert with_room.row("of which added by the scenario")[1:] == ["450 s"]
    assert "The limit has been reached" not in with_room.text
    world.emulator.scenario.apply({"usage_consumed_seconds": 600})
    assert "The limit has been reached: new jobs stay Queued." in page(world, "/usage").text


def test_a_limit_of_the_instance_is_marked(world: Api) -> None:
    world("PUT", "/instances/configuration", json={"instance_limit": 5000})
    shown = page(world, "/usage")
    world("PUT", "/instances/configuration", json={"instance_limit": None})
    assert shown.row("limit of the instance")[1:] == ["12,500 RU", "5,000 s"]
    assert "limit 12,500 RU, 5,000 s" in shown.titles


def test_each_fault_is_described_and_has_a_switch(world: Api) -> None:
    world.emulator.inject(path="/api/v1/jobs*", method="POST", when="after", drop=True, times=1, skip=2)
    shown = page(world, "/faults")
    assert shown.row("1")[1:-1] == [
        "GET /api/v1/tags", "responds with 503 Service Unavailable, Retry-After: 1", "always", "0", "scenario",
    ]  # fmt: skip
    assert shown.row("2")[1:-1] == [
        "POST /api/v1/jobs*", "closes the connection after processing the request",
        "once more, after 2 that pass", "0", "injected",
    ]  # fmt: skip
    assert [form["number"] for form in shown.forms if form["action"] == "/faults/switch"] == ["1", "2"]
    assert shown.row("jobs of any program tagged charged")[1] == "Completed"


def test_a_switch_turns_a_fault_off_and_on_again(world: Api) -> None:
    assert world("GET", "/tags", params={"type": "job", "search": "xyz"}).status_code == 503
    for status in (200, 503):
        form = next(one for one in page(world, "/faults").forms if one.get("number") == "1")
        answer = send(world, "switch", number=form["number"], enabled=form["enabled"])
        assert (answer.status_code, answer.headers["location"]) == (303, "/faults#fault-1")
        assert world("GET", "/tags", params={"type": "job", "search": "xyz"}).status_code == status
    assert page(world, "/faults").row("1")[-3] == "2"


def test_common_faults_are_injected_and_removed(world: Api) -> None:
    for preset in ("unavailable", "limited", "slow", "lost"):
        assert send(world, "inject", preset=preset, path="/api/v1/nowhere").status_code == 303
    faults = world.http.get("/emulator/faults").json()
    assert [(one["status"], one["times"], one["delay"], one["drop"]) for one in faults[1:]] == [
        (503, 3, 0.0, False), (429, 1, 0.0, False), (None, None, 5.0, False), (None, 1, 0.0, True),
    ]  # fmt: skip
    assert faults[2]["headers"] == {"Retry-After": "2"}
    assert {one["path"] for one in faults[1:]} == {"/api/v1/nowhere"}
    answers = [world("GET", "/nowhere").status_code for _ in range(4)]
    assert answers == [503, 503, 503, 429]
    assert send(world, "clear").status_code == 303
    assert [one["number"] for one in world.http.get("/emulator/faults").json()] == [1]


def test_an_empty_path_keeps_that_of_the_common_fault(world: Api) -> None:
    send(world, "inject", preset="lost", path=" ")
    assert world.http.get("/emulator/faults").json()[-1]["path"] == "/api/v1/jobs"


def test_device_states_and_job_timing_can_be_changed(world: Api) -> None:
    assert send(world, "device", device="ibm_fez", state="offline").headers["location"] == "/faults#devices"
    assert world.get("/backends/ibm_fez/status")["state"] is False
    send(world, "device", device="ibm_fez", state="online")
    assert world.get("/backends/ibm_fez/status")["state"] is True
    assert send(world, "pace", queue_seconds="1.5", run_seconds="qpu").status_code == 303
    assert (world.emulator.scenario.queue_seconds, world.emulator.scenario.run_seconds) == (1.5, None)


@pytest.mark.parametrize(
    ("action", "form", "status", "expected"),
    [
        ("switch", {"number": "9", "enabled": "true"}, 400, "there is no fault 9"),
        ("switch", {"number": "1" * 5000, "enabled": "true"}, 400, "it must be a whole number"),
        ("switch", {"number": "1"}, 400, "The form has no enabled."),
        ("switch", {"number": "1", "enabled": "<b>"}, 400, "it must be one of true, false"),
        ("inject", {"preset": "<script>"}, 400, "it must be one of unavailable, lost, slow, limited"),
        ("inject", {"preset": "slow", "path": "jobs"}, 400, "it must be a pattern of whole paths"),
        ("device", {"device": "ibm_nowhere", "state": "online"}, 400, "is not an emulated device"),
        ("device", {"device": "ibm_fez", "state": "on fire"}, 400, "it must have a state (online"),
        ("pace", {"queue_seconds": "nan", "run_seconds": "0"}, 400, "queue_seconds"),
        ("pace", {"queue_seconds": "soon", "run_seconds": "0"}, 400, "it must be a number of seconds"),
        ("pace", {"queue_seconds": "1", "run_seconds": "-1"}, 400, "run_seconds"),
        ("nothing", {}, 404, ""),
    ],
)
def test_an_invalid_form_is_refused_and_changes_nothing(
    world: Api, action: str, form: dict[str, str], status: int, expected: str
) -> None:
    before = world.http.get("/emulator/scenario").json()
    answer = send(world, action, **form)
    assert answer.status_code == status
    assert status == 404 or expected in Page(answer.text).text
    assert world.http.get("/emulator/scenario").json() == before


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "https://evil.example.org"},
        {"Origin": "http://localhost:3000"},
        {"Origin": "http://localhost:3000", "Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_a_form_of_another_page_changes_nothing(world: Api, headers: dict[str, str]) -> None:
    for action, form in (("switch", {"number": "1", "enabled": "false"}), ("reset", {}), ("clear", {})):
        answer = world.http.post(f"/faults/{action}", data=form, headers=headers)
        assert answer.status_code == 403
    assert world.http.get("/emulator/faults").json()[0]["enabled"] is True


def test_a_refused_form_shows_a_message_until_the_page_is_reloaded(world: Api) -> None:
    refused = send(world, "pace", queue_seconds="soon", run_seconds="0")
    assert "data-live" not in refused.text
    again = world.http.get("/faults/pace", follow_redirects=False)
    assert (again.status_code, again.headers["location"]) == (303, "/faults")
    assert "data-live" in world.http.get("/faults").text


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/devices/<b>", "No device has the name <b>"), ("/calls/%00<b>", "No call has the number \ufffd<b>")],
)
def test_a_browser_gets_a_page_for_something_that_does_not_exist(
    world: Api, path: str, expected: str
) -> None:
    answer = world.http.get(path, headers={"Accept": "text/html,*/*"})
    assert answer.status_code == 404
    assert expected in Page(answer.text).text
    assert world.http.get(path, headers={"Accept": "*/*"}).json()["statusCode"] == 404


def test_only_form_encoded_bodies_are_parsed(world: Api) -> None:
    headers = {"Origin": world.emulator.url, "Content-Type": "text/plain"}
    answer = world.http.post("/faults/switch", content="number=1&enabled=false", headers=headers)
    assert answer.status_code == 415
    assert world.http.get("/emulator/faults").json()[0]["enabled"] is True


def test_the_reset_button_resets_the_emulator(world: Api) -> None:
    world.emulator.inject(path="/api/v1/nowhere", status=500)
    charge(world)
    assert send(world, "reset").status_code == 303
    assert page(world, "/sessions").text.count("No sessions yet.") == 1
    assert "No job has ended on this instance" in page(world, "/usage").text
    assert [one["injected"] for one in world.http.get("/emulator/faults").json()] == [False]
    fresh = Api(world.emulator)
    world.http.headers["Authorization"] = fresh.http.headers["Authorization"]
    fresh.http.close()


def test_a_fault_for_every_path_does_not_affect_the_pages(world: Api) -> None:
    world.emulator.inject(status=500)
    world.emulator.scenario.apply({"latency_seconds": 30})
    for path in ("/devices", "/devices/ibm_fez", "/sessions", "/usage", "/faults"):
        page(world, path)
    assert send(world, "clear").status_code == 303


@given(st.text(max_size=80), st.text(max_size=80))
@settings(max_examples=drawn(15))
def test_hostile_text_of_a_scenario_is_shown_as_text(hostile: str, other: str) -> None:
    def shown(text: str) -> Page:
        scenario = Scenario(0, 0, 3600, None, "paygo", None, 1)
        scenario.add_fault(Fault(path=text, method=text, status=503, body=text))
        scenario.jobs = [JobRule(backend=text, tag=text, reason=text, reason_code=1)]
        return Page(faults_page(scenario, (), text))

    plain, found = shown("plain"), shown(f"{hostile}</td></script><script>{other}'\"><!--")
    assert (found.elements, found.attributes, found.links) == (plain.elements, plain.attributes, plain.links)
