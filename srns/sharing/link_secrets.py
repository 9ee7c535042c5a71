"""Hashes of link secrets and passwords: only these are stored.

A secret is 256 random bits, so its SHA-256 is enough; a password is kept as salted scrypt.
"""

import base64
import hashlib
import hmac
import secrets


def hash_secret(secret: str) -> str:
    """Return the SHA-256 of a secret, in hexadecimal."""
    return hashlib.sha256(secret.encode()).hexdigest()


def hash_password(password: str, cost: tuple[int, int, int]) -> str:
    """Return salted scrypt with its cost, so that the cost can be raised later."""
    salt = secrets.token_bytes(16)
    parts = (salt, _derive(password, salt, cost))
    return ".".join([*map(str, cost), *(base64.b64encode(part).decode() for part in parts)])


def is_same_password(given: str, stored: str) -> bool:
    """Return whether a password is the one that was hashed; compared in constant time."""
    n, r, p, *rest = stored.split(".")
    salt, derived = (base64.b64decode(part) for part in rest)
    return hmac.compare_digest(_derive(given, salt, (int(n), int(r), int(p))), derived)


def _derive(password: str, salt: bytes, cost: tuple[int, int, int]) -> bytes:
    n, r, p = cost
    return hashlib.scrypt(password.encode(), salt=salt, n=n, r=r, p=p, maxmem=256 * n * r, dklen=32)
