"""One installation: its settings and its addresses."""
