#!/usr/bin/env bash
# voices.sh DOCENT COUNT VOICE: docent report over what people said beside searching: requests, votes, promises.
set -euo pipefail
docent=$1 count=$2 voice=$3
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
status=0
complain() { echo "$*" >&2; status=1; }
same() { [ "$2" = "$3" ] || complain "$1:" "$(diff <(echo "$2") <(echo "$3"))"; }
has() { grep -qF -- "$2" "$1" || complain "$1 does not say: $2"; }
hasnt() { ! grep -qF -- "$2" "$1" || complain "$1 says: $2"; }

mkdir -p shop
cat >shop/help.yaml <<'YAML'
product: Radio & Co
contact:
  feedback: desk
  connectors:
    - {id: desk, kind: webhook, url: https://desk.example/hook}
YAML
printf -- '---\nid: wifi\ntitle: Join a Wi-Fi network\n---\n\n1. Open Settings.\n2. Choose it.\n' >shop/wifi.md
printf -- '---\nid: dead\ntitle: It stays dark\nkind: fix\n---\n\n## Is it plugged in? {#plug}\n\n- [Yes](contact)\n- [No](solved)\n' >shop/dead.md
"$docent" pack shop -o shop.docent --quiet >/dev/null

printf '3\t0\tbuzz\t\n2\t1\t<img src=x onerror=alert(1)>\t\n' | "$count" shop.docent one.db en
tab() { printf '%s\n' "$@" | sed 's/ *| */\t/g'; }
{
    tab 'vote|1|article/wifi' 'vote|2|article/wifi#step-2' 'vote|4|article/wifi#step-2|Which one? Mail me: anna@mail.example, +49 170 1234567'
    tab 'vote|3|article/gone|"><script>alert(2)</script>' 'vote|6|conversation/x' 'vote|7|conversation/y'
    tab 'ask|It does not join.|article/wifi' 'ask|Dark.|article/wifi fix/dead#plug'
    tab "sql|INSERT INTO tally VALUES(3, '', 9), (4, '', 1)" 'sql|INSERT INTO answer(took_s, at) VALUES(600, 1), (7200, 1), (90000, 1)'
    tab 'sql|UPDATE conversation SET answer_by = 1000 WHERE id = (SELECT min(id) FROM conversation)'
} | "$voice" shop.docent one.db >/dev/null
tab 'vote|4|article/wifi#step-2|Which one? Mail me: anna@mail.example, +49 170 1234567' 'ask|Hm.|article/wifi' | "$voice" shop.docent two.db >/dev/null
sha256sum ./*.db >sums

same "the tables" "Read, and then a person was asked
       3  Join a Wi-Fi network  article/wifi

Voted worst
       3  Join a Wi-Fi network  article/wifi
          helped 1  not helped 1  unclear 2  most at #step-2
          \"Which one? Mail me: [removed], [removed]\" (unclear, 2 times)
       1  article/gone
          wrong 1  
          \"\"><script>alert(2)</script>\" (wrong)

Where people gave up in a guide
       1  It stays dark > Is it plugged in?  fix/dead#plug

Asked most
       3  en      buzz
       2  en      <img src=x onerror=alert(1)>

Promises
       3  requests:  ticket 3
       9  answered when promised
       1  later than promised
       3  not answered yet, 1 of them overdue
       3  wait to leave a device, 0 were refused
       3  answers known, half of them within 2 h 0 min
       1  satisfied afterwards, 1 not" "$("$docent" report one.db two.db --bundle shop.docent | sed -n '/^Read/,$p')"

"$docent" report one.db two.db --bundle shop.docent --html page.html --csv rows.csv >out
[ ! -s out ] || complain "prints tables as well"
has page.html 'What people asked: Radio &amp; Co'
has page.html 'Content-Security-Policy'
has page.html '&lt;img src=x onerror=alert(1)&gt;'
has page.html '&quot;&gt;&lt;script&gt;alert(2)&lt;/script&gt;'
has page.html 'Which one? Mail me: [removed], [removed]'
hasnt page.html '<script'
hasnt page.html '<img'
hasnt page.html 'anna@'
if grep -qE '(src|href)="[^#]' page.html; then complain "page.html leads out of itself"; fi
has rows.csv 'person,3,"article/wifi","","Join a Wi-Fi network",0'
has rows.csv 'vote,2,"article/wifi","","unclear",0'
has rows.csv 'reason unclear,2,"article/wifi#step-2","","Which one? Mail me: [removed], [removed]",0'
has rows.csv 'worst-place,3,"article/wifi","","#step-2",0'
has rows.csv 'promises,3,"not answered yet","","overdue",1'
has rows.csv 'answers,3,"all","","median seconds",7200'
hasnt rows.csv 'anna@'
command -v python3 >/dev/null && python3 - <<'PYTHON'
import html.parser, sys
VOID = {"meta", "rect"}
class Check(html.parser.HTMLParser):
    stack, seen, ids, links = [], {}, set(), set()
    def handle_starttag(self, tag, attrs):
        self.seen[tag] = self.seen.get(tag, 0) + 1
        a = dict(attrs)
        assert not any(k.startswith("on") for k in a), a
        self.ids |= {a["id"]} if "id" in a else set()
        self.links |= {a["href"]} if "href" in a else set()
        if tag not in VOID:
            self.stack.append(tag)
    def handle_startendtag(self, tag, attrs):
        pass
    def handle_endtag(self, tag):
        assert self.stack and self.stack.pop() == tag, f"</{tag}> at {self.getpos()}"
c = Check()
c.feed(open("page.html", encoding="utf-8").read())
assert not c.stack, c.stack
assert c.seen["h1"] == 1 and "script" not in c.seen and "img" not in c.seen, c.seen
assert all(link[1:] in c.ids for link in c.links), c.links - c.ids
PYTHON

# Older files have none of this; odd ones change nothing and break nothing.
if command -v sqlite3 >/dev/null; then
    odd() { cp one.db odd.db; sqlite3 odd.db "$1"; }
    said() {
        "$docent" report odd.db --html odd.html 2>err && complain "a file with odd rows is read"
        has err "$1"
    }
    odd "INSERT INTO tally VALUES(1, 'article/' || char(27) || '[2J' || x'e280ae', 5)" 
    "$docent" report odd.db >out
    if grep -q $'\e\|\xe2\x80\xae' out; then complain "a place steers the terminal"; fi
    odd "UPDATE letter SET body = x'7b7b7b' WHERE kind = 'feedback'"
    "$docent" report odd.db >/dev/null || complain "a broken opinion stops it"
    odd "UPDATE tally SET count = -1"; said "out of range"
    odd "INSERT INTO tally VALUES(1, CAST(x'ff' AS TEXT), 1)"; said "UTF-8"
    odd "INSERT INTO tally VALUES(1, hex(zeroblob(40000)), 1)"; said "a counted place"
    odd "DROP TABLE tally; CREATE VIEW tally AS SELECT 1 kind, 'x' name, 1 count"; said "damaged"
    odd "PRAGMA user_version = 9"; said "version 9"
    odd "$(sqlite3 one.db "SELECT 'DROP INDEX ' || name || ';' FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL")
         $(sqlite3 one.db "SELECT 'DROP TABLE ' || name || ';' FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('bookmark', 'search_count')")
         PRAGMA user_version = 2"
    "$docent" report odd.db | grep -q "3  en      buzz" || complain "a file of version 2 is not read"
    rm odd.db
fi

sha256sum --quiet -c sums || complain "a state file was changed"
[ -z "$(find . -name '*.db-*' -not -path './*-files*')" ] || complain "something was left beside a state file"
exit $status
