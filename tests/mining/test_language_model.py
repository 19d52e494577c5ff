"""A language model is asked: what comes of servers that answer well, badly, slowly, not at all."""

from __future__ import annotations

import stat
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import model_server as servers
import pytest
from model_server import Behaviour, Server, model_server

from glossary.errors import InvalidInput, ModelError
from glossary.mining.language_model import cache, prompt
from glossary.mining.language_model.answers import told_pairs
from glossary.mining.language_model.asking import Patience
from glossary.mining.language_model.model import LanguageModel

PAIRS = [(f"第{n}條熱線。", f"Hotline {n}.") for n in range(6)]
ONE = PAIRS[:1]
WELL = servers.names(("熱線", "Hotline"))
KEY = "sk-very-secret-0123456789"
NO_WAITING = Patience(pause=0.001, longest=0.5)


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("GLOSSARY_MODEL_KEY", raising=False)
    yield cache.cache_file()


def model(server: Server, **options: object) -> LanguageModel:
    options = {"cache": False, "timeout": 20.0, "patience": NO_WAITING} | options
    return LanguageModel(server.url, "small", **options)  # type: ignore[arg-type]


def asked(*behaviours: Behaviour, pairs: list[tuple[str, str]] = ONE, **options: object):
    """(the answers, the tally, the server) of asking for some pairs."""
    with model_server(*behaviours) as server:
        found = model(server, **options)
        return list(found.answers(pairs)), found.take_tally(), server


# ---------------------------------------------------------------- well


def test_each_pair_is_asked_by_the_chat_protocol() -> None:
    answers, tally, server = asked(WELL, pairs=PAIRS)
    assert answers == [servers.as_json(("熱線", "Hotline"))] * 6
    assert (tally.requests, tally.tokens, tally.problems) == (6, 720, {})
    assert sorted(servers.sentences(each)["zh"] for each in server.asked) == [z for z, _ in PAIRS]
    assert set(server.paths) == {"/v1/chat/completions"}
    body = server.asked[0]
    assert body["model"] == "small"
    assert [m["role"] for m in body["messages"]] == ["system", "user"]
    assert body["response_format"]["type"] == "json_schema"
    assert "Authorization" not in server.headers[0]


def test_answers_stand_in_the_order_of_the_pairs_whichever_comes_first() -> None:
    others = threading.Barrier(2, timeout=30)

    def behave(handler: servers.Handler, body: servers.Asked) -> None:
        own = servers.sentences(body)
        if own["zh"] == PAIRS[1][0]:
            others.wait()  # until the next one was answered
        handler.reply(200, servers.chat(own["zh"]))
        if own["zh"] == PAIRS[2][0]:
            others.wait()

    assert asked(behave, pairs=PAIRS)[0] == [zh for zh, _ in PAIRS]


def test_equal_pairs_are_asked_once() -> None:
    answers, tally, server = asked(WELL, pairs=ONE * 5)
    assert len(answers) == 5 and None not in answers
    assert len(server.asked) == tally.requests == 1


def test_a_server_without_schemas_is_asked_in_the_plain_form_from_then_on() -> None:
    def behave(handler: servers.Handler, body: servers.Asked) -> None:
        refused = "response_format" in body or "temperature" in body
        (servers.fails(400, "unsupported") if refused else WELL)(handler, body)

    answers, tally, server = asked(behave, pairs=PAIRS)
    assert None not in answers
    assert ["response_format" in body for body in server.asked] == [True] + [False] * 6
    assert tally.requests == 7


def test_a_sentence_that_is_refused_in_both_forms_leaves_the_form_as_it_is() -> None:
    def behave(handler: servers.Handler, body: servers.Asked) -> None:
        is_long = servers.sentences(body)["zh"] == PAIRS[0][0]
        (servers.fails(400, "too long") if is_long else WELL)(handler, body)

    answers, tally, server = asked(behave, pairs=PAIRS[:2])
    assert answers[0] is None and answers[1]
    assert tally.problems == {"it answers 400 (too long)": 1}
    assert "response_format" in server.asked[-1]


# ---------------------------------------------------------------- badly


