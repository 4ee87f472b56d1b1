#!/bin/bash
# failover_test.sh - two servers over one PostgreSQL with a standby that is never behind (synchronous replication).  No
# request needs the server that had the one before; the database is killed under load and the standby takes its place; a
# server is killed during its import, and the other says so and goes on.
set -eu
export LC_ALL=C.UTF-8
poolster=$POOLSTER_BUILD/poolster
patience=60                             # seconds that anything may take before the test gives up
folder=$(mktemp -d)
mkdir "$folder/tmp"
export TMPDIR=$folder/tmp               # where servers put what is on its way
servers=() primary= standby=

stop_all() {
    kill -9 "${servers[@]}" $(jobs -p) 2>/dev/null || true
    [ -z "$primary" ] || postgres_stop "$primary"
    [ -z "$standby" ] || postgres_stop "$standby"
    rm -rf "$folder"
}

. tests/store/postgres_server.sh
. tests/web/served.sh
trap stop_all EXIT

# wait_until WHAT COMMAND...: asks again and again.
wait_until() {
    local what=$1 end=$((SECONDS + patience))
    shift
    until "$@"; do
        [ "$SECONDS" -lt "$end" ] || fail "it never came so far: $what"
        read -r -t 0.1 <> <(:) || true
    done
}

milliseconds() {
    echo $(($(date +%s%N) / 1000000))
}

# sql FOLDER QUESTION: what a server of PostgreSQL answers.
sql() {
    "$postgres_bin/psql" -h "$1" -U poolster -d "${database-poolster}" -XAtc "$2"
}

says() {
    [ "$("${@:2}")" = "$1" ]
}

# ---- a database with a standby, and two servers ----

primary=$(postgres_folder)
postgres_make "$primary"
postgres_start "$primary" ""
database=postgres sql "$primary" "CREATE DATABASE poolster" > /dev/null
standby=$(postgres_folder)
as_owner "$postgres_bin/pg_basebackup" -h "$primary" -U poolster -D "$standby/data" -c fast -R -X stream --no-sync
postgres_start "$standby" ""
sql "$primary" "ALTER SYSTEM SET synchronous_standby_names = '*'" > /dev/null
sql "$primary" "SELECT pg_reload_conf()" > /dev/null
wait_until "the standby follows" says sync sql "$primary" "SELECT sync_state FROM pg_stat_replication"

url="postgresql://poolster@$(postgres_host "$primary"),$(postgres_host "$standby")/poolster?target_session_attrs=read-write"
"$poolster" demo --database "$url" --customers 0 > /dev/null
sites=() greetings=()
for i in 0 1; do
    serve --database "$url"
    servers[i]=$server sites[i]=$site greetings[i]=$greeting
done

# ---- no request needs the server that had the one before ----

asked=0
next() {
    asked=$((asked + 1))
    site=${sites[asked % 2]}
}

progress() {
    next
    ask "$site$page/voortgang" | grep -q '^data: klaar'
}

wait_for_end() {
    wait_until "the import ends" progress
}

# upload FILE
upload() {
    next
    page=$(location -F "token=$token" -F mode=beide -F "file=@$1" "$site/klanten/importeren")
    [ -n "$page" ] || fail "$1 was not taken"
}

# confirm [PATH]: says yes to it, or to what else can be done with it.
confirm() {
    next
    [ -n "$(location -d "token=$token" "$site$page${1-}")" ] || fail "this was not taken: $page${1-}"
}

shows() {
    local found
    next
    found=$(state)
    [ "$found" = "$1" ] || fail "the history shows '$found' instead of '$1'"
}

# sheet ROWS FILE: customers to import.
sheet() {
    rm -rf "$folder/data"
    "$poolster" demo --data "$folder/data" --customers "$1" > /dev/null 2>&1
    "$poolster" export klanten "$2" --data "$folder/data" --administration Demo
}

# The customers of the administration, as the database has them.
customers() {
    sql "$1" "SELECT count(*) FROM a_1.customer"
}

