"""Wonback: keep your clients, learn why others left, and win them back."""
