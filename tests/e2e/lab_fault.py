#!/usr/bin/python3
"""A server whose network has a fault.

usage: lab_fault.py TARGET_PORT FOLDER

Passes TCP connections on to 127.0.0.1:TARGET_PORT. Its own port is written to
FOLDER/port; FOLDER/mode says how it does, and FOLDER/done that it now does so:

pass    everything goes through
refuse  nobody listens, and what was connected is reset
hole    connections are accepted and nothing ever comes back
drop    a firewall that throws packets away: connecting gets no answer
"""
import os
import selectors
import socket
import struct
import sys

LOOK_S = 0.05
CHUNK = 65536


class Fault:
    def __init__(self, target, folder):
        self.target, self.folder = target, folder
        self.mode = None
        self.listener = None
        self.fillers = []
        self.peers = {}
        self.selector = selectors.DefaultSelector()
        self.port = 0

    def path(self, name):
        return os.path.join(self.folder, name)

    def tell(self, name, text):
        with open(self.path(name + ".new"), "w", encoding="ascii") as file:
            file.write(text)
        os.rename(self.path(name + ".new"), self.path(name))

    def listen(self, backlog):
        self.listener = socket.socket()
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.listener.bind(("127.0.0.1", self.port))
        self.listener.listen(backlog)
        self.listener.setblocking(False)
        self.port = self.listener.getsockname()[1]

    def hang_up(self):
        for one in list(self.peers):
            if one not in self.peers:
                continue  # went with its other end
            # A reset, as from a machine that has just come up again.
            one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                           struct.pack("ii", 1, 0))
            self.forget(one)
        for filler in self.fillers:
            filler.close()
        self.fillers = []
        if self.listener is not None:
            if self.mode in ("pass", "hole"):
                self.selector.unregister(self.listener)
            self.listener.close()
            self.listener = None

    def forget(self, one):
        other = self.peers.pop(one, None)
        for end in (one, other):
            if end is None:
                continue
            self.peers.pop(end, None)
            try:
                self.selector.unregister(end)
            except (KeyError, ValueError):
                pass
            end.close()

    def freeze(self):
        """What is connected stays so and hears nothing more."""
        for one in self.peers:
            try:
                self.selector.unregister(one)
            except KeyError:
                pass

    def fill(self):
        """The kernel drops what a full backlog has no room for."""
        for _ in range(16):
            filler = socket.socket()
            filler.setblocking(False)
            filler.connect_ex(("127.0.0.1", self.port))
            self.fillers.append(filler)

    def change(self, mode):
        if mode == "hole" and self.mode == "pass":
            self.freeze()
        else:
            self.hang_up()
            if mode != "refuse":
                self.listen(0 if mode == "drop" else 128)
            if mode in ("pass", "hole"):
                self.selector.register(self.listener, selectors.EVENT_READ)
            if mode == "drop":
                self.fill()
        self.mode = mode
        self.tell("port", str(self.port))
        self.tell("done", mode)

    def accept(self):
        try:
            near, _ = self.listener.accept()
        except OSError:
            return
        if self.mode == "hole":
            self.peers[near] = None
            return
        try:
            far = socket.create_connection(("127.0.0.1", self.target))
        except OSError:
            near.close()
            return
        self.peers[near], self.peers[far] = far, near
        self.selector.register(near, selectors.EVENT_READ)
        self.selector.register(far, selectors.EVENT_READ)

    def move(self, one):
        other = self.peers.get(one)
        try:
            data = one.recv(CHUNK)
            if data and other is not None:
                other.sendall(data)
                return
        except OSError:
            pass
        self.forget(one)

    def run(self):
        while True:
            with open(self.path("mode"), encoding="ascii") as file:
                mode = file.read().strip()
            if mode and mode != self.mode:
                self.change(mode)
            for key, _ in self.selector.select(LOOK_S):
                if key.fileobj is self.listener:
                    self.accept()
                elif key.fileobj in self.peers:
                    self.move(key.fileobj)


Fault(int(sys.argv[1]), sys.argv[2]).run()
