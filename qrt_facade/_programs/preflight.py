"""What the service would reject, found before anything is sent and without Qiskit.

`check_cheap` looks at sizes and numbers, and is meant for every submission. `check` also compares the circuits with a
backend's configuration. PUBs that went through `qrt_facade._programs.pubs` have had their shapes, parameter names and
observables checked there.

What is not understood is not refused: a circuit without problems may still fail, one with a problem will. QPY is opaque
without Qiskit; it is read where Qiskit is imported already, which it is where the circuit was made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from qrt_facade._base.coerce import is_list, is_mapping, mapping_of
from qrt_facade._circuits.isa import isa_violations, read_circuit
from qrt_facade._programs.sizes import default_shots, pub_sizes, pubs_of
from qrt_facade._service.backends import FRACTIONAL_GATES
from qrt_facade._service.limits import MAX_EXECUTIONS, MAX_PAYLOAD_BYTES
from qrt_facade._service.names import tag_faults
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qrt_facade._circuits.isa import Reading


@frozen
class Problem:
    """Something the service would reject.

    Attributes:
        message: What is wrong, and what would be accepted.
        code: The error code that the job or the submission would end with, or None where it is not known.
        pub: Index of the PUB, or of the circuit, or None where it is about the whole job.
    """

    message: str
    code: int | None = None
    pub: int | None = None

    def __str__(self) -> str:
        where = "" if self.pub is None else f"PUB {self.pub}: "
        return f"{where}{self.message}" + ("" if self.code is None else f" (code {self.code})")


def check_cheap(program_id: str, params: Mapping[str, Any], *, tags: Sequence[str] = ()) -> list[Problem]:
    """Find what is too large or too many: tags, payload, executions.

    Args:
        program_id: Program of the job.
        params: Its `params`, as they go over the wire. Those that this package made carry the size of each PUB; of
            others see `pub_sizes` for what is counted.
        tags: Its tags, those included that this package adds.
    """
    if not is_mapping(params):
        raise ConfigurationError(
            f"params: expected a mapping of the program's parameters, not {type(params).__name__}"
        )
    return [
        *(Problem(message, code) for code, message in tag_faults(tags)),
        *_payload_problems(params),
        *_execution_problems(program_id, params),
    ]


def check(
    program_id: str,
    params: Mapping[str, Any],
    configuration: Mapping[str, Any],
    *,
    tags: Sequence[str] = (),
) -> list[Problem]:
    """Find all that `check_cheap` finds, and every instruction that the backend does not have.

    Args:
        program_id: Program of the job.
        params: Its `params`, as they go over the wire.
        configuration: What `GET /backends/{id}/configuration` answered.
        tags: Its tags.
    """
    problems = check_cheap(program_id, params, tags=tags)
    twirled = _twirls_gates(program_id, params)
    circuits = [pub[0] for pub in pubs_of(params)] or params.get("circuits") or []
    for index, circuit in enumerate(circuits):
        reading = read_circuit(circuit)
        if reading is None:
            continue
        problems.extend(
            Problem(message, code, index) for code, message in isa_violations(reading, configuration)
        )
        problems.extend(_option_problems(program_id, reading, index, twirled=twirled))
    return problems


def refuse(problems: Sequence[Problem]) -> None:
    """Raise a ConfigurationError that names the problems, if there are any."""
    if problems:
        more = f" And {len(problems) - 5} more." if len(problems) > 5 else ""
        raise ConfigurationError(
            f"The service would reject this job. {'. '.join(map(str, problems[:5]))}.{more}"
        )


def _payload_problems(params: Mapping[str, Any]) -> Iterator[Problem]:
    size = _least_size(params)
    if size > MAX_PAYLOAD_BYTES:
        yield Problem(
            f"the inputs have at least {size / 1e6:.1f} MB; accepted: at most {MAX_PAYLOAD_BYTES / 1e6:g} MB",
            5302,
        )


def _least_size(value: Any) -> int:
    """Bytes that a value takes at least as JSON, without writing it: texts count whole, numbers a digit each."""
    if isinstance(value, str):
        return len(value) + 2
    if is_mapping(value):
        return sum(len(key) + 4 + _least_size(item) for key, item in value.items())
    return 2 + sum(map(_least_size, value)) if is_list(value) else 2


def _execution_problems(program_id: str, params: Mapping[str, Any]) -> Iterator[Problem]:
    default = default_shots(program_id, params)
    total = 0
    for index, size in enumerate(pub_sizes(program_id, params)):
        shots = default if size.shots is None else size.shots
        if shots > MAX_EXECUTIONS:
            yield Problem(
                f"the number of shots, {shots}, exceeds the system limit {MAX_EXECUTIONS}", None, index
            )
        total += shots * size.points
    if total > MAX_EXECUTIONS:
        yield Problem(f"the job has at least {total} executions; accepted: at most {MAX_EXECUTIONS}", 1520)


def _option_problems(program_id: str, reading: Reading, index: int, *, twirled: bool) -> Iterator[Problem]:
    fractional = sorted({call.name for call in reading.calls}.intersection(FRACTIONAL_GATES))
    if twirled and fractional:
        yield Problem(
            f"the fractional gates {', '.join(fractional)} exclude gate twirling, PEC and PEA; switch these off, or "
            "transpile without fractional gates",
            1519,
            index,
        )
    if program_id == "estimator" and reading.has_control_flow:
        yield Problem("the estimator does not take dynamic circuits; remove the control flow", 1522, index)


def _twirls_gates(program_id: str, params: Mapping[str, Any]) -> bool:
    options = mapping_of(params.get("options"))
    resilience = mapping_of(options.get("resilience"))
    level_2 = program_id == "estimator" and params.get("resilience_level") == 2
    enabled = mapping_of(options.get("twirling")).get("enable_gates", level_2)
    pea = (
        resilience.get("zne_mitigation", level_2)
        and mapping_of(resilience.get("zne")).get("amplifier") == "pea"
    )
    return bool(enabled or resilience.get("pec_mitigation") or pea)
