"""The five tables of a cohort, each made of the columns of one sheet."""
