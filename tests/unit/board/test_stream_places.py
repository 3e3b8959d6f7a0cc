"""The live stream's places: taken when a stream is asked for, free again when it ends or never begins."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest
from starlette.requests import Request

from yipanqi.board.accounts import Account
from yipanqi.board.context import Board
from yipanqi.board.problems import RequestError
from yipanqi.board.routes_stream import stream
from yipanqi.board.sessions import Session

SESSION = Session(Account("zone", "government", "zone", "hash"), "token")


@pytest.fixture
def database_url(tmp_path: Any) -> str:
    """Streams do not depend on the kind of database."""
    return f"sqlite:///{tmp_path / 'board' / 'board.sqlite'}"


def _asked() -> Request:
    return Request({"type": "http", "method": "GET", "path": "/api/v1/stream", "headers": [], "query_string": b""})


def _limited(board: Board, each: int) -> Board:
    assert board.database.current() is not None
    settings = board.settings.model_copy(update={"max_streams_per_user": each})
    return cast(Board, SimpleNamespace(**{**vars(board), "settings": settings, "store": board.store}))


def test_streams_asked_for_in_one_moment_count_before_any_of_them_begins(board: Board) -> None:
    async def ask() -> None:
        limited = _limited(board, 2)
        for _ in range(2):
            await stream(_asked(), limited, SESSION)
        with pytest.raises(RequestError) as refused:
            await stream(_asked(), limited, SESSION)
        assert refused.value.status == 503

    asyncio.run(ask())


def test_a_stream_whose_client_went_before_it_began_frees_its_place(board: Board) -> None:
    async def gone(_: Any) -> None:
        raise OSError("gone")

    async def receive() -> dict[str, str]:
        return {"type": "http.disconnect"}

    async def ask() -> None:
        limited = _limited(board, 1)
        answer = await stream(_asked(), limited, SESSION)
        assert board.streams == {"zone": 1}
        try:
            await answer(_asked().scope, cast(Any, receive), gone)
        except* OSError:
            pass
        assert board.streams == {}

    asyncio.run(ask())
