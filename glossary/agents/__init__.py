"""What agents that translate may ask of a termbase, by the Model Context Protocol (MCP).

asking (the arguments of each tool, as JSON schemas) -> answers (small JSON data) -> tools (the
list, with descriptions) -> server (the official SDK) -> http (the same by HTTP)
"""
