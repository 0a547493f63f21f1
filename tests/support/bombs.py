"""Small documents that declare huge sizes: each ends in an error, or in a value of proportional size.

`RESULTS` are results, `BODIES` whole HTTP responses, `FILES` saved results. Each is built on demand.

As a program (`python -m support.bombs URL FOLDER`) it processes all of them with 300 MB of memory, with the bodies at
the URL and the files in the folder, and prints the outcome of each.
"""

from __future__ import annotations

import base64
import functools
import gzip
import io
import json
import math
import resource
import sys
import time
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from support.scripted import API_KEY, INSTANCE, reply

from qrt_facade import QrtError, RuntimeClient
from qrt_facade.results import decode_result, load_result

if TYPE_CHECKING:
    from collections.abc import Callable

MEGABYTE = 1 << 20
BILLION = 10**9
CHUNK = {
    "start": "2026-11-27T00:00:00Z",
    "stop": "2026-11-27T00:00:01Z",
    "parts": [{"idx_item": 0, "size": 1, "permutation": [0], "element_range": [0, BILLION, 1]}],
}


@dataclass(frozen=True)
class Bomb:
    """A result, and how it is used.

    Attributes:
        body: Builds its body.
        program: The program that it claims to be from.
        use: What a user does with the decoded result.
        harmless: Whether it gives a value instead of an error.
        max_bytes: The limit for its arrays; None for the usual limit.
    """

    body: Callable[[], str | bytes]
    program: str = "sampler"
    use: Callable[[Any], Any] = repr
    harmless: bool = False
    max_bytes: int | None = None


def sampler(samples: str, num_bits: str) -> Callable[[], str]:
    return lambda: f'{{"results":[{{"data":{{"c":{{"samples":{samples},"num_bits":{num_bits}}}}}}}]}}'


def values(document: Any) -> Callable[[], str]:
    return lambda: json.dumps({"results": [{"data": document}]})


def executor(tensor: Any, version: str = "v1.0") -> Callable[[], str]:
    return lambda: json.dumps({"schema_version": version, "data": [{"results": {"m": tensor}}]})


