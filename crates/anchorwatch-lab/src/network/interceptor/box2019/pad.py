"""Makes what the box says as long as what the server said: RFC 8446 section 5.4.

Python's ssl does not pad records, so OpenSSL is asked itself: SSL_CTX_set_record_padding_callback(3).
"""

import ctypes
import threading

HANDSHAKE, APPLICATION_DATA = 22, 23
HEADER, TAG = 5, 16
MOST_CONTENT = 1 << 14
# The server's encrypted messages, a record each: extensions, certificate, signature, Finished
# (RFC 8446 section 4.4.1). OpenSSL asks no client for a certificate unless it has to.
MESSAGES = 4

CALLBACK = ctypes.CFUNCTYPE(
    ctypes.c_size_t, ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t, ctypes.c_void_p
)


class Padder:
    """Pads the records of one context. The callback runs in the thread of the handshake."""

    def __init__(self, context):
        self.current = threading.local()
        # It has to live as long as the context.
        self.callback = CALLBACK(self.padding)
        # The first field of CPython's object is the SSL_CTX.
        pointer = ctypes.c_void_p.from_address(id(context) + object.__basicsize__)
        library = ctypes.CDLL("libssl.so.3")
        set_callback = library.SSL_CTX_set_record_padding_callback
        set_callback.argtypes = [ctypes.c_void_p, CALLBACK]
        set_callback.restype = None
        set_callback(pointer, self.callback)

    def padding(self, _connection, kind, length, _argument):
        flight = getattr(self.current, "flight", None)
        return flight.padding(length) if flight and kind == HANDSHAKE else 0


class Flight:
    """The encrypted part of the server's first flight: what the server's had, and what the box's has
    so far. If the server's was shorter, it is left."""

    def __init__(self, genuine):
        self.left = encrypted(genuine)
        self.count = 0

    def padding(self, length):
        """OpenSSL counts the octet of the type to the length."""
        self.count += 1
        self.left -= HEADER + length + TAG
        if self.count != MESSAGES:
            return 0
        return max(0, min(self.left, MOST_CONTENT - length))


def encrypted(octets):
    """How many octets the records have that hide their type."""
    total = 0
    while len(octets) >= HEADER:
        length = HEADER + int.from_bytes(octets[3:HEADER], "big")
        if octets[0] == APPLICATION_DATA:
            total += length
        octets = octets[length:]
    return total
