#!/bin/bash
# import_kill_test.sh - a server that is killed (-9) at a random moment of an import, or of undoing one, leaves all of it or
# nothing, and the next start says which.  KILLS=50 ROWS=4000 SEED=1: how often, of how many customers, and which moments.
set -eu
export LC_ALL=C.UTF-8
poolster=$POOLSTER_BUILD/poolster
kills=${KILLS:-6}
rows=${ROWS:-4000}
RANDOM=${SEED:-$$}
folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill -9 "$server" 2>/dev/null; rm -rf "$folder"' EXIT

# ---- the server, and a browser ----

. tests/web/served.sh

fail() {
    echo "SEED=${SEED:-$$}, kill $n: $1" >&2
    tail -5 "$folder/log" >&2 || true
    exit 1
}

# Starts it on the data, and signs in.
begin() {
    serve --data "$folder/data"
    sign_in
    read_token
}

wait_for_end() {
    until ask "$site$page/voortgang" | grep -q '^data: klaar'; do :; done
}

# Customers in the sheet that all of them make, which must be as many as the overview says that there are.
customers() {
    local exported shown
    "$poolster" export klanten "$folder/after.xlsx" --data "$folder/data" --administration Demo
    exported=$(("$("$POOLSTER_BUILD/sheetdump" "$folder/after.xlsx" | wc -l)" - 1))
    shown=$(ask "$site/klanten" | grep -oE '<b>[0-9.]+</b> klant' | head -1 | tr -dc '0-9')
    [ "$exported" = "$shown" ] || fail "there are $exported customers, and the overview says $shown"
    echo "$exported"
}

milliseconds() {
    echo $(($(date +%s%N) / 1000000))
}

# ---- what is imported: checked, in the folder "before"; done, in the folder "after" ----

n=0
"$poolster" demo --data "$folder/source" --customers "$rows" > /dev/null 2>&1
"$poolster" export klanten "$folder/klanten.xlsx" --data "$folder/source" --administration Demo
"$poolster" demo --data "$folder/data" --customers 0 > /dev/null
begin
page=$(location -F "token=$token" -F mode=beide -F "file=@$folder/klanten.xlsx" "$site/klanten/importeren")
wait_for_end
[ "$(state)" = "Wacht op akkoord" ] || fail "the check ended with: $(state)"
end TERM
cp -r "$folder/data" "$folder/before"
begin
begun=$(milliseconds)
location -d "token=$token" "$site$page" > /dev/null
wait_for_end
took=$(($(milliseconds) - begun))
[ "$(state)" = Geïmporteerd ] && [ "$(customers)" = $((rows + 1)) ] || fail "the import ended with: $(state)"
end TERM
cp -r "$folder/data" "$folder/after"

# ---- killed ----

# kill_during FOLDER PATH: asks for what stands on that path, and kills the server after some time of it.
kill_during() {
    rm -rf "$folder/data"
    cp -r "$folder/$1" "$folder/data"
    begin
    location -d "token=$token" "$site$page$2" > /dev/null &
    sleep "$(printf 0.%03d $((RANDOM % (took + 50) % 1000)))"
    end KILL
    wait
    : > "$folder/log"
    begin
    wait_for_end                        # it had not begun yet: then it begins now
    found="$(state), $(customers)"
    told=$(grep -c 'level=warning .*did not happen' "$folder/log" || true)
    end TERM
}

# One that was killed before it was asked, or after it was done, needs no word of the start.
outcomes=
while [ "$n" -lt "$kills" ]; do
    n=$((n + 1))
    kill_during before ""
    case "$found, $told" in
    "Geïmporteerd, $((rows + 1)), 0" | "Niet uitgevoerd, 1, 1" | "Wacht op akkoord, 1, 0") ;;
    *) fail "after the import: $found, told $told" ;;
    esac
    outcomes="$outcomes${found%,*}\n"
    [ "$n" -lt "$kills" ] || break
    n=$((n + 1))
    kill_during after /ongedaan
    case "$found, $told" in
    "Ongedaan gemaakt, 1, 0" | "Geïmporteerd, $((rows + 1)), "[01]) ;;
    *) fail "after undoing: $found, told $told" ;;
    esac
    outcomes="$outcomes${found%,*}, undo\n"
done
printf "$outcomes" | sort | uniq -c
