"""Charts: data frames in, Altair charts out; nothing clinical is computed here."""
