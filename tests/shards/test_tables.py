"""The rows that shards are sent are the same with the compiled code and without."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.store.fuzzy.scan import Kernel
from glossary.store.shards import feeder, tables
from glossary.text.tokens import codes_of, search_key, tokens

CODES = st.lists(
    st.text(st.sampled_from("安全困境\U00012345,"), min_size=1, max_size=12)
    | st.builds(
        lambda text, times: text * times, st.text("安全境", min_size=1), st.integers(1, 40)
    ),
    max_size=8,
)


@given(
    st.lists(st.text(st.sampled_from("安臺 Ａa,.'\n\0\U00012345é") | st.characters(), max_size=12))
)
def test_texts_are_cut_as_one_by_one(texts: list[str]) -> None:
    codes, keys = feeder.cut(texts)
    assert codes == [codes_of(tokens(text)) for text in texts]
    assert keys == [search_key(text) for text in texts]


@given(CODES)
def test_compiled_signatures_are_those_of_numpy(codes: list[str]) -> None:
    pytest.importorskip("numba", reason="numba is not installed")
    codes = [*codes, "安" * tables.LONG, "安" * (tables.LONG + 1)]
    sizes = np.array([len(each) for each in codes])
    signed = []
    for wanted in (False, True):
        with pytest.MonkeyPatch.context() as patch:
            chosen = Kernel(wanted)
            chosen.load()
            patch.setattr(tables, "kernel", chosen)
            signed.append(tables._signatures(codes, sizes))
    assert np.array_equal(*signed)
    assert signed[0][:, -2].any() and not signed[0][:, -1].any()
