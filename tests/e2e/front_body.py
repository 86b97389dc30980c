"""front_body.py SOCKET HOST PATH COOKIE DIR - long bodies at a front's own socket:
whose are read, and how many at once.

PATH takes a form of 12 MB with a file; COOKIE is a good session. Once DIR/half is
there somebody ends it, and says so with DIR/ended. Prints "SENTENCE|EXPECTED|GOT"
for each test.
"""
import pathlib
import re
import socket
import sys
import time

SOCKET, HOST, PATH, COOKIE = sys.argv[1:5]
DIR = pathlib.Path(sys.argv[5])
LONG = 12 * 1024 * 1024  # UPLOAD_MAX
PLACES = 16              # UPLOAD_PLACES
ALL_S = 30               # HTTP_REQUEST_MS
EDGE = "edge"
GO_ON = b"HTTP/1.1 100 Continue\r\n\r\n"


def connect():
    one = socket.socket(socket.AF_UNIX)
    one.settimeout(ALL_S)
    one.connect(SOCKET)
    return one


def ask(one, length=None, cookie=COOKIE, method="POST", **more):
    head = {"Host": HOST, "X-Real-IP": "192.0.2.7", "Cookie": cookie,
            "Origin": f"https://{HOST}", "Content-Length": length,
            "Content-Type": f"multipart/form-data; boundary={EDGE}"}
    head |= {name.replace("_", "-"): text for name, text in more.items()}
    one.sendall("\r\n".join(
        [f"{method} {PATH} HTTP/1.1"] +
        [f"{name}: {text}" for name, text in head.items() if text is not None] +
        ["", ""]).encode())


def answer(one):
    """Until it is hung up on: the head's lines, what comes after them."""
    got = b""
    while piece := one.recv(65536):
        got += piece
    head, _, page = got.partition(b"\r\n\r\n")
    return head.decode().split("\r\n"), page.decode(errors="replace")


def said(head):
    """Its status, where it leads, and whether that was the last of it."""
    lines = dict(line.lower().split(": ", 1) for line in head[1:])
    where = lines.get("location", "").split("?")[0].rsplit("/", 1)[-1]
    return " ".join(filter(None, [
        head[0].split()[1], where, lines.get("connection")]))


def check(sentence, expected, got):
    print(sentence, expected, got, sep="|", flush=True)


def held_kb():
    """What the process behind the socket holds in memory of its own."""
    with socket.socket(socket.AF_UNIX) as one:
        one.connect(SOCKET)
        pid = int.from_bytes(one.getsockopt(
            socket.SOL_SOCKET, socket.SO_PEERCRED, 4), sys.byteorder)
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"RssAnon:\s*(\d+)", status)[1])


REFUSED = [
    ("nobody's", {"cookie": ""}, "303 authorize close"),
    ("one with a session that nobody sealed",
     {"cookie": "__Host-leave=AAAAAQAA"}, "303 authorize close"),
    ("one from another site's page", {"Origin": "https://evil.example"},
     "403 close"),
    ("one for another host", {"Host": "evil.example"}, "421 close"),
    ("one without the address that nginx gives", {"X_Real_IP": None},
     "400 close"),
    ("one that is too long", {"length": LONG + 1}, "413 close"),
]


def refused():
    for whose, ask_with, expected in REFUSED:
        one = connect()
        ask(one, **({"length": LONG} | ask_with))
        head, _ = answer(one)
        check(f"a long body is refused before it comes: {whose}", expected,
              said(head))
    one = connect()
    ask(one, LONG, "")
    try:
        one.sendall(bytes(LONG))
    except OSError:
        pass
    check("and who has sent it all in one go hears why", "303 authorize close",
          said(answer(one)[0]))
    one = connect()
    ask(one, None, Transfer_Encoding="chunked")
    try:
        for _ in range(20):
            one.sendall(b"4000\r\n" + bytes(0x4000) + b"\r\n")
        one.sendall(b"0\r\n\r\n")
    except OSError:
        pass
    head = one.recv(20).decode()
    check("without a length none is long", "413", head.split()[1])


