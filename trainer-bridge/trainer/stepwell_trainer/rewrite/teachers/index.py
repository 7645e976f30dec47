"""Every teacher, by what the profile says. A new one is one file and one line here."""

from __future__ import annotations

from stepwell_trainer.jobs import spec
from stepwell_trainer.rewrite.teachers.endpoint import EndpointTeacher
from stepwell_trainer.rewrite.teachers.local import LocalTeacher
from stepwell_trainer.rewrite.teachers.recorded import RecordedTeacher
from stepwell_trainer.rewrite.teachers.solver import SolverTeacher
from stepwell_trainer.rewrite.teachers.teacher import Teacher


def teacher_of(profile: spec.TinyProfile | spec.HfProfile) -> Teacher:
    """The teacher of a profile. Without one, an hf data set must bring step-tagged responses of its own."""
    if isinstance(profile, spec.TinyProfile):
        return SolverTeacher()
    if isinstance(profile.teacher, spec.EndpointTeacher):
        return EndpointTeacher(profile.teacher.url, profile.teacher.model)
    if isinstance(profile.teacher, spec.LocalTeacher):
        return LocalTeacher(profile.teacher.model)
    return RecordedTeacher()
