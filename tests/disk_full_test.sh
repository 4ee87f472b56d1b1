#!/bin/bash
# disk_full_test.sh - a database whose disk is full: nothing is kept by halves, who asked is told, and all goes on when there is
# room.  A limit of the size of files (`ulimit -f`) does what a full disk does, for whoever runs this.
set -eu
export LC_ALL=C.UTF-8
poolster=$POOLSTER_BUILD/poolster
folder=$(mktemp -d)
mkdir "$folder/tmp"
export TMPDIR=$folder/tmp               # where servers put what is on its way
server= at=

. tests/store/postgres_server.sh
. tests/web/served.sh
trap 'kill -9 $server 2>/dev/null || true; [ -z "$at" ] || postgres_stop "$at"; rm -rf "$folder"' EXIT

wait_for_end() {
    until ask "$site$page/voortgang" | grep -q '^data: klaar'; do :; done
}

# customers: how many the overview says that there are.
customers() {
    ask "$site/klanten" | grep -oE '<b>[0-9.]+</b> klant' | head -1 | tr -dc '0-9'
}

# starts [FILL]: an import of the sheet in the browser up to its end; FILL comes between its check and the yes.
starts() {
    page=$(location -F "token=$token" -F mode=nieuw -F "file=@$folder/many.xlsx" "$site/klanten/importeren")
    wait_for_end
    [ "$(state)" = "Wacht op akkoord" ] || return 0
    ${1:-:}
    location -d "token=$token" "$site$page" > /dev/null
    wait_for_end
}

# told WORDS: the import was not done, the history says why, and the log with these words; there are as many customers as before.
told() {
    [ "$(state)" = "Niet uitgevoerd" ] || fail "the import ended with: $(state)"
    ask "$site/klanten/importeren/geschiedenis" |
        grep -q 'De schijf van de server is vol. Er is niets geïmporteerd.' || fail "the history does not say why"
    grep -q "level=fault job=.*$1" "$folder/log" || fail "the log does not say: $1"
    [ "$(customers)" = "$before" ] || fail "there are $(customers) customers, and there were $before"
}

# refused WORDS LIMIT...: the import of the command line, in a shell with such a limit, says why.
refused() {
    local status=0 words=$1
    shift
    (
        "$@"
        exec "$poolster" import klanten "$folder/many.xlsx" "${place[@]}" --administration Demo --mode nieuw
    ) > "$folder/out" 2> "$folder/said" || status=$?
    [ "$status" = 1 ] || fail "the import of the command line ended with $status"
    grep -q "^poolster: .*$words" "$folder/said" || fail "the command line does not say: $words"
}

# saves STATUS: what saving a customer is answered with.
saves() {
    local status
    status=$(ask -o "$folder/page" -w '%{http_code}' -d "token=$token" -d number=7001 -d "name=Klant met een langere naam" "$site/klanten/nieuw")
    [ "$status" = "$1" ] || fail "saving is answered with $status"
}

begins() {
    serve "${place[@]}"
    sign_in
    read_token
    before=$(customers)
}

ends() {
    starts
    [ "$(state)" = Geïmporteerd ] || fail "with room the import ended with: $(state)"
    saves 303
    end TERM
    "$poolster" check "${place[@]}" > "$folder/out" || fail "a disk that was full left something half"
}

"$poolster" demo --data "$folder/source" --customers 2000 > /dev/null
"$poolster" export klanten "$folder/many.xlsx" --data "$folder/source" --administration Demo

# ---- files ----

fill() {
    prlimit --pid "$server" --fsize=$((500 * 1024)):unlimited
}

make_room() {
    prlimit --pid "$server" --fsize=unlimited
}

place=(--data "$folder/data")
"$poolster" demo "${place[@]}" --customers 0 > /dev/null
begins
starts fill
told 'what=import .*sqlite: no room: '
: > "$folder/log"
starts
told 'writing the stage of an import: File too large'
refused 'File too large' ulimit -Sf 500
make_room
ends

# ---- a server ----

sql() {
    "$postgres_bin/psql" -h "$at" -U poolster -d "${database-poolster}" -XAtqc "$1"
}

# Until the table of customers has no room; a page does not end at the limit, so that it is written in part.
fill() {
    sql "DO \$\$ DECLARE names text := (SELECT string_agg(column_name, ',') FROM information_schema.columns
                 WHERE table_schema = 'a_1' AND table_name = 'customer' AND column_name NOT IN ('id', 'number'));
         BEGIN
             FOR n IN 100000..200000 LOOP
                 EXECUTE format('INSERT INTO a_1.customer (number, %1\$s) SELECT %2\$s, %1\$s FROM a_1.customer
                                 WHERE number = -2', names, n);
             END LOOP;
         EXCEPTION WHEN disk_full THEN
         END \$\$"
}

make_room() {
    sql "VACUUM a_1.customer"
    for process in $(sql "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()") $(head -1 "$at/data/postmaster.pid"); do
        as_owner prlimit --pid "$process" --fsize=unlimited
    done
}

at=$(postgres_folder)
postgres_make "$at" --wal-segsize=1
(
    ulimit -Sf 1540
    postgres_start "$at" "-c autovacuum=off"
)
database=postgres sql "CREATE DATABASE poolster"
place=(--database "postgresql://poolster@$(postgres_host "$at")/poolster")
"$poolster" demo "${place[@]}" --customers 20 > /dev/null
begins
fill
saves 500
grep -q '<p>De schijf van de server is vol. Er is niets opgeslagen.' "$folder/page" || fail "a page does not say why"
starts
told '(53100)'
refused '(53100)' :
make_room
ends
