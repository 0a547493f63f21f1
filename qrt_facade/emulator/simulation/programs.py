"""Execution of one job, from request to outcome."""

from __future__ import annotations

import json
import traceback
from typing import TYPE_CHECKING, Any

from qrt_facade._base.coerce import is_integer, mapping_of
from qrt_facade._base.wording import pluralize
from qrt_facade._service.statuses import COMPLETED
from qrt_facade.emulator.domain.records import Outcome
from qrt_facade.emulator.simulation.box_learner import run_box_learner
from qrt_facade.emulator.simulation.calibration import run_calibration
from qrt_facade.emulator.simulation.estimator import run_estimator
from qrt_facade.emulator.simulation.execution import Machine, Meter, RanTooLongError
from qrt_facade.emulator.simulation.failures import JobFailedError, incompatible
from qrt_facade.emulator.simulation.noise_learner import run_noise_learner
from qrt_facade.emulator.simulation.quantum_programs.running import run_executor
from qrt_facade.emulator.simulation.sampler import run_sampler
from qrt_facade.emulator.simulation.target import load_target
from qrt_facade.emulator.simulation.wire import decode_params

if TYPE_CHECKING:
    from collections.abc import Callable


def _run_noise_learner(params: dict[str, Any], machine: Machine) -> dict[str, Any]:
    learn = run_noise_learner if "circuits" in params else run_box_learner
    return learn(params, machine)


PROGRAMS: dict[str, Callable[[dict[str, Any], Machine], dict[str, Any]]] = {
    "sampler": run_sampler,
    "estimator": run_estimator,
    "executor": run_executor,
    "calibrate": run_calibration,
    "noise-learner": _run_noise_learner,
}


def execute(request: dict[str, Any]) -> Outcome:
    """Run the requested program; every failure becomes an outcome, never an exception."""
    target = load_target(request["device"], request["configuration"], request["properties"])
    meter = Meter(target, float(request["cost"]))
    try:
        # The executor's params have no typed values; what looks like one must pass through unchanged.
        read = json.loads if request["program_id"] == "executor" else decode_params
        params = read(request["params"])
        own_seed = _own_seed(params)
        seed = request["seed"] if own_seed is None else own_seed
        machine = Machine(
            target, meter, request["noise"], seed, request["memory_mb"], dry_run=request.get("dry_run", False)
        )
        body = PROGRAMS[request["program_id"]](params, machine)
    except RanTooLongError:
        return Outcome.ran_too_long(
            float(meter.charged_seconds), "Job %!v(MISSING) ran longer than %!v(MISSING)",
            "Raise the job's maximum execution time, or make it smaller.",
        )  # fmt: skip
    except JobFailedError as failure:
        return Outcome.failed(
            failure.code,
            failure.message,
            failure.solution,
            qpu_seconds=failure.qpu_seconds,
            logs=failure.message,
        )
    except MemoryError:
        return Outcome.failed(
            1500, f"The job needs more memory than the emulator may use ({request['memory_mb']} MiB)",
            "Make the job smaller, or give the emulator more memory (memory_mb).",
        )  # fmt: skip
    except Exception as error:  # noqa: BLE001  # a defect here must fail one job, not the worker
        return Outcome.broken("".join(traceback.format_exception(error)))
    try:
        text = json.dumps(body, allow_nan=False)
    except ValueError:
        # Computed values are finite, but values that circuits and programs carry along, such as metadata, may not be.
        return Outcome.failed(
            1501, "The result repeats a number that is not finite (NaN or infinity), which JSON cannot represent.",
            "Remove it from the metadata of the circuit, or from other data that the result repeats.",
            qpu_seconds=float(meter.charged_seconds),
        )  # fmt: skip
    return Outcome(
        COMPLETED, text, float(meter.charged_seconds), round(meter.circuit_seconds * 1e9),
        logs=_log(request, meter, machine.warnings),
    )  # fmt: skip


def _own_seed(params: dict[str, Any]) -> int | None:
    """Return the seed in a job's options.

    Raises:
        JobFailedError: 1521, it is not an integer of 0 or more.
    """
    seed: int | None = mapping_of(mapping_of(params.get("options")).get("simulator")).get("seed_simulator")
    if seed is not None and not (is_integer(seed) and seed >= 0):
        raise incompatible(
            f"options.simulator.seed_simulator is {seed!r:.60}; it must be an integer of 0 or more, or null."
        )
    return seed


def _log(request: dict[str, Any], meter: Meter, warnings: list[str]) -> str:
    shots = f"{request['program_id']} executed {pluralize(meter.executions, 'shot')} on {request['device']}"
    done = f"INFO: {shots}{', a mock: the result is random' if request.get('dry_run') else ''}\n"
    return done + "".join(f"WARNING: {warning}\n" for warning in warnings)
