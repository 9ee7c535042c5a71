"""Which drugs each child was on, when, and what happened on them."""
