# ruff: noqa
# fmt: off
"""Records of yipanqi.service. Generated from schemas/ by `yipanqi schemas generate`: change the schema, not this file."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar

from pydantic import Field

from yipanqi.models.base import AggregateRecord, Record
from yipanqi.models.common import Evidence, Money
from yipanqi.models.types import AggregateId, EnterpriseId, Exact, FuzzyDate, code_of


class Service(AggregateRecord):
    """Current record of an enterprise's request. 企业诉求."""

    __avro_name__: ClassVar[str] = "yipanqi.service.Service"
    __aggregate__: ClassVar[str] = "service"
    __id_field__: ClassVar[str] = "service_id"

    service_id: AggregateId
    owner_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    status: Annotated[str, Field(max_length=2000), code_of("service.status")]
    title: Annotated[str, Field(max_length=200, min_length=1)]
    category: Annotated[str, Field(max_length=2000), code_of("service.category")]
    enterprise_id: EnterpriseId | None = None
    enterprise_name: Annotated[str, Field(max_length=300, min_length=1)] | None = None
    project_id: AggregateId | None = None
    chain: Annotated[str, Field(max_length=2000), code_of("chain")] | None = None
    received_on: date | None = None
    content: Annotated[str, Field(max_length=2000, min_length=1)] | None = None
    responsible_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    accept_due_on: date | None = None
    dispatch_due_on: date | None = None
    resolve_due_on: date | None = None
    accepted_at: datetime | None = None
    dispatched_at: datetime | None = None
    resolved_at: datetime | None = None
    confirmed_at: datetime | None = None
    response_hours: Annotated[Exact, Field(max_digits=10, decimal_places=1)] | None = None
    resolve_hours: Annotated[Exact, Field(max_digits=10, decimal_places=1)] | None = None
    in_time: bool | None = None
    reopened_times: Annotated[int, Field(ge=0)] = 0
    rating: Annotated[int, Field(ge=1, le=5)] | None = None
    result: Annotated[str, Field(max_length=2000, min_length=1)] | None = None
    progress: Annotated[str, Field(max_length=1000, min_length=1)] | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None
    version: int
    registered_at: datetime
    updated_at: datetime
    updated_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    last_event_id: Annotated[str, Field(max_length=2000)]
    recent_events: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()


class ServiceAccepted(AggregateRecord):
    """Commerce accepts the request. 诉求受理."""

    __avro_name__: ClassVar[str] = "yipanqi.service.ServiceAccepted"
    __aggregate__: ClassVar[str] = "service"
    __id_field__: ClassVar[str] = "service_id"

    service_id: AggregateId


class ServiceConfirmed(AggregateRecord):
    """The enterprise, by the unit that registered the request or by commerce, confirms and rates the result. 诉求确认."""

    __avro_name__: ClassVar[str] = "yipanqi.service.ServiceConfirmed"
    __aggregate__: ClassVar[str] = "service"
    __id_field__: ClassVar[str] = "service_id"

    service_id: AggregateId
    rating: Annotated[int, Field(ge=1, le=5)]
    comment: Annotated[str, Field(max_length=1000, min_length=1)] | None = None


class ServiceCorrected(AggregateRecord):
    """An earlier report of this request was wrong; names it and gives the right values. 诉求更正."""

    __avro_name__: ClassVar[str] = "yipanqi.service.ServiceCorrected"
    __aggregate__: ClassVar[str] = "service"
    __id_field__: ClassVar[str] = "service_id"

    service_id: AggregateId
    corrects: Annotated[str, Field(max_length=100, min_length=1)]
    reason: Annotated[str, Field(max_length=1000, min_length=1)]
    title: Annotated[str, Field(max_length=200, min_length=1)] | None = None
    category: Annotated[str, Field(max_length=2000), code_of("service.category")] | None = None
    enterprise_id: EnterpriseId | None = None
    enterprise_name: Annotated[str, Field(max_length=300, min_length=1)] | None = None
    project_id: AggregateId | None = None
    chain: Annotated[str, Field(max_length=2000), code_of("chain")] | None = None
    received_on: date | None = None
    content: Annotated[str, Field(max_length=2000, min_length=1)] | None = None
    contact_name: Annotated[str, Field(max_length=60, min_length=1)] | None = None
    contact_phone: Annotated[str, Field(max_length=40, min_length=1)] | None = None
    cleared: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None


