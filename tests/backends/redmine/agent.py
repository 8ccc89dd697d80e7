"""agent.py DIR PORT KEY CLOSED COMMAND ...: looks into Redmine's database, and answers by REST. See agent.sh."""
import hashlib
import json
import os
import sqlite3
import sys
import urllib.request

DIR, PORT, KEY, CLOSED, COMMAND = sys.argv[1:6]
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def rows(query, *values):
    base = sqlite3.connect(f"file:{DIR}/redmine.sqlite?mode=ro", uri=True, timeout=30)
    try:
        return base.execute(query, values).fetchall()
    finally:
        base.close()


def texts(letter):
    """Issues and notes of the device in which this letter stands: (issue, text)."""
    return rows("SELECT i.id, i.description FROM issues i JOIN users u ON u.id = i.author_id "
                "WHERE u.login = 'kiosk-0001' AND i.description LIKE ?1 UNION ALL "
                "SELECT j.journalized_id, j.notes FROM journals j JOIN users u ON u.id = j.user_id "
                "WHERE u.login = 'kiosk-0001' AND j.notes LIKE ?1", f"%{letter}%")


def issue(conversation):
    return rows("SELECT customized_id FROM custom_values WHERE customized_type = 'Issue' AND value = ?", conversation)[0][0]


def put(change):
    request = urllib.request.Request(f"http://127.0.0.1:{PORT}/issues/{issue(sys.argv[6])}.json",
                                     json.dumps({"issue": change}).encode(), method="PUT",
                                     headers={"X-Redmine-API-Key": KEY, "Content-Type": "application/json"})
    OPENER.open(request, timeout=50).read()


if COMMAND == "count":
    print(len(texts(sys.argv[6])))
elif COMMAND == "files":
    for folder, name in rows("SELECT disk_directory, disk_filename FROM attachments WHERE container_type = 'Issue' AND container_id = ?",
                             texts(sys.argv[6])[0][0]):
        print(hashlib.sha256(open(os.path.join(DIR, "files", folder, name), "rb").read()).hexdigest())
elif COMMAND == "text":
    print(texts(sys.argv[6])[0][1])
elif COMMAND == "reply":
    put({"notes": sys.argv[7]})
elif COMMAND == "private":
    put({"notes": sys.argv[7], "private_notes": True})
elif COMMAND == "close":
    put({"status_id": int(CLOSED)})
else:
    sys.exit(f"agent.sh: {COMMAND}: there are count, files, text, reply, private, close")
