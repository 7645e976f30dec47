#!/bin/sh
# What Slurm runs on a compute node: $1 is a Python there, $2 the run directory. No value is ever part of this text.
exec "$1" -I "$2/slurm_job.py" "$2"
