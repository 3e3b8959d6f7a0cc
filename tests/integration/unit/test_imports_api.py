"""Spreadsheets through the service: rows to events, receipts back to rows, and the memory between imports."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest
from openpyxl import load_workbook
from pydantic import SecretStr
from tests.support.unitdesk import Coordinator, UnitDesk

from yipanqi.bus.errors import AuthenticationError, YipanqiError
from yipanqi.local import demo
from yipanqi.unit.client import import_files

WORKBOOKS = Path(demo.__file__).parent / "workbooks"
HEADER = ("编号", "名称", "类别", "区域", "面积(平方米)", "层高(米)", "空置日期")


def table(*rows: Sequence[str]) -> bytes:
    return "\n".join(",".join(row) for row in (HEADER, *rows)).encode("utf-8-sig")


def plant(number: str, area: str = "2400", name: str = "标准厂房", height: str = "7.9") -> tuple[str, ...]:
    return (number, name, "厂房", "狮山街道", area, height, "2020-03-18")


def settled(desk: UnitDesk, answer: dict[str, Any]) -> dict[str, Any]:
    path = f"imports/{answer['import_id']}"
    desk.wait_for(lambda: desk.get(path).json()["events"]["pending"] == 0, 20, "the import's receipts")
    return dict(desk.get(path).json())


def submission_of(desk: UnitDesk, answer: dict[str, Any]) -> str:
    path = f"imports/{answer['import_id']}"
    desk.wait_for(lambda: desk.get(path).json()["submission"], 20, "the import to be told")
    return str(desk.get(path).json()["submission"])


def test_a_workbook_goes_through_and_a_second_time_changes_nothing(desk: UnitDesk, coordinator: Coordinator) -> None:
    content = (WORKBOOKS / "苏高新集团_载体资源登记表.xlsx").read_bytes()
    answer = desk.upload("苏高新集团_载体资源登记表.xlsx", content)
    report = answer["report"]
    assert report["bad"] == 2
    assert report["good"] == report["events"] == len(answer["event_ids"]) > 10
    assert answer["events"] == {"pending": len(answer["event_ids"]), "accepted": 0, "refused": 0}
    published = coordinator.wait_published(len(answer["event_ids"]))
    assert set(answer["event_ids"]) <= {event_id for event_id, _, _ in published}

    again = desk.upload("苏高新集团_载体资源登记表.xlsx", content)
    assert again["event_ids"] == []
    assert again["report"]["unchanged"] == report["good"]

    coordinator.answer_all(answer["event_ids"])
    assert settled(desk, answer)["events"]["accepted"] == len(answer["event_ids"])
    assert desk.upload("苏高新集团_载体资源登记表.xlsx", content)["event_ids"] == []


def test_a_changed_row_gives_the_change_only(desk: UnitDesk, coordinator: Coordinator) -> None:
    first = desk.upload("a.csv", table(plant("SGXT-1"), plant("SGXT-2")))
    assert len(first["event_ids"]) == 2
    coordinator.answer_all(first["event_ids"])
    settled(desk, first)
    second = desk.upload("a.csv", table(plant("SGXT-1", area="2500"), plant("SGXT-2")))
    (event_id,) = second["event_ids"]
    status = desk.get(f"events/{event_id}").json()
    assert (status["type"], status["aggregate_id"]) == ("yipanqi.carrier.CarrierUpdated", "snd-group-carrier-SGXT-1")
    assert status["source"] == "urn:yipanqi:snd-group:sheets"
    assert second["report"]["unchanged"] == 1


def test_bad_rows_are_named_and_good_ones_go_through(desk: UnitDesk) -> None:
    answer = desk.upload("b.csv", table(plant("SGXB-1"), plant("SGXB-2", height="79"), plant("SGXB-3", area="很大")))
    assert (answer["report"]["good"], answer["report"]["bad"]) == (1, 2)
    problems = answer["report"]["sheets"][0]["problems"]
    assert {(problem["row"], problem["content"]) for problem in problems} == {(3, "79"), (4, "很大")}
    assert all(problem["zh"] and problem["en"] for problem in problems)


def test_a_refused_row_is_not_published_again_until_asked_or_changed(desk: UnitDesk, coordinator: Coordinator) -> None:
    content = table(plant("SGXR-1"), plant("SGXR-2"))
    first = desk.upload("r.csv", content)
    good, bad = first["event_ids"]
    coordinator.answer(good)
    coordinator.answer(bad, "refused", code="carrier.duplicate", reason_zh="已由他人登记", reason_en="is registered")
    state = settled(desk, first)
    assert state["events"] == {"pending": 0, "accepted": 1, "refused": 1}
    (row,) = state["refused"]
    assert (row["row"], row["code"], row["reason_zh"]) == (3, "carrier.duplicate", "已由他人登记")

    again = desk.upload("r.csv", content)
    assert again["event_ids"] == []
    (skipped,) = again["skipped"]
    assert (skipped["row"], skipped["event_id"], skipped["reason_zh"]) == (3, bad, "已由他人登记")

    retried = desk.upload("r.csv", content, retry_refused=True)
    (third,) = retried["event_ids"]
    assert third not in (good, bad)
    assert desk.get(f"events/{third}").json()["type"] == "yipanqi.carrier.CarrierRegistered"
    coordinator.answer(third, "refused", code="carrier.duplicate", reason_zh="已由他人登记", reason_en="is registered")
    settled(desk, retried)
    assert desk.upload("r.csv", content)["event_ids"] == []

    corrected = desk.upload("r.csv", table(plant("SGXR-1"), plant("SGXR-2", name="另一座厂房")))
    (fourth,) = corrected["event_ids"]
    assert desk.get(f"events/{fourth}").json()["type"] == "yipanqi.carrier.CarrierRegistered"
    coordinator.answer(fourth)
    settled(desk, corrected)
    assert desk.upload("r.csv", table(plant("SGXR-2", name="另一座厂房")))["event_ids"] == []


def test_a_refused_change_does_not_hide_in_the_memory(desk: UnitDesk, coordinator: Coordinator) -> None:
    def send(row: tuple[str, ...], outcome: str) -> dict[str, Any]:
        answer = desk.upload("m.csv", table(row))
        for event_id in answer["event_ids"]:
            coordinator.answer(event_id, outcome)
        return settled(desk, answer)

    send(plant("SGXM-1", "100", "甲"), "accepted")
    send(plant("SGXM-1", "200", "甲"), "refused")
    # The next change is accepted; it says nothing about the area, which the coordinator has never taken.
    send(plant("SGXM-1", "100", "乙"), "accepted")
    assert desk.upload("m.csv", table(plant("SGXM-1", "100", "乙")))["event_ids"] == []
    # Since something was accepted in between, the area is worth another try, under an id of its own.
    retried = desk.upload("m.csv", table(plant("SGXM-1", "200", "乙")))
    assert len(retried["event_ids"]) == 1


def test_changes_that_wait_for_their_receipts_count_as_said(desk: UnitDesk, coordinator: Coordinator) -> None:
    first = desk.upload("p.csv", table(plant("SGXP-1", "100")))
    second = desk.upload("p.csv", table(plant("SGXP-1", "200")))
    assert desk.upload("p.csv", table(plant("SGXP-1", "200")))["event_ids"] == []
    coordinator.answer_all(first["event_ids"])
    settled(desk, first)
    assert desk.upload("p.csv", table(plant("SGXP-1", "200")))["event_ids"] == []
    coordinator.answer_all(second["event_ids"], "refused", code="x")
    settled(desk, second)
    assert desk.upload("p.csv", table(plant("SGXP-1", "100")))["event_ids"] == []
    third = desk.upload("p.csv", table(plant("SGXP-1", "300")))
    assert len(third["event_ids"]) == 1


def test_the_copy_with_remarks_says_what_became_of_each_row(desk: UnitDesk, coordinator: Coordinator) -> None:
    name = "苏高新集团_载体资源登记表.xlsx"
    book = load_workbook(WORKBOOKS / name)
    sheet = book.worksheets[0]
    target = io.BytesIO()
    sheet["A1"] = "2021年登记表"
    book.save(target)
    first = desk.upload("c.csv", table(plant("SGXC-1"), plant("SGXC-2"), plant("SGXC-3", height="79")))
    coordinator.answer(first["event_ids"][0])
    coordinator.answer(first["event_ids"][1], "refused", code="x", reason_zh="=已由他人登记")
    settled(desk, first)
    answer = desk.get(f"imports/{first['import_id']}/annotated")
    assert answer.headers["content-type"].startswith("text/csv")
    assert "filename*=UTF-8''c" in answer.headers["content-disposition"]
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert "通过：已受理" in lines[1]
    assert "未获受理：=已由他人登记" in lines[2]
    assert "未导入" in lines[3]
    workbook = desk.upload(name, target.getvalue())
    copy = desk.get(f"imports/{workbook['import_id']}/annotated")
    assert copy.status_code == 200, copy.text
    assert any(
        cell.value == "校验结果" for row in load_workbook(io.BytesIO(copy.content)).worksheets[0].rows for cell in row
    )


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("x.xlsx", b"PK\x03\x04 this is no workbook", "damaged_file"),
        ("x.bin", bytes(range(256)) * 40, None),
        ("x.xlsx", b"", "empty_file"),
    ],
)
def test_a_file_that_is_no_spreadsheet_is_refused(desk: UnitDesk, name: str, content: bytes, code: str | None) -> None:
    with desk.client() as client:
        answer = client.post("imports", files={"file": (name, content)})
    assert answer.status_code == 422, answer.text
    assert answer.json()["code"] == code or code is None
    assert answer.json()["zh"]


def test_a_zip_bomb_is_refused(desk: UnitDesk) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("[Content_Types].xml", "<Types/>")
        bomb.writestr("xl/workbook.xml", b" " * 400_000_000)
    with desk.client() as client:
        answer = client.post("imports", files={"file": ("bomb.xlsx", target.getvalue())})
    assert answer.status_code == 422, answer.text
    assert desk.health() == "ok"


def test_how_a_file_must_be_sent_is_told(desk: UnitDesk) -> None:
    with desk.client() as client:
        raw = client.post(
            "imports",
            content=table(plant("SGXW-1")),
            params={"filename": "../../raw.csv"},
            headers={"Content-Type": "application/octet-stream"},
        )
        assert raw.status_code == 202, raw.text
        assert raw.json()["filename"] == "raw.csv"
        unnamed = client.post("imports", content=b"x", headers={"Content-Type": "text/csv"})
        assert (unnamed.status_code, unnamed.json()["code"]) == (422, "filename")
        assert client.post("imports", json={}).status_code == 415
        assert client.post("imports", data={"file": "text"}).status_code == 415
        torn = client.post("imports", content=b"--x", headers={"Content-Type": "multipart/form-data"})
        assert (torn.status_code, torn.json()["code"]) == (400, "form")
        large = client.post("imports", files={"file": ("big.csv", b"1" * (21 * 1024 * 1024))})
        assert (large.status_code, large.json()["code"]) == (413, "too_large")
    assert desk.get("imports/nothing").status_code == 404


def test_a_kill_between_import_and_relay_loses_no_row(desk: UnitDesk, coordinator: Coordinator) -> None:
    rows = [plant(f"SGXK-{n}") for n in range(300)]
    answer = desk.upload("k.csv", table(*rows))
    desk.kill()
    desk.start()
    desk.wait_for(
        lambda: set(answer["event_ids"]) <= {event_id for event_id, _, _ in coordinator.published()},
        30,
        "all 300 rows on the intake topic",
    )
    assert desk.upload("k.csv", table(*rows))["event_ids"] == []


def test_a_workbook_is_told_to_the_district_once_its_rows_are_answered(
    desk: UnitDesk, coordinator: Coordinator
) -> None:
    content = table(plant("SGXS-1"), plant("SGXS-2"), plant("SGXS-3", height="79"))
    answer = desk.upload("s.csv", content)
    good, bad = answer["event_ids"]
    coordinator.answer(good)
    assert desk.get(f"imports/{answer['import_id']}").json()["submission"] is None
    coordinator.answer(bad, "refused", code="carrier-held")
    told = submission_of(desk, answer)
    status = desk.get(f"events/{told}").json()
    assert status["type"] == "yipanqi.submission.WorkbookSubmitted"
    assert status["aggregate_id"] == f"snd-group-submission-{answer['import_id']}"
    assert status["source"] == "urn:yipanqi:snd-group:sheets"
    counts = coordinator.wait_record(told).model_dump()
    assert counts.pop("layouts") == ("CARRIER",)
    assert counts.pop("refusals") == ({"code": "carrier-held", "rows": 1},)
    numbers = {name: value for name, value in counts.items() if name.startswith("rows_")}
    assert numbers.pop("rows_read") == 3
    assert {name: number for name, number in numbers.items() if number} == {
        "rows_unreadable": 1,
        "rows_accepted": 1,
        "rows_refused": 1,
    }

    # The same file at once says nothing; another one without news says that there is none.
    again = desk.upload("s.csv", content)
    other = desk.upload("s.csv", content + b"\n")
    nothing = coordinator.wait_record(submission_of(desk, other)).model_dump()
    assert (nothing["rows_read"], nothing["rows_accepted"], nothing["rows_unchanged"]) == (3, 0, 1)
    assert (nothing["rows_refused"], nothing["refusals"]) == (1, ({"code": "carrier-held", "rows": 1},))
    assert desk.get(f"imports/{again['import_id']}").json()["submission"] is None


def test_a_kill_between_the_last_answer_and_the_telling_tells_once(desk: UnitDesk, coordinator: Coordinator) -> None:
    def untold(answer: dict[str, Any]) -> bool:
        return settled(desk, answer)["submission"] is None

    for number in range(10):
        answer = desk.upload("z.csv", table(plant(f"SGXZ-{number}")))
        coordinator.answer_all(answer["event_ids"])
        between = untold(answer)
        desk.kill()
        desk.start()
        told = submission_of(desk, answer)
        if between:
            break
    else:
        pytest.fail("the service was never killed between the last answer and the telling")
    coordinator.wait_record(told)
    desk.kill()
    desk.start()
    assert submission_of(desk, answer) == told
    subject = f"snd-group-submission-{answer['import_id']}"
    assert {event_id for event_id, key, _ in coordinator.published() if key == subject} == {told}


def test_the_client_imports_several_files_and_waits_for_receipts(
    desk: UnitDesk, coordinator: Coordinator, tmp_path: Path
) -> None:
    one, two = tmp_path / "一.csv", tmp_path / "二.csv"
    one.write_bytes(table(plant("SGXL-1")))
    two.write_bytes(b"")
    missing = tmp_path / "三.csv"
    seen: list[Path] = []

    def progress(path: Path, answer: Any) -> None:
        seen.append(path)
        if answer is not None and answer.pending:
            coordinator.answer_all(answer.event_ids)

    report = import_files(desk.url, SecretStr(desk.secret), [one, two, missing], progress=progress, timeout_s=30)
    first, second, third = report.files
    assert first.answer is not None
    assert first.answer.events["accepted"] == 1
    assert second.answer is None
    assert second.error_zh
    assert third.error_en
    assert not report.ok
    assert seen[0] == one
    with pytest.raises(AuthenticationError):
        import_files(desk.url, "ypq_wrong", [one])
    with pytest.raises(YipanqiError, match="can't be reached"):
        import_files("http://127.0.0.1:9", "x", [one])


def test_imports_are_counted(desk: UnitDesk) -> None:
    desk.upload("n.csv", table(plant("SGXN-1")))
    text = httpx.get(f"{desk.url}/metrics", trust_env=False).text
    assert 'yipanqi_unit_import_rows_total{result="good"}' in text
    assert 'way="import"' in text
