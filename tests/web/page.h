/* page.h - reads HTML as we write it: every < begins a tag, values stand between quotes. */
#ifndef TESTS_WEB_PAGE_H
#define TESTS_WEB_PAGE_H

#include "client.h"

struct tag {
    struct str name, attributes;
    struct str text;                    /* from the tag to the next one */
    bool       closes, alone;           /* </p>, <path/> */
};

static inline bool next_tag(struct str *rest, struct tag *out)
{
    str_cut(rest, '<');
    if (rest->len == 0)
        return false;
    struct str inner = str_cut(rest, '>'), text = *rest;
    out->closes = inner.len && inner.at[0] == '/';
    if (out->closes)
        inner.at++, inner.len--;
    out->alone = inner.len && inner.at[inner.len - 1] == '/';
    inner.len -= out->alone;
    out->text = str_cut(&text, '<');
    out->name = str_cut(&inner, ' ');
    out->attributes = inner;
    return true;
}

/* The next attribute of a tag: name="value", name='value', name=value or name. */
static inline bool next_attribute(struct str *rest, struct str *name, struct str *value)
{
    size_t n = 0;

    *rest = str_trim(*rest);
    while (n < rest->len && rest->at[n] != '=' && rest->at[n] != ' ' && rest->at[n] != '\n')
        n++;
    *name = (struct str){ rest->at, n };
    *value = S("");
    rest->at += n, rest->len -= n;
    if (rest->len == 0 || rest->at[0] != '=')
        return name->len > 0;
    assert_true(rest->len > 1);
    bool quoted = rest->at[1] == '"' || rest->at[1] == '\'';
    char quote = quoted ? rest->at[1] : ' ';
    rest->at += 1 + quoted, rest->len -= 1 + quoted;
    if (!quoted) {
        *value = str_cut(rest, ' ');
        return true;
    }
    assert_non_null(memchr(rest->at, quote, rest->len));
    *value = str_cut(rest, quote);
    return true;
}

/* Text as it was before it was escaped. */
static inline struct str unescaped(struct arena *a, struct str s)
{
    static const struct { struct str from; char to; } marks[] = {
        { { "&amp;", 5 }, '&' }, { { "&lt;", 4 }, '<' }, { { "&gt;", 4 }, '>' }, { { "&quot;", 6 }, '"' },
        { { "&#39;", 5 }, '\'' },
    };
    struct buf b = { .arena = a };

    while (s.len) {
        size_t i = 0;
        while (i < COUNT(marks) && !str_begins(s, marks[i].from))
            i++;
        size_t n = i < COUNT(marks) ? marks[i].from.len : 1;
        buf_char(&b, i < COUNT(marks) ? marks[i].to : s.at[0]);
        s.at += n, s.len -= n;
    }
    return buf_str(&b);
}

/* false when the tag has no such attribute. */
static inline bool attribute(struct arena *a, const struct tag *t, const char *wanted, struct str *out)
{
    struct str rest = t->attributes, name, value;

    while (next_attribute(&rest, &name, &value)) {
        if (str_is(name, str_from(wanted))) {
            *out = unescaped(a, value);
            return true;
        }
    }
    return false;
}

/* ---- right or not -------------------------------------------------------------------------------- */

static inline bool is_void(struct str name)
{
    static const char *const names[] = { "!doctype", "meta", "link", "input", "hr", "br", "img" };
    for (size_t i = 0; i < COUNT(names); i++)
        if (str_is(name, str_from(names[i])))
            return true;
    return false;
}

/* Every element that opens closes, in order; no id stands there twice; nothing that the policy of the
 * page forbids. */
static inline void check_markup(struct client *c, const char *where, const struct answer *r)
{
    enum { DEEPEST = 60, MOST_IDS = 700 };
    struct str open[DEEPEST], *ids = TAKE_MANY(&c->world->arena, struct str, MOST_IDS), rest = r->body;
    size_t depth = 0, id_count = 0;
    struct tag t;

    while (next_tag(&rest, &t)) {
        struct str attributes = t.attributes, name, value;
        if (t.closes) {
            if (depth == 0 || !str_is(open[--depth], t.name))
                fail_msg("%s: </%.*s> closes nothing", where, (int)t.name.len, t.name.at);
            continue;
        }
        if (!t.alone && !is_void(t.name)) {
            assert_true(depth < DEEPEST);
            open[depth++] = t.name;
        }
        if (str_is(t.name, S("style")) || (str_is(t.name, S("script")) && t.text.len))
            fail_msg("%s: a <%.*s> with a body", where, (int)t.name.len, t.name.at);
        while (next_attribute(&attributes, &name, &value)) {
            bool leads = str_is(name, S("href")) || str_is(name, S("src")) || str_is(name, S("action"))
                      || str_is(name, S("formaction")) || str_begins(name, S("hx-"));
            if (str_is(name, S("style")) || str_begins(name, S("on")) || str_begins(name, S("hx-on"))
                || (leads && (str_begins(value, S("js:")) || str_begins(value, S("javascript:")))))
                fail_msg("%s: the attribute %.*s", where, (int)name.len, name.at);
            for (size_t i = 0; str_is(name, S("id")) && i < id_count; i++)
                if (str_is(ids[i], value))
                    fail_msg("%s: two elements are called %.*s", where, (int)value.len, value.at);
            assert_true(id_count < MOST_IDS);
            if (str_is(name, S("id")))
                ids[id_count++] = value;
        }
    }
    if (depth)
        fail_msg("%s: <%.*s> does not close", where, (int)open[depth - 1].len, open[depth - 1].at);
}

