"""Run `python -m srns`."""

import sys

from srns.cli import main

if __name__ == "__main__":
    sys.exit(main())