def test_a_server_that_stumbles_is_asked_again() -> None:
    answers, tally, _ = asked(servers.fails(500), servers.fails(503), WELL)
    assert answers[0]
    assert (tally.requests, tally.problems) == (3, {})


@pytest.mark.parametrize(
    ("behaviour", "reason", "requests"),
    [
        (servers.fails(500, "out of\x1b[31m memory\n"), "it answers 500 (out of [31m memory)", 3),
        (servers.fails(429), "it answers 429", 3),
        (servers.fails(429, Retry_After="3600"), "it answers 429", 1),
        (servers.fails(402, "no credit"), "it answers 402 (no credit)", 1),
        (servers.page(), "it answers with a web page; is the address right?", 1),
        (servers.page(502), "it answers 502", 3),
        (servers.closes, "its answer breaks off", 3),
        (servers.closes_in_the_middle, "its answer breaks off", 3),
        (servers.ends_in_the_middle, "it answers with no whole JSON", 3),
        (servers.never_ends, "its answer is longer than 1 MB", 1),
        (lambda h, _: h.reply(200, b"[" * 100_000), "it answers with no whole JSON", 3),
        (lambda h, _: h.reply(200, b'{"error": "busy"}'), "it answers without choices (busy)", 1),
        (lambda h, _: h.wfile.write(b"SSH-2.0\r\n"), "its answer breaks off", 3),
    ],
)
def test_what_is_no_answer_is_a_reason_and_no_more(
    behaviour: Behaviour, reason: str, requests: int
) -> None:
    answers, tally, server = asked(behaviour)
    assert answers == [None]
    assert tally.problems == {reason: 1}
    assert tally.requests == len(server.asked) == requests


@pytest.mark.parametrize("behaviour", [servers.hangs, servers.comes_letter_by_letter])
def test_a_server_that_is_slow_is_given_up_in_time_and_not_asked_the_same_again(
    behaviour: Behaviour,
) -> None:
    answers, tally, _ = asked(behaviour, timeout=0.3)
    assert answers == [None]
    assert tally.problems == {"it takes longer than 0.3 s": 1}
    assert tally.requests == 1


@pytest.mark.parametrize("when", ["0", "0.01", format_datetime(datetime(2020, 1, 1, tzinfo=UTC))])
def test_retry_after_says_how_long_to_wait(when: str) -> None:
    """Without it this waits for longer than is allowed, and has no answer."""
    patience = Patience(pause=100, longest=50)
    answers, _, _ = asked(servers.fails(429, Retry_After=when), WELL, patience=patience)
    assert answers[0]


@pytest.mark.parametrize("when", ["soon", "-5", "nan", "inf", "9" * 400, "Mon, 99 Foo 2020"])
def test_a_retry_after_that_says_nothing_breaks_nothing(when: str) -> None:
    asked(servers.fails(503, Retry_After=when), WELL)


def test_one_sentence_without_an_answer_leaves_the_others_theirs() -> None:
    def behave(handler: servers.Handler, body: servers.Asked) -> None:
        is_bad = servers.sentences(body)["zh"] == PAIRS[2][0]
        (servers.fails(500) if is_bad else WELL)(handler, body)

    answers, tally, _ = asked(behave, pairs=PAIRS)
    assert [answer is None for answer in answers] == [n == 2 for n in range(6)]
    assert tally.problems == {"it answers 500": 1}


def test_a_server_that_answers_nothing_is_soon_asked_no_more() -> None:
    many = [(f"第{n}句。", f"Sentence {n}.") for n in range(100)]
    answers, tally, server = asked(servers.fails(500), pairs=many)
    assert answers == [None] * 100
    assert len(server.asked) < 40
    assert tally.problems.total() == 100
    assert "after 3 in vain it is asked no more" in tally.problems


def test_what_it_says_of_many_errors_is_a_few_lines() -> None:
    def behave(handler: servers.Handler, body: servers.Asked) -> None:
        number = len(handler.server.asked)
        (WELL if number % 3 else servers.fails(402, f"request {number}"))(handler, body)

    many = [(f"第{n}句。", f"Sentence {n}.") for n in range(40)]
    _, tally, _ = asked(behave, pairs=many)
    assert tally.problems.total() >= 10
    assert len(tally.remarks()) == 6
    assert tally.remarks()[-1].endswith("without the model for other reasons")


