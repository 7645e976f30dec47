"""`python -m stepwell run -- COMMAND`: the `stepwell` command where its script is not on the path."""

import sys

from stepwell_trainer.wrap.cli import main

sys.exit(main())
