"""Serve the dashboard: `python -m srns.dashboard.server`."""

import sys

from srns.dashboard.server.serve import main

sys.exit(main())
