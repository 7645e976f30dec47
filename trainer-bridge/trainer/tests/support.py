"""Defaults of jobs that run in a second."""

from __future__ import annotations

RUN = {
    "schemaVersion": 1,
    "jobId": "job_0123456789",
    "attemptId": "att_0123456789",
    "runId": "run_0123456789",
    "ablationId": "abl_0123456789",
    "serverUrl": "http://127.0.0.1:9",
    "eventsPath": "/api/v1/runs/run_0123456789/events",
    "seed": 1,
    "profile": {"kind": "tiny", "families": ["chain-sum", "leg-counting"]},
    "threads": 1,
}
REWARD = {
    "lambdaOutcome": 0.5,
    "lambdaProcess": 0.5,
    "alpha": 0.5,
    "tau": 0.5,
    "stepMin": 2,
    "stepMax": 6,
    "lengthMin": 16,
    "lengthMax": 48,
    "formatReward": 0.5,
    "lengthReward": 0.5,
    "penaltyGate": True,
    "stepBonus": True,
    "continuationsPerStep": 2,
    "maxScoredSteps": 6,
}
GRPO = {
    "trainSteps": 2,
    "learningRate": 1e-4,
    "promptsPerStep": 2,
    "groupSize": 2,
    "maxResponseTokens": 48,
    "temperature": 1,
    "topP": 1,
    "klBeta": 0,
    "scaleRewards": "group",
    "lossType": "dapo",
    "iterations": 1,
    "checkpointEvery": 2,
}
SFT = {
    "learningRate": 0.002,
    "batchSize": 8,
    "maxTrainSteps": 4,
    "stopAtAccuracy": None,
    "checkEvery": 100,
    "checkpointEvery": 2,
}
EVALUATION = {"decodes": 1, "temperature": 0, "batchSize": 64, "maxResponseTokens": 32, "questions": 8}