def unknown_hold_nothing():
    """Strangers who would send 12 MB each, slowly."""
    before = held_kb()
    crowd = [connect() for _ in range(40)]
    for one in crowd:
        ask(one, LONG, "")
    try:
        for one in crowd:
            one.sendall(bytes(100_000))
    except OSError:
        pass
    held = held_kb() - before
    check("forty strangers do not make it hold a megabyte each", True,
          held < 40 * 1024 or f"{held} KB")
    check("and all are answered", f"{len(crowd)} times 303 authorize close",
          " ".join(f"{len(crowd)} times {word}" for word in
                   {said(answer(one)[0]) for one in crowd}))


def fetch():
    """The form's page, and the cookie and the token of a form on it."""
    one = connect()
    ask(one, method="GET", Connection="close", Content_Type=None)
    head, page = answer(one)
    seed = re.search(r"__Host-form=\w+", "\n".join(head))[0]
    return page, seed, re.findall(r'name="token" value="([^"]+)"', page)[-1]


def form(length, name="letter.pdf"):
    """The cookies to send, and as many bytes."""
    _, seed, token = fetch()

    def part(what, text):
        return (f"--{EDGE}\r\nContent-Disposition: form-data; {what}\r\n\r\n"
                .encode() + text + b"\r\n")
    head = part('name="token"', token.encode()) + part('name="act"', b"add")
    tail = f"--{EDGE}--\r\n".encode()
    where = f'name="file"; filename="{name}"'
    left = length - len(head) - len(tail) - len(part(where, b""))
    file = part(where, b"%PDF-1.7\n".ljust(left, b"x"))
    return f"{COOKIE}; {seed}", head + file + tail


def places():
    crowd = []
    for _ in range(PLACES):
        one = connect()
        ask(one, LONG, Expect="100-continue")
        # It has its place, and is asked to go on.
        assert one.recv(len(GO_ON)) == GO_ON
        crowd.append(one)
    one = connect()
    ask(one, LONG)
    check("as many as there are places are read at once, no more", "503 close",
          said(answer(one)[0]))
    before = held_kb()
    for one in crowd:
        one.sendall(bytes(LONG // 4))
    crowd[-1].sendall(bytes(LONG - LONG // 4))
    answered = crowd[-1].recv(20).decode()
    check("a body that is no form is refused once it is there", "400",
          answered.split()[1])
    held = held_kb() - before
    check("they hold no more than what has come", True,
          held < PLACES * LONG // 4 // 1024 + LONG // 1024 + 4096
          or f"{held} KB")
    for one in crowd:
        one.close()


def sends(cookie, body):
    """The status, once there is a place again."""
    until = time.monotonic() + ALL_S
    while time.monotonic() < until:
        one = connect()
        ask(one, len(body), cookie, Expect="100-continue", Connection="close")
        if one.recv(len(GO_ON)) == GO_ON:
            one.sendall(body)
            return said(answer(one)[0])
    return "no place"


def through():
    path = PATH.rsplit("/", 1)[-1].lower()
    check("a long one of somebody with a session goes through",
          f"303 {path} close", sends(*form(200_000)))
    check("and is there", True, "letter.pdf" in fetch()[0])


def ends_meanwhile():
    cookie, body = form(300_000, "late.pdf")
    one = connect()
    ask(one, len(body), cookie, Connection="close")
    one.sendall(body[:150_000])
    (DIR / "half").touch()
    until = time.monotonic() + ALL_S
    while not (DIR / "ended").exists() and time.monotonic() < until:
        time.sleep(0.02)
    one.sendall(body[150_000:])
    check("a session that ends while the body comes has ended",
          "303 authorize close", said(answer(one)[0]))
    late = connect()
    ask(late, LONG)
    check("and lets no other in", "303 authorize close",
          said(answer(late)[0]))


refused()
unknown_hold_nothing()
places()
through()
ends_meanwhile()
check("the end", "", "")
