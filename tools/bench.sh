#!/bin/sh
# bench.sh - measures build/poolster beside nginx, prints tables with limits and writes docs/benchmarks.md.
#
# The program has one processor, the load comes from another.  What is compared is processor time per request (user and
# system, of all threads), since that suffers least from what else runs on the machine.  Everything is measured in rounds,
# nginx among it, and the median counts.  A missed limit is told loudly, but is no failure: benchmarks are no tests.
#
#   BENCH_ROUNDS=3 BENCH_SECONDS=1     how often and how long each page is asked for
#   BENCH_CUSTOMERS=1000000            the large administration; the small one has 1000
#   BENCH_ONLY="pages start exports imports postgres"   what to measure; docs/benchmarks.md is written only when all of it was
#   BENCH_NICE=-10                     goes before others on the machine (by root), for tails tell of them otherwise
#   BENCH_SERVER_CORE=0 BENCH_LOAD_CORE=1 BENCH_NGINX_PORT=8999
#
# What takes long to make stays in build/bench: `rm -r build/bench` to begin afresh.
set -eu
cd "$(dirname "$0")/.."

rounds=${BENCH_ROUNDS-3}
seconds=${BENCH_SECONDS-1}
large=${BENCH_CUSTOMERS-1000000}
small=1000
file_rows=100000                    # of the smaller sheets
only=${BENCH_ONLY-pages start exports imports postgres}
server_core=${BENCH_SERVER_CORE-0}
load_core=${BENCH_LOAD_CORE-1}
nginx_port=${BENCH_NGINX_PORT-8999}

# Linux shares processors among sessions first, so a session of our own is put before others.
if [ -n "${BENCH_NICE-}" ] && [ -z "${BENCH_SESSION-}" ]; then
    BENCH_SESSION=own exec setsid -w "$0"
fi

tools=$PWD/tools/bench
work=$PWD/build/bench
program=$work/poolster
pages=$work/pages.tsv               # size group name connections requests processor-ns median-us p99-us waited-ns
values=$work/values.tsv             # name value
python=/usr/bin/python3             # Debian's, which has python3-openpyxl
tab=$(printf '\t')

fail() {
    echo "bench: $*" >&2
    exit 1
}

say() {
    [ -t 2 ] && printf '\r\033[K%s' "$*" >&2
    true
}

# value NAME VALUE: something measured once more.
value() {
    printf '%s\t%s\n' "$1" "$2" >> "$values"
}

now() {
    date +%s%N
}

# ---- what runs, and ends with us ----

started=
stop() {
    for one; do
        kill "$one" 2>/dev/null || true
        wait "$one" 2>/dev/null || true
    done
}
trap 'stop $started' EXIT
trap 'exit 130' INT TERM HUP

# wait_for WHAT TEST...: until TEST succeeds; ten seconds at most.
wait_for() {
    what=$1
    shift
    tries=0
    until "$@"; do
        tries=$((tries + 1))
        [ $tries -lt 1000 ] || fail "$what does not come"
        sleep 0.01
    done
}

# serve NAME PLACE OPTION...: sets `pid` and `url`.
serve() {
    said=$work/$1.out
    place=$2
    case $place in postgresql:*) kind=--database ;; *) kind=--data ;; esac
    shift 2
    : > "$said"
    taskset -c "$server_core" "$program" serve $kind "$place" --listen 127.0.0.1:0 "$@" > "$said" 2> "$said.log" &
    pid=$!
    started="$started $pid"
    wait_for "poolster on $place ($said.log)" grep -q 'http://' "$said"
    url=$(sed -n 's|.*\(http://[0-9.]*:[0-9]*\).*|\1|p' "$said" | head -n 1)
}

# sign_in OUT: sets `cookie` from what the program said about its example user.
sign_in() {
    email=$(sed -n 's/^ *e-mail *//p' "$1")
    password=$(sed -n 's/^ *password *//p' "$1")
    cookie=$(curl -s -o /dev/null -D - --data-urlencode "email=$email" --data-urlencode "password=$password" \
        "$url/inloggen" | tr -d '\r' | sed -n 's/^[Ss]et-[Cc]ookie: \(poolster=[^;]*\).*/\1/p')
    [ -n "$cookie" ] || fail "signing in at $url failed"
}

