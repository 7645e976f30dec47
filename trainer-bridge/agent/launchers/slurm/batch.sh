#!/bin/sh
# What Slurm runs on a compute node: $1 is a Python there, $2 the run directory. No value is ever part of this text.
# Slurm reads its own --output as a pattern, which a folder's name must not be.
exec >>"$2/supervisor.log" 2>&1
# A warning that comes before the program listens must not end it.
trap '' USR1 USR2
exec "$1" -I "$2/slurm_job.py" "$2"
