"""Simulated districts, each made once."""

from __future__ import annotations

import pytest
from tests.support.simulated import SMALL, YEAR, Told, tell


@pytest.fixture(scope="session")
def year() -> Told:
    """A year."""
    return tell(YEAR)


@pytest.fixture(scope="session")
def small() -> Told:
    """Sixty days with many mistakes."""
    return tell(SMALL)
