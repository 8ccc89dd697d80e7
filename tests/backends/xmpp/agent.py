#!/usr/bin/env python3
"""agent.py DIR C2S-PORT count|files|text|reply|close|rooms|invited ...: an agent with a chat program, over plain XMPP on this machine.

Rooms are known by their invitations alone, as for any person: they are kept in DIR/rooms, each with how often one came."""
import base64
import hashlib
import os
import re
import socket
import sys
import urllib.request
import xml.etree.ElementTree as tree
from xml.sax.saxutils import escape, quoteattr

ROOT, PORT = sys.argv[1], int(sys.argv[2])
DOMAIN, USER, PASSWORD = "desk.test", os.environ.get("AGENT", "agent"), "agent-password"
CLIENT, MUC_USER = "{jabber:client}", "{http://jabber.org/protocol/muc#user}"
MAM, SID = "{urn:xmpp:mam:2}", "{urn:xmpp:sid:0}"


class Chat:
    def __init__(self):
        self.line = socket.create_connection(("127.0.0.1", PORT), 20)
        self.line.settimeout(20)
        self.rooms = {}
        self.number = 0
        self.open()
        plain = base64.b64encode(f"\0{USER}\0{PASSWORD}".encode()).decode()
        self.send(f"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>{plain}</auth>")
        if not self.next().tag.endswith("success"):
            sys.exit("agent.py: the password is not accepted")
        self.open()
        self.ask("set", "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>", None)
        self.send("<presence/>")

    def open(self):
        self.parser = tree.XMLPullParser(["start", "end"])
        self.depth = 0
        self.send(f"<stream:stream to='{DOMAIN}' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>")
        self.next()

    def send(self, text):
        self.line.sendall(text.encode())

    def next(self):
        """The next stanza; invitations are noted on the way."""
        while True:
            for event, element in self.parser.read_events():
                self.depth += 1 if event == "start" else -1
                if event == "end" and self.depth == 1:
                    self.note(element)
                    return element
            data = self.line.recv(65536)
            if not data:
                sys.exit("agent.py: the server hung up")
            self.parser.feed(data)

    def note(self, stanza):
        if stanza.find(f"{MUC_USER}x/{MUC_USER}invite") is not None:
            room = stanza.get("from")
            self.rooms[room] = self.rooms.get(room, 0) + 1

    def ask(self, kind, query, to, each=None):
        self.number += 1
        name = f"a{self.number}"
        self.send(f"<iq type='{kind}' id='{name}'{'' if to is None else f' to={quoteattr(to)}'}>{query}</iq>")
        while True:
            stanza = self.next()
            if stanza.tag == CLIENT + "iq" and stanza.get("id") == name:
                return stanza
            if each is not None:
                each(stanza)

    def archive(self, room):
        """The messages of a room, oldest first."""
        found, after = [], ""

        def each(stanza):
            message = stanza.find(f"{MAM}result/{{urn:xmpp:forward:0}}forwarded/{CLIENT}message")
            if message is not None:
                found.append(message)
        while True:
            answer = self.ask("set", f"<query xmlns='urn:xmpp:mam:2'><set xmlns='http://jabber.org/protocol/rsm'><max>100</max>{after}</set>"
                              "</query>", room, each)
            fin = answer.find(MAM + "fin")
            last = None if fin is None else fin.find(".//{http://jabber.org/protocol/rsm}last")
            if last is None or fin.get("complete") == "true":
                return found
            after = f"<after>{escape(last.text)}</after>"

    def enter(self, room):
        self.send(f"<presence to={quoteattr(room + '/Ada')}><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>")
        while True:
            stanza = self.next()
            if stanza.tag == CLIENT + "message" and stanza.find(CLIENT + "subject") is not None and stanza.get("from", "").startswith(room):
                return
            if stanza.tag == CLIENT + "presence" and stanza.get("type") == "error":
                sys.exit("agent.py: may not enter " + room)

    def say(self, room, inner):
        self.enter(room)
        self.send(f"<message type='groupchat' id='say' to={quoteattr(room)}>{inner}</message>")
        while True:
            stanza = self.next()
            if stanza.tag == CLIENT + "message" and stanza.get("from") == room + "/Ada":
                return


def origin(message):
    element = message.find(SID + "origin-id")
    return None if element is None else element.get("id")


def known_rooms(chat):
    """With those of earlier runs."""
    chat.ask("get", "<ping xmlns='urn:xmpp:ping'/>", DOMAIN)  # What was kept while offline has come by then.
    path = os.path.join(ROOT, "rooms")
    if os.path.exists(path):
        for line in open(path).read().splitlines():
            room, times = line.split()
            chat.rooms[room] = chat.rooms.get(room, 0) + int(times)
    with open(path + ".new", "w") as file:
        file.write("".join(f"{room} {times}\n" for room, times in chat.rooms.items()))
    os.replace(path + ".new", path)
    return list(chat.rooms)


def letters(chat, letter):
    for room in reversed(known_rooms(chat)):
        found = [m for m in chat.archive(room) if origin(m) == letter]
        if found:
            return found
    return []


def main(command, args):
    chat = Chat()
    if command == "count":
        print(len(letters(chat, args[0])))
    elif command == "text":
        print(letters(chat, args[0])[0].find(CLIENT + "body").text)
    elif command == "files":
        for address in re.findall(r": (http://\S+)$", letters(chat, args[0])[0].find(CLIENT + "body").text, re.M):
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            print(hashlib.sha256(opener.open(address, timeout=60).read()).hexdigest())
    elif command == "rooms":
        print(*[f"{chat.rooms[room]} {room}" for room in known_rooms(chat)], sep="\n")
    else:
        known_rooms(chat)
        room = args[0] + "@rooms.desk.test"
        if command == "reply":
            chat.say(room, f"<body>{escape(args[1])}</body>")
        elif command == "said":
            print(*[m.findtext(CLIENT + "body") for m in chat.archive(room) if m.find(CLIENT + "body") is not None], sep="\n")
        elif command == "close":
            chat.say(room, "<body>[closed] It works again.</body>")
        else:
            sys.exit(f"agent.py: {command}: there are count, files, text, reply, said, close, rooms")
    chat.send("<presence type='unavailable'/></stream:stream>")


main(sys.argv[3], sys.argv[4:])
