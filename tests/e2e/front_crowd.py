"""front_crowd.py say|silent|wait SOCKET [COUNT] - what curl does not do: raw
bytes, browsers that say nothing, many that wait.

say: standard input as it is; prints the status of the answer.
silent: half a question, then nothing; "closed in time" when it is hung up on.
wait: COUNT questions that need identityd; "waiting" once all that are too many
got 503, then "N answered, N refused" when the others have their answer.
"""
import select
import socket
import sys
import time

IDLE_S = 10        # HTTP_IDLE_S
WAITING_MAX = 256  # HTTP_WAITING_MAX
QUESTION = (b"GET /me HTTP/1.1\r\nHost: portal.localhost\r\n"
            b"X-Real-IP: 192.0.2.9\r\nCookie: __Host-portal=x\r\n\r\n")


def connect(path):
    one = socket.socket(socket.AF_UNIX)
    one.connect(path)
    return one


def say(path):
    one = connect(path)
    one.sendall(sys.stdin.buffer.read())
    print(one.recv(20).split()[1].decode())


def silent(path):
    one = connect(path)
    one.sendall(QUESTION[:40])
    one.settimeout(3 * IDLE_S)
    start = time.monotonic()
    try:
        while one.recv(4096):
            pass
    except ConnectionError:
        pass
    except TimeoutError:
        print("still open")
        return
    waited = time.monotonic() - start
    print("closed in time" if waited < 2 * IDLE_S else f"after {waited:.0f} s")


def wait(path, count):
    crowd = [connect(path) for _ in range(count)]
    for one in crowd:
        one.sendall(QUESTION)
    until = time.monotonic() + 30
    refused = set()
    while len(refused) < count - WAITING_MAX and time.monotonic() < until:
        for one in select.select(set(crowd) - refused, [], [], 1)[0]:
            assert b" 503 " in one.recv(65536)
            refused.add(one)
    print("waiting", flush=True)
    answered = 0
    for one in set(crowd) - refused:
        one.settimeout(60)
        answered += b" 503 " not in one.recv(20)
    print(f"{answered} answered, {len(refused)} refused")


if sys.argv[1] == "say":
    say(sys.argv[2])
elif sys.argv[1] == "silent":
    silent(sys.argv[2])
else:
    wait(sys.argv[2], int(sys.argv[3]))
