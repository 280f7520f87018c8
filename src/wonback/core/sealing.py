"""Sealed texts: what lies on disk unreadable to whoever has the file and not the key. The key never leaves the home folder."""

from hashlib import sha256
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils.translation import gettext as _

from wonback.core.errors import Refusal
from wonback.core.kept import kept_secret

KEY = "seal_key"
MARK = "sealed:"


class WrongKey(Refusal):
    """Something is sealed with a key that is not here."""

    code = "wrong_key"


class Seal:
    """Seals and opens with one key."""

    def __init__(self, key: bytes) -> None:
        self.fernet = Fernet(key)
        # Says which key is needed, and tells nothing of it.
        self.name = sha256(b"wonback seal " + key).hexdigest()[:16]

    @classmethod
    def of_home(cls) -> "Seal":
        """The key of this home, made when it is first needed."""
        return cls(kept_secret(Path(settings.HOME) / KEY, make=new_key).encode())

    @classmethod
    def in_file(cls, path: Path) -> "Seal":
        """The key of another home."""
        try:
            return cls(path.read_bytes().strip())
        except (OSError, ValueError) as error:
            raise WrongKey(
                _("Give the file “seal_key” of the home it comes from: “%(path)s” is none.") % {"path": path}
            ) from error

    def close(self, text: str) -> str:
        return MARK + self.fernet.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """The text, or a refusal if another key closed it."""
        try:
            return self.fernet.decrypt(sealed.removeprefix(MARK).encode()).decode()
        except InvalidToken as error:
            raise WrongKey(
                _("Bring back the file “seal_key” of this home: what was sealed with it cannot be read.")
            ) from error


def is_sealed(text: object) -> bool:
    return isinstance(text, str) and text.startswith(MARK)


def new_key() -> str:
    return Fernet.generate_key().decode()
