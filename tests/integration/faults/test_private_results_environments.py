"""Read-once results on machines without a home, a temporary folder or disk space."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from support.paths import ROOT
from support.scripted import INSTANCE, reply
from support.simulators import FOLDER
from support.vault import BODY, Vault, cut_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = [
    pytest.mark.skipif(
        sys.platform == "win32" or os.geteuid() != 0, reason="other users and mounts are root's to make"
    ),
    pytest.mark.usefixtures("without_trio"),
]

UNKNOWN_USER: Final = 54321
"""A user without an entry in the password database."""

BECOME: Final = '''
import os

def become(spoilt, warm):
    """Become another user, who may not read this Python: everything must be imported before."""
    if spoilt.get("user"):
        os.environ["XDG_STATE_HOME"] = spoilt["warm"]
        warm()
        del os.environ["XDG_STATE_HOME"]
        os.setgroups([])
        os.setgid(spoilt["user"])
        os.setuid(spoilt["user"])
'''
# The child's report of one read: where the bytes of the result ended up.
CHILD: Final = """
import asyncio, json, sys, tempfile
import anyio  # before the temporary folder becomes unusable
from qrt_facade import AsyncRuntimeClient, QrtError, RuntimeClient

spoilt, worlds, warm = (json.loads(text) for text in sys.argv[1:4])
if spoilt.get("temporary"):
    tempfile.tempdir = spoilt["temporary"]
if spoilt.get("file_size") is not None:
    import resource
    resource.setrlimit(resource.RLIMIT_FSIZE, (spoilt["file_size"], spoilt["file_size"]))

def arguments(url):
    return dict(token="t", instance=sys.argv[4], base_url=url + "/api", retries=3, timeout=5.0)

def sync(url):
    with RuntimeClient(**arguments(url)) as client:
        return client.jobs.get("j1").result()

def asynchronous(url):
    async def read():
        async with AsyncRuntimeClient(**arguments(url)) as client:
            return await (await client.jobs.get("j1")).result()
    return asyncio.run(read())

def outcome(read, url):
    try:
        return {"returned": read(url)[0].c.num_shots == 2}
    except QrtError as error:
        kept = [one.body().decode() for one in RuntimeClient.kept_results()]
        place = error.saved_to
        body = place.read_bytes() if place else error.body
        for one in RuntimeClient.kept_results():
            one.discard()
        return {"kind": type(error).__name__, "body": body.decode(), "file": str(place or ""), "listed": kept}

def outcomes(worlds):
    return [outcome({"sync": sync, "asyncio": asynchronous}[world], url) for world, url in worlds]

