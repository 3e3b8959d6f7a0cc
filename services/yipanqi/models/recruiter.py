# ruff: noqa
# fmt: off
"""Records of yipanqi.recruiter. Generated from schemas/ by `yipanqi schemas generate`: change the schema, not this file."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar

from pydantic import Field

from yipanqi.models.base import AggregateRecord, Record
from yipanqi.models.common import Evidence, Money
from yipanqi.models.types import AggregateId, EnterpriseId, Exact, FuzzyDate, code_of


class Training(Record):
    """A training that a recruiter had. 培训记录."""

    __avro_name__: ClassVar[str] = "yipanqi.recruiter.Training"

    event_id: Annotated[str, Field(max_length=100, min_length=1)]
    held_on: date
    hours: Annotated[Exact, Field(max_digits=6, decimal_places=1, le=400, gt=0)]
    subject: Annotated[str, Field(max_length=200, min_length=1)]
    provider: Annotated[str, Field(max_length=200)] | None = None


class TrainingYear(Record):
    """Hours of training in a year. 年度学时."""

    __avro_name__: ClassVar[str] = "yipanqi.recruiter.TrainingYear"

    year: Annotated[int, Field(ge=0)]
    hours: Annotated[Exact, Field(max_digits=8, decimal_places=1)]


class Recruiter(AggregateRecord):
    """Current record of a recruiter. 招商人员."""

    __avro_name__: ClassVar[str] = "yipanqi.recruiter.Recruiter"
    __aggregate__: ClassVar[str] = "recruiter"
    __id_field__: ClassVar[str] = "recruiter_id"

    recruiter_id: AggregateId
    owner_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    name: Annotated[str, Field(max_length=60)] | None = None
    post: Annotated[str, Field(max_length=100)] | None = None
    chains: Annotated[tuple[Annotated[str, Field(max_length=2000), code_of("chain")], ...], Field(max_length=1000)] = ()
    languages: Annotated[tuple[Annotated[str, Field(max_length=2000), code_of("recruiter.language")], ...], Field(max_length=1000)] = ()
    joined_on: FuzzyDate | None = None
    active: bool
    left_on: date | None = None
    trainings: Annotated[tuple[Training, ...], Field(max_length=1000)] = ()
    training_years: Annotated[tuple[TrainingYear, ...], Field(max_length=1000)] = ()
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None
    version: int
    registered_at: datetime
    updated_at: datetime
    updated_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    last_event_id: Annotated[str, Field(max_length=2000)]
    recent_events: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()


class RecruiterCorrected(AggregateRecord):
    """An earlier report about the recruiter was wrong; null facts stay as they are. 招商人员更正."""

    __avro_name__: ClassVar[str] = "yipanqi.recruiter.RecruiterCorrected"
    __aggregate__: ClassVar[str] = "recruiter"
    __id_field__: ClassVar[str] = "recruiter_id"

    recruiter_id: AggregateId
    corrects: Annotated[str, Field(max_length=100, min_length=1)]
    reason: Annotated[str, Field(max_length=1000, min_length=1)]
    name: Annotated[str, Field(max_length=60)] | None = None
    post: Annotated[str, Field(max_length=100)] | None = None
    chains: Annotated[tuple[Annotated[str, Field(max_length=2000), code_of("chain")], ...], Field(max_length=1000)] | None = None
    languages: Annotated[tuple[Annotated[str, Field(max_length=2000), code_of("recruiter.language")], ...], Field(max_length=1000)] | None = None
    joined_on: FuzzyDate | None = None
    left_on: date | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None
    cleared: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()


class RecruiterLeft(AggregateRecord):
    """The recruiter no longer does this work for the unit. 招商人员离岗."""

    __avro_name__: ClassVar[str] = "yipanqi.recruiter.RecruiterLeft"
    __aggregate__: ClassVar[str] = "recruiter"
    __id_field__: ClassVar[str] = "recruiter_id"

    recruiter_id: AggregateId
    left_on: date


class RecruiterRegistered(AggregateRecord):
    """A unit names one of its recruiters. 招商人员登记."""

    __avro_name__: ClassVar[str] = "yipanqi.recruiter.RecruiterRegistered"
    __aggregate__: ClassVar[str] = "recruiter"
    __id_field__: ClassVar[str] = "recruiter_id"

    recruiter_id: AggregateId
    name: Annotated[str, Field(max_length=60)] | None = None
    post: Annotated[str, Field(max_length=100)] | None = None
    chains: Annotated[tuple[Annotated[str, Field(max_length=2000), code_of("chain")], ...], Field(max_length=1000)] = ()
    languages: Annotated[tuple[Annotated[str, Field(max_length=2000), code_of("recruiter.language")], ...], Field(max_length=1000)] = ()
    joined_on: FuzzyDate | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None


class RecruiterUpdated(AggregateRecord):
    """Facts of a recruiter changed; null facts stay as they are. 招商人员变更."""

    __avro_name__: ClassVar[str] = "yipanqi.recruiter.RecruiterUpdated"
    __aggregate__: ClassVar[str] = "recruiter"
    __id_field__: ClassVar[str] = "recruiter_id"

    recruiter_id: AggregateId
    name: Annotated[str, Field(max_length=60)] | None = None
    post: Annotated[str, Field(max_length=100)] | None = None
    chains: Annotated[tuple[Annotated[str, Field(max_length=2000), code_of("chain")], ...], Field(max_length=1000)] | None = None
    languages: Annotated[tuple[Annotated[str, Field(max_length=2000), code_of("recruiter.language")], ...], Field(max_length=1000)] | None = None
    joined_on: FuzzyDate | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None
    cleared: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()


class TrainingCorrected(AggregateRecord):
    """An earlier record of a training was wrong; null facts stay as they are. 招商培训更正."""

    __avro_name__: ClassVar[str] = "yipanqi.recruiter.TrainingCorrected"
    __aggregate__: ClassVar[str] = "recruiter"
    __id_field__: ClassVar[str] = "recruiter_id"

    recruiter_id: AggregateId
    corrects: Annotated[str, Field(max_length=100, min_length=1)]
    reason: Annotated[str, Field(max_length=1000, min_length=1)]
    withdrawn: bool = False
    held_on: date | None = None
    hours: Annotated[Exact, Field(max_digits=6, decimal_places=1, le=400, gt=0)] | None = None
    subject: Annotated[str, Field(max_length=200)] | None = None
    provider: Annotated[str, Field(max_length=200)] | None = None


class TrainingRecorded(AggregateRecord):
    """The recruiter was trained. 招商培训登记."""

    __avro_name__: ClassVar[str] = "yipanqi.recruiter.TrainingRecorded"
    __aggregate__: ClassVar[str] = "recruiter"
    __id_field__: ClassVar[str] = "recruiter_id"

    recruiter_id: AggregateId
    held_on: date
    hours: Annotated[Exact, Field(max_digits=6, decimal_places=1, le=400, gt=0)]
    subject: Annotated[str, Field(max_length=200, min_length=1)]
    provider: Annotated[str, Field(max_length=200)] | None = None
