"""TCP segments in IPv4 packets: RFC 791 section 3.1, RFC 9293 section 3.1."""

import socket
import struct

FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16
MTU = 1500
MODULUS = 2**32


class Segment:
    """A segment as it came, with the packet that it was in."""

    def __init__(self, packet):
        self.header = packet[: (packet[0] & 15) * 4]
        end = int.from_bytes(packet[2:4], "big")
        tcp = packet[len(self.header) : end]
        self.ttl = packet[8]
        self.source, self.target = (socket.inet_ntoa(packet[at : at + 4]) for at in (12, 16))
        ports = struct.unpack_from("!HHIIBB", tcp)
        self.source_port, self.target_port, self.number, self.acked, offset, self.flags = ports
        self.tcp_header = tcp[: (offset >> 4) * 4]
        self.payload = tcp[len(self.tcp_header) :]

    def passed_on(self):
        """Returns the packets in which a router sends it on.

        The kernel hands over what its cards would cut and sum up: segments of any length, without
        a checksum.
        """
        header = bytearray(self.header)
        header[8] -= 1
        most = MTU - len(header) - len(self.tcp_header)
        packets = []
        for at in range(0, max(len(self.payload), 1), most):
            tcp = bytearray(self.tcp_header)
            struct.pack_into("!I", tcp, 4, (self.number + at) % MODULUS)
            if at + most < len(self.payload):
                tcp[13] &= ~(FIN | PSH)
            part = self.payload[at : at + most]
            packets.append(bytes(header) + summed(header[12:20], bytes(tcp) + part))
        return packets


def made(source, target, number, acked, flags, payload=b"", ttl=64):
    """Returns the packet of a new segment, without options; ends are (address, port)."""
    addresses = socket.inet_aton(source[0]) + socket.inet_aton(target[0])
    window = 65535
    tcp = struct.pack(
        "!HHIIBBHHH", source[1], target[1], number, acked, 5 << 4, flags, window, 0, 0
    )
    return ip_header(socket.IPPROTO_TCP, addresses, ttl) + summed(addresses, tcp + payload)


def time_exceeded(lost):
    """Returns the ICMP error for a segment that may not pass this router: RFC 792, RFC 1812
    section 4.3.2.3. The kernel fills in the source."""
    quoted = lost.header + lost.tcp_header
    icmp = struct.pack("!BBHI", 11, 0, 0, 0) + quoted
    icmp = icmp[:2] + checksum(icmp) + icmp[4:]
    addresses = bytes(4) + socket.inet_aton(lost.source)
    return ip_header(socket.IPPROTO_ICMP, addresses) + icmp


def ip_header(protocol, addresses, ttl=64):
    """A header whose length, identification and checksum the kernel fills in."""
    return struct.pack("!BBHHHBBH", 0x45, 0, 0, 0, 0x4000, ttl, protocol, 0) + addresses


def summed(addresses, tcp):
    """Fills in the checksum of a segment."""
    tcp = tcp[:16] + b"\0\0" + tcp[18:]
    pseudo = bytes(addresses) + struct.pack("!BBH", 0, socket.IPPROTO_TCP, len(tcp))
    return tcp[:16] + checksum(pseudo + tcp) + tcp[18:]


def checksum(octets):
    """RFC 1071."""
    octets += b"\0" * (len(octets) % 2)
    total = sum(struct.unpack(f"!{len(octets) // 2}H", octets))
    while total >> 16:
        total = (total >> 16) + (total & 0xFFFF)
    return struct.pack("!H", ~total & 0xFFFF)
