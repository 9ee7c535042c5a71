"""Analysis results data (ARD): every number as a row, with its children and their cells.

The columns are those of the R package cards, which gtsummary reads, and two more that lead from a
number to the children that it counts and to the cells of the workbook behind it. Tables are printed
from these rows; their own rooms make them with `rows`.
"""
