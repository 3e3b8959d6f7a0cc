# ruff: noqa
# fmt: off
"""Records of yipanqi.evaluation. Generated from schemas/ by `yipanqi schemas generate`: change the schema, not this file."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar

from pydantic import Field

from yipanqi.models.base import AggregateRecord, Record
from yipanqi.models.common import Evidence, Money
from yipanqi.models.types import AggregateId, EnterpriseId, Exact, FuzzyDate, code_of


class PartScore(Record):
    """One part with its score: value over benchmark, up to the cap. 分项得分."""

    __avro_name__: ClassVar[str] = "yipanqi.evaluation.PartScore"

    part: Annotated[str, Field(max_length=2000), code_of("evaluation.part")]
    value: Annotated[Exact, Field(max_digits=18, decimal_places=4)]
    benchmark: Annotated[Exact, Field(max_digits=18, decimal_places=4, gt=0)]
    measure: Annotated[str, Field(max_length=40, min_length=1)]
    source: Annotated[str, Field(max_length=300, min_length=1)] | None = None
    part_score: Annotated[Exact, Field(max_digits=10, decimal_places=4)]
    weight: Annotated[Exact, Field(max_digits=8, decimal_places=4)]


class Evaluation(AggregateRecord):
    """Current record of an evaluation. 评价."""

    __avro_name__: ClassVar[str] = "yipanqi.evaluation.Evaluation"
    __aggregate__: ClassVar[str] = "evaluation"
    __id_field__: ClassVar[str] = "evaluation_id"

    evaluation_id: AggregateId
    owner_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    status: Annotated[str, Field(max_length=2000), code_of("evaluation.status")]
    subject_kind: Annotated[str, Field(max_length=2000), code_of("evaluation.subject")]
    subject_id: Annotated[str, Field(max_length=120, min_length=1)]
    subject_name: Annotated[str, Field(max_length=300, min_length=1)] | None = None
    keeper_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    year: Annotated[int, Field(ge=2000, le=2100)]
    rule_version: Annotated[str, Field(max_length=40, min_length=1)]
    scores: Annotated[tuple[PartScore, ...], Field(max_length=1000)] | None = None
    total_score: Annotated[Exact, Field(max_digits=10, decimal_places=4)] | None = None
    exempt: bool = False
    grade: Annotated[str, Field(max_length=2000), code_of("evaluation.grade")] | None = None
    rank: Annotated[int, Field(ge=1)] | None = None
    of_total: Annotated[int, Field(ge=1)] | None = None
    published_on: date | None = None
    appeal_until_on: date | None = None
    appealed_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    appeal_reason: Annotated[str, Field(max_length=1000, min_length=1)] | None = None
    decision: Annotated[str, Field(max_length=1000, min_length=1)] | None = None
    upheld: bool | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None
    version: int
    registered_at: datetime
    updated_at: datetime
    updated_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    last_event_id: Annotated[str, Field(max_length=2000)]
    recent_events: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()


class EvaluatedPart(Record):
    """One of the five parts, as measured. 评价分项."""

    __avro_name__: ClassVar[str] = "yipanqi.evaluation.EvaluatedPart"

    part: Annotated[str, Field(max_length=2000), code_of("evaluation.part")]
    value: Annotated[Exact, Field(max_digits=18, decimal_places=4)]
    benchmark: Annotated[Exact, Field(max_digits=18, decimal_places=4, gt=0)]
    measure: Annotated[str, Field(max_length=40, min_length=1)]
    source: Annotated[str, Field(max_length=300, min_length=1)] | None = None


class AppealDecided(AggregateRecord):
    """Commerce decides an appeal; upheld, it gives the five parts and the grade anew. 申诉裁定."""

    __avro_name__: ClassVar[str] = "yipanqi.evaluation.AppealDecided"
    __aggregate__: ClassVar[str] = "evaluation"
    __id_field__: ClassVar[str] = "evaluation_id"

    evaluation_id: AggregateId
    upheld: bool
    reason: Annotated[str, Field(max_length=1000, min_length=1)]
    parts: Annotated[tuple[EvaluatedPart, ...], Field(max_length=1000)] = ()
    grade: Annotated[str, Field(max_length=2000), code_of("evaluation.grade")] | None = None
    rank: Annotated[int, Field(ge=1)] | None = None
    of_total: Annotated[int, Field(ge=1)] | None = None


class AppealTimeEnded(AggregateRecord):
    """Nobody appealed in time: the evaluation is final. 申诉期满."""

    __avro_name__: ClassVar[str] = "yipanqi.evaluation.AppealTimeEnded"
    __aggregate__: ClassVar[str] = "evaluation"
    __id_field__: ClassVar[str] = "evaluation_id"

    evaluation_id: AggregateId
    appeal_until_on: date


class EvaluationAppealed(AggregateRecord):
    """The unit that answers for the subject appeals. 评价申诉."""

    __avro_name__: ClassVar[str] = "yipanqi.evaluation.EvaluationAppealed"
    __aggregate__: ClassVar[str] = "evaluation"
    __id_field__: ClassVar[str] = "evaluation_id"

    evaluation_id: AggregateId
    reason: Annotated[str, Field(max_length=1000, min_length=1)]
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=1000)] = ()


class EvaluationCorrected(AggregateRecord):
    """An earlier report of an evaluation was wrong; names it and gives the right values. What was published is open to appeal anew. 评价更正."""

    __avro_name__: ClassVar[str] = "yipanqi.evaluation.EvaluationCorrected"
    __aggregate__: ClassVar[str] = "evaluation"
    __id_field__: ClassVar[str] = "evaluation_id"

    evaluation_id: AggregateId
    corrects: Annotated[str, Field(max_length=100, min_length=1)]
    reason: Annotated[str, Field(max_length=1000, min_length=1)]
    subject_name: Annotated[str, Field(max_length=300, min_length=1)] | None = None
    keeper_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    rule_version: Annotated[str, Field(max_length=40, min_length=1)] | None = None
    parts: Annotated[tuple[EvaluatedPart, ...], Field(max_length=1000)] = ()
    exempt: bool | None = None
    grade: Annotated[str, Field(max_length=2000), code_of("evaluation.grade")] | None = None
    rank: Annotated[int, Field(ge=1)] | None = None
    of_total: Annotated[int, Field(ge=1)] | None = None
    cleared: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None


class EvaluationMade(AggregateRecord):
    """Commerce evaluates an enterprise or carrier for a year; a draft. 评价打分."""

    __avro_name__: ClassVar[str] = "yipanqi.evaluation.EvaluationMade"
    __aggregate__: ClassVar[str] = "evaluation"
    __id_field__: ClassVar[str] = "evaluation_id"

    evaluation_id: AggregateId
    subject_kind: Annotated[str, Field(max_length=2000), code_of("evaluation.subject")]
    subject_id: Annotated[str, Field(max_length=120, min_length=1)]
    subject_name: Annotated[str, Field(max_length=300, min_length=1)] | None = None
    keeper_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    year: Annotated[int, Field(ge=2000, le=2100)]
    rule_version: Annotated[str, Field(max_length=40, min_length=1)]
    parts: Annotated[tuple[EvaluatedPart, ...], Field(max_length=1000)] = ()
    exempt: bool = False


class EvaluationPublished(AggregateRecord):
    """Commerce publishes the grade. 评价公布."""

    __avro_name__: ClassVar[str] = "yipanqi.evaluation.EvaluationPublished"
    __aggregate__: ClassVar[str] = "evaluation"
    __id_field__: ClassVar[str] = "evaluation_id"

    evaluation_id: AggregateId
    grade: Annotated[str, Field(max_length=2000), code_of("evaluation.grade")]
    rank: Annotated[int, Field(ge=1)] | None = None
    of_total: Annotated[int, Field(ge=1)] | None = None


class EvaluationRevised(AggregateRecord):
    """Commerce gives a draft's five parts anew. 评价调整."""

    __avro_name__: ClassVar[str] = "yipanqi.evaluation.EvaluationRevised"
    __aggregate__: ClassVar[str] = "evaluation"
    __id_field__: ClassVar[str] = "evaluation_id"

    evaluation_id: AggregateId
    rule_version: Annotated[str, Field(max_length=40, min_length=1)]
    parts: Annotated[tuple[EvaluatedPart, ...], Field(max_length=1000)] = ()
    exempt: bool = False
