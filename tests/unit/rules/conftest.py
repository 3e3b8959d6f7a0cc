"""What the tests of the rules share."""

from __future__ import annotations

import pytest
from tests.support.claimdesk import file, investor, register
from tests.support.desk import Desk


@pytest.fixture
def desk() -> Desk:
    """An empty district on 31 December 2020."""
    return Desk()


@pytest.fixture
def held(desk: Desk) -> Desk:
    """A district where investment holds claim 1 on enterprise 1, for chain C1."""
    register(desk, 1)
    file(desk, 1, investor(1))
    return desk


@pytest.fixture
def contested(held: Desk) -> Desk:
    """Zone's claim 2 is in conflict with investment's claim 1."""
    file(held, 2, investor(1), "zone")
    return held