start_nginx() {
    prefix=$work/nginx
    mkdir -p "$prefix/www" "$prefix/temp"
    head -c 1536 /dev/zero | od -An -v -tx1 | head -c 2048 > "$prefix/www/page.html"
    owner=
    [ "$(id -u)" -ne 0 ] || owner="user root;"
    sed "s/^OWNER$/$owner/; s/PORT/$nginx_port/" "$tools/nginx.conf" > "$prefix/nginx.conf"
    PATH=$PATH:/usr/sbin
    taskset -c "$server_core" nginx -p "$prefix/" -e nginx-errors.log -c nginx.conf 2> "$prefix/nginx.out" &
    master=$!
    started="$started $master"
    nginx_url=http://127.0.0.1:$nginx_port
    wait_for "nginx on port $nginx_port ($prefix/nginx.out)" curl -sf -o /dev/null "$nginx_url/page.html"
    nginx_pid=$(tr -d ' ' < "/proc/$master/task/$master/children")
    [ -n "$nginx_pid" ] || fail "port $nginx_port is another's; set BENCH_NGINX_PORT"
}

# ---- data: made once, as long as what makes it stays the same ----

make_data() {
    data=$work/data-$1
    made_by=$({ cat src/store/migrations/*/* src/store/sought.c src/domain/demo*; grep -A 1 'CREATE VIRTUAL' src/store/*.c; } | cksum)
    [ "$(cat "$data/made-by" 2>/dev/null)" = "$made_by" ] && return
    echo "making $1 customers in build/bench (kept for the next time)"
    rm -rf "$data"
    "$program" demo --data "$data" --customers "$1" > /dev/null 2> "$work/demo.log" || fail "$(cat "$work/demo.log")"
    serve demo "$data" --demo       # adds who signs in, or a start would ask for the first user
    stop "$pid"
    echo "$made_by" > "$data/made-by"
}

# ---- requests ----

# processor_time PID: of all threads in ns, "RAN WAITED": the second is what others took from it.
processor_time() {
    cat "/proc/$1/task"/*/schedstat | awk '{ ran += $1; waited += $2 } END { printf "%.0f %.0f\n", ran, waited }'
}

# status_of URL: 200 or what is wrong.
status_of() {
    curl -s -o /dev/null -w '%{http_code}' -H "Cookie: $cookie" "$1"
}

# load GROUP CONNECTIONS URL: prints what measure.lua does, on one line.
load() {
    fragment=
    case $1 in search | palette) fragment='HX-Request: true' ;; esac
    taskset -c "$load_core" wrk -t 1 -c "$2" -d "${seconds}s" --timeout 30s -s "$tools/measure.lua" \
        -H "Cookie: $cookie" ${fragment:+-H "$fragment"} "$3" | sed -n 's/^measured //p'
}

# record PID URL CONNECTIONS SIZE GROUP NAME: measured, kept as a line of `pages`.
record() {
    say "round $round of $rounds: $4, $5, $6, $3 connections"
    set -- "$@" $(processor_time "$1") $(load "$5" "$3" "$2") $(processor_time "$1")
    [ $# -eq 14 ] || fail "$2 was not measured: $*"
    [ "$9" -gt 0 ] || fail "$2: not one answer within $seconds s; set BENCH_SECONDS higher"
    [ "${10}" -eq 0 ] || fail "$2: ${10} of $9 requests failed"
    printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$4" "$5" "$6" "$3" "$9" $((${13} - $7)) "${11}" "${12}" \
        $((${14} - $8)) >> "$pages"
}

# page_url URL PATH CUSTOMERS
page_url() {
    printf '%s%s' "$1" "$2" |
        sed "s/MIDDLE/$(($3 / 2))/g; s/LAST/$(($3 - 25))/g; s/CARD/$((10000 + $3 / 2))/g"
}

each_page() {
    grep -v '^#' "$tools/pages.txt"
}

measure_pages() {
    echo "measuring pages: $rounds rounds of $(each_page | wc -l) pages, $seconds s each"
    each_page | while IFS='|' read -r group name path; do
        cookie=$large_cookie
        [ "$(status_of "$(page_url "$large_url" "$path" "$large")")" = 200 ] || fail "$path of $large is not there"
        cookie=$small_cookie
        [ "$(status_of "$(page_url "$small_url" "$path" "$small")")" = 200 ] || fail "$path of $small is not there"
    done
    round=1
    while [ "$round" -le "$rounds" ]; do
        each_page | while IFS='|' read -r group name path; do
            in_large=$(page_url "$large_url" "$path" "$large")
            in_small=$(page_url "$small_url" "$path" "$small")
            cookie=$large_cookie
            case $group:$name in
            overview:first* | overview:city | card:*)
                for connections in 1 8 64; do
                    record "$nginx_pid" "$nginx_url/page.html" $connections nginx nginx nginx
                done
                record "$large_pid" "$in_large" 64 "$large" "$group" "$name" ;;
            esac
            status_of "$in_large" > /dev/null       # the data from the disk, where it was never asked for
            record "$large_pid" "$in_large" 1 "$large" "$group" "$name"
            record "$large_pid" "$in_large" 8 "$large" "$group" "$name"
            cookie=$small_cookie
            record "$small_pid" "$in_small" 8 "$small" "$group" "$name"
        done
        round=$((round + 1))
    done
    say
}

# ---- start, memory, sizes ----

memory() {
    sed -n "s/^$2:[^0-9]*\([0-9]*\) kB/\1/p" "/proc/$1/status"
}

# forget FILE...: out of the memory of the kernel, as after the machine was started.
forget() {
    for file; do
        dd if="$file" iflag=nocache count=0 status=none
    done
}

measure_starts() {
    echo "measuring starts"
    data=$work/data-$large
    for try in 1 2 3 4 5; do
        forget "$program" "$data"/*.db "$data"/administrations/*.db
        began=$(now)
        serve start "$data"
        [ "$(curl -s -o /dev/null -w '%{http_code}' "$url/inloggen")" = 200 ] || fail "no answer after the start"
        value start $((($(now) - began) / 1000000))
        value idle "$(memory "$pid" VmRSS)"
        stop "$pid"
    done
}

# wire PATH: bytes of head and body that come back to a browser; 0 when it is not there.  Who signed in is sent on from the
# page to sign in, so that one is asked for without cookie.
wire() {
    curl -s -o /dev/null -w '%{http_code} %{size_header} %{size_download}\n' -H 'Accept-Encoding: br' \
        ${2:+-H "Cookie: $2"} "$url$1" | awk '{ print $1 == 200 ? $2 + $3 : 0 }'
}

# first_visit: the bytes of the page to sign in, of the overview, and of each file they and the style name.  Not of the
# second font: browsers fetch it only for letters that the first one lacks.
first_visit() {
    curl -s "$url/inloggen" > "$work/sign-in.html"
    curl -s -H "Cookie: $cookie" "$url/klanten" > "$work/overview.html"
    style=$(grep -o '/static/[^"#]*app\.css' "$work/overview.html" | head -n 1)
    {
        cat "$work/sign-in.html" "$work/overview.html"
        curl -s --compressed "$url$style" | grep -o 'url([^)]*)' | tr -d "\"')" | sed "s|^url(|${style%/*}/|; s|[^/]*/\.\./||"
    } | grep -o '/static/[^"#? )>]*\.[a-z0-9]*' | grep -v 'inter-ext' | sort -u > "$work/files.txt"
    for path in /inloggen /klanten $(cat "$work/files.txt"); do
        who=$cookie
        [ "$path" != /inloggen ] || who=
        bytes=$(wire "$path" "$who")
        [ "$bytes" -gt 0 ] || fail "$path is not there"
        value "visit ${path##*/}" "$bytes"
    done
}

