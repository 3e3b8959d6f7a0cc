"""Records made of values known to be valid are those that pydantic makes of them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pydantic import BaseModel

from yipanqi.models.base import Record
from yipanqi.models.receipt import Receipt
from yipanqi.models.table import EVENTS, STATES

NOW = datetime(2020, 12, 31, tzinfo=UTC)
KINDS = [*EVENTS.values(), *STATES.values(), Receipt]


def pydantics(kind: type[Record], /, **values: object) -> BaseModel:
    return BaseModel.__dict__["model_construct"].__func__(kind, **values)  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__avro_name__)
def test_a_constructed_record_equals_pydantics_own(kind: type[Record]) -> None:
    values = {name: NOW for name, field in reversed(kind.model_fields.items()) if field.is_required()}
    ours, theirs = kind.model_construct(**values), pydantics(kind, **values)
    assert ours == theirs
    assert list(ours.__dict__) == list(theirs.__dict__)
    assert ours.model_fields_set == theirs.model_fields_set
    assert ours.model_copy(update=values) == theirs


def test_fields_of_another_version_of_the_contract_are_treated_as_pydantic_does() -> None:
    values = {"event_id": "1", "of_tomorrow": True}
    ours = Receipt.model_construct(**values)
    assert ours.__dict__ == pydantics(Receipt, **values).__dict__
    assert not hasattr(ours, "outcome")
