"""Files that another program is writing: every whole line once, whatever happens to the file."""

from __future__ import annotations

import os
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from stepwell_trainer.adapters.lines import LineFollower, json_record
from stepwell_trainer.adapters.output_log import plain
from stepwell_trainer.adapters.positions import Positions


def append(path: Path, data: bytes) -> None:
    with path.open("ab") as file:
        file.write(data)


def test_lines_come_once_and_whole(tmp_path: Path) -> None:
    path = tmp_path / "log"
    follower = LineFollower(path)
    assert list(follower.lines()) == []
    append(path, b"one\ntw")
    assert list(follower.lines()) == ["one"]
    append(path, b"o\r\nthree")
    assert list(follower.lines()) == ["two"]
    assert list(follower.lines()) == []
    assert list(follower.lines(finish=True)) == ["three"]
    assert list(follower.lines(finish=True)) == []


@given(st.lists(st.binary(max_size=40).map(lambda b: b.replace(b"\n", b"")), max_size=20), st.integers(1, 30))
def test_any_cut_gives_the_same_lines(tmp_path_factory, lines: list[bytes], cut: int) -> None:
    path = tmp_path_factory.mktemp("lines") / "log"
    follower, whole, found = LineFollower(path), b"".join(line + b"\n" for line in lines), []
    for start in range(0, len(whole), cut):
        append(path, whole[start : start + cut])
        found += follower.lines()
    assert found == [line.decode("utf-8", errors="replace").rstrip("\r") for line in lines]


def test_a_truncated_file_is_read_from_its_start(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_bytes(b"one\ntwo\n")
    follower = LineFollower(path)
    assert list(follower.lines()) == ["one", "two"]
    path.write_bytes(b"new\n")
    assert list(follower.lines()) == ["new"]


def test_a_rotated_file_is_read_from_its_start(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_bytes(b"one\n")
    follower = LineFollower(path)
    assert list(follower.lines()) == ["one"]
    os.rename(path, tmp_path / "log.1")
    path.write_bytes(b"a longer line than before\n")
    assert list(follower.lines()) == ["a longer line than before"]


def test_an_endless_line_is_left_out_and_the_next_is_not(tmp_path: Path) -> None:
    path = tmp_path / "log"
    follower = LineFollower(path)
    append(path, b"x" * (33 << 20))
    assert list(follower.lines()) == [] and follower.skipped == 1
    append(path, b"end of it\nnext\n")
    assert list(follower.lines()) == ["next"]


def test_garbage_is_no_record() -> None:
    for line in ("", "{", "[1]", "3", "\ufffd\ufffd", '{"a": 1} {"b": 2}', "null"):
        assert json_record(line) is None
    assert json_record('{"a": NaN}') is not None


def test_positions_are_stored_when_their_events_are_safe(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_bytes(b"one\ntwo\n")
    safe = False
    first = Positions(tmp_path, lambda: safe)
    assert list(first.follower(path).lines()) == ["one", "two"]
    first.save()
    assert list(Positions(tmp_path, lambda: True).follower(path).lines()) == ["one", "two"]
    safe = True
    first.save()
    append(path, b"three\n")
    assert list(Positions(tmp_path, lambda: True).follower(path).lines()) == ["three"]
    (tmp_path / "stepwell_followed.json").write_bytes(b"\x00torn")
    assert list(Positions(tmp_path, lambda: True).follower(path).lines()) == ["one", "two", "three"]


def test_output_is_what_a_terminal_would_show() -> None:
    assert plain("  0%|   | 0/9\r 50%|## | 4/9\r") == " 50%|## | 4/9"
    assert plain("\x1b[32mgreen\x1b[0m \x07bell") == "green \N{REPLACEMENT CHARACTER}bell"
    assert plain("x" * 5000).endswith("… (1000 more characters)")
