"""front_recorder.py SOCKET FOLDER - stands where portal-front would.

Writes what comes over each connection to FOLDER/N, as it comes, and answers
every request it can see in it, one after the other, as a server does that
takes nginx's word for where a request ends.
"""
import itertools
import os
import re
import socketserver
import sys

numbers = itertools.count(1)
HEAD = re.compile(rb"(.*?)\r\n\r\n", re.S)
LENGTH = re.compile(rb"^content-length:\s*(\d+)\s*$", re.I | re.M)
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfront"


class Recorder(socketserver.BaseRequestHandler):
    def handle(self):
        waiting = b""
        with open(os.path.join(sys.argv[2], str(next(numbers))), "wb", 0) as record:
            while True:
                got = self.request.recv(65536)
                if not got:
                    return
                record.write(got)
                waiting += got
                while (head := HEAD.match(waiting)) is not None:
                    length = LENGTH.search(head.group(1))
                    end = head.end() + (int(length.group(1)) if length else 0)
                    if len(waiting) < end:
                        break
                    waiting = waiting[end:]
                    self.request.sendall(ANSWER)


class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True
    request_queue_size = 512


Server(sys.argv[1], Recorder).serve_forever()
