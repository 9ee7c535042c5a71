"""What is known about the children: the data dictionary, quantities, terms, the cohort."""
