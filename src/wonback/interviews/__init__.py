"""Asking a lost client why: who asks, when, what was said, and what we wrote back."""
