"""The quickstart's settings in wire names: what was measured to learn on two CPU cores (docs/benchmarks.md).

lib/presets/quickstart.ts launches these; the `learning` test trains with them. Found by trying: a learning rate of
2e-4 or more lets every arm fall, process-only first; 64 responses a train step learn too, half as fast.
"""

from __future__ import annotations

from typing import Any

FAMILIES = ["chain-sum", "basic-arithmetic"]
BENCHMARKS = ["tiny-in-distribution", "tiny-harder"]
REWRITE: dict[str, Any] = {"traces": 16_000}
SFT: dict[str, Any] = {
    "learningRate": 2e-3,
    "batchSize": 64,
    "maxTrainSteps": 800,
    "stopAtAccuracy": 0.4,
    "checkEvery": 25,
    "checkpointEvery": 200,
}
GRPO: dict[str, Any] = {
    "trainSteps": 150,
    "learningRate": 1e-4,
    "promptsPerStep": 16,
    "groupSize": 8,
    "maxResponseTokens": 64,
    "temperature": 1.0,
    "topP": 1.0,
    "klBeta": 0.0,
    "scaleRewards": "group",
    "lossType": "dapo",
    "iterations": 1,
    "checkpointEvery": 50,
}
REWARD: dict[str, Any] = {
    "alpha": 0.5,
    "tau": 0.5,
    "stepMin": 2,
    "stepMax": 6,
    "lengthMin": 20,
    "lengthMax": 48,
    "formatReward": 0.5,
    "lengthReward": 0.5,
    "penaltyGate": True,
    "stepBonus": True,
    "continuationsPerStep": 4,
    "maxScoredSteps": 6,
}
EVALUATION: dict[str, Any] = {
    "decodes": 1,
    "temperature": 0.0,
    "batchSize": 400,
    "maxResponseTokens": 64,
    "questions": None,
}
