"""Languages that people read: which is in use, and the catalogues of messages."""
