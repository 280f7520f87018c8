"""`wonback manage export_openapi_schema`: Ninja's own. Were Ninja among the apps, every command would read all of it at its start."""

from ninja.management.commands.export_openapi_schema import Command

__all__ = ["Command"]
