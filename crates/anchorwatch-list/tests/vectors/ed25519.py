"""Ed25519 signatures (RFC 8032 §5.1), for vectors only: slow, and not in constant time."""

import hashlib

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P


def add(one, other):
    """The sum of two points of the twisted Edwards curve -x² + y² = 1 + d x² y²."""
    (x1, y1), (x2, y2) = one, other
    cross = D * x1 * x2 * y1 * y2
    x = (x1 * y2 + y1 * x2) * pow(1 + cross, -1, P)
    y = (y1 * y2 + x1 * x2) * pow(1 - cross, -1, P)
    return x % P, y % P


def times(number, point):
    total = (0, 1)
    while number:
        if number & 1:
            total = add(total, point)
        point, number = add(point, point), number >> 1
    return total


def base_point():
    """The point with y = 4/5 and an even x."""
    y = 4 * pow(5, -1, P) % P
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * pow(2, (P - 1) // 4, P) % P
    return (P - x if x & 1 else x), y


BASE = base_point()


def octets_of(point):
    x, y = point
    return (y | (x & 1) << 255).to_bytes(32, "little")


def hashed(*parts):
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little") % ORDER


def expanded(seed):
    octets = hashlib.sha512(seed).digest()
    secret = int.from_bytes(octets[:32], "little")
    return secret & ~7 & (1 << 254) - 1 | 1 << 254, octets[32:]


def public_key(seed):
    return octets_of(times(expanded(seed)[0], BASE))


def sign(seed, message):
    secret, prefix = expanded(seed)
    nonce = hashed(prefix, message)
    commitment = octets_of(times(nonce, BASE))
    challenge = hashed(commitment, public_key(seed), message)
    return commitment + ((nonce + challenge * secret) % ORDER).to_bytes(32, "little")
