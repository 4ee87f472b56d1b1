#!/bin/sh
# postgres.sh start|stop FOLDER - a PostgreSQL server for tests alone: without network, in memory, gone afterwards.  Where
# it is stands in FOLDER/url, to be followed by the name of a database.
set -eu
. "$(dirname "$0")/postgres_server.sh"
mkdir -p "$2"

stop() {
    [ -f "$2/at" ] || return 0
    postgres_stop "$(cat "$2/at")"
    rm -f "$2/at" "$2/url"
}

case $1 in
start)
    stop "$@"                           # one that was left behind
    at=$(postgres_folder)
    echo "$at" > "$2/at"
    postgres_make "$at"
    postgres_start "$at" "-c synchronous_commit=off -c full_page_writes=off -c max_connections=200 -c max_wal_size=2GB \
        -c autovacuum=off -c track_activity_query_size=16384"
    echo "postgresql://poolster@$(postgres_host "$at")/" > "$2/url"
    ;;
stop)
    stop "$@"
    ;;
*)
    echo "usage: postgres.sh start|stop FOLDER" >&2
    exit 2
    ;;
esac
