"""The tools as a server of the Model Context Protocol, by the official SDK, over standard input and
output."""

from __future__ import annotations

import json
from typing import Any

import anyio
import anyio.to_thread
from mcp import types
from mcp.server import Server
from mcp.server.stdio import stdio_server

import glossary
from glossary.agents.tools import ABOUT, AgentTool, tool_named, tools
from glossary.errors import GlossaryError
from glossary.termbase import Termbase


def serve_stdio(termbase: Termbase, *, by: str, read_only: bool) -> None:
    """Answer one client until it closes its end."""
    anyio.run(_serve, server_of(termbase, by=by, read_only=read_only))


async def _serve(server: Server[Any]) -> None:
    async with stdio_server() as (reading, writing):
        await server.run(reading, writing, server.create_initialization_options())


def server_of(termbase: Termbase, *, by: str, read_only: bool) -> Server[Any]:
    """A server of the tools on a termbase. Look-ups run in threads, which share it."""
    offered = tools(by=by, read_only=read_only)

    async def list_tools(_: Any, __: Any) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_listed(tool) for tool in offered.values()])

    async def call_tool(_: Any, asked: types.CallToolRequestParams) -> types.CallToolResult:
        try:
            tool = tool_named(asked.name, offered)
            data = await anyio.to_thread.run_sync(tool.call, termbase, asked.arguments or {})
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
