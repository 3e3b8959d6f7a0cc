"""How the tests are dealt out to two workers: what shares something dear goes to one of them, in its usual order."""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

from yipanqi.local.ports import VARIABLE

# Whole districts prefer the product's own ports: two that start in the same moment would want the same ones.
_WHOLE_DISTRICTS = ("tests/e2e", "tests/integration/operations", "tests/integration/local")
# Every file here has a district of its own, and takes long: one folder at a time would leave the other worker idle.
_BY_FILE = ("tests/faults", "tests/integration/coordinator", "tests/integration/unit", "tests/property")
_FIRST_PORT, _PORTS_PER_WORKER = 20_000, 1_500


class DealtOut(LoadScopeScheduling):  # type: ignore[misc]  # pytest-xdist gives no types for its schedulers
    """Deals out folders, files of some folders, and whole districts together; the slow ones come first."""

    def __init__(self, config: pytest.Config, log: Any = None) -> None:
        super().__init__(config, log)
        # The order of the folders: end to end, faults and integration before the many quick ones, which fill the end.
        config.option.loadscopereorder = False

    def _split_scope(self, nodeid: str) -> str:
        return share_of(nodeid)


def share_of(nodeid: str) -> str:
    """Return the name of what is done by one worker, for a test of it."""
    file = nodeid.partition("::")[0]
    folder = file.rpartition("/")[0]
    if folder in _WHOLE_DISTRICTS:
        return "whole districts"
    return file if folder in _BY_FILE else folder


def ports_of(worker: str) -> dict[str, str]:
    """Return the environment that keeps a worker (`gw0`, `gw1`, …) to ports that no other one takes."""
    first = _FIRST_PORT + int(worker.removeprefix("gw")) * _PORTS_PER_WORKER
    return {VARIABLE: f"{first}-{first + _PORTS_PER_WORKER - 1}"}
