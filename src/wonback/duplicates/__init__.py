"""Clients that were written down twice: found at night, looked at by people, put together, and taken apart again if that was wrong."""
