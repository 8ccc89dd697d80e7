#!/usr/bin/env bash
# The company's side of the receiver: its files. See common.sh.
. "$(dirname "$0")/../common.sh"
cd "$1"
case "$2" in
count) find letters -name "$3.json" | wc -l ;;
files) python3 -c 'import json, sys; [print(f["sha256"]) for f in json.load(open(sys.argv[1])).get("attachments", [])]' "letters/$3.json" ;;
text) python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["body"])' "letters/$3.json" ;;
reply)
    python3 - "$3" "$4" <<'END' >> "conversations/$3.jsonl"
import json, sys, time, uuid
print(json.dumps({"id": str(uuid.uuid4()), "at": int(time.time()), "author": "Ada", "text": sys.argv[2]}))
END
    ;;
close) echo '{"closed": true}' >> "conversations/$3.jsonl" ;;
*) die "agent.sh: $2: there are count, files, text, reply, close" ;;
esac
