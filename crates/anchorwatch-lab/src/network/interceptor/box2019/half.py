"""One end of a connection that was taken over: as much of TCP (RFC 9293) as the lab's links need.

They lose and reorder next to nothing, so what is not acknowledged is sent again from its first
octet. There is no congestion control, no keep-alive and no urgent data.
"""

from segment import ACK, FIN, MODULUS, PSH, RST, made

MOST_PAYLOAD = 1400
# Far below the window of any kernel.
MOST_IN_FLIGHT = 10 * MOST_PAYLOAD
PATIENCE = 1.0
MOST_REPETITIONS = 20


class Half:
    """Speaks to `peer` in the name of `own`; both are (address, port)."""

    def __init__(self, send, own, peer, number, expected, ttl=64):
        self.send, self.own, self.peer, self.ttl = send, own, peer, ttl
        # The first number that is not acknowledged, and what is to be sent from there on.
        self.number, self.pending = number, b""
        self.sent, self.expected = 0, expected
        self.is_finishing = self.is_finished = False
        self.deadline, self.repetitions = None, 0

    def accept(self, segment):
        """Takes a segment of the peer and returns the octets that are new."""
        if segment.flags & ACK:
            self.acknowledged((segment.acked - self.number) % MODULUS)
        known = (self.expected - segment.number) % MODULUS
        length = len(segment.payload) + (1 if segment.flags & FIN else 0)
        if length == 0:
            return b""
        fresh = b""
        if known < length:
            fresh = segment.payload[known:]
            self.expected = (segment.number + length) % MODULUS
        self.put(ACK)
        return fresh

    def acknowledged(self, count):
        if 0 < count <= self.sent:
            self.number = (self.number + count) % MODULUS
            self.pending = self.pending[count:]
            self.sent -= count
            self.repetitions = 0
            self.deadline = None

    def say(self, octets, now):
        """Sends octets, and what waits, as far as the peer keeps up."""
        if not self.is_finishing:
            self.pending += octets
        end = len(self.pending)
        while self.sent < min(end, MOST_IN_FLIGHT):
            part = self.pending[self.sent : self.sent + MOST_PAYLOAD]
            self.put(ACK | PSH, part)
            self.sent += len(part)
        if self.is_finishing and self.sent == end and not self.is_finished:
            self.put(ACK | FIN)
            self.is_finished = True
            # A FIN has a number, too.
            self.pending += b"\0"
            self.sent += 1
        if self.deadline is None and self.sent:
            self.deadline = now + PATIENCE

    def repeat(self, now):
        """Sends again what was not acknowledged in time; returns whether there is still hope."""
        if self.deadline is None or now < self.deadline:
            return True
        self.repetitions += 1
        self.deadline = None
        if self.is_finished:
            self.pending, self.is_finished = self.pending[:-1], False
        self.sent = 0
        self.say(b"", now)
        return self.repetitions <= MOST_REPETITIONS

    def finish(self, now):
        self.is_finishing = True
        self.say(b"", now)

    def reset(self):
        self.put(RST | ACK)

    def put(self, flags, payload=b""):
        number = (self.number + self.sent) % MODULUS
        packet = made(self.own, self.peer, number, self.expected, flags, payload, self.ttl)
        self.send(packet, self.peer[0])
