"""The live stream: Server-Sent Events, one per change, resumable by Last-Event-ID."""

from __future__ import annotations

from collections.abc import AsyncIterator

from fastapi import APIRouter, Request
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.types import Receive, Scope, Send

from yipanqi.board.context import Board, CurrentBoard, CurrentSession, token_of
from yipanqi.board.problems import Problem, RequestError
from yipanqi.board.sessions import Session
from yipanqi.board.stream import Cursor

router = APIRouter(prefix="/api/v1", tags=["board"])
_RETRY_MS = 1_500


@router.get("/stream", summary="实时变更 / Live changes", response_model=None)
async def stream(request: Request, board: CurrentBoard, session: CurrentSession) -> EventSourceResponse:
    """Send every change as `change`, its id `<epoch>-<number>`.

    Begins now, or after `Last-Event-ID`. `reset` means that the numbers began anew or were forgotten: load the lists
    again. `hello` opens the stream. Without changes a comment comes every few seconds.
    """
    board.store()
    given = request.headers.get("last-event-id") or request.query_params.get("last_event_id")
    _admit(board, session.account.username)
    return _Counted(
        board,
        session.account.username,
        _events(board, session, token_of(request), given),
        ping=int(board.settings.heartbeat_s),
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


class _Counted(EventSourceResponse):
    """A stream that was admitted; its place is free again when it ends, even where it never began."""

    def __init__(
        self,
        board: Board,
        username: str,
        events: AsyncIterator[ServerSentEvent],
        *,
        ping: int,
        headers: dict[str, str],
    ) -> None:
        super().__init__(events, ping=ping, headers=headers)
        self._board = board
        self._username = username

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the stream until one side ends it."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            _leave(self._board, self._username)


async def _events(
    board: Board, session: Session, token: str | None, given: str | None
) -> AsyncIterator[ServerSentEvent]:
    viewer = session.account.viewer()
    sent = board.metrics["yipanqi_board_changes_sent_total"]
    cursor = Cursor.parse(given) if given else board.feed.cursor
    if cursor is None:
        cursor = Cursor("", 0)
    # With an id from the first moment, a client that is cut off before any change still resumes where it was.
    hello = f'{{"position":"{board.feed.cursor}"}}'
    yield ServerSentEvent(event="hello", id=str(cursor), data=hello, retry=_RETRY_MS)
    while not board.feed.closed:
        changes = await board.feed.after(cursor)
        if changes is None:
            cursor = board.feed.cursor
            yield ServerSentEvent(event="reset", id=str(cursor), data=f'{{"position":"{cursor}"}}')
            continue
        for change in changes:
            cursor = Cursor(cursor.epoch, change.seq)
            yield ServerSentEvent(event="change", id=str(cursor), data=change.text(viewer))
            sent.inc()
        if not changes:
            await board.feed.wait(cursor, board.settings.heartbeat_s)
            # A password that was changed, an account that was removed, a logout: the stream ends with them.
            if board.sessions.check(token) is None:
                return


def _admit(board: Board, username: str) -> None:
    """Take a place for a stream at once, so that those asked for in one moment count too; RequestError 503 if full."""
    mine = board.streams.get(username, 0)
    if sum(board.streams.values()) >= board.settings.max_streams or mine >= board.settings.max_streams_per_user:
        raise RequestError(
            503,
            Problem("too_many_streams", "实时连接已满，请关闭多余页面", "too many live streams: close some pages"),
            headers={"Retry-After": "10"},
        )
    board.streams[username] = mine + 1
    board.metrics["yipanqi_board_sse_clients"].inc()


def _leave(board: Board, username: str) -> None:
    board.metrics["yipanqi_board_sse_clients"].dec()
    left = board.streams.get(username, 0) - 1
    if left > 0:
        board.streams[username] = left
    else:
        board.streams.pop(username, None)
