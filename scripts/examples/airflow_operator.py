"""An operator for Apache Airflow 3: a retried task adopts the job of its first try. Needs `pip install apache-airflow`.

Airflow reruns a task whose worker was lost. The key consists of what identifies the task within its DAG run, so each try finds
the job of the previous one, and a new DAG run creates a new job. This needs neither the task state store nor
`ResumableJobMixin`, and has no gap between the submission and the moment when an id is stored.

    with DAG("bell", schedule="@daily") as dag:
        SamplerOperator(task_id="bell", circuit="bell.qasm", backend="ibm_fez", shots=1000, retries=3)
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from airflow.sdk import BaseOperator  # type: ignore[import-not-found,unused-ignore] # this example's own dependency

from qrt_facade import RuntimeClient

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qrt_facade import Job, SamplerResult


def key_of(context: Mapping[str, Any]) -> str:
    """Return the key of a task: the same for each try, different for each DAG run and each mapped task."""
    task = context["ti"]
    return f"airflow/{task.dag_id}/{task.run_id}/{task.task_id}/{task.map_index}"


class SamplerOperator(BaseOperator):  # type: ignore[misc,unused-ignore] # Airflow is not there for type checkers
    """Run a circuit on the sampler, and return its counts as the task's XCom.

    It uses the worker's credentials: `QISKIT_IBM_TOKEN` and `QISKIT_IBM_INSTANCE`, or a saved account.

    Args:
        circuit: An OpenQASM or QPY file, or OpenQASM as text.
        backend: The name of the backend.
        shots: The number of shots.
        cancel_on_kill: Whether the job is cancelled when Airflow ends the task. Airflow does so when a person asks, after the
            `execution_timeout`, and also when the worker itself has to stop: with False the next try adopts the job.
        kwargs: Arguments of every operator: `task_id`, `retries`, `execution_timeout` and others.
    """

    template_fields: Sequence[str] = ("circuit", "backend")

    def __init__(
        self, *, circuit: str, backend: str, shots: int = 4096, cancel_on_kill: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.circuit = circuit
        self.backend = backend
        self.shots = shots
        self.cancel_on_kill = cancel_on_kill
        self._job: Job[SamplerResult] | None = None

    def execute(self, context: Mapping[str, Any]) -> dict[str, int]:
        """Submit the job, or adopt that of an earlier try, and wait for its counts."""
        file = self.circuit.endswith((".qasm", ".qpy"))
        with RuntimeClient() as client:
            job = self._job = client.sampler.submit(
                Path(self.circuit) if file else self.circuit,
                backend=self.backend,
                shots=self.shots,
                key=key_of(context),
            )
            self.log.info("job %s, %s", job.id, "adopted" if job.adopted else "submitted")
            return job.result()[0].counts()

    def on_kill(self) -> None:
        """Cancel the job if `cancel_on_kill` is set. A killed worker cannot call this: its job continues."""
        if self.cancel_on_kill and self._job is not None:
            self._job.cancel()
