"""Someone at the first router who sees what the client sends, drops nothing, and lies about it.

About each packet to port 443, of TCP and of UDP, it sends the client:

- ICMP "time exceeded" about another connection, in the first router's own name;
- of TCP, ICMP "time exceeded" about this connection with a number that is not in use, in the second
  router's name;
- an answer from an address that the client did not ask;
- if the packet has octets, ICMP "time exceeded" about exactly this packet, from an address that is
  not on the path.

It refuses to run outside the first router of the lab.
"""

import socket
import struct
import sys

PORT = 8444
HTTPS = 443
ETH_P_IP = 0x0800
MOST_PACKET = 65536
MODULUS = 2**32
SYN, RST, ACK = 2, 4, 16
# The first router of the lab has these interfaces and no other.
INTERFACES = {"lo", "client", "router2"}
FIRST_ROUTER, SECOND_ROUTER, NOBODY = (
    socket.inet_aton(it) for it in ("192.0.2.1", "198.18.1.2", "198.51.100.77")
)


def refuse_to_run_elsewhere():
    interfaces = {name for _, name in socket.if_nameindex()}
    with open("/proc/self/uid_map", encoding="ascii") as file:
        is_user_namespace = file.read().split()[2] != str(2**32 - 1)
    if interfaces != INTERFACES or not is_user_namespace:
        sys.exit("this is not the first router of the lab")


def main():
    refuse_to_run_elsewhere()
    packets = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(ETH_P_IP))
    packets.bind(("client", ETH_P_IP))
    out = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
    # Whoever starts the program waits until it listens.
    listener = socket.socket()
    listener.bind(("127.0.0.1", PORT))
    listener.listen()
    while True:
        packet, (_, _, kind, _, _) = packets.recvfrom(MOST_PACKET)
        if kind != socket.PACKET_HOST or packet[9] not in LIES:
            continue
        length = (packet[0] & 15) * 4
        header, inner = packet[:length], packet[length : int.from_bytes(packet[2:4], "big")]
        for lie in LIES[packet[9]](header, inner):
            out.sendto(lie, (socket.inet_ntoa(packet[12:16]), 0))


def lies_about_segment(header, tcp):
    own, target, number, _, offset, flags = struct.unpack_from("!HHIIBB", tcp)
    if target != HTTPS:
        return
    payload = tcp[(offset >> 4) * 4 :]
    client = header[12:16]
    yield exceeded(FIRST_ROUTER, client, header + struct.pack("!H", own ^ 1) + tcp[2:20])
    far = struct.pack("!I", (number + MODULUS // 2) % MODULUS)
    yield exceeded(SECOND_ROUTER, client, header + tcp[:4] + far + tcp[8:20])
    expected = (number + len(payload) + (1 if flags & SYN else 0)) % MODULUS
    answer = SYN | ACK if flags & SYN else RST | ACK
    yield segment(NOBODY, client, (HTTPS, own), (1, expected), answer)
    if payload:
        yield exceeded(NOBODY, client, header + tcp[:20])


def lies_about_datagram(header, udp):
    own, target = struct.unpack_from("!HH", udp)
    if target != HTTPS:
        return
    client = header[12:16]
    yield exceeded(FIRST_ROUTER, client, header + struct.pack("!H", own ^ 1) + udp[2:8])
    # Like the beginning of an answer: RFC 9000 section 17.2.
    yield datagram(NOBODY, client, (HTTPS, own), b"\xc0\0\0\0\1" + bytes(40))
    yield exceeded(NOBODY, client, header + udp[:8])


LIES = {socket.IPPROTO_TCP: lies_about_segment, socket.IPPROTO_UDP: lies_about_datagram}


def exceeded(source, target, quoted):
    """RFC 792."""
    icmp = struct.pack("!BBHI", 11, 0, 0, 0) + quoted
    icmp = icmp[:2] + checksum(icmp) + icmp[4:]
    return ip_header(socket.IPPROTO_ICMP, source + target) + icmp


def segment(source, target, ports, numbers, flags):
    """RFC 9293 section 3.1, without options."""
    tcp = struct.pack("!HHIIBBHHH", *ports, *numbers, 5 << 4, flags, 65535, 0, 0)
    pseudo = source + target + struct.pack("!BBH", 0, socket.IPPROTO_TCP, len(tcp))
    tcp = tcp[:16] + checksum(pseudo + tcp) + tcp[18:]
    return ip_header(socket.IPPROTO_TCP, source + target) + tcp


def datagram(source, target, ports, payload):
    """RFC 768, without a checksum."""
    udp = struct.pack("!HHHH", *ports, 8 + len(payload), 0) + payload
    return ip_header(socket.IPPROTO_UDP, source + target) + udp


def ip_header(protocol, addresses):
    """RFC 791. The kernel fills in length, identification and checksum."""
    return struct.pack("!BBHHHBBH", 0x45, 0, 0, 0, 0x4000, 64, protocol, 0) + addresses


def checksum(octets):
    """RFC 1071."""
    octets += b"\0" * (len(octets) % 2)
    total = sum(struct.unpack(f"!{len(octets) // 2}H", octets))
    while total >> 16:
        total = (total >> 16) + (total & 0xFFFF)
    return struct.pack("!H", ~total & 0xFFFF)


main()
