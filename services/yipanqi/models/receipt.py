# ruff: noqa
# fmt: off
"""Records of yipanqi.receipt. Generated from schemas/ by `yipanqi schemas generate`: change the schema, not this file."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar

from pydantic import Field

from yipanqi.models.base import AggregateRecord, Record
from yipanqi.models.common import Evidence, Money
from yipanqi.models.types import AggregateId, EnterpriseId, Exact, FuzzyDate, code_of


class Receipt(Record):
    """The coordinator's answer to one event of a unit. 回执."""

    __avro_name__: ClassVar[str] = "yipanqi.receipt.Receipt"

    event_id: Annotated[str, Field(max_length=2000)]
    event_type: Annotated[str, Field(max_length=2000)]
    aggregate: Annotated[str, Field(max_length=2000)]
    aggregate_id: Annotated[str, Field(max_length=2000)]
    outcome: Annotated[str, Field(max_length=2000), code_of("receipt.outcome")]
    code: Annotated[str, Field(max_length=2000)] | None = None
    reason_zh: Annotated[str, Field(max_length=2000)] | None = None
    reason_en: Annotated[str, Field(max_length=2000)] | None = None
    field: Annotated[str, Field(max_length=2000)] | None = None
    ledger_topic: Annotated[str, Field(max_length=2000)] | None = None
    ledger_partition: int | None = None
    ledger_offset: int | None = None
    version: int | None = None
    decided_at: datetime
