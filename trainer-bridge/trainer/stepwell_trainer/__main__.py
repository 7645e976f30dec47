"""`python -m stepwell_trainer`."""

import sys

from stepwell_trainer.cli import main

sys.exit(main(sys.argv[1:]))
