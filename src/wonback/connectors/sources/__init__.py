"""The programs we can be joined with, one table each.

What comes from a program has the columns of that program's own export, so that the presets of files explain it too, and a record that
came in as a file is the same record here. To teach Wonback another program, add a module and a line below.
"""

from wonback.connectors.sources.hubspot import HUBSPOT
from wonback.connectors.sources.pipedrive import PIPEDRIVE
from wonback.connectors.sources.salesforce import SALES
from wonback.connectors.sources.shape import FIELDS, TITLES, Back, Deleted, Join, Kind, Lookup, Source
from wonback.connectors.sources.stripe import STRIPE

SOURCES: dict[str, Source] = {source.name: source for source in (HUBSPOT, SALES, PIPEDRIVE, STRIPE)}

__all__ = ["FIELDS", "SOURCES", "TITLES", "Back", "Deleted", "Join", "Kind", "Lookup", "Source"]
