"""The kernel: words that every app uses. No tables, no requests."""
