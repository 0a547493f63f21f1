"""Between bytes and values: results, parameters, what is known of a backend. Nothing is sent."""

from __future__ import annotations

import base64
import io
import json
import zlib
from typing import TYPE_CHECKING

from benchmarks import bodies
from benchmarks.clients import DEVICE
from benchmarks.measuring import in_turn, seconds
from benchmarks.table import Aim, Row

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from benchmarks.measuring import Effort
    from benchmarks.table import Series

_DECODER = "RuntimeDecoder"
_LIMIT = "json, one pass"
_NEAR = (Aim("limit", 2),)
_COUNTED = (Aim("peer", 1 / 10),)
_NOT_SLOWER = (Aim("peer", 1.05),)  # the same work differs by more from one time to the next


def decoding(effort: Effort) -> list[Row]:
    """Bodies to arrays and to counts, and arrays to counts, for outcomes that are many and few."""
    shots, rounds = effort.size(1_000_000, 20_000), effort.rounds(0.4)
    few = bodies.few_distinct(shots, 1000)
    drawn = {
        "all distinct": bodies.all_distinct(shots),
        "GHZ, 1 % readout error": bodies.ghz(shots),
        "1,000 distinct": few,
    }
    return [
        *_decoded("plain result", bodies.plain(few), _peer_from_plain, _parsed_once, rounds),
        *_decoded("typed result", bodies.typed(few), _peer_from_typed, _inflated_once, rounds),
        *(_counted(name, array, rounds) for name, array in drawn.items()),
    ]


def _decoded(
    what: str, body: bytes, peer: Callable[[bytes], Any], once: Callable[[bytes], Any], rounds: int
) -> list[Row]:
    to_array = in_turn(
        {
            "ours": seconds(lambda: _ours(body)),
            _DECODER: seconds(lambda: peer(body)),
            _LIMIT: seconds(lambda: once(body)),
        },
        rounds,
    )
    to_counts = in_turn(
        {
            "ours": seconds(lambda: _ours(body).counts()),
            _DECODER: seconds(lambda: peer(body).get_counts()),
            _LIMIT: seconds(lambda: once(body)),
        },
        rounds,
    )
    return [
        _row(f"{what} to array", to_array, _NEAR),
        _row(f"{what} to counts (1,000 distinct)", to_counts, _COUNTED + _NEAR),
    ]


def _row(what: str, measured: dict[str, Series], aims: tuple[Aim, ...]) -> Row:
    ours, peer, limit = measured.values()
    return Row(what, "s", ours, peer, limit, aims)


def _counted(name: str, array: Any, rounds: int) -> Row:
    from qiskit.primitives import BitArray

    from qrt_facade.results import Samples

    samples, bit_array = Samples(array, bodies.NUM_BITS), BitArray(array, bodies.NUM_BITS)
    # Whoever returns counts makes a string and an entry of a dictionary for each distinct outcome.
    text = "\n".join(samples.counts())
    subjects = {
        "ours": seconds(samples.counts),
        "get_counts": seconds(bit_array.get_counts),
        "one dict": seconds(lambda: dict.fromkeys(text.split("\n"), 1)),
    }
    return _row(f"array to counts ({name})", in_turn(subjects, rounds), _COUNTED)


def _ours(body: bytes) -> Any:
    from qrt_facade.results import decode_result

    return decode_result("sampler", body)[0].c


def _peer_from_plain(body: bytes) -> Any:
    from qiskit.primitives import BitArray
    from qiskit_ibm_runtime import RuntimeDecoder

    register = json.loads(body, cls=RuntimeDecoder)["results"][0]["data"]["c"]
    return BitArray.from_samples(register["samples"], register["num_bits"])


def _peer_from_typed(body: bytes) -> Any:
    from qiskit_ibm_runtime import RuntimeDecoder

    return json.loads(body, cls=RuntimeDecoder)[0].data.c


def _parsed_once(body: bytes) -> Any:
    import numpy as np

    return json.loads(body), np.frombuffer(body, dtype=np.uint8).sum()


def _inflated_once(body: bytes) -> Any:
    import numpy as np

    document = json.loads(body)["__value__"]["pub_results"][0]["__value__"]["data"]["__value__"]
    text = document["fields"]["c"]["__value__"]["array"]["__value__"]
    return np.load(io.BytesIO(zlib.decompress(base64.b64decode(text)))).sum()


def encoding(effort: Effort) -> list[Row]:
    """The parameters of a sampler job as JSON, beside those that IBM's client makes of the same circuit."""
    import numpy as np
    from qiskit.circuit import QuantumCircuit
    from qiskit.circuit.library import efficient_su2

    sweep = efficient_su2(10, reps=1)
    sweep.measure_all()
    values = np.random.default_rng(1).random((effort.size(10_000, 100), sweep.num_parameters))
    gates = QuantumCircuit(100, 100)
    for number in range(effort.size(1_000, 20)):
        gates.rz(number / 7, number % 100)
        gates.sx(number % 100)
        gates.cz(number % 100, (number + 1) % 100)
        gates.rz(number / 3, number % 100)
        gates.x(number % 100)
    gates.measure(range(100), range(100))
    points, size = len(values), sum(gates.count_ops().values()) - 100
    return [
        _encoded(f"encode a sweep of {points:,} points", (sweep, values), effort.rounds(2)),
        _encoded(f"encode a circuit of {size:,} gates", (gates,), effort.rounds(2)),
    ]


def _encoded(what: str, pub: tuple[Any, ...], rounds: int) -> Row:
    from qiskit.primitives.containers.sampler_pub import SamplerPub
    from qiskit_ibm_runtime import RuntimeEncoder

    from qrt_facade._programs.params import sampler_params

    def by_peer() -> str:
        # What SamplerV2 sends: checked and brought into shape before it is encoded.
        return json.dumps({"pubs": [SamplerPub.coerce(pub)], "version": 2}, cls=RuntimeEncoder)

    subjects = {
        "ours": seconds(lambda: json.dumps(sampler_params([pub]))),
        "RuntimeEncoder": seconds(by_peer),
    }
    measured = in_turn(subjects, rounds)
    return Row(what, "s", measured["ours"], measured["RuntimeEncoder"], None, _NOT_SLOWER)


def backends(effort: Effort) -> list[Row]:
    """What the service tells of a device of 156 qubits: into the generated models, and into IBM's."""
    from qiskit_ibm_runtime.utils.backend_decoder import (
        configuration_from_server_data,
        properties_from_server_data,
    )
    from qrt_client.models import BackendConfigurationResponse, BackendPropertiesResponse

    from qrt_facade.emulator.domain.devices import Device

    device = Device.named(DEVICE)
    configuration = (BackendConfigurationResponse.from_dict, configuration_from_server_data)
    properties = (BackendPropertiesResponse.from_dict, properties_from_server_data)
    return [
        _read("configuration of 156 qubits", device.configuration_json, configuration, effort),
        _read("properties of 156 qubits", device.properties_json, properties, effort),
    ]


def _read(
    what: str, body: bytes, works: tuple[Callable[[Any], Any], Callable[[Any], Any]], effort: Effort
) -> Row:
    ours, peer = works
    calls = effort.size(5, 2)
    subjects = {
        "ours": seconds(lambda: ours(json.loads(body)), calls),
        "qiskit-ibm-runtime": seconds(lambda: peer(json.loads(body)), calls),
        "json.loads": seconds(lambda: json.loads(body), calls),
    }
    return _row(what, in_turn(subjects, effort.rounds(2)), (Aim("limit", 3),))
