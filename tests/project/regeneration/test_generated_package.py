"""The generated package: complete, tolerant, safe and lightweight."""

from __future__ import annotations

import copy
import importlib
import pickle
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from qrt_client import AuthenticatedClient, Client
from qrt_client._version import API_VERSION, OPERATIONS
from qrt_client.api.backends import get_backend_defaults, get_backend_status
from qrt_client.api.jobs import create_job, get_job, get_job_results, list_jobs
from qrt_client.models import (
    BackendsResponse,
    Device,
    InstanceConfigurationUpdate,
    JobResponse,
    JobRunParams,
    JobRunParamsParams,
    JobStatus,
    VersionResponse,
)
from qrt_client.types import UNSET, File
from support.generated import assert_clean_by_mypy_strict

if TYPE_CHECKING:
    from pathlib import Path

BASE = "https://service.invalid/api"


def answering(body: bytes, status: int = 200, seen: list[httpx.Request] | None = None) -> Client:
    def handle(request: httpx.Request) -> httpx.Response:
        if seen is not None:
            seen.append(request)
        return httpx.Response(status, content=body, headers={"content-type": "application/json"})

    return Client(base_url=BASE).set_httpx_client(
        httpx.Client(base_url=BASE, transport=httpx.MockTransport(handle))
    )


def rows(document: dict[str, Any]) -> dict[str, tuple[str, str]]:
    return {
        operation["operationId"]: (method.upper(), path)
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in {"get", "put", "post", "delete", "patch"}
    }


def test_every_operation_has_a_module_and_a_row_in_the_table(
    regenerate: Any, package: Path, corrected: dict[str, Any]
) -> None:
    wanted = rows(corrected)
    modules = {path.stem for path in package.glob("api/*/*.py")} - {"__init__"}
    assert wanted
    assert modules == set(wanted)
    versions = regenerate.read_versions(regenerate.OPENAPI)
    assert rows(regenerate.prepared(versions, versions.pinned)[0]) == OPERATIONS


def test_only_one_module_imports_the_http_library(package: Path) -> None:
    importing = {
        path.name
        for path in package.rglob("*.py")
        if re.search(r"^ *(import|from) httpx\b", path.read_text(), re.MULTILINE)
    }
    assert importing == {"_http.py"}


def test_operation_ids_are_clean(corrected: dict[str, Any]) -> None:
    assert not [name for name in OPERATIONS if "jid" in name or "jog" in name]
    assert {"get_job_logs", "close_session", "get_instance_usage", "list_workloads"} <= set(OPERATIONS)


def test_every_object_and_enum_schema_becomes_a_class(
    regenerate: Any, package: Path, corrected: dict[str, Any]
) -> None:
    renamed = regenerate.renamed_classes()
    classes = set((package / "models" / "__init__.py").read_text().split('"'))
    schemas = corrected["components"]["schemas"]
    missing = [
        name
        for name, schema in schemas.items()
        if (schema.get("type") == "object" or "enum" in schema or "allOf" in schema)
        and renamed.get(name, name) not in classes
    ]
    assert len(schemas) > 133
    assert not missing


def test_no_class_name_is_misspelled(package: Path) -> None:
    assert not [path.name for path in package.rglob("*.py") if "linbdblad" in path.name]


def test_the_table_names_the_pinned_version(regenerate: Any) -> None:
    assert regenerate.read_versions(regenerate.OPENAPI).pinned == API_VERSION


def test_unknown_enum_values_survive_a_round_trip() -> None:
    job = JobResponse.from_dict({"id": "d0", "status": "Unheard of", "state": {"status": "Unheard of"}})
    assert job.status == "Unheard of"
    assert job.to_dict() == {"id": "d0", "status": "Unheard of", "state": {"status": "Unheard of"}}
    assert isinstance(job.status, JobStatus)
    assert not job.status.is_known
    assert JobStatus("Queued").is_known
    assert pickle.loads(pickle.dumps(job)) == job


def test_unknown_keys_survive_a_round_trip() -> None:
    body = {"id": "d0", "hub": "h", "usage": {"seconds": 2}}
    assert JobResponse.from_dict(body).to_dict() == body


def test_every_key_of_a_response_may_be_missing_or_null() -> None:
    assert JobResponse.from_dict({}).id is None
    names = [name for name in JobResponse.__attrs_attrs__ if name.name != "additional_properties"]  # type: ignore[attr-defined]
    assert JobResponse.from_dict(dict.fromkeys([name.name for name in names])) == JobResponse()


def test_unset_stays_the_same_object_when_copied() -> None:
    assert copy.deepcopy(UNSET) is UNSET
    assert pickle.loads(pickle.dumps(UNSET)) is UNSET
    assert copy.deepcopy(Device(name="ibm_fez")).to_dict() == {"name": "ibm_fez"}
    assert repr(UNSET) == "UNSET"


