"""Fingerprints of submissions: equal if the same work would run; stored by the service as a tag of the job.

A fingerprint covers the content of `params`, not their bytes. Differences between processes for the same
work are ignored: compression, the order of keys in JSON objects, and in circuits what
`qrt_facade._circuits.content` names. Anything that would run differently, on another backend or with other shots,
values or options, has another fingerprint.

- Order: keys of JSON objects are sorted; the order of lists matters.
- Numbers in parameter values and observables are compared by value (`1` is `1.0`), all others as JSON writes them.
  `-0.0` is not `0.0`. NaN and infinity do not occur, because such submissions are refused.
- Arrays of parameter values are equal to lists of the same numbers, whatever their dtype; other arrays are compared by
  dtype, shape and elements in C order.
- Texts in the passthrough data of an executor job are compared unchanged, because they are returned unchanged.
- Nothing outside `params` is included, except the program, the backend and the calibration: a job that is
  private, in a session, tagged, or limited in time is the same work.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from array import array
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, Protocol

from attrs import frozen

from qrt_facade._base.coerce import is_list, is_mapping
from qrt_facade._circuits.content import content_of
from qrt_facade._programs.packed import Kind, numbers_in, packed_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_DIGITS: Final = 12
_TAG: Final = re.compile(rf"qrt-print-{'-'.join([f'([0-9a-f]{{{_DIGITS}}})'] * 5)}")
_EXACT: Final = 2**53  # floats represent all whole numbers up to here exactly
_NUMBERS: Final = frozenset((float, int))
_NOT_PLAIN: Final = frozenset((dict, list, tuple, str))
_TENSOR: Final = {"data", "shape", "dtype"}  # keys of an array of the executor
_LISTS: Final = frozenset((list, tuple))
_NESTING: Final = frozenset((dict, list, tuple))
_CIRCUIT: Final = {"": "circuit"}  # placeholder for a circuit hashed separately
_MEASURES: Final = {"sampler": 2, "estimator": 3}
"""The index of the shots or the precision in a PUB."""


@frozen
class Fingerprint:
    """The work of a submission, as five hashes of 48 bits.

    Attributes:
        program: The program.
        backend: The backend, or the mock backend of a dry run.
        circuits: The circuits, in order.
        values: Parameter values and observables.
        settings: Shots, precision, options, the calibration, and everything else in `params`.
    """

    program: str
    backend: str
    circuits: str
    values: str
    settings: str

    @classmethod
    def of(
        cls,
        program_id: str,
        params: Mapping[str, Any],
        backend_name: str,
        *,
        calibration_id: str | None = None,
    ) -> Fingerprint:
        """Compute the fingerprint of a submission.

        Args:
            program_id: Program of the job.
            params: Its `params`, as sent on the wire.
            backend_name: The backend that it is submitted to.
            calibration_id: The alternative calibration that it uses; None for the backend's own.
        """
        parts = _Parts()
        parts.read(program_id, params, calibration_id)
        return cls(
            _digits(hashlib.sha256(program_id.encode())),
            _digits(hashlib.sha256(backend_name.encode())),
            _digits(parts.circuits),
            _digits(parts.values),
            _digits(parts.settings),
        )

    @classmethod
    def of_tag(cls, tag: str) -> Fingerprint | None:
        """Return the fingerprint stated by a job's tag; None for any other tag."""
        found = _TAG.fullmatch(tag)
        return None if found is None else cls(*found.groups())

    @property
    def tag(self) -> str:
        """The tag that states the fingerprint, 74 characters: `qrt-print-` and the parts."""
        parts = (self.program, self.backend, self.circuits, self.values, self.settings)
        return f"qrt-print-{'-'.join(parts)}"

    def differences(self, other: Fingerprint) -> tuple[str, ...]:
        """Describe the differences from another fingerprint; empty if they are equal."""
        words = {
            "program": "the program",
            "backend": "the backend",
            "circuits": "the circuits",
            "values": "the parameter values or observables",
            "settings": "the options (shots and precision included)",
        }
        return tuple(word for name, word in words.items() if getattr(self, name) != getattr(other, name))


class Digest(Protocol):
    """A `hashlib` digest."""

    def update(self, data: bytes, /) -> None:
        """Add bytes."""
        ...

    def hexdigest(self) -> str:
        """Return the digest as text."""
        ...


