"""Ctrl-C at any step of a submission with a key: the next run has one job, and nothing is charged twice."""

from __future__ import annotations

import json
import warnings
from typing import TYPE_CHECKING, Any

import pytest
from integration.faults.test_interruption_steps import PARAMS, sampled, stepped
from support.scripted import TLS, ScriptedServer, Seen, reply

from qrt_facade import RuntimeClient
from qrt_facade._policy.interruptions import InterruptionNote

if TYPE_CHECKING:
    from pathlib import Path

    from support.timing import Pauses

KEY = "interrupted"


class Keeping:
    """A service that stores jobs, and lists them with their tags."""

    def __init__(self) -> None:
        self.jobs: list[dict[str, Any]] = []

    def __call__(self, request: Seen) -> Any:
        if request.method == "POST":
            job = {
                "id": f"j{len(self.jobs)}",
                "status": "Queued",
                "backend": "ibm_fez",
                "tags": json.loads(request.body)["tags"],
            }
            self.jobs.append(job)
            return reply({"id": job["id"], "backend": "ibm_fez"})
        return reply({"jobs": [*reversed(self.jobs)], "count": len(self.jobs)})


def keyed(client: RuntimeClient) -> Any:
    return client.jobs.submit("sampler", PARAMS, backend="ibm_fez", key=KEY, advice=False)


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_ctrl_c_at_any_step_leaves_one_job_which_the_next_run_adopts(
    tmp_path: Path, pauses: Pauses, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses(list_lag=0.0)

    def run(step: int | None) -> tuple[int, Any, Keeping]:
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / f"state-{step}"))
        service = Keeping()
        with ScriptedServer(service) as server, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            steps, outcome = stepped(server, keyed, step)
            with RuntimeClient(**{**server.arguments(), "verify": TLS}) as client:
                assert keyed(client).id == "j0", f"step {step}"
        assert len(service.jobs) == 1, f"step {step}"
        return steps, outcome, service

    total, _, _ = run(None)
    for step in sampled(total, every=False):
        _, outcome, _ = run(step)
        if isinstance(outcome, KeyboardInterrupt):
            note = InterruptionNote.of(outcome)
            assert note is None or KEY in note, f"step {step}: {note}"
