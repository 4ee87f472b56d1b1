#!/bin/bash
# copy_test.sh - what is copied from a folder to PostgreSQL and back is the same; a copy that is killed (-9) leaves
# nothing half, and the next one ends it; who has something already is refused, and nothing happens to it.
# ROWS=3000 KILLS=6: of how many customers, and how often it is killed.
set -eu
export LC_ALL=C.UTF-8
poolster=$POOLSTER_BUILD/poolster
rows=${ROWS:-3000}
kills=${KILLS:-6}
memory=/tmp
[ ! -w /dev/shm ] || memory=/dev/shm
folder=$(mktemp -d "$memory/copy-test-XXXXXX")
trap 'tests/store/postgres.sh stop "$folder/postgres"; rm -rf "$folder"' EXIT

fail() {
    echo "$1" >&2
    tail -n 5 "$folder/out" >&2 || true
    exit 1
}

tests/store/postgres.sh start "$folder/postgres"
server=$(cat "$folder/postgres/url")
for name in whole killed; do
    psql -q "${server}postgres" -c "CREATE DATABASE $name"
done

# copy FROM TO...: its status; what it says is in out.
copy() {
    local from=$1 to=$2
    shift 2
    "$poolster" copy --from "$from" --to "$to" "$@" > "$folder/out" 2>&1
}

# sound PLACE: the check finds nothing.
sound() {
    case $1 in
    postgresql://*) "$poolster" check --database "$1" ;;
    *)              "$poolster" check --data "$1" ;;
    esac > "$folder/out" 2>&1 || fail "the check of $1 finds something"
}

# exported PLACE: all sheets, as text.
exported() {
    local place=--data
    case $1 in postgresql://*) place=--database ;; esac
    for what in klanten leveranciers artikelen; do
        "$poolster" export "$what" "$folder/sheet.xlsx" "$place" "$1" --administration Demo
        "$POOLSTER_BUILD/sheetdump" "$folder/sheet.xlsx"
    done
}

# ---- there and back ----

"$poolster" demo --data "$folder/data" --customers "$rows" > /dev/null
copy "$folder/data" "${server}whole" || fail "copying to PostgreSQL failed"
copy "${server}whole" "$folder/back" || fail "copying back failed"
exported "$folder/data" > "$folder/before"
[ "$(wc -l < "$folder/before")" -gt "$rows" ] || fail "the exports are too short"
for place in "$folder/data" "${server}whole" "$folder/back"; do
    sound "$place"
    exported "$place" | cmp - "$folder/before" || fail "the exports of $place differ"
done

# ---- refused ----

refuses() {
    local wanted=$1
    shift
    ! copy "$@" || fail "this was copied: $*"
    grep -q "$wanted" "$folder/out" || fail "a refusal does not say: $wanted"
}

"$poolster" demo --data "$folder/other" --customers 10 > /dev/null
refuses "the target is not empty" "$folder/data" "$folder/other"
refuses "the target has an administration Demo already" "$folder/data" "$folder/other" --administration Demo
refuses "there is no administration Nergens" "$folder/data" "$folder/back" --administration Nergens
refuses "can not open" "$folder/nowhere" "$folder/new"
[ ! -e "$folder/nowhere" ] || fail "a place to copy from was made"
refuses "Connection refused" "$folder/data" "postgresql://me:geheim@127.0.0.1:1/none"
! grep -q geheim "$folder/out" || fail "a password was told"
[ "$(exported "$folder/other" | grep -c .)" -lt 200 ] || fail "what was there was changed"
sound "$folder/other"

# ---- killed ----

milliseconds() {
    echo $(($(date +%s%N) / 1000000))
}

begun=$(milliseconds)
copy "$folder/data" "$folder/timed"
took=$(($(milliseconds) - begun))

# killed PLACE: kills copies at moments that lie evenly in the time that one takes, each going on with what the one
# before left; in between all of it is seen, or nothing.
killed() {
    local place=$1 n child seen
    for ((n = 1; n <= kills; n++)); do
        "$poolster" copy --from "$folder/data" --to "$place" > "$folder/out" 2>&1 &
        child=$!
        sleep "$(printf %d.%03d $((took * n / kills / 1000)) $((took * n / kills % 1000)))"
        kill -9 "$child" 2>/dev/null || true
        wait "$child" 2>/dev/null || true
        seen=$(sees "$place")
        [ "$seen" = 0 ] || [ "$seen" = 1 ] || fail "$seen administrations are seen in $place"
        [ "$seen" = 0 ] || exported "$place" | cmp - "$folder/before" || fail "half a copy is seen in $place"
    done
    copy "$folder/data" "$place" || fail "a copy that was killed did not go on"
    sound "$place"
    exported "$place" | cmp - "$folder/before" || fail "a copy that went on differs"
}

# sees PLACE: how many administrations it has, 0 when there is no place.
sees() {
    case $1 in
    postgresql://*) psql -Atq "$1" -c "SELECT count(*) FROM poolster.administration" 2>/dev/null ;;
    *)              [ -e "$1/poolster.db" ] && "$poolster" check --data "$1" > "$folder/seen" 2>&1 &&
                        if grep -q '^0 records' "$folder/seen"; then echo 0; else echo 1; fi ;;
    esac || echo 0
}

killed "$folder/killed"
killed "${server}killed"
