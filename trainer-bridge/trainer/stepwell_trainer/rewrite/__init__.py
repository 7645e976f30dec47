"""The rewrite stage: a teacher writes step-tagged traces, three filters decide which the warm-up may learn from."""
