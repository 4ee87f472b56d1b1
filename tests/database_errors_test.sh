#!/bin/bash
# database_errors_test.sh - what is wrong with a PostgreSQL, or with what we were told of it, is said: at the start by one
# line on standard error and exit status 1, later by 503 and Retry-After until it is mended, without a restart.
set -eu
export LC_ALL=C.UTF-8
poolster=$POOLSTER_BUILD/poolster
folder=$(mktemp -d)
mkdir "$folder/tmp"
export TMPDIR=$folder/tmp               # where servers put what is on its way
server= at=

. tests/store/postgres_server.sh
. tests/web/served.sh
trap '[ -z "$server" ] || kill -9 "$server"; [ -z "$at" ] || { go_on; postgres_stop "$at"; }; rm -rf "$folder"' EXIT

sql() {
    "$postgres_bin/psql" -h "$at" -U poolster -d "${database-poolster}" -XAtqc "$1"
}

# stand_still, go_on: the server is there and says nothing.
stand_still() {
    kill -STOP "$(head -1 "$at/data/postmaster.pid")"
}

go_on() {
    kill -CONT "$(head -1 "$at/data/postmaster.pid")" 2>/dev/null || true
}

at=$(postgres_folder)
postgres_make "$at"
sed -i '1i local all guarded scram-sha-256' "$at/data/pg_hba.conf"
postgres_start "$at" ""
database=postgres sql "CREATE DATABASE poolster"
sql "CREATE ROLE guarded LOGIN PASSWORD 'geheim'; CREATE ROLE poor LOGIN"
host=$(postgres_host "$at")

# ---- at the start ----

# refused WORDS URL: it does not start, says why in one line, which holds no password, and leaves nothing.
refused() {
    local status=0
    timeout 30 "$poolster" serve --listen 127.0.0.1:0 --database "$2" > "$folder/out" 2> "$folder/log" || status=$?
    [ "$status" = 1 ] || fail "$2 ended with $status"
    grep -q "^poolster: .*$1" "$folder/log" || fail "$2 does not say: $1"
    [ "$(wc -l < "$folder/log")" = 1 ] || fail "$2 says more than one line"
    ! grep -q 'fout\|geheim' "$folder/log" || fail "$2 tells the password"
    [ ! -s "$folder/out" ] || fail "$2 says that it runs"
    [ -z "$(ls -A "$TMPDIR")" ] || fail "$2 leaves files"
}

refused 'password authentication failed' "postgresql://guarded:fout@$host/poolster"
refused 'no password supplied' "postgresql://guarded@$host/poolster"
refused 'could not translate host name' "postgresql://guarded:geheim@nowhere.invalid/poolster"
refused 'Connection refused' "postgresql://guarded:geheim@127.0.0.1:1/poolster"
refused 'database "elsewhere" does not exist' "postgresql://guarded:geheim@$host/elsewhere"
refused 'this is no address as' "postgresql://guarded:geheim@$host/poolster?nonsense=1"
refused 'can not make the schema poolster: permission denied' "postgresql://poor@$host/poolster"
sql "ALTER ROLE poor SET default_transaction_read_only = on"
refused 'session is read-only' "postgresql://poor@$host/poolster"
stand_still
refused 'timeout expired' "postgresql://poor@$host/poolster"
go_on
[ "$(sql "SELECT count(*) FROM pg_namespace WHERE nspname = 'poolster'")" = 0 ] || fail "one of them made a schema"

sql "GRANT CREATE ON DATABASE poolster TO guarded"
url="postgresql://guarded:geheim@$host/poolster"
"$poolster" demo --database "$url" --customers 20 > /dev/null
"$poolster" export klanten "$folder/klanten.xlsx" --database "$url" --administration Demo
sql "CREATE TABLE known AS SELECT number, serves FROM poolster.schema_version;
     CREATE TABLE known_1 AS SELECT number, serves FROM a_1.schema_version;
     UPDATE poolster.schema_version SET number = 999, serves = 999"
refused 'schema 999, newer than this program knows' "$url"
sql "UPDATE poolster.schema_version SET (number, serves) = (SELECT number, serves FROM known)"

# faults WORDS COMMAND...: it ends with 1, says why, and leaves no folder of its own.
faults() {
    local status=0 words=$1
    shift
    "$poolster" "$@" > "$folder/out" 2> "$folder/log" || status=$?
    [ "$status" = 1 ] || fail "$* ended with $status"
    grep -q "^poolster: .*$words" "$folder/log" || fail "$* does not say: $words"
    [ -z "$(ls -A "$TMPDIR")" ] || fail "$* leaves files"
}

sql "UPDATE a_1.schema_version SET number = 999, serves = 999"
"$poolster" template klanten "$folder/klanten.xlsx"
faults 'schema 999, newer' import klanten "$folder/klanten.xlsx" --database "$url" --administration Demo --mode nieuw
faults 'schema 999, newer' copy --from "$url" --to "$folder/copy"
faults 'schema 999, newer' migrate --database "$url"
sql "UPDATE a_1.schema_version SET (number, serves) = (SELECT number, serves FROM known_1)"
sql "REVOKE TEMPORARY ON DATABASE poolster FROM PUBLIC"
kept=$(sql "SELECT count(*), max(id) FROM a_1.audit_log; SELECT count(*) FROM a_1.customer")
faults 'permission denied to create temporary tables' \
    import klanten "$folder/klanten.xlsx" --database "$url" --administration Demo --mode nieuw
