"""Which connections are read: necessary are the name, and a server that browsers trust."""

import collections
import os
import socket
import ssl
import sys
import tempfile
import threading

from forge import Forger
from hello import read_hello
from pad import Padder
from session import Session

# The suites of the published hello, in its order. Security level 0 keeps SHA-1 and DSA among the
# signature algorithms, as OpenSSL 1.1.1 has them by default.
SUITES = (
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
    "ECDHE-ECDSA-AES256-SHA:ECDHE-ECDSA-AES128-SHA:ECDHE-RSA-AES128-SHA:ECDHE-RSA-AES256-SHA:"
    "DHE-RSA-AES128-SHA:DHE-RSA-AES256-SHA:AES128-SHA:AES256-SHA:@SECLEVEL=0"
)
# Only a server that hangs lets this pass.
PATIENCE = 60
HTTPS = 443


class Decider:
    """Decides, and keeps what it has seen of each server and name."""

    def __init__(self, settings):
        self.settings = settings
        self.names = set(settings["names"])
        self.lock = threading.Lock()
        self.seen = {}
        self.counts = collections.Counter()
        self.spared = None
        if settings["spared_hello"]:
            self.spared = read_hello(bytes.fromhex(settings["spared_hello"])).fingerprint()
        with open(settings["root"], "rb") as root, open(settings["root_key"], "rb") as key:
            self.forger = Forger(settings["habits"], root.read(), key.read())
        self.upstream = self.upstream_context()

    def session(self, hello, server):
        """Returns a session for a connection that is to be read, or None: it passes."""
        if not hello or hello.name not in self.names:
            return None
        if self.spared == hello.fingerprint() or server in self.settings["spared_servers"]:
            return None
        with self.lock:
            key = (server, hello.name)
            if key not in self.seen:
                self.seen[key] = self.look(server, hello.name)
            seen = self.seen[key]
            if seen is None or not self.is_its_turn(key):
                return None
        forged, padder = seen
        return Session(self.upstream, forged, hello.name, padder)

    def is_its_turn(self, key):
        """For each server and name, as many as `part` of `whole` connections, evenly spread and
        without chance. The first of them passes, unless all are read."""
        part, whole = self.settings["part"], self.settings["whole"]
        number = self.counts[key]
        self.counts[key] += 1
        return number * part % whole >= whole - part

    def look(self, server, name):
        """Reads the certificate of the real server, and forges it if browsers would trust it, for
        whatever name."""
        try:
            with socket.create_connection((server, HTTPS), PATIENCE) as connection:
                with self.upstream.wrap_socket(connection, server_hostname=name) as tls:
                    genuine = tls.getpeercert(True)
        except OSError as error:
            print(f"{name} at {server} passes: {error}", file=sys.stderr, flush=True)
            return None
        context = self.forged_context(self.forger.forge(genuine))
        return context, Padder(context) if self.settings["habits"]["disguised"] else None

    def upstream_context(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(self.settings["public"])
        if self.settings["habits"]["tls"] == "1.2":
            context.maximum_version = ssl.TLSVersion.TLSv1_2
            context.set_ciphers(SUITES)
        return context

    def forged_context(self, chain_and_key):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.options |= ssl.OP_NO_TICKET
        if self.settings["habits"]["tls"] == "1.2":
            context.maximum_version = ssl.TLSVersion.TLSv1_2
        # In memory, in the private folder of this program.
        folder = os.path.dirname(self.settings["root"])
        with tempfile.NamedTemporaryFile(dir=folder) as file:
            file.write(chain_and_key)
            file.flush()
            context.load_cert_chain(file.name)
        return context
