# ruff: noqa
# fmt: off
"""Records of yipanqi.common. Generated from schemas/ by `yipanqi schemas generate`: change the schema, not this file."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar

from pydantic import Field

from yipanqi.models.base import AggregateRecord, Record
from yipanqi.models.types import AggregateId, EnterpriseId, Exact, FuzzyDate, code_of


class Evidence(Record):
    """A document or finding that supports a move. 佐证."""

    __avro_name__: ClassVar[str] = "yipanqi.common.Evidence"

    kind: Annotated[str, Field(max_length=2000), code_of("evidence.kind")]
    reference: Annotated[str, Field(max_length=200, min_length=1)]
    issued_on: date | None = None
    issuer: Annotated[str, Field(max_length=200)] | None = None


class Money(Record):
    """An amount with its currency, never a float. 金额."""

    __avro_name__: ClassVar[str] = "yipanqi.common.Money"

    amount: Annotated[Exact, Field(max_digits=20, decimal_places=2)]
    currency: Annotated[str, Field(max_length=2000, pattern="^[A-Z]{3}$")]
