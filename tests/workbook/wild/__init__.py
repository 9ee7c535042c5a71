"""Kinds of workbooks and exports as they are found in public: what is right for each kind."""
