#!/bin/bash
# readme_test.sh - README.md and docs/ say what is so: commands, targets, paths, words, columns and messages exist, and
# nothing that should be told is left out.  It can not tell whether a sentence is true.
set -eu
export LC_ALL=C.UTF-8
poolster=$POOLSTER_BUILD/poolster
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0

wrong() {
    echo "$1" >&2
    failed=1
}

pages=$(find README.md docs -name '*.md' ! -name benchmarks.md)
written="docs/benchmarks.md"            # by make bench

# block FILE BEGIN: the block between fences below the line BEGIN.
block() {
    awk -v begin="$2" '$0 == begin { found = 1 } found && /^```/ { if (inside) exit; inside = 1; next } inside' "$1"
}

# ---- the commands of the program ----

"$poolster" --help | tail -n +3 > "$folder/help"
block README.md "## The program" > "$folder/told"
diff "$folder/help" "$folder/told" >&2 || wrong "README.md does not tell the commands as poolster --help does"
commands=$(sed -n 's/^  poolster \([a-z]*\).*/\1/p' "$folder/help")
[ "$(echo "$commands" | wc -l)" -ge 5 ] || wrong "poolster --help shows too few commands"
for command in $commands; do
    "$poolster" "$command" --help | grep -q "poolster $command" || wrong "poolster $command --help does not tell about itself"
done

# ---- the targets of the Makefile ----

for target in $(grep -ohE '(`|^    )make [a-z]+' $pages | sed 's/.*make //' | sort -u); do
    grep -qE "^$target:.*## " Makefile || wrong "there is no make $target"
done
for target in $(sed -n 's/^\([a-z]*\):.*## .*/\1/p' Makefile); do
    grep -qw "make $target" README.md || wrong "README.md does not tell of make $target"
done

# ---- the map ----

block README.md "## The map" | sed 's/   .*//' | tr ' ' '\n' | sort > "$folder/map"
while read -r path; do
    [ -e "$path" ] || wrong "the map shows $path, which is not there"
done < "$folder/map"
for path in *.md Makefile CMake* package*.json src/*.c src/*/ tests/*/ tests/*.sh tools/* docs/*.md docs/*/; do
    [ -d "$path" ] && path=${path%/}/
    case " $written " in *" $path "*) continue ;; esac
    grep -qxF -- "$path" "$folder/map" || wrong "the map does not show $path"
done

# ---- links, paths and names in all pages ----

for page in $pages; do
    for link in $(grep -oE '\]\([^)]+\)' "$page" | sed 's/^](//; s/)$//'); do
        case $link in http*) continue ;; esac
        [ -e "$(dirname "$page")/$link" ] || wrong "$page: the link $link leads nowhere"
    done
    for path in $(grep -ohE '`(src|tests|tools|docs)/[A-Za-z0-9_./-]+`' "$page" | tr -d '`'); do
        [ -e "$path" ] || wrong "$page: there is no $path"
    done
    for name in $(grep -ohE '`[a-z0-9]+(_[a-z0-9]+)*\(\)`' "$page" | tr -d '`()'); do
        grep -rqwF "$name" src tests tools || wrong "$page: there is no $name()"
    done
done

# ---- words: what the first column shows stands on a screen or in a sheet, what the last one shows in the code ----

# Texts of C as they come out: pieces are joined, and %s and its like cut.
find src \( -name '*.[ch]' -o -name '*.def' \) -exec cat {} + | tr '\n' ' ' | sed 's/" *"//g' > "$folder/source"
sed 's/{{[^}]*}}/%s/g' src/web/views/*.html >> "$folder/source"        # the word of an entity comes from its table
grep '^|' docs/words.md | grep -vE '^\|(---| Nederlands | Word )' > "$folder/words"
[ "$(wc -l < "$folder/words")" -ge 50 ] || wrong "docs/words.md has too few words"
for name in $(grep -oE '`[A-Za-z_]+`' "$folder/words" | tr -d '`' | sort -u); do
    grep -rqiE "(^|[^a-z])$name" src || wrong "docs/words.md: the code has no $name"
done
awk '/^## In the code alone/ { exit } /^\|/' docs/words.md | grep -vE '^\|(---| Nederlands )' |
    cut -d '|' -f 2 | sed 's/([^)]*)//g; s/^ *tabs: *//' | sed 's/ · /\n/g; s/[:,] /\n/g' |
    sed 's/^ *//; s/ *$//' | grep . > "$folder/dutch"
while read -r word; do
    case $word in klantkaart | "de kaart van een klant") continue ;; esac      # how we call it
    grep -qiF -- "$word" "$folder/source" || grep -qiF -- "${word/klanten/%s}" "$folder/source" ||
        grep -qiF -- "${word/klant/%s}" "$folder/source" || grep -qiF -- "${word/leverancier/%s}" "$folder/source" ||
        wrong "docs/words.md: no screen shows $word"
done < "$folder/dutch"

# ---- importing: columns are those of the template, messages those of the program ----

# rows FILE FIRST: the first column of the tables whose heading begins with FIRST.
rows() {
    awk -F ' \\| ' -v first="| $2" '$1 == first { inside = 1; getline; next } !/^\|/ { inside = 0 } inside { print substr($1, 3) }' "$1"
}

# What a column may hold is told once: suppliers have those of customers, and some of their own.
: > "$folder/columns"
for what in klanten leveranciers artikelen; do
    "$poolster" template "$what" "$folder/template.xlsx"
    "$POOLSTER_BUILD/sheetdump" "$folder/template.xlsx" | head -1 | grep -oE '"s":"[A-Za-z0-9]+"' | cut -d '"' -f 4 |
        grep -vxF -f "$folder/columns" > "$folder/more" || wrong "the template of $what adds nothing"
    cat "$folder/more" >> "$folder/columns"
done
rows docs/importeren.md Kolom | diff "$folder/columns" - >&2 || wrong "docs/importeren.md has other columns than the templates"

sed -E 's/%(\.\*)?[a-z]+/\n/g' "$folder/source" > "$folder/pieces"
rows docs/importeren.md Melding > "$folder/messages"
[ "$(wc -l < "$folder/messages")" -ge 30 ] || wrong "docs/importeren.md tells too few messages"
while read -r message; do
    while read -r piece; do
        [ -z "$piece" ] || grep -qF -- "$piece" "$folder/pieces" || wrong "docs/importeren.md: Poolster never says: $message"
    done < <(sed 's/ *… */\n/g' <<< "$message")
done < "$folder/messages"

exit $failed
