# served.sh - sourced: a `poolster serve --demo`, and what a browser would ask of it.  $poolster is the program, $folder a
# folder of the caller.

# fail WHY: ends the test; who has more to say tells this anew.
fail() {
    echo "$1" >&2
    tail -5 "$folder/log" >&2 || true
    exit 1
}

# serve ARGUMENT...: starts one.  $server is its process, $greeting ends when it does, $site is its address; $email and
# $password sign in.
serve() {
    local line
    password=
    exec {greeting}< <(echo "$BASHPID"; exec "$poolster" serve --listen 127.0.0.1:0 --demo "$@" 2>> "$folder/log")
    read -r -u "$greeting" server
    while read -r -u "$greeting" line; do
        case $line in
        Poolster*) site=${line##*: } ;;
        e-mail*)   email=${line##* } ;;
        password*) password=${line##* }; break ;;
        esac
    done
    [ -n "$password" ] || fail "the server did not start"
}

# end SIGNAL: ends $server, and waits until it is gone.
end() {
    kill "-$1" "$server" 2>/dev/null || true
    while read -r -u "$greeting" _; do :; done          # the end of what it says is its own
    exec {greeting}<&-
    server=
}

sign_in() {
    cookie=$(curl -s -m 15 -o /dev/null -D - --data-urlencode "email=$email" --data-urlencode "password=$password" \
        "$site/inloggen" | tr -d '\r' | sed -n 's/^[Ss]et-[Cc]ookie: poolster=\([^;]*\).*/\1/p')
    [ -n "$cookie" ] || fail "signing in failed"
}

# What a form has with it.
read_token() {
    token=$(ask "$site/sneltoetsen" | sed -n 's/.*name="token" content="\([^"]*\)".*/\1/p')
}

ask() {
    curl -s -b "poolster=$cookie" "$@"
}

location() {
    ask -o /dev/null -D - "$@" | tr -d '\r' | sed -n 's/^[Ll]ocation: //p'
}

# What the history says of the last import.
state() {
    ask "$site/klanten/importeren/geschiedenis" | grep -oE '<i></i>[A-Z][^<]*' | head -1 | cut -c 8-
}
