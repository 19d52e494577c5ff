"""The tools as a server of the Model Context Protocol, by the official SDK, over standard input and
output."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import anyio
import anyio.to_thread
from mcp import types
from mcp.server import Server
from mcp.server.stdio import stdio_server

import glossary
from glossary.agents.requester import Requester
from glossary.agents.tools import ABOUT, PROPOSE, AgentTool, tool_named, tools
from glossary.errors import GlossaryError
from glossary.termbase import Termbase


def serve_stdio(termbase: Termbase, requester: Requester) -> None:
    """Answer one client until it closes its end."""
    anyio.run(_serve, server_of(termbase, lambda _: requester))


async def _serve(server: Server[Any]) -> None:
    async with stdio_server() as (reading, writing):
        await server.run(reading, writing, server.create_initialization_options())


def server_of(termbase: Termbase, requester_of: Callable[[Any], Requester]) -> Server[Any]:
    """A server of the tools on a termbase, for who asks by the context of a request. Look-ups run
    in threads, which share it."""

    async def list_tools(context: Any, _: Any) -> types.ListToolsResult:
        offered = tools(requester_of(context))
        return types.ListToolsResult(tools=[_listed(tool) for tool in offered.values()])

    async def call_tool(context: Any, asked: types.CallToolRequestParams) -> types.CallToolResult:
        requester = requester_of(context)
        try:
            data = await anyio.to_thread.run_sync(_called, termbase, asked, requester)
        except GlossaryError as error:
            return _text(" ".join(str(error).split()), is_error=True)
        return _text(json.dumps(data, ensure_ascii=False), data)

    return Server(
        "glossary",
        version=glossary.__version__,
        instructions=ABOUT,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def _called(
    termbase: Termbase, asked: types.CallToolRequestParams, requester: Requester
) -> dict[str, Any]:
    """The answer of a tool; what changes something is noted, done or refused."""
    try:
        tool = tool_named(asked.name, tools(requester))
        data = tool.call(termbase, asked.arguments or {})
    except GlossaryError:
        if asked.name == PROPOSE:
            requester.note(PROPOSE, "refused")
        raise
    if not tool.is_read_only:
        requester.note(tool.name, "done")
    return data


def _listed(tool: AgentTool) -> types.Tool:
    hints = types.ToolAnnotations(
        title=tool.title,
        read_only_hint=tool.is_read_only,
        destructive_hint=False,
        idempotent_hint=True,
        open_world_hint=False,
    )
    schema = tool.asked.model_json_schema()
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=schema,
        annotations=hints,
    )


def _text(text: str, data: Any = None, *, is_error: bool = False) -> types.CallToolResult:
    """The answer for clients that read text, and as data for those that take it."""
    content: list[types.ContentBlock] = [types.TextContent(type="text", text=text)]
    return types.CallToolResult(content=content, structured_content=data, is_error=is_error)