become(spoilt, lambda: outcomes(warm))
print(json.dumps(outcomes(worlds)))
"""


@dataclass
class Place:
    """An environment in which the child runs.

    Attributes:
        environment: Its variables, in addition to the path of the package.
        spoilt: What the child restricts: `temporary` is the folder of temporary files, `file_size` the maximum file
            size, `user` the user that it becomes.
        memory: Whether only memory is left to save results.
        cleanup: Called after the test.
    """

    environment: dict[str, str] = field(default_factory=dict)
    spoilt: dict[str, Any] = field(default_factory=dict)
    memory: bool = False
    cleanup: ExitStack = field(default_factory=ExitStack)


def no_home_and_no_entry_for_the_user(folder: Path) -> Place:
    return Place(spoilt=other_user(folder))


def home_of_another(folder: Path) -> Place:
    return Place({"HOME": str(folder)}, other_user(folder))


def other_user(folder: Path) -> dict[str, Any]:
    return {"user": UNKNOWN_USER, "warm": str(folder / "warm")}


def a_file_for_a_state_folder(folder: Path) -> Place:
    (folder / "qrt-facade").write_text("mine")
    return Place({"XDG_STATE_HOME": str(folder)})


def a_full_disk(folder: Path) -> Place:
    place = mounted(folder, "size=4k,nr_inodes=10")
    (folder / "filler").write_bytes(b"x" * 4096)
    return place


def a_disk_that_fills_up_half_way(folder: Path) -> Place:
    # File systems allocate whole pages; the limit of a file's size is exact to the byte.
    return Place({"XDG_STATE_HOME": str(folder)}, {"file_size": 100}, memory=True)


def a_read_only_file_system(folder: Path) -> Place:
    return mounted(folder, "size=64k,ro")


def mounted(folder: Path, options: str) -> Place:
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], check=False, capture_output=True
    )
    if done.returncode:
        pytest.skip("this machine mounts nothing")
    place = Place({"XDG_STATE_HOME": str(folder)})
    place.cleanup.callback(subprocess.run, ["umount", str(folder)], check=False)
    return place


def no_temporary_folder(folder: Path) -> Place:
    return Place({"XDG_STATE_HOME": str(folder)}, {"temporary": "/dev/null/temporary"})


def nothing_to_write_to(folder: Path) -> Place:
    place = a_file_for_a_state_folder(folder)
    place.spoilt["temporary"] = "/dev/null/temporary"
    place.memory = True
    return place


PLACES: Final = [
    no_home_and_no_entry_for_the_user,
    home_of_another,
    a_file_for_a_state_folder,
    a_full_disk,
    a_disk_that_fills_up_half_way,
    a_read_only_file_system,
    no_temporary_folder,
    nothing_to_write_to,
]
DAMAGED: Final = b'{"results": 17}'
DELIVERIES: Final = {"whole": (reply, BODY), "damaged": (reply, DAMAGED), "cut": (cut_at(200), BODY)}


@contextmanager
def made(make: Callable[[Path], Place], folder: Path) -> Iterator[Place]:
    place = make(folder)
    with place.cleanup:
        yield place


def run_child(place: Place, *arguments: str, code: str = CHILD) -> Any:
    environment = {
        name: value for name, value in os.environ.items() if name not in {"HOME", "XDG_STATE_HOME", "QRT_URL"}
    }
    path = os.pathsep.join([str(FOLDER), str(ROOT), str(ROOT / "generated")])
    # The child may be another user, without access to the test's folders.
    temporary = place.cleanup.enter_context(tempfile.TemporaryDirectory(prefix="qrt-", dir="/tmp"))
    Path(temporary).chmod(0o1777)
    return subprocess.run(
        [sys.executable, "-c", BECOME + code, *arguments],
        env={**environment, "PYTHONPATH": path, "TMPDIR": temporary, **place.environment},
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    "make",
    [
        make if make is no_home_and_no_entry_for_the_user else pytest.param(make, marks=pytest.mark.long)
        for make in PLACES
    ],
)
def test_a_private_result_is_returned_saved_or_attached_to_the_error(
    make: Callable[[Path], Place], tmp_path: Path
) -> None:
    tmp_path.chmod(0o755)
    with ExitStack() as stack:
        cases = [(world, name) for name in DELIVERIES for world in ("sync", "asyncio")]
        urls = []
        for world, name in cases:
            deliver, body = DELIVERIES[name]
            urls.append((world, stack.enter_context(Vault(deliver, body=body)).url))
        place = stack.enter_context(made(make, tmp_path))
        warm = [
            (world, stack.enter_context(Vault(deliver, body=body)).url)
            for deliver, body in DELIVERIES.values()
            for world in ("sync", "asyncio")
        ]
        done = run_child(place, *map(json.dumps, (place.spoilt, urls, warm)), INSTANCE)
    assert done.returncode == 0, done.stderr
    for (_, name), outcome in zip(cases, json.loads(done.stdout), strict=True):
        if name == "whole":
            assert outcome == {"returned": True}
            continue
        arrived = (BODY[:200] if name == "cut" else DAMAGED).decode()
        # A file of the maximum size contains exactly the corrupt bytes.
        in_memory = place.memory and not (name == "damaged" and place.spoilt.get("file_size"))
        assert outcome["kind"] == ("PartialResultError" if name == "cut" else "ResultDecodeError")
        assert outcome["body"] == arrived
        assert arrived in outcome["listed"]
        assert bool(outcome["file"]) != in_memory


@pytest.mark.parametrize(
    "make",
    [make if make is nothing_to_write_to else pytest.param(make, marks=pytest.mark.long) for make in PLACES],
)
def test_qrt_on_a_full_disk_saves_a_private_result_or_prints_it_to_stderr(
    make: Callable[[Path], Place], tmp_path: Path
) -> None:
    code = (
        "import json, sys, tempfile\n"
        "spoilt = json.loads(sys.argv[1])\n"
        "from qrt_facade.cli.app import run\n"
        "become(spoilt, lambda: run(['job', 'j1', 'result', '--url', sys.argv[3]]))\n"
        "tempfile.tempdir = spoilt.get('temporary')\n"
        "if 'file_size' in spoilt:\n"
        "    import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (spoilt['file_size'],) * 2)\n"
        "sys.stdout = open('/dev/full', 'w')\n"
        "from qrt_facade.cli import main\n"
        "main(['job', 'j1', 'result', '--url', sys.argv[2]])\n"
    )
    tmp_path.chmod(0o755)
    with Vault() as vault, Vault() as warm, made(make, tmp_path) as place:
        done = run_child(place, json.dumps(place.spoilt), vault.url, warm.url, code=code)
        named = [Path(word) for word in done.stderr.split() if word.startswith("/") and "result-j1" in word]
        kept = [path.read_bytes() for path in named]
        for path in named:
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
            path.unlink()
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert kept == [BODY] or BODY.decode() in done.stderr
    assert bool(kept) != place.memory
