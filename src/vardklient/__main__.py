"""`python -m vardklient`."""

import sys

from vardklient.main import main

sys.exit(main())
