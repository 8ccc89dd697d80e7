"""agent.py DATABASE PORT TOKEN COMMAND ...: looks into RT's database, and answers by REST. See agent.sh."""
import base64
import hashlib
import json
import quopri
import sqlite3
import sys
import urllib.request

DATABASE, PORT, TOKEN, COMMAND = sys.argv[1:5]
REST = f"http://127.0.0.1:{PORT}/REST/2.0/"
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def rows(query, *values):
    base = sqlite3.connect(f"file:{DATABASE}?mode=ro", uri=True, timeout=30)
    try:
        return base.execute(query, values).fetchall()
    finally:
        base.close()


def transactions(letter):
    """Those of our device in which this letter stands."""
    return [row[0] for row in rows(
        "SELECT DISTINCT t.id FROM Attachments a JOIN Transactions t ON t.id = a.TransactionId JOIN Users u ON u.id = t.Creator "
        "WHERE t.Type IN ('Create', 'Correspond') AND u.Name LIKE '%-0001' AND a.ContentType = 'text/plain' AND a.Content LIKE ?",
        f"%{letter}%")]


def parts(letter):
    for kind, name, coding, content in rows(
            "SELECT ContentType, Filename, ContentEncoding, Content FROM Attachments WHERE TransactionId = ? ORDER BY id",
            transactions(letter)[0]):
        data = content.encode() if isinstance(content, str) else content or b""
        data = base64.b64decode(data) if coding == "base64" else quopri.decodestring(data) if coding == "quoted-printable" else data
        yield kind, name, data


def ticket(conversation):
    return rows("SELECT o.ObjectId FROM ObjectCustomFieldValues o JOIN CustomFields f ON f.id = o.CustomField "
                "WHERE f.Name = 'Client Request ID' AND o.Content = ?", conversation)[0][0]


def ask(method, path, body):
    request = urllib.request.Request(REST + path, json.dumps(body).encode(), method=method,
                                     headers={"Authorization": f"token {TOKEN}", "Content-Type": "application/json"})
    return json.load(OPENER.open(request, timeout=50))


def say(how, kind):
    ask("POST", f"ticket/{ticket(sys.argv[5])}/{how}", {"Content": sys.argv[6], "ContentType": kind})


if COMMAND == "count":
    print(len(transactions(sys.argv[5])))
elif COMMAND == "files":
    for kind, name, data in parts(sys.argv[5]):
        if name:
            print(hashlib.sha256(data).hexdigest())
elif COMMAND == "text":
    print([data.decode() for kind, name, data in parts(sys.argv[5]) if kind == "text/plain" and not name][0])
elif COMMAND == "reply":
    say("correspond", "text/plain")
elif COMMAND == "html":
    say("correspond", "text/html")
elif COMMAND == "comment":
    say("comment", "text/plain")
elif COMMAND == "attach":
    ask("POST", f"ticket/{ticket(sys.argv[5])}/correspond", {"Attachments": [{
        "FileName": "manual.txt", "FileType": "text/plain", "FileContent": base64.b64encode(sys.argv[6].encode()).decode()}]})
elif COMMAND == "merge":
    ask("PUT", f"ticket/{ticket(sys.argv[5])}", {"MergeInto": ticket(sys.argv[6])})
elif COMMAND == "newest":
    for row in rows("SELECT Content FROM ObjectCustomFieldValues ORDER BY id DESC LIMIT 1"):
        print(row[0])
elif COMMAND == "said":
    for row in rows("SELECT a.Content FROM Attachments a JOIN Transactions t ON t.id = a.TransactionId WHERE t.ObjectId = ? "
                    "AND t.Type IN ('Create', 'Correspond') AND a.ContentType = 'text/plain' ORDER BY a.id", ticket(sys.argv[5])):
        print(row[0].decode() if isinstance(row[0], bytes) else row[0])
elif COMMAND in ("close", "reopen"):
    ask("PUT", f"ticket/{ticket(sys.argv[5])}", {"Status": "resolved" if COMMAND == "close" else "open"})
else:
    sys.exit(f"agent.sh: {COMMAND}: there are count, files, text, reply, html, attach, comment, merge, newest, said, close, reopen")
