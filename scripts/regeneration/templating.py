"""What our templates need beyond what the generator hands to them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from attrs import evolve
from openapi_python_client.parser.properties import ModelProperty
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.union import UnionProperty
from openapi_python_client.schema.untrusted_string import UntrustedString
from openapi_python_client.strings import PythonIdentifier

from regeneration.documents import Document, operations, resolve

if TYPE_CHECKING:
    from jinja2 import Environment
    from openapi_python_client.parser import GeneratorData
    from openapi_python_client.parser.openapi import Endpoint
    from openapi_python_client.parser.properties import Property

_NONE_TWICE = re.compile(r"(\n *if data is None:\n *return data)\s*\1")


def equip(environment: Environment, data: GeneratorData) -> None:
    """Give the templates their own filters and facts."""
    environment.globals["sent_models"] = sent_models(data)
    environment.globals["given"] = given
    environment.filters["received"] = received


def sent_models(data: GeneratorData) -> frozenset[str]:
    """Return the classes that are part of a request's body; all others are only received."""
    found: set[str] = set()
    ahead: list[Any] = [body.prop for endpoint in _endpoints(data) for body in endpoint.bodies]
    while ahead:
        prop = ahead.pop()
        if isinstance(prop, ListProperty):
            ahead.append(prop.inner_property)
        elif isinstance(prop, UnionProperty):
            ahead.extend(prop.inner_properties)
        elif isinstance(prop, ModelProperty) and str(prop.class_info.name) not in found:
            found.add(str(prop.class_info.name))
            ahead.extend([*(prop.required_properties or ()), *(prop.optional_properties or ())])
            ahead.append(prop.additional_properties)
    return frozenset(found)


def given(prop: Property) -> Property:
    """Return a property as it is once it is known not to be absent."""
    return evolve(prop, required=True)


def received(text: str) -> str:
    """Write a model that is only received with None for what is absent, wherever the generator writes UNSET."""
    text = re.sub(r"not isinstance\(([\w.]+),\s+Unset\)", r"\1 is not None", text)
    text = re.sub(r"isinstance\(([\w.]+),\s+Unset\)", r"\1 is None", text)
    text = re.sub(r"\bUNSET\b", "None", text)
    text = re.sub(r"\| Unset\b", "| None", text).replace("| None | None", "| None")
    return _NONE_TWICE.sub(r"\1", text)


def describe_parameters(data: GeneratorData, document: Document) -> None:
    """Give parameters the description that the document gives them.

    The generator keeps only that of a parameter's schema, which documents rarely describe.
    """
    described: dict[tuple[str, str, str], str] = {}
    for _, path, operation in operations(document):
        if "operationId" not in operation:
            continue  # the generator makes up a name for it
        for written in [*document["paths"][path].get("parameters", ()), *operation.get("parameters", ())]:
            parameter = resolve(document, written["$ref"]) if "$ref" in written else written
            if parameter.get("description"):
                key = (_identifier(operation["operationId"]), parameter["in"], parameter["name"])
                described[key] = parameter["description"]
    for endpoint in _endpoints(data):
        for place in ("path", "query", "header", "cookie"):
            for parameter in getattr(endpoint, f"{place}_parameters"):
                text = described.get((str(endpoint.name), place, parameter.name.get_untrusted_value()))
                if text:
                    parameter.description = UntrustedString(" ".join(text.split()))


def _endpoints(data: GeneratorData) -> list[Endpoint]:
    collections = data.endpoint_collections_by_tag.values()
    return [endpoint for collection in collections for endpoint in collection.endpoints]


def _identifier(operation_id: str) -> str:
    return str(PythonIdentifier(UntrustedString(operation_id), ""))
