#!/bin/sh
# lint.sh [--format] [ROOT] - what the compiler does not check: who may include whom, which calls are banned, what a page
# may not hold, how files look.  Prints what is wrong, as file:line:text, and fails.  --format mends how files look.
set -u
format=
[ "${1-}" = --format ] && { format=yes; shift; }
cd "${1-$(dirname "$0")/..}" || exit 2
status=0

# wrong WHAT LINES: LINES, if any, are what is wrong.
wrong() {
    [ -z "$2" ] && return
    printf '%s\n%s\n\n' "$1" "$2" >&2
    status=1
}

# calls NAMES FILE...: where one of NAMES, separated by |, is called; a comment is no call.
calls() {
    names=$1
    shift
    grep -nHE "(^|[^A-Za-z0-9_.>])($names)[[:space:]]*\(" "$@" /dev/null | grep -vE ':[0-9]+:[[:space:]]*(/?\*|//)'
}

files() {
    find "$@" -type f 2>/dev/null | sort
}

# ---- layers: a folder of src/ includes only itself and what lies below it ----
below() {
    case $1 in
    base)   echo "base" ;;
    store)  echo "base|store" ;;
    format) echo "base|format" ;;
    domain) echo "base|store|format|domain" ;;
    web)    echo "base|store|format|domain|web" ;;
    esac
}
for folder in src/*/; do
    layer=$(basename "$folder")
    may=$(below "$layer")
    [ -n "$may" ] || { wrong "A folder that is no layer:" "$folder"; continue; }
    wrong "$layer/ may include ($may)/ only:" "$(grep -rnE '^[[:space:]]*(#[[:space:]]*include|%use)[[:space:]]*"' "$folder" |
        grep -vE "\"($may)/[^\"]*\"")"
done

# ---- calls ----
wrong "Banned, there is a safe one in base/ or in POSIX:" "$(calls \
    'strcpy|strncpy|strcat|strncat|sprintf|vsprintf|strtok|gets|atoi|atol|atof|localtime|gmtime|alloca|system|popen' \
    $(files src tests tools -name '*.[ch]'))"

# Memory is an arena's.  Otherwise: the arena itself, where a library hands over memory of its own, and what threads
# share and close one by one.
borders='src/base/(arena|str)\.c|src/store/(db|db_sqlite|db_postgres|db_postgres_ask|pool)\.c'
wrong "Take memory from an arena (or add the border of a library to this list in tools/lint.sh):" "$(calls \
    'malloc|calloc|realloc|free|strdup|strndup|asprintf|vasprintf' $(files src -name '*.[ch]' | grep -vE "^($borders)\$"))"

wrong "The domain reads no clock and no environment; they are arguments:" "$(calls \
    'time|clock_gettime|gettimeofday|getenv|secure_getenv|rand|random' $(files src/domain -name '*.[ch]'))"

# ---- pages: the content security policy lets no style or script stand in them ----
wrong "No style and no script in a page:" "$(grep -rnEi \
    '[[:space:]](style|on[a-z]+|hx-on[^=[:space:]]*)[[:space:]]*=|<style|<script([[:space:]]*>|[^>]*>[^<])|javascript:' \
    src/web/views 2>/dev/null)"

# ---- files ----
text=$(files src tests tools docs .ci \( -name '*.[ch]' -o -name '*.sh' -o -name '*.mjs' -o -name '*.js' -o -name '*.css' \
    -o -name '*.html' -o -name '*.sql' -o -name '*.md' -o -name '*.txt' \) -not -path '*/golden/*' -not -path '*/corpus/*')
[ -n "$format" ] && for file in $text; do
    expand -t 4 "$file" | sed 's/[[:space:]]*$//' | cmp -s - "$file" && continue
    expand -t 4 "$file" | sed 's/[[:space:]]*$//' > "$file.new" && cat "$file.new" > "$file" && rm "$file.new"
    echo "$file"
done
wrong "A tab, or blanks at the end of a line (make format):" "$(grep -nHE "$(printf '\t')|[[:space:]]\$" $text /dev/null)"
wrong "Left behind:" "$(grep -nHE '(^|[^A-Za-z])(TO''DO|FIX''ME|X''XX)([^A-Za-z]|$)' $text /dev/null)"
wrong "Addresses of a registry in the lock file:" "$(grep -nH '"resolved"' package-lock.json 2>/dev/null)"

exit $status
