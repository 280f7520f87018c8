from wonback.clients.models.alias import Alias
from wonback.clients.models.bearing import Bearing
from wonback.clients.models.client import Client
from wonback.clients.models.contact import Contact
from wonback.clients.models.contract import Contract
from wonback.clients.models.deal import Deal
from wonback.clients.models.entry import Entry
from wonback.clients.models.permission import Permission
from wonback.clients.models.product import Product
from wonback.clients.models.purchase import Purchase
from wonback.clients.models.spell import Spell
from wonback.clients.models.word import Word

__all__ = [
    "Alias",
    "Bearing",
    "Client",
    "Contact",
    "Contract",
    "Deal",
    "Entry",
    "Permission",
    "Product",
    "Purchase",
    "Spell",
    "Word",
]
