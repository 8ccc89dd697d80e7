#!/usr/bin/env bash
# fleet_wire.sh BIN: what a look without news costs on the line: TCP/IP and TLS with all, as packets of 1,500 bytes. One device looks
# for half a day in a network of its own (unshare -rn), whose loopback counts. The certificate is as long as the usual free ones:
# one P-256, signed by a P-384 that is signed by an RSA of 4,096 bits, with what logs and addresses add to it.
set -euo pipefail
# shellcheck source=tests/support/nginx.sh
. "$(dirname "$0")/../support/nginx.sh"
export LC_ALL=C
bin=$1
ip link set lo mtu 1500 up
work=$(mktemp -d "${TMPDIR:-/tmp}/docent-wire.XXXXXX")
cleanup() { nginx_stop; rm -rf "$work"; }
trap cleanup EXIT
cd "$work"
clock=$(date -u -d 2027-03-01T18:00:00Z +%s)

issue() { # NAME SUBJECT KEY-OPTIONS ISSUER EXTENSIONS
    # shellcheck disable=SC2086
    openssl req -new -newkey $3 -nodes -keyout "$1.key" -subj "$2" -out "$1.csr" 2>/dev/null
    printf '%b' "$5" > "$1.ext"
    openssl x509 -req -in "$1.csr" -CA "$4.pem" -CAkey "$4.key" -CAcreateserial -extfile "$1.ext" -days 3650 -out "$1.pem" 2>/dev/null
}
openssl req -x509 -newkey rsa:4096 -nodes -keyout root.key -subj "/C=US/O=Test Security Research/CN=Root X1" -days 3650 -out root.pem 2>/dev/null
issue middle "/C=US/O=Test Trust/CN=E7" "ec -pkeyopt ec_paramgen_curve:P-384" root \
    'basicConstraints=critical,CA:true,pathlen:0\nkeyUsage=critical,digitalSignature,keyCertSign,cRLSign\nextendedKeyUsage=clientAuth,serverAuth\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\nauthorityInfoAccess=caIssuers;URI:http://x1.i.test.example/\ncrlDistributionPoints=URI:http://x1.c.test.example/\n'
logs=$(printf '00%.0s' $(seq 242))
issue leaf "/CN=localhost" "ec -pkeyopt ec_paramgen_curve:P-256" middle \
    "subjectAltName=DNS:localhost\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\nauthorityInfoAccess=caIssuers;URI:http://e7.i.test.example/\ncrlDistributionPoints=URI:http://e7.c.test.example/42.crl\n1.3.6.1.4.1.11129.2.4.2=DER:$logs\n"
cat leaf.pem middle.pem > chain.pem

echo '{"id":"a","title":"Help with a","body":"What a is.","lang":"en"}' > 1.jsonl
"$bin/docent" pack --quiet --jsonl 1.jsonl -o 1.docent >/dev/null
"$bin/docent" keys new keys >/dev/null
"$bin/docent" publish 1.docent -o tree --keys keys --now 2027-03-01T12:00:00Z >/dev/null
nginx_start 64 <<CONF
    access_log $work/access.log;
    server { listen 127.0.0.1:8080; root $work/tree; }
    keepalive_timeout 500ms;
    ssl_certificate chain.pem;
    ssl_certificate_key leaf.key;
    ssl_protocols TLSv1.2 TLSv1.3;
    server { listen 127.0.0.1:8443 ssl; ssl_session_tickets off; root $work/tree; }
    server { listen 127.0.0.1:8444 ssl; ssl_session_timeout 1d; root $work/tree; }
CONF

counted() { awk '/lo:/ { print $10, $11 }' /proc/net/dev; }
for name in http https https_with_tickets; do
    case $name in http) url=http://localhost:8080 ;; https) url=https://localhost:8443 ;; *) url=https://localhost:8444 ;; esac
    mkdir -p "$name"
    "$bin/docent-device" --bundle 1.docent --folder "$name/0" --root tree/metadata/1.root.json --url "$url" --ca root.pem \
        --clock "$clock" --confirm >/dev/null
    read -r bytes packets <<< "$(counted)"
    : > access.log
    "$bin/docent-fleet" --bundle 1.docent --root tree/metadata/1.root.json --url "$url" --ca root.pem --folders "$name" \
        --out events --devices 1 --interval 3600 --hours 12 --pause 900 --clock "$clock" >/dev/null
    sleep 0.2
    read -r more more_packets <<< "$(counted)"
    looks=$(grep -c timestamp.json access.log)
    # The loopback counts 14 bytes of a link for each packet; the simulation adds a header line to each request.
    awk -v name="$name" -v looks="$looks" -v bytes=$((more - bytes)) -v packets=$((more_packets - packets)) 'BEGIN {
        printf "fleet_look_without_news_%s_on_the_line %.0f bytes packets %.0f\n", name, (bytes - 14 * packets) / looks - 54, packets / looks }'
done
