#!/bin/sh
# postgres.sh start|stop FOLDER - a PostgreSQL server for tests alone: without network, in memory, gone afterwards.  Where
# it is stands in FOLDER/url, to be followed by the name of a database.
set -eu
mkdir -p "$2"
folder=$(cd "$2" && pwd)
found=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$found" ] || { echo "postgres.sh: there is no PostgreSQL; see tools/setup.sh" >&2; exit 1; }

# The server refuses to run as root.
as_owner() {
    if [ "$(id -u)" -eq 0 ]; then setpriv --reuid=postgres --regid=postgres --init-groups "$@"; else "$@"; fi
}

stop() {
    [ -f "$folder/at" ] || return 0
    at=$(cat "$folder/at")
    (cd / && as_owner "$found/pg_ctl" -D "$at/data" -m immediate -s stop) 2>/dev/null || true
    rm -rf "$at" "$folder/at" "$folder/url"
}

case $1 in
start)
    stop                                # one that was left behind
    memory=/tmp
    [ ! -w /dev/shm ] || memory=/dev/shm
    at=$(mktemp -d "$memory/poolster-postgres-XXXXXX")
    echo "$at" > "$folder/at"
    [ "$(id -u)" -ne 0 ] || chown postgres:postgres "$at"
    cd /
    as_owner "$found/initdb" -D "$at/data" -U poolster -A trust -E UTF8 --locale=C --no-sync > "$at.log" 2>&1 ||
        { cat "$at.log" >&2; exit 1; }
    rm "$at.log"
    as_owner "$found/pg_ctl" -D "$at/data" -l "$at/log" -w -s -o "-c listen_addresses= -c unix_socket_directories=$at \
        -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200 -c shared_buffers=64MB \
        -c max_wal_size=2GB -c autovacuum=off" start || { cat "$at/log" >&2; exit 1; }
    chmod 755 "$at"
    echo "postgresql://poolster@$(echo "$at" | sed 's|/|%2F|g')/" > "$folder/url"
    ;;
stop)
    stop
    ;;
*)
    echo "usage: postgres.sh start|stop FOLDER" >&2
    exit 2
    ;;
esac
