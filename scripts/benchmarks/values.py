"""Conversions between bytes and values: results, parameters, device data. Nothing is sent."""

from __future__ import annotations

import base64
import gzip
import io
import json
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np
from qiskit.circuit import QuantumCircuit
from qiskit.circuit.library import efficient_su2
from qiskit.primitives import BitArray
from qiskit.primitives.containers.sampler_pub import SamplerPub
from qiskit_ibm_runtime import RuntimeDecoder, RuntimeEncoder
from qiskit_ibm_runtime.utils.backend_decoder import (
    configuration_from_server_data,
    properties_from_server_data,
)
from qrt_client.models import BackendConfigurationResponse, BackendPropertiesResponse
from qrt_client.types import Received

from benchmarks import bodies
from benchmarks.clients import DEVICE, PEER
from benchmarks.table import Row, compare
from qrt_facade._connection.bodies import Unpacking
from qrt_facade._programs.params import sampler_params
from qrt_facade.emulator.domain.devices import Device
from qrt_facade.results import Samples, decode_result

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.measuring import Effort

_DECODER = "RuntimeDecoder"
_ONCE = "json, one pass"
_PARSED = "json.loads"
_PIECE = 65_536
"""Number of bytes that httpcore reads at once."""


def decoding(effort: Effort) -> list[Row]:
    """Bodies to arrays and to counts, and arrays to counts, for many and few outcomes."""
    shots, rounds = effort.size(1_000_000, 20_000), effort.rounds(0.4)
    few = bodies.few_distinct(shots, 1000)
    drawn = {
        "all distinct": bodies.all_distinct(shots),
        "GHZ, 1 % readout error": bodies.ghz(shots),
        "1,000 distinct": few,
    }
    return [
        *_decoded(
            "plain result", bodies.plain(few), by_peer_from_plain, _parsed_once, rounds=rounds, aim=1 / 12
        ),
        *_decoded(
            "typed result", bodies.typed(few), by_peer_from_typed, _inflated_once, rounds=rounds, aim=1 / 10
        ),
        *(_counted(name, array, rounds) for name, array in drawn.items()),
        *_counted_without_strings(drawn["all distinct"], rounds),
        _inflated(bodies.plain(few), rounds),
    ]


def _decoded(
    what: str,
    body: bytes,
    peer: Callable[[bytes], Any],
    once: Callable[[bytes], Any],
    *,
    rounds: int,
    aim: float,
) -> list[Row]:
    to_array = {"ours": lambda: by_us(body), _DECODER: lambda: peer(body)}
    to_counts = {"ours": lambda: by_us(body).counts(), _DECODER: lambda: peer(body).get_counts()}
    limit = {_ONCE: lambda: once(body)}
    named = f"{what} to counts (1,000 distinct)"
    return [
        compare(
            f"{what} to array",
            to_array | limit,
            rounds,
            peer=_DECODER,
            limit=_ONCE,
            aims={"limit": 2},
            by="cpu",
        ),
        compare(named, to_counts | limit, rounds, peer=_DECODER, limit=_ONCE, aims={"peer": aim}, by="cpu"),
    ]


def by_us(body: bytes) -> Any:
    """The samples of the only register, decoded by this project."""
    return decode_result("sampler", body)[0].c


def by_peer_from_plain(body: bytes) -> Any:
    """The samples of a plain result, decoded by IBM's client."""
    register = json.loads(body, cls=RuntimeDecoder)["results"][0]["data"]["c"]
    return BitArray.from_samples(register["samples"], register["num_bits"])


def by_peer_from_typed(body: bytes) -> Any:
    """The samples of a typed result, decoded by IBM's client."""
    return json.loads(body, cls=RuntimeDecoder)[0].data.c


def _parsed_once(body: bytes) -> Any:
    return json.loads(body), np.frombuffer(body, dtype=np.uint8).sum()


def _inflated_once(body: bytes) -> Any:
    document = json.loads(body)["__value__"]["pub_results"][0]["__value__"]["data"]["__value__"]
    text = document["fields"]["c"]["__value__"]["array"]["__value__"]
    return np.load(io.BytesIO(zlib.decompress(base64.b64decode(text)))).sum()