# ---------------------------------------------------------------- what stops the work


@pytest.mark.parametrize(
    ("behaviour", "said"),
    [
        (servers.fails(401), "wants a key (401); set GLOSSARY_MODEL_KEY"),
        (servers.fails(403), "wants a key (403)"),
        (servers.fails(404, "model 'small' not found"), "(model 'small' not found)"),
        (servers.page(404), "has no such address or model"),
    ],
)
def test_a_wrong_address_or_key_stops_the_work_at_the_first_request(
    behaviour: Behaviour, said: str
) -> None:
    with model_server(behaviour) as server, pytest.raises(ModelError) as error:
        list(model(server).answers(PAIRS))
    assert said in str(error.value)
    assert f"http://127.0.0.1:{server.server_port} " in str(error.value)
    assert len(server.asked) == 1


def test_a_server_that_is_not_there_stops_the_work() -> None:
    with model_server(WELL) as server:
        pass
    with pytest.raises(ModelError, match="cannot be reached.*start it, or mine without --model"):
        list(model(server).answers(PAIRS))


def test_a_server_that_ends_in_between_is_a_reason() -> None:
    def behave(handler: servers.Handler, body: servers.Asked) -> None:
        handler.server.shutdown()
        handler.server.socket.close()
        WELL(handler, body)

    answers, tally, _ = asked(behave, pairs=PAIRS[:2])
    assert answers[0] and answers[1] is None
    (reason,) = tally.problems
    assert reason.startswith("it cannot be reached: ")


