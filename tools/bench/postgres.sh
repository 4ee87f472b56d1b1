# postgres.sh - the part of bench.sh that measures PostgreSQL; sourced by it.
#
# A server of our own on this machine's disk, with the settings it comes with but for memory.  It is not held to a
# processor; poolster is, as in the rest.  What is compared is poolster's processor time; of imports, the time on the clock.

administrations=${BENCH_ADMINISTRATIONS-5000}
cluster=$work/postgres

psql_in() {
    name=$1
    shift
    PGOPTIONS="-c client_min_messages=warning" psql -X -q -v ON_ERROR_STOP=1 "$server$name" "$@"
}

start_postgres() {
    found=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
    [ -n "$found" ] || return 1
    as_owner=
    if [ "$(id -u)" -eq 0 ]; then
        as_owner="setpriv --reuid=postgres --regid=postgres --init-groups"
        mkdir -p "$cluster" && chown postgres "$cluster"
    fi
    sockets=$(mktemp -d) && chmod 777 "$sockets"
    if [ ! -f "$cluster/data/PG_VERSION" ]; then
        (cd / && $as_owner "$found/initdb" -D "$cluster/data" -U poolster -A trust -E UTF8 --locale=C) > "$work/initdb.out" 2>&1 ||
            fail "$(cat "$work/initdb.out")"
    fi
    (cd / && exec $as_owner "$found/postgres" -D "$cluster/data" -c listen_addresses= -c unix_socket_directories="$sockets" \
        -c shared_buffers=512MB -c max_wal_size=4GB -c maintenance_work_mem=256MB) > "$work/postgres.log" 2>&1 &
    postgres_pid=$!
    started="$started $postgres_pid"
    server=postgresql://poolster@$(printf '%s' "$sockets" | sed 's|/|%2F|g')/
    wait_for "PostgreSQL ($work/postgres.log)" psql -X -q "${server}postgres" -c "SELECT 1" -o /dev/null 2> /dev/null
}

stop_postgres() {
    kill -INT "$postgres_pid"
    wait "$postgres_pid" 2> /dev/null || true
    rmdir "$sockets"
}

# Seconds of processor time of the server, all of its processes, those that ended too.
database_time() {
    cat "/proc/$postgres_pid/stat" $(pgrep -P "$postgres_pid" | sed 's|.*|/proc/&/stat|') 2> /dev/null |
        awk -v hertz="$(getconf CLK_TCK)" '{ sum += $14 + $15 } NR == 1 { sum += $16 + $17 } END { printf "%.2f", sum / hertz }'
}

# run_database NAME COMMAND...: run_both, and the processor time of the database, kept as NAME-database.
run_database() {
    before=$(database_time)
    run_both "$@"
    value "$1-database" "$(echo "$before $(database_time)" | awk '{ print $2 - $1 }')"
}

# fresh NAME: an empty database.
fresh() {
    psql_in postgres -c "DROP DATABASE IF EXISTS $1" -c "CREATE DATABASE $1"
}

