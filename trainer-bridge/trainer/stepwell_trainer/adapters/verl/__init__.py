"""verl (GitHub volcengine/verl): GRPO with format, length and outcome rewards."""
