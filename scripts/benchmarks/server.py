"""An emulator that counts the requests it gets: `python -m benchmarks.server`, and `counting()` to run one."""

from __future__ import annotations

import contextlib
import json
import signal
import subprocess
import sys
import threading
import urllib.request
from typing import TYPE_CHECKING, Any
from unittest import mock

from environment import ROOT

from benchmarks.installing import clean_environment

if TYPE_CHECKING:
    from collections.abc import Iterator

COUNT_PATH = "/requests"


class CountingServer:
    """A server in another process."""

    def __init__(self, url: str) -> None:
        self.url = url

    def requests(self) -> int:
        """How many requests came so far, from any client; this question is not counted."""
        with urllib.request.urlopen(f"{self.url}{COUNT_PATH}") as answer:  # noqa: S310 - loopback
            return int(answer.read())

    def run_for(self, seconds: float) -> None:
        """Let each job run so many seconds from now on."""
        request = urllib.request.Request(  # noqa: S310 - loopback
            f"{self.url}/emulator/scenario",
            data=json.dumps({"run_seconds": seconds}).encode(),
            # The emulated edge turns the default agent of urllib away, as the platform's does.
            headers={"Content-Type": "application/json", "User-Agent": "scripts/bench"},
            method="PATCH",
        )
        urllib.request.urlopen(request).close()  # noqa: S310


@contextlib.contextmanager
def counting(*arguments: str) -> Iterator[CountingServer]:
    """Run the emulator with these arguments of its command line in another process, for as long as the block lasts."""
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "benchmarks.server", *arguments],
        env=clean_environment() | {"PYTHONPATH": str(ROOT / "scripts")}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None  # noqa: S101 - it is a pipe
    try:
        url = next((line.split()[-1] for line in process.stdout if line.startswith("listening on")), None)
        if url is None:
            raise RuntimeError(f"the emulator ended with status {process.wait()} before it listened")
        yield CountingServer(url)
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


class _Counter:
    """An ASGI application around the emulator's that tells how often it was asked."""

    def __init__(self, application: Any) -> None:
        self._application = application
        self._requests = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["path"] == COUNT_PATH:
            body = str(self._requests).encode()
            await send({"type": "http.response.start", "status": 200, "headers": [(b"connection", b"close")]})
            await send({"type": "http.response.body", "body": body})
            return
        self._requests += scope["type"] == "http"
        await self._application(scope, receive, send)


def main(queue_seconds: float, run_seconds: float) -> None:
    """Serve until SIGTERM."""
    from qrt_facade.emulator import start
    from qrt_facade.emulator.http.app import build

    with (
        # The emulator has no other door for a middleware.
        mock.patch("qrt_facade.emulator.server.build", lambda *parts: _Counter(build(*parts))),
        start(noise=False, seed=1, queue_seconds=queue_seconds, run_seconds=run_seconds) as emulator,
    ):
        finished = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: finished.set())
        print(f"listening on {emulator.url}", flush=True)
        while not finished.wait(1.0):
            pass


if __name__ == "__main__":
    main(*map(float, sys.argv[1:] or ("0.2", "0.1")))
