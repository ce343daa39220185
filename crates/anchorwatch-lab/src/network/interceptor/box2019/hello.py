"""Reads a ClientHello: RFC 8446 section 4.1.2."""

HANDSHAKE = 22
CLIENT_HELLO = 1
SERVER_NAME = 0
# More than any client sends; more is not waited for.
MOST_OCTETS = 65536


class Hello:
    """What the box looks at in a ClientHello."""

    def __init__(self, body):
        reader = Reader(body)
        reader.skip(2 + 32)
        reader.vector(1)
        self.suites = reader.vector(2)
        reader.vector(1)
        extensions = Reader(reader.vector(2)) if reader.rest() else Reader(b"")
        self.name = None
        self.kinds = []
        while extensions.rest():
            kind = extensions.number(2)
            content = extensions.vector(2)
            self.kinds.append(kind)
            if kind == SERVER_NAME:
                names = Reader(Reader(content).vector(2))
                names.skip(1)
                self.name = names.vector(2).decode("ascii").lower()

    def fingerprint(self):
        """What stays the same in programs that shuffle their extensions, and with GREASE
        (RFC 8701) left out."""
        suites = [self.suites[at : at + 2].hex() for at in range(0, len(self.suites), 2)]
        kinds = sorted(f"{kind:04x}" for kind in self.kinds)
        return tuple(one for one in suites + ["-"] + kinds if not is_grease(one))


def is_grease(number):
    return number[1:2] == "a" and number[0:2] == number[2:4]


def read_hello(octets):
    """Returns a Hello, False if this is no ClientHello, or None if more octets are needed."""
    message = b""
    while octets:
        if octets[0] != HANDSHAKE:
            return False
        if len(octets) < 5:
            return None
        length = int.from_bytes(octets[3:5], "big")
        message += octets[5 : 5 + length]
        if len(message) >= 4:
            if message[0] != CLIENT_HELLO or len(message) > MOST_OCTETS:
                return False
            end = 4 + int.from_bytes(message[1:4], "big")
            if len(message) >= end:
                return parsed(message[4:end])
        if len(octets) < 5 + length:
            return None
        octets = octets[5 + length :]
    return None


def parsed(body):
    try:
        return Hello(body)
    except (IndexError, UnicodeDecodeError):
        return False


class Reader:
    """Reads numbers and vectors; raises IndexError at the end."""

    def __init__(self, octets):
        self.octets = octets

    def rest(self):
        return len(self.octets)

    def skip(self, count):
        if count > len(self.octets):
            raise IndexError
        skipped, self.octets = self.octets[:count], self.octets[count:]
        return skipped

    def number(self, count):
        return int.from_bytes(self.skip(count), "big")

    def vector(self, count):
        return self.skip(self.number(count))
