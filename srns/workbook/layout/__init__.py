"""Where the tables of a sheet are, whatever stands around them."""
