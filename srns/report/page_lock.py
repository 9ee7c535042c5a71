"""Password of an offline page: AES-256-GCM, with a key by PBKDF2, opened by Web Crypto."""

import base64
import secrets
from dataclasses import dataclass

from srns.cohort.errors import InputError

ITERATIONS = 600_000
"""Of PBKDF2 with SHA-256, as OWASP asks since 2023."""
SHORTEST = 12
SALT, NONCE, KEY_BITS = 16, 12, 256


@dataclass(frozen=True)
class LockedContent:
    """A content that only its password opens; all but the password stands in the page."""

    salt: bytes
    nonce: bytes
    sealed: bytes

    def as_data(self) -> dict[str, str | int]:
        """Return what the page needs besides the sealed content."""
        return {
            "salt": base64.b64encode(self.salt).decode(),
            "nonce": base64.b64encode(self.nonce).decode(),
            "iterations": ITERATIONS,
        }


def lock(content: bytes, password: str) -> LockedContent:
    """Seal a content.

    Raises
    ------
    InputError
        Where the password is shorter than `SHORTEST`: whoever has the file can try for ever.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # of the extra `report`

    if len(password) < SHORTEST:
        raise InputError(
            f"found a password of {len(password)} characters; expected at least {SHORTEST}: "
            "whoever has the file can try without end. Take some words that belong to no one."
        )
    salt, nonce = secrets.token_bytes(SALT), secrets.token_bytes(NONCE)
    sealed = AESGCM(_derive(password, salt)).encrypt(nonce, content, None)
    return LockedContent(salt, nonce, sealed)


def unlock(locked: LockedContent, password: str) -> bytes:
    """Open a content.

    Raises
    ------
    InputError
        Where the password is another, or the content was changed.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(_derive(password, locked.salt)).decrypt(locked.nonce, locked.sealed, None)
    except InvalidTag:
        raise InputError("found another password; expected that of the page. Try again.") from None


def _derive(password: str, salt: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

    derive = PBKDF2HMAC(SHA256(), KEY_BITS // 8, salt, ITERATIONS)
    return derive.derive(password.encode("utf-8"))
