#!/usr/bin/env bash
# A mail server as companies have them: OpenSMTPD takes mail, Dovecot keeps it (a second copy of the same Message-ID is dropped by
# Sieve) and shows it by IMAP. Needs root: smtpd keeps its spool in /var/spool/smtpd, so there is one of it on a machine.
# Mailboxes: help@desk.test (the agents), kiosk@devices.desk.test (the device, and all of kiosk+...@). See common.sh.
. "$(dirname "$0")/../common.sh"
DIR=$(mkdir -p "$1" && cd "$1" && pwd)
[ "$(id -u)" = 0 ] || { echo "mail: skipped: smtpd needs root" >&2; exit 77; }
PORT=$(keep "$DIR" port free_port)
IMAP=$(keep "$DIR" imap-port free_port)
mkdir -p "$DIR"/{run/dovecot,mail,sieve}
chmod 755 "$DIR"
chown mail:mail "$DIR/mail" "$DIR/sieve"

cat > "$DIR/sieve/default.sieve" <<'END'
require ["duplicate"];
if duplicate :seconds 604800 { discard; stop; }
END
cat > "$DIR/dovecot.conf" <<END
base_dir = $DIR/run/dovecot
state_dir = $DIR/run/state
log_path = $DIR/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
first_valid_uid = 1
recipient_delimiter = +
lmtp_save_to_detail_mailbox = no
mail_location = maildir:$DIR/mail/%u
passdb {
  driver = static
  args = password=mail-password
}
userdb {
  driver = static
  args = uid=mail gid=mail home=$DIR/mail/%u allow_all_users=yes
}
service imap-login {
  inet_listener imap {
    port = $IMAP
  }
  inet_listener imaps {
    port = 0
  }
}
service lmtp {
  unix_listener $DIR/run/lmtp {
    mode = 0666
  }
}
protocol lmtp {
  mail_plugins = sieve
}
protocol imap {
  mail_max_userip_connections = 50
}
plugin {
  sieve = file:$DIR/mail/%u/sieve;active=$DIR/mail/%u/.dovecot.sieve
  sieve_before = $DIR/sieve/default.sieve
  sieve_extensions = +vnd.dovecot.duplicate
}
END
sievec -c "$DIR/dovecot.conf" "$DIR/sieve/default.sieve" 2>/dev/null || true
cat > "$DIR/smtpd.conf" <<END
smtp max-message-size 40M
listen on 127.0.0.1 port $PORT hostname mx.desk.test
listen on socket
table people { "@" = mail }
action "box" lmtp "$DIR/run/lmtp" rcpt-to virtual <people>
match from any for domain { "desk.test", "example.test", "devices.desk.test" } action "box"
END
chmod 640 "$DIR/smtpd.conf"

setsid dovecot -F -c "$DIR/dovecot.conf" >>"$DIR/dovecot.out" 2>&1 </dev/null &
DOVECOT=$!
setsid smtpd -d -f "$DIR/smtpd.conf" >>"$DIR/smtpd.log" 2>&1 </dev/null &
SMTPD=$!
wait_port "$PORT" $SMTPD "$DIR/smtpd.log"
wait_port "$IMAP" $DOVECOT "$DIR/dovecot.out"
# Can this machine keep a mailbox at all? Its log says why not: rights of folders, limits of a container.
if ! python3 - "$IMAP" <<'END'
import imaplib
import sys
import time

for attempt in range(20):
    try:
        box = imaplib.IMAP4("127.0.0.1", int(sys.argv[1]))
        box.login("kiosk@devices.desk.test", "mail-password")
        if box.select("INBOX")[0] == "OK":
            sys.exit(0)
    except (OSError, imaplib.IMAP4.error) as error:
        print(f"mail: {error}", file=sys.stderr)
    time.sleep(0.25)
sys.exit(1)
END
then
    tail -5 "$DIR/dovecot.log" >&2 || true
    kill "$SMTPD" "$DOVECOT" 2>/dev/null || true
    echo "mail: skipped: no mailbox can be opened here" >&2
    exit 77
fi
cat > "$DIR/env" <<END
PUBLIC='{"kind": "mail", "smtp": "smtp://127.0.0.1:@PORT@/kiosk", "imap": "imap://127.0.0.1:$IMAP", "from": "kiosk@devices.desk.test", "to": "help@desk.test", "forum_to": "forum@desk.test", "dedup_days": 7, "settle_s": 1, "poll_s": 1}'
DEVICE='{"imap_user": "kiosk@devices.desk.test", "imap_password": "mail-password"}'
PORT=$PORT
IMAP_PORT=$IMAP
CAN=""
PIDS="$SMTPD $DOVECOT"
END
