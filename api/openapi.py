"""Complete the OpenAPI document that APIFlask generates from the views.

APIFlask provides paths, parameters and summaries. Added here: the schemas as pydantic generates
them (serialised for responses, validated for requests), files as request bodies, and every failure.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from types import ModuleType
from typing import Any, Literal

from apiflask import APIFlask
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from api import answers, wire
from api.documented import (
    ACCEPTED,
    IF_NONE_MATCH,
    NOT_MODIFIED,
    PATH_PARAMETERS,
    PREFER,
    failure_response,
)
from api.identity import identities

Spec = dict[str, Any]
Operation = dict[str, Any]

# Given by HTTP.
ALWAYS = (400, 421, 422, 500, 503)
WITH_BODY = (403, 413, 415)
_FRESH = ({"text/event-stream"}, {"text/plain"})
"""What is never the same twice: events, and figures."""
_REF = "#/components/schemas/{model}"


def complete(app: APIFlask, resources: Iterable[ModuleType]) -> None:
    """Register completion of the app's OpenAPI document, with the models of these modules."""
    modules = (wire, answers, *resources)

    @app.spec_processor
    def finish(spec: Any) -> Any:
        secured = bool(app.config["TOKEN"] or identities(app))
        for method, endpoint, operation in _operations(app, spec):
            view = app.view_functions[endpoint]
            operation["operationId"] = endpoint.rpartition(".")[2]
            _describe_parameters(operation)
            _describe_body(operation, view)
            if method == "get" and set(operation["responses"]["200"]["content"]) not in _FRESH:
                _describe_condition(operation)
            if hasattr(view, "is_deferred"):
                _describe_job(operation)
            _add_failures(operation, secured)
        for server in spec.get("servers", ()):
            server["url"] = server["url"].rstrip("/")
        schemas = _schemas(modules)
        spec["paths"] = _without_aliases(spec["paths"], schemas)
        components = spec.setdefault("components", {})
        components["schemas"] = _referred(spec, _without_aliases(schemas, schemas))
        if secured:
            components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
            spec["security"] = [{"token": []}]
        return spec


def _operations(app: APIFlask, spec: Spec) -> Iterator[tuple[str, str, Operation]]:
    """(method, endpoint, operation) for all operations."""
    endpoints = {
        f"{method.lower()}_{rule.endpoint.replace('.', '_')}": rule.endpoint
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
    }
    for path in spec["paths"].values():
        for method, operation in path.items():
            yield method, endpoints[operation["operationId"]], operation


def _describe_parameters(operation: Operation) -> None:
    """Correct the parameters: they may be absent but are never null, and have their own
    description."""
    for parameter in operation.get("parameters", ()):
        schema = parameter["schema"]
        choices = [s for s in schema.pop("anyOf", ()) if s.get("type") != "null"]
        if len(choices) == 1:
            schema.update({k: v for k, v in choices[0].items() if k not in schema})
        if schema.get("default", ...) is None:
            del schema["default"]
        schema.pop("title", None)
        if schema.pop("deprecated", False):
            parameter["deprecated"] = True
        if "description" in schema:
            parameter["description"] = schema.pop("description")
        if schema.get("type") == "boolean":
            said = parameter.get("description", "")
            parameter["description"] = f"{said} `true` or `1`, `false` or `0`.".lstrip()
        if parameter["in"] == "path":
            known = PATH_PARAMETERS[parameter["name"]]
            schema |= known.get("schema", {})
            parameter |= {**known, "schema": schema}


def _describe_body(operation: Operation, view: Callable[..., Any]) -> None:
    if uploads := getattr(view, "uploads", None):
        form = uploads.options.model_json_schema(ref_template=_REF)
        parts = {name: {"type": "string", "format": "binary"} for name in uploads.parts}
        form["properties"] = parts | form["properties"]
        form["required"] = list(uploads.needed)
        written = {"$ref": _REF.format(model=uploads.body.__name__)}
        operation["requestBody"] = {
            "content": {
                "multipart/form-data": {"schema": form},
                "application/json": {"schema": written},
            }
        }
    if "requestBody" in operation:
        operation["requestBody"]["required"] = True


def _describe_job(operation: Operation) -> None:
    """Add what a request may say, and is answered, where it may be taken as a job."""
    operation["parameters"] = [*operation.get("parameters", ()), PREFER]
    operation["responses"] |= ACCEPTED


def _describe_condition(operation: Operation) -> None:
    """Add what `api.conditional` does."""
    operation["parameters"] = [*operation.get("parameters", ()), IF_NONE_MATCH]
    operation["responses"] |= NOT_MODIFIED


def _add_failures(operation: Operation, secured: bool) -> None:
    statuses = [*ALWAYS, *(WITH_BODY if "requestBody" in operation else ())]
    if secured:
        statuses += (401, 429)
    responses = operation["responses"]
    for status in statuses:
        responses.setdefault(str(status), failure_response(status))
    for status, response in responses.items():
        response.setdefault("description", "Failed" if int(status) >= 400 else "Done")
    operation["responses"] = dict(sorted(responses.items()))


def _schemas(modules: Iterable[ModuleType]) -> dict[str, Any]:
    """The schema of every model by its name: one for each type, in requests and responses alike, so
    that a generated client has one class for it.

    A field with a default is optional in a request; a type that both use is described as for
    requests, which is stricter: those come first.
    """
    modes: list[tuple[type[BaseModel], Literal["validation", "serialization"]]]
    models = [model for module in modules for model in _models_of(module)]
    models.sort(key=lambda model: not issubclass(model, wire.FromJson))
    modes = [(model, "validation") for model in models]
    _, found = models_json_schema(modes, ref_template=_REF)
    schemas = found["$defs"]
    for name, schema in schemas.items():
        schema["title"] = name
        for field in schema.get("properties", {}).values():
            field.pop("title", None)
    return schemas  # type: ignore[no-any-return]


def _models_of(module: ModuleType) -> Iterator[type[BaseModel]]:
    for value in vars(module).values():
        is_model = isinstance(value, type) and issubclass(value, BaseModel)
        if is_model and value.__module__ == module.__name__:
            yield value


def _referred(spec: Spec, schemas: dict[str, Any]) -> dict[str, Any]:
    """The schemas that the paths refer to, by name."""
    reached: set[str] = set()
    waiting = _references(spec["paths"])
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting |= _references(schemas[name])
    return {name: schemas[name] for name in sorted(reached)}


def _without_aliases(value: Any, schemas: dict[str, Any]) -> Any:
    """The same with aliases of a type replaced by the type's own name."""
    aliases = {name: schema["$ref"] for name, schema in schemas.items() if "$ref" in schema}
    text = json.dumps(value)
    for name, meant in aliases.items():
        text = text.replace(json.dumps(_REF.format(model=name)), json.dumps(meant))
    return json.loads(text)


def _references(value: Any) -> set[str]:
    return set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(value)))
