"""Bringing them home: a plan that may not start too early, what we change first, and who takes it on."""
