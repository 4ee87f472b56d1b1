#!/bin/bash
# htmlc_test.sh - what the page compiler makes, and what it refuses.  Compiles the tool itself, so it runs alone too.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cc=${CC:-cc}
$cc -std=c17 -D_GNU_SOURCE -Wall -Wextra -Wpedantic -Wconversion -Werror -o "$folder/htmlc" tools/htmlc.c
failed=0

wrong() {
    echo "$1" >&2
    failed=1
}

# ---- what it makes: compiled against a show.h that prints, and run ----

mkdir "$folder/web"
cat > "$folder/web/show.h" <<'END'
#include <stdio.h>
#include <string.h>
struct buf { FILE *to; };
struct str { const char *at; size_t len; };
struct html { const char *markup; };
struct url { const char *address; };
#define S(literal) ((struct str){ "" literal, sizeof(literal) - 1 })
static inline void buf_add(struct buf *b, struct str s) { fwrite(s.at, 1, s.len, b->to); }
static inline void show_int(struct buf *b, int n) { fprintf(b->to, "%d", n); }
static inline void show_text(struct buf *b, const char *s)
{
    for (; *s; s++)
        *s == '<' ? fputs("&lt;", b->to) : fputc(*s, b->to);
}
static inline void show_html(struct buf *b, struct html h) { fputs(h.markup, b->to); }
static inline void show_url(struct buf *b, struct url u) { fputs(u.address, b->to); }
#define show(out, value) _Generic((value), int: show_int, char *: show_text, const char *: show_text)(out, value)
END
cat > "$folder/page.html" <<'END'
%use <stdbool.h>
%page list(const char *name, int count)
<h1 class="{{ count }}">{{ name }}??/ "\</h1>

    % for (int i = 0; i < count; i++) {
        <a href="/{{ i }}" {{ (struct html){ "required" } }}>é</a>
    % }
<a href="{{ (struct url){ "/x" } }}">x</a>
%page nothing()
<p>leeg</p>
END
{
    "$folder/htmlc" "$folder/page.html"
    echo 'int main(void) { struct buf b = { stdout }; page_list(&b, "a<b", 2); page_nothing(&b); }'
} > "$folder/page.c"
$cc -std=c17 -D_GNU_SOURCE -Wall -Wextra -Wpedantic -Werror -I"$folder" -o "$folder/page" "$folder/page.c"
cat > "$folder/want" <<'END'
<h1 class="2">a&lt;b??/ "\</h1>
<a href="/0" required>é</a>
<a href="/1" required>é</a>
<a href="/x">x</a>
<p>leeg</p>
END
"$folder/page" | diff "$folder/want" - || wrong "the page above differs"

# A literal stays within what C promises, and is never cut inside a character.
{ echo '%page long()'; for _ in $(seq 3000); do printf 'één ?'; done; echo; } > "$folder/long.html"
{
    "$folder/htmlc" "$folder/long.html"
    echo 'int main(void) { struct buf b = { stdout }; page_long(&b); }'
} > "$folder/long.c"
$cc -std=c17 -D_GNU_SOURCE -Wall -Wextra -Wpedantic -Werror -I"$folder" -o "$folder/long" "$folder/long.c"
"$folder/long" | diff <(tail -n +2 "$folder/long.html") - > "$folder/difference" || wrong "a long page differs"

# The compiler speaks of the page, at its line.
printf '%%page broken()\n<p>\n{{ missing }}\n' > "$folder/broken.html"
"$folder/htmlc" "$folder/broken.html" > "$folder/broken.c"
$cc -std=c17 -I"$folder" -c -o "$folder/broken.o" "$folder/broken.c" 2> "$folder/errors" && wrong "a misspelt value compiles"
grep -q 'broken.html:3:.*missing' "$folder/errors" || wrong "the error is not at broken.html:3"

# The beginning of a URL is no place for plain text, nor is a tag.
for place in '<a href="{{ "x" }}">' '<a {{ "x" }}>'; do
    printf '%%page p()\n%s</a>\n' "$place" > "$folder/type.html"
    "$folder/htmlc" "$folder/type.html" > "$folder/type.c"
    $cc -std=c17 -I"$folder" -c -o "$folder/type.o" "$folder/type.c" 2> "$folder/errors" && wrong "text compiles in $place"
done

# ---- what it refuses: line of the file, words of the message, the page ----

refused() {
    printf '%b' "$3" > "$folder/refused.html"
    "$folder/htmlc" "$folder/refused.html" > "$folder/out" 2> "$folder/errors" && wrong "not refused: $3"
    grep -q "refused.html:$1: .*$2" "$folder/errors" || wrong "for $3 it says: $(cat "$folder/errors")"
}

refused 1 'begins with %page'    '<p>\n'
refused 2 'wants quotes'         '%page p()\n<p class=x>\n'
refused 2 'style= is refused'    '%page p()\n<p style="color: red">\n'
refused 3 'onclick= is refused'  '%page p()\n<p\nonclick="x()">\n'
refused 2 'hx-on is refused'     '%page p()\n<p hx-on:click="x()">\n'
refused 2 'hx-on is refused'     '%page p()\n<p data-hx-on="x">\n'
refused 2 'filter in hx-trigger' '%page p()\n<p hx-trigger="click[ctrlKey]">\n'
refused 2 'a script in href='    '%page p()\n<a href=" JavaScript:x()">\n'
refused 2 'a script in hx-vals=' '%page p()\n<a hx-vals="js:{}">\n'
refused 2 'may become a script'  '%page p()\n<a href="java{{ x }}">\n'
refused 2 'a script in the page' '%page p()\n<script src="/a.js">x()</script>\n'
refused 2 'a script in the page' '%page p()\n<script>{{ x }}</script>\n'
refused 2 '<style> is refused'   '%page p()\n<style></style>\n'
refused 2 'between double quotes' "%page p()\n<p title='{{ x }}'>\n"
refused 2 'between double quotes' '%page p()\n<p title={{ x }}>\n'
refused 2 'a comment would be sent' '%page p()\n<!-- x -->\n'
refused 2 'write &lt;'           '%page p()\n1 < 2\n'
refused 2 'without }}'           '%page p()\n{{ x\n'
refused 2 'ends within <p>'      '%page p()\n<p\n'
refused 1 'name(arguments)'      '%page p\n'
refused 2 '%use stands before'   '%page p()\n%use "x.h"\n'

exit $failed
