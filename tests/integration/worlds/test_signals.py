"""Signal handlers that call the client they interrupt."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING

import pytest
from support.scripted import ScriptedServer, reply, token_reply

from qrt_facade import RuntimeClient

if TYPE_CHECKING:
    from support.scripted import Seen

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGUSR1"), reason="no such signal here")


def test_a_signal_handler_during_a_token_exchange_makes_its_own() -> None:
    """Like a SIGTERM handler that cancels the job that the program waits for."""
    handled: list[str] = []
    exchanges: list[Seen] = []

    def iam(request: Seen) -> bytes:
        exchanges.append(request)
        if len(exchanges) == 1:
            done = threading.Event()
            waiting.append(done)
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGUSR1)
            done.wait(10)
        return token_reply(f"token-{len(exchanges)}")

    def handler(number: int, frame: object) -> None:
        handled.append(client.jobs.get("j1").status)
        waiting[0].set()

    waiting: list[threading.Event] = []
    before = signal.signal(signal.SIGUSR1, handler)
    try:
        with (
            ScriptedServer(reply({"id": "j1", "status": "Running"}), iam=iam) as server,
            RuntimeClient(**server.arguments(timeout=15)) as client,
        ):
            assert client.jobs.get("j1").status == "Running"
            assert handled == ["Running"]
            assert len(server.exchanges) == 2
    finally:
        signal.signal(signal.SIGUSR1, before)
