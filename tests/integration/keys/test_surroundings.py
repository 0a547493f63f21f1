"""Keys under adverse conditions: clocks, folders, disks, forks, copies of clients."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import pytest
from integration.keys.conftest import LAG, SUBMIT
from support.killable_programs import until

if TYPE_CHECKING:
    from integration.keys.conftest import Judge

long = pytest.mark.long


def run_again(judge: Judge, code: str, **given: Any) -> dict[str, Any]:
    """Run a program and then the plain one, and return their common job."""
    output = judge.run(code, **given)
    again = judge.run()
    assert (again["id"], again["adopted"]) == (output["id"], True)
    assert judge.paid == [again["id"]]
    assert "Traceback" not in output["complaints"]
    return output


HOMES: dict[str, str] = {
    "read-only": "os.chmod(HOME, 0o500)",
    "missing": "os.environ['HOME'] = os.environ['XDG_STATE_HOME'] = '/nonexistent/home'",
    "a file": "os.rmdir(HOME); open(HOME, 'w').close()",
    "unset": "del os.environ['HOME'], os.environ['XDG_STATE_HOME']; os.environ['PATH'] = ''",
    "a device": "os.environ['XDG_STATE_HOME'] = '/dev/full'",
    "with a NUL": "os.environ['XDG_STATE_HOME'] = 'relative/state'",
}
PLACE = "HOME = os.environ['HOME']\n"


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere")
def test_an_unwritable_home_warns_once(judge: Judge) -> None:
    output = run_again(judge, PLACE + HOMES["read-only"] + SUBMIT)
    (judge.homes / "home").chmod(0o700)
    assert output["complaints"].count("journal") == 1


@pytest.mark.parametrize(
    "case",
    [one if one == "missing" else pytest.param(one, marks=long) for one in HOMES if one != "read-only"],
)
def test_an_impossible_state_folder_is_tolerated(judge: Judge, case: str) -> None:
    run_again(judge, PLACE + HOMES[case] + SUBMIT, home=case.replace(" ", "-"))


FULL = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))
"""


@pytest.mark.long
@pytest.mark.parametrize("size", [0, pytest.param(4096, marks=long), pytest.param(16384, marks=long)])
def test_a_full_disk_disables_the_journal_but_not_submissions(judge: Judge, size: int) -> None:
    # Its output and warnings are written to files, too.
    output = judge.start(
        FULL.format(size=size)
        + SUBMIT.replace("emit_job(", "output = (lambda job: (job.id, job.adopted))(")
        + "\nassert output[1] is False",
        home="full",
    ).ended()
    assert output.status == 0
    assert len(judge.paid) == 1
    assert judge.run(home="full")["adopted"] is True
    assert len(judge.paid) == 1


DAMAGES: dict[str, str] = {
    "garbage": "open(path, 'wb').write(os.urandom(9000))",
    "empty": "open(path, 'wb').close()",
    "cut": "os.truncate(path, os.path.getsize(path) // 2)",
    "a folder": "os.remove(path); os.mkdir(path)",
    "a link": "os.remove(path); os.symlink('/etc/passwd', path)",
    "a pipe": "os.remove(path); os.mkfifo(path)",
    "of others": "os.chmod(path, 0o666)",
    "newer": "import sqlite3; d = sqlite3.connect(path); d.execute('PRAGMA user_version = 99'); d.commit(); d.close()",
    "other tables": "import sqlite3; d = sqlite3.connect(path); d.executescript('drop table submissions; create table submissions (x)'); d.close()",
    "odd rows": "import sqlite3; d = sqlite3.connect(path); d.execute(\"update submissions set begun = 'x', job_id = x'00ff', print_tag = 3\"); d.commit(); d.close()",
    "another job": "import sqlite3; d = sqlite3.connect(path); d.execute(\"update submissions set job_id = '../../tags'\"); d.commit(); d.close()",
    "in the future": "import sqlite3; d = sqlite3.connect(path); d.execute('update submissions set begun = 1e12, job_id = null'); d.commit(); d.close()",
    "at infinity": "import sqlite3; d = sqlite3.connect(path); d.execute('update submissions set begun = 9e999, job_id = null'); d.commit(); d.close()",
}
FIND = """
from pathlib import Path
(path,) = [str(one) for one in Path(os.environ["XDG_STATE_HOME"]).rglob("journal.sqlite")]
"""


@pytest.mark.long
@pytest.mark.parametrize("case", DAMAGES)
def test_a_corrupt_journal_is_tolerated(judge: Judge, case: str) -> None:
    job = judge.run()
    output = judge.run(FIND + DAMAGES[case] + SUBMIT)
    assert (output["id"], output["adopted"]) == (job["id"], True)
    assert "Traceback" not in output["complaints"]
    assert judge.run()["id"] == job["id"]
    assert judge.paid == [job["id"]]


@pytest.mark.long
def test_a_journal_locked_by_another_program_is_waited_for(judge: Judge) -> None:
    held = (
        FIND
        + """
import sqlite3
holder = sqlite3.connect(path, isolation_level=None)
holder.execute("BEGIN EXCLUSIVE")
emit(held=True)
time.sleep(0.5)
holder.execute("COMMIT")
"""
    )
    first = judge.run()
    judge.start(held).wait_for_output("held")
    again = judge.run()
    assert (again["id"], again["adopted"]) == (first["id"], True)


CLOCK = """
class Clock:
    offset = {offset}
    monotonic = staticmethod(time.monotonic)
    def time(self): return time.time() + self.offset
_pauses.enter_context(timing.override(clock=Clock()))
real = time.time
time.time = lambda: real() + {offset}
"""


