"""Checks of `POST /jobs`: only the structure, as at IBM. Circuits are checked when the job runs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qrt_facade._base.coerce import is_integer
from qrt_facade._service.limits import (
    DEFAULT_SHOTS,
    LOG_LEVELS,
    MAX_EXECUTION_TIME,
    MAX_EXECUTIONS,
    MAX_TAG_LENGTH,
    MAX_TAGS,
)
from qrt_facade.emulator.domain import errors
from qrt_facade.emulator.domain.noise_learning import check_learning
from qrt_facade.emulator.domain.quantum_programs import check_calibration, check_program, executions
from qrt_facade.emulator.domain.records import NewJob

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from qrt_facade.emulator.domain.devices import Device
    from qrt_facade.emulator.domain.plans import PlanTerms

_LINE_BREAKS = frozenset("\n\r\u2028\u2029")
"""The characters that the document's pattern `^.*$` treats as line ends."""

_PRIMITIVE = {"pubs", "options", "support_qiskit", "version"}
_COMMON_OPTIONS = {
    "default_shots", "dynamical_decoupling", "execution", "twirling", "simulator", "experimental",
}  # fmt: skip


@dataclass(frozen=True)
class Program:
    """A program's schema: keys of which one is required, and accepted params and options (None: anything)."""

    needs: tuple[str, ...]
    params: set[str] | None
    options: set[str] | None
    shortest_pub: int = 1


PROGRAMS = {
    "sampler": Program(("pubs",), _PRIMITIVE | {"shots"}, _COMMON_OPTIONS),
    "estimator": Program(
        ("pubs",), _PRIMITIVE | {"resilience_level", "precision"},
        _COMMON_OPTIONS | {"seed_estimator", "default_precision", "resilience"}, 2,
    ),
    "executor": Program(("quantum_program",), None, None),
    "noise-learner": Program(("circuits", "instructions"), None, None),
    "calibrate": Program(("schema_version",), None, None),
}  # fmt: skip


def read_submission(
    body: dict[str, Any],
    crn: str,
    devices: Mapping[str, Device],
    terms: PlanTerms,
    caller: str | None,
    *,
    retired: Collection[str] = (),
) -> NewJob:
    """Return the job that a request body submits; `retired` names programs that no longer exist.

    Raises:
        ApiError: 400 for an invalid body (1204, 1205 for tags), 403 for custom calibrations on the Open plan and for
            remote storage, 404 for an unknown backend or program.
    """
    program_id = read_line("program_id", body.get("program_id"), 10_000)
    backend = read_line("backend", body.get("backend"), 10_000)
    if backend not in devices:
        raise errors.unknown_backend(backend)
    if program_id not in PROGRAMS or program_id in retired:
        raise errors.program_not_found(program_id, [name for name in PROGRAMS if name not in retired])
    if "remote_storage" in body:
        raise errors.ApiError(
            403, 1200, "You are not authorized to use remote storage; it belongs to the Channel Partner plan",
            "Send params with the job.",
        )  # fmt: skip
    params = body.get("params", {})
    session_id = _line_or_none(body, "session_id", 36)
    _check_params(program_id, params, in_session=session_id is not None)
    level = body.get("log_level")
    if level is not None and (not isinstance(level, str) or level.lower() not in LOG_LEVELS):
        raise errors.invalid(f"log_level is {level!r}; accepted are {', '.join(sorted(LOG_LEVELS))}.")
    private = body.get("private", False)
    if not isinstance(private, bool):
        raise errors.invalid(f"private is {private!r}; it must be true or false.")
    calibration_id = _line_or_none(body, "calibration_id", 100)
    if calibration_id is not None and not terms.custom_calibrations:
        raise errors.ApiError(
            403, 1200, "You are not authorized to use custom calibrations with your current service plan"
        )
    try:
        text = json.dumps(params, allow_nan=False)
    except (ValueError, RecursionError) as error:
        raise errors.invalid(f"params cannot be stored: {error}") from error
    return NewJob(
        crn=crn, program_id=program_id, backend=backend, params=text, tags=read_tags(body.get("tags")),
        cost=_cost(body.get("cost"), terms), private=private,
        estimate_seconds=_estimate(program_id, params, devices[backend]), session_id=session_id,
        calibration_id=calibration_id, log_level=level, runtime=_line_or_none(body, "runtime", 10_000), caller=caller,
    )  # fmt: skip


def read_line(name: str, value: Any, longest: int) -> str:
    """Return a value of a body or query after checking that it is one line of 1 to `longest` characters.

    Raises:
        ApiError: 400, it is not.
    """
    if not isinstance(value, str) or not 1 <= len(value) <= longest or not _LINE_BREAKS.isdisjoint(value):
        raise errors.invalid(f"{name} is {value!r:.60}; it must be one line of 1 to {longest} characters.")
    return value