measure_sizes() {
    strip -o "$work/stripped" "$program"
    value binary "$(stat -c %s "$work/stripped")"
    url=$large_url cookie=$large_cookie
    first_visit
    value page-overview "$(wire /klanten "$cookie")"
    value page-card "$(wire "/klanten/$((10000 + large / 2))" "$cookie")"
    value page-overview-plain "$(curl -s -o /dev/null -w '%{size_download}' -H "Cookie: $cookie" "$url/klanten")"
}

# ---- files ----

# run NAME COMMAND...: seconds, KiB and seconds of processor time, kept as NAME-s, NAME-kib and NAME-cpu.  run_both has
# both processors, and begins the NAME with both-.
run() {
    run_on "$server_core" "$@"
}

run_both() {
    run_on "$server_core,$load_core" "both-$@"
}

run_on() {
    cores=$1
    name=$2
    shift 2
    figures=$("$python" -I -S "$tools/run.py" taskset -c "$cores" "$@" 2> "$work/$name.out")
    set -- $figures
    case $3 in
    0) ;;
    2) echo "$name: the program takes not all rows it made itself: $(tail -n 1 "$work/$name.out")" ;;
    *) fail "$name ended with $3: $(tail -n 3 "$work/$name.out")" ;;
    esac
    value "$name-s" "$1"
    value "$name-kib" "$2"
    value "$name-cpu" "$4"
}