class _Parts:
    """The digests of `params`, updated part by part."""

    def __init__(self) -> None:
        self.circuits = hashlib.sha256()
        self.values = hashlib.sha256()
        self.settings = hashlib.sha256()

    def read(self, program_id: str, params: Mapping[str, Any], calibration_id: str | None) -> None:
        rest = dict(params)
        pubs = rest.get("pubs")
        measure = _MEASURES.get(program_id)
        if measure is not None and is_list(pubs):
            rest["pubs"] = [self._pub(pub, measure) for pub in pubs]
        elif is_list(rest.get("circuits")):
            rest["circuits"] = [self._circuit(circuit) for circuit in rest["circuits"]]
        elif program_id == "executor" and is_mapping(program := rest.get("quantum_program")):
            rest["quantum_program"] = self._executor(program)
        self._feed(self.settings, rest)
        self._feed(self.settings, calibration_id)

    def _pub(self, pub: Any, measure: int) -> Any:
        """Hash a PUB's circuit and its values, and return the rest of it: its shots or its precision."""
        circuit, *others = pub if is_list(pub) and pub else [pub]
        while others and others[-1] is None:  # a trailing None is the same as an omitted part
            others.pop()
        values, asked = others[: measure - 1], others[measure - 1 :]
        # A PUB with its own shots has a place for values before them, even if it has no values.
        for value in values + [None] * (measure - 1 - len(values)):
            self._feed(self.values, value, by_value=True)
        return [self._circuit(circuit), *asked]

    def _executor(self, program: Mapping[str, Any]) -> Mapping[str, Any]:
        """Hash passthrough data and text circuits of an executor job, and return the rest of its program.

        Packed circuits are handled where they occur.
        """
        rest = dict(program)
        if (data := rest.pop("passthrough_data", None)) is not None:
            self.settings.update(b"P")
            self._feed_data(data)
        circuits = rest.get("circuits")
        if is_mapping(circuits) and is_list(texts := circuits.get("data")):
            rest["circuits"] = {**circuits, "data": [self._circuit(text) for text in texts]}
        return rest

    def _feed_data(self, value: Any) -> None:
        """Hash passthrough data: texts are returned unchanged, so they are not parsed; only arrays are unpacked."""
        part = self.settings
        if is_mapping(value) and set(value) == _TENSOR:
            part.update(b"T")
            self._feed(self.values, value)
        elif is_mapping(value):
            part.update(b"{%d" % len(value))
            for key in sorted(value):
                _feed_bytes(part, b"k", key.encode("utf-8", "surrogatepass"))
                self._feed_data(value[key])
        elif is_list(value) and not set(map(type, value)).isdisjoint(_NESTING):
            part.update(b"[%d" % len(value))
            for item in value:
                self._feed_data(item)
        else:
            _feed_bytes(part, b"v", json.dumps(value).encode())

    def _circuit(self, circuit: Any) -> Any:
        """Hash a circuit and return its placeholder; return any other value unchanged."""
        is_typed = is_mapping(circuit) and circuit.get("__type__") == "QuantumCircuit"
        if not is_typed and not isinstance(circuit, str):
            return circuit
        self.circuits.update(content_of(circuit))
        return _CIRCUIT

    def _feed(self, part: Digest, value: Any, *, by_value: bool = False) -> None:
        """Hash a JSON value so that different values feed different bytes.

        Args:
            part: The digest.
            value: A JSON value, as returned by `checked_json`.
            by_value: Whether `1` and `1.0` are equal.
        """
        if by_value and is_mapping(value) and (numbers := numbers_in(value)) is not None:
            shape, doubles = numbers
            _feed_bytes(part, b"n", b"/".join(b"%d" % length for length in shape))
            _feed_bytes(part, b"", doubles)
        elif (is_mapping(value) or isinstance(value, str)) and (found := packed_in(value)) is not None:
            kind, digest = found
            part.update(kind.value)
            (self.circuits if kind is Kind.CIRCUIT else self.values).update(digest)
        elif isinstance(value, str) and (document := _document_in(value)) is not None:
            part.update(b"J")
            self._feed(part, document, by_value=by_value)
        elif is_mapping(value) and set(value) == _TENSOR and part is not self.values:
            part.update(b"T")
            self._feed(self.values, value)
        elif is_mapping(value):
            part.update(b"{%d" % len(value))
            for key in sorted(value):
                _feed_bytes(part, b"k", key.encode("utf-8", "surrogatepass"))
                self._feed(part, value[key], by_value=by_value)
        elif is_list(value):
            self._feed_list(part, value, by_value=by_value)
        else:
            if by_value and type(value) is int and _is_exact(value):
                value = float(value)
            _feed_bytes(part, b"v", json.dumps(value).encode())

    def _feed_list(self, part: Digest, values: Sequence[Any], *, by_value: bool) -> None:
        # Sweeps are nested lists of millions of numbers, so avoid Python loops over them.
        lengths, flat = _flattened(values)
        kinds = set(map(type, flat))
        if kinds == {float} or (by_value and kinds and kinds <= _NUMBERS and all(map(_is_exact, flat))):
            _feed_bytes(part, b"n", lengths)
            _feed_bytes(part, b"", _little_endian(flat))
        elif not by_value and kinds.isdisjoint(_NOT_PLAIN):
            _feed_bytes(part, b"l", json.dumps(values).encode())
        else:
            part.update(b"[%d" % len(values))
            for value in values:
                self._feed(part, value, by_value=by_value)


def _flattened(values: Sequence[Any]) -> tuple[bytes, Sequence[Any]]:
    """Return the lengths of nested lists, level by level, and the concatenated items of the innermost ones."""
    levels = [b"%d" % len(values)]
    while values and _LISTS.issuperset(map(type, values)):
        lengths = list(map(len, values))
        alike = lengths.count(lengths[0]) == len(lengths)
        levels.append(b"%d" % lengths[0] if alike else repr(lengths).encode())
        values = list(chain.from_iterable(values))
    return b"/".join(levels), values


def _document_in(text: str) -> Any:
    """Parse a text as JSON, the form of the executor's samplexes, which may contain circuits; None for other text."""
    if not text.startswith(("{", "[")):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _feed_bytes(part: Digest, kind: bytes, content: bytes) -> None:
    part.update(b"%b%d:" % (kind, len(content)))
    part.update(content)


def _is_exact(number: float) -> bool:
    """Return whether a number equals the float of the same value."""
    return -_EXACT <= number <= _EXACT or type(number) is float


def _little_endian(numbers: Sequence[float]) -> bytes:
    doubles = array("d", numbers)
    if sys.byteorder == "big":  # pragma: no cover - such a processor
        doubles.byteswap()
    return doubles.tobytes()


def _digits(part: Digest) -> str:
    return part.hexdigest()[:_DIGITS]
