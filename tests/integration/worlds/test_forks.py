"""Clients used before a fork: parent and children have separate connections, locks and TLS contexts.

The forks happen in separate processes: a fork of the test process would copy much more.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
import threading
from typing import TYPE_CHECKING, Any

import pytest
from support.circuits import FLIP
from support.persistent_server import PersistentServer, job_named_after_its_tag
from support.scripted import Seen, token_reply
from support.tls import authority, certificate

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("started_anew")
imported = pytest.mark.usefixtures("forked_programs")
"""For tests that do not concern imports."""

BEFORE = f"""
    import asyncio, gc, json, multiprocessing, os, sys, threading, time, warnings
    from concurrent.futures import ProcessPoolExecutor

    import httpx

    from qrt_facade import AsyncRuntimeClient, ConfigurationError, RuntimeClient

    warnings.simplefilter("error")
    GIVEN = json.loads(sys.argv[1])

    def submit(client, tag):
        return client.sampler.submit({FLIP!r}, backend="b", tags=[tag]).id == f"job-{{tag}}"

    def in_child(work):
        # What work() returns in a child, as soon as the function that is returned is called.
        reading, writing = os.pipe()
        if (child := os.fork()) == 0:
            status = 1
            try:
                os.write(writing, json.dumps(work()).encode())
                status = 0
            finally:
                os._exit(status)
        os.close(writing)
        def outcome():
            with os.fdopen(reading, "rb") as pipe:
                text = pipe.read()
            assert os.waitpid(child, 0)[1] == 0
            return json.loads(text)
        return outcome
"""


def run(script: str, arguments: dict[str, Any], *, seconds: float = 60, **environment: str) -> Any:
    """Run a script and return what it prints, as JSON."""
    given = {name: value for name, value in arguments.items() if name != "verify"}
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(BEFORE) + textwrap.dedent(script), json.dumps(given)],
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
        env={**os.environ, **environment},
    )
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


SYNC = """
    client = RuntimeClient(**GIVEN)
    sibling = client.with_options(timeout=7)

    def many(name):
        return [submit(client if number % 2 else sibling, f"{name}-{number}") for number in range(NUMBER)]
"""
ASYNC = """
    client = AsyncRuntimeClient(**GIVEN)
    sibling = client.with_options(timeout=7)

    async def one(name, number):
        tag = f"{name}-{number}"
        used = client if number % 2 else sibling
        job = await used.sampler.submit(QASM, backend="b", tags=[tag])
        return job.id == f"job-{tag}"

    async def several(name):
        return [await one(name, number) for number in range(NUMBER)]

    def many(name):
        return asyncio.run(several(name))
"""
AT_ONCE = """
    for warm in range(3):
        many(f"warm{warm}")
    go_on, start = os.pipe()
    children = [in_child(lambda: os.read(go_on, 1) and many(f"child{number}")) for number in range(3)]
    os.write(start, b"xxx")
    print(json.dumps([many("parent"), *(outcome() for outcome in children)]))
    client.close() if isinstance(client, RuntimeClient) else None
