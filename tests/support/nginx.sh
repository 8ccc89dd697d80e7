# shellcheck shell=bash disable=SC2154 # work: whoever sources this sets it
# A web server of a script's own, on the loopback: nginx, whose files lie in $work. Sourced; `work` must be set before it starts.
#
#     port=$(free_ports 2)
#     trap nginx_stop EXIT
#     nginx_start 64 <<CONF
#         access_log $work/access.log;
#         server { listen 127.0.0.1:$port; root $work/tree; }
#     CONF

# free_ports COUNT: the first of so many in a row at which nobody listens. They are below those that the system gives out by itself,
# and two scripts that ask at the same time look in different places.
free_ports() {
    local first=$((10000 + $$ * 16 % 20000)) i
    while :; do
        for ((i = 0; i < $1; i++)); do
            ! (exec 9<>"/dev/tcp/127.0.0.1/$((first + i))") 2>/dev/null || break
        done
        [ "$i" != "$1" ] || break
        first=$((10000 + (first + i + 1 - 10000) % 20000))
    done
    echo "$first"
}

# nginx_start CONNECTIONS < what stands in http {}
nginx_start() {
    mkdir -p "$work/tmp"
    {
        [ "$(id -u)" != 0 ] || echo "user root;"
        echo "pid $work/nginx.pid; error_log $work/error.log; worker_processes 1;"
        echo "events { worker_connections $1; }"
        echo "http {"
        echo "client_body_temp_path tmp; proxy_temp_path tmp; fastcgi_temp_path tmp; uwsgi_temp_path tmp; scgi_temp_path tmp;"
        cat
        echo "}"
    } > "$work/nginx.conf"
    nginx -p "$work" -c "$work/nginx.conf" -e "$work/error.log" || { echo "nginx does not start: $(cat "$work/error.log")" >&2; exit 1; }
}

nginx_stop() { [ ! -f "$work/nginx.pid" ] || kill "$(cat "$work/nginx.pid")" 2>/dev/null || true; }
