"""What pages for strangers may show."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def company() -> str:
    """Who we are, to those who know us under no other name."""
    return str(settings.COMPANY)
