"""What a model writes is read pair by pair; an address of a server is checked before it is used."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.errors import InvalidInput
from glossary.mining.language_model.address import address_of
from glossary.mining.language_model.answers import told_pairs

PAIR = '{"zh": "熱線", "en": "hotline"}'
OTHER = '{"zh": "避險", "en": "hedging"}'


@pytest.mark.parametrize(
    ("text", "found", "lost"),
    [
        (f'{{"pairs": [{PAIR}, {OTHER}]}}', 2, 0),
        (f"[{PAIR}, {OTHER}]", 2, 0),
        (f'Here you are:\n```json\n{{"pairs": [{PAIR}]}}\n```\nAnything else?', 1, 0),
        (f"{PAIR}\n{OTHER}\n", 2, 0),
        (f"{PAIR}{PAIR}", 1, 0),
        ('{"en": " hotline ", "zh": "熱線\\n", "why": "a term"}', 1, 0),
        (f'<think>Maybe {OTHER}?</think>{{"pairs": [{PAIR}]}}', 1, 0),
        (f"<thinking>Maybe {OTHER}", 0, 1),
        (f'{{"pairs": [{PAIR}, {{"zh": "避險", "en": "hed', 1, 1),
        (f'{{"pairs": [{PAIR}, {{"zh": "避', 1, 1),
        (f'{{"pairs": [{PAIR}, {{"z', 1, 0),
        (f'{{"pairs": [{{"zh": "避險", "en": "hed {PAIR}', 1, 1),
        (f'{{"pairs": [{{"zh": "避險"}}, {{"zh": 5, "en": "five"}}, {PAIR}]}}', 1, 2),
        ('{"zh": " ", "en": "hotline"}', 0, 1),
        ('{"zh": ["熱線"], "en": "hotline"}', 0, 1),
        ('{"zh": "熱線", "en": {"a": "hotline"}}', 0, 1),
        ('{"pairs": []}', 0, 0),
        ("[ ]", 0, 0),
        ("", 0, 1),
        ("I cannot help with that.", 0, 1),
        ("{" * 200_000, 0, 1),
        ('{"zh":' * 50_000, 0, 50_000),
    ],
)
def test_what_is_whole_is_taken_and_the_rest_counted(text: str, found: int, lost: int) -> None:
    told = told_pairs(text)
    assert (len(told.pairs), told.lost) == (found, lost)
    assert all((pair.zh, pair.en) == ("熱線", "hotline") for pair in told.pairs[:1])


def test_a_model_that_never_stops_is_cut_off() -> None:
    many = [{"zh": f"熱線{n}", "en": f"hotline {n}"} for n in range(1000)]
    told = told_pairs(json.dumps(many))
    assert (len(told.pairs), told.lost) == (200, 800)


@given(st.text(), st.lists(st.text(st.characters(categories=["Lu", "Lo"]), min_size=1), max_size=5))
def test_whatever_is_round_it_a_whole_pair_is_read(noise: str, terms: list[str]) -> None:
    noise = noise.translate({ord(sign): None for sign in "{}<"})
    pieces = [json.dumps({"zh": term, "en": term.lower()}) for term in terms]
    told = told_pairs(noise.join(["", *pieces, ""]))
    assert [pair.zh for pair in told.pairs] == list(dict.fromkeys(terms))


@given(st.text(st.sampled_from('{}[]":,\\zhenpairs <think>/熱'), max_size=200))
def test_no_text_breaks_the_reading(text: str) -> None:
    assert all(pair.zh and pair.en for pair in told_pairs(text).pairs)


# ---------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    ("url", "shown", "path", "is_local"),
    [
        ("http://localhost:8080", "http://localhost:8080", "/v1/chat/completions", True),
        ("http://LOCALHOST:8080/", "http://localhost:8080", "/v1/chat/completions", True),
        ("http://127.0.0.1:11434/v1", "http://127.0.0.1:11434", "/v1/chat/completions", True),
        ("http://127.9.9.9/v1/", "http://127.9.9.9:80", "/v1/chat/completions", True),
        ("http://[::1]:1234/v1", "http://[::1]:1234", "/v1/chat/completions", True),
        (
            "https://example.org/api/v3",
            "https://example.org:443",
            "/api/v3/chat/completions",
            False,
        ),
        ("https://x.org/v1/chat/completions", "https://x.org:443", "/v1/chat/completions", False),
        ("http://192.168.1.5:8000", "http://192.168.1.5:8000", "/v1/chat/completions", False),
        ("http://0.0.0.0:8000", "http://0.0.0.0:8000", "/v1/chat/completions", False),
        ("http://localhost.example.org", "http://localhost.example.org:80", None, False),
        ("http://模型.example/路", "http://xn--xgs754b.example:80", None, False),
    ],
)
def test_an_address_leads_to_chat_completions(
    url: str, shown: str, path: str | None, is_local: bool
) -> None:
    address = address_of(url)
    assert (str(address), address.is_local) == (shown, is_local)
    assert address.path.isascii() and address.path == (path or address.path)


@pytest.mark.parametrize(
    "url",
    [
        "http://ada:secret@localhost:8080/v1",
        "http://secret@localhost",
        "http://:@localhost?secret",
        "https://example.org/v1?key=secret",
        "https://example.org/v1#secret",
        "file:///secret",
        "ftp://secret/v1",
        "secret",
        "",
        "localhost:8080/secret",
        "http:///secret",
        "http://localhost:secret/v1",
        "http://localhost:99999/secret",
        "http://[::1/secret",
        "http://local\x00host/secret",
        f"http://{'secret' * 50}/",
        "http://a..secret/v1",
    ],
)
def test_what_is_no_address_or_holds_a_password_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(InvalidInput, match="the model's address cannot be used") as error:
        address_of(url)
    assert "secret" not in str(error.value)
