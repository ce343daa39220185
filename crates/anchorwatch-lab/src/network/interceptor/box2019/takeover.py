"""A router that takes connections over at the ClientHello.

The TCP handshake passes, so the server itself has answered. From the ClientHello on, the box
speaks to the client in the server's name and to the server in the client's. Everything else is
passed on as it came.
"""

import collections
import select
import socket
import time

from half import Half
from hello import read_hello
from segment import ACK, FIN, MODULUS, RST, SYN, Segment, time_exceeded

HTTPS = 443
ETH_P_IP = 0x0800
MOST_FLOWS = 4096
MOST_PACKET = 65536
PAUSE = 0.2


def route(decider, announce):
    packets = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(ETH_P_IP))
    packets.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
    out = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
    router = Router(decider, lambda packet, to: out.sendto(packet, (to, 0)))
    announce()
    while True:
        ready, _, _ = select.select([packets], [], [], PAUSE)
        if ready:
            packet, (_, _, kind, _, _) = packets.recvfrom(MOST_PACKET)
            if kind == socket.PACKET_HOST and packet[9] == socket.IPPROTO_TCP:
                router.take(Segment(packet))
        router.repeat()


class Router:
    def __init__(self, decider, send):
        self.decider, self.send = decider, send
        self.flows = collections.OrderedDict()

    def take(self, segment):
        if segment.target_port == HTTPS:
            key = (segment.source, segment.source_port, segment.target)
            if segment.flags & (SYN | ACK) == SYN:
                self.begin(key, segment)
            if key in self.flows:
                self.flows[key].from_client(segment)
        elif segment.source_port == HTTPS:
            # What answers to the box itself is in no flow: those connections begin here.
            key = (segment.target, segment.target_port, segment.source)
            if key in self.flows:
                self.flows[key].from_server(segment)

    def begin(self, key, segment):
        self.flows[key] = Flow(self.decider, self.send, segment)
        self.flows.move_to_end(key)
        while len(self.flows) > MOST_FLOWS:
            self.flows.popitem(last=False)

    def repeat(self):
        for flow in self.flows.values():
            flow.repeat(time.monotonic())


class Flow:
    """One connection. It is undecided until there is a ClientHello; then `session` is set if it is
    read, or `passes`."""

    def __init__(self, decider, send, syn):
        self.decider, self.send = decider, send
        self.own = (syn.source, syn.source_port)
        self.peer = (syn.target, syn.target_port)
        self.number = self.first = (syn.number + 1) % MODULUS
        self.expected = None
        self.client_ttl, self.server_ttl = syn.ttl, None
        self.begun, self.held = b"", []
        self.passes = self.is_dead = False
        self.session = self.client = self.server = None

    def pass_on(self, segment):
        if segment.ttl > 1:
            for packet in segment.passed_on():
                self.send(packet, segment.target)
        elif segment.payload:
            # For those without octets, the kernel says so.
            self.send(time_exceeded(segment), segment.source)

    def from_client(self, segment):
        if self.session is not None:
            self.taken(self.client, self.server, segment)
        elif self.passes or not segment.payload or self.expected is None:
            self.pass_on(segment)
        elif segment.number == self.number:
            self.hold(segment)

    def from_server(self, segment):
        if self.session is not None:
            self.taken(self.server, self.client, segment)
            return
        if segment.flags & SYN:
            self.expected = (segment.number + 1) % MODULUS
            self.server_ttl = segment.ttl
        self.pass_on(segment)

    def hold(self, segment):
        """Keeps the beginning until it is a ClientHello, or something else."""
        self.begun += segment.payload
        self.number = (segment.number + len(segment.payload)) % MODULUS
        self.held.append(segment)
        hello = read_hello(self.begun)
        if hello is None:
            return
        self.session = self.decider.session(hello, self.peer[0])
        self.passes = self.session is None
        held, self.held = self.held, []
        if self.passes:
            for segment in held:
                self.pass_on(segment)
        else:
            self.take_over()

    def take_over(self):
        # As those of both ends would go on from here, or its own.
        ttls = (64, 64)
        if self.decider.settings["habits"]["disguised"]:
            ttls = (self.server_ttl - 1, self.client_ttl - 1)
        self.client = Half(self.send, self.peer, self.own, self.expected, self.number, ttls[0])
        self.server = Half(self.send, self.own, self.peer, self.first, self.expected, ttls[1])
        self.client.put(ACK)
        self.say(self.session.begin())
        self.say(self.session.step(self.begun, b""))

    def taken(self, one, other, segment):
        if self.is_dead:
            return
        if segment.flags & RST:
            self.is_dead = True
            other.reset()
            return
        fresh = one.accept(segment)
        is_client = one is self.client
        arguments = (fresh, b"") if is_client else (b"", fresh)
        self.say(self.session.step(*arguments))
        if segment.flags & FIN or self.session.is_over:
            now = time.monotonic()
            self.client.finish(now)
            self.server.finish(now)

    def say(self, octets):
        to_client, to_server = octets
        now = time.monotonic()
        self.client.say(to_client, now)
        self.server.say(to_server, now)

    def repeat(self, now):
        if self.session is None or self.is_dead:
            return
        if not (self.client.repeat(now) and self.server.repeat(now)):
            self.is_dead = True
            self.client.reset()
            self.server.reset()
