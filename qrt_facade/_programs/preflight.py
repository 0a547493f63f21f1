"""Find what the service would reject before anything is sent, without Qiskit.

`check_cheap` checks sizes and numbers; `examine_submission`, which every submission passes through, also checks what
circuits return. `examine` also compares the circuits with a backend's configuration and properties. PUBs from
`qrt_facade._programs.pubs` have had their shapes, parameter names and observables checked there.

Anything that is not understood is accepted: a circuit without problems may still fail, one with a problem will fail.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from attrs import evolve, field, frozen

from qrt_facade._base.coerce import is_list, is_mapping, list_of, mapping_of
from qrt_facade._circuits.isa import isa_violations
from qrt_facade._circuits.qasm.faults import excerpt_at
from qrt_facade._circuits.readers import read_circuit
from qrt_facade._programs.circuit_checks import (
    dynamic_fault,
    empty_result_fault,
    fractional_fault,
    needs_reading,
    value_faults,
    width_fault,
)
from qrt_facade._programs.circuit_warnings import DeviceReport, circuit_warnings, device_warnings
from qrt_facade._programs.sizes import default_shots, pub_sizes, pubs_of
from qrt_facade._service.limits import MAX_EXECUTIONS, MAX_PAYLOAD_BYTES
from qrt_facade._service.names import tag_faults
from qrt_facade._service.reason_codes import OVER_LIMIT
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qrt_facade._circuits.reading import Fault, Reading

_MOST_NESTED: Final = 100
_MOST_SHOWN: Final = 5
_NUMBERS: Final = frozenset({int, float})
_LEAST_NUMBER: Final = 2
"""Minimum bytes of a number in a list: a digit and a comma."""


@frozen
class Problem:
    """A reason for which the service would reject a job.

    Attributes:
        message: What is wrong, and what is accepted.
        code: The error code that the job or the submission would fail with, or None if unknown.
        pub: Index of the PUB, item or circuit, or None if the problem concerns the whole job.
        excerpt: The line of the program, with a caret at the position below it; "" if there is none.
        noun: What the index counts: PUBs, or items of an executor job.
    """

    message: str
    code: int | None = None
    pub: int | None = None
    excerpt: str = ""
    noun: str = "PUB"

    @classmethod
    def of(cls, fault: Fault, pub: int | None = None, circuit: Any = None) -> Problem:
        """Create the problem of a PUB from a fault of its circuit.

        Args:
            fault: What is wrong.
            pub: Index of the PUB.
            circuit: The circuit as sent on the wire; if it is text, an excerpt is shown.
        """
        excerpt = fault.excerpt
        if not excerpt and fault.position is not None and isinstance(circuit, str):
            excerpt = excerpt_at(circuit, fault.position)
        return cls(fault.located, fault.code, pub, excerpt)

    def __str__(self) -> str:
        where = "" if self.pub is None else f"{self.noun} {self.pub}: "
        text = f"{where}{self.message}" + ("" if self.code is None else f" (code {self.code})")
        return f"{text}\n{self.excerpt}" if self.excerpt else text


@frozen
class Findings:
    """Problems and warnings about a job, found before it is submitted.

    Attributes:
        problems: Reasons for rejection. The first is the one that the submission or job would fail with.
        warnings: Circuits that run, but may not do what the user intended; without duplicates.
    """

    problems: list[Problem] = field(factory=list[Problem])
    warnings: list[str] = field(factory=list[str])


def check_cheap(program_id: str, params: Mapping[str, Any], *, tags: Sequence[str] = ()) -> list[Problem]:
    """Check for too many or too large tags, payload and executions.

    Args:
        program_id: Program of the job.
        params: Its `params`, as sent on the wire. If this package built them, they include the size of each PUB;
            otherwise see `pub_sizes` for what is counted.
        tags: Its tags, including those that this package adds.
    """
    _check_params(params)
    return [*_submission_problems(params, tags), *_execution_problems(program_id, params)]


def examine_submission(program_id: str, params: Mapping[str, Any]) -> Findings:
    """Find everything that `check_cheap` finds, and problems of the circuits that do not depend on the backend.

    A sampler or executor circuit that returns nothing is a problem, because the job would be paid for nothing. Text is
    only read if it may be such a circuit or cause a warning; QPY is always read.
    """
    problems = check_cheap(program_id, params)
    warnings: dict[str, None] = {}
    for index, pub in enumerate(pubs_of(params)):
        if not needs_reading(program_id, pub[0]):
            continue
        reading = read_circuit(pub[0], for_executor=program_id == "executor")
        if reading is None or reading.faults:
            continue
        fault = empty_result_fault(reading, program_id)
        problems.extend([] if fault is None else [_problem(program_id, fault, index, pub[0])])
        warnings.update(dict.fromkeys(circuit_warnings(program_id, reading)))
    return Findings(problems, list(warnings))


def check(
    program_id: str,
    params: Mapping[str, Any],
    configuration: Mapping[str, Any],
    *,
    tags: Sequence[str] = (),
) -> list[Problem]:
    """Return the problems that `examine` finds."""
    return examine(program_id, params, configuration, tags=tags).problems


def examine(
    program_id: str,
    params: Mapping[str, Any],
    configuration: Mapping[str, Any],
    *,
    properties: Mapping[str, Any] | None = None,
    tags: Sequence[str] = (),
) -> Findings:
    """Find what the service would reject, and warnings.

    Args:
        program_id: Program of the job.
        params: Its `params`, as sent on the wire.
        configuration: The response of `GET /backends/{id}/configuration`.
        properties: The response of `GET /backends/{id}/properties`; None if unknown.
        tags: Its tags.
    """
    _check_params(params)
    problems = list(_submission_problems(params, tags))
    twirled = _twirls_gates(program_id, params)
    device = DeviceReport.of(configuration, properties)
    warnings: dict[str, None] = {}
    late: list[Problem] = []
    circuits = pubs_of(params) or [[circuit] for circuit in list_of(params.get("circuits"))]
    for index, pub in enumerate(circuits):
        reading = read_circuit(pub[0], for_executor=program_id == "executor")
        if reading is None:
            continue
        faults = list(reading.faults) or list(
            _circuit_faults(program_id, pub, reading, configuration, twirled=twirled)
        )
        problems.extend(_problem(program_id, fault, index, pub[0]) for fault in faults)
        if reading.faults:
            continue
        if twirled and program_id != "estimator" and (fault := fractional_fault(reading)) is not None:
            late.append(_problem(program_id, fault, index, pub[0]))
        warnings.update(dict.fromkeys(circuit_warnings(program_id, reading)))
        warnings.update(dict.fromkeys(device_warnings(reading, device)))
    return Findings([*problems, *late, *_execution_problems(program_id, params)], list(warnings))


def refuse(problems: Sequence[Problem], *, by: str = "The service") -> None:
    """Raise a ConfigurationError that lists the problems, if there are any.

    Args:
        problems: Reasons for rejection.
        by: What would reject the job: the service, or a backend by name.
    """
    _refuse([str(problem) for problem in problems], f"{by} would reject this job.")


def refuse_many(found: Sequence[Findings], *, by: str, names: Sequence[str] | None = None) -> None:
    """Raise a ConfigurationError that lists the problems of several jobs by job, if there are any.

    Args:
        found: The findings of each job.
        by: Name of the backend.
        names: Name of each job; by default `job 0` and so on.
    """
    if len(found) == 1 and names is None:
        refuse(found[0].problems, by=by)
        return
    called = [f"job {index}" for index in range(len(found))] if names is None else names
    problems = [
        f"{name}: {problem}" for name, one in zip(called, found, strict=True) for problem in one.problems
    ]
    _refuse(problems, f"{by} would reject these jobs.")


def _refuse(problems: Sequence[str], beginning: str) -> None:
    if not problems:
        return
    shown = problems[:_MOST_SHOWN]
    more = f"And {len(problems) - _MOST_SHOWN} more." if len(problems) > _MOST_SHOWN else ""
    if any("\n" in text for text in shown):  # excerpts need separate lines
        text = "\n".join([beginning, *shown, *filter(None, [more])])
    else:
        text = f"{beginning} {'. '.join(shown)}. {more}".rstrip()
    error = ConfigurationError(text)
    error.job_rejected = True
    raise error


def _circuit_faults(
    program_id: str, pub: list[Any], reading: Reading, configuration: Mapping[str, Any], *, twirled: bool
) -> Iterator[Fault]:
    """Yield the faults of a PUB whose circuit can be loaded, in the order in which a job finds them."""
    yield from isa_violations(reading, configuration)
    if program_id == "estimator":
        _, observables, values = [*pub, None, None][:3]
        found = [
            fractional_fault(reading) if twirled else None,
            dynamic_fault(reading),
            width_fault(reading, observables),
        ]
    else:
        values = pub[1] if len(pub) > 1 else None
        found = [empty_result_fault(reading, program_id)]
    yield from (fault for fault in found if fault is not None)
    yield from value_faults(reading, values, configuration)


def _check_params(params: Mapping[str, Any]) -> None:
    if not is_mapping(params):
        raise ConfigurationError(
            f"params: expected a mapping of parameters of the program, not {type(params).__name__}"
        )


def _submission_problems(params: Mapping[str, Any], tags: Sequence[str]) -> Iterator[Problem]:
    yield from (Problem(message, code) for code, message in tag_faults(tags))
    yield from _payload_problems(params)


def _payload_problems(params: Mapping[str, Any]) -> Iterator[Problem]:
    size = _least_size(params)
    if size > MAX_PAYLOAD_BYTES:
        yield Problem(
            f"the inputs are at least {size / 1e6:.1f} MB large; accepted: at most {MAX_PAYLOAD_BYTES / 1e6:g} MB",
            5302,
        )


def _least_size(value: Any) -> int:
    """Return the minimum size of a value as JSON, without writing it: texts count in full, numbers as one digit.

    Raises:
        ConfigurationError: Lists and mappings are nested too deeply.
    """
    size = 0
    waiting: list[tuple[Any, int]] = [(value, 0)]
    while waiting:
        value, depth = waiting.pop()
        if depth > _MOST_NESTED:
            raise ConfigurationError(f"params: lists and mappings are nested more than {_MOST_NESTED} deep")
        if is_mapping(value):
            size += sum(len(str(key)) + 4 for key in value)
            waiting += [(item, depth + 1) for item in value.values()]
        elif is_list(value):
            size += 2
            # Sweeps are lists of millions of numbers, which need no inspection one by one.
            if depth < _MOST_NESTED and _NUMBERS.issuperset(map(type, value)):
                size += _LEAST_NUMBER * len(value)
            else:
                waiting += [(item, depth + 1) for item in value]
        else:
            size += 2 + len(value) if isinstance(value, str) else _LEAST_NUMBER
    return size


def _execution_problems(program_id: str, params: Mapping[str, Any]) -> Iterator[Problem]:
    default = default_shots(program_id, params)
    total = 0
    for index, size in enumerate(pub_sizes(program_id, params)):
        shots = default if size.shots is None else size.shots
        if shots > MAX_EXECUTIONS:
            yield Problem(
                f"the number of shots, {shots}, exceeds the system limit {MAX_EXECUTIONS}",
                OVER_LIMIT,
                index,
                noun=_noun(program_id),
            )
        total += shots * size.points
    if total > MAX_EXECUTIONS:
        yield Problem(
            f"the job has at least {total} executions; accepted: at most {MAX_EXECUTIONS}", OVER_LIMIT
        )


def _problem(program_id: str, fault: Fault, index: int, circuit: Any) -> Problem:
    return evolve(Problem.of(fault, index, circuit), noun=_noun(program_id))


def _noun(program_id: str) -> str:
    return "item" if program_id == "executor" else "PUB"


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
