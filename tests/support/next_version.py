"""A plausible next version of IBM's document, derived from the pinned one, as a maintainer may have to adopt it.

Each change is of a kind that earlier versions had, and affects what the facade uses most.
"""

from __future__ import annotations

import json
from typing import Any

NEXT = "2026-12-15"
"""The date of the fictional version."""
ESTIMATE = "estimated_running_time_seconds"


def next_document(pinned: dict[str, Any], api_version: str = NEXT) -> dict[str, Any]:
    """Return the document of the pinned version, as published, with one change of each kind.

    Two new operations, a renamed query parameter, a removed response field, a new enum value, a new required field of
    a request, and a field of another type.
    """
    document = dated(pinned, api_version)
    document["info"]["version"] = "0.61.0"
    paths, schemas = document["paths"], document["components"]["schemas"]
    paths["/v1/backends/{id}/queue"] = _new_operation("get_backend_queue", "Backends")
    paths["/v1/jobs/{id}/timeline"] = _new_operation("get_job_timeline", "Jobs")
    asked = paths["/v1/jobs/{id}"]["get"]["parameters"]
    next(parameter for parameter in asked if parameter.get("name") == "exclude_params")["name"] = (
        "omit_params"
    )
    del schemas["UsageV3"]["properties"]["qpu_charge_time_seconds"]
    schemas["JobStatus"]["enum"].append("Paused")
    job = schemas["JobRunParamsBase"]
    job["properties"]["billing_group"] = {"type": "string", "description": "Who pays for the job."}
    job["required"] = [*job.get("required", []), "billing_group"]
    schemas["JobResponseV3"]["properties"][ESTIMATE] = {"type": "string"}
    _follow_in_examples(document)
    return document


def _follow_in_examples(node: Any) -> None:
    """Adapt the examples of jobs to the changed schemas."""
    if isinstance(node, dict):
        if isinstance(node.get("program_id"), str):
            node["billing_group"] = "physics"
        if isinstance(node.get("state"), dict) and isinstance(node.get(ESTIMATE), float | int):
            node[ESTIMATE] = str(node[ESTIMATE])
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        _follow_in_examples(child)


def dated(document: dict[str, Any], api_version: str) -> dict[str, Any]:
    """Return a copy of a document that states this version, and no other."""
    copied: dict[str, Any] = json.loads(json.dumps(document))  # copy.deepcopy takes four times as long
    copied["info"]["description"] = f"The service as API version {api_version} has it."
    schema = copied["components"]["parameters"]["IBM-API-Version"]["schema"]
    if "default" in schema:
        schema["default"] = api_version
    return copied


def _new_operation(operation_id: str, tag: str) -> dict[str, Any]:
    answer = {"type": "object", "properties": {"events": {"type": "array", "items": {"type": "string"}}}}
    return {
        "get": {
            "operationId": operation_id,
            "summary": "What has happened so far",
            "tags": [tag],
            "parameters": [
                {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
                {"$ref": "#/components/parameters/IBM-API-Version"},
            ],
            "responses": {
                "200": {"description": "Done.", "content": {"application/json": {"schema": answer}}}
            },
        }
    }
