"""`regenerate.py signatures`: members and parameters of public names, read by griffe, and how two lists differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from regeneration.signatures import changes, signatures

if TYPE_CHECKING:
    from pathlib import Path

BEFORE = """
from dataclasses import dataclass
from qrt_facade._base import Connection, Waiting

class Job(Waiting):
    status: str = "new"

    def __init__(self, connection: Connection) -> None: ...
    def _own(self) -> None: ...

class Client:
    def __init__(self, *, token: str | None = None) -> None: ...
    async def jobs(self, limit: int = 20, *, tags: list[str] = []) -> list[Job]: ...

@dataclass(frozen=True)
class Device:
    name: str
    qubits: int = 5
"""
BASE = """
class Connection: ...

class Waiting:
    def wait(self, timeout: float = 60) -> None: ...
"""
LISTED = """\
qrt_facade.Client: class
  __init__: function -> None
    token: keyword-only str | None = None
  jobs: async function -> list[Job]
    limit: positional or keyword int = 20
    tags: keyword-only list[str] = []
qrt_facade.Device: class
  takes, in this order: name, qubits
  name: attribute str
  qubits: attribute int = 5
qrt_facade.Job: class
  status: attribute str = 'new'
  wait: function -> None
    timeout: positional or keyword float = 60
"""


def listed(root: Path, code: str) -> str:
    package = root / "qrt_facade"
    package.mkdir(exist_ok=True)
    (package / "__init__.py").write_text(code)
    (package / "_base.py").write_text(BASE)
    return signatures(root, ["qrt_facade.Job", "qrt_facade.Client", "qrt_facade.Device"])


def test_signatures_include_inherited_public_members_and_callable_constructors(
    tmp_path: Path,
) -> None:
    assert listed(tmp_path, BEFORE) == LISTED


RENAMED = """\
removed  qrt_facade.Client.jobs(tags): keyword-only list[str] = []
added    qrt_facade.Client.jobs(labels): keyword-only list[str] = []"""
REQUIRED = """\
changed  qrt_facade.Client.jobs(limit): positional or keyword int = 20
      now  positional or keyword int"""
NARROWED = """\
changed  qrt_facade.Client.__init__(token): keyword-only str | None = None
      now  keyword-only str = None"""
BLOCKING = """\
changed  qrt_facade.Client.jobs: async function -> list[Job]
      now  function -> list[Job]"""
ORPHANED = """\
removed  qrt_facade.Job.wait: function -> None
removed  qrt_facade.Job.wait(timeout): positional or keyword float = 60"""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("tags: list[str] = []", "labels: list[str] = []", RENAMED),
        ("limit: int = 20", "limit: int", REQUIRED),
        ("token: str | None", "token: str", NARROWED),
        ("async def", "def", BLOCKING),
        ("class Job(Waiting)", "class Job", ORPHANED),
    ],
)
def test_a_changed_public_name_is_shown_with_its_full_path(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    assert "\n".join(changes(LISTED, listed(tmp_path, BEFORE.replace(old, new)))) == expected
    assert changes(LISTED, LISTED) == []
