"""TRL's settings for vLLM from a job's, and what cannot work refused before anything is loaded."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from stepwell_trainer.errors import InvalidJob
from stepwell_trainer.jobs.spec import GrpoJob, HfProfile
from stepwell_trainer.jobs.stacks import OwnStack, VllmColocate, VllmServer


def vllm_installed() -> bool:
    return find_spec("vllm") is not None


def vllm_arguments(job: GrpoJob, on_gpu: bool) -> dict[str, Any]:
    """Arguments of GRPOConfig; empty where the job samples without vLLM.

    Raises InvalidJob that names the field where this profile, host or installation cannot do what the job says.
    """
    if not isinstance(job.stack, OwnStack):
        return {}
    vllm = job.stack.vllm
    if not isinstance(vllm, (VllmColocate, VllmServer)):
        return {}
    if not isinstance(job.profile, HfProfile):
        raise InvalidJob("stack.vllm.mode: the tiny profile samples by itself; set `off`")
    if not vllm_installed():
        raise InvalidJob(
            "stack.vllm.mode: vLLM is not installed in the trainer's Python on this host; install a version that TRL "
            "supports (`pip install trl[vllm]`), or set `off`"
        )
    if isinstance(vllm, VllmServer):
        return {"use_vllm": True, "vllm_mode": "server", "vllm_server_base_url": vllm.url.rstrip("/")}
    if not on_gpu:
        raise InvalidJob("stack.vllm.mode: `colocate` shares the training GPU, and this host has none; set `off`")
    if vllm.tensor_parallel_size != 1:
        raise InvalidJob(
            "stack.vllm.tensorParallelSize: Stepwell's trainer is one process, so vLLM beside it takes one GPU; for "
            "more, start a server and set `server`"
        )
    return {
        "use_vllm": True,
        "vllm_mode": "colocate",
        "vllm_gpu_memory_utilization": vllm.gpu_memory_utilization,
        "vllm_tensor_parallel_size": 1,
    }