@pytest.mark.parametrize("offset", [-7200, pytest.param(7200, marks=long), pytest.param(-2e9, marks=long)])
def test_a_clock_change_does_not_extend_waits(judge: Judge, offset: float) -> None:
    judge.lag(LAG)
    judge.never_answered()
    running = judge.start()
    judge.until_jobs(1)
    running.kill()
    if offset > 0:
        judge.lag(0)  # a clock that runs ahead ends the waiting, since nothing says that it does
    again = judge.run(CLOCK.format(offset=offset) + SUBMIT)
    assert again["adopted"] is True
    assert judge.requests.submissions == len(judge.paid) == 1


@pytest.mark.long
def test_after_a_clock_set_back_a_lost_submission_is_sent_again(judge: Judge) -> None:
    judge.lag(LAG)
    judge.never_arrives()
    running = judge.start()
    until(lambda: judge.requests.submissions)
    running.kill()
    again = judge.run(CLOCK.format(offset=-7200) + SUBMIT)
    assert again["adopted"] is False
    assert len(judge.paid) == 1


COPIES: dict[str, str] = {
    "pickled": """
import pickle
os.environ.update(QISKIT_IBM_TOKEN=access["api_key"], QISKIT_IBM_INSTANCE=access["instance"])
with RuntimeClient(**access) as first:
    with pickle.loads(pickle.dumps(first)) as client:
        emit_job(client.sampler.submit([FLIP], backend=BACKEND, shots=10, key=key, **options))
    assert first.sampler.submit([FLIP], backend=BACKEND, shots=10, key=key, **options).adopted
""",
    "two clients": """
with RuntimeClient(**access) as one, RuntimeClient(**access) as two:
    emit_job(one.sampler.submit([FLIP], backend=BACKEND, shots=10, key=key, **options))
    assert two.sampler.submit([FLIP], backend=BACKEND, shots=10, key=key, **options).adopted
""",
    "forked": """
with RuntimeClient(**access) as client:
    client.sampler.submit([STAY], backend=BACKEND, shots=10, key=key + "/before")
    for _ in range(4):
        if os.fork() == 0:
            emit_job(client.sampler.submit([FLIP], backend=BACKEND, shots=10, key=key, **options))
            os._exit(0)
    for _ in range(4):
        assert os.wait()[1] == 0
""",
    "a pickled job": """
import pickle
os.environ.update(QISKIT_IBM_TOKEN=access["api_key"], QISKIT_IBM_INSTANCE=access["instance"])
with RuntimeClient(**access) as client:
    job = client.sampler.submit([FLIP], backend=BACKEND, shots=10, key=key, **options)
    copied = pickle.loads(pickle.dumps(job))
    assert (copied.id, copied.adopted) == (job.id, job.adopted)
    emit_job(job)
""",
    "a session's sampler": """
with RuntimeClient(**access) as client:
    session = client.sessions.create(backend=BACKEND, mode="batch")
    emit_job(session.sampler.submit([FLIP], shots=10, key=key, **options))
""",
    "no journal, then one": """
with RuntimeClient(**{**access, "journal": False}) as client:
    emit_job(client.sampler.submit([FLIP], backend=BACKEND, shots=10, key=key, **options))
""",
    "a wait that ends": """
with RuntimeClient(**access) as client:
    with contextlib.suppress(JobTimeoutError):
        client.sampler.run([FLIP], backend=BACKEND, shots=10, key=key, timeout=0.2, **options)
    emit_job(client.sampler.submit([FLIP], backend=BACKEND, shots=10, key=key, **options))
""",
}  # fmt: skip


@pytest.mark.parametrize(
    "case", [one if one == "forked" else pytest.param(one, marks=long) for one in COPIES]
)
def test_copied_clients_share_keys(judge: Judge, case: str) -> None:
    judge.lag(0 if "journal" in case else LAG)
    run_again(judge, COPIES[case])


STOPPED = """
def stop():
    until = time.monotonic() + {seconds}
    while time.monotonic() < until: time.sleep(0.001)
    os.kill(os.getpid(), signal.SIGINT)
threading.Thread(target=stop, daemon=True).start()
try:
    with RuntimeClient(**access) as client:
        job = client.sampler.submit([FLIP], backend=BACKEND, shots=10, key=key, **options)
        while True: time.sleep(0.01)
except KeyboardInterrupt as stopped:
    emit(notes=getattr(stopped, "__notes__", []))
"""


@pytest.mark.long
@pytest.mark.parametrize("milliseconds", [5 * one for one in range(14)])
def test_ctrl_c_at_any_moment_leaves_one_job(judge: Judge, milliseconds: int) -> None:
    judge.lag(LAG)
    output = judge.start(STOPPED.format(seconds=milliseconds / 1000)).ended()
    assert "Traceback" not in output.complaints or "KeyboardInterrupt" in output.complaints
    again = judge.run()
    assert judge.paid == [again["id"]]
    assert len(judge.jobs) == 1


@pytest.mark.long
def test_ctrl_c_interrupts_waiting_for_the_list(judge: Judge) -> None:
    judge.lag(LAG)
    judge.list_lag = 60.0
    judge.never_arrives()
    running = judge.start()
    until(lambda: judge.requests.submissions)
    running.kill()
    waiting = judge.start(STOPPED.format(seconds=0.5)).ended()
    assert waiting.output != []
    judge.list_lag = LAG + 0.1
    assert judge.run()["adopted"] is False
    assert len(judge.paid) == 1