def _line_or_none(body: dict[str, Any], name: str, longest: int) -> str | None:
    return None if body.get(name) is None else read_line(name, body[name], longest)


def read_tags(tags: Any) -> tuple[str, ...]:
    """Return a job's tags after checking them.

    Raises:
        ApiError: 400; 1204 if there are too many, 1205 if one is too long.
    """
    if tags is None:
        return ()
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        raise errors.invalid("tags is not an array of strings.")
    if not all(map(_LINE_BREAKS.isdisjoint, tags)):
        raise errors.invalid("A tag contains a line break; it must be one line.")
    if len(tags) > MAX_TAGS:
        message = f"Too many tags: {len(tags)}; the limit is {MAX_TAGS}."
        raise errors.ApiError(400, 1204, message, "Use fewer tags.")
    for tag in tags:
        if len(tag) > MAX_TAG_LENGTH:
            message = f"A tag has {len(tag)} characters; the limit is {MAX_TAG_LENGTH}."
            raise errors.ApiError(400, 1205, message, "Use a shorter tag.")
    return tuple(tags)


def _cost(cost: Any, terms: PlanTerms) -> int:
    """Return the cap in QPU seconds; the default is the service's maximum (600 on Open, measured)."""
    if cost is None:
        return terms.max_cost
    if not is_integer(cost) or cost < 0:
        raise errors.invalid(
            f"cost is {cost!r}; it must be an integer from 0 to {MAX_EXECUTION_TIME} seconds."
        )
    return min(cost, terms.max_cost) or terms.max_cost


def _check_params(program_id: str, params: Any, *, in_session: bool) -> None:
    if not isinstance(params, dict):
        raise errors.invalid("params is not an object.")
    program = PROGRAMS[program_id]
    if program.params is not None:
        _refuse_unknown(params, program.params, f"params of {program_id}")
    if not any(name in params for name in program.needs):
        raise errors.invalid(f"params.{' or params.'.join(program.needs)} is missing.")
    options = params.get("options") or {}
    if not isinstance(options, dict):
        raise errors.invalid("params.options is not an object.")
    if program.options is not None:
        _refuse_unknown(options, program.options, f"params.options of {program_id}")
    if program_id == "executor":
        check_program(params, in_session=in_session)
    if program_id == "noise-learner":
        check_learning(params)
    if program_id == "calibrate":
        check_calibration(params)
    if "pubs" in program.needs:
        _check_pubs(params["pubs"], program.shortest_pub)
        _check_values(params, options)


def _check_pubs(pubs: Any, shortest: int) -> None:
    if not isinstance(pubs, list):
        raise errors.invalid("params.pubs is not an array.")
    for index, pub in enumerate(pubs):
        length = len(pub) if isinstance(pub, list) else 1
        if length < shortest:
            raise errors.invalid(
                f"params.pubs[{index}] has {length} elements; it must have at least {shortest}."
            )


def _check_values(params: dict[str, Any], options: dict[str, Any]) -> None:
    """Check the types of values; comparisons use tuples, because a value may be unhashable."""
    version, precision, level = (params.get(name) for name in ("version", "precision", "resilience_level"))
    if version is not None and version not in (2, "2"):
        raise errors.invalid(f"params.version is {version!r}; it must be 2.")
    all_shots = {"shots": params.get("shots"), "options.default_shots": options.get("default_shots")}
    for name, shots in all_shots.items():
        if shots is not None and (not isinstance(shots, int) or shots < 0):
            raise errors.invalid(f"params.{name} is {shots!r}; it must be an integer of 0 or more.")
    if precision is not None and (not isinstance(precision, int | float) or precision <= 0):
        raise errors.invalid(f"params.precision is {precision!r}; it must be a number above 0.")
    if level is not None and level not in (0, 1, 2):
        raise errors.invalid(f"params.resilience_level is {level!r}; it must be 0, 1 or 2.")


def _refuse_unknown(value: dict[str, Any], known: set[str], where: str) -> None:
    if unknown := sorted(set(value) - known):
        raise errors.invalid(
            f"{where}: unknown {', '.join(unknown)}; accepted are {', '.join(sorted(known))}.",
            "Remove the unknown keys.",
        )


def _estimate(program_id: str, params: dict[str, Any], device: Device) -> float:
    """Estimate the QPU seconds only from the number of shots; circuits are not parsed yet."""
    shots = 0
    if program_id == "executor":
        shots = executions(params)
    elif "pubs" in PROGRAMS[program_id].needs:
        default = params.get("shots") or (params.get("options") or {}).get("default_shots") or DEFAULT_SHOTS
        for pub in params["pubs"]:
            own = pub[2] if isinstance(pub, list) and len(pub) > 2 else None
            shots += own if isinstance(own, int) and own > 0 else default
    # Too many shots are reported when the job runs; the limit keeps the number of seconds within a double.
    return 2 + min(shots, MAX_EXECUTIONS) * device.rep_delay_seconds
