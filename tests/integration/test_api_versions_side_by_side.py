"""Raw clients of two API versions in one program: a wheel of the older one alongside the pinned client."""

from __future__ import annotations

import importlib
import json
import os
import re
import subprocess
import sys
import threading
import tomllib
import types
import warnings
import zipfile
from concurrent.futures import ThreadPoolExecutor
from email.parser import Parser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio
import pytest
import qrt_client
from qrt_client.api.jobs import get_job
from support.between_runs import Kept, digest_of
from support.paths import ROOT
from support.scripted import ScriptedServer, Seen, reply
from support.worlds import perform

from qrt_facade import AsyncRuntimeClient, RuntimeClient, __version__
from qrt_facade._service import versions
from qrt_facade.errors import ConfigurationError, NotFoundError, UnexpectedResponseError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from qrt_facade.emulator import Emulator

OLDER = "2025-05-01"
PACKAGE = "qrt_client_2025_05_01"
BOTH = pytest.mark.parametrize("world", ["sync", "asyncio"])
QUIET = pytest.mark.filterwarnings(f"ignore:API version {OLDER} is deprecated:FutureWarning")

pytestmark = QUIET


def built(folder: Path, *versions: str, umask: int = 0o022) -> Path:
    """The wheel built by the script."""
    command = [sys.executable, str(ROOT / "scripts" / "regenerate.py"), "package", *versions]
    subprocess.run([*command, "--output", str(folder)], check=True, capture_output=True, umask=umask)
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheel(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheels")
    made_from = [
        ROOT / name
        for name in ("pyproject.toml", "LICENSE", "qrt_facade/_version.py", "scripts/regenerate.py")
    ]
    made_from += sorted((ROOT / "scripts" / "regeneration").glob("*.py"))
    made_from += sorted(file for file in (ROOT / "openapi").rglob("*") if file.is_file())
    kept = Kept(request.config, "wheel", digest_of([Path(__file__), *made_from]))

    def wheel_of_the_script() -> tuple[str, bytes]:
        found = built(folder / "built", OLDER)
        return found.name, found.read_bytes()

    name, content = kept.made(OLDER, wheel_of_the_script)
    wheel = folder / name
    wheel.write_bytes(content)
    return wheel


@pytest.fixture(scope="module")
def site(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the installed content of the wheel."""
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as content:
        content.extractall(folder)
    return folder


@pytest.fixture(scope="module")
def older(site: Path) -> Iterator[ModuleType]:
    """The package of the older version, imported from the wheel's content."""
    sys.path.insert(0, str(site))
    try:
        yield importlib.import_module(PACKAGE)
    finally:
        sys.path.remove(str(site))
        for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
            del sys.modules[name]


def operation(package: ModuleType, name: str) -> ModuleType:
    return importlib.import_module(f"{package.__name__}.api.{name}")


def called(world: str, module: ModuleType, *positional: Any, raw: Any, **arguments: Any) -> Any:
    function = module.sync if world == "sync" else module.asyncio
    return function(*positional, client=raw, **arguments)


def test_the_wheel_is_typed_and_declares_its_dependencies(wheel: Path) -> None:
    recorded = tomllib.loads((ROOT / "openapi" / "versions.toml").read_text(encoding="utf-8"))
    version = f"{__version__}.{recorded['versions'][OLDER]['info_version']}"
    assert wheel.name == f"{PACKAGE}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as content:
        names = set(content.namelist())
        folder = f"{PACKAGE}-{version}.dist-info"
        about = Parser().parsestr(content.read(f"{folder}/METADATA").decode())
    assert {name.partition("/")[0] for name in names} == {PACKAGE, folder}
    assert {f"{PACKAGE}/py.typed", f"{folder}/licenses/LICENSE"} <= names
    assert about["Name"] == "qrt-client-2025-05-01"
    assert {text.partition("<")[0].partition(">")[0] for text in about.get_all("Requires-Dist")} == {
        "attrs",
        "httpx",
    }
    assert f"client.raw_for({PACKAGE})" in about.get_payload()


def test_the_package_imports_neither_qrt_client_nor_qrt_facade(site: Path) -> None:
    modules = list((site / PACKAGE).rglob("*.py"))
    assert len(modules) > 100
    named = re.compile(r"\b(?:qrt_client|qrt_facade)\b")
    assert [path.name for path in modules if named.search(path.read_text(encoding="utf-8"))] == []


def test_the_package_has_only_the_names_of_its_own_document(site: Path) -> None:
    usage = (site / PACKAGE / "models" / "job_usage.py").read_text(encoding="utf-8")
    assert "seconds: float | None" in usage
    assert "qpu_charge_time_seconds" not in usage


@pytest.fixture(scope="module")
def job_id(emulator: Emulator) -> str:
    """A completed job."""
    with RuntimeClient(**emulator.access) as client:
        job = client.sampler.submit("OPENQASM 3.0; bit[1] c; c[0] = measure $0;", backend="ibm_fez", shots=1)
        return job.wait().id


@BOTH
def test_each_raw_client_uses_the_schemas_of_its_own_version(
    world: str, older: ModuleType, job_id: str, arguments: dict[str, Any]
) -> None:
    old, new, mine, listed = perform(
        world,
        arguments,
        lambda client: called(world, operation(older, "jobs.get_job"), job_id, raw=client.raw_for(older)),
        lambda client: called(world, get_job, job_id, raw=client.raw),
        lambda client: client.jobs.get(job_id),
        lambda client: called(world, operation(older, "versions.get_versions"), raw=client.raw_for(older)),
    )
    assert type(old).__module__.startswith(PACKAGE)
    assert type(new).__module__.startswith("qrt_client.")
    assert old.id == new.id == job_id
    assert old.usage.seconds == mine.usage_seconds == new.usage.qpu_charge_time_seconds > 0
    assert OLDER in listed.versions  # as text, where the pinned version has objects


@BOTH
def test_a_client_of_the_older_version_has_raw_clients_of_both(
    world: str, older: ModuleType, arguments: dict[str, Any]
) -> None:
    theirs, ours, facade = perform(
        world,
        {**arguments, "api_version": OLDER},
        lambda client: called(world, operation(older, "versions.get_versions"), raw=client.raw_for(older)),
        lambda client: called(
            world, operation(qrt_client, "versions.get_versions"), raw=client.raw_for(qrt_client)
        ),
        lambda client: client.versions(),
    )
    assert {type(version) for version in theirs.versions} == {str}
    assert str not in {type(version) for version in ours.versions}
    assert {version.status for version in facade} == {None}


def echo(request: Seen) -> bytes:
    """Return the requested version and the credentials in the tags of a job."""
    return reply({"id": "j1", "tags": [request.headers["ibm-api-version"], request.headers["authorization"]]})


def test_versions_never_mix_in_threads_that_share_one_client(older: ModuleType) -> None:
    theirs = operation(older, "jobs.get_job")
    with ScriptedServer(echo) as server, RuntimeClient(**server.arguments()) as client:
        together = threading.Barrier(8)

        def ask(number: int) -> Any:
            if number < 8:
                together.wait()  # the raw client is made by threads at the same time
            if number % 3 == 0:
                return theirs.sync("j1", client=client.raw_for(older)).tags
            return (
                get_job.sync("j1", client=client.raw).tags if number % 3 == 1 else client.jobs.get("j1").tags
            )

        with ThreadPoolExecutor(8) as threads:
            answers = list(threads.map(ask, range(120)))
        assert len(server.exchanges) == 1
    for number, tags in enumerate(answers):
        assert list(tags) == [OLDER if number % 3 == 0 else qrt_client.API_VERSION, "Bearer token-0"]


def test_versions_never_mix_in_tasks_that_share_one_client(older: ModuleType) -> None:
    theirs = operation(older, "jobs.get_job")

    async def main(server: ScriptedServer) -> list[tuple[str, Any]]:
        answers: list[tuple[str, Any]] = []
        async with AsyncRuntimeClient(**server.arguments()) as client, anyio.create_task_group() as tasks:

            async def ask_old() -> None:
                job = await theirs.asyncio("j1", client=client.raw_for(older))
                answers.append((OLDER, job.tags))

            async def ask_new() -> None:
                job = await get_job.asyncio("j1", client=client.raw)
                answers.append((qrt_client.API_VERSION, job.tags))

            for number in range(60):
                tasks.start_soon(ask_new if number % 2 else ask_old)
        return answers

    with ScriptedServer(echo) as server:
        answers = anyio.run(main, server)
        assert len(server.exchanges) == 1
    assert len(answers) == 60
    assert all(tags == [version, "Bearer token-0"] for version, tags in answers)


@BOTH
def test_operations_of_another_version_raise_the_facade_s_errors(world: str, older: ModuleType) -> None:
    module = operation(older, "jobs.get_job")
    refusal = reply({"errors": [{"code": 1291, "message": "Job not found"}]}, 404)
    for answer, error, words in (
        (refusal, NotFoundError, "Job not found"),
        (reply([5]), UnexpectedResponseError, "get_job: the response does not follow the API's schema"),
        (
            reply(b"", 204),
            UnexpectedResponseError,
            "get_job: HTTP 204 is not a documented response of the API",
        ),
    ):
        with ScriptedServer(answer) as server, pytest.raises(error, match=words):
            perform(
                world,
                server.arguments(),
                lambda client: called(world, module, "j1", raw=client.raw_for(older)),
            )


def test_a_raw_client_of_another_version_is_cached_and_closed_with_the_client(older: ModuleType) -> None:
    with ScriptedServer(reply({"id": "j1"})) as server:
        with RuntimeClient(**server.arguments()) as client:
            raw = client.raw_for(older)
            assert isinstance(raw, older.AuthenticatedClient)
            assert client.raw_for(older) is raw
            with raw:
                pass
            assert get_job.sync("j1", client=client.raw).id == "j1"  # that one is closed by its own alone
        with pytest.raises(ConfigurationError, match="closed"):
            operation(older, "jobs.get_job").sync("j1", client=raw)


def test_a_raw_client_of_another_version_rejects_the_other_kind_of_call(older: ModuleType) -> None:
    with ScriptedServer() as server, RuntimeClient(**server.arguments()) as client:
        call = operation(older, "jobs.get_job").asyncio("j1", client=client.raw_for(older))
        with pytest.raises(ConfigurationError, match="those named sync"):
            call.send(None)
        assert server.seen == []


@pytest.mark.parametrize(
    ("change", "value"),
    [("headers", {"IBM-API-Version": OLDER}), ("cookies", {"a": "b"}), ("timeout", None)],
)
def test_raw_clients_reject_changes_of_the_shared_connection(change: str, value: Any) -> None:
    with ScriptedServer(echo) as server, RuntimeClient(**server.arguments()) as client:
        for raw in (client.raw, client.raw_for(qrt_client)):
            with pytest.raises(ConfigurationError, match=f"the {change} of a raw client.*with_options"):
                getattr(raw, f"with_{change}")(value)
        assert client.jobs.get("j1").tags == (qrt_client.API_VERSION, "Bearer token-0")
        assert "cookie" not in server.calls[0].headers


@BOTH
@pytest.mark.parametrize(
    "version", ["2023-01-01", "2025-06-01", "tomorrow", "2031-1-1", "20310101", "", "\uff12031-01-01"]
)
def test_an_unreleased_or_withdrawn_version_raises_before_sending(world: str, version: str) -> None:
    package = types.SimpleNamespace(
        __name__="qrt_client_other", API_VERSION=version, AuthenticatedClient=qrt_client.AuthenticatedClient
    )
    with ScriptedServer(echo) as server:
        known = rf"API_VERSION of qrt_client_other=.*not an API version.*{OLDER}"
        with pytest.raises(ConfigurationError, match=known):
            perform(world, server.arguments(), lambda client: client.raw_for(package))
        if version:
            with pytest.raises(ConfigurationError, match=r"api_version=.*not an API version"):
                perform(world, server.arguments(api_version=version))
        assert server.seen == []


def test_a_version_later_than_all_known_ones_is_accepted() -> None:
    package = types.SimpleNamespace(
        API_VERSION="2031-01-01", AuthenticatedClient=qrt_client.AuthenticatedClient
    )
    with ScriptedServer(echo) as server, RuntimeClient(**server.arguments()) as client:
        assert get_job.sync("j1", client=client.raw_for(package)).tags == ["2031-01-01", "Bearer token-0"]


@pytest.mark.parametrize("given", [None, PACKAGE, json, get_job, qrt_client.AuthenticatedClient])
def test_raw_for_rejects_other_packages(given: Any) -> None:
    with ScriptedServer() as server, RuntimeClient(**server.arguments()) as client:
        with pytest.raises(
            ConfigurationError, match="expected a generated package, the module qrt_client or one"
        ):
            client.raw_for(given)
        assert server.seen == []


def test_a_deprecated_version_warns_once_at_the_caller_s_line(
    older: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(versions, "_warned_about", set())
    with ScriptedServer() as server, warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        with RuntimeClient(**server.arguments()) as client:
            client.raw_for(older)
        with RuntimeClient(**server.arguments()) as client:
            client.raw_for(older)
    (warning,) = warned
    assert (warning.category, Path(warning.filename).name) == (FutureWarning, Path(__file__).name)


@pytest.mark.long  # two builds more
def test_the_wheel_build_is_reproducible(wheel: Path, tmp_path: Path) -> None:
    # Without a version all are built but the pinned one; here that is one.
    assert built(tmp_path / "again", umask=0o077).read_bytes() == wheel.read_bytes()


@pytest.mark.long  # an installation
def test_pip_installs_the_wheel_and_every_module_of_it_imports_without_the_facade(
    wheel: Path, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--quiet", "--target", str(site), str(wheel)], check=True)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", ALONE], cwd=site, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 150


ALONE = f"""
import importlib, pkgutil, sys
sys.modules["qrt_client"] = sys.modules["qrt_facade"] = None
import {PACKAGE} as package
assert "httpx" not in sys.modules
names = [module.name for module in pkgutil.walk_packages(package.__path__, f"{{package.__name__}}.")]
for name in names:
    importlib.import_module(name)
print(len(names))
"""


@pytest.mark.long  # two type checkers over two generated packages
@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_type_checkers_infer_the_client_of_the_package(checker: str, site: Path, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    paths = [str(site), str(ROOT / "generated"), str(ROOT)]
    if checker == "mypy":
        command = ["mypy", "--strict", "--config-file=", f"--cache-dir={tmp_path / 'cache'}"]
        complaint = r"^program\.py:(\d+): error:"
    else:
        configuration = {"include": [program.name], "extraPaths": paths, "typeCheckingMode": "strict"}
        (tmp_path / "pyrightconfig.json").write_text(json.dumps(configuration), encoding="utf-8")
        command = ["pyright", "--pythonpath", sys.executable]
        complaint = r"program\.py:(\d+):\d+ - error:"
    done = subprocess.run(
        [sys.executable, "-m", *command, *([program.name] if checker == "mypy" else [])],
        cwd=tmp_path,
        env={**os.environ, "MYPYPATH": os.pathsep.join(paths)},
        capture_output=True,
        text=True,
        check=False,
    )
    wrong = {number for number, line in enumerate(PROGRAM.splitlines(), 1) if line.endswith("# error")}
    assert {int(line) for line in re.findall(complaint, done.stdout, re.MULTILINE)} == wrong, done.stdout


PROGRAM = """\
from typing import assert_type

import qrt_client
import qrt_client_2025_05_01
from qrt_client.api.jobs import get_job
from qrt_client_2025_05_01.api.jobs import get_job as get_job_2025
from qrt_client_2025_05_01.models import JobResponse
from qrt_facade import AsyncRuntimeClient, RuntimeClient, __version__
from qrt_facade.types import RawPackage


def both(client: RuntimeClient) -> None:
    older = client.raw_for(qrt_client_2025_05_01)
    assert_type(older, qrt_client_2025_05_01.AuthenticatedClient)
    job = get_job_2025.sync("j1", client=older)
    assert_type(job, JobResponse)
    assert_type(job.usage.seconds if job.usage else None, float | None)
    assert_type(client.raw_for(qrt_client), qrt_client.AuthenticatedClient)
    print(get_job.sync("j1", client=client.raw).status)
    get_job.sync("j1", client=older)  # error
    get_job_2025.sync("j1", client=client.raw)  # error
    client.raw_for(get_job)  # error
    client.raw_for("qrt_client_2025_05_01")  # error


async def awaited(client: AsyncRuntimeClient) -> None:
    older = client.raw_for(qrt_client_2025_05_01)
    assert_type(older, qrt_client_2025_05_01.AuthenticatedClient)
    assert_type(await get_job_2025.asyncio("j1", client=older), JobResponse)


package: RawPackage[qrt_client_2025_05_01.AuthenticatedClient] = qrt_client_2025_05_01
other: RawPackage[qrt_client.AuthenticatedClient] = qrt_client_2025_05_01  # error
"""
