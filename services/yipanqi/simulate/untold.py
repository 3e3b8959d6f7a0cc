"""What units can publish and no history tells, with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from yipanqi.models.alert import AlertSnoozed
from yipanqi.models.base import AggregateRecord

UNTOLD: Mapping[type[AggregateRecord], str] = MappingProxyType(
    {
        AlertSnoozed: "alerts are the watch's: it raises them from the records on its own rounds, so which of them "
        "stand on a day, and whether putting one off is accepted, cannot be foretold by the rules alone",
    }
)
"""Every other event type of the catalogue occurs in a year of a district; a test proves that the list is exact."""
