"""What Java keeps of loaded classes is made by a clean end, used by the next start, and never needed."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from yipanqi.local.artifacts import ArtifactStore
from yipanqi.local.java import Java, make_base


def test_a_clean_end_keeps_the_classes_and_an_unfinished_archive_is_made_anew(tmp_path: Path) -> None:
    jars = ArtifactStore().kafka_jars()
    java = Java("kafka", jars, tmp_path)
    program = ("-cp", os.pathsep.join(map(str, jars)), "kafka.Kafka", "--version")

    def run(start: list[str]) -> Path:
        told = subprocess.run([*start, *program[2:]], capture_output=True, text=True, check=True, timeout=60).stdout
        assert told.startswith("4.4.0")
        (archive,) = (tmp_path / "jvm").glob("kafka-*.jsa")
        return archive

    def maps_the_archive() -> bool:
        command = [*java.tool(*program[:2]), "-Xlog:class+load", *program[2:]]
        told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
        return "kafka.Kafka source: shared objects file (top)" in told

    archive = run(java.server(*program[:2]))
    assert maps_the_archive()
    whole = archive.read_bytes()
    archive.write_bytes(bytes(4096) + whole[4096 : len(whole) // 2])
    run(java.server(*program[:2]))
    assert maps_the_archive()
    archive.write_bytes(b"broken" * 1000)
    run(java.server(*program[:2]))

    harmed = bytearray(whole)
    for place in range(8192, len(harmed), 4096):
        harmed[place] ^= 0xFF
    archive.write_bytes(harmed)
    run(java.server(*program[:2]))
    assert not maps_the_archive()


def test_archives_of_other_versions_are_removed_when_nothing_has_used_them_for_weeks(tmp_path: Path) -> None:
    folder = tmp_path / "jvm"
    folder.mkdir()
    java = Java("kafka", [Path("now.jar")], tmp_path)
    java.server()
    assert list(folder.iterdir()) == []
    (mine,) = [Path(word.partition("=")[2]) for word in java.server() if "SharedArchiveFile" in word]
    gone, other_checkout, other_program = (folder / f"{name}.jsa" for name in ("kafka-0", "kafka-1", "registry-0"))
    for file, days_ago in ((mine, 90), (gone, 30), (other_checkout, 3), (other_program, 30)):
        file.write_bytes(b"whole")
        then = file.stat().st_mtime - days_ago * 86_400
        os.utime(file, (then, then))
    java.server()
    assert set(folder.iterdir()) == {mine, other_checkout, other_program}


def test_the_archive_of_javas_own_classes_is_made_once_and_java_starts_where_it_cannot_be(tmp_path: Path) -> None:
    base = tmp_path / "classes.jsa"
    make_base(base)
    made = base.stat()
    shared = [*Java("none", [], tmp_path).tool("-Xshare:on", f"-XX:SharedArchiveFile={base}", "-version")]
    assert subprocess.run(shared, capture_output=True, timeout=60).returncode == 0
    make_base(base)
    assert base.stat().st_mtime_ns == made.st_mtime_ns
    assert [path.name for path in tmp_path.iterdir()] == ["classes.jsa"]

    make_base(tmp_path / "nowhere" / "classes.jsa")
    assert not (tmp_path / "nowhere").exists()
