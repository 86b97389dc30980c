#!/usr/bin/python3
"""lab_idle.py SOCKET COUNT - connections that say nothing.

Prints how many there are; ends when standard input does.
"""
import socket
import sys

held = []
for _ in range(int(sys.argv[2])):
    one = socket.socket(socket.AF_UNIX)
    try:
        one.connect(sys.argv[1])
        held.append(one)
    except OSError:
        one.close()
print(len(held), flush=True)
sys.stdin.read()
