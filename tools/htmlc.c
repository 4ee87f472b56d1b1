/* htmlc - turns pages written in HTML into C functions.
 *
 *     htmlc customer_list.html > customer_list.html.c
 *
 * What in such a file is not HTML:
 *
 *     %use "domain/customer.h"            an include
 *     %page customer_list(arguments)      from here to the next %page: void page_customer_list(struct buf *out, arguments)
 *     % for (...) {                       a line of C
 *     {{ c->name }}                       a value, shown and escaped by its C type
 *
 * What a value looks like, and that it can not break out of where it stands, is told once, in show() of
 * web/show.h.  Two places take one type only, and the compiler says so: at the beginning of a URL it is
 * show_url() (a struct url or path), between the attributes of a tag show_html() (a struct html).
 *
 * Indentation and empty lines are dropped; what stands between two values or lines of C is one literal.
 * A comment is a line of C.  Errors of the compiler point at the page, by #line.
 *
 * What the content security policy would refuse at run time is refused here: a script or a style in the
 * page, an attribute that holds one (style, on..., hx-on, javascript:, js:, a filter in hx-trigger); and
 * an attribute value without quotes, because there escaping does not hold. */
#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    LONGEST_LITERAL = 4000,     /* C promises 4095 */
    LONGEST_NAME = 64
};

static const char script_scheme[] = "javascript:";

/* Where in the HTML we are. */
enum place { TEXT, TAG_NAME, IN_TAG, ATTRIBUTE, EQUALS, DOUBLE_QUOTED, SINGLE_QUOTED };

static const char *file;
static int line;

static enum place place;
static bool closing;                            /* </p> */
static char tag[LONGEST_NAME], attribute[LONGEST_NAME];
static bool value_began;                        /* something stands in this attribute value already */
static char value[sizeof script_scheme];        /* how it begins, in small letters */

static bool inside;                             /* a page */
static size_t written;                          /* of the literal that is open; 0: none is */

static void fail(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

static void fail(const char *format, ...)
{
    va_list arguments;

    fprintf(stderr, "%s:%d: ", file, line);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    exit(1);
}

/* ---- C ------------------------------------------------------------------------------------------ */

static void end_literal(void)
{
    if (written > 0)
        printf("\"));\n");
    written = 0;
}

static void put_literal(char c)
{
    if (written >= LONGEST_LITERAL && ((unsigned char)c & 0xC0) != 0x80)    /* never within a character */
        end_literal();
    if (written++ == 0)
        printf("    buf_add(out, S(\"");
    switch (c) {
    case '\n': printf("\\n"); break;
    case '"':  printf("\\\""); break;
    case '\\': printf("\\\\"); break;
    case '?':  printf("\\?"); break;            /* ?? may begin a trigraph */
    default:   putchar(c);
    }
}

static void put_line_number(void)
{
    printf("#line %d \"%s\"\n", line, file);
}

/* ---- the rules of the HTML ------------------------------------------------------------------------ */

static bool is_url(const char *name)
{
    static const char *const names[] = {
        "href", "src", "action", "formaction", "poster", "cite", "data",
        "hx-get", "hx-post", "hx-put", "hx-patch", "hx-delete", "hx-push-url", "hx-replace-url",
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcasecmp(name, names[i]) == 0)
            return true;
    }
    return false;
}

static void check_attribute(void)
{
    if (strcasecmp(attribute, "style") == 0)
        fail("style= is refused: give it a class");
    if (strncasecmp(attribute, "on", 2) == 0)
        fail("%s= is refused: scripts stand in assets/app.js", attribute);
    if (strncasecmp(attribute, "hx-on", 5) == 0 || strncasecmp(attribute, "data-hx-on", 10) == 0)
        fail("hx-on is refused: scripts stand in assets/app.js");
    if (strcasecmp(attribute, "srcdoc") == 0)
        fail("srcdoc is refused");
}

static void check_value(char c)
{
    size_t length = strlen(value);

    if (strcasecmp(attribute, "hx-trigger") == 0 && c == '[')
        fail("a filter in hx-trigger is refused: it would be run as a script");
    if (!value_began && isspace((unsigned char)c))
        return;
    value_began = true;
    if (length + 1 < sizeof value) {
        value[length] = (char)tolower((unsigned char)c);
        value[length + 1] = '\0';
    }
    if (strcmp(value, script_scheme) == 0 || (strncasecmp(attribute, "hx-", 3) == 0 && strcmp(value, "js:") == 0))
        fail("a script in %s= is refused", attribute);
}

static void end_tag(void)
{
    place = TEXT;
    if (!closing && strcasecmp(tag, "style") == 0)
        fail("<style> is refused: styles stand in assets/app.css");
}

static void add_to_name(char *name, char c)
{
    size_t length = strlen(name);

    if (length + 1 == LONGEST_NAME)
        fail("a name of %d characters or more", LONGEST_NAME);
    name[length] = c;
    name[length + 1] = '\0';
}

static bool is_name(char c)
{
    return isalnum((unsigned char)c) || c == '-' || c == '_' || c == ':' || c == '.';
}