next
sign_in
next
read_token
sheet 20 "$folder/good.xlsx"
python3 - "$folder/good.xlsx" "$folder/mixed.xlsx" <<'END'
import sys, zipfile
good, mixed = zipfile.ZipFile(sys.argv[1]), zipfile.ZipFile(sys.argv[2], "w", zipfile.ZIP_DEFLATED)
for part in good.namelist():
    text = good.read(part)
    mixed.writestr(part, text.replace(b"@", b" apenstaart ", 1) if part == "xl/worksheets/sheet1.xml" else text)
mixed.close()
END
upload "$folder/mixed.xlsx"
wait_for_end
shows "Wacht op akkoord"
next
ask "$site$page" | grep -q apenstaart || fail "the check does not show the wrong row"
confirm
wait_for_end
shows Geïmporteerd
next
ask -o "$folder/wrong.xlsx" "$site$page/fouten.xlsx"
[ "$("$POOLSTER_BUILD/sheetdump" "$folder/wrong.xlsx" | wc -l)" = 2 ] || fail "the workbook of wrong rows is another one"
[ "$(customers "$primary")" = 20 ] || fail "there are other customers than those of the sheet"
confirm /ongedaan
wait_for_end
shows "Ongedaan gemaakt"

# ---- the database dies, also under an import, and the standby takes its place ----

# keep_writing SERVER, keep_reading SERVER: a line in $folder/load for each answer: its moment, whose, what, the number of the
# customer, the status, how many seconds it took, and Retry-After.  A number is given until it is there.
keep_asking() {
    answer=$(curl -s -m 20 -b "poolster=$cookie" -o /dev/null -w '%{http_code} %{time_total} %header{retry-after}' \
        "${@:4}") || true
    echo "$(milliseconds) $1 $2 $3 $answer" >> "$folder/load"
}

keep_writing() {
    local number=$((100000 * ($1 + 1))) answer
    while [ ! -e "$folder/enough" ]; do
        keep_asking "$1" write "$number" -d "token=$token" -d "number=$number" -d name=Klant "${sites[$1]}/klanten/nieuw"
        case $answer in 303* | 422*) number=$((number + 1)) ;; esac
    done
}

keep_reading() {
    while [ ! -e "$folder/enough" ]; do
        keep_asking "$1" read 0 "${sites[$1]}/klanten"
    done
}

# answers STATUS WHAT SINCE: whether both servers gave ten since then.
answers() {
    awk -v status="$1" -v what="$2" -v since="$3" '$1 > since && $3 == what && $5 == status { n[$2]++ }
        END { exit !(n[0] >= 10 && n[1] >= 10) }' "$folder/load"
}

sheet 12000 "$folder/many.xlsx"
upload "$folder/many.xlsx"
wait_for_end
shows "Wacht op akkoord"
: > "$folder/load"
load=()
for i in 0 1; do
    keep_writing "$i" & load+=($!)
    keep_reading "$i" & load+=($!)
done
wait_until "the load" answers 303 write 0
confirm
postmaster=$(head -1 "$primary/data/postmaster.pid")
crashed=$(milliseconds)
kill -9 "$postmaster" $(cat "/proc/$postmaster/task/$postmaster/children")
wait_until "refused writes" answers 503 write "$crashed"
wait_until "refused reads" answers 503 read "$crashed"
promoted=$(milliseconds)
as_owner "$postgres_bin/pg_ctl" -D "$standby/data" -w -s promote
wait_until "writing again" answers 303 write "$promoted"
wait_until "reading again" answers 200 read "$promoted"
touch "$folder/enough"
wait "${load[@]}"
postgres_stop "$primary"
primary=