# export_beside ROWS TIMES: how long and how large an export is, and beside it what libxlsxwriter makes of the same cells.
export_beside() {
    make_data "$1"
    for try in $(seq "$2"); do
        run "export-$1" "$program" export klanten "$work/export.xlsx" --data "$work/data-$1" --administration Demo
        run_both "export-$1" "$program" export klanten "$work/export.xlsx" --data "$work/data-$1" --administration Demo
        run "libxlsxwriter-$1" "$work/write_libxlsxwriter" "$work/data-$1" Demo "$work/libxlsxwriter.xlsx"
        value "libxlsxwriter-$1-writes" "$(tail -n 1 "$work/libxlsxwriter-$1.out")"
    done
    value "export-$1-bytes" "$(stat -c %s "$work/export.xlsx")"
    value "libxlsxwriter-$1-bytes" "$(stat -c %s "$work/libxlsxwriter.xlsx")"
    rm "$work/export.xlsx" "$work/libxlsxwriter.xlsx"
}

measure_exports() {
    if ! pkg-config --exists xlsxwriter || [ ! -x "$python" ]; then
        echo "skipped: the export beside libxlsxwriter, for that or $python is not there"
        return
    fi
    echo "measuring exports of $file_rows and $large rows, and libxlsxwriter beside them"
    libraries="xlsxwriter sqlite3 libpq libsodium libutf8proc zlib libxml-2.0"
    ! pkg-config --exists libisal || libraries="$libraries libisal"
    cc -std=c17 -O2 -D_GNU_SOURCE -Isrc -o "$work/write_libxlsxwriter" "$tools/write_libxlsxwriter.c" \
        build/libdomain.a build/libstore.a build/libformat.a build/libbase.a $(pkg-config --cflags --libs $libraries) -lm
    export_beside $file_rows 3
    export_beside "$large" 1
}

# ---- importing: twenty columns, as Excel keeps texts (shared) and as libraries do (inline) ----

# make_sheets ROWS: of the customers of data-ROWS, kept beside them.
make_sheets() {
    data=$work/data-$1
    [ -f "$data/inline.xlsx" ] && [ -f "$data/shared.xlsx" ] && return
    make_data "$1"
    echo "making sheets of $1 customers in build/bench (kept for the next time)"
    "$program" export klanten "$data/all.xlsx" --data "$data" --administration Demo
    build/as_excel "$data/all.xlsx" "$data/shared.xlsx"
    build/as_excel "$data/all.xlsx" "$data/inline.xlsx" inline
    rm "$data/all.xlsx"
}

# limit_of NAME ARGUMENT...: what build/limit says, seconds of processor time.
limit_of() {
    name=$1
    shift
    told=$(taskset -c "$server_core" build/limit "$@" 2> "$work/limit.out") || fail "$(cat "$work/limit.out")"
    value "$name" "${told#* }"
}

empty_data() {
    rm -rf "$into"
    "$program" demo --data "$into" --customers 0 > /dev/null
}

# measure_import ROWS
measure_import() {
    for kind in shared inline; do
        sheet=$work/data-$1/$kind.xlsx
        say "$1 rows, $kind texts"
        empty_data
        limit_of "scan-$kind-$1" scan "$sheet"
        run "check-$kind-$1" "$program" import klanten "$sheet" --data "$into" --administration Demo --mode nieuw --check
        run "import-$kind-$1" "$program" import klanten "$sheet" --data "$into" --administration Demo --mode nieuw
        run "update-$kind-$1" "$program" import klanten "$sheet" --data "$into" --administration Demo --mode bijwerken
        empty_data
        run_both "check-$kind-$1" "$program" import klanten "$sheet" --data "$into" --administration Demo --mode nieuw --check
        for try in 1 2 3; do            # by the clock, which tells of others too
            empty_data
            run_both "import-$kind-$1" "$program" import klanten "$sheet" --data "$into" --administration Demo --mode nieuw
        done
    done
    rm -f "$work"/limit.db*
    limit_of "insert-$1" insert "$into/administrations/1.db" "$work/limit.db"
    rm -f "$work"/limit.db*
    say
}

# location ARGUMENT...: where an answer sends the browser to.
location() {
    curl -s -o /dev/null -D - -H "Cookie: $cookie" "$@" | tr -d '\r' | sed -n 's/^[Ll]ocation: //p'
}

# visit_while_busy JOB NAME: asks for the overview, with a hundredth of a second between, until the job at that address is
# done; the p99 of every two seconds, in us, kept as NAME.
visit_while_busy() {
    until curl -s -m 1 -H "Cookie: $cookie" "$url$1/voortgang" | grep -q '^data: klaar'; do
        set -- "$1" "$2" $(taskset -c "$load_core" wrk -t 1 -c 1 -d 2s --timeout 30s -s "$tools/measure.lua" \
            -H "Cookie: $cookie" "$url/klanten" -- 10 | sed -n 's/^measured //p')
        [ "$4" -eq 0 ] || fail "$4 of $3 visits during an import failed"
        value "$2" "$6"
    done
}