def test_a_redirect_is_not_followed_and_takes_no_key_along(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GLOSSARY_MODEL_KEY", KEY)
    with model_server(WELL) as other:
        for status in (301, 302, 303, 307, 308):
            elsewhere = servers.fails(status, Location=f"{other.url}/chat/completions")
            with model_server(elsewhere) as server, pytest.raises(ModelError, match="elsewhere"):
                list(model(server).answers(ONE))
    assert other.asked == []


def test_no_proxy_gets_what_goes_to_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    with model_server(WELL) as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        assert asked(WELL)[0][0]
    assert proxy.asked == []


def test_who_stops_reading_waits_for_nobody() -> None:
    with model_server(WELL, servers.hangs) as server:
        answers = model(server, timeout=3600).answers(PAIRS)
        next(answers)
        closing = threading.Thread(target=answers.close, daemon=True)
        closing.start()
        closing.join(30)
        assert not closing.is_alive()


# ---------------------------------------------------------------- the key


def test_the_key_goes_to_the_server_and_nowhere_else(
    monkeypatch: pytest.MonkeyPatch, own_cache: Path
) -> None:
    monkeypatch.setenv("GLOSSARY_MODEL_KEY", f" {KEY}\n")
    with model_server(WELL) as server:
        found = model(server, cache=True)
        assert list(found.answers(ONE))[0]
    assert server.headers[0]["Authorization"] == f"Bearer {KEY}"
    said = f"{found.server!r} {vars(found)!r} {found.tally.line()}".encode()
    assert KEY.encode() not in said + own_cache.read_bytes()


@pytest.mark.parametrize("status", [200, 400, 401, 403, 404, 500])
def test_an_error_that_repeats_the_key_is_told_without_it(
    monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    monkeypatch.setenv("GLOSSARY_MODEL_KEY", KEY)
    with model_server(servers.fails(status, f"wrong key {KEY}, try another")) as server:
        found = model(server)
        try:
            list(found.answers(ONE))
            said = str(found.tally.remarks())
        except ModelError as error:
            said = f"{error!r} {error.__cause__!r}"
    assert str(status) in said or "without choices" in said
    assert KEY not in said


@pytest.mark.parametrize("key", ["a\r\nHost: elsewhere", "schlüssel"])
def test_what_can_be_no_key_is_refused_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setenv("GLOSSARY_MODEL_KEY", key)
    with pytest.raises(InvalidInput) as error:
        LanguageModel("http://localhost", "small")
    assert key not in str(error.value)


# ---------------------------------------------------------------- cache and limit


def test_an_answer_is_kept_for_the_same_model_and_sentences(own_cache: Path) -> None:
    assert asked(WELL, cache=True, pairs=PAIRS)[1].requests == 6
    answers, tally, server = asked(servers.fails(500), cache=True, pairs=PAIRS)
    assert None not in answers
    assert (tally.requests, tally.cached, server.asked) == (0, 6, [])
    assert stat.S_IMODE(own_cache.stat().st_mode) == 0o600


def test_another_model_prompt_or_sentence_is_asked_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    asked(WELL, cache=True)
    with model_server(WELL) as server:
        other = LanguageModel(server.url, "large")
        assert list(other.answers(ONE)) and other.tally.requests == 1
    assert asked(WELL, cache=True, pairs=[(ONE[0][0], "Another.")])[1].requests == 1
    monkeypatch.setattr(cache, "VERSION", "another")
    assert asked(WELL, cache=True)[1].requests == 1


def test_the_version_is_that_of_the_prompt() -> None:
    assert cache.VERSION == prompt.VERSION
    assert prompt.request("small", "一", "one") != prompt.request("small", "一", "one", plain=True)


def test_without_the_cache_nothing_is_kept(own_cache: Path) -> None:
    asked(WELL, cache=False)
    assert not own_cache.exists()
    assert asked(WELL, cache=False)[1].requests == 1


@pytest.mark.parametrize("finish", ["length", "stop"])
def test_half_an_answer_is_not_kept(finish: str) -> None:
    half = servers.says(servers.as_json(("熱線", "Hotline"))[:-9], finish)
    asked(half, cache=True)
    assert asked(WELL, cache=True)[1].requests == (finish == "length")


def test_a_cache_that_is_damaged_is_told_and_done_without(own_cache: Path) -> None:
    own_cache.parent.mkdir(parents=True)
    own_cache.write_bytes(b"no database at all" * 1000)
    answers, tally, _ = asked(WELL, cache=True, pairs=PAIRS)
    assert None not in answers
    assert tally.requests == 6
    (note,) = tally.notes
    assert str(own_cache) in note and "delete it, or say --no-model-cache" in note


def test_letters_that_are_none_go_to_the_cache_and_back() -> None:
    odd = servers.says('{"pairs": []} \ud800')
    first = asked(odd, cache=True)[0]
    assert asked(servers.fails(500), cache=True)[0] == first != [None]


def test_the_limit_is_that_of_all_documents_together() -> None:
    with model_server(WELL) as server:
        found = model(server, limit=4)
        assert None not in list(found.answers(PAIRS[:3]))
        answers = list(found.answers(PAIRS[3:]))
        assert [answer is None for answer in answers].count(True) == 2
        assert found.tally.problems == {"the limit of 4 requests is reached": 2}
    assert len(server.asked) == 4


def test_what_is_tried_again_counts_towards_the_limit() -> None:
    _, tally, server = asked(servers.fails(500), pairs=PAIRS, limit=2)
    assert len(server.asked) == tally.requests == 2


def test_a_server_that_tells_no_cost_costs_nothing() -> None:
    for usage in ("null", "[]", '{"prompt_tokens": "9", "completion_tokens": -9}'):
        text = f'{{"choices": [{{"message": {{"content": "[]"}}}}], "usage": {usage}}}'
        answers, tally, _ = asked(lambda h, _, text=text: h.reply(200, text.encode()))
        assert (answers, tally.tokens) == (["[]"], 0)


@pytest.mark.parametrize(
    "choices", ["[]", "{}", "[0]", "[{}]", '[{"message": null}]', '[{"message": {"content": 5}}]']
)
def test_an_answer_without_a_text_is_an_empty_one(choices: str) -> None:
    text = f'{{"choices": {choices}}}'
    answers, _, _ = asked(lambda h, _: h.reply(200, text.encode()))
    assert answers == [""]
    assert told_pairs("").lost == 1


def test_a_text_in_parts_is_one() -> None:
    parts = [{"type": "text", "text": '{"pairs"'}, {"type": "text", "text": ": []}"}]
    assert asked(servers.says(parts))[0] == ['{"pairs": []}']
