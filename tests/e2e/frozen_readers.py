#!/usr/bin/python3
"""frozen_readers.py SOCKET BASE COUNT - clients that ask and never read.

Each signs in over ldapi, asks for the whole subtree of BASE and stops reading.
Prints "frozen" when all have asked; ends when standard input does.
"""
import socket
import sys


def ber(tag, *parts):
    body = b"".join(parts)
    size = len(body)
    length = bytes([size]) if size < 128 else b"\x82" + size.to_bytes(2, "big")
    return bytes([tag]) + length + body


def message(number, operation):
    return ber(0x30, ber(0x02, bytes([number])), operation)


BIND = ber(0x60, ber(0x02, b"\x03"), ber(0x04),
           ber(0xA3, ber(0x04, b"EXTERNAL"), ber(0x04)))


def search(base):
    return ber(0x63, ber(0x04, base.encode()), ber(0x0A, b"\x02"),
               ber(0x0A, b"\x00"), ber(0x02, b"\x00"), ber(0x02, b"\x00"),
               ber(0x01, b"\x00"), ber(0x87, b"objectClass"), ber(0x30))


def main(path, base, count):
    clients = []
    for _ in range(int(count)):
        client = socket.socket(socket.AF_UNIX)
        client.settimeout(10)
        client.connect(path)
        client.sendall(message(1, BIND))
        assert client.recv(100)[0] == 0x30
        clients.append(client)
    for client in clients:
        client.sendall(message(2, search(base)))
    print("frozen", flush=True)
    sys.stdin.read()


main(*sys.argv[1:])
