#!/usr/bin/python3
"""smtp_fault.py DIR [tls CERT KEY] [auth USER FILE] - a relay with faults.

Listens on a free port of 127.0.0.1, which it writes to DIR/port. What it does
hangs on DIR/fault, read at each connection, and on the recipient:
  fault: refuse (554 greeting), hang (no greeting), loud421 (421 to MAIL),
         sender (550 to MAIL), sizes (552 to MAIL),
         gather N (N letters end together, not before they are N),
         hold (a letter ends when there is a DIR/release),
         crowd N (421 to more than N connections), mute (no answer to QUIT)
  temp@  450 to RCPT      perm@  550 to RCPT, three lines, one of them foul
  late@  554 after DATA   later@ 451 after DATA
  drop@  closes in DATA   slow@  says nothing after DATA
FILE has the password of USER. Commands go to DIR/commands (AUTH without its
secret), letters it took to DIR/letter.N as they came over the wire.
"""
import base64
import os
import socket
import ssl
import sys
import threading
import time

folder, options = sys.argv[1], sys.argv[2:]
tls = auth = None
while options:
    word = options.pop(0)
    pair = options.pop(0), options.pop(0)
    if word == "tls":
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(*pair)
    else:
        with open(pair[1], "rb") as file:
            auth = base64.b64encode(b"\0%b\0%b" % (pair[0].encode(),
                                                  file.read().strip()))
lock = threading.Lock()
count = 0
talks = 0
meeting = None


def gather(fault):
    """All of one meeting go on together, or none of them."""
    global meeting
    with lock:
        if meeting is None:
            meeting = threading.Barrier(int(fault.split()[1]))
    meeting.wait(20)


def hold():
    while not os.path.exists(os.path.join(folder, "release")):
        time.sleep(0.02)


def read(name):
    try:
        with open(os.path.join(folder, name), encoding="ascii") as file:
            return file.read().strip()
    except FileNotFoundError:
        return ""


def note(line):
    with lock, open(os.path.join(folder, "commands"), "ab") as file:
        file.write(line + b"\n")


def keep(lines):
    global count
    with lock:
        count += 1
        with open(os.path.join(folder, "letter.%d" % count), "wb") as file:
            file.write(b"".join(lines))


RCPT = {b"temp": b"450 4.2.1 mailbox busy, try later",
        b"perm": b"550-5.1.1 no such\r\n550-5.1.1 \xff\x1b[31m\x07\r\n"
                 b"550 5.1.1 no such user here \xe7\x8e\x8b\x1b[0m"}
END = {b"late": b"554 5.7.1 smells like spam", b"later": b"451 4.3.0 no room"}
MAIL = {"loud421": b"421 4.3.2 going away", "sender": b"550 5.7.1 not you",
        "sizes": b"552 5.3.4 too big"}


class Talk:
    def __init__(self, connection):
        self.connection = connection
        self.file = connection.makefile("rwb")
        self.secure = self.known = False
        self.fault = read("fault")

    def say(self, line):
        self.file.write(line + b"\r\n")
        self.file.flush()

    def start_tls(self):
        self.say(b"220 go ahead")
        self.connection = tls.wrap_socket(self.connection, server_side=True)
        self.file = self.connection.makefile("rwb")
        self.secure = True

    def greet(self):
        extra = [b"fault.example", b"8BITMIME"]
        if tls and not self.secure:
            extra.append(b"STARTTLS")
        if auth and self.secure:
            extra.append(b"AUTH PLAIN")
        for word in extra[:-1]:
            self.say(b"250-" + word)
        self.say(b"250 " + extra[-1])

    def data(self, who):
        self.say(b"354 go on")
        lines = []
        for line in self.file:
            if line == b".\r\n":
                break
            lines.append(line)
            if who == b"drop" and len(lines) > 5:
                return False
        else:
            return False
        if who == b"slow":
            time.sleep(60)
        if self.fault.startswith("gather"):
            gather(self.fault)
        if self.fault == "hold":
            note(b"held")
            hold()
        if who in END:
            self.say(END[who])
        else:
            keep(lines)
            self.say(b"250 2.0.0 taken")
        return True

    def run(self):
        fault = self.fault
        if fault == "hang":
            time.sleep(60)
        if fault.startswith("crowd") and talks > int(fault.split()[1]):
            note(b"crowded")
            self.say(b"421 4.7.0 too many connections")
            return
        self.say(b"554 no service" if fault == "refuse" else b"220 hello")
        who = b""
        while line := self.file.readline():  # self.file changes at STARTTLS
            line = line.rstrip(b"\r\n")
            verb = line[:4].upper()
            note(line if verb != b"AUTH" else b"AUTH")
            if verb in (b"EHLO", b"HELO"):
                self.greet()
            elif verb == b"STAR" and tls:
                self.start_tls()
            elif verb == b"AUTH":
                self.say(b"334 ")
                self.known = self.file.readline().strip() == auth
                self.say(b"235 2.7.0 welcome" if self.known
                         else b"535 5.7.8 wrong login")
            elif verb == b"MAIL" and auth and not self.known:
                self.say(b"530 5.7.0 log in first")
            elif verb == b"MAIL":
                self.say(MAIL.get(fault, b"250 2.1.0 ok"))
            elif verb == b"RCPT":
                who = line[line.index(b"<") + 1:line.index(b"@")].lower()
                self.say(RCPT.get(who, b"250 2.1.5 ok"))
            elif verb == b"DATA":
                if not self.data(who):
                    return
            elif verb == b"QUIT":
                if fault == "mute":
                    time.sleep(60)
                self.say(b"221 bye")
                return
            else:
                self.say(b"250 ok")


def serve(connection):
    global talks
    with lock:
        talks += 1
    try:
        Talk(connection).run()
    except OSError:
        pass
    finally:
        with lock:
            talks -= 1
        connection.close()


listener = socket.create_server(("127.0.0.1", int(read("port") or 0)))
with open(os.path.join(folder, "port.new"), "w", encoding="ascii") as out:
    out.write("%d\n" % listener.getsockname()[1])
os.rename(os.path.join(folder, "port.new"), os.path.join(folder, "port"))
while True:
    threading.Thread(target=serve, args=(listener.accept()[0],),
                     daemon=True).start()
