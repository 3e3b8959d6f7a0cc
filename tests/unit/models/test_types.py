"""Field types: ids, credit codes and reduced dates, with nothing before or after them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from yipanqi.models.types import AggregateId, EnterpriseId, Exact, FuzzyDate, credit_check, is_credit_code


@pytest.mark.parametrize("text", ["zone-project-XG-001", "snd-group-carrier-1", "123e4567-e89b-12d3-a456-426614174000"])
def test_an_aggregate_id_is_unit_kind_and_number_or_a_uuid(text: str) -> None:
    assert TypeAdapter(AggregateId).validate_python(text) == text


@pytest.mark.parametrize("text", ["", "zone-project-", "zone-project-1\n", "zone-house-1", "Zone-project-1", "x" * 200])
def test_anything_else_is_no_aggregate_id(text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(AggregateId).validate_python(text)


def test_the_check_character_of_the_standards_example_is_found() -> None:
    assert is_credit_code("91350100M000100Y43")
    assert not is_credit_code("91350100M000100Y44")


@pytest.mark.parametrize("first", ["N", "A", "Y"])
def test_village_collectives_and_other_late_kinds_have_valid_codes(first: str) -> None:
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = first + "2350100M000100Y4"
    codes = [body + c for c in alphabet]
    assert sum(is_credit_code(code + "") for code in codes if len(code) == 18) == 1


ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
BODIES = st.text(alphabet=ALPHABET, min_size=17, max_size=17)


def test_the_check_character_is_the_standards() -> None:
    assert credit_check("91350100M000100Y4") == "3"
    assert credit_check("91350100M000100Y") is None
    assert credit_check("I1350100M000100Y4") is None


@given(BODIES, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_any_single_wrong_character_is_detected(body: str, place: int, other: str) -> None:
    code = body + str(credit_check(body))
    assert is_credit_code(code)
    wrong = code[:place] + other + code[place + 1 :]
    assert is_credit_code(wrong) == (wrong == code)


@given(BODIES, st.integers(0, 16))
def test_two_neighbours_in_the_wrong_order_are_detected(body: str, place: int) -> None:
    code = body + str(credit_check(body))
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert is_credit_code(wrong) == (wrong == code)


@pytest.mark.parametrize("text", ["91350100M000100Y43\n", "foreign:JP:1\n", "foreign:jp:1", "I1350100M000100Y43"])
def test_an_enterprise_id_takes_no_more_and_no_less(text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(EnterpriseId).validate_python(text)


@pytest.mark.parametrize("text", ["2020", "2020-04", "2020-02-29"])
def test_a_date_may_be_known_to_the_year_month_or_day(text: str) -> None:
    assert TypeAdapter(FuzzyDate).validate_python(text) == text


@pytest.mark.parametrize("text", ["2020-13", "2021-02-29", "2020-4", "2020-04\n", "20200428", "２０２０"])
def test_a_date_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(FuzzyDate).validate_python(text)


def test_a_float_is_no_exact_number() -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Exact).validate_python(0.1)
