#!/bin/bash
# embed_test.sh - what is built into the program: whole, smaller, and with an address that changes when it does.
# Compiles the tool itself, so it runs alone too.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cc=${CC:-cc}
flags="-std=c17 -D_GNU_SOURCE -Isrc -Wall -Wextra -Wpedantic -Wconversion -Werror"
$cc $flags -o "$folder/embed" tools/embed.c -lbrotlienc -lz
failed=0

wrong() {
    echo "$1" >&2
    failed=1
}

# ---- files that show every rule ----

mkdir "$folder/root" "$folder/root/icons" "$folder/out"
{
    printf '/* how\n   it looks */\n'
    for i in $(seq 200); do printf '.a%d {\n  color: "red"; /* why */\n}\n\n' "$i"; done
} > "$folder/root/app.css"
for i in $(seq 200); do printf '.a%d {\ncolor: "red"; /* why */\n}\n' "$i"; done > "$folder/app.css"
printf '  /* kept */\n  x();\n' > "$folder/root/lib.min.js"
head -c 4000 /dev/urandom > "$folder/root/letters.woff2"
printf '<!-- licence -->\n<svg\n  width="24"\n>\n  <path d="M5 12h14" />\n  <path d="M12 5v14" />\n</svg>\n' > "$folder/root/icons/plus.svg"
cp "$folder/root/icons/plus.svg" "$folder/root/icons/minus.svg"
printf 'minus\nplus\n' > "$folder/root/icons.txt"
cat > "$folder/list" <<'END'
# a list
app.css       app.css
lib.min.js    lib.min.js

letters.woff2 letters.woff2
icons.svg     sprite icons.txt icons
END

# ---- what comes of them: written out again by a program that holds them ----

cat > "$folder/dump.c" <<'END'
#include "web/asset.h"
#include <brotli/decode.h>
#include <stdio.h>
static void dump(const char *folder, const char *name, const char *end, struct str what)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s%s", folder, name, end);
    FILE *out = fopen(path, "wb");
    if (out) {
        fwrite(what.at, 1, what.len, out);
        fclose(out);
    }
}
int main(int argc, char **argv)
{
    static char plain[1 << 20];
    for (size_t i = 0; argc == 2 && i < asset_count; i++) {
        size_t size = sizeof plain;
        dump(argv[1], assets[i].name, "", assets[i].plain);
        dump(argv[1], assets[i].name, ".gz", assets[i].gzip);
        if (assets[i].brotli.len > 0
            && BrotliDecoderDecompress(assets[i].brotli.len, (const uint8_t *)assets[i].brotli.at, &size, (uint8_t *)plain))
            dump(argv[1], assets[i].name, ".from-brotli", (struct str){ plain, size });
        printf("%s %s %zu\n", assets[i].name, assets[i].type, assets[i].brotli.len);
    }
    printf("%s\n", asset_hash);
}
END

embed() {
    "$folder/embed" assets "$folder/assets.c" "$folder/list" "$folder/root"
    $cc $flags -o "$folder/dump" "$folder/dump.c" "$folder/assets.c" -lbrotlidec
    "$folder/dump" "$folder/out" > "$folder/said"
}

embed
hash=$(tail -1 "$folder/said")
same() {
    cmp "$1" "$2" || wrong "$3"
}
same "$folder/out/app.css" "$folder/app.css" "the style is not what was meant"
same "$folder/out/app.css.from-brotli" "$folder/app.css" "the style differs after brotli"
gzip -dc "$folder/out/app.css.gz" | cmp - "$folder/app.css" || wrong "the style differs after gzip"
same "$folder/out/lib.min.js" "$folder/root/lib.min.js" "a script that is not ours was changed"
same "$folder/out/letters.woff2" "$folder/root/letters.woff2" "the font was changed"
grep -q '^letters.woff2 font/woff2 0$' "$folder/said" || wrong "the font is compressed, or has another type"
grep -q '^app.css text/css; charset=utf-8 [1-9]' "$folder/said" || wrong "the style is not compressed"
grep -q '<symbol id="plus" viewBox="0 0 24 24"><path d="M5 12h14" /><path d="M12 5v14" /></symbol></svg>$' \
    "$folder/out/icons.svg" || wrong "the sprite is not what was meant"

# The same files have the same address, others have another.
embed
[ "$(tail -1 "$folder/said")" = "$hash" ] || wrong "the address changed, the files did not"
echo ';' >> "$folder/root/lib.min.js"
embed
[ "$(tail -1 "$folder/said")" != "$hash" ] || wrong "a file changed, the address did not"

# ---- what it can not do, it says ----

refused() {
    printf '%b' "$2" > "$folder/list"
    "$folder/embed" assets "$folder/assets.c" "$folder/list" "$folder/root" 2> "$folder/errors" && wrong "not refused: $2"
    grep -q "$1" "$folder/errors" || wrong "for $2 it says: $(cat "$folder/errors")"
}
refused 'can not be read' 'app.css missing.css\n'
refused 'what type'       'list.exe icons.txt\n'
refused 'not a line'      'app.css\n'

exit $failed
