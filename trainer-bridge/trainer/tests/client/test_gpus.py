"""nvidia-smi as it is found: absent, honest, broken, hanging, babbling."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from stepwell_trainer.client.gpus import FIELDS, GpuReader, read_gpus

LINE = "0, GPU-aaaa, 37, 1024, 81559, 312.45, 55, NVIDIA H100 80GB HBM3"
OTHER = "1, GPU-bbbb, [N/A], [N/A], 81559, [Not Supported], ERR!, Fancy, Inc. GPU\x1b[31m"


@pytest.fixture
def smi(tmp_path: Path):
    """A PATH on which nvidia-smi is the given shell script, which also counts its calls."""

    def install(body: str) -> dict[str, str]:
        program = tmp_path / "nvidia-smi"
        program.write_text(f"#!/bin/sh\necho called >> {tmp_path}/calls\n{body}\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        return {"PATH": f"{tmp_path}:/bin:/usr/bin"}

    install.calls = lambda: (tmp_path / "calls").read_text().count("called")
    return install


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_what_it_says_in_the_words_of_the_contract():
    first, second = read_gpus(f"{LINE}\n{OTHER}\n")
    assert first == {
        "index": 0,
        "name": "NVIDIA H100 80GB HBM3",
        "utilization": 0.37,
        "memoryBytes": 1024 * 2**20,
        "memoryTotalBytes": 81559 * 2**20,
        "watts": 312.45,
        "celsius": 55.0,
    }
    assert second["name"] == "Fancy, Inc. GPU?[31m"
    assert [second[key] for key in ("utilization", "memoryBytes", "watts", "celsius")] == [None] * 4


@pytest.mark.parametrize(
    "text",
    ["", "\n\n", "No devices were found", "a,b,c", "-1, u, 1, 1, 1, 1, 1, n", "x, u, 1, 1, 1, 1, 1, n", "\x00" * 500],
)
def test_what_is_no_gpu_is_none(text: str):
    assert read_gpus(text) == []


@pytest.mark.parametrize("value", ["nan", "inf", "-5", "1e300", "0x10", "٣ W"])
def test_what_is_no_number_is_not_told(value: str):
    [gpu] = read_gpus(f"0, GPU-a, {value}, {value}, {value}, {value}, {value}, name")
    assert [v for k, v in gpu.items() if k not in ("index", "name")] == [None] * 5


@pytest.mark.parametrize(
    ("visible", "indices"),
    [(None, [0, 1]), ("", []), ("1", [1]), ("1, 0", [0, 1]), ("GPU-bb", [1]), ("MIG-1/2", [0, 1]), ("7", [])],
)
def test_only_the_gpus_that_the_process_sees(visible, indices):
    assert [gpu["index"] for gpu in read_gpus(f"{LINE}\n{OTHER}", visible)] == indices


def test_a_machine_full_of_them_is_cut():
    lines = "\n".join(LINE.replace("0, GPU", f"{n}, GPU", 1) for n in range(200))
    assert len(read_gpus(lines)) == 128


def test_absent(tmp_path: Path):
    reader = GpuReader({"PATH": str(tmp_path)})
    assert reader.read() is None
    assert reader.trouble.startswith("nvidia-smi is not there on ")


def test_there(smi):
    reader = GpuReader(smi(f'[ "$1" = "--query-gpu={",".join(FIELDS)}" ] && echo "{LINE}"'))
    assert [gpu["index"] for gpu in reader.read()] == [0]
    assert reader.trouble == ""


def test_one_that_fails_is_asked_again_a_minute_later(smi):
    clock = Clock()
    reader = GpuReader(smi('echo "couldn\'t communicate with the NVIDIA driver"; exit 9'), clock=clock)
    assert reader.read() is None
    assert "ended with 9: couldn't communicate with the NVIDIA driver" in reader.trouble
    assert reader.read() is None
    assert smi.calls() == 1
    clock.now = 61
    reader.read()
    assert smi.calls() == 2


def test_one_that_hangs_is_left_alone_until_it_is_gone(smi):
    clock = Clock()
    reader = GpuReader(smi("exec sleep 600"), limit=0.3, clock=clock)
    assert reader.read() is None
    assert "did not answer within 0.3 s" in reader.trouble
    clock.now = 61
    # Killed by now; a process in the driver would not be, and then it is not asked.
    reader._stuck = type("Stuck", (), {"poll": lambda self: None})()
    assert reader.read() is None
    assert smi.calls() == 1


def test_one_that_never_stops_talking_is_cut_off(smi):
    reader = GpuReader(smi("while :; do echo 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'; done"), limit=0.3)
    assert reader.read() is None


def test_one_that_cannot_be_started(tmp_path: Path):
    program = tmp_path / "nvidia-smi"
    program.write_bytes(b"\x7fELF garbage")
    program.chmod(0o755)
    reader = GpuReader({"PATH": str(tmp_path)})
    assert reader.read() is None
    assert "cannot be started" in reader.trouble
