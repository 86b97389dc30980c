"""link.py - connections to the nginx of tests/portal.sh: for Python programs of
the tests. Environment: PORTAL_PORT, PORTAL_CA.
"""
import http.client
import os
import socket
import ssl

PORT = int(os.environ["PORTAL_PORT"])

tls = ssl.create_default_context(cafile=os.environ["PORTAL_CA"])


class Link(http.client.HTTPSConnection):
    """A connection from an address of one's own."""

    def __init__(self, address, host="portal.localhost"):
        super().__init__(host, PORT, timeout=20)
        self.address = address

    def connect(self):
        plain = socket.create_connection(
            ("127.0.0.1", PORT), self.timeout, (self.address, 0))
        self.sock = tls.wrap_socket(plain, server_hostname=self.host)
