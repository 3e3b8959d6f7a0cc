"""Which project holds which space: its manager and government units see it, other groups on neither side."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from fastapi.testclient import TestClient
from tests.support.boardlog import BoardLog
from tests.support.desk import Desk, accepted
from tests.unit.board.conftest import read_board

from yipanqi.models.carrier import ReservationReleased

Login = Callable[[str], TestClient]
#: Whose record names the other side, by address.
_OF_PROJECT = ("", "/history", "/timeline", "/matches")
_OF_CARRIER = ("", "/history")


@pytest.fixture(scope="module")
def desk() -> Desk:
    """Two carriers of one group, reserved for a project; one of them was given back."""
    desk = Desk()
    project = desk.project("site", "investment")
    for number in ("kept", "freed"):
        accepted(desk.reserve(desk.carrier(number, "snd-group"), project, event_id=f"hold-{number}"))
    carrier, reason = "snd-group-carrier-freed", "改选他处"
    accepted(desk.say("investment", ReservationReleased(carrier_id=carrier, hold_id="hold-freed", reason=reason)))
    desk.settle()
    return desk


@pytest.fixture(scope="module")
def login(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Login]:
    """A board that shows them."""
    folder = tmp_path_factory.mktemp("held")

    def fill(log: BoardLog) -> None:
        log.tell(desk.ledger)

    with read_board(f"sqlite:///{folder}/board.sqlite", folder, fill) as log_in:
        yield log_in


def texts(client: TestClient, record: str, parts: tuple[str, ...]) -> list[str]:
    """Return what the addresses of a record answer."""
    answers = [client.get(f"/api/v1/{record}{part}") for part in parts]
    assert {answer.status_code for answer in answers} == {200}
    return [answer.text for answer in answers]


def test_government_reads_which_space_a_project_holds(login: Login) -> None:
    record, history, *_ = texts(login("zone"), "projects/investment-project-site", _OF_PROJECT)
    assert "snd-group-carrier-kept" in record
    assert "snd-group-carrier-freed" in history


def test_a_project_does_not_tell_other_groups_which_space_it_holds(login: Login) -> None:
    """Else the two records, laid beside each other, would say what each of them hides."""
    *told, matches = texts(login("soe-2"), "projects/investment-project-site", _OF_PROJECT)
    assert not [text for text in told if "snd-group-carrier" in text or "hold-" in text]
    # The carrier is listed there as any other is; that it is this project's own is not said.
    assert "hold-" not in matches


def test_a_carrier_does_not_tell_other_groups_for_which_project_it_is_held(login: Login) -> None:
    for number in ("kept", "freed"):
        carrier = f"carriers/snd-group-carrier-{number}"
        assert not [text for text in texts(login("soe-2"), carrier, _OF_CARRIER) if "investment-project-site" in text]
        assert "investment-project-site" in texts(login("snd-group"), carrier, _OF_CARRIER)[1]
