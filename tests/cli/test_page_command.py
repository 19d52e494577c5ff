"""`glossary open`: the page of an entry."""

from __future__ import annotations

import webbrowser

import pytest

ADDRESS = "http://127.0.0.1:8000/concepts/small-yard-high-fence"


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that a browser was sent to."""
    sent: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda url: sent.append(url) or True)
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    return sent


@pytest.mark.parametrize("display", ["DISPLAY", "WAYLAND_DISPLAY", ""])
def test_the_page_is_opened_where_there_is_a_display(
    stocked, shown: list[str], monkeypatch: pytest.MonkeyPatch, display: str
) -> None:
    if display:
        monkeypatch.setenv(display, ":0")
    assert stocked("open", "small-yard-high-fence").output == f"{ADDRESS}\n"
    assert shown == ([ADDRESS] if display else [])


def test_it_is_only_printed_when_asked(stocked, shown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    assert stocked("open", "small-yard-high-fence", "--print").output == f"{ADDRESS}\n"
    assert shown == []


def test_without_a_browser_the_user_is_told(stocked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(webbrowser, "open", lambda url: False)
    done = stocked("open", "small-yard-high-fence")
    assert done.stdout == f"{ADDRESS}\n" and "no browser" in done.stderr


@pytest.mark.parametrize(
    ("url", "base"),
    [("https://terms.example/desk/", "https://terms.example/desk"), ("http://[::1]:1", None)],
)
def test_another_server_is_named(stocked, shown: list[str], url: str, base: str | None) -> None:
    printed = stocked("open", "small-yard-high-fence", "--url", url).stdout
    assert printed == f"{base or url}/concepts/small-yard-high-fence\n"


@pytest.mark.parametrize("url", ["terms", "ftp://a", "http://", "http://a/?q=1", "file:///etc"])
def test_what_is_no_address_is_refused(stocked, url: str) -> None:
    assert "give an address" in stocked("open", "x", "--url", url, code=2).stderr


def test_an_entry_that_is_not_there_is_not_opened(stocked, shown: list[str]) -> None:
    assert "no concept" in str(stocked("open", "nothing", code=1).exception)
    assert shown == []
