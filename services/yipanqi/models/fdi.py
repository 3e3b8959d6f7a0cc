# ruff: noqa
# fmt: off
"""Records of yipanqi.fdi. Generated from schemas/ by `yipanqi schemas generate`: change the schema, not this file."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar

from pydantic import Field

from yipanqi.models.base import AggregateRecord, Record
from yipanqi.models.common import Evidence, Money
from yipanqi.models.types import AggregateId, EnterpriseId, Exact, FuzzyDate, code_of


class FdiEntry(AggregateRecord):
    """Current record of an entry of foreign capital. 外资到账."""

    __avro_name__: ClassVar[str] = "yipanqi.fdi.FdiEntry"
    __aggregate__: ClassVar[str] = "fdi"
    __id_field__: ClassVar[str] = "entry_id"

    entry_id: AggregateId
    owner_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    kind: Annotated[str, Field(max_length=2000), code_of("fdi.kind")]
    project_name: Annotated[str, Field(max_length=300, min_length=1)]
    project_id: AggregateId | None = None
    amount: Money | None = None
    usd: Annotated[Exact, Field(max_digits=20, decimal_places=2)] | None = None
    rate: Annotated[Exact, Field(max_digits=18, decimal_places=6, gt=0)] | None = None
    received_on: date
    voucher: Annotated[str, Field(max_length=100)] | None = None
    offsets: AggregateId | None = None
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=1000)] = ()
    status: Annotated[str, Field(max_length=2000), code_of("fdi.status")] = 'RECORDED'
    verified_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    verified_on: date | None = None
    verified_usd: Annotated[Exact, Field(max_digits=20, decimal_places=2)] | None = None
    verification_reference: Annotated[str, Field(max_length=200)] | None = None
    self_recorded: bool = False
    rejection_reason: Annotated[str, Field(max_length=1000)] | None = None
    falsified: bool | None = None
    decision_event: Annotated[str, Field(max_length=100, min_length=1)] | None = None
    flags: Annotated[tuple[Annotated[str, Field(max_length=2000), code_of("fdi.flag")], ...], Field(max_length=1000)] = ()
    distinct_from: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()
    recheck_on: date | None = None
    rechecks: Annotated[int, Field(ge=0)] | None = None
    remarks: Annotated[str, Field(max_length=2000)] | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None
    version: int
    registered_at: datetime
    updated_at: datetime
    updated_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    last_event_id: Annotated[str, Field(max_length=2000)]
    recent_events: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()


class FdiDistinctNoted(AggregateRecord):
    """The decision that two entries are two payments, on its way to the other record. 外资认定为两笔的确认."""

    __avro_name__: ClassVar[str] = "yipanqi.fdi.FdiDistinctNoted"
    __aggregate__: ClassVar[str] = "fdi"
    __id_field__: ClassVar[str] = "entry_id"

    entry_id: AggregateId
    other_id: AggregateId


class FdiDistinctionWithdrawn(AggregateRecord):
    """Commerce takes back that two entries are two payments: they are looked at again. 外资认定撤销."""

    __avro_name__: ClassVar[str] = "yipanqi.fdi.FdiDistinctionWithdrawn"
    __aggregate__: ClassVar[str] = "fdi"
    __id_field__: ClassVar[str] = "entry_id"

    entry_id: AggregateId
    other_id: AggregateId
    corrects: Annotated[str, Field(max_length=100, min_length=1)]
    reason: Annotated[str, Field(max_length=1000, min_length=1)]


class FdiEntryCorrected(AggregateRecord):
    """An earlier entry was wrong; names it and gives the right values. 外资到账更正."""

    __avro_name__: ClassVar[str] = "yipanqi.fdi.FdiEntryCorrected"
    __aggregate__: ClassVar[str] = "fdi"
    __id_field__: ClassVar[str] = "entry_id"

    entry_id: AggregateId
    corrects: Annotated[str, Field(max_length=100, min_length=1)]
    reason: Annotated[str, Field(max_length=1000, min_length=1)]
    kind: Annotated[str, Field(max_length=2000), code_of("fdi.kind")]
    project_name: Annotated[str, Field(max_length=300, min_length=1)]
    project_id: AggregateId | None = None
    amount: Money | None = None
    usd: Annotated[Exact, Field(max_digits=20, decimal_places=2)] | None = None
    rate: Annotated[Exact, Field(max_digits=18, decimal_places=6, gt=0)] | None = None
    received_on: date
    voucher: Annotated[str, Field(max_length=100)] | None = None
    offsets: AggregateId | None = None
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=1000)] = ()
    remarks: Annotated[str, Field(max_length=2000)] | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None


class FdiEntryDistinguished(AggregateRecord):
    """Commerce decides that two entries that look like the same money are two payments. 外资认定为两笔."""

    __avro_name__: ClassVar[str] = "yipanqi.fdi.FdiEntryDistinguished"
    __aggregate__: ClassVar[str] = "fdi"
    __id_field__: ClassVar[str] = "entry_id"

    entry_id: AggregateId
    other_id: AggregateId
    reason: Annotated[str, Field(max_length=1000, min_length=1)]


class FdiEntryRecorded(AggregateRecord):
    """Commerce records contracted or utilised foreign capital. 外资到账登记."""

    __avro_name__: ClassVar[str] = "yipanqi.fdi.FdiEntryRecorded"
    __aggregate__: ClassVar[str] = "fdi"
    __id_field__: ClassVar[str] = "entry_id"

    entry_id: AggregateId
    kind: Annotated[str, Field(max_length=2000), code_of("fdi.kind")]
    project_name: Annotated[str, Field(max_length=300, min_length=1)]
    project_id: AggregateId | None = None
    amount: Money | None = None
    usd: Annotated[Exact, Field(max_digits=20, decimal_places=2)] | None = None
    rate: Annotated[Exact, Field(max_digits=18, decimal_places=6, gt=0)] | None = None
    received_on: date
    voucher: Annotated[str, Field(max_length=100)] | None = None
    offsets: AggregateId | None = None
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=1000)] = ()
    remarks: Annotated[str, Field(max_length=2000)] | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None


class FdiEntryRejected(AggregateRecord):
    """Commerce does not count an entry; its unit may correct it. 外资到账退回."""

    __avro_name__: ClassVar[str] = "yipanqi.fdi.FdiEntryRejected"
    __aggregate__: ClassVar[str] = "fdi"
    __id_field__: ClassVar[str] = "entry_id"

    entry_id: AggregateId
    rejected_on: date
    rejection_reason: Annotated[str, Field(max_length=1000, min_length=1)] | None = None
    falsified: bool | None = None


class FdiEntryVerified(AggregateRecord):
    """Commerce has verified an entry: from now on it counts. 外资到账核验."""

    __avro_name__: ClassVar[str] = "yipanqi.fdi.FdiEntryVerified"
    __aggregate__: ClassVar[str] = "fdi"
    __id_field__: ClassVar[str] = "entry_id"

    entry_id: AggregateId
    verification_reference: Annotated[str, Field(max_length=200, min_length=1)]
    verified_on: date
    verified_usd: Annotated[Exact, Field(max_digits=20, decimal_places=2)] | None = None
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=1000)] = ()


class FdiProjectMissing(AggregateRecord):
    """The project that an entry names is not registered (yet). 到账所指项目未登记."""

    __avro_name__: ClassVar[str] = "yipanqi.fdi.FdiProjectMissing"
    __aggregate__: ClassVar[str] = "fdi"
    __id_field__: ClassVar[str] = "entry_id"

    entry_id: AggregateId
    project_id: AggregateId


class FdiProjectRecheckDue(AggregateRecord):
    """It is time to ask for an entry's project again. 到账项目复核到期."""

    __avro_name__: ClassVar[str] = "yipanqi.fdi.FdiProjectRecheckDue"
    __aggregate__: ClassVar[str] = "fdi"
    __id_field__: ClassVar[str] = "entry_id"

    entry_id: AggregateId
    due_on: date
    number: Annotated[int, Field(ge=0)]


class FdiVerificationWithdrawn(AggregateRecord):
    """A verification or rejection was wrong: the entry waits for commerce again. 外资核验撤销."""

    __avro_name__: ClassVar[str] = "yipanqi.fdi.FdiVerificationWithdrawn"
    __aggregate__: ClassVar[str] = "fdi"
    __id_field__: ClassVar[str] = "entry_id"

    entry_id: AggregateId
    corrects: Annotated[str, Field(max_length=100, min_length=1)]
    reason: Annotated[str, Field(max_length=1000, min_length=1)]
