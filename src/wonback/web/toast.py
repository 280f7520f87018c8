"""A sentence at the foot of the next page, with a way to take back what it tells."""

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest

PREFIX = "undo:"


def toast(request: HttpRequest, text: str, *, undo: str = "") -> None:
    """Tell the person what happened. `undo` is an address that takes it back when posted to."""
    messages.info(request, text, extra_tags=f"{PREFIX}{undo}" if undo else "")


def undo_of(message: Message) -> str:
    tags = message.extra_tags or ""
    return tags.removeprefix(PREFIX) if tags.startswith(PREFIX) else ""
