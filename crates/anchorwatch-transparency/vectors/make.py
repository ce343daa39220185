#!/usr/bin/env python3
"""Writes the vectors in this folder: a second implementation, from the specifications alone.

It needs python3-cryptography 48 or later, for ML-DSA-44. ML-DSA signatures are randomised, so each
run writes other octets.
"""
import base64
import hashlib
import pathlib
import struct

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

HERE = pathlib.Path(__file__).parent
ORIGIN = "log.example/list"
SIZE, INDEX, TIME = 1000, 777, 1_790_000_000


def b64(octets):
    return base64.b64encode(octets).decode()


class Key:
    def __init__(self, name, kind, seed):
        self.name, self.kind = name, kind
        make = MLDSA44PrivateKey.from_seed_bytes if kind == 6 else Ed25519PrivateKey.from_private_bytes
        self.private = make(bytes([seed]) * 32)
        self.public = self.private.public_key().public_bytes_raw()
        self.id = hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + self.public).digest()[:4]

    def vkey(self):
        return f"{self.name}+{self.id.hex()}+{b64(bytes([self.kind]) + self.public)}"

    def line(self, origin, size, root, time):
        text = f"{origin}\n{size}\n{b64(root)}\n"
        if self.kind == 1:
            signature = self.private.sign(text.encode())
        elif self.kind == 4:
            signature = struct.pack(">Q", time) + self.private.sign(f"cosignature/v1\ntime {time}\n{text}".encode())
        else:
            message = b"subtree/v1\n\0"
            message += bytes([len(self.name)]) + self.name.encode() + struct.pack(">Q", time)
            message += bytes([len(origin)]) + origin.encode() + struct.pack(">QQ", 0, size) + root
            signature = struct.pack(">Q", time) + self.private.sign(message)
        return f"\u2014 {self.name} {b64(self.id + signature)}\n"


def leaf(entry):
    return hashlib.sha256(b"\0" + entry).digest()


def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def split(count):
    half = 1
    while half * 2 < count:
        half *= 2
    return half


def root_of(entries):
    if not entries:
        return hashlib.sha256(b"").digest()
    if len(entries) == 1:
        return leaf(entries[0])
    half = split(len(entries))
    return node(root_of(entries[:half]), root_of(entries[half:]))


def path(index, entries):
    if len(entries) <= 1:
        return []
    half = split(len(entries))
    if index < half:
        return path(index, entries[:half]) + [root_of(entries[half:])]
    return path(index - half, entries[half:]) + [root_of(entries[:half])]


def subproof(old, entries, is_known):
    if old == len(entries):
        return [] if is_known else [root_of(entries)]
    half = split(len(entries))
    if old <= half:
        return subproof(old, entries[:half], is_known) + [root_of(entries[half:])]
    return subproof(old - half, entries[half:], False) + [root_of(entries[:half])]


def main():
    entries = [f"entry {number}".encode() for number in range(SIZE)]
    root = root_of(entries)
    logs = [Key(ORIGIN, 1, 1), Key(ORIGIN, 6, 2)]
    cosigners = [
        (Key("witness.example/a", 4, 3), TIME),
        (Key("witness.example/b", 6, 4), TIME + 60),
        (Key("mirror.example/c", 4, 5), TIME + 120),
    ]
    lines = [key.line(ORIGIN, SIZE, root, TIME) for key in logs]
    lines += [key.line(ORIGIN, SIZE, root, time) for key, time in cosigners]
    checkpoint = f"{ORIGIN}\n{SIZE}\n{b64(root)}\n\n" + "".join(lines)
    policy = "".join(f"log {key.vkey()}\n" for key in logs)
    policy += "".join(f"witness {name} {key.vkey()}\n" for name, (key, _) in zip("abc", cosigners))
    policy += "group witnesses 2 a b\ngroup all-of-them all witnesses c\nquorum all-of-them\n"
    proof = f"c2sp.org/tlog-proof@v1\nextra {b64(b'entry 777')}\nindex {INDEX}\n"
    proof += "".join(b64(it) + "\n" for it in path(INDEX, entries)) + "\n" + checkpoint
    old = 300
    request = f"old {old}\n" + "".join(b64(it) + "\n" for it in subproof(old, entries, True))
    request += "\n" + checkpoint
    first = entries[:old]
    earlier = f"{ORIGIN}\n{old}\n{b64(root_of(first))}\n\n" + logs[0].line(ORIGIN, old, root_of(first), TIME)
    for name, text in [
        ("policy", policy),
        ("checkpoint", checkpoint),
        ("tlog-proof", proof),
        ("add-checkpoint", request),
        ("earlier-checkpoint", earlier),
    ]:
        (HERE / name).write_text(text)


main()
