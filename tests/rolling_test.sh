#!/bin/bash
# rolling_test.sh - a program and later versions of itself (tests/rolling) over the same data: what a migration adds the older
# one does not mind, after one that serves it no more it refuses; migrating many that was killed (-9) goes on.
set -eu
export LC_ALL=C.UTF-8
old=$POOLSTER_BUILD/poolster
next=$POOLSTER_BUILD/tests/poolster_next
later=$POOLSTER_BUILD/tests/poolster_later
many=8                                  # administrations
folder=$(mktemp -d)
mkdir "$folder/tmp"
export TMPDIR=$folder/tmp               # where servers put what is on its way
poolster=$old server= old_server= next_server= at=

. tests/store/postgres_server.sh
. tests/web/served.sh
trap 'kill -9 $server $old_server $next_server $(jobs -p) 2>/dev/null || true; [ -z "$at" ] || postgres_stop "$at"; rm -rf "$folder"' EXIT

# answers STATUS SITE PATH ARGUMENT...
answers() {
    local wanted=$1 url=$2$3 got
    shift 3
    got=$(ask -m 30 -o /dev/null -w '%{http_code} %header{retry-after}' "$@" "$url") || true
    case "$wanted $got" in
    "503 503 "[0-9]* | "200 200 " | "303 303 ") ;;
    *) fail "asked for $url: $got instead of $wanted" ;;
    esac
}

# add SITE NUMBER: a customer.
add() {
    answers 303 "$1" /klanten/nieuw -d "token=$token" -d "number=$2" -d "name=Klant $2"
}

# refuses PROGRAM MESSAGE: it does not start, and says why.
refuses() {
    local status=0
    timeout 30 "$1" serve --listen 127.0.0.1:0 "${place[@]}" > "$folder/out" 2> "$folder/said" || status=$?
    [ "$status" = 1 ] || fail "$1 ended with $status"
    grep -q "^poolster: .*$2" "$folder/said" || fail "$1 does not say: $2"
}

# ---- a folder, of one program at a time ----

place=(--data "$folder/data")
"$old" demo "${place[@]}" --customers 20 > /dev/null
"$next" migrate "${place[@]}" > "$folder/out"
grep -q '^1 of 1 administrations are up to date$' "$folder/out" || fail "a folder was not migrated"
serve "${place[@]}"
sign_in
read_token
add "$site" 7001
end TERM
! "$old" copy --from "$folder/data" --to "$folder/copy" > "$folder/out" 2> "$folder/said" ||
    fail "what is not known was left behind by a copy"
grep -q 'schema 9001, newer than this program knows' "$folder/said" || fail "a copy is refused without saying why"
"$next" copy --from "$folder/data" --to "$folder/other" > "$folder/out" || fail "what is known was not copied"
"$next" check "${place[@]}" > "$folder/out" || fail "what an older program kept is not sound"
"$later" migrate "${place[@]}" > "$folder/out"
refuses "$old" 'schema 9002, newer than this program knows'
refuses "$next" 'schema 9002, newer than this program knows (9001)'

# ---- a server, of both at the same time ----

sql() {
    "$postgres_bin/psql" -h "$at" -U poolster -d "${database-poolster}" -XAtqc "$1"
}

# versions: of all administrations, and when each got it.
versions() {
    for ((n = 1; n <= many; n++)); do
        sql "SELECT number, xmin FROM a_$n.schema_version"
    done
}

# Ends all connections of the servers, so that they make new ones; each page is asked until that was noticed.
cut() {
    sql "SET client_min_messages = error; SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
         WHERE application_name = 'poolster'" > /dev/null
}

goes_on() {
    local end=$((SECONDS + 20))
    until ask -f -m 15 -o /dev/null "$1/klanten"; do
        [ "$SECONDS" -lt "$end" ] || fail "$1 does not go on"
    done
}

at=$(postgres_folder)
postgres_make "$at"
postgres_start "$at" ""
database=postgres sql "CREATE DATABASE poolster"
place=(--database "postgresql://poolster@$(postgres_host "$at")/poolster")
"$old" demo "${place[@]}" --customers 20 > /dev/null
serve "${place[@]}"
old_server=$server old_site=$site
sign_in
read_token
for ((n = 2; n <= many; n++)); do
    answers 303 "$old_site" /administraties/nieuw -d "token=$token" -d "naam=Bedrijf $n"
done
sql "UPDATE poolster.role SET opened = -administration"      # who signs in comes to the first

poolster=$next
serve "${place[@]}"
next_server=$server next_site=$site
sign_in
read_token
answers 200 "$next_site" /klanten
[ "$(versions | grep -c '^9001|')" = 1 ] || fail "another was migrated than the one that was opened"
answers 200 "$old_site" /klanten
cut
goes_on "$old_site"
goes_on "$next_site"
add "$old_site" 7001
add "$next_site" 7002
for site in "$old_site" "$next_site"; do
    for number in 7001 7002; do
        answers 200 "$site" /klanten/$number
    done
done

# ---- many, killed halfway ----

half=$((many / 2))
exec {hold}> >(exec "$postgres_bin/psql" -h "$at" -U poolster -d poolster -Xq > /dev/null)
echo "BEGIN; LOCK TABLE a_$half.customer;" >&"$hold"
until [ "$(sql "SELECT count(*) FROM pg_locks WHERE relation = 'a_$half.customer'::regclass AND granted")" = 1 ]; do :; done
"$next" migrate "${place[@]}" > "$folder/out" 2>&1 &
child=$!
until [ "$(sql "SELECT count(*) FROM pg_locks WHERE relation = 'a_$half.customer'::regclass AND NOT granted")" -gt 0 ]; do :; done
kill -9 "$child"
wait "$child" 2>/dev/null || true
exec {hold}>&-
until [ "$(sql "SELECT count(*) FROM pg_locks WHERE relation = 'a_$half.customer'::regclass")" = 0 ]; do :; done
versions > "$folder/before"
[ "$(grep -c '^9001|' "$folder/before")" = $((half - 1)) ] || fail "not half of them were migrated"
"$next" migrate "${place[@]}" > "$folder/out"
grep -q "^$many of $many administrations are up to date\$" "$folder/out" || fail "what was killed did not go on"
versions > "$folder/after"
[ "$(grep -c '^9001|' "$folder/after")" = "$many" ] || fail "not all of them were migrated"
[ "$(grep -cxF -f "$folder/before" "$folder/after")" = $((half - 1)) ] || fail "what was migrated was migrated once more"
answers 200 "$old_site" /klanten

# ---- a version that serves the oldest no more ----

"$later" migrate "${place[@]}" > "$folder/out"
cut
end TERM
server=$old_server
until [ "$(ask -m 15 -o /dev/null -w '%{http_code}' "$old_site/klanten")" = 503 ]; do :; done
answers 503 "$old_site" /klanten
answers 503 "$old_site" /klanten/nieuw -d "token=$token" -d number=7003 -d name=Klant
grep -q 'schema 9002, newer than this program knows' "$folder/log" || fail "it is not in the log why"
refuses "$old" 'schema 9002, newer than this program knows'
! grep ' status=500 ' "$folder/log" >&2 || fail "a fault"
