"""Tables of a backend's configuration and properties for notebooks: a summary of hundreds of kilobytes.

No I/O. Fields that the service omits are omitted.
"""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Any, Final

from qrt_facade._base.coerce import list_of, mapping_of, number_of, parse_time, text_of, texts_of, whole_of
from qrt_facade._base.units import SECONDS_PER_UNIT, measured
from qrt_facade._base.wording import pluralize
from qrt_facade._display.format import error_rate, whole
from qrt_facade._display.html import facts_table, note, table
from qrt_facade._service.broken import Broken, qubits_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from qrt_facade._display.facts import Value

_CONFIGURATION_NOTE: Final = (
    "Each value is an attribute, such as coupling_map; to_dict() has all of them. "
    "backend.properties() has the errors, and backend.plot() draws them."
)
_PROPERTIES_NOTE: Final = "qubits[q] and gates have every number with its unit and date; to_dict() has all of them. backend.plot() draws the errors."
_MOST_NAMED: Final = 8
_MICRO: Final = SECONDS_PER_UNIT["us"]

Readings = list[tuple[float, str]]
"""Numbers, each with the qubits for which it was measured."""


def configuration_html(configuration: Mapping[str, Any]) -> str:
    """Return the table of a configuration, as returned by `GET /backends/{id}/configuration`."""
    pairs = {frozenset(pair) for pair in map(qubits_of, list_of(configuration.get("coupling_map"))) if pair}
    basis = texts_of(configuration.get("basis_gates"))
    others = [
        name for name in texts_of(configuration.get("supported_instructions")) if name not in set(basis)
    ]
    processor = mapping_of(configuration.get("processor_type"))
    named = [str(processor[key]) for key in ("family", "revision") if processor.get(key)]
    dt, delay = number_of(configuration.get("dt")), number_of(configuration.get("default_rep_delay"))
    shown = facts_table(
        f"Configuration of {text_of(configuration.get('backend_name')) or 'a backend'}",
        [
            ("qubits", whole(whole_of(configuration.get("n_qubits")))),
            ("couplings", f"{pluralize(len(pairs), 'pair')} of qubits" if pairs else None),
            ("basis gates", ", ".join(basis)),
            ("other instructions", ", ".join(others)),
            ("processor", " ".join(named)),
            ("most shots", whole(whole_of(configuration.get("max_shots")))),
            ("dt", None if dt is None else f"{dt:.4g} ns"),
            ("pause between shots", None if delay is None else f"{delay:.4g} µs"),
            ("simulator", "yes" if configuration.get("simulator") is True else None),
            ("version", text_of(configuration.get("backend_version"))),
            ("online since", parse_time(configuration.get("online_date"))),
        ],
    )
    return shown + note(_CONFIGURATION_NOTE)


def properties_html(properties: Mapping[str, Any]) -> str:
    """Return the table of properties, as returned by `GET /backends/{id}/properties`: median, best and worst values.

    Broken parts are listed below, and count neither as worst nor towards the median.
    """
    broken = Broken.of(properties)
    qubits = [measured(entry) for entry in list_of(properties.get("qubits"))]
    rows: list[Sequence[Value]] = []

    def add(label: str, readings: Readings, written: Callable[[float], str | None], *, low: bool) -> None:
        if readings:
            ordered = sorted(readings, reverse=not low)
            usual = median(value for value, _ in readings)
            extremes = (f"{written(value)} ({where})" for value, where in (ordered[0], ordered[-1]))
            rows.append((label, written(usual), *extremes))

    for name, written, low in (
        ("T1", _microseconds, False),
        ("T2", _microseconds, False),
        ("readout_error", error_rate, True),
    ):
        found = [
            (values[name], f"qubit {qubit}")
            for qubit, values in enumerate(qubits)
            if name in values and qubit not in broken.qubits
        ]
        add(name.replace("_", " "), found, written, low=low)
    errors = _gate_errors(properties, broken)
    while errors:
        found = errors[min(errors)]
        # The service reports the same errors for all gates that are a single pulse.
        alike = sorted(name for name, readings in errors.items() if readings == found)
        add(f"{', '.join(alike)} error", found, error_rate, low=True)
        errors = {name: readings for name, readings in errors.items() if name not in alike}
    name = text_of(properties.get("backend_name")) or "a backend"
    shown = table(
        f"Properties of {name}: {pluralize(len(qubits), 'qubit')}", ("", "median", "best", "worst"), rows
    )
    calibrated = parse_time(properties.get("last_update_date"))
    when = "" if calibrated is None else facts_table("", [("calibrated", calibrated)])
    failing = f"Not operational: {_failing(broken)}." if broken else ""
    return shown + when + (note(failing) if failing else "") + note(_PROPERTIES_NOTE)


def _microseconds(time: float) -> str:
    return f"{time / _MICRO:.4g} µs"


def _gate_errors(properties: Mapping[str, Any], broken: Broken) -> dict[str, Readings]:
    """Return the errors of each gate that has any above 0: virtual gates and delays have none."""
    found: dict[str, Readings] = {}
    for entry in map(mapping_of, list_of(properties.get("gates"))):
        gate, place = text_of(entry.get("gate")), qubits_of(entry.get("qubits"))
        error = measured(entry.get("parameters")).get("gate_error")
        if gate and place and error is not None and not broken.forbids(gate, place):
            where = f"qubit {place[0]}" if len(place) == 1 else f"qubits {', '.join(map(str, place))}"
            found.setdefault(gate, []).append((error, where))
    return {gate: readings for gate, readings in found.items() if any(error > 0 for error, _ in readings)}


def _failing(broken: Broken) -> str:
    """Return the broken qubits, and for each gate the pairs on which it fails in one direction or both."""
    pairs: dict[str, set[tuple[int, ...]]] = {}
    for gate, place in broken.gates:
        pairs.setdefault(gate, set()).add(tuple(sorted(place)))
    parts = [_listed("qubit", [str(qubit) for qubit in sorted(broken.qubits)])] if broken.qubits else []
    for gate, places in sorted(pairs.items()):
        parts.append(_listed(f"{gate} on", ["-".join(map(str, place)) for place in sorted(places)]))
    return "; ".join(parts)


def _listed(what: str, names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMED
    return f"{what} {', '.join([*names[:_MOST_NAMED], *([f'and {more:,} more'] if more > 0 else [])])}"
