"""The web pages: the user interface and the documentation of the API. All from local files."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from apiflask import APIBlueprint
from flask import Response, current_app, g, jsonify, redirect, render_template, url_for
from markupsafe import Markup, escape

from api import sent
from glossary.people import ROLES
from glossary.text.script import only_in_one_script

blueprint = APIBlueprint("pages", __name__, enable_openapi=False)


VIEWS = (
    "/",
    "/review",
    "/recognise",
    "/check",
    "/lint",
    "/memory",
    "/documents",
    "/documents/<sha>",
    "/import",
    "/export",
    "/overview",
    "/wanted",
    "/conflicts",
    "/jobs",
    "/history",
    "/hooks",
    "/concepts/new",
    "/concepts/<concept_id>",
)
"""The addresses of the desk, each the same page: what is shown is decided there."""


def desk(**_: str) -> Response:
    """The desk, as plain ES modules without a build; the browser is told what it will need, and
    with accounts who is signed in."""
    sheets, modules = _needed(Path(current_app.static_folder or ""))
    person = g.get("person")
    page = render_template(
        "index.html",
        sheets=_addresses(sheets),
        modules=_addresses(modules),
        person=person,
        rank=ROLES.index(person.role) if person else None,
    )
    return sent.squeeze(Response(page))


@lru_cache(maxsize=1)
def _needed(web: Path) -> tuple[list[str], list[str]]:
    """The style sheets and the modules that every view needs, as names below `web`."""
    first = [*web.glob("vendor/*.js"), *web.glob("vendor/fluent/*.js"), *web.glob("desk/*.js")]
    modules = [*first, *web.glob("desk/parts/*.js")]
    return _names(web.glob("style/*.css"), web), _names(modules, web)


def _names(files: Iterable[Path], web: Path) -> list[str]:
    return sorted(file.relative_to(web).as_posix() for file in files)


def _addresses(names: list[str]) -> list[str]:
    return [url_for("static", filename=name) for name in names]


for path in VIEWS:
    blueprint.add_url_rule(path, "desk", desk)


@blueprint.get("/scripts.json")
def scripts() -> Response:
    """The characters that only Traditional, and only Simplified Chinese has: the desk sets each
    text in a font of its own script. Those of the basic block, in which texts are written: rarer
    ones stand beside them and need not tell."""
    hant, hans = (filter(is_basic, chars) for chars in only_in_one_script())
    response = jsonify(hant=_stepped(hant), hans=_stepped(hans))
    response.cache_control.max_age = 3600  # seconds; they change with the version
    return sent.squeeze(response)


def is_basic(char: str) -> bool:
    """Whether a character is of the block of CJK unified ideographs without its extensions."""
    return "\u4e00" <= char <= "\u9fff"


def _stepped(chars: Iterable[str]) -> str:
    """The characters in order, each as its distance from the one before, as one character from the
    blank on: a third of the size."""
    places = sorted(map(ord, chars))
    return "".join(chr(0x20 + b - a) for a, b in pairwise([0, *places]))


@blueprint.get("/docs")
def docs() -> str:
    """The OpenAPI document as a page."""
    spec: Any = current_app._get_spec("json")  # type: ignore[attr-defined]
    return render_template("docs.html", spec=spec, groups=_by_tag(spec))


@blueprint.get("/api/v1/docs")
def api_docs() -> Any:
    return redirect(url_for("pages.docs"))


def _by_tag(spec: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The operations in groups, in the order of the resources, shorter paths first."""
    tags = [getattr(known, "tag", None) for known in current_app.blueprints.values()]
    groups: dict[str, list[dict[str, Any]]] = {tag: [] for tag in tags if tag}
    for path, operations in spec["paths"].items():
        for method, operation in operations.items():
            entry = {"path": path, "method": method.upper(), **operation}
            groups[operation["tags"][0]].append(entry)
    return groups


@blueprint.app_template_filter("prose")
def prose(text: str | None) -> Markup:
    """Text with `code` and blank lines as HTML, everything else escaped."""
    marked = re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text or "")))
    return Markup(marked.replace("\n\n", "<br><br>"))


@blueprint.app_template_filter("kind")
def kind(schema: dict[str, Any]) -> Markup:
    """A JSON schema in a few words, with links to named schemas."""
    if reference := schema.get("$ref"):
        name = escape(reference.rsplit("/", 1)[-1])
        return Markup('<a href="#schema-{0}">{0}</a>').format(name)
    if choices := schema.get("anyOf") or schema.get("oneOf"):
        return Markup(" or ").join(kind(choice) for choice in choices)
    if "enum" in schema or "const" in schema:
        values = schema.get("enum") or [schema["const"]]
        return Markup(" | ").join(Markup("<code>{}</code>").format(value) for value in values)
    if schema.get("type") == "array":
        items = schema.get("items") or {"type": "pair of integers"}
        return Markup("list of ") + kind(items)
    if schema.get("type") == "object" and isinstance(schema.get("additionalProperties"), dict):
        return Markup("object of ") + kind(schema["additionalProperties"])
    return Markup(escape(schema.get("type") or "any")) + _limits(schema)


def _limits(schema: dict[str, Any]) -> Markup:
    low = schema.get("minimum", schema.get("minLength"))
    high = schema.get("maximum", schema.get("maxLength"))
    if low is None and high is None:
        return Markup("")
    unit = " characters" if schema.get("type") == "string" else ""
    span = f"up to {high}" if low is None else f"from {low}" if high is None else f"{low}–{high}"
    return Markup(" <small>{}{}</small>").format(span, unit)
