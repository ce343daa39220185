"""The interceptor of July 2019 in Kazakhstan, rebuilt for the lab from what was published about it.

Runs as a folder: python3 -I FOLDER SETTINGS. It refuses to run outside a router of the lab.
Nothing is shared with what it tests: TLS is OpenSSL's, and certificates are pyca's.
"""

import json
import re
import socket
import sys

from decide import Decider
from proxy import serve
from takeover import route

# Interfaces of the lab are named after the node at the other end.
NODE = re.compile("client|server|control|router[1-9]")
PORT = 8443


def refuse_to_run_elsewhere(settings):
    expected = settings["interfaces"]
    are_of_the_lab = len(expected) > 1 and all(NODE.fullmatch(name) for name in expected)
    interfaces = {name for _, name in socket.if_nameindex()}
    with open("/proc/self/uid_map", encoding="ascii") as file:
        is_user_namespace = file.read().split()[2] != str(2**32 - 1)
    if not are_of_the_lab or interfaces != {"lo", *expected} or not is_user_namespace:
        sys.exit("this is not a router of the lab")


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        settings = json.load(file)
    refuse_to_run_elsewhere(settings)
    decider = Decider(settings)
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if settings["mode"] == "proxy":
        listener.bind(("0.0.0.0", PORT))
        serve(listener, decider)
    else:
        # Nothing is diverted to this port: whoever starts the program waits until it listens.
        route(decider, lambda: (listener.bind(("127.0.0.1", PORT)), listener.listen()))


main()
