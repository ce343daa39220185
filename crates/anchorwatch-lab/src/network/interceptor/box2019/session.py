"""Both TLS connections of one that is read: with octets in and out, and no sockets."""

import ssl

from pad import Flight

READ_OCTETS = 16384


class Session:
    """The server's side first: nothing is said to the client before the real server answered."""

    def __init__(self, upstream, forged, name, padder=None):
        self.from_server, self.to_server = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.from_client, self.to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.server = upstream.wrap_bio(self.from_server, self.to_server, server_hostname=name)
        self.client = forged.wrap_bio(self.from_client, self.to_client, server_side=True)
        self.has_server = self.has_client = self.is_over = False
        self.padder, self.flight, self.heard = padder, None, b""

    def begin(self):
        return self.step(b"", b"")

    def step(self, from_client, from_server):
        """Takes what came, and returns what is to be sent to the client and to the server."""
        self.from_client.write(from_client)
        self.from_server.write(from_server)
        if not self.has_server:
            self.heard += from_server
        try:
            self.advance()
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            pass
        except (ssl.SSLError, OSError):
            self.is_over = True
        return self.to_client.read(), self.to_server.read()

    def advance(self):
        if not self.has_server:
            self.server.do_handshake()
            self.has_server = True
        if not self.has_client:
            if self.padder:
                self.flight = self.flight or Flight(self.heard)
                self.padder.current.flight = self.flight
            self.client.do_handshake()
            self.has_client = True
        self.move(self.client, self.server)
        self.move(self.server, self.client)

    def move(self, one, other):
        """Moves what was said from one to the other, until there is no more."""
        while not self.is_over:
            try:
                octets = one.read(READ_OCTETS)
            except ssl.SSLWantReadError:
                return
            if octets:
                other.write(octets)
            else:
                self.is_over = True
                close(other)


def close(side):
    """Says that it is over; the other end need not answer."""
    try:
        side.unwrap()
    except ssl.SSLError:
        pass