make_postgres_data() {
    made_by=$({ cat src/store/migrations/*/* src/store/*.c src/domain/demo*; } | cksum)
    [ "$(cat "$work/postgres-made-by" 2>/dev/null)" = "$made_by $large" ] && return
    echo "making $large customers in PostgreSQL (kept for the next time)"
    fresh bench
    "$program" demo --database "${server}bench" --customers "$large" > /dev/null 2> "$work/demo.log" || fail "$(cat "$work/demo.log")"
    serve demo "${server}bench" --demo
    stop "$pid"
    psql_in bench -c "VACUUM ANALYZE" -c "CHECKPOINT"       # what it writes of this later on would be in the tails
    echo "$made_by $large" > "$work/postgres-made-by"
}

measure_postgres_pages() {
    echo "measuring the same pages over PostgreSQL"
    serve postgres "${server}bench" --demo
    sign_in "$said"
    postgres_cookie=$cookie postgres_process=$pid postgres_url=$url
    serve beside "$work/data-$large" --demo
    sign_in "$said"
    beside_cookie=$cookie beside_process=$pid beside_url=$url
    round=1
    while [ "$round" -le "$rounds" ]; do
        each_page | while IFS='|' read -r group name path; do
            page=$(page_url "$postgres_url" "$path" "$large")
            cookie=$postgres_cookie
            [ "$(status_of "$page")" = 200 ] || fail "$path of PostgreSQL is not there"
            before=$(database_time)
            record "$postgres_process" "$page" 8 postgres "$group" "$name"
            value "database $group $name" "$(tail -n 1 "$pages" |
                awk -F "$tab" -v before="$before" -v after="$(database_time)" '{ print (after - before) * 1000 / $5 }')"
            case $group in overview | empty | card)         # each beside its like: what else runs changes by the second
                in_file=$(page_url "$beside_url" "$path" "$large")
                cookie=$beside_cookie
                status_of "$in_file" > /dev/null
                record "$beside_process" "$in_file" 8 beside "$group" "$name"
                cookie=$postgres_cookie
                record "$postgres_process" "$page" 1 postgres "$group" "$name"
                cookie=$beside_cookie
                record "$beside_process" "$in_file" 1 beside "$group" "$name" ;;
            esac
            case $group:$name in
            overview:first* | overview:city | card:*)
                cookie=$postgres_cookie
                record "$postgres_process" "$page" 64 postgres "$group" "$name" ;;
            esac
        done
        round=$((round + 1))
    done
    say
    value postgres-peak "$(memory "$postgres_process" VmHWM)"
    stop $postgres_process $beside_process
}

# seconds_of COMMAND...: on the clock.
seconds_of() {
    began=$(now)
    "$@" > "$work/postgres.out" || fail "$* failed"
    awk -v ns=$(($(now) - began)) 'BEGIN { printf "%.2f", ns / 1e9 }'
}

# The least that it takes: the same rows copied into a table without indexes, and put from there in one like ours.
bare_copy() {
    fresh bare
    "$program" demo --database "${server}bare" --customers 0 > /dev/null
    psql_in imported -c "\\copy (SELECT c.*, s.words FROM a_1.customer c JOIN a_1.customer_search s USING (id) WHERE number > 0) TO '$work/rows.copy'"
    psql_in bare -c "CREATE UNLOGGED TABLE a_1.staging AS SELECT c.*, s.words FROM a_1.customer c JOIN a_1.customer_search s USING (id) LIMIT 0"
    columns=$(psql_in bare -A -t -c "SELECT string_agg(column_name, ', ' ORDER BY ordinal_position) FROM information_schema.columns
        WHERE table_schema = 'a_1' AND table_name = 'customer'")
    seconds_of psql_in bare -1 -c "\\copy a_1.staging FROM '$work/rows.copy'" \
        -c "INSERT INTO a_1.customer ($columns) SELECT $columns FROM a_1.staging ORDER BY id" \
        -c "INSERT INTO a_1.customer_search (id, words) SELECT id, words FROM a_1.staging ORDER BY id"
    rm "$work/rows.copy"
}

measure_postgres_import() {
    echo "measuring an import of $large rows into PostgreSQL"
    make_sheets "$large"
    fresh imported
    "$program" demo --database "${server}imported" --customers 0 > /dev/null
    run_database postgres-import "$program" import klanten "$work/data-$large/shared.xlsx" --database "${server}imported" \
        --administration Demo --mode nieuw
    run_database postgres-export "$program" export klanten "$work/export.xlsx" --database "${server}imported" --administration Demo
    rm -f "$work/export.xlsx"
    value postgres-bare "$(bare_copy)"
    psql_in postgres -c "DROP DATABASE bare" -c "DROP DATABASE imported"
}

# Each made as a user makes one.  Opening one is choosing it and asking for its overview.
measure_administrations() {
    echo "making $administrations administrations in PostgreSQL, and opening some"
    fresh many
    "$program" demo --database "${server}many" --customers 0 > /dev/null
    serve many "${server}many" --demo
    sign_in "$said"
    token=$(curl -s -H "Cookie: $cookie" "$url/sneltoetsen" | sed -n 's/.*name="token" content="\([^"]*\)".*/\1/p')
    seq "$administrations" | sed "s|.*|next\nurl = \"$url/administraties/nieuw\"\ndata-urlencode = \"token=$token\"\ndata = \"naam=Bedrijf &\"\nheader = \"Cookie: $cookie\"\noutput = /dev/null|" |
        sed 1d > "$work/many.conf"
    curl -s -K "$work/many.conf" || fail "making administrations"
    made=$(psql_in many -A -t -c "SELECT count(*) FROM poolster.administration")
    [ "$made" -gt "$administrations" ] || fail "$made administrations were made, not $administrations"
    stop "$pid"
    serve many "${server}many" --demo           # one that has none of them open
    sign_in "$said"
    token=$(curl -s -H "Cookie: $cookie" "$url/sneltoetsen" | sed -n 's/.*name="token" content="\([^"]*\)".*/\1/p')
    for id in $(seq 7 $((administrations / 50)) "$administrations"); do
        curl -s -o /dev/null -H "Cookie: $cookie" --data-urlencode "token=$token" "$url/administraties/$id/openen"
        taken=$(curl -s -o /dev/null -w '%{http_code} %{time_total}' -H "Cookie: $cookie" "$url/klanten")
        [ "${taken% *}" = 200 ] || fail "administration $id does not open: $taken"
        value open-administration "$(echo "$taken" | awk '{ print $2 * 1000 }')"
    done
    value administrations-peak "$(memory "$pid" VmHWM)"
    stop "$pid"
    psql_in postgres -c "DROP DATABASE many"
}

measure_postgres() {
    start_postgres || { echo "skipped: PostgreSQL, for it is not there"; return; }
    make_data "$large"
    make_postgres_data
    measure_postgres_pages
    measure_postgres_import
    measure_administrations
    stop_postgres
}
