"""`python -m wonback` is `wonback`."""

import sys

from wonback.cli import main

sys.exit(main())
