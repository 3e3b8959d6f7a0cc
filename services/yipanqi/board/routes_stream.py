"""The live stream: Server-Sent Events, one per change, resumable by Last-Event-ID."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

from fastapi import APIRouter, Request
from sse_starlette import EventSourceResponse, ServerSentEvent

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
    return EventSourceResponse(
        _events(board, session, token_of(request), given),
        ping=int(board.settings.heartbeat_s),
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _events(
    board: Board, session: Session, token: str | None, given: str | None
) -> AsyncIterator[ServerSentEvent]:
    viewer = session.account.viewer()
    sent = board.metrics["yipanqi_board_changes_sent_total"]
    with _counted(board, viewer.username):
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
    """Refuse a stream beyond the limits; RequestError 503."""
    all_open = sum(board.streams.values())
    if all_open >= board.settings.max_streams or board.streams.get(username, 0) >= board.settings.max_streams_per_user:
        raise RequestError(
            503,
            Problem("too_many_streams", "实时连接已满，请关闭多余页面", "too many live streams: close some pages"),
            headers={"Retry-After": "10"},
        )


@contextmanager
def _counted(board: Board, username: str) -> Iterator[None]:
    board.streams[username] = board.streams.get(username, 0) + 1
    board.metrics["yipanqi_board_sse_clients"].inc()
    try:
        yield
    finally:
        board.metrics["yipanqi_board_sse_clients"].dec()
        board.streams[username] -= 1
        if not board.streams[username]:
            del board.streams[username]
