"""Each file is one change of the schema; `srns.sharing.store` applies them in order."""
