"""The thread that keeps house: asks the registry for ids, drops what is old, watches the outbox."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from yipanqi.bus.errors import YipanqiError
from yipanqi.bus.health import Health

_LOG = logging.getLogger(__name__)
LOOP = "keeper"
_ROUND_S = 1.0


@dataclass(frozen=True, slots=True)
class Duty:
    """Something to do every so often; `pause()` says how many seconds to leave before the next time."""

    name: str
    work: Callable[[], None]
    pause: Callable[[], float]


class Keeper:
    """Does each duty when it is due; one that fails is tried again at its next time."""

    def __init__(self, duties: tuple[Duty, ...], health: Health) -> None:
        self._duties = duties
        self._health = health
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=LOOP, daemon=True)

    @property
    def going(self) -> bool:
        """Whether nobody has asked to stop."""
        return not self._stop.is_set()

    def start(self) -> None:
        """Begin with every duty at once."""
        self._thread.start()

    def close(self, timeout_s: float = 10.0) -> None:
        """Stop after the duty at hand."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def _run(self) -> None:
        due = dict.fromkeys((duty.name for duty in self._duties), 0.0)
        while not self._stop.is_set():
            self._health.beat(LOOP)
            for duty in self._duties:
                if time.monotonic() >= due[duty.name] and not self._stop.is_set():
                    self._do(duty)
                    due[duty.name] = time.monotonic() + duty.pause()
            self._stop.wait(_ROUND_S)
        self._health.end(LOOP)

    def _do(self, duty: Duty) -> None:
        try:
            duty.work()
        except YipanqiError as error:
            _LOG.warning("housekeeping failed", extra={"duty": duty.name, "reason": error.message})
        except Exception:  # noqa: BLE001 - logged with its trace
            # The other duties go on; a defect in one must be seen and must not end the thread.
            _LOG.exception("housekeeping broke", extra={"duty": duty.name})
