"""Read tables of any shape: propose a recipe, ask what is ambiguous, apply it."""
