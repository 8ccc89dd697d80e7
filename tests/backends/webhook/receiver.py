#!/usr/bin/env python3
"""receiver.py DIR PORT: a company's webhook receiver, as sdk/docs/contact-webhook.md describes it, with a look-up and replies.

    POST /hook                        a letter: once for each webhook-id, kept in DIR/letters/ID.json
    PUT  /hook/attachments/SHA256     a file, kept in DIR/files/SHA256
    GET  /hook/ID                     the answer that was given to it, or 404
    GET  /conversations/ID            the messages in DIR/conversations/ID.jsonl, with ETag
"""
import base64
import hashlib
import hmac
import http.server
import json
import os
import re
import sys
import time

ROOT, PORT = sys.argv[1], int(sys.argv[2])
KEY = base64.b64decode(open(os.path.join(ROOT, "secret")).read().strip()[len("whsec_"):])
SAFE = re.compile(r"[0-9a-f-]{36}|[0-9a-f]{64}")


def path(*names):
    return os.path.join(ROOT, *names)


def store_once(name, data):
    """False when it was there: link() is the one atomic step."""
    os.makedirs(os.path.dirname(name), exist_ok=True)
    draft = f"{name}.{os.getpid()}.{time.monotonic_ns()}"
    with open(draft, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, name)
        return True
    except FileExistsError:
        return False
    finally:
        os.unlink(draft)


class Receiver(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, body=None, headers=()):
        data = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def signed(self, payload):
        """True when it is; else it has been answered."""
        name, stamp = self.headers.get("webhook-id", ""), self.headers.get("webhook-timestamp", "0")
        want = hmac.new(KEY, f"{name}.{stamp}.".encode() + payload, hashlib.sha256).digest()
        given = self.headers.get("webhook-signature", "").split(" ")
        if not any(hmac.compare_digest("v1," + base64.b64encode(want).decode(), one) for one in given):
            self.answer(401, {"error": "the signature is wrong"})
        elif abs(time.time() - int(stamp)) > 300:
            self.answer(401, {"error": "the timestamp is not of now"})
        else:
            return True
        return False

    def body(self):
        size = int(self.headers["Content-Length"])
        data = self.rfile.read(size)
        return data if len(data) == size else None  # It was cut: not a request.

    def do_POST(self):
        data = self.body()
        name = self.headers.get("webhook-id", "")
        if data is None or not self.signed(data):
            return
        if not SAFE.fullmatch(name) or name != self.headers.get("Idempotency-Key"):
            return self.answer(400, {"error": "webhook-id is no id"})
        if self.headers["Content-Type"] == "application/json":
            letter = json.loads(data)
            for file in letter.get("attachments", []):
                if not os.path.exists(path("files", file["sha256"])):
                    return self.answer(422, {"error": f"attachment {file['sha256']} did not come"})
            place = {"id": letter["conversation"], "ref": letter["reference"],
                     "poll": f"/conversations/{letter['conversation']}"}
        else:
            place = {"id": name}
        with open(path("deliveries"), "a") as log:
            log.write(name + "\n")
        first = store_once(path("letters", name + ".json"), data)
        store_once(path("answers", name), json.dumps(place).encode())
        self.answer(201 if first else 200, place)

    def do_PUT(self):
        data, name = self.body(), self.path.rsplit("/", 1)[1]
        if data is None or not self.signed(name.encode()):
            return
        if hashlib.sha256(data).hexdigest() != name:
            return self.answer(422, {"error": "these are not the bytes of that name"})
        self.answer(201 if store_once(path("files", name), data) else 200)

    def do_GET(self):
        name = self.path.rsplit("/", 1)[1]
        if not self.signed(b""):
            return
        if not SAFE.fullmatch(name):
            return self.answer(404)
        if self.path.startswith("/hook/"):
            known = path("answers", name)
            return self.answer(200, json.load(open(known))) if os.path.exists(known) else self.answer(404)
        lines = open(path("conversations", name + ".jsonl")).readlines() if os.path.exists(
            path("conversations", name + ".jsonl")) else []
        tag = f'"{len(lines)}"'
        if self.headers.get("If-None-Match") == tag:
            return self.answer(304)
        rows = [json.loads(line) for line in lines]
        closed = any(row.get("closed") for row in rows)
        self.answer(200, {"state": "closed" if closed else "open", "messages": [r for r in rows if "text" in r]},
                    [("ETag", tag)])


http.server.ThreadingHTTPServer(("127.0.0.1", PORT), Receiver).serve_forever()
