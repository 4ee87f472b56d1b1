#include "format/xml_careful.h"

#include "base/fault.h"
#include "format/xml.h"

#include <libxml/parser.h>
#include <string.h>
#include <threads.h>

/* What libxml2 makes of one block is at most some ten times as long, plus one start tag. */
enum { BLOCK = 16 * 1024, OUT_ROOM = 512 * 1024, DEPTH = 300 };

struct xml_careful {
    struct zip_part   *part;
    struct file_error *error;
    xmlParserCtxtPtr   parser;
    size_t             depth, foreign;          /* open elements; those within a foreign one */
    bool               preserve[DEPTH];         /* xml:space, by depth */
    bool               ended;
    size_t             at, len;                 /* of what is in out and not yet read */
    char               in[BLOCK];
    char               out[];
};

/* No fault may cross libxml2: a callback refuses and stops the parser. */
static void refuse(struct xml_careful *c, enum file_problem problem)
{
    file_refuse(c->error, problem, 0);
    xmlStopParser(c->parser);
}

static void add(struct xml_careful *c, const char *at, size_t n)
{
    if (n > OUT_ROOM - c->len) {
        refuse(c, FILE_ROW_TOO_LONG);
        return;
    }
    memcpy(c->out + c->len, at, n);
    c->len += n;
}

/* In a value libxml2 leaves an ampersand written as &#38; (it may not expand), and nothing else. */
static void add_text(struct xml_careful *c, const char *at, size_t n, bool is_value)
{
    size_t from = 0;

    for (size_t i = 0; i < n; i++) {
        struct str code;
        switch (at[i]) {
        case '&':
            if (is_value)
                continue;
            code = S("&amp;");
            break;
        case '<':  code = S("&lt;");   break;
        case '>':  code = S("&gt;");   break;
        case '"':  code = S("&quot;"); break;
        case '\r': code = S("&#13;");  break;
        default:   continue;
        }
        add(c, at + from, i - from);
        add(c, code.at, code.len);
        from = i + 1;
    }
    add(c, at + from, n - from);
}

static void add_attribute(struct xml_careful *c, struct str name, struct str value)
{
    add(c, " ", 1);
    add(c, name.at, name.len);
    add(c, "=\"", 2);
    add_text(c, value.at, value.len, true);
    add(c, "\"", 1);
}

static struct str from_xml(const xmlChar *text)
{
    return str_from((const char *)text);
}

/* libxml2 gives an attribute as five pointers. */
struct attribute { const xmlChar *name, *prefix, *uri, *value, *end; };

static void on_start(void *what, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int namespaces, const xmlChar **declared, int count, int defaulted,
                     const xmlChar **flat)
{
    struct xml_careful *c = what;
    bool is_root = c->depth == 0;
    (void)prefix, (void)namespaces, (void)declared, (void)defaulted;

    if (c->error->problem != FILE_FINE)
        return;
    if (++c->depth >= DEPTH || (is_root && !xml_namespace_is_ours(from_xml(uri)))) {
        refuse(c, FILE_DAMAGED);
        return;
    }
    c->preserve[c->depth] = c->preserve[c->depth - 1];
    if (c->foreign || !xml_namespace_is_ours(from_xml(uri))) {
        c->foreign++;
        return;
    }
    add(c, "<", 1);
    add(c, (const char *)name, strlen((const char *)name));
    if (is_root)
        add_attribute(c, S("xmlns"), from_xml(uri));
    for (int i = 0; i < count; i++) {
        struct attribute a;
        memcpy(&a, flat + 5 * i, sizeof a);
        struct str value = { (const char *)a.value, (size_t)(a.end - a.value) };
        if (!a.prefix)
            add_attribute(c, from_xml(a.name), value);
        else if (xml_namespace_is_links(from_xml(a.uri)) && str_is(from_xml(a.name), S("id")))
            add_attribute(c, S("r:id"), value);
        else if (str_is(from_xml(a.prefix), S("xml")) && str_is(from_xml(a.name), S("space")))
            c->preserve[c->depth] = str_is(value, S("preserve"));
    }
    if (c->preserve[c->depth] && str_is(from_xml(name), S("t")))
        add_attribute(c, S("xml:space"), S("preserve"));
    add(c, ">", 1);
}

