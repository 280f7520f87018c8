"""Contracts that end: what we expect, by three views, until when notice can be given, and what came of it."""
