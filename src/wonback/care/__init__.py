"""Keeping the clients we have: how often we touch them, what we learn, what we promise, and who to call today."""
