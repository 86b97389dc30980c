"""portal_held.py PORT CA SESSION SLAPD_PID IDENTITYD_PID - the portal with 2,000
connections held, then with a frozen slapd, then with a frozen identityd and as
many visitors waiting as may.

Prints "NAME MS STATUS" for each page that was looked at meanwhile. The visitors
come from ADDRESSES addresses of the loopback net, as nginx lets only so many
from one.
"""
import contextlib
import os
import signal
import socket
import ssl
import subprocess
import sys
import time

PORT, CA, SESSION = int(sys.argv[1]), sys.argv[2], sys.argv[3]
SLAPD, IDENTITYD = int(sys.argv[4]), int(sys.argv[5])
HELD, ADDRESSES = 2000, 8
WAITING_MAX = 256  # HTTP_WAITING_MAX
PAGES = [("/static/style.css", ""), ("/nowhere", ""), ("/health", "")]
HOME = ("/me", f"Cookie: __Host-portal={SESSION}\r\n")

tls = ssl.create_default_context(cafile=CA)
made = 0


def connect():
    global made
    made += 1
    plain = socket.create_connection(
        ("127.0.0.1", PORT), source_address=(f"127.0.1.{made % ADDRESSES}", 0))
    plain.settimeout(60)
    return tls.wrap_socket(plain, server_hostname="portal.localhost")


def ask(one, path, headers=""):
    one.sendall(f"GET {path} HTTP/1.1\r\nHost: portal.localhost\r\n"
                f"{headers}\r\n".encode())


def more(one):
    got = one.recv(65536)
    if not got:
        raise ConnectionError("hung up on")
    return got


def answer(one):
    """The status, once the whole answer is there."""
    got = more(one)
    while b"\r\n\r\n" not in got:
        got += more(one)
    head, _, body = got.partition(b"\r\n\r\n")
    size = next((int(line.split(b":")[1]) for line in head.lower().split(b"\r\n")
                 if line.startswith(b"content-length")), 0)
    while len(body) < size:
        body += more(one)
    return head.split()[1].decode()


def connect_and_ask():
    """One that nginx keeps open: it has asked once."""
    one = connect()
    ask(one, "/static/icon.svg")
    assert answer(one) == "200"
    return one


def look(when, pages):
    for path, headers in pages:
        one = connect()
        start = time.monotonic()
        ask(one, path, headers)
        status = answer(one)
        print(f"{when},{path} {(time.monotonic() - start) * 1e3:.2f} {status}")
        one.close()


@contextlib.contextmanager
def frozen(pid):
    children = subprocess.run(["pgrep", "-P", str(pid)], text=True,
                              capture_output=True).stdout.split()
    all_of_it = [pid, *map(int, children)]
    for one in all_of_it:
        os.kill(one, signal.SIGSTOP)
    try:
        yield
    finally:
        for one in all_of_it:
            os.kill(one, signal.SIGCONT)


def refused(crowd, count):
    """The first `count` that are refused of a crowd that waits."""
    for one in crowd:
        one.setblocking(False)
    found = []
    while len(found) < count:
        for one in crowd:
            with contextlib.suppress(ssl.SSLWantReadError):
                if one not in found and one.recv(65536):
                    found.append(one)
    return found


look("alone", PAGES)
held = [connect_and_ask() for _ in range(HELD)]
look("2000-held", PAGES)
with frozen(SLAPD):
    look("slapd-frozen", [*PAGES, HOME])
with frozen(IDENTITYD):
    crowd = held[:WAITING_MAX + 1]
    for one in crowd:
        ask(one, *HOME)
    refused(crowd, 1)
    look("256-wait", [*PAGES, HOME])