def _inflated(body: bytes, rounds: int) -> Row:
    """A gzip-compressed body in pieces of a socket's size: with a checked size limit, and all at once."""
    sent = gzip.compress(body, 6)
    pieces = [sent[start : start + _PIECE] for start in range(0, len(sent), _PIECE)]

    def within_limits() -> bytes:
        unpacking = Unpacking("gzip", limit=len(body))
        text = b"".join(out for piece in pieces for out in unpacking.pieces(piece))
        unpacking.finish()
        return text

    works = {"ours": within_limits, "gzip.decompress": lambda: gzip.decompress(sent)}
    named = "plain result that comes as gzip, inflated"
    return compare(named, works, rounds, limit="gzip.decompress", aims={"limit": 1.25}, by="cpu")


def _counted(name: str, array: Any, rounds: int) -> Row:
    samples, bit_array = Samples(array, bodies.NUM_BITS), BitArray(array, bodies.NUM_BITS)
    # Counts need a string and a dictionary entry for each distinct outcome, in any implementation.
    text = "\n".join(samples.counts())
    works = {
        "ours": samples.counts,
        "get_counts": bit_array.get_counts,
        "one dict": lambda: dict.fromkeys(text.split("\n"), 1),
    }
    named = f"array to counts ({name})"
    # A dict of a million strings, built from one text, takes more than a quarter of the peer's time itself.
    return compare(named, works, rounds, peer="get_counts", limit="one dict", aims={"peer": 0.25}, by="cpu")


def _counted_without_strings(array: Any, rounds: int) -> list[Row]:
    samples, bit_array = Samples(array, bodies.NUM_BITS), BitArray(array, bodies.NUM_BITS)
    counted: dict[str, Callable[[], Any]] = {
        "ours": samples.int_counts,
        "get_int_counts": bit_array.get_int_counts,
    }
    distinct: dict[str, Callable[[], Any]] = {"ours": samples.distinct, "get_counts": bit_array.get_counts}
    what = "(all distinct)"
    return [
        compare(f"array to counts by number {what}", counted, rounds, peer="get_int_counts", by="cpu"),
        compare(
            f"array to distinct outcomes {what}",
            distinct,
            rounds,
            peer="get_counts",
            aims={"peer": 0.25},
            by="cpu",
        ),
    ]


def encoding(effort: Effort) -> list[Row]:
    """The parameters of a sampler job as JSON, compared with those of IBM's client for the same circuit."""
    sweep = efficient_su2(10, reps=1)
    sweep.measure_all()
    points = np.random.default_rng(1).random((effort.size(10_000, 100), sweep.num_parameters))
    gates = QuantumCircuit(100, 100)
    for number in range(effort.size(1_000, 20)):
        gates.rz(number / 7, number % 100)
        gates.sx(number % 100)
        gates.cz(number % 100, (number + 1) % 100)
        gates.rz(number / 3, number % 100)
        gates.x(number % 100)
    size = gates.size()
    gates.measure(range(100), range(100))
    return [
        _encoded(f"encode a sweep of {len(points):,} points", (sweep, points), effort.rounds(2)),
        _encoded(f"encode a circuit of {size:,} gates", (gates,), effort.rounds(2)),
    ]


def _encoded(what: str, pub: tuple[Any, ...], rounds: int) -> Row:
    def by_peer() -> str:
        # What SamplerV2 sends: checked and normalised before it is encoded.
        return json.dumps({"pubs": [SamplerPub.coerce(pub)], "version": 2}, cls=RuntimeEncoder)

    works = {"ours": lambda: json.dumps(sampler_params([pub])), "RuntimeEncoder": by_peer}
    # The target is not to be slower, but the same work varies by 5 %.
    return compare(what, works, rounds, peer="RuntimeEncoder", aims={"peer": 1.05})


def backends(effort: Effort) -> list[Row]:
    """The service's data about a device of 156 qubits: into the generated models, and into IBM's."""
    device = Device.named(DEVICE)
    configuration = BackendConfigurationResponse.from_dict, configuration_from_server_data
    properties = BackendPropertiesResponse.from_dict, properties_from_server_data
    return [
        _read("configuration of 156 qubits", device.configuration_json, *configuration, effort),
        _read("properties of 156 qubits", device.properties_json, *properties, effort),
    ]


def _read(
    what: str, body: bytes, ours: Callable[[Any], Any], peer: Callable[[Any], Any], effort: Effort
) -> Row:
    works: dict[str, Callable[[], Any]] = {
        "ours": lambda: ours(Received(json.loads(body))),  # as a response is parsed
        PEER: lambda: peer(json.loads(body)),
        _PARSED: lambda: json.loads(body),
    }
    calls, rounds = effort.size(5, 2), effort.rounds(2)
    return compare(what, works, rounds, calls=calls, peer=PEER, limit=_PARSED, aims={"limit": 2.5}, by="cpu")
