"""Names for completion: their scope, the stored data, and that a failure of their file never fails a command."""

from __future__ import annotations

import json
import stat
import sys
from pathlib import Path

import pytest

from qrt_facade.cli.known_names import forget_job, known, remember
from qrt_facade.cli.options import CommonOptions

KEY = "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hJ6kM9nP2rS"
CRN = "crn:v1:bluemix:public:quantum-computing:us-east:a/00000000000000000000000000000abc:instance-1::"
HERE = CommonOptions(url="http://127.0.0.1:8000")
SERVICE = CommonOptions(api_key=KEY, instance=CRN)


def files() -> list[Path]:
    return [path for path in Path.home().rglob("*.json") if path.parent.name == "names"]


@pytest.mark.parametrize(
    "other",
    [
        CommonOptions(url="http://127.0.0.1:8001"),
        CommonOptions(local=True),
        SERVICE,
        CommonOptions(api_key=KEY, instance=CRN.replace("instance-1", "instance-2")),
    ],
)
def test_known_names_belong_to_one_service_and_instance(other: CommonOptions) -> None:
    remember(HERE, jobs={"job-1": "Queued on ibm_fez"})
    assert known(HERE, "jobs") == {"job-1": "Queued on ibm_fez"}
    assert known(other, "jobs") == {}


def test_newest_names_come_first_and_backends_replace_earlier_ones() -> None:
    remember(HERE, jobs={"job-1": "Queued"}, backends={"ibm_fez": "", "ibm_old": ""})
    remember(HERE, jobs={"job-2": "Queued"}, tags=["demo"])
    remember(HERE, jobs={"job-1": "Completed"}, backends={"ibm_fez": "online"})
    assert list(known(HERE, "jobs").items()) == [("job-1", "Completed"), ("job-2", "Queued")]
    assert known(HERE, "backends") == {"ibm_fez": "online"}
    assert known(HERE, "tags") == {"demo": ""}
    forget_job(HERE, "job-1")
    assert list(known(HERE, "jobs")) == ["job-2"]
    remember(HERE, jobs={f"more-{number}": "" for number in range(500)})
    assert len(known(HERE, "jobs")) == 200


def test_of_a_local_emulator_only_backend_names_are_stored() -> None:
    local = CommonOptions(local=True)
    remember(local, jobs={"job-1": ""}, sessions={"session-1": ""}, tags=["demo"], backends={"ibm_fez": ""})
    assert [len(known(local, kind)) for kind in ("jobs", "sessions", "tags", "backends")] == [0, 0, 0, 1]


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX's")
def test_the_names_file_is_private_and_has_no_secret() -> None:
    remember(SERVICE, jobs={"job-1": ""}, tags=[KEY, CRN, "two words", "demo\n", "demo"])
    (file,) = files()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    content = f"{file.name} {file.read_text()}"
    for secret in (KEY, CRN, "00000abc", "instance-1"):
        assert secret not in content
    assert known(SERVICE, "tags") == {"demo": ""}, "a shell would take others for several words"


@pytest.mark.parametrize(
    "content", ["", "[1", "[]", '{"jobs": [1]}', '{"jobs": {"a": 1}, "tags": 3}', "\x00"]
)
def test_a_damaged_names_file_is_ignored_and_replaced(content: str) -> None:
    remember(HERE, jobs={"job-1": ""})
    (file,) = files()
    file.write_text(content)
    assert list(known(HERE, "jobs")) in ([], ["a"])
    remember(HERE, jobs={"job-2": ""})
    assert "job-2" in known(HERE, "jobs")


def test_an_unwritable_home_or_missing_credentials_disable_known_names(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    remember(CommonOptions(), jobs={"job-1": ""})
    assert known(CommonOptions(), "jobs") == {}
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("HOME", str(tmp_path / "file"))
    remember(HERE, jobs={"job-1": ""})
    assert known(HERE, "jobs") == {}


def test_unsafe_names_in_a_damaged_file_are_not_completed() -> None:
    remember(HERE, tags=["demo"])
    (path,) = files()
    hostile = [
        "$(touch x)",
        "`touch x`",
        "a;touch x",
        "a\nplain,b",
        "\x1b[31m",
        "two words",
        "'",
        "~",
        "*",
        "",
    ]
    names = dict.fromkeys([*hostile, *(f"good-{number}" for number in range(500))], "a\nb")
    path.write_text(json.dumps({"tags": names}), encoding="utf-8")
    found = known(HERE, "tags")
    assert list(found) == [f"good-{number}" for number in range(100)]
    assert set(found.values()) == {"a b"}
