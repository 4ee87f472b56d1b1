# postgres_server.sh - sourced: PostgreSQL servers for tests alone.  Each lives in a folder of its own, is reached by a
# socket in there and has the user poolster, who may do everything and needs no password.
postgres_bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$postgres_bin" ] || { echo "there is no PostgreSQL; tools/setup.sh test installs it" >&2; exit 1; }

# as_owner PROGRAM...: the server refuses to run as root.
as_owner() {
    (cd / && if [ "$(id -u)" -eq 0 ]; then exec setpriv --reuid=postgres --regid=postgres --init-groups "$@"; else exec "$@"; fi)
}

# postgres_folder: makes one, in memory where that can be, and prints it.
postgres_folder() {
    memory=/tmp
    [ ! -w /dev/shm ] || memory=/dev/shm
    made=$(mktemp -d "$memory/poolster-postgres-XXXXXX")
    chmod 755 "$made"
    [ "$(id -u)" -ne 0 ] || chown postgres:postgres "$made"
    echo "$made"
}

# postgres_make FOLDER ARGUMENT...: what an empty server begins with; arguments of initdb.
postgres_make() {
    made=$1
    shift
    as_owner "$postgres_bin/initdb" -D "$made/data" -U poolster -A trust -E UTF8 --locale=C --no-sync "$@" > "$made/log" 2>&1 ||
        { cat "$made/log" >&2; return 1; }
}

# postgres_start FOLDER SETTINGS: as -c name=value -c ...
postgres_start() {
    as_owner "$postgres_bin/pg_ctl" -D "$1/data" -l "$1/log.server" -w -s -o "-c listen_addresses= \
        -c unix_socket_directories=$1 -c fsync=off -c shared_buffers=64MB $2" start || { cat "$1/log.server" >&2; return 1; }
}

# postgres_stop FOLDER: at once, and the folder is gone.
postgres_stop() {
    as_owner "$postgres_bin/pg_ctl" -D "$1/data" -m immediate -s stop 2>/dev/null || true
    rm -rf "$1"
}

# postgres_host FOLDER: as it stands in a URL.
postgres_host() {
    echo "$1" | sed 's|/|%2F|g'
}
