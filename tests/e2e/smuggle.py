"""smuggle.py PORT FOLDER - hostile shapes of requests, through nginx.

Each shape goes over a TLS connection of its own and tries to bring a second
request, to /hidden, past nginx within the first. FOLDER is front_recorder.py's.
Prints "ok SHAPE" or "bad SHAPE: what came through", a line each.
"""
import os
import re
import socket
import ssl
import sys

PORT, FOLDER = int(sys.argv[1]), sys.argv[2]
HOST = f"portal.localhost:{PORT}".encode()
HIDDEN = b"GET /hidden HTTP/1.1\r\nHost: " + HOST + b"\r\n\r\n"
CHUNKED = b"0\r\n\r\n" + HIDDEN


def post(headers, body, line=b"POST /shape HTTP/1.1"):
    return line + b"\r\nHost: " + HOST + b"\r\n" + headers + b"\r\n" + body


def both(coding, length=None, body=CHUNKED):
    length = len(body) if length is None else length
    return post(b"Content-Length: %d\r\n%s\r\n" % (length, coding), body)


N = len(HIDDEN)
SHAPES = {
    "length and chunked": both(b"Transfer-Encoding: chunked"),
    "chunked and length": post(
        b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", CHUNKED),
    "two lengths, the first short": post(
        b"Content-Length: 0\r\nContent-Length: %d\r\n" % N, HIDDEN),
    "two lengths, the second short": post(
        b"Content-Length: %d\r\nContent-Length: 0\r\n" % N, HIDDEN),
    "a list of lengths": post(b"Content-Length: 0, %d\r\n" % N, HIDDEN),
    "a length with a plus": post(b"Content-Length: +%d\r\n" % N, HIDDEN),
    "a negative length": post(b"Content-Length: -1\r\n", HIDDEN),
    "a hexadecimal length": post(b"Content-Length: 0x%x\r\n" % N, HIDDEN),
    "a length past all numbers": post(
        b"Content-Length: 18446744073709551616\r\n", HIDDEN),
    "a blank before the colon of the length": post(
        b"Content-Length : %d\r\n" % N, HIDDEN),
    "a blank before the colon of the coding": both(
        b"Transfer-Encoding : chunked"),
    "a tab before the coding": both(b"Transfer-Encoding:\tchunked"),
    "a vertical tab before the coding": both(
        b"Transfer-Encoding:\x0bchunked"),
    "an unknown coding": both(b"Transfer-Encoding: xchunked"),
    "chunked twice": both(b"Transfer-Encoding: chunked, chunked"),
    "two codings in two lines": both(
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity"),
    "a folded header": both(b"X: 1\r\n Transfer-Encoding: chunked"),
    "a coding in quotes": both(b'Transfer-Encoding: "chunked"'),
    "a header ended by a bare line feed": both(
        b"X: 1\nTransfer-Encoding: chunked"),
    "a header ended by a bare carriage return": both(
        b"X: 1\rTransfer-Encoding: chunked"),
    "a chunk with a length past all numbers": post(
        b"Transfer-Encoding: chunked\r\n",
        b"FFFFFFFFFFFFFFFF1\r\n\r\n" + CHUNKED),
    "a chunk extension with a line feed": post(
        b"Transfer-Encoding: chunked\r\n", b"1;a=\n\nx\r\n" + CHUNKED),
    "a chunk size that is no number": post(
        b"Transfer-Encoding: chunked\r\n", b"0x1\r\nx\r\n" + CHUNKED),
    "a request line with a second one in it": post(
        b"", HIDDEN, b"GET /shape HTTP/1.1\x0bGET /hidden HTTP/1.1"),
}


def send(shape):
    """All of it, then wait until nginx has nothing more to say."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    raw = socket.create_connection(("127.0.0.1", PORT), timeout=5)
    answer = b""
    with context.wrap_socket(raw, server_hostname="portal.localhost") as tls:
        tls.sendall(shape)
        tls.settimeout(0.7)
        try:
            while got := tls.recv(65536):
                answer += got
        except (TimeoutError, ssl.SSLError, ConnectionError):
            pass
    return answer


def records():
    return {name: os.path.getsize(os.path.join(FOLDER, name))
            for name in os.listdir(FOLDER)}


def came_through(before):
    """The bytes that reached the front since then."""
    new = b""
    for name in records():
        with open(os.path.join(FOLDER, name), "rb") as record:
            record.seek(before.get(name, 0))
            new += record.read()
    return new


def judge(shape, answer, got):
    """A request line of ours that nginx itself did not answer as a request.

    A hidden request that nginx took for the next one on the connection is no
    smuggling: nginx counted it, limited it, and answered it by itself.
    """
    lines = re.findall(rb"^[A-Z]+ \S+ HTTP/1\.\d", got, re.M)
    answers = answer.count(b"HTTP/1.1 ")
    if len(lines) > answers:
        return "%d requests for %d answers" % (len(lines), answers)
    if b"\x0b" in got or re.search(rb"^transfer-encoding", got, re.I | re.M):
        return "the shape itself reached the front"
    if re.search(rb"(?<!\n)GET /hidden", got):
        return "hidden within another request"
    return None


def main():
    for name, shape in SHAPES.items():
        before = records()
        answer = send(shape)
        fault = judge(shape, answer, came_through(before))
        print("ok " + name if fault is None else f"bad {name}: {fault}")


assert len(SHAPES) == 24
main()
