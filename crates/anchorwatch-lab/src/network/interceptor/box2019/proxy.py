"""The full proxy: it ends TCP for every connection that the router diverts to it."""

import select
import socket
import struct
import threading

from hello import read_hello

READ_OCTETS = 16384
# Only a peer that hangs lets this pass.
PATIENCE = 300
MOST_CONNECTIONS = 64
# include/uapi/linux/netfilter_ipv4.h
SO_ORIGINAL_DST = 80


def serve(listener, decider):
    slots = threading.Semaphore(MOST_CONNECTIONS)
    listener.listen(socket.SOMAXCONN)
    while True:
        client, _ = listener.accept()
        slots.acquire()
        threading.Thread(target=answer, args=(client, decider, slots), daemon=True).start()


def answer(client, decider, slots):
    try:
        with client:
            client.settimeout(PATIENCE)
            original = client.getsockopt(socket.SOL_IP, SO_ORIGINAL_DST, 16)
            port, address = struct.unpack_from("!2xH4s", original)
            address = socket.inet_ntoa(address)
            begun, hello = beginning(client)
            session = decider.session(hello, address)
            with socket.create_connection((address, port), PATIENCE) as server:
                relay(client, server, begun, session)
    except OSError:
        # One of both ends is gone, and so is the connection.
        pass
    finally:
        slots.release()


def beginning(client):
    """Reads until there is a whole ClientHello, or something else."""
    octets, hello = b"", None
    while hello is None:
        more = client.recv(READ_OCTETS)
        if not more:
            return octets, False
        octets += more
        hello = read_hello(octets)
    return octets, hello


def relay(client, server, begun, session):
    if session is None:
        server.sendall(begun)
    else:
        send(client, server, session.begin())
        send(client, server, session.step(begun, b""))
    while session is None or not session.is_over:
        ready, _, _ = select.select([client, server], [], [], PATIENCE)
        if not ready:
            return
        for one in ready:
            octets = one.recv(READ_OCTETS)
            if not octets:
                return
            other = server if one is client else client
            if session is None:
                other.sendall(octets)
            elif one is client:
                send(client, server, session.step(octets, b""))
            else:
                send(client, server, session.step(b"", octets))


def send(client, server, octets):
    to_client, to_server = octets
    client.sendall(to_client)
    server.sendall(to_server)