"""


def submit_at_once(kind: str, number: int) -> tuple[Any, PersistentServer]:
    with PersistentServer() as server:
        script = kind.replace("NUMBER", str(number)).replace("QASM", repr(FLIP)) + AT_ONCE
        return run(script, server.arguments(timeout=20)), server


@imported
@pytest.mark.parametrize("kind", [SYNC, ASYNC], ids=["sync", "asyncio"])
def test_concurrent_parent_and_children_get_their_own_jobs(kind: str) -> None:
    own, server = submit_at_once(kind, 6)
    assert own == [[True] * 6] * 4
    assert_nobody_shares_a_connection(server)


@imported
@pytest.mark.long
@pytest.mark.parametrize("attempt", range(8))
@pytest.mark.parametrize("kind", [SYNC, ASYNC], ids=["sync", "asyncio"])
def test_8_runs_of_60_submissions_by_parent_and_children_each_get_their_own_jobs(
    kind: str, attempt: int
) -> None:
    own, server = submit_at_once(kind, 60)
    assert own == [[True] * 60] * 4
    assert_nobody_shares_a_connection(server)


def assert_nobody_shares_a_connection(server: PersistentServer) -> None:
    """Submissions of a child and others; those of the parent continue after the fork."""
    for calls in server.by_connection:
        tags = [json.loads(call.body)["tags"][0] for call in calls if call.path.endswith("/jobs")]
        names = {tag.partition("-")[0] for tag in tags}
        assert len({name for name in names if not name.startswith(("warm", "parent"))}) <= 1
        assert len({name.startswith("child") for name in names}) <= 1
    posts = [call for call in server.calls if call.method == "POST"]
    assert len({json.loads(call.body)["tags"][0] for call in posts}) == len(posts)


@imported
@pytest.mark.parametrize("how", ["Pool", pytest.param("ProcessPoolExecutor", marks=pytest.mark.long)])
def test_workers_of_a_forking_pool_get_their_own_jobs(how: str) -> None:
    script = f"""
        client = RuntimeClient(**GIVEN)
        submit(client, "warm")

        def work(number):
            return submit(client, f"worker-{{number}}")

        context = multiprocessing.get_context("fork")
        if {how!r} == "Pool":
            with context.Pool(3) as pool:
                own = pool.map(work, range(12), chunksize=1)
        else:
            with ProcessPoolExecutor(3, mp_context=context) as pool:
                own = list(pool.map(work, range(12)))
        print(json.dumps([*own, submit(client, "parent")]))
        client.close()
    """
    with PersistentServer() as server:
        assert run(script, server.arguments()) == [True] * 13
        assert len(server.exchanges) == 1  # the token is copied


class SlowIam:
    """Responds to the first token exchange only when a test allows it, or never."""

    def __init__(self) -> None:
        self.asked = 0
        self.go_on = threading.Event()

    def __call__(self, request: Seen) -> bytes:
        self.asked += 1
        if self.asked == 1:
            self.go_on.wait(20)
        return token_reply(f"token-{self.asked}")


@pytest.mark.parametrize(
    "after", [0.02, *(pytest.param(after, marks=pytest.mark.long) for after in (0.005, 0.05, 0.1, 0.2))]
)
def test_a_fork_during_the_first_use_of_a_client_waits_for_what_it_imports(after: float) -> None:
    script = f"""
        import select
        client = RuntimeClient(**GIVEN)
        using = threading.Thread(target=lambda: client.jobs.get("job-0"))
        using.start()
        time.sleep({after})
        reading, writing = os.pipe()
        if (child := os.fork()) == 0:
            os.write(writing, client.jobs.get("job-0").id.encode())
            os._exit(0)
        ready, _, _ = select.select([reading], [], [], 20)
        if not ready:
            os.kill(child, 9)
        os.waitpid(child, 0)
        using.join()
        print(json.dumps(os.read(reading, 100).decode() if ready else "the child hangs"))
        client.close()
    """
    with PersistentServer(job_named_after_its_tag) as server:
        assert run(script, server.arguments(timeout=15)) == "job-0"


def test_a_child_imports_what_another_thread_was_importing_at_the_fork(tmp_path: Path) -> None:
    """As when the import begins after the fork has looked for one; here it is one that a fork does not wait for."""
    (tmp_path / "slow.py").write_text(
        "import os, sys, threading\nif os.getpid() == PARENT:\n    BEGUN.set()\n    GO_ON.wait(30)\nVALUE = 1\n"
    )
    script = f"""
        import builtins, signal
        builtins.PARENT, builtins.BEGUN, builtins.GO_ON = os.getpid(), threading.Event(), threading.Event()
        sys.path.insert(0, {str(tmp_path)!r})
        RuntimeClient  # what looks after forks is there
        importing = threading.Thread(target=lambda: __import__("slow"))
        importing.start()
        BEGUN.wait(30)

        def work():
            signal.alarm(20)
            return __import__("slow").VALUE

        outcome = in_child(work)
        own = outcome()
        GO_ON.set()
        importing.join()
        print(json.dumps([own, __import__("slow").VALUE]))
    """
    assert run(script, {}) == [1, 1]


def test_a_fork_during_keyword_checks_in_a_thread_blocks_no_child() -> None:
    script = """
        import inspect, signal
        client = RuntimeClient(**GIVEN)
        inside, go_on, signature, parent = threading.Event(), threading.Event(), inspect.signature, os.getpid()

        def slow(method):
            if os.getpid() == parent:
                inside.set()
                go_on.wait(30)
            return signature(method)

        inspect.signature = slow
        using = threading.Thread(target=lambda: submit(client, "parent"))
        using.start()
        assert inside.wait(30)

        def work():
            signal.alarm(20)
            return submit(client, "child")

        own = in_child(work)()
        go_on.set()
        using.join()
        print(json.dumps(own))
        client.close()
    """
    with PersistentServer() as server:
        assert run(script, server.arguments(timeout=15)) is True


@imported
@pytest.mark.parametrize("kind", ["sync", pytest.param("asyncio", marks=pytest.mark.long)])
def test_a_child_forked_during_a_token_fetch_fetches_its_own(kind: str) -> None:
    calls = {
        "sync": "lambda: RuntimeClient.jobs.__get__(client).get('job-0').id",
        "asyncio": "lambda: asyncio.run(client.jobs.get('job-0')).id",
    }
    script = f"""
        client = {"RuntimeClient" if kind == "sync" else "AsyncRuntimeClient"}(**GIVEN)
        get = {calls[kind]}
        fetching = threading.Thread(target=get)
        fetching.start()
        time.sleep(0.5)
        first = in_child(get)()
        # The parent's response is still pending, until the server learns that the child is done.
        in_child(lambda: httpx.get(GIVEN["base_url"] + "/go-on").status_code)()
        fetching.join()
        print(json.dumps([first, get()]))
        client.close() if isinstance(client, RuntimeClient) else None
    """
    iam = SlowIam()

    def api(request: Seen) -> bytes:
        if request.path.endswith("/go-on"):
            iam.go_on.set()
        return job_named_after_its_tag(request)

    with PersistentServer(api, iam=iam) as server:
        assert run(script, server.arguments(timeout=15)) == ["job-0", "job-0"]
        assert len(server.exchanges) == 2


@imported
@pytest.mark.parametrize(
    "end",
    [
        "sys.exit()",
        *(
            pytest.param(end, marks=pytest.mark.long)
            for end in ("client.close()", "gc.collect()", "os._exit(0)")
        ),
    ],
)
def test_a_child_never_affects_the_parent_s_connections(end: str) -> None:
    script = f"""
        # One of them through a proxy, which the server plays itself.
        proxied = RuntimeClient(**{{**GIVEN, "api_key": None, "token": "given"}}, proxy=GIVEN["base_url"])
        submit(proxied, "proxied")
        client = RuntimeClient(**GIVEN)
        submit(client, "before")
        sockets = lambda: len([fd for fd in os.listdir("/proc/self/fd") if os.path.islink(f"/proc/self/fd/{{fd}}")
                               and os.readlink(f"/proc/self/fd/{{fd}}").startswith("socket:")])
        assert sockets() == 2
        if (child := os.fork()) == 0:
            assert sockets() == 0
            {end}
            os._exit(0)
        assert os.waitpid(child, 0)[1] == 0
        print(json.dumps([submit(client, "after"), submit(proxied, "after-proxied"), sockets()]))
        client.close(), proxied.close()
    """
    with PersistentServer() as server:
        assert run(script, server.arguments(timeout=15)) == [True, True, 2]
        # On the one connection that each client ever had.
        assert tags_by_connection(server) == [["after", "before"], ["after-proxied", "proxied"]]


@imported
@pytest.mark.parametrize("kind", ["sync", pytest.param("asyncio", marks=pytest.mark.long)])
def test_a_child_never_affects_the_parent_s_tls_connections(kind: str, tmp_path: Path) -> None:
    authorities = tmp_path / "authorities.pem"
    authorities.write_bytes(authority().pem)
    script = f"""
        if {kind!r} == "sync":
            client = RuntimeClient(**GIVEN)
            outcome = lambda: in_child(lambda: submit(client, "child"))()
            print(json.dumps([submit(client, "before"), outcome(), submit(client, "after")]))
            client.close()
        else:
            client = AsyncRuntimeClient(**GIVEN)

            async def submit(tag):
                return (await client.sampler.submit({FLIP!r}, backend="b", tags=[tag])).id == f"job-{{tag}}"

            async def main():
                own = [await submit("before")]
                return [*own, in_child(lambda: asyncio.run(submit("child")))(), await submit("after")]

            print(json.dumps(asyncio.run(main())))
    """
    with PersistentServer(tls=certificate("good").server_context()) as server:
        assert run(script, server.arguments(timeout=15), SSL_CERT_FILE=str(authorities)) == [True] * 3
        assert tags_by_connection(server) == [["after", "before"], ["child"]]


def tags_by_connection(server: PersistentServer) -> list[list[str]]:
    return sorted(
        sorted(json.loads(call.body)["tags"][0] for call in calls if call.path.endswith("/jobs"))
        for calls in server.by_connection
    )


@imported
@pytest.mark.long
def test_grandchildren_have_separate_connections() -> None:
    script = """
        client = RuntimeClient(**GIVEN)

        def family(depth):
            own = submit(client, f"depth-{depth}")
            below = in_child(lambda: family(depth + 1))() if depth < 3 else []
            return [own, *below, submit(client, f"again-{depth}")]

        print(json.dumps(family(0)))
        client.close()
    """
    with PersistentServer() as server:
        assert run(script, server.arguments(timeout=15)) == [True] * 8
        assert tags_by_connection(server) == [[f"again-{depth}", f"depth-{depth}"] for depth in range(4)]


@pytest.mark.long
def test_a_fork_without_python_hooks_is_detected_at_the_next_call() -> None:
    script = """
        import ctypes

        client = RuntimeClient(**GIVEN)
        own = [submit(client, "before")]
        if (child := ctypes.PyDLL(None).fork()) == 0:
            os._exit(0 if submit(client, "child") else 1)
        own += [os.waitpid(child, 0)[1] == 0, submit(client, "after")]
        print(json.dumps(own))
        client.close()
    """
    with PersistentServer() as server:
        assert run(script, server.arguments(timeout=15)) == [True] * 3
        assert tags_by_connection(server) == [["after", "before"], ["child"]]


@imported
def test_a_fork_during_decoding_in_a_thread_blocks_no_child() -> None:
    script = """
        from qrt_facade.results import npy

        client = RuntimeClient(**GIVEN)
        inside, go_on = threading.Event(), threading.Event()

        def hold():
            lock = getattr(RuntimeClient.__dict__["jobs"], "lock")
            with npy._ONE_HEADER_AT_A_TIME.here(), lock:
                inside.set()
                go_on.wait(30)

        holding = threading.Thread(target=hold)
        holding.start()
        inside.wait(30)

        def work():
            with npy._ONE_HEADER_AT_A_TIME.here():
                return submit(client, "child")

        own = in_child(work)()
        go_on.set()
        holding.join()
        print(json.dumps(own))
    """
    with PersistentServer() as server:
        assert run(script, server.arguments(timeout=15)) is True


@imported
def test_a_fork_in_a_running_event_loop_keeps_the_loop_s_connections() -> None:
    script = f"""
        client = AsyncRuntimeClient(**GIVEN)

        async def submit(tag):
            return (await client.sampler.submit({FLIP!r}, backend="b", tags=[tag])).id == f"job-{{tag}}"

        async def main():
            first = await submit("before")
            outcome = in_child(lambda: asyncio.run(submit("child")))
            return [first, outcome(), await submit("after")]

        print(json.dumps(asyncio.run(main())))
    """
    with PersistentServer() as server:
        assert run(script, server.arguments(timeout=15)) == [True] * 3
        assert tags_by_connection(server) == [["after", "before"], ["child"]]


@imported
def test_a_caller_s_transport_used_before_a_fork_raises_in_the_child() -> None:
    script = """
        made = []
        def make():
            made.append(httpx.HTTPTransport())
            return made[-1]

        def attempt(client, tag):
            try:
                return submit(client, tag)
            except ConfigurationError as error:
                return "another process" in str(error)

        own = RuntimeClient(**GIVEN, transport=httpx.HTTPTransport())
        factory = RuntimeClient(**GIVEN, transport=make)
        submit(own, "own"), submit(factory, "factory")
        child = in_child(lambda: [attempt(own, "refused"), submit(factory, "child"), len(made)])()
        print(json.dumps([child, submit(own, "own-2"), submit(factory, "factory-2"), len(made)]))
        own.close(), factory.close()
    """
    with PersistentServer() as server:
        assert run(script, server.arguments()) == [[True, True, 2], True, True, 1]
        posted = [json.loads(call.body)["tags"][0] for call in server.calls if call.method == "POST"]
        assert sorted(posted) == ["child", "factory", "factory-2", "own", "own-2"]


@pytest.mark.parametrize(
    "end",
    ["sys.exit()", *(pytest.param(end, marks=pytest.mark.long) for end in ("client.close()", "os._exit(0)"))],
)
def test_a_child_uses_the_parent_s_local_emulator_and_does_not_stop_it(end: str) -> None:
    script = f"""
        client = RuntimeClient.local(backends="ibmq_manila")
        client.versions()
        child = in_child(lambda: [len(client.backends.list()), client.close()])
        if (other := os.fork()) == 0:
            {end}
            os._exit(0)
        assert os.waitpid(other, 0)[1] == 0
        print(json.dumps([child()[0], len(client.backends.list())]))
        client.close()
    """
    assert run(script, {}) == [1, 1]
