"""What has to be measured in a process of its own: `python -m benchmarks.probes NAME ARGUMENTS`; prints one number."""

from __future__ import annotations

import sys


def resident() -> float:
    """Resident memory of this process now, in MB; its peak where the system does not tell."""
    return _status("VmRSS")


def peak() -> float:
    """Largest resident memory that this process ever had, in MB."""
    return _status("VmHWM")


def _status(field: str) -> float:
    # What getrusage() tells includes, on Linux, the process that this one was started from.
    try:
        with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123 - pathlib would weigh in
            kilobytes = next(line.split()[1] for line in status if line.startswith(field))
        return int(kilobytes) / 1000
    except OSError:
        import resource

        largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return largest / (1_000_000 if sys.platform == "darwin" else 1000)


def memory_ours(url: str) -> float:
    """Memory after making a client and asking for the backends."""
    from benchmarks.clients import ours

    with ours(url) as client:
        assert client.backends.list()  # noqa: S101 - an empty answer would make an empty number
        return resident()


def memory_peer(url: str) -> float:
    """The same with qiskit-ibm-runtime."""
    from benchmarks.clients import peer

    assert peer(url).backends()  # noqa: S101
    return resident()


def memory_httpx(url: str) -> float:
    """The same question with httpx alone."""
    import httpx

    from benchmarks.clients import service_headers

    with httpx.Client() as client:
        assert client.get(f"{url}/api/v1/backends", headers=service_headers(url)).json()  # noqa: S101
        return resident()


def decoding_peak(path: str) -> float:
    """How much the peak of memory rises when the body in a file is decoded, in MB."""
    from pathlib import Path

    from qrt_facade.results import decode_result

    body = Path(path).read_bytes()
    decode_result("sampler", b'{"results": [{"data": {"c": {"samples": ["0x1"], "num_bits": 1}}}]}')
    before = peak()
    kept = decode_result("sampler", body)
    grown = peak() - before
    del kept
    return grown


def main() -> None:
    """Run one of the functions above and print what it returns."""
    probes = {"memory_ours": memory_ours, "memory_peer": memory_peer, "memory_httpx": memory_httpx}
    name, argument = sys.argv[1:]
    print((probes | {"decoding_peak": decoding_peak})[name](argument))


if __name__ == "__main__":
    main()
