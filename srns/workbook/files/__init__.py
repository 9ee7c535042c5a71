"""Open any file as sheets of cells, safely."""
