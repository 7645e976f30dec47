"""Configurations hold nothing that the stacks do not know, and read back as what was meant."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from support import GRPO, REWARD, RUN

from stepwell_trainer.adapters.config_file import with_overrides, write_yaml
from stepwell_trainer.adapters.easyr1 import config as easyr1
from stepwell_trainer.adapters.verl import config as verl
from stepwell_trainer.errors import InvalidJob
from stepwell_trainer.jobs.spec import GrpoJob, parse_job

KEYS = Path(__file__).parent / "keys"
HERE = Path("/somewhere")


def job(stack: dict[str, Any], **reward: Any) -> GrpoJob:
    fields = {"kind": "grpo", "name": "n", "outputDir": "/o", "checkpoint": None, "probe": None, "traceSampling": 1}
    training = {"start": "base", "reward": {**REWARD, **reward}, "grpo": {**GRPO, "learningRate": 1e-6, "klBeta": 0.01}}
    profile = {"kind": "hf", "model": "m", "dataset": "d", "verifier": "number"}
    arm = {"key": "a", "name": "A"}
    parsed = parse_job({**RUN, **fields, "arm": arm, "profile": profile, "training": training, "stack": stack})
    assert isinstance(parsed, GrpoJob)
    return parsed


def easyr1_tree(**reward: Any) -> dict[str, Any]:
    stack = {"kind": "easyr1", "repository": "/r", "processEndpoint": "http://h/v1"}
    return easyr1.config(job(stack, **reward), easyr1.Places("m", HERE, HERE, HERE, HERE, HERE / "r.py", 2))


def names_of(tree: dict[str, Any], prefix: str = "") -> Iterator[str]:
    for key, value in tree.items():
        if isinstance(value, dict) and key not in ("reward_function_kwargs", "val_override_config"):
            yield from names_of(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}"


def test_every_setting_is_one_of_easyr1s() -> None:
    known = json.loads((KEYS / "easyr1.json").read_text())["keys"]
    assert set(names_of(easyr1_tree())) <= set(known)


def test_the_published_reward_gets_every_constant() -> None:
    """Parameters of compute_score in processthinker_reward.py."""
    given = easyr1_tree(alpha=0.3, stepMin=3, stepMax=7, lengthMin=11, lengthMax=99, formatReward=0.4, lengthReward=0.6)
    arguments = given["worker"]["reward"]["reward_function_kwargs"]
    assert {k: arguments[k] for k in ("step_min", "step_max", "l_min", "l_max", "r1_value", "beta_value", "alpha")} == {
        "step_min": 3,
        "step_max": 7,
        "l_min": 11,
        "l_max": 99,
        "r1_value": 0.4,
        "beta_value": 0.6,
        "alpha": 0.3,
    }
    assert (arguments["acc_weight"], arguments["cot_weight"]) == (0.5, 0.5)
    assert (arguments["process_n"], arguments["process_max_steps"]) == (2, 6)


def test_every_setting_is_one_of_verls() -> None:
    known = set(json.loads((KEYS / "verl.json").read_text())["keys"])
    made = job({"kind": "verl"}, lambdaOutcome=1, lambdaProcess=0)
    tree = verl.config(made, verl.Places("m", HERE, HERE, HERE, HERE, HERE / "r.py", 2))
    ours = {name for name in names_of({k: v for k, v in tree.items() if k not in ("hydra", "defaults")})}
    assert ours <= known


def test_overrides_come_after_ours_and_keep_what_is_followed() -> None:
    tree = with_overrides({"a": {"b": 1}, "c": 2}, {"a.b": 3, "a.d.e": [4], "f": None}, {"c": "kept"})
    assert tree == {"a": {"b": 3, "d": {"e": [4]}}, "c": 2, "f": None}
    with pytest.raises(InvalidJob, match=r"stack\.overrides\.c: kept"):
        with_overrides({"c": 2}, {"c": 1}, {"c": "kept"})
    with pytest.raises(InvalidJob, match=r"stack\.overrides\.c\.x: c is a value"):
        with_overrides({"c": 2}, {"c.x": 1}, {})


@given(st.text(), st.floats(allow_nan=False, allow_infinity=False))
def test_texts_and_numbers_survive_yaml(tmp_path_factory: pytest.TempPathFactory, text: str, rate: float) -> None:
    path = tmp_path_factory.mktemp("yaml") / "c.yaml"
    plain = text.encode("utf-8", "replace").decode("utf-8").replace("${", "$ {")
    write_yaml(path, {"a": {"name": plain, "rate": rate}})
    assert yaml.safe_load(path.read_text("utf-8")) == {"a": {"name": plain, "rate": rate}}


def test_what_omegaconf_would_interpolate_is_escaped(tmp_path: Path) -> None:
    """OmegaConf reads `\\${` as the text `${`, and an even number of backslashes before it as half of them."""
    write_yaml(tmp_path / "c.yaml", {"a": "x ${oc.env:HOME}", "b": "\\${c}"})
    assert yaml.safe_load((tmp_path / "c.yaml").read_text()) == {"a": "x \\${oc.env:HOME}", "b": "\\\\\\${c}"}
