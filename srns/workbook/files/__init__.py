"""Files: any file opened as sheets of cells, safely."""
