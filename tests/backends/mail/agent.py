#!/usr/bin/env python3
"""agent.py SMTP-PORT IMAP-PORT count|files|text|reply ...: somebody at the desk with an ordinary mail program."""
import email
import email.policy
import email.utils
import hashlib
import imaplib
import smtplib
import sys
from email.message import EmailMessage

smtp_port, imap_port, command = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]


def mails(header, text):
    found = []
    for folder in ("help@desk.test", "forum@desk.test"):
        box = imaplib.IMAP4("127.0.0.1", imap_port)
        box.login(folder, "mail-password")
        box.select("INBOX", readonly=True)
        for number in box.search(None, "HEADER", header, f'"{text}"')[1][0].split():
            raw = box.fetch(number, "(BODY.PEEK[])")[1][0][1]
            found.append(email.message_from_bytes(raw, policy=email.policy.default))
        box.logout()
    return found


def reply(conversation, text):
    asked = mails("References", conversation)[-1]
    answer = EmailMessage()
    answer["From"] = "Ada Müller <help@desk.test>"
    answer["To"] = asked["Reply-To"] or asked["From"]
    answer["Subject"] = "Re: " + asked["Subject"]
    answer["Date"] = email.utils.formatdate()
    answer["Message-ID"] = email.utils.make_msgid(domain="desk.test")
    answer["In-Reply-To"] = asked["Message-ID"]
    answer["References"] = f'{asked["References"]} {asked["Message-ID"]}'
    quoted = "\n".join("> " + line for line in asked.get_body(("plain",)).get_content().splitlines())
    answer.set_content(f"{text}\n\nOn Monday somebody wrote:\n{quoted}\n\n-- \nAda, the desk\n")
    with smtplib.SMTP("127.0.0.1", smtp_port) as out:
        out.send_message(answer)


if command == "count":
    print(len(mails("X-Docent-Request", sys.argv[4])))
elif command == "files":
    for part in mails("X-Docent-Request", sys.argv[4])[0].iter_attachments():
        print(hashlib.sha256(part.get_content() if isinstance(part.get_content(), bytes)
                             else part.get_payload(decode=True)).hexdigest())
elif command == "text":
    print(mails("X-Docent-Request", sys.argv[4])[0].get_body(("plain",)).get_content())
elif command == "reply":
    reply(sys.argv[4], sys.argv[5])
else:
    sys.exit(f"agent.py: {command}: there are count, files, text, reply")
