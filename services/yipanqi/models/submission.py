# ruff: noqa
# fmt: off
"""Records of yipanqi.submission. Generated from schemas/ by `yipanqi schemas generate`: change the schema, not this file."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar

from pydantic import Field

from yipanqi.models.base import AggregateRecord, Record
from yipanqi.models.common import Evidence, Money
from yipanqi.models.types import AggregateId, EnterpriseId, Exact, FuzzyDate, code_of


class RefusedRows(Record):
    """How many rows were refused for one reason. 未受理行数."""

    __avro_name__: ClassVar[str] = "yipanqi.submission.RefusedRows"

    code: Annotated[str, Field(max_length=100, min_length=1)]
    rows: Annotated[int, Field(ge=1)]


class Submission(AggregateRecord):
    """A workbook that a unit handed in, and what became of its rows. 台账报送."""

    __avro_name__: ClassVar[str] = "yipanqi.submission.Submission"
    __aggregate__: ClassVar[str] = "submission"
    __id_field__: ClassVar[str] = "submission_id"

    submission_id: AggregateId
    owner_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    submitted_on: date
    layouts: Annotated[tuple[Annotated[str, Field(max_length=2000), code_of("submission.layout")], ...], Field(max_length=1000)] = ()
    rows_read: Annotated[int, Field(ge=0)] | None = None
    rows_unreadable: Annotated[int, Field(ge=0)] | None = None
    rows_unchanged: Annotated[int, Field(ge=0)] | None = None
    rows_accepted: Annotated[int, Field(ge=0)] | None = None
    rows_refused: Annotated[int, Field(ge=0)] | None = None
    rows_unanswered: Annotated[int, Field(ge=0)] | None = None
    refusals: Annotated[tuple[RefusedRows, ...], Field(max_length=1000)] | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None
    version: int
    registered_at: datetime
    updated_at: datetime
    updated_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    last_event_id: Annotated[str, Field(max_length=2000)]
    recent_events: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()


class WorkbookSubmitted(AggregateRecord):
    """A unit has handed in a workbook, and this became of its rows: counts, never contents. 台账报送."""

    __avro_name__: ClassVar[str] = "yipanqi.submission.WorkbookSubmitted"
    __aggregate__: ClassVar[str] = "submission"
    __id_field__: ClassVar[str] = "submission_id"

    submission_id: AggregateId
    layouts: Annotated[tuple[Annotated[str, Field(max_length=2000), code_of("submission.layout")], ...], Field(max_length=1000)] = ()
    rows_read: Annotated[int, Field(ge=0)] | None = None
    rows_unreadable: Annotated[int, Field(ge=0)] | None = None
    rows_unchanged: Annotated[int, Field(ge=0)] | None = None
    rows_accepted: Annotated[int, Field(ge=0)] | None = None
    rows_refused: Annotated[int, Field(ge=0)] | None = None
    rows_unanswered: Annotated[int, Field(ge=0)] | None = None
    refusals: Annotated[tuple[RefusedRows, ...], Field(max_length=1000)] | None = None
