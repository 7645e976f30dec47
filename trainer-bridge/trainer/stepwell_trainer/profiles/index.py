"""Which profile a job names."""

from __future__ import annotations

from stepwell_trainer.jobs.spec import Job, TinyProfile
from stepwell_trainer.profiles.hf import HuggingFace
from stepwell_trainer.profiles.profile import Profile
from stepwell_trainer.profiles.tiny import Tiny


def profile_of(job: Job) -> Profile:
    if isinstance(job.profile, TinyProfile):
        return Tiny(job.profile, job.seed)
    return HuggingFace(job.profile, job.seed)