/* Where we are after the character at s; sees the ones behind it. */
static void follow(const char *s)
{
    char c = *s;

    switch (place) {
    case TEXT:
        if (!closing && strcasecmp(tag, "script") == 0 && strncasecmp(s, "</script", 8) != 0)
            fail("a script in the page is refused: scripts stand in assets/app.js");
        if (c != '<')
            break;
        closing = s[1] == '/';
        *tag = '\0';
        if (strncmp(s, "<!--", 4) == 0)
            fail("a comment would be sent: write it as C (%% /* ... */)");
        if (!isalpha((unsigned char)s[1]) && !closing && s[1] != '!')
            fail("write &lt; for a < that begins no tag");
        place = TAG_NAME;
        break;
    case TAG_NAME:
        if (c == '>')
            end_tag();
        else if (isspace((unsigned char)c))
            place = IN_TAG;
        else if (is_name(c))
            add_to_name(tag, c);
        else if (c != '/' && c != '!')
            fail("'%c' in the name of a tag", c);
        break;
    case EQUALS:
        if (c != '"' && c != '\'')
            fail("the value of %s= wants quotes", attribute);
        place = c == '"' ? DOUBLE_QUOTED : SINGLE_QUOTED;
        value_began = false;
        *value = '\0';
        break;
    case ATTRIBUTE:
        if (is_name(c)) {
            add_to_name(attribute, c);
            break;
        }
        check_attribute();
        place = IN_TAG;
        if (c == '=') {
            place = EQUALS;
            break;
        }
        /* fall through */
    case IN_TAG:
        if (c == '>') {
            end_tag();
        } else if (is_name(c)) {
            place = ATTRIBUTE;
            *attribute = '\0';
            add_to_name(attribute, c);
        } else if (!isspace((unsigned char)c) && c != '/') {
            fail("'%c' in a tag (<%s>)", c, tag);
        }
        break;
    case DOUBLE_QUOTED:
    case SINGLE_QUOTED:
        if (c == (place == DOUBLE_QUOTED ? '"' : '\''))
            place = IN_TAG;
        else
            check_value(c);
        break;
    }
}

/* The function that shows a value which stands here. */
static const char *shower(void)
{
    switch (place) {
    case TEXT:
        if (!closing && strcasecmp(tag, "script") == 0)
            fail("a script in the page is refused");
        return "show";
    case DOUBLE_QUOTED:
        if (!value_began && is_url(attribute)) {
            value_began = true;
            return "show_url";
        }
        if (is_url(attribute) && strncmp(value, script_scheme, strlen(value)) == 0)
            fail("%s= may become a script", attribute);
        value_began = true;
        return "show";
    case ATTRIBUTE:
    case IN_TAG:
        return "show_html";
    default:
        fail("a value may stand in text or between double quotes");
    }
}

/* ---- a file ------------------------------------------------------------------------------------------ */

static void end_page(void)
{
    if (!inside)
        return;
    if (place != TEXT)
        fail("the page ends within <%s>", tag);
    end_literal();
    printf("}\n");
}

static void begin_page(const char *s)
{
    const char *paren = strchr(s, '(');
    const char *end = strrchr(s, ')');

    if (!paren || !end || paren == s || end[1 + strspn(end + 1, " \t\r\n")] != '\0')
        fail("%%page name(arguments) on one line");
    end_page();
    put_line_number();
    printf("void page_%.*s(struct buf *out%s%.*s)\n{\n", (int)(paren - s), s,
           paren + 1 + strspn(paren + 1, " ") == end ? "" : ", ", (int)(end - paren - 1), paren + 1);
    inside = true;
    place = TEXT;
    *tag = '\0';
}

static void put_html(const char *s)
{
    while (*s != '\0') {
        if (s[0] == '{' && s[1] == '{') {
            const char *end = strstr(s, "}}");

            if (!end)
                fail("{{ without }} on the same line");
            const char *show = shower();
            end_literal();
            put_line_number();
            printf("    %s(out, (%.*s));\n", show, (int)(end - s - 2), s + 2);
            s = end + 2;
        } else {
            follow(s);
            put_literal(*s);
            s++;
        }
    }
}

static void put_line(const char *text)
{
    const char *s = text + strspn(text, " \t");

    if (strncmp(s, "%use ", 5) == 0) {
        if (inside)
            fail("%%use stands before the first %%page");
        put_line_number();
        printf("#include %s", s + 5);
    } else if (strncmp(s, "%page ", 6) == 0) {
        begin_page(s + 6 + strspn(s + 6, " "));
    } else if (*s == '%') {
        end_literal();
        put_line_number();
        printf("%s", s + 1);
    } else if (*s == '\n' || *s == '\0') {
        return;
    } else if (!inside) {
        fail("a page begins with %%page");
    } else {
        put_html(s);
    }
}

int main(int argc, char **argv)
{
    char *text = NULL;
    size_t room = 0;
    FILE *in = argc == 2 ? fopen(file = argv[1], "r") : NULL;

    if (!in) {
        fprintf(stderr, argc == 2 ? "%s: can not be read\n" : "usage: htmlc page.html\n", argv[argc - 1]);
        return 1;
    }
    printf("#include \"web/show.h\"\n");
    while (getline(&text, &room, in) > 0) {
        line++;
        put_line(text);
    }
    if (!inside)
        fail("no %%page");
    end_page();
    free(text);
    fclose(in);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "%s: the C can not be written\n", file);
        return 1;
    }
    return 0;
}
