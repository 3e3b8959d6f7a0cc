"""Which projects moved in a month, as reports tell it."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any, cast

from yipanqi.board.reports.periods import month
from yipanqi.board.reports.projects import tally
from yipanqi.board.reports.reading import Reading
from yipanqi.figures.parsing import project_row


def moved(label: str, *steps: tuple[str, str | None], **facts: Any) -> dict[str, int]:
    """Return what a project that went these steps counts as in a month, by the kind of move."""
    history = [{"stage": stage, "since": since, "event_id": f"e{n}"} for n, (stage, since) in enumerate(steps)]
    doc = {"project_id": "zone-project-1", "owner_unit": "zone", "stage": steps[-1][0], "stage_history": history}
    doc |= facts
    reading = cast("Reading", SimpleNamespace(projects=(doc,), project_rows=((doc, project_row(doc)),)))
    return {str(kind): count for kind, count in tally(reading, month(label, date(2020, 12, 31))).items() if count}


def test_a_project_signed_again_was_signed_on_the_day_of_its_first_signing() -> None:
    steps = ("SIGNED", "2020-03-10"), ("NEGOTIATING", "2020-03-20"), ("SIGNED", "2020-04-15")
    assert moved("2020-03", *steps, signed_on="2020-03-10") == {"签约": 1}
    assert moved("2020-04", *steps, signed_on="2020-03-10") == {}


def test_a_day_of_signing_that_commerce_adds_later_counts() -> None:
    step = ("BUILDING", "2020-06-01")
    assert moved("2020-02", step, signed_on="2020-02-01") == {"签约": 1}
    assert moved("2020-06", step, signed_on="2020-02-01") == {"开工": 1}


def test_what_was_taken_over_as_completed_did_not_start_on_that_day() -> None:
    assert moved("2020-06", ("COMPLETED", "2020-06-01")) == {"竣工": 1}
