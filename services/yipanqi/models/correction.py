# ruff: noqa
# fmt: off
"""Records of yipanqi.correction. Generated from schemas/ by `yipanqi schemas generate`: change the schema, not this file."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar

from pydantic import Field

from yipanqi.models.base import AggregateRecord, Record
from yipanqi.models.common import Evidence, Money
from yipanqi.models.types import AggregateId, EnterpriseId, Exact, FuzzyDate, code_of


class Correction(AggregateRecord):
    """Current record of a correction request. 校核."""

    __avro_name__: ClassVar[str] = "yipanqi.correction.Correction"
    __aggregate__: ClassVar[str] = "correction"
    __id_field__: ClassVar[str] = "correction_id"

    correction_id: AggregateId
    owner_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    status: Annotated[str, Field(max_length=2000), code_of("correction.status")]
    subject_aggregate: Annotated[str, Field(max_length=40, min_length=1)]
    subject_id: Annotated[str, Field(max_length=160, min_length=1)]
    field: Annotated[str, Field(max_length=80, min_length=1)]
    source_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    doubt: Annotated[str, Field(max_length=1000, min_length=1)] | None = None
    suggested: Annotated[str, Field(max_length=300, min_length=1)] | None = None
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=1000)] = ()
    due_on: date
    answer: Annotated[str, Field(max_length=1000, min_length=1)] | None = None
    fixed_by: Annotated[str, Field(max_length=100, min_length=1)] | None = None
    answered_at: datetime | None = None
    in_time: bool | None = None
    seen_version: int | None = None
    seen_mark: Annotated[str, Field(max_length=100, min_length=1)] | None = None
    pending_request: Annotated[str, Field(max_length=2000)] | None = None
    pending_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None
    version: int
    registered_at: datetime
    updated_at: datetime
    updated_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    last_event_id: Annotated[str, Field(max_length=2000)]
    recent_events: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()


class CorrectionDeclined(AggregateRecord):
    """The source stands by its record, with its reason. 校核不予更正."""

    __avro_name__: ClassVar[str] = "yipanqi.correction.CorrectionDeclined"
    __aggregate__: ClassVar[str] = "correction"
    __id_field__: ClassVar[str] = "correction_id"

    correction_id: AggregateId
    answer: Annotated[str, Field(max_length=1000, min_length=1)]


class CorrectionMade(AggregateRecord):
    """The source corrected its record. 校核已更正."""

    __avro_name__: ClassVar[str] = "yipanqi.correction.CorrectionMade"
    __aggregate__: ClassVar[str] = "correction"
    __id_field__: ClassVar[str] = "correction_id"

    correction_id: AggregateId
    fixed_by: Annotated[str, Field(max_length=100, min_length=1)]
    answer: Annotated[str, Field(max_length=1000, min_length=1)] | None = None


class CorrectionReassigned(AggregateRecord):
    """Commerce names another source: the record is not the first one's. 校核改派."""

    __avro_name__: ClassVar[str] = "yipanqi.correction.CorrectionReassigned"
    __aggregate__: ClassVar[str] = "correction"
    __id_field__: ClassVar[str] = "correction_id"

    correction_id: AggregateId
    source_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    reason: Annotated[str, Field(max_length=1000, min_length=1)]


class CorrectionRequested(AggregateRecord):
    """A unit doubts a field of another unit's record (校核); the source must answer. 校核申请."""

    __avro_name__: ClassVar[str] = "yipanqi.correction.CorrectionRequested"
    __aggregate__: ClassVar[str] = "correction"
    __id_field__: ClassVar[str] = "correction_id"

    correction_id: AggregateId
    subject_aggregate: Annotated[str, Field(max_length=40, min_length=1)]
    subject_id: Annotated[str, Field(max_length=160, min_length=1)]
    field: Annotated[str, Field(max_length=80, min_length=1)]
    source_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    doubt: Annotated[str, Field(max_length=1000, min_length=1)] | None = None
    suggested: Annotated[str, Field(max_length=300, min_length=1)] | None = None
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=1000)] = ()


class CorrectionWithdrawn(AggregateRecord):
    """The doubting unit takes its doubt back. 校核撤回."""

    __avro_name__: ClassVar[str] = "yipanqi.correction.CorrectionWithdrawn"
    __aggregate__: ClassVar[str] = "correction"
    __id_field__: ClassVar[str] = "correction_id"

    correction_id: AggregateId
    reason: Annotated[str, Field(max_length=1000, min_length=1)]


class ItemAsked(AggregateRecord):
    """A correction request asks the doubted record, of whatever aggregate, how its field stands and whether an event is its own. 校核对象询问."""

    __avro_name__: ClassVar[str] = "yipanqi.correction.ItemAsked"
    __aggregate__: ClassVar[str] = "correction"
    __id_field__: ClassVar[str] = "correction_id"
    __asks__: ClassVar[tuple[str, str] | None] = ("subject_aggregate", "subject_id")

    correction_id: AggregateId
    subject_aggregate: Annotated[str, Field(max_length=40, min_length=1)]
    subject_id: Annotated[str, Field(max_length=160, min_length=1)]
    field: Annotated[str, Field(max_length=80, min_length=1)]
    request_id: Annotated[str, Field(max_length=2000)]
    fixed_by: Annotated[str, Field(max_length=100, min_length=1)] | None = None


class ItemChecked(AggregateRecord):
    """The doubted record's answer to a correction request. 校核对象答复."""

    __avro_name__: ClassVar[str] = "yipanqi.correction.ItemChecked"
    __aggregate__: ClassVar[str] = "correction"
    __id_field__: ClassVar[str] = "correction_id"

    correction_id: AggregateId
    request_id: Annotated[str, Field(max_length=2000)]
    found: bool
    item_version: int | None = None
    item_mark: Annotated[str, Field(max_length=100, min_length=1)] | None = None
    fix_version: int | None = None
