"""Wonback: keep your clients, learn why others left, and win them back."""


def version() -> str:
    """The release, such as 2026.11.0."""
    from importlib.metadata import version as installed  # noqa: PLC0415  # 30 ms that most starts need not pay

    return installed("wonback")
