"""Numbers as data, so that lower layers can show them and sort by them without knowing how they were made."""
