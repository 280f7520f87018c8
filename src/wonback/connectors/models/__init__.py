from wonback.connectors.models.connector import Connector
from wonback.connectors.models.gone import Gone
from wonback.connectors.models.sync import Pull, Sync
from wonback.connectors.models.written_back import WrittenBack

__all__ = ["Connector", "Gone", "Pull", "Sync", "WrittenBack"]