# What a 503 left behind and the next attempt found (422) is written once as well.
awk -v crashed="$crashed" -v promoted="$promoted" '
    { key = $2 " " $3; slowest = $6 > slowest ? $6 : slowest; count[$3 " " $5]++ }
    $5 == 503 && $7 == "" { print "a 503 without Retry-After"; bad = 1 }
    $5 == 503 { last = $1; if (!first) first = $1; if ($1 < crashed) { print "a 503 before anything died"; bad = 1 } }
    $5 == 422 && before[key] != 503 { print "refused without a reason: " $0; bad = 1 }
    $5 != 503 && $5 != 422 && $5 != ($3 == "write" ? 303 : 200) { print "an answer nobody should get: " $0; bad = 1 }
    { before[key] = $5 }
    END {
        for (what in count) print count[what], what
        printf "database: dead for %.1f s; the last 503 came %.1f s after the standby was told; slowest answer %.1f s\n",
               (promoted - crashed) / 1000, (last - promoted) / 1000, slowest
        exit bad || last - promoted > 10000 || slowest > 15
    }' "$folder/load" || fail "not every request was answered as it should be"
awk '$5 == 303 || $5 == 422 { print $4 }' "$folder/load" | sort > "$folder/acknowledged"
sql "$standby" "SELECT number FROM a_1.customer WHERE number >= 100000" | sort > "$folder/kept"
diff "$folder/acknowledged" "$folder/kept" >&2 || fail "what was acknowledged (<) is not what is there (>)"
said=$(sql "$standby" "SELECT count(*), count(DISTINCT record) FROM a_1.audit_log t JOIN a_1.customer c ON t.record = c.id
                       WHERE entity = 'customer' AND number >= 100000")
count=$(wc -l < "$folder/kept")
[ "$said" = "$count|$count" ] || fail "of $count customers the trail tells otherwise: $said"
[ "$(sql "$standby" "SELECT records FROM a_1.tally WHERE entity = 'customer' AND archived = 0")" = "$(customers "$standby")" ] ||
    fail "the count that is kept is not what is there"
kill -0 "${servers[@]}" || fail "a server ended"

# The import was done before, or broken off and done again.  One customer is there always.
had=$((count + 1))
wait_for_end
shows Geïmporteerd
[ "$(customers "$standby")" = $((had + 12000)) ] || fail "the import was done by half, or twice"
confirm /ongedaan
wait_for_end
shows "Ongedaan gemaakt"

# ---- a server dies in the middle of its import ----

waiting() {
    sql "$standby" "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'a_1.audit_log'::regclass"
}

# What an import writes last is held, so that it has written all else when it is killed.
upload "$folder/many.xlsx"
wait_for_end
shows "Wacht op akkoord"
exec {hold}> >(exec "$postgres_bin/psql" -h "$standby" -U poolster -d poolster -Xq > /dev/null)
echo "BEGIN; LOCK TABLE a_1.audit_log IN SHARE MODE;" >&"$hold"
wait_until "the lock" says 1 sql "$standby" "SELECT count(*) FROM pg_locks WHERE mode = 'ShareLock'
                                             AND relation = 'a_1.audit_log'::regclass"
confirm
wait_until "the import comes to its end" says 1 waiting
killed_page=$page
upload "$folder/good.xlsx"
owner=$(sql "$standby" "SELECT split_part(owner, '-', 1) FROM poolster.job WHERE runs = 1")
for i in 0 1; do
    [ "${servers[i]}" != "$owner" ] || gone=$i
done
server=$owner greeting=${greetings[gone]}
killed=$(milliseconds)
end KILL
left=$((1 - gone))
sites=("${sites[left]}" "${sites[left]}")
wait_until "the database lets go of what the dead server did" says 0 waiting
exec {hold}>&-

told() {
    next
    ask "$site$killed_page" | grep -q "Er is niets geïmporteerd"
}

wait_until "the import of the dead server is told" told
took=$(($(milliseconds) - killed))
printf 'server: its import was told to have not happened after %d.%03d s\n' $((took / 1000)) $((took % 1000))
[ "$took" -lt 35000 ] || fail "that is too late"
[ "$(customers "$standby")" = "$had" ] || fail "something of that import was kept"
wait_for_end
shows "Wacht op akkoord"
confirm
wait_for_end
shows Geïmporteerd

server=${servers[left]} greeting=${greetings[left]}
end TERM
! grep ' status=500 ' "$folder/log" >&2 || fail "a fault"
