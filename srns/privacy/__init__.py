"""Identifiers, de-identification and small counts: what must not leave."""
