"""Filters and facts for our templates beyond those of the generator."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from attrs import evolve
from openapi_python_client.parser.properties import AnyProperty, EnumProperty, ModelProperty
from openapi_python_client.parser.properties.boolean import BooleanProperty
from openapi_python_client.parser.properties.datetime import DateTimeProperty
from openapi_python_client.parser.properties.float import FloatProperty
from openapi_python_client.parser.properties.int import IntProperty
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.none import NoneProperty
from openapi_python_client.parser.properties.string import StringProperty
from openapi_python_client.parser.properties.union import UnionProperty
from openapi_python_client.parser.properties.uuid import UuidProperty
from openapi_python_client.schema.untrusted_string import UntrustedString
from openapi_python_client.strings import PythonIdentifier

from regeneration.documents import Document, operations, resolve

if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2.environment import TemplateModule
    from openapi_python_client.parser import GeneratorData
    from openapi_python_client.parser.openapi import Endpoint
    from openapi_python_client.parser.properties import Property

_NONE_TWICE = re.compile(r"(\n *if data is None:\n *return data)\s*\1")


def equip(environment: Environment, data: GeneratorData) -> None:
    """Give the templates their own filters and facts.

    `macros_of` is what `import` does with the template of a property. Jinja compares all global names at each `import`, of
    which there are 8,000: a tenth of a generation.
    """
    sent = sent_models(data)
    environment.globals["sent_models"] = sent
    environment.globals["left_models"] = left_models(data, sent)
    environment.globals["given"] = given

    @cache
    def macros_of(template: str) -> TemplateModule:
        return environment.get_template(f"property_templates/{template}").module

    environment.globals["macros_of"] = lambda prop: macros_of(prop.template)
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


_PLAIN = (AnyProperty, BooleanProperty, FloatProperty, IntProperty, NoneProperty, StringProperty)
_BY_ONE_FUNCTION = (DateTimeProperty, EnumProperty, ModelProperty, UuidProperty)


def left_models(data: GeneratorData, sent: frozenset[str]) -> frozenset[str]:
    """Return the classes whose list items are built lazily, and the classes that these contain.

    Their JSON can be validated without building objects: each field is the same in JSON or is checked by one
    function. A field that may be one of several types must be built to know which one it is.

    Args:
        data: The generator's model of the document.
        sent: The classes that are part of a request, which are built immediately.
    """
    models = {str(model.class_info.name): model for model in data.models if isinstance(model, ModelProperty)}
    checkable = {
        name
        for name, model in models.items()
        if name not in sent
        and _is_plain(model.additional_properties)
        and all(map(_is_checkable, _parts(model)))
    }
    listed = {
        str(inner.class_info.name)
        for name in models.keys() - sent
        for part in _parts(models[name])
        if isinstance(part, ListProperty) and isinstance(inner := _innermost(part), ModelProperty)
    }
    found: set[str] = set()
    ahead = list(listed & checkable)
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            inside = map(_innermost, _parts(models[name]))
            ahead += {
                str(one.class_info.name) for one in inside if isinstance(one, ModelProperty)
            } & checkable
    return frozenset(found)


def _parts(model: ModelProperty) -> list[Any]:
    return [*(model.required_properties or ()), *(model.optional_properties or ())]


def _innermost(prop: Any) -> Any:
    while isinstance(prop, ListProperty):
        prop = prop.inner_property
    return prop


def _is_checkable(prop: Any) -> bool:
    return isinstance(_innermost(prop), _BY_ONE_FUNCTION) or _is_plain(_innermost(prop))


def _is_plain(prop: Any) -> bool:
    if isinstance(prop, UnionProperty):
        return all(map(_is_plain, prop.inner_properties))
    return isinstance(prop, (*_PLAIN, bool, type(None)))


def given(prop: Property) -> Property:
    """Return a property as it is once it is known to be present."""
    return evolve(prop, required=True)


def received(text: str) -> str:
    """Convert a received-only model to use None for absent fields, where the generator writes UNSET."""
    text = re.sub(r"not isinstance\(([\w.]+),\s+Unset\)", r"\1 is not None", text)
    text = re.sub(r"isinstance\(([\w.]+),\s+Unset\)", r"\1 is None", text)
    text = re.sub(r"\bUNSET\b", "None", text)
    text = re.sub(r"\| Unset\b", "| None", text).replace("| None | None", "| None")
    return _NONE_TWICE.sub(r"\1", text)


def describe_parameters(data: GeneratorData, document: Document) -> None:
    """Set the descriptions of parameters from the document.

    The generator only keeps that of a parameter's schema, which documents rarely describe.
    """
    described: dict[tuple[str, str, str], str] = {}
    for _, path, operation in operations(document):
        if "operationId" not in operation:
            continue  # the generator invents a name for it
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