def estimated(bits: list[int], **task: Any) -> Callable[[], str]:
    """An executor job of the estimator of IBM's client, with bits that are 0."""
    register = tensor("bool", bits, bytes(-(-math.prod(bits) // 8)), packed=True)
    described = {
        "version": "0.1",
        "mitigation": None,
        "broadcast_obs_and_params": True,
        "observables": {"Z": 1.0},
        "param_basis_pairs": [[[0], "Z"]],
        "param_shape": [1],
        "program_item_index": 0,
        **task,
    }
    return by_ibm("estimator_v2", {"_meas": register}, {"num_pubs": 1}, {"qiskit_mitigation": [described]})


def by_ibm(
    role: str, results: dict[str, Any], about: dict[str, Any], more: dict[str, Any] | None = None
) -> Callable[[], str]:
    """An executor job of a primitive of IBM's client."""
    return lambda: json.dumps(
        {
            "schema_version": "v2.0",
            "semantic_role": role,
            "data": [{"results": results}],
            "passthrough_data": {"post_processor": {"version": "v0.1", **about}, **(more or {})},
        }
    )


def tensor(
    dtype: Any, shape: Any, data: bytes = b"\xff", *, packed: bool = False, megabytes: int = 0
) -> dict[str, Any]:
    content = zeros(megabytes) if megabytes else zlib.compress(data) if packed else data
    return {"dtype": dtype, "shape": shape, "data": base64.b64encode(content).decode()}


def packed(content: bytes) -> str:
    return base64.b64encode(zlib.compress(content)).decode()


def zeros(megabytes: int, head: bytes = b"", wbits: int = 15) -> bytes:
    """Megabytes of zeros, compressed: after a full flush, all pieces are equal."""
    stream = zlib.compressobj(9, zlib.DEFLATED, wbits)
    start = stream.compress(head) + stream.flush(zlib.Z_FULL_FLUSH)
    return start + (stream.compress(bytes(MEGABYTE)) + stream.flush(zlib.Z_FULL_FLUSH)) * megabytes


def npy(
    descr: Any, shape: str, data: bytes = bytes(8), *, order: bool = False, megabytes: int = 0
) -> dict[str, Any]:
    """A typed array with an arbitrary header."""
    header = f"{{'descr': {descr!r}, 'fortran_order': {order}, 'shape': {shape}, }}"
    head = b"\x93NUMPY\x02\x00" + (len(header) + 1).to_bytes(4, "little") + header.encode() + b"\n"
    content = zeros(megabytes, head) if megabytes else zlib.compress(head + data)
    return {"__type__": "ndarray", "__value__": base64.b64encode(content).decode()}


def saved_npy(array: Any) -> dict[str, Any]:
    with io.BytesIO() as written:
        np.save(written, array, allow_pickle=True)
        return {"__type__": "ndarray", "__value__": packed(written.getvalue())}


def bits(array: Any, num_bits: Any) -> Callable[[], str]:
    register = {"__type__": "BitArray", "__value__": {"array": array, "num_bits": num_bits}}
    return values({"__type__": "DataBin", "__value__": {"fields": {"c": register}, "shape": []}})


def estimator(evs: Any) -> Callable[[], str]:
    return values({"evs": evs, "stds": evs})


def span(shape: Any, *numbers: Any, plain: bool = False) -> Callable[[], str]:
    day = "2025-01-01T00:00:00"
    if plain:
        spans: Any = [[{"date": day}, {"date": day}, {"0": [shape, list(numbers[:2]), list(numbers[2:])]}]]
    else:
        moment = {"__type__": "datetime", "__value__": day}
        content = {"start": moment, "stop": moment, "data_slices": {"0": [shape, *numbers]}}
        one = {"__type__": "DoubleSliceSpan", "__value__": content}
        spans = {"__type__": "ExecutionSpans", "__value__": {"spans": [one]}}
    metadata = {"execution": {"execution_spans": spans}}
    data = {"c": {"samples": ["0x0"], "num_bits": 1}}
    return lambda: json.dumps({"results": [{"data": data}], "metadata": metadata})


def mask(result: Any) -> Any:
    return result.execution_spans[0].mask(0)


def everything(result: Any) -> Any:
    """All methods that a user may call on samples."""
    for samples in result[0].values() if hasattr(result[0], "values") else result[0].data.values():
        for method in ("counts", "probabilities", "bitstrings", "ints", "bits", "_repr_html_"):
            getattr(samples, method)()
        samples.marginal([0]) if samples.num_bits else None
        samples.postselect({0: 1}) if samples.num_bits else None
        samples.slice(1)
    return repr(result) + result._repr_html_()


def many_wide_registers() -> str:
    data = {f"c{number}": {"samples": ["0x0"], "num_bits": 100_000_000} for number in range(100)}
    return json.dumps({"results": [{"data": data}]})


def million_digits() -> str:
    return "7" * 1_000_000


def long_and_short() -> list[str]:
    return ["x" * 200_000, *["y"] * 200_000]


def learned(rates: Any) -> Callable[[], str]:
    item: dict[str, Any] = {
        "generators_sparse": [],
        "rates": rates,
        "rates_std": rates,
        "num_qubits": BILLION,
    }
    return lambda: json.dumps({"schema_version": "v0.1", "data": [item]})


RESULTS: dict[str, Bomb] = {
    # Widths of registers.
    "width of 10^9 bits": Bomb(sampler('["0x0"]', "1000000000")),
    "width of 10^9 bits without shots": Bomb(sampler("[]", "1000000000")),
    "width of 10^18 bits": Bomb(sampler('["0x0"]', "1" + "0" * 18)),
    "width of 10^400 bits": Bomb(sampler('["0x0"]', "1" + "0" * 400)),
    "width of a million digits": Bomb(sampler('["0x0"]', million_digits())),
    "width below 0": Bomb(sampler('["0x0"]', "-8")),
    "width with a point": Bomb(sampler('["0x0"]', "1e9")),
    "width that is infinite": Bomb(sampler('["0x0"]', "Infinity")),
    "width that is text": Bomb(sampler('["0x0"]', '"1000000000"')),
    "width that is true": Bomb(sampler('["0x0"]', "true")),
    "width that is a list": Bomb(sampler('["0x0"]', "[1000000000]")),
    "a hundred registers of 10^8 bits": Bomb(many_wide_registers),
    "60,000 shots of 150,000 bits in four bytes each": Bomb(sampler(json.dumps(["0x0"] * 60_000), "150000")),
    "10 shots of 150,000 bits": Bomb(
        sampler(json.dumps(["0x" + "f" * 37_500] * 10), "150000"), use=everything, harmless=True
    ),
    "2,000 shots of 12,000 bits of which few are set": Bomb(
        sampler(json.dumps(["0x3"] * 2_000), "12000"), use=everything, harmless=True
    ),
    "no bits": Bomb(sampler(json.dumps(["0x0"] * 1000), "0"), use=everything, harmless=True),
    "100 bits, whose probabilities are not 2^100": Bomb(
        sampler(json.dumps([hex(1 << shot % 100) for shot in range(5000)]), "100"),
        use=everything,
        harmless=True,
    ),
    # Samples.
    "samples in 100,000 brackets": Bomb(sampler("[" * 100_000 + '"0x0"' + "]" * 100_000, "1")),
    "samples with 100,000 brackets between them": Bomb(
        sampler('["0x0"' + "]" * 100_000 + "," + "[" * 100_000 + '"0x0"]', "1")
    ),
    "samples of 2,000 lengths": Bomb(
        sampler(json.dumps([["0x0"] * (number % 300) for number in range(2_000)]), "1")
    ),
    "samples that are objects": Bomb(sampler("[{}, {}]", "1")),
    "samples that are numbers and texts": Bomb(sampler('["0x0", 7, null]', "1")),
    "kerneled samples that are a long text and short ones": Bomb(
        values({"c": {"samples": [1.0, *long_and_short()], "num_bits": 1}})
    ),
    "50,000 keys of samples without an end": Bomb(lambda: '{"a":' + '"samples":[' * 50_000),
    # Typed arrays.
    "typed bits of shape (10^18, 1)": Bomb(bits(npy("|u1", "(1000000000000000000, 1)"), 1)),
    "typed bits of shape (10^18, 0)": Bomb(bits(npy("|u1", "(1000000000000000000, 0)", b""), 0)),
    "typed bits of shape (0, 10^10)": Bomb(bits(npy("|u1", "(0, 10000000000)", b""), 80_000_000_000)),
    "typed bits of 16 million shots of no bits": Bomb(
        bits(npy("|u1", "(16000000, 0)", b""), 0), use=lambda result: result[0].c.counts(), harmless=True
    ),
    "typed bits of a width with a point": Bomb(bits(npy("|u1", "(8, 1)"), 8.0)),
    "typed bits of a width below 0": Bomb(bits(npy("|u1", "(8, 0)", b""), -7)),
    "an array of 8 bytes that decompresses to 200 MB": Bomb(estimator(npy("<f8", "(1,)", megabytes=200))),
    "an array of 100 MB of zeros where 50 MB are allowed": Bomb(
        estimator(npy("<f8", "(13107200,)", megabytes=100)), max_bytes=50 * MEGABYTE
    ),
    "arrays that are too large together": Bomb(
        estimator([npy("<f8", "(2621440,)", megabytes=20)] * 2), max_bytes=50 * MEGABYTE
    ),
    "an array of 10^10 numbers": Bomb(estimator(npy("<f8", "(10000000000,)"))),
    "an array in Fortran's order of 10^10 numbers": Bomb(
        estimator(npy("<f8", "(100000, 100000)", order=True))
    ),
    "an array of 10^30 numbers": Bomb(estimator(npy("<f8", f"({10**30},)"))),
    "an array of a length below 0": Bomb(estimator(npy("<f8", "(-1,)"))),
    "an array of true": Bomb(estimator(npy("<f8", "(True,)", bytes(16)))),
    "an array of texts of 10^9 characters": Bomb(estimator(npy("|S1000000000", "(1,)"))),
    "an empty array of texts of 10^9 characters": Bomb(estimator(npy("|S1000000000", "(0,)", b""))),
    "an array of texts of no characters": Bomb(estimator(npy("|S0", "(1000000000,)", b""))),
    "an array of structures": Bomb(estimator(npy([("a", "<f8", (10**9,))], "(1,)"))),
    "an array of no bytes an item": Bomb(estimator(npy("|V0", "(1000000000,)", b""))),
    "an array of objects": Bomb(estimator(saved_npy(np.array([{}], dtype=object)))),
    "an array whose header is 4 GB long": Bomb(
        estimator({"__type__": "ndarray", "__value__": packed(b"\x93NUMPY\x02\x00\xff\xff\xff\xff{")})
    ),
    "an array whose header is nested": Bomb(estimator(npy("<f8", "(" * 9000))),
    "an array whose header is a sum": Bomb(estimator(npy("<f8", "-" * 9000 + "1"))),
    "an array of 1000 axes": Bomb(estimator(npy("<f8", f"({'1,' * 1000})"))),
    "an array of a long text and short ones": Bomb(
        estimator({"__type__": "ndarray", "__value__": long_and_short()})
    ),
    "expectation values that are a long text and short ones": Bomb(estimator(long_and_short())),
    "expectation values in 100,000 brackets": Bomb(
        lambda: '{"results":[{"data":{"evs":%s}}]}' % ("[" * 100_000 + "]" * 100_000)
    ),
    # The executor's and the noise learner's tensors.
    "a tensor of 10^10 bools": Bomb(executor(tensor("bool", [10 * BILLION])), "executor"),
    "a packed tensor of 10^10 bools": Bomb(
        executor(tensor("bool", [10 * BILLION], packed=True), "v2.0"), "executor"
    ),
    "a tensor of 10^5 times 10^5 bools": Bomb(executor(tensor("bool", [100_000, 100_000])), "executor"),
    "a tensor of 10^10 numbers": Bomb(executor(tensor("f64", [10 * BILLION])), "executor"),
    "a packed tensor of 10^10 numbers": Bomb(
        executor(tensor("c128", [10 * BILLION], packed=True), "v2.0"), "executor"
    ),
    "a tensor of 4 bytes that decompresses to 200 MB": Bomb(
        executor(tensor("u8", [4], megabytes=200), "v2.0"), "executor"
    ),
    "bools that are too large unpacked": Bomb(
        executor(tensor("bool", [160 * MEGABYTE], megabytes=20), "v2.0"),
        "executor",
        max_bytes=50 * MEGABYTE,
    ),
    "a register of 10^9 shots of a bit": Bomb(
        executor(tensor("bool", [1000 * MEGABYTE, 1], megabytes=125), "v2.0"), "executor"
    ),
    "a register of one shot of 10^9 bits": Bomb(
        executor(tensor("bool", [1, 1000 * MEGABYTE - 3], megabytes=125), "v2.0"), "executor"
    ),
    "a register that is too large for the limit when it is packed": Bomb(
        executor(tensor("bool", [80 * MEGABYTE, 1], megabytes=10), "v2.0"),
        "executor",
        max_bytes=50 * MEGABYTE,
    ),
    "a register of 10^5 times 10^5 bits": Bomb(
        executor(tensor("bool", [100_000, 100_000], packed=True), "v2.0"), "executor"
    ),
    "a register of no bits and 10^9 shots": Bomb(executor(tensor("bool", [BILLION, 0], b"")), "executor"),
    "a register of no shots and 10^9 bits": Bomb(executor(tensor("bool", [0, BILLION], b"")), "executor"),
    "chunks of 10^9 elements": Bomb(
        lambda: json.dumps({"schema_version": "v2.0", "data": [], "metadata": {"chunk_timing": [CHUNK]}}),
        "executor",
        use=lambda result: result.chunk_spans[0].parts[0].mask((BILLION,)),
    ),
    "a schedule whose line is a megabyte": Bomb(
        lambda: json.dumps(
            {
                "schema_version": "v2.0",
                "data": [
                    {
                        "results": {},
                        "metadata": {"scheduler_timing": {"timing": "," * MEGABYTE, "circuit_duration": 1}},
                    }
                ],
            }
        ),
        "executor",
        use=lambda result: result[0].timing,
    ),
    # The executor's results that are those of IBM's primitives.
    "a sampler's item without randomizations": Bomb(
        by_ibm(
            "sampler_v2",
            {"c": tensor("bool", [8, 1], packed=True)},
            {"twirling": True, "meas_type": "classified", "options": {}, "shots": 8},
        ),
        "executor",
    ),
    "a sampler's flips of more shots than there are": Bomb(
        by_ibm(
            "sampler_v2",
            {
                "c": tensor("bool", [1, 8, 1], packed=True),
                "measurement_flips.c": tensor("bool", [8, 1, 1], packed=True),
            },
            {"twirling": True, "meas_type": "classified", "options": {}, "shots": 8},
        ),
        "executor",
    ),
    "a type of measurement that is a list": Bomb(
        by_ibm("sampler_v2", {}, {"twirling": False, "meas_type": [], "options": {}, "shots": 8}), "executor"
    ),
    "an estimator's point of 10^9": Bomb(estimated([1, 1, 8, 1], param_shape=[BILLION]), "executor"),
    "an estimator's shapes that broadcast to 10^8 values": Bomb(
        estimated(
            [1, 10_000, 1, 1],
            param_shape=[10_000, 1],
            param_basis_pairs=[[[n, 0], "Z"] for n in range(10_000)],
            observables=[{"Z": 1.0}] * 10_000,
        ),
        "executor",
    ),
    "an estimator's label of a megabyte": Bomb(
        estimated([1, 1, 8, 1], observables={"Z" * MEGABYTE: 1.0}, param_basis_pairs=[[[0], "Z" * MEGABYTE]]),
        "executor",
    ),
    "an estimator's coefficient that is a text": Bomb(
        estimated([1, 1, 8, 1], observables={"Z": "1" * 10_000}), "executor"
    ),
    "an estimator's item that is not there": Bomb(
        estimated([1, 1, 8, 1], program_item_index=BILLION), "executor"
    ),
    "an estimator's register of one axis": Bomb(estimated([8, 1]), "executor"),
    "an estimator's register without shots": Bomb(estimated([1, 1, 0, 1]), "executor"),
    "an estimator's signs that are not there": Bomb(
        estimated([1, 1, 8, 1], mitigation="pec", pec_gamma=1.0), "executor"
    ),
    "an estimator's ragged observables": Bomb(
        estimated([1, 1, 8, 1], observables=[[{"Z": 1.0}], {"Z": 1.0}]), "executor"
    ),
    "an estimator's result": Bomb(estimated([1, 1, 8, 1]), "executor", harmless=True),
    "a tensor of a length that is left open": Bomb(executor(tensor("u8", [-1])), "executor"),
    "a tensor of lengths that are text": Bomb(executor(tensor("u8", ["1000000000"])), "executor"),
    "a tensor of lengths with a point": Bomb(executor(tensor("bool", [8.0])), "executor"),
    "a tensor of 10^30 numbers": Bomb(executor(tensor("u8", [10**30])), "executor"),
    "a tensor of 100,000 axes": Bomb(executor(tensor("u8", [1] * 100_000)), "executor"),
    "an empty tensor of 10^12 rows": Bomb(executor(tensor("u8", [10**12, 0], b"")), "executor"),
    "an empty tensor of 10^9 shots": Bomb(executor(tensor("bool", [BILLION, 0], b"")), "executor"),
    "a tensor of an unknown kind": Bomb(executor(tensor(["u8"], [1])), "executor"),
    "a tensor that is a number": Bomb(executor(BILLION), "executor"),
    "a tensor among what was passed through": Bomb(
        lambda: json.dumps(
            {"schema_version": "v1", "data": [], "passthrough_data": [{"a": tensor("bool", [10 * BILLION])}]}
        ),
        "executor",
    ),
    "times of chunks that are not times": Bomb(
        lambda: json.dumps(
            {"schema_version": "v1", "data": [], "metadata": {"chunk_timing": [{"start": 7}]}}
        ),
        "executor",
        use=lambda result: result.chunk_spans,
    ),
    "rates of 10^10 bools": Bomb(learned(tensor("bool", [10 * BILLION])), "noise-learner"),
    "rates that decompress to 200 MB": Bomb(
        lambda: json.dumps({"data": [{"error": {"rates": npy("<f8", "(1,)", megabytes=200)}}]}),
        "noise-learner",
    ),
    # Spans.
    "a typed span of 10^10 shots": Bomb(span([10 * BILLION], 0, 1), use=mask),
    "a typed span of 10^5 times 10^5 shots": Bomb(span([100_000, 100_000], 0, 1, 0, 1), use=mask),
    "a plain span of 10^10 shots": Bomb(span([10 * BILLION], 0, 1, 0, 1, plain=True), use=mask),
    "the size of a span of 10^30 shots": Bomb(
        span([10**30], 0, 10**30), use=lambda result: result.execution_spans[0].size, harmless=True
    ),
    "a typed span of text": Bomb(span(["7"], 0, 1)),
    "a typed span from text": Bomb(span([7], "0", 1)),
    "a plain span of text stays as it came": Bomb(span(["7"], 0, 1, 0, 1, plain=True), harmless=True),
    "a plain span of five ends stays as it came": Bomb(
        span([7], 0, 1, 0, 1, 2, 3, plain=True), harmless=True
    ),
    # The document.
    "metadata of 300,000 empty lists": Bomb(
        lambda: '{"results":[],"metadata":{"a":[%s[]]}}' % ("[]," * 300_000), harmless=True
    ),
    "metadata in 100,000 brackets": Bomb(
        lambda: '{"results":[],"metadata":{"a":%s}}' % ("[" * 100_000 + "]" * 100_000)
    ),
    "a result in 100,000 braces": Bomb(lambda: '{"a":' * 100_000 + "1" + "}" * 100_000, "other"),
    "a shape that is below 0": Bomb(values({"fields": {}, "shape": [-1]})),
    "a set of numbers that collide": Bomb(
        lambda: json.dumps({"__type__": "set", "__value__": [n * (2**61 - 1) for n in range(50_000)]}),
        "other",
        harmless=True,
    ),
    "a complex number of 100,000 parts": Bomb(
        lambda: json.dumps({"__type__": "complex", "__value__": [1] * 100_000}), "other"
    ),
    "a date of a megabyte": Bomb(
        lambda: json.dumps({"__type__": "datetime", "__value__": "2" * MEGABYTE}), "other"
    ),
    "an array in the result of an unknown program": Bomb(
        lambda: json.dumps(npy("<f8", "(1,)", megabytes=200)), "other"
    ),
    "20 MB that are not text": Bomb(lambda: b"\xff" * 20 * MEGABYTE),
    "half a character": Bomb(lambda: "\ud800"),
    "nothing": Bomb(lambda: b""),
}


def endless(start: bytes, piece: bytes, headers: str = "") -> Callable[[], Any]:
    """A chunked response, far beyond any limit."""

    def answer() -> Any:
        yield f"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n{headers}\r\n".encode()
        yield b"%x\r\n%s\r\n" % (len(start), start)
        for _ in range(4000):
            yield b"%x\r\n%s\r\n" % (len(piece), piece)
        yield b"0\r\n\r\n"

    return answer


@functools.cache
def layers(number: int) -> bytes:
    if number == 0:
        return b'{"id": "j1", "status": "' + b"x" * 60_000_000 + b'"}'
    return gzip.compress(layers(number - 1), mtime=0)


def encoded(encoding: str, number: int, status: int = 200) -> Callable[[], bytes]:
    return lambda: reply(layers(number), status, Content_Encoding=encoding, Content_Type="application/json")


def job(text: str) -> Callable[[], bytes]:
    return lambda: reply(text.encode(), Content_Type="application/json")


BODIES: dict[str, Callable[[], Any]] = {
    "gzip once": encoded("gzip", 1),
    "gzip twice": encoded("gzip, gzip", 2),
    "gzip three times": encoded("gzip, gzip, gzip", 3),
    "gzip three times in a refusal": encoded("gzip, gzip, gzip", 3, 404),
    "gzip in a refusal": encoded("gzip", 1, 409),
    "gzip in a refused token": encoded("gzip", 1, 401),
    "gzip in a failure": encoded("gzip", 1, 500),
    "gzip in a redirect": encoded("gzip", 1, 302),
    "an encoding that was not requested": encoded("br", 1),
    "deflate": lambda: reply(zlib.compress(bytes(60_000_000), 9), Content_Encoding="deflate"),
    "a response without an end": endless(b'{"id":"', b"x" * 100_000),
    "an encoded response without an end": endless(
        zeros(1, wbits=31), zeros(64, wbits=31)[10:], "Content-Encoding: gzip\r\n"
    ),
    "a length of 10^18 bytes": lambda: reply(b"{", length=10**18),
    "a length of a thousand digits": lambda: reply(b"{", length=10**1000),
    "a number of a million digits": job('{"id": "j1", "usage": ' + "7" * 1_000_000 + "}"),
    "100,000 brackets": job('{"id": "j1", "tags": ' + "[" * 100_000 + "]" * 100_000 + "}"),
    "100,000 braces": job('{"id":' * 100_000 + "1" + "}" * 100_000),
    "a list in place of a job": job("[" + "[]," * 500_000 + "[]]"),
}


def _file(content: bytes) -> bytes:
    head = json.dumps({"format": "qrt-facade result", "version": 1, "program_id": "sampler"}).encode()
    return head + b"\n" + content


FILES: dict[str, Callable[[], bytes]] = {
    "a file of 2 GB of zeros": lambda: zeros(2048, _file(b""), 31),
    "a file whose description is nested": lambda: b"[" * 200_000,
    "a file whose program is a list": lambda: (
        b'{"format":"qrt-facade result","version":1,"program_id":[]}\n{}'
    ),
    "a file with damaged compression": lambda: gzip.compress(_file(b"{}"))[:-12] + bytes(12),
    "a file that is cut short": lambda: gzip.compress(_file(b"{}" * 1000))[:60],
}


MEMORY = 300 * MEGABYTE


def met(use: Callable[[], object]) -> dict[str, Any]:
    """The outcome of a document: the error's name and text, or neither."""
    begun = time.monotonic()
    try:
        use()
    except QrtError as error:
        outcome = {"error": type(error).__name__, "text": str(error)}
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is what the test is about
        outcome = {"error": f"foreign {type(error).__name__}", "text": str(error)[:300]}
    else:
        outcome = {"error": "", "text": ""}
    return {**outcome, "seconds": time.monotonic() - begun}


def meet(bomb: Bomb) -> object:
    limit = {} if bomb.max_bytes is None else {"max_bytes": bomb.max_bytes}
    return bomb.use(decode_result(bomb.program, bomb.body(), **limit))


def main(url: str, folder: str) -> None:
    arguments: dict[str, Any] = {
        "api_key": API_KEY,
        "instance": INSTANCE,
        "base_url": f"{url}/api",
        "iam_url": url,
        "retries": 1,
    }
    with RuntimeClient(**arguments) as client:
        decode_result("sampler", sampler('["0x0"]', "1")())  # loads lazy imports
        present = (
            int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        )
        resource.setrlimit(resource.RLIMIT_AS, (present + MEMORY, present + MEMORY))
        outcomes = {name: met(functools.partial(meet, bomb)) for name, bomb in RESULTS.items()}
        for number, name in enumerate(BODIES):
            outcomes[name] = met(functools.partial(client.jobs.get, f"body-{number}"))
        for number, name in enumerate(FILES):
            outcomes[name] = met(
                functools.partial(load_result, f"{folder}/{number}", max_bytes=50 * MEGABYTE)
            )
    json.dump(outcomes, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
