"""Defensible remission calls for children with steroid-resistant nephrotic syndrome."""

__version__ = "0.1.0"
SOFTWARE = f"srns {__version__}"
