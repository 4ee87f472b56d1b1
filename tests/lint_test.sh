#!/bin/sh
# tools/lint.sh finds each thing that it is there for, and lets the rest pass.
set -eu
lint=$PWD/tools/lint.sh
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
fresh() {
    rm -rf "$tree"
    mkdir -p "$tree/src/base" "$tree/src/store" "$tree/src/format" "$tree/src/domain" "$tree/src/web/views"
}

# passes|fails FILE LINE: a tree with this line alone in this file.
passes() {
    fresh
    printf '%s\n' "$2" > "$tree/$1"
    "$lint" "$tree" 2> "$tree/said" || { echo "refused in $1: $2"; cat "$tree/said"; exit 1; }
}
fails() {
    fresh
    printf '%s\n' "$2" > "$tree/$1"
    if "$lint" "$tree" 2> "$tree/said"; then
        echo "let pass in $1: $2"
        exit 1
    fi
    grep -q "$1:1:" "$tree/said" || { echo "not told where, in $1: $2"; exit 1; }
}

passes src/web/a.c '#include "domain/customer.h"'
passes src/domain/a.c '#include "format/sheet.h"'
passes src/base/a.c '#include <string.h>'
fails  src/base/a.c '#include "store/db.h"'
fails  src/store/a.c '#include "format/sheet.h"'
fails  src/format/a.c '#include "store/db.h"'
fails  src/domain/a.h '#  include "web/web.h"'
fails  src/base/a.c '#include "../store/db.h"'
fails  src/domain/a.c '#include "a.h"'
passes src/web/views/a.html '%use "domain/customer.h"'

passes src/base/a.c 'strcpy_of_ours(a); x.free(b); buf_free(d);'
passes src/base/a.c ' * free(c) in a comment'
fails  src/base/a.c '    if (strcpy (a, b))'
fails  src/web/a.c 'x = sprintf(at, "%d", 1);'
fails  src/web/a.c 'tm = localtime(&t);'
passes src/web/a.c 'tm = localtime_r(&t, &tm);'
passes src/base/arena.c 'c = calloc(1, 2);'
fails  src/domain/a.c 'c = calloc(1, 2);'
fails  src/domain/a.c 't = time(NULL);'
passes src/base/a.c 't = time(NULL);'

passes src/web/views/a.html '<script src="/a.js" defer></script><p class="style">online=1'
fails  src/web/views/a.html '<p style="color: red">'
fails  src/web/views/a.html '<script>alert(1)</script>'
fails  src/web/views/a.html '<a href="/" onclick="x()">'
fails  src/web/views/a.html '<a hx-on:click="x()">'
fails  src/web/views/a.html '<a href="javascript:x()">'
fails  src/web/views/a.html '<style>'

fails  src/base/a.c 'int a; '
fails  src/base/a.c "$(printf '\tint a;')"
