"""Shards for tests: nodes of the engine, each in a process and a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.shards.node import ChdbShard


@pytest.fixture(scope="session", params=[2, 4])
def nodes(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[ChdbShard]]:
    """Two nodes, and four, which live as long as the tests. Each test empties them."""
    pytest.importorskip("chdb", reason="chdb is not installed: the engine of the shards")
    pytest.importorskip("pyarrow", reason="pyarrow is not installed: it takes rows to the engine")
    folder = tmp_path_factory.mktemp("nodes")
    made = [ChdbShard(folder / f"node{number}") for number in range(request.param)]
    yield made
    for node in made:
        node.kill()
