"""What the tests of the rules share."""

from __future__ import annotations

import pytest
from tests.support.desk import Desk


@pytest.fixture
def desk() -> Desk:
    """An empty district on 31 December 2020."""
    return Desk()
