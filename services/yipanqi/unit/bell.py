"""Waking long polls on the event loop when a thread has stored something."""

from __future__ import annotations

import asyncio


class Bell:
    """Rung by any thread, heard by all coroutines that wait at that moment."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._event = asyncio.Event()

    def bind(self, loop: asyncio.AbstractEventLoop) -> None:
        """Say which loop the listeners are on."""
        self._loop = loop

    def ring(self) -> None:
        """Wake everyone; safe from any thread, and without effect once the loop is gone."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        heard, self._event = self._event, asyncio.Event()
        heard.set()

    def listen(self) -> asyncio.Event:
        """Return what the next ring sets: take it before looking, so that no ring is missed in between."""
        return self._event
