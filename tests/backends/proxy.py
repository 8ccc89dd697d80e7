#!/usr/bin/env python3
"""proxy.py LISTEN UPSTREAM FAULT-FILE: a TCP proxy on this machine that breaks as it is told.

FAULT-FILE holds `MODE AT [TIMES]` and is read anew for each connection; a fault that has fired TIMES times (1) empties it.

    none            everything passes
    lost-request    after AT bytes from the client both sides are cut; nothing more reaches the server
    lost-response   the request reaches the server, of its answer only AT bytes the client, who is then cut
    stall           as lost-response, but the connection stays open for five seconds
    reset           the server is cut after AT bytes of its answer, the client too
    offline         each connection is cut at once

A cut is a reset (RST), as a failing line gives it."""
import os
import select
import socket
import struct
import sys
import threading
import time

LISTEN, UPSTREAM, FILE = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
LOCK = threading.Lock()
QUIET = 0.15  # Seconds without a byte: the server has said what it had to say.


def plan():
    try:
        words = open(FILE).read().split()
    except OSError:
        words = []
    return (words[0], int(words[1])) if len(words) > 1 else ("none", 0)


def fired():
    """Counts it down. False: another connection had the last one."""
    with LOCK:
        words = open(FILE).read().split()
        if len(words) < 2:
            return False
        left = int(words[2]) - 1 if len(words) > 2 else 0
        draft = FILE + ".new"
        with open(draft, "w") as file:
            file.write(f"{words[0]} {words[1]} {left}\n" if left > 0 else "")
        os.replace(draft, FILE)
    print(words[0], words[1], "fired", flush=True)
    return True


def cut(sock):
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        sock.close()
    except OSError:
        pass


class Line:
    """One connection."""

    def __init__(self, client, server, mode, at):
        self.client, self.server, self.mode, self.at = client, server, mode, at
        self.asked = self.answered = 0
        self.broken = False  # The answer goes nowhere any more.
        self.heard = time.monotonic()

    def from_client(self, data):
        if self.mode == "lost-request" and self.asked + len(data) > self.at and fired():
            self.server.sendall(data[:max(0, self.at - self.asked)])
            time.sleep(0.05)
            return False
        self.asked += len(data)
        self.server.sendall(data)
        return True

    def from_server(self, data):
        self.heard = time.monotonic()
        if self.broken:
            return True
        if self.mode in ("lost-response", "stall", "reset") and self.answered + len(data) > self.at and fired():
            self.client.sendall(data[:max(0, self.at - self.answered)])
            self.broken = True
            return self.mode != "reset"
        self.answered += len(data)
        self.client.sendall(data)
        return True

    def over(self):
        return self.broken and time.monotonic() - self.heard > (5 if self.mode == "stall" else QUIET)

    def run(self):
        sides = {self.client: self.server, self.server: self.client}
        while sides and not self.over():
            for side in select.select(list(sides), [], [], 0.05)[0]:
                data = side.recv(65536)
                if not data:
                    other = sides.pop(side)
                    if not (side is self.server and self.broken):
                        other.shutdown(socket.SHUT_WR)
                elif not (self.from_client(data) if side is self.client else self.from_server(data)):
                    self.broken = True
                    return


def connection(client):
    mode, at = plan()
    if mode == "offline" and fired():
        return cut(client)
    try:
        server = socket.create_connection(("127.0.0.1", UPSTREAM))
    except OSError:
        return cut(client)
    line = Line(client, server, mode, at)
    try:
        line.run()
    except OSError:
        line.broken = True
    if line.broken:
        cut(client)
        cut(server)
    client.close()
    server.close()


door = socket.socket()
door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
door.bind(("127.0.0.1", LISTEN))
door.listen(50)
while True:
    threading.Thread(target=connection, args=(door.accept()[0],), daemon=True).start()
