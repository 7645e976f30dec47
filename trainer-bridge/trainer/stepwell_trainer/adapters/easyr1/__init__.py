"""EasyR1 with the published ProcessThinker reward (GitHub 77Han329/ProcessThinker, folder EasyR1)."""
