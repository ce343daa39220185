"""Prints who answers at each TTL: hops.py udp|tcp ADDRESS PORT

One line a hop: the TTL, a space, and the address that sent an ICMP error, or "reached". For UDP
the end is "port unreachable" of the address itself, for TCP an accepted connection.
"""

import errno
import select
import socket
import sys

IP_RECVERR = 11
SO_EE_ORIGIN_ICMP = 2
TIME_EXCEEDED = 11
# Only a lost packet lets this pass.
PATIENCE_S = 60


def ask(kind, ttl, target):
    kinds = {"udp": socket.SOCK_DGRAM, "tcp": socket.SOCK_STREAM}
    with socket.socket(socket.AF_INET, kinds[kind]) as probe:
        probe.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, ttl)
        probe.setsockopt(socket.IPPROTO_IP, IP_RECVERR, 1)
        probe.setblocking(False)
        if probe.connect_ex(target) not in (0, errno.EINPROGRESS):
            sys.exit("cannot connect")
        if kind == "udp":
            probe.send(b"hop")
        poll = select.poll()
        poll.register(probe, select.POLLOUT if kind == "tcp" else select.POLLIN)
        if not poll.poll(PATIENCE_S * 1000):
            sys.exit(f"no answer at TTL {ttl}")
        try:
            message = probe.recvmsg(512, 512, socket.MSG_ERRQUEUE)
        except BlockingIOError:
            return "reached"
    for _, kind, data in message[1]:
        # struct sock_extended_err, then the sockaddr_in of the offender (ip(7)).
        if kind == IP_RECVERR and data[4] == SO_EE_ORIGIN_ICMP:
            offender = socket.inet_ntoa(data[20:24])
            return offender if data[5] == TIME_EXCEEDED else "reached"
    sys.exit(f"an error without an offender at TTL {ttl}")


def main():
    kind, address, port = sys.argv[1:]
    for ttl in range(1, 31):
        answer = ask(kind, ttl, (address, int(port)))
        print(ttl, answer)
        if answer == "reached":
            return


main()