static void on_end(void *what, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    struct xml_careful *c = what;
    (void)prefix, (void)uri;

    if (c->error->problem != FILE_FINE)
        return;
    c->depth--;
    if (c->foreign) {
        c->foreign--;
        return;
    }
    add(c, "</", 2);
    add(c, (const char *)name, strlen((const char *)name));
    add(c, ">", 1);
}

static void on_text(void *what, const xmlChar *text, int len)
{
    struct xml_careful *c = what;

    if (c->error->problem == FILE_FINE && !c->foreign)
        add_text(c, (const char *)text, (size_t)len, false);
}

static void on_doctype(void *what, const xmlChar *name, const xmlChar *public,
                       const xmlChar *system)
{
    (void)name, (void)public, (void)system;
    refuse(what, FILE_FORBIDDEN);
}

/* wellFormed tells it; nothing goes to stderr. */
static void on_error(void *what, xmlErrorPtr error)
{
    (void)what, (void)error;
}

__attribute__((format(printf, 2, 3)))
static void on_generic_error(void *what, const char *format, ...)
{
    (void)what, (void)format;
}

static void close_parser(void *what)
{
    xml_careful_close(what);
}

void xml_careful_close(struct xml_careful *c)
{
    if (c->parser)
        xmlFreeParserCtxt(c->parser);
    c->parser = NULL;
}

struct xml_careful *xml_careful_open(struct arena *a, struct zip_part *part,
                                     struct file_error *error)
{
    static once_flag once = ONCE_FLAG_INIT;
    xmlSAXHandler handler = {
        .initialized = XML_SAX2_MAGIC, .startElementNs = on_start, .endElementNs = on_end,
        .characters = on_text, .ignorableWhitespace = on_text, .cdataBlock = on_text,
        .internalSubset = on_doctype, .serror = on_error,
    };
    struct xml_careful *c = arena_take_raw(a, sizeof *c + OUT_ROOM);

    memset(c, 0, sizeof *c);
    call_once(&once, xmlInitParser);
    xmlSetGenericErrorFunc(NULL, on_generic_error);
    c->part = part;
    c->error = error;
    arena_on_end(a, close_parser, c);
    size_t n = zip_part_read(part, c->in, 4, error);    /* by these the encoding is known */
    if (error->problem != FILE_FINE)
        return NULL;
    c->parser = xmlCreatePushParserCtxt(&handler, c, c->in, (int)n, NULL);
    if (!c->parser || xmlCtxtUseOptions(c->parser, XML_PARSE_NONET) != 0)
        fault("out of memory: to read XML");
    return c;
}

static void parse_block(struct xml_careful *c)
{
    size_t n = zip_part_read(c->part, c->in, BLOCK, c->error);

    if (c->error->problem != FILE_FINE)
        return;
    c->ended = n == 0;
    xmlSetGenericErrorFunc(NULL, on_generic_error);     /* of this thread: the errors of no parser */
    xmlParseChunk(c->parser, c->in, (int)n, c->ended);
    if (c->parser->errNo == XML_ERR_NO_MEMORY)
        fault("out of memory: to read XML");
    if (!c->parser->wellFormed)             /* an internal error: more in one piece than libxml2 takes */
        file_refuse(c->error, c->parser->errNo == XML_ERR_INTERNAL_ERROR ? FILE_ROW_TOO_LONG : FILE_DAMAGED, 0);
}

size_t xml_careful_read(struct xml_careful *c, char *into, size_t room)
{
    size_t given = 0;

    while (given < room && c->error->problem == FILE_FINE) {
        if (c->at == c->len && c->ended)
            break;
        if (c->at == c->len) {
            c->at = c->len = 0;
            parse_block(c);
        }
        size_t n = c->len - c->at < room - given ? c->len - c->at : room - given;
        memcpy(into + given, c->out + c->at, n);
        c->at += n;
        given += n;
    }
    return c->error->problem == FILE_FINE ? given : 0;
}