# Pages of others while the large sheet is checked and imported by the server, all on one processor.
measure_visits() {
    say "the overview during an import of $1 rows"
    empty_data
    serve visits "$into" --demo
    sign_in "$said"
    token=$(curl -s -H "Cookie: $cookie" "$url/sneltoetsen" | sed -n 's/.*name="token" content="\([^"]*\)".*/\1/p')
    job=$(location -F "token=$token" -F mode=nieuw -F "file=@$work/data-$1/shared.xlsx" "$url/klanten/importeren")
    [ -n "$job" ] || fail "the server takes no sheet of $1 rows"
    visit_while_busy "$job" visit-check
    location -d "token=$token" "$url$job" > /dev/null
    visit_while_busy "$job" visit-import
    value visit-kib "$(memory "$pid" VmHWM)"
    stop "$pid"
    say
}

measure_imports() {
    [ -x "$python" ] || { echo "skipped: importing, for there is no $python to measure with"; return; }
    echo "measuring imports of $file_rows and of $large rows"
    into=$work/data-import
    make_sheets $file_rows
    make_sheets "$large"
    for try in 1 2 3; do
        measure_import $file_rows
    done
    measure_import "$large"
    if "$python" -c 'import openpyxl' 2>/dev/null; then
        for kind in shared inline; do
            run "openpyxl-$kind-$large" "$python" "$tools/read_openpyxl.py" "$work/data-$large/$kind.xlsx"
        done
    fi
    measure_visits "$large"
    rm -rf "$into"
}

. "$tools/postgres.sh"

# ---- all of it ----

wanted() {
    case " $only " in *" $1 "*) return 0 ;; esac
    return 1
}

[ "$(nproc)" -ge 2 ] || fail "needs two processors: one for the server, one for the load"
wait_for "build/poolster (make build)" test -x build/poolster
mkdir -p "$work"
cp build/poolster "$program.new" && mv "$program.new" "$program"
: > "$values"
: > "$pages"
polls=$(cat /sys/module/haltpoll/parameters/guest_halt_poll_ns 2>/dev/null || true)     # a virtual machine's, in ns
[ -z "$polls" ] || value halt-poll "$polls"
make_data $small
make_data "$large"
[ -z "${BENCH_NICE-}" ] || echo "$BENCH_NICE" > /proc/self/autogroup
whole=yes

if wanted pages; then
    serve large "$work/data-$large" --demo
    large_pid=$pid large_url=$url
    sign_in "$said"
    large_cookie=$cookie
    serve small "$work/data-$small" --demo
    small_pid=$pid small_url=$url
    sign_in "$said"
    small_cookie=$cookie
    start_nginx
    measure_pages
    measure_sizes
    value peak "$(memory "$large_pid" VmHWM)"
    value after "$(memory "$large_pid" VmRSS)"
    stop $large_pid $small_pid $master
else
    whole=
fi
if wanted start; then measure_starts; else whole=; fi
if wanted exports; then measure_exports; else whole=; fi
if wanted imports; then measure_imports; else whole=; fi
if wanted postgres; then measure_postgres; else whole=; fi

awk -f "$tools/report.awk" -v large="$large" -v small=$small -v file_rows=$file_rows "$values" "$pages" > "$work/report.md"
cat "$work/report.md"
if [ -n "$whole" ]; then
    {
        sed '/^TABLES$/,$d' "$tools/benchmarks.md"
        cat "$work/report.md"
        sed '1,/^TABLES$/d' "$tools/benchmarks.md"
    } | sed "s/DATE/$(date +%Y-%m-%d)/; s/ROUNDS/$rounds/; s/SECONDS/$seconds/" > docs/benchmarks.md
    echo "Written to docs/benchmarks.md."
fi
noisy=$(grep -c 'NOISY' "$work/report.md" || true)
[ "$noisy" -eq 0 ] || echo "****  $noisy LIMITS NOT TOLD: the machine is too busy, see NOISY above (try BENCH_NICE)  ****"
missed=$(grep -c 'TOO SLOW\|TOO LARGE' "$work/report.md" || true)
[ "$missed" -eq 0 ] || echo "****  $missed LIMITS MISSED: see the rows above that say TOO SLOW or TOO LARGE  ****"
