/* embed - turns files into C, to build them into the program.
 *
 *     embed assets OUT.c LIST ROOT        declared in src/web/asset.h
 *
 * A line of the list is one file; a line that begins with # is none.  Paths are below ROOT.
 *
 *     app.css    src/web/assets/app.css
 *     icons.svg  sprite tools/icons.txt node_modules/lucide-static/icons
 *
 * The second is made here: an SVG with a <symbol> for each name in the first file, drawn as the SVG of that
 * name in the folder.
 *
 * From a style or script of ours (not .min.js) indentation, empty lines and comments that begin a line are left
 * out; so it may hold no text of several lines.  What gets smaller by it is kept as brotli and as gzip too, at
 * their slowest: it is compressed once and read for years. */
#include <brotli/encode.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { MOST_ASSETS = 64, LONGEST_PATH = 1024 };

struct bytes { unsigned char *at; size_t len; };

struct file {
    char         name[64];
    const char  *type;
    struct bytes plain, brotli, gzip;
};

static const char *root;

static void fail(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

static void fail(const char *format, ...)
{
    va_list arguments;

    fputs("embed: ", stderr);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    exit(1);
}

static struct bytes bytes_of(size_t room)
{
    struct bytes b = { calloc(room + 1, 1), 0 };

    if (!b.at)
        fail("no memory");
    return b;
}

static void add(struct bytes *b, const char *s, size_t len)
{
    b->at = realloc(b->at, b->len + len + 1);
    if (!b->at)
        fail("no memory");
    memcpy(b->at + b->len, s, len);
    b->len += len;
    b->at[b->len] = '\0';
}

static void add_text(struct bytes *b, const char *s)
{
    add(b, s, strlen(s));
}

static struct bytes read_file(const char *path)
{
    char block[65536];
    struct bytes b = bytes_of(0);
    size_t got;
    FILE *in = fopen(path, "rb");

    if (!in)
        fail("%s can not be read (the packages of package.json come with npm ci)", path);
    while ((got = fread(block, 1, sizeof block, in)) > 0)
        add(&b, block, got);
    if (ferror(in))
        fail("%s can not be read", path);
    fclose(in);
    return b;
}

static struct bytes read_below_root(const char *name)
{
    char path[LONGEST_PATH];

    if ((size_t)snprintf(path, sizeof path, "%s/%s", root, name) >= sizeof path)
        fail("%s: the path is too long", name);
    return read_file(path);
}

/* ---- the sprite ------------------------------------------------------------------------------------ */

/* What stands between <svg ...> and </svg>, without the indentation. */
static void add_drawing(struct bytes *sprite, const char *name, const char *svg)
{
    const char *s = strstr(svg, "<svg");
    const char *end = strstr(svg, "</svg>");

    s = s ? strchr(s, '>') : NULL;
    if (!s || !end || end < s)
        fail("%s is no SVG", name);
    for (s++; s < end; s++) {
        if (*s == '\n')
            s += strspn(s, " \n") - 1;
        else
            add(sprite, s, 1);
    }
}

static struct bytes make_sprite(const char *list_path, const char *folder)
{
    struct bytes list = read_below_root(list_path);
    struct bytes sprite = bytes_of(0);
    char path[LONGEST_PATH];
    char *rest = (char *)list.at, *name;

    add_text(&sprite, "<svg xmlns=\"http://www.w3.org/2000/svg\"><!-- Lucide, ISC License -->");
    while ((name = strsep(&rest, " \n"))) {
        if (*name == '\0')
            continue;
        if ((size_t)snprintf(path, sizeof path, "%s/%s.svg", folder, name) >= sizeof path)
            fail("%s: the path is too long", name);
        struct bytes svg = read_below_root(path);
        add_text(&sprite, "<symbol id=\"");
        add_text(&sprite, name);
        add_text(&sprite, "\" viewBox=\"0 0 24 24\">");
        add_drawing(&sprite, name, (const char *)svg.at);
        add_text(&sprite, "</symbol>");
        free(svg.at);
    }
    add_text(&sprite, "</svg>\n");
    free(list.at);
    return sprite;
}

/* ---- style and script ------------------------------------------------------------------------------------ */

static bool ends_with(const char *s, const char *end)
{
    size_t len = strlen(s), end_len = strlen(end);

    return len >= end_len && strcmp(s + len - end_len, end) == 0;
}

static bool is_ours(const char *name)
{
    return ends_with(name, ".css") || (ends_with(name, ".js") && !ends_with(name, ".min.js"));
}

static void strip(struct bytes *b)
{
    struct bytes kept = bytes_of(0);
    const char *s = (const char *)b->at;

    while (*(s += strspn(s, " \n")) != '\0') {
        if (strncmp(s, "/*", 2) == 0) {
            s = strstr(s, "*/");
            if (!s)
                fail("a comment without an end");
            s += 2;
        } else {
            size_t len = strcspn(s, "\n");
            add(&kept, s, len);
            add_text(&kept, "\n");
            s += len;
        }
    }
    free(b->at);
    *b = kept;
}

/* ---- compression ------------------------------------------------------------------------------------- */

static struct bytes brotli(struct bytes plain)
{
    size_t size = BrotliEncoderMaxCompressedSize(plain.len);
    struct bytes b = bytes_of(size);

    if (!BrotliEncoderCompress(BROTLI_MAX_QUALITY, BROTLI_MAX_WINDOW_BITS, BROTLI_MODE_TEXT,
                               plain.len, plain.at, &size, b.at))
        fail("brotli failed");
    b.len = size;
    return b;
}

static struct bytes gzip(struct bytes plain)
{
    const int gzip_format = 16;         /* added to the window, says zlib.h */
    z_stream z = { .next_in = plain.at, .avail_in = (uInt)plain.len };

    if (deflateInit2(&z, Z_BEST_COMPRESSION, Z_DEFLATED, MAX_WBITS + gzip_format, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        fail("gzip failed");
    struct bytes b = bytes_of(deflateBound(&z, plain.len));
    z.next_out = b.at;
    z.avail_out = (uInt)deflateBound(&z, plain.len);
    if (deflate(&z, Z_FINISH) != Z_STREAM_END)
        fail("gzip failed");
    b.len = z.total_out;
    deflateEnd(&z);
    return b;
}

static void compress_file(struct file *f)
{
    f->brotli = brotli(f->plain);
    f->gzip = gzip(f->plain);
    if (f->brotli.len >= f->plain.len || f->gzip.len >= f->plain.len || strncmp(f->type, "font/", 5) == 0)
        f->brotli.len = f->gzip.len = 0;
}

/* ---- the list ------------------------------------------------------------------------------------------ */

static const char *type_of(const char *name)
{
    static const struct { const char *end, *type; } types[] = {
        { ".css",   "text/css; charset=utf-8" },
        { ".js",    "text/javascript; charset=utf-8" },
        { ".svg",   "image/svg+xml" },
        { ".woff2", "font/woff2" },
        { ".json",  "application/json" },
    };
    const char *end = strrchr(name, '.');

    for (size_t i = 0; end && i < sizeof types / sizeof *types; i++) {
        if (strcmp(end, types[i].end) == 0)
            return types[i].type;
    }
    fail("%s: what type is that?", name);
}

static bool read_line(char *line, struct file *f)
{
    char path[LONGEST_PATH], list[LONGEST_PATH], folder[LONGEST_PATH];

    if (*line == '#' || line[strspn(line, " ")] == '\0')
        return false;
    if (sscanf(line, "%63s sprite %1023s %1023s", f->name, list, folder) == 3)
        f->plain = make_sprite(list, folder);
    else if (sscanf(line, "%63s %1023s", f->name, path) == 2)
        f->plain = read_below_root(path);
    else
        fail("not a line of a list: %s", line);
    f->type = type_of(f->name);
    if (is_ours(f->name))
        strip(&f->plain);
    compress_file(f);
    return true;
}

static size_t read_list(const char *path, struct file *files)
{
    struct bytes list = read_file(path);
    char *rest = (char *)list.at, *line;
    size_t count = 0;

    while ((line = strsep(&rest, "\n"))) {
        if (count == MOST_ASSETS)
            fail("%s: more than %d files", path, MOST_ASSETS);
        count += read_line(line, &files[count]);
    }
    free(list.at);
    return count;
}

/* ---- C ------------------------------------------------------------------------------------------------- */

/* FNV-1a of 64 bits: it tells versions apart, no more. */
static uint64_t hash_more(uint64_t hash, const void *what, size_t len)
{
    const unsigned char *at = what;

    for (size_t i = 0; i < len; i++)
        hash = (hash ^ at[i]) * UINT64_C(0x100000001B3);
    return hash;
}

static void put_bytes(FILE *out, const char *kind, size_t number, struct bytes b)
{
    if (b.len == 0)
        return;
    fprintf(out, "static const unsigned char %s_%zu[] = {", kind, number);
    for (size_t i = 0; i < b.len; i++)
        fprintf(out, "%s%d,", i % 32 == 0 ? "\n" : "", b.at[i]);
    fprintf(out, "\n};\n");
}

static void put_span(FILE *out, const char *kind, size_t number, struct bytes b)
{
    if (b.len == 0)
        fprintf(out, ", { \"\", 0 }");
    else
        fprintf(out, ", { (const char *)%s_%zu, %zu }", kind, number, b.len);
}

static void put_assets(FILE *out, const struct file *files, size_t count)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325);

    fprintf(out, "#include \"web/asset.h\"\n\n");
    for (size_t i = 0; i < count; i++) {
        put_bytes(out, "plain", i, files[i].plain);
        put_bytes(out, "brotli", i, files[i].brotli);
        put_bytes(out, "gzip", i, files[i].gzip);
        hash = hash_more(hash, files[i].name, strlen(files[i].name));
        hash = hash_more(hash, files[i].plain.at, files[i].plain.len);
    }
    fprintf(out, "\nconst struct asset assets[] = {\n");
    for (size_t i = 0; i < count; i++) {
        fprintf(out, "    { \"%s\", \"%s\"", files[i].name, files[i].type);
        put_span(out, "plain", i, files[i].plain);
        put_span(out, "brotli", i, files[i].brotli);
        put_span(out, "gzip", i, files[i].gzip);
        fprintf(out, " },\n");
    }
    fprintf(out, "};\nconst size_t asset_count = %zu;\nconst char asset_hash[] = \"%08x\";\n",
            count, (unsigned)(hash ^ hash >> 32));
}

int main(int argc, char **argv)
{
    static struct file files[MOST_ASSETS + 1];

    if (argc != 5 || strcmp(argv[1], "assets") != 0) {
        fputs("usage: embed assets OUT.c LIST ROOT\n", stderr);
        return 1;
    }
    root = argv[4];
    size_t count = read_list(argv[3], files);
    FILE *out = fopen(argv[2], "w");
    if (!out)
        fail("%s can not be written", argv[2]);
    put_assets(out, files, count);
    if (fclose(out) != 0)
        fail("%s can not be written", argv[2]);
    for (size_t i = 0; i < count; i++) {
        free(files[i].plain.at);
        free(files[i].brotli.at);
        free(files[i].gzip.at);
    }
    return 0;
}