class ServiceDispatched(AggregateRecord):
    """Commerce hands the request to the unit in charge; also to another one later. 诉求交办."""

    __avro_name__: ClassVar[str] = "yipanqi.service.ServiceDispatched"
    __aggregate__: ClassVar[str] = "service"
    __id_field__: ClassVar[str] = "service_id"

    service_id: AggregateId
    responsible_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    note: Annotated[str, Field(max_length=1000, min_length=1)] | None = None


class ServiceReopened(AggregateRecord):
    """The enterprise is not content: the unit in charge goes on. 诉求重办."""

    __avro_name__: ClassVar[str] = "yipanqi.service.ServiceReopened"
    __aggregate__: ClassVar[str] = "service"
    __id_field__: ClassVar[str] = "service_id"

    service_id: AggregateId
    reason: Annotated[str, Field(max_length=1000, min_length=1)]


class ServiceResolved(AggregateRecord):
    """The unit in charge has settled it. 诉求办结."""

    __avro_name__: ClassVar[str] = "yipanqi.service.ServiceResolved"
    __aggregate__: ClassVar[str] = "service"
    __id_field__: ClassVar[str] = "service_id"

    service_id: AggregateId
    result: Annotated[str, Field(max_length=2000, min_length=1)]


class ServiceReturned(AggregateRecord):
    """The unit in charge gives the request back: it is not its matter. 诉求退回."""

    __avro_name__: ClassVar[str] = "yipanqi.service.ServiceReturned"
    __aggregate__: ClassVar[str] = "service"
    __id_field__: ClassVar[str] = "service_id"

    service_id: AggregateId
    reason: Annotated[str, Field(max_length=1000, min_length=1)]


class ServiceStarted(AggregateRecord):
    """The unit in charge works on it. 诉求办理中."""

    __avro_name__: ClassVar[str] = "yipanqi.service.ServiceStarted"
    __aggregate__: ClassVar[str] = "service"
    __id_field__: ClassVar[str] = "service_id"

    service_id: AggregateId
    progress: Annotated[str, Field(max_length=1000, min_length=1)] | None = None


class ServiceSubmitted(AggregateRecord):
    """A unit registers what an enterprise asks for. 诉求提交."""

    __avro_name__: ClassVar[str] = "yipanqi.service.ServiceSubmitted"
    __aggregate__: ClassVar[str] = "service"
    __id_field__: ClassVar[str] = "service_id"

    service_id: AggregateId
    title: Annotated[str, Field(max_length=200, min_length=1)]
    category: Annotated[str, Field(max_length=2000), code_of("service.category")]
    enterprise_id: EnterpriseId | None = None
    enterprise_name: Annotated[str, Field(max_length=300, min_length=1)] | None = None
    project_id: AggregateId | None = None
    chain: Annotated[str, Field(max_length=2000), code_of("chain")] | None = None
    received_on: date | None = None
    content: Annotated[str, Field(max_length=2000, min_length=1)] | None = None
    contact_name: Annotated[str, Field(max_length=60, min_length=1)] | None = None
    contact_phone: Annotated[str, Field(max_length=40, min_length=1)] | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None


class ServiceUpdated(AggregateRecord):
    """Facts of a request changed; null facts stay as they are. 诉求变更."""

    __avro_name__: ClassVar[str] = "yipanqi.service.ServiceUpdated"
    __aggregate__: ClassVar[str] = "service"
    __id_field__: ClassVar[str] = "service_id"

    service_id: AggregateId
    title: Annotated[str, Field(max_length=200, min_length=1)] | None = None
    category: Annotated[str, Field(max_length=2000), code_of("service.category")] | None = None
    enterprise_id: EnterpriseId | None = None
    enterprise_name: Annotated[str, Field(max_length=300, min_length=1)] | None = None
    project_id: AggregateId | None = None
    chain: Annotated[str, Field(max_length=2000), code_of("chain")] | None = None
    received_on: date | None = None
    content: Annotated[str, Field(max_length=2000, min_length=1)] | None = None
    contact_name: Annotated[str, Field(max_length=60, min_length=1)] | None = None
    contact_phone: Annotated[str, Field(max_length=40, min_length=1)] | None = None
    cleared: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None


class ServiceWithdrawn(AggregateRecord):
    """The enterprise takes its request back. 诉求撤回."""

    __avro_name__: ClassVar[str] = "yipanqi.service.ServiceWithdrawn"
    __aggregate__: ClassVar[str] = "service"
    __id_field__: ClassVar[str] = "service_id"

    service_id: AggregateId
    reason: Annotated[str, Field(max_length=1000, min_length=1)]