def test_older_formats_of_lists_are_parsed() -> None:
    assert BackendsResponse.from_dict({"devices": ["ibm_fez"]}).devices == ["ibm_fez"]
    assert VersionResponse.from_dict({"versions": ["2024-01-01"]}).versions == ["2024-01-01"]
    assert BackendsResponse.from_dict({"devices": [{"name": "ibm_fez"}]}).devices == [Device(name="ibm_fez")]


def test_null_removes_the_limit_of_an_instance() -> None:
    assert InstanceConfigurationUpdate(instance_limit=None).to_dict() == {"instance_limit": None}


def test_results_are_returned_as_the_sent_bytes() -> None:
    answer = get_job_results.sync(id="d0", client=answering(b'{"evs": NaN}'))
    assert isinstance(answer, File)
    assert answer.payload.read() == b'{"evs": NaN}'


def test_null_defaults_are_none() -> None:
    assert get_backend_defaults.sync(id="ibm_fez", client=answering(b"null")) is None


def test_a_job_is_submitted_with_exactly_the_passed_fields() -> None:
    seen: list[httpx.Request] = []
    body = JobRunParams(
        program_id="sampler", backend="ibm_fez", params=JobRunParamsParams.from_dict({"pubs": [["x"]]})
    )
    answer = create_job.sync(client=answering(b'{"id": "d0", "backend": "ibm_fez"}', seen=seen), body=body)
    assert seen[0].read() == b'{"backend":"ibm_fez","program_id":"sampler","params":{"pubs":[["x"]]}}'
    assert answer is not None
    assert answer.to_dict()["id"] == "d0"


def test_defaults_are_left_to_the_server() -> None:
    seen: list[httpx.Request] = []
    list_jobs.sync(client=answering(b'{"jobs": []}', seen=seen))
    assert str(seen[0].url) == f"{BASE}/v1/jobs"


@pytest.mark.parametrize("value", ["", ".", "..", "a/b", "../backends", "a\\b"])
def test_a_path_parameter_with_a_slash_or_dots_is_refused(value: str) -> None:
    seen: list[httpx.Request] = []
    with pytest.raises(ValueError, match=r"get_job: id is"):
        get_job.sync(id=value, client=answering(b"{}", seen=seen))
    assert not seen


def test_a_path_parameter_is_quoted() -> None:
    seen: list[httpx.Request] = []
    get_backend_status.sync(id="ibm fez?x#y", client=answering(b"{}", seen=seen))
    assert seen[0].url.raw_path == b"/api/v1/backends/ibm%20fez%3Fx%23y/status"


def test_the_repr_of_a_client_shows_no_secret() -> None:
    client = AuthenticatedClient(
        base_url=BASE,
        token="SECRET",
        headers={"Service-CRN": "SECRET"},
        cookies={"session": "SECRET"},
        httpx_args={"proxy": "http://user:SECRET@localhost:1"},
    )
    client.get_httpx_client()
    assert "SECRET" not in repr(client)
    assert BASE in repr(client)


def test_raw_functions_have_the_documents_argument_descriptions(
    corrected: dict[str, Any],
) -> None:
    seen = 0
    for path, item in corrected["paths"].items():
        for operation in (
            item[method] for method in item if method in {"get", "put", "post", "delete", "patch"}
        ):
            (folder,) = operation["tags"]
            module = importlib.import_module(f"qrt_client.api.{folder.lower()}.{operation['operationId']}")
            for parameter in [*item.get("parameters", ()), *operation.get("parameters", ())]:
                for function in (module.sync, module.asyncio):
                    written = " ".join(function.__doc__.split())
                    assert " ".join(parameter["description"].split()) in written, (path, parameter["name"])
                    seen += 1
    assert seen > 100


LIGHT = """
import sys
import qrt_client
assert "httpx" not in sys.modules and "attrs" not in sys.modules, "the package alone is light"
import qrt_client.api.jobs.get_job
models = [name for name in sys.modules if name.startswith("qrt_client.models.")]
assert len(models) < 8, models
from qrt_client.models import JobStatus, JobSession
assert not hasattr(qrt_client.models, "NoSuchModel")
assert "JobSession" in dir(qrt_client.models)
"""


def test_importing_one_endpoint_imports_few_models() -> None:
    done = subprocess.run([sys.executable, "-c", LIGHT], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_module_can_be_imported(package: Path) -> None:
    names = [
        ".".join(("qrt_client", *path.relative_to(package).with_suffix("").parts))
        for path in package.rglob("*.py")
        if path.stem != "__init__"
    ]
    assert len(names) > 200
    for name in names:
        importlib.import_module(name)


@pytest.mark.long  # pyright reads it in every run, strictly
def test_the_generated_code_passes_mypy_strict(package: Path, tmp_path: Path) -> None:
    assert_clean_by_mypy_strict(package, tmp_path)
