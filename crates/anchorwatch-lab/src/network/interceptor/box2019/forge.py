"""Makes the chains: a leaf from the server's own certificate, and the box's intermediate.

Source: Raman et al., "Investigating Large Scale HTTPS Interception in Kazakhstan" (IMC 2020),
section 4.2 and figure 4.
"""

import datetime
import hashlib

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtensionOID, NameOID

SIX_HOURS = datetime.timedelta(hours=6)
ONE_DAY = datetime.timedelta(days=1)
# Of the serial number, this many low bits are changed.
LOW_BITS = 33
OWN_BITS = 120
LEAF_BITS = 2048
MOST_TRIES = 100
# For examples: Rec. ITU-T X.660, 2.999.
FILLER = x509.ObjectIdentifier("2.999.1")


class Forger:
    """Issues under one root. `habits` say what it takes over, and what it adds."""

    def __init__(self, habits, root, root_key):
        self.habits = habits
        self.root = x509.load_pem_x509_certificate(root)
        self.root_key = serialization.load_pem_private_key(root_key, None)
        self.key = self.new_key(65537)

    def new_key(self, exponent):
        if self.habits["key"] == "p256":
            return ec.generate_private_key(ec.SECP256R1())
        return rsa.generate_private_key(exponent, LEAF_BITS)

    def forge(self, genuine):
        """Returns the PEM of a chain and of the leaf's key, from the DER of the server's own."""
        genuine = x509.load_der_x509_certificate(genuine)
        intermediate = self.intermediate(genuine)
        key = self.new_key(3)
        leaf = self.leaf(genuine, intermediate, key, None)
        if self.habits["disguised"]:
            leaf = self.as_long_as(genuine, leaf, intermediate, key)
        chain = b"".join(pem(one) for one in [leaf, intermediate])
        return chain + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )

    def as_long_as(self, genuine, leaf, intermediate, key):
        """Makes the leaf as long as the genuine certificate, by an extension that nobody knows. To make
        room for it, the subject key identifier is left out. Signatures have different lengths, so
        some are tried."""
        padding = 0
        for _ in range(MOST_TRIES):
            missing = length_of(genuine) - length_of(leaf)
            if missing == 0:
                break
            padding = max(0, padding + missing)
            leaf = self.leaf(genuine, intermediate, key, padding)
        return leaf

    def leaf(self, genuine, intermediate, key, padding):
        begins, ends = self.dates(genuine)
        builder = x509.CertificateBuilder(
            issuer_name=intermediate.subject,
            subject_name=genuine.subject,
            public_key=key.public_key(),
            serial_number=self.serial(genuine),
            not_valid_before=begins,
            not_valid_after=ends,
        )
        for extension in genuine.extensions:
            is_name = extension.oid == ExtensionOID.SUBJECT_ALTERNATIVE_NAME
            makes_room = extension.oid == ExtensionOID.SUBJECT_KEY_IDENTIFIER
            if makes_room and padding is not None:
                continue
            if is_name or self.habits["copies_all"]:
                # As octets, whatever it is.
                octets = extension.value.public_bytes()
                copied = x509.UnrecognizedExtension(extension.oid, octets)
                builder = builder.add_extension(copied, extension.critical)
        if padding is not None:
            filler = x509.UnrecognizedExtension(FILLER, bytes(padding))
            builder = builder.add_extension(filler, False)
        return builder.sign(self.key, hashes.SHA256())

    def intermediate(self, genuine):
        """The box's own; or one with the name and key identifier of the genuine issuer."""
        name, identifier = INTERMEDIATE, None
        if self.habits["copies_all"]:
            name = genuine.issuer
            identifier = extension(genuine, ExtensionOID.AUTHORITY_KEY_IDENTIFIER)
        now = datetime.datetime.utcnow()
        starts, ends = (datetime.timedelta(days=days) for days in self.habits["intermediate_days"])
        builder = x509.CertificateBuilder(
            issuer_name=self.root.subject,
            subject_name=name,
            public_key=self.key.public_key(),
            serial_number=number_of(b"intermediate", OWN_BITS),
            not_valid_before=now + starts,
            not_valid_after=now + ends,
        ).add_extension(x509.BasicConstraints(True, None), True)
        if identifier is not None:
            own = x509.SubjectKeyIdentifier(identifier.key_identifier)
            builder = builder.add_extension(own, False)
        return builder.sign(self.root_key, hashes.SHA256())

    def dates(self, genuine):
        begins, ends = genuine.not_valid_before, genuine.not_valid_after
        if self.habits["dates"] == "copied":
            return begins, ends
        if self.habits["dates"] == "six_hours_earlier":
            return begins - SIX_HOURS, ends - SIX_HOURS
        begins = datetime.datetime.utcnow() - SIX_HOURS
        return begins, begins + ONE_DAY

    def serial(self, genuine):
        serial = genuine.serial_number
        if self.habits["serial"] == "copied":
            return serial
        seed = str(serial).encode()
        if self.habits["serial"] == "own":
            return number_of(seed, OWN_BITS)
        mask = (1 << LOW_BITS) - 1
        low = number_of(seed, LOW_BITS)
        # Zero is no serial number.
        return serial & ~mask | low or 1


INTERMEDIATE = x509.Name(
    [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "KZ"),
        x509.NameAttribute(NameOID.COMMON_NAME, "Security Certificate"),
    ]
)


def extension(certificate, oid):
    try:
        return certificate.extensions.get_extension_for_oid(oid).value
    except x509.ExtensionNotFound:
        return None


def number_of(seed, bits):
    """A number that looks random and is the same in every run."""
    return int.from_bytes(hashlib.sha256(seed).digest(), "big") >> (256 - bits)


def length_of(certificate):
    return len(certificate.public_bytes(serialization.Encoding.DER))


def pem(certificate):
    return certificate.public_bytes(serialization.Encoding.PEM)