/* ---- forms --------------------------------------------------------------------------------------- */

enum { MOST_INPUTS = 120 };

/* What a browser would send of a form. */
struct form {
    struct arena *arena;
    struct pair   at[MOST_INPUTS];
    size_t        count;
};

static inline void form_add(struct form *f, struct str name, struct str value)
{
    assert_true(f->count < MOST_INPUTS);
    f->at[f->count++] = (struct pair){ name, value };
}

/* Replaces what is there under the name, or adds it. */
static inline void form_set(struct form *f, const char *name, const char *value)
{
    size_t kept = 0;
    for (size_t i = 0; i < f->count; i++)
        if (!str_is(f->at[i].name, str_from(name)))
            f->at[kept++] = f->at[i];
    f->count = kept;
    form_add(f, str_from(name), str_from(value));
}

static inline const char *form_get(const struct form *f, const char *name)
{
    const char *found = NULL;
    for (size_t i = 0; i < f->count; i++)
        if (str_is(f->at[i].name, str_from(name)))
            found = str_copy(f->arena, f->at[i].value).at;
    return found;
}

static inline void escape_into(struct buf *b, struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (char_is_word(s.at[i]))
            buf_char(b, s.at[i]);
        else
            buf_print(b, "%%%02X", (unsigned char)s.at[i]);
    }
}

static inline struct str form_body(const struct form *f)
{
    struct buf b = { .arena = f->arena };
    for (size_t i = 0; i < f->count; i++) {
        if (i)
            buf_char(&b, '&');
        escape_into(&b, f->at[i].name);
        buf_char(&b, '=');
        escape_into(&b, f->at[i].value);
    }
    return buf_str(&b);
}

/* A browser drops the line end that a textarea begins with, and sends the others as CR LF. */
static inline struct str textarea_text(struct arena *a, struct str text)
{
    struct buf b = { .arena = a };
    if (text.len && text.at[0] == '\n')
        text.at++, text.len--;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '\n' && (i == 0 || text.at[i - 1] != '\r'))
            buf_char(&b, '\r');
        buf_char(&b, text.at[i]);
    }
    return unescaped(a, buf_str(&b));
}

static inline void add_input(struct form *f, const struct tag *t, struct str name)
{
    struct str type = S("text"), value = S(""), other;
    bool on = attribute(f->arena, t, "checked", &other);

    attribute(f->arena, t, "type", &type);
    attribute(f->arena, t, "value", &value);
    if (on || !(str_is(type, S("checkbox")) || str_is(type, S("radio"))))
        form_add(f, name, value);
}

/* The form with this id: all that it would send; count 0 when there is none. */
static inline struct form form_in(struct client *c, const struct answer *r, const char *id)
{
    struct form f = { .arena = &c->world->arena };
    struct str rest = r->body, found, name, select = S("");
    struct tag t;
    bool inside = false, first = false, other;

    while (next_tag(&rest, &t)) {
        if (str_is(t.name, S("form")))
            inside = !t.closes && attribute(f.arena, &t, "id", &found) && str_is(found, str_from(id));
        if (!inside || t.closes)
            continue;
        other = attribute(f.arena, &t, "form", &found);         /* an input of another form */
        if (str_is(t.name, S("option"))) {
            bool chosen = attribute(f.arena, &t, "selected", &found);
            attribute(f.arena, &t, "value", &found);
            if (chosen)
                form_set(&f, select.at, found.at);
            else if (first)
                form_add(&f, select, found);
            first = false;
        }
        if (other || !attribute(f.arena, &t, "name", &name))
            continue;
        if (str_is(t.name, S("input")))
            add_input(&f, &t, name);
        else if (str_is(t.name, S("textarea")))
            form_add(&f, name, textarea_text(f.arena, t.text));
        else if (str_is(t.name, S("select")))
            select = name, first = true;
    }
    return f;
}

/* Sends a form that holds its own token. */
static inline struct answer submit(struct client *c, const char *path, const struct form *f)
{
    struct client sender = *c;
    sender.no_token = true;
    struct answer r = post_bytes(&sender, path, form_body(f));
    memcpy(c->cookies, sender.cookies, sizeof c->cookies);
    return r;
}

/* The card at this path, as a browser would send it untouched. */
static inline struct form card_of(struct client *c, const char *path)
{
    struct answer r = get(c, path);
    assert_int_equal(r.status, 200);
    struct form f = form_in(c, &r, "card");
    assert_true(f.count > 5);
    return f;
}

#endif
