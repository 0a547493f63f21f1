"""The requests of qrmi 0.26.4, a Rust client independent of IBM's, with exactly its headers.

They were recorded on the emulator; `scripts/qrmi` runs qrmi itself. It sends IAM no User-Agent, does not ask for
compression, names no API version, and accepts results and logs only as `text/plain`.
"""

from __future__ import annotations

import http.client
import json
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import pytest

if TYPE_CHECKING:
    from qrt_facade.emulator import Emulator

CIRCUIT = 'OPENQASM 3.0; include "stdgates.inc"; bit[1] c; x $0; c[0] = measure $0;'
UNMEASURED = 'OPENQASM 3.0; include "stdgates.inc"; x $0;'


class Qrmi:
    """Sends the requests of qrmi, with one method for each of its own."""

    def __init__(self, emulator: Emulator) -> None:
        self._host = urlsplit(emulator.url).netloc
        form = urlencode({"grant_type": "urn:ibm:params:oauth:grant-type:apikey", "apikey": emulator.api_key})
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "*/*"}
        status, _, token = self._send("POST", "/identity/token", headers, form)
        assert status == 200, token
        self.token = json.loads(token)
        self._headers = {
            "User-Agent": "SLURM-QRMI-QRS",
            "Authorization": f"Bearer {self.token['access_token']}",
            "Service-CRN": emulator.instance,
            "Accept": "application/json",
        }

    def _send(
        self, method: str, path: str, headers: dict[str, str], body: str | None
    ) -> tuple[int, str, bytes]:
        connection = http.client.HTTPConnection(self._host, timeout=30)
        try:
            connection.putrequest(method, path, skip_accept_encoding=True)
            length = {} if body is None else {"Content-Length": str(len(body))}
            for name, value in {**headers, **length}.items():
                connection.putheader(name, value)
            connection.endheaders(body.encode() if body else None)
            answer = connection.getresponse()
            return answer.status, answer.headers.get("Content-Type", ""), answer.read()
        finally:
            connection.close()

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """Make a call that must be answered with JSON, or with nothing."""
        typed = {} if body is None else {"Content-Type": "application/json"}
        text = "" if method == "POST" and body is None else None if body is None else json.dumps(body)
        status, kind, content = self._send(method, f"/api/v1{path}", {**self._headers, **typed}, text)
        assert status < 300, (path, status, content)
        assert kind.startswith("application/json") or not content, (path, kind)
        return json.loads(content) if content else None

    def text(self, path: str) -> str:
        """Make a call whose response qrmi takes as text: JSON fails with `invalid type: map, expected a string`."""
        status, kind, content = self._send("GET", f"/api/v1{path}", self._headers, None)
        assert (status, kind.partition(";")[0]) == (200, "text/plain")
        return content.decode()

    def acquire(self) -> str:
        body = {
            "max_ttl": 28800,
            "mode": "dedicated",
            "backend": "ibm_torino",
            "backend_name": "ibm_torino",
        }
        return str(self.ask("POST", "/sessions", body)["id"])

    def start(self, session: str, program: str, params: dict[str, Any]) -> str:
        body = {
            "program_id": program,
            "backend": "ibm_torino",
            "log_level": "debug",
            "session_id": session,
            "params": params,
            "private": False,
        }
        return str(self.ask("POST", "/jobs", body)["id"])

    def ended(self, task: str) -> str:
        deadline = time.monotonic() + 60
        while (status := self.ask("GET", f"/jobs/{task}")["status"]) in {"Queued", "Running"}:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        return str(status)


@pytest.fixture
def qrmi(emulator: Emulator) -> Qrmi:
    return Qrmi(emulator)


def test_iam_returns_a_token_without_a_user_agent(qrmi: Qrmi) -> None:
    assert qrmi.token["expires_in"] > 0
    assert qrmi.token["expiration"] > time.time()


def test_qrmi_finds_the_device_and_its_target(qrmi: Qrmi) -> None:
    assert qrmi.ask("GET", "/backends/ibm_torino/status")["status"] in {"active", "online"}
    assert qrmi.ask("GET", "/backends/ibm_torino/configuration")["online_date"]
    assert qrmi.ask("GET", "/backends/ibm_torino/properties")["qubits"]


@pytest.mark.parametrize(
    ("program", "pub", "expected"),
    [
        ("sampler", [CIRCUIT, None, 20], "SamplerPubResult"),
        ("estimator", [UNMEASURED, {"Z": 1.0}, None, 0.1], "PubResult"),
    ],
)
def test_qrmi_runs_a_task_from_its_session_to_result_and_log(
    qrmi: Qrmi, program: str, pub: list[Any], expected: str
) -> None:
    session = qrmi.acquire()
    shots = {"shots": 20} if program == "sampler" else {}
    task = qrmi.start(
        session, program, {"pubs": [pub], "options": {}, **shots, "support_qiskit": True, "version": 2}
    )
    assert qrmi.ended(task) == "Completed"
    (result,) = json.loads(qrmi.text(f"/jobs/{task}/results"))["__value__"]["pub_results"]
    assert result["__type__"] == expected
    assert program in qrmi.text(f"/jobs/{task}/logs")
    pending = qrmi.ask("GET", f"/jobs?pending=true&session_id={session}")
    assert pending["jobs"] == []
    assert qrmi.ask("PATCH", f"/sessions/{session}", {"accepting_jobs": False}) is None


def test_qrmi_cancels_a_task_and_its_session_with_it(qrmi: Qrmi) -> None:
    session = qrmi.acquire()
    task = qrmi.start(session, "sampler", {"pubs": [[CIRCUIT, None, 20]], "version": 2})
    assert qrmi.ask("POST", f"/jobs/{task}/cancel") is None
    assert qrmi.ended(task) == "Cancelled"
    assert qrmi.ask("DELETE", f"/sessions/{session}/close") is None
