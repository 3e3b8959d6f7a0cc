# ruff: noqa
# fmt: off
"""Records of yipanqi.match. Generated from schemas/ by `yipanqi schemas generate`: change the schema, not this file."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar

from pydantic import Field

from yipanqi.models.base import AggregateRecord, Record
from yipanqi.models.common import Evidence, Money
from yipanqi.models.types import AggregateId, EnterpriseId, Exact, FuzzyDate, code_of


class Match(AggregateRecord):
    """Current record of a match: a proposal of a carrier for a project, and what became of it. 匹配."""

    __avro_name__: ClassVar[str] = "yipanqi.match.Match"
    __aggregate__: ClassVar[str] = "match"
    __id_field__: ClassVar[str] = "match_id"

    match_id: AggregateId
    owner_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    status: Annotated[str, Field(max_length=2000), code_of("match.status")]
    project_id: AggregateId | None = None
    carrier_id: AggregateId
    unit_no: Annotated[str, Field(max_length=60, min_length=1)] | None = None
    source: Annotated[str, Field(max_length=2000), code_of("match.source")]
    score: Annotated[int, Field(ge=0, le=100)] | None = None
    rules_version: Annotated[str, Field(max_length=40, min_length=1)] | None = None
    run_id: Annotated[str, Field(max_length=100, min_length=1)] | None = None
    reasons_for: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] | None = None
    reasons_against: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] | None = None
    party_units: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] | None = None
    proposed_at: datetime | None = None
    decided_at: datetime | None = None
    decided_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    decision_reason: Annotated[str, Field(max_length=1000, min_length=1)] | None = None
    pending_request: Annotated[str, Field(max_length=2000)] | None = None
    pending_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    pending_status: Annotated[str, Field(max_length=2000), code_of("match.status")] | None = None
    pending_reason: Annotated[str, Field(max_length=1000, min_length=1)] | None = None
    outcome: Annotated[str, Field(max_length=2000), code_of("match.outcome")] | None = None
    outcome_at: datetime | None = None
    reservation_id: Annotated[str, Field(max_length=100, min_length=1)] | None = None
    outcome_code: Annotated[str, Field(max_length=100, min_length=1)] | None = None
    outcome_reason_zh: Annotated[str, Field(max_length=1000, min_length=1)] | None = None
    outcome_reason_en: Annotated[str, Field(max_length=1000, min_length=1)] | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None
    version: int
    registered_at: datetime
    updated_at: datetime
    updated_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    last_event_id: Annotated[str, Field(max_length=2000)]
    recent_events: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()


class MatchAccepted(AggregateRecord):
    """A party to the project, or commerce, accepts the proposal; it still has to ask for the reservation. 接受匹配."""

    __avro_name__: ClassVar[str] = "yipanqi.match.MatchAccepted"
    __aggregate__: ClassVar[str] = "match"
    __id_field__: ClassVar[str] = "match_id"

    match_id: AggregateId
    reason: Annotated[str, Field(max_length=1000, min_length=1)] | None = None


class MatchChecked(AggregateRecord):
    """The coordinator brings the project's answer: whether it is there, how it stands, whose it is. 匹配核对答复."""

    __avro_name__: ClassVar[str] = "yipanqi.match.MatchChecked"
    __aggregate__: ClassVar[str] = "match"
    __id_field__: ClassVar[str] = "match_id"

    match_id: AggregateId
    request_id: Annotated[str, Field(max_length=2000)]
    found: bool
    project_stage: Annotated[str, Field(max_length=2000), code_of("project.stage")] | None = None
    party_units: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()
    carrier_refusal: Annotated[str, Field(max_length=60, min_length=1)] | None = None


class MatchFollowed(AggregateRecord):
    """A carrier tells a match what became of the reservation that follows from it. 匹配落实情况."""

    __avro_name__: ClassVar[str] = "yipanqi.match.MatchFollowed"
    __aggregate__: ClassVar[str] = "match"
    __id_field__: ClassVar[str] = "match_id"

    match_id: AggregateId
    carrier_id: AggregateId
    unit_no: Annotated[str, Field(max_length=60, min_length=1)] | None = None
    project_id: AggregateId | None = None
    request_id: Annotated[str, Field(max_length=100, min_length=1)]
    outcome: Annotated[str, Field(max_length=2000), code_of("match.outcome")]
    refusal: Annotated[str, Field(max_length=100, min_length=1)] | None = None
    reason_zh: Annotated[str, Field(max_length=1000, min_length=1)] | None = None
    reason_en: Annotated[str, Field(max_length=1000, min_length=1)] | None = None


class MatchProposed(AggregateRecord):
    """A carrier, or a unit of it, is proposed for a project; nothing is reserved by that. 匹配建议."""

    __avro_name__: ClassVar[str] = "yipanqi.match.MatchProposed"
    __aggregate__: ClassVar[str] = "match"
    __id_field__: ClassVar[str] = "match_id"

    match_id: AggregateId
    project_id: AggregateId
    carrier_id: AggregateId
    unit_no: Annotated[str, Field(max_length=60, min_length=1)] | None = None
    source: Annotated[str, Field(max_length=2000), code_of("match.source")]
    score: Annotated[int, Field(ge=0, le=100)] | None = None
    rules_version: Annotated[str, Field(max_length=40, min_length=1)] | None = None
    run_id: Annotated[str, Field(max_length=100, min_length=1)] | None = None
    reasons_for: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] | None = None
    reasons_against: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] | None = None


class MatchRejected(AggregateRecord):
    """A party to the project, or commerce, turns the proposal down. 拒绝匹配."""

    __avro_name__: ClassVar[str] = "yipanqi.match.MatchRejected"
    __aggregate__: ClassVar[str] = "match"
    __id_field__: ClassVar[str] = "match_id"

    match_id: AggregateId
    reason: Annotated[str, Field(max_length=1000, min_length=1)]


class MatchWithdrawn(AggregateRecord):
    """The proposer, or commerce, takes the proposal back before it is decided. 撤回匹配建议."""

    __avro_name__: ClassVar[str] = "yipanqi.match.MatchWithdrawn"
    __aggregate__: ClassVar[str] = "match"
    __id_field__: ClassVar[str] = "match_id"

    match_id: AggregateId
    reason: Annotated[str, Field(max_length=1000, min_length=1)]


class ReservationMatchAsked(AggregateRecord):
    """A carrier asks a match which a reservation names whether it was accepted for that project and carrier; the match hands the question on to the project. 预留匹配核对."""

    __avro_name__: ClassVar[str] = "yipanqi.match.ReservationMatchAsked"
    __aggregate__: ClassVar[str] = "match"
    __id_field__: ClassVar[str] = "match_id"

    match_id: AggregateId
    project_id: AggregateId
    carrier_id: AggregateId
    unit_no: Annotated[str, Field(max_length=60, min_length=1)] | None = None
    request_id: Annotated[str, Field(max_length=2000)]
    requested_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
