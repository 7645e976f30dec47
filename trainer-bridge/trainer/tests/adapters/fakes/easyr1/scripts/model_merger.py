"""Stands in for EasyR1/scripts/model_merger.py of 77Han329/ProcessThinker: same arguments, same place of the result."""

import argparse
import shutil
from pathlib import Path

parser = argparse.ArgumentParser()
parser.add_argument("--local_dir", required=True)
parser.add_argument("--output_name", required=True)
options = parser.parse_args()
assert not options.local_dir.endswith(options.output_name)
shards = sorted(Path(options.local_dir).glob("model_world_size_*_rank_0.pt"))
assert shards, "No model file with the proper format."
target = Path(options.local_dir) / options.output_name
target.mkdir(exist_ok=True)
shutil.copy2(Path(options.local_dir) / "huggingface/config.json", target)
(target / "model.safetensors").write_bytes(shards[0].read_bytes())