[ "$(sql "SELECT count(*), max(id) FROM a_1.audit_log; SELECT count(*) FROM a_1.customer")" = "$kept" ] ||
    fail "an import without room to stage it left something"
sql "GRANT TEMPORARY ON DATABASE poolster TO PUBLIC"

# ---- later ----

serve --database "$url"
sign_in
read_token

# answers STATUS [PATH ARGUMENT...]
answers() {
    local wanted=$1 path=${2-/klanten} got
    shift; shift || true
    got=$(ask -m 15 -o /dev/null -w '%{http_code} %header{retry-after}' "$@" "$site$path") || true
    case "$wanted $got" in
    "503 503 "[0-9]* | "200 200 " | "303 303 ") ;;
    *) fail "asked for $path: $got instead of $wanted" ;;
    esac
}

# Ends all connections of the server, so that it makes new ones.
cut_off() {
    sql "SET client_min_messages = error; SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
         WHERE usename = 'guarded'" > /dev/null
}

# goes_on SECONDS [PATH ARGUMENT...]: by itself.
goes_on() {
    local end=$((SECONDS + $1)) path=${2-/klanten}
    shift; shift || true
    until ask -f -m 15 -o /dev/null "$@" "$site$path"; do
        [ "$SECONDS" -lt "$end" ] || fail "it does not go on"
    done
}

# wrong SQL MENDED: with the one and new connections nothing goes, with the other it goes on.
wrong() {
    sql "$1"
    cut_off
    answers 503
    answers 503
    answers 503 /klanten/nieuw -d "token=$token" -d number=7001 -d name=Klant
    sql "$2"
    cut_off
    goes_on 10
}

answers 200
cut_off
answers 503                             # all that lie idle are forgotten with the first
goes_on 5
wrong "ALTER ROLE guarded PASSWORD 'another'" "ALTER ROLE guarded PASSWORD 'geheim'"
wrong "ALTER ROLE guarded CONNECTION LIMIT 0" "ALTER ROLE guarded CONNECTION LIMIT -1"
wrong "UPDATE a_1.schema_version SET number = 999, serves = 999" \
    "UPDATE a_1.schema_version SET (number, serves) = (SELECT number, serves FROM known_1)"
wrong "ALTER ROLE guarded SET default_transaction_read_only = on" "ALTER ROLE guarded RESET default_transaction_read_only"

# A statement that takes longer than the operator allows.
sql "ALTER ROLE guarded SET statement_timeout = 200"
cut_off
goes_on 10
exec {hold}> >(exec "$postgres_bin/psql" -h "$at" -U poolster -d poolster -Xq > /dev/null)
echo "BEGIN; LOCK TABLE a_1.customer;" >&"$hold"
until [ "$(sql "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock'
                AND relation = 'a_1.customer'::regclass")" = 1 ]; do :; done
answers 503
answers 503 /klanten/nieuw -d "token=$token" -d number=7001 -d name=Klant

# An import of it is tried a few times, and then told to have failed, with why.
end=$((SECONDS + 10))
until page=$(location -m 15 -F "token=$token" -F mode=beide -F "file=@$folder/klanten.xlsx" "$site/klanten/importeren") &&
    [ -n "$page" ]; do
    [ "$SECONDS" -lt "$end" ] || fail "the sheet was not taken"
done
end=$((SECONDS + 30))
until [ "$(sql "SELECT count(*) FROM poolster.job")" = 0 ]; do
    [ "$SECONDS" -lt "$end" ] || fail "an import that takes too long is tried for ever"
    read -r -t 0.1 <> <(:) || true
done
[ "$(grep -c ' what=check .*(57014)' "$folder/log")" = 3 ] || fail "it was not tried three times"
[ "$(sql "SELECT remark FROM a_1.import")" = "Dit duurt langer dan de database toestaat. Vraag je beheerder om meer tijd\
 (statement_timeout). Er is niets geïmporteerd. Kies je bestand opnieuw." ] || fail "the history does not say why"
exec {hold}>&-
shown=$(state)
[ "$shown" = "Niet uitgevoerd" ] || fail "the history shows '$shown'"
goes_on 10
sql "ALTER ROLE guarded RESET statement_timeout"
cut_off                                 # of the directory too, which a page within the second does not ask
goes_on 10
goes_on 10 /klanten/nieuw -d "token=$token" -d number=7001 -d name=Klant
[ "$(sql "SELECT count(*) FROM a_1.customer WHERE number = 7001")" = 1 ] || fail "what was saved is not there once"

# A server that stands still: who connects waits for that, the others do not wait for him.
cut_off
stand_still
visitors=()
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
    answers 503 & visitors+=($!)
done
for visitor in "${visitors[@]}"; do
    wait "$visitor"
done
go_on
goes_on 20

# A server that crashes takes its leave with a warning, and gets what it is asked after that no more.
as_owner "$postgres_bin/pg_ctl" -D "$at/data" -m immediate -s stop
answers 503
postgres_start "$at" ""
goes_on 20

end TERM
! grep ' status=500 ' "$folder/log" >&2 || fail "a fault"
