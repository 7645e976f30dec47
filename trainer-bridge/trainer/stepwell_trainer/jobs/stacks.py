"""Who trains: the Python side of lib/contracts/stacks.ts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal, Union

from stepwell_trainer.jobs.strict import Bounds, PositiveInt


@dataclass(frozen=True)
class VllmOff:
    mode: Literal["off"] = "off"


@dataclass(frozen=True)
class VllmColocate:
    mode: Literal["colocate"]
    gpu_memory_utilization: Annotated[float, Bounds(above=0, at_most=1)] = 0.3
    tensor_parallel_size: PositiveInt = 1


@dataclass(frozen=True)
class VllmServer:
    mode: Literal["server"]
    url: str


@dataclass(frozen=True)
class OwnStack:
    """Stepwell's own trainer."""

    kind: Literal["stepwell"]
    vllm: Union[VllmOff, VllmColocate, VllmServer] = VllmOff()


@dataclass(frozen=True)
class LlamaFactoryStack:
    kind: Literal["llama-factory"]
    program: str = "llamafactory-cli"
    overrides: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class EasyR1Stack:
    kind: Literal["easyr1"]
    repository: str
    python: str = "python3"
    process_endpoint: str | None = None
    process_model: str = "qwen"
    overrides: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class VerlStack:
    kind: Literal["verl"]
    python: str = "python3"
    overrides: dict[str, object] = field(default_factory=dict)


Stack = Union[OwnStack, LlamaFactoryStack, EasyR1Stack, VerlStack]
