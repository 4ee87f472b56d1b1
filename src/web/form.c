#include "web/form.h"

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool percent_decode(struct arena *a, struct str text, bool plus, struct str *out)
{
    char *to = arena_take(a, text.len + 1);
    size_t len = 0;

    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        if (c == '%') {
            if (i + 2 >= text.len || hex(text.at[i + 1]) < 0 || hex(text.at[i + 2]) < 0)
                return false;
            c = (char)(hex(text.at[i + 1]) * 16 + hex(text.at[i + 2]));
            i += 2;
        } else if (c == '+' && plus) {
            c = ' ';
        }
        to[len++] = c;
    }
    *out = (struct str){ to, len };
    return true;
}

const char *pairs_read(struct arena *a, struct str text, struct pairs *out)
{
    size_t most = 1;
    for (size_t i = 0; i < text.len; i++)
        most += text.at[i] == '&';
    if (most > MOST_PAIRS)
        return "Dit formulier heeft te veel velden.";

    struct pair *pairs = TAKE_MANY(a, struct pair, most);
    size_t count = 0;
    while (text.len) {
        struct str value = str_cut(&text, '&'), name = str_cut(&value, '=');
        struct pair *p = &pairs[count];
        if (!percent_decode(a, name, true, &p->name) || !percent_decode(a, value, true, &p->value))
            return "Dit adres of formulier is beschadigd aangekomen.";
        if (!str_is_utf8(p->name) || !str_is_utf8(p->value))
            return "Dit adres of formulier bevat tekst die geen geldige UTF-8 is.";
        count += p->name.len > 0;
    }
    *out = (struct pairs){ pairs, count };
    return NULL;
}

static bool form_text(const struct source *source, struct arena *a, const struct field *f, struct str *out,
                      const char **why)
{
    const struct form_source *form = (const struct form_source *)source;
    struct str name = str_from(f->name);
    bool found = false;

    (void)a, (void)why;
    if (f->rules & UNKEPT || f->section < 0)            /* not on the card, so not taken from it */
        return false;
    for (size_t i = 0; i < form->pairs.count; i++) {
        if (str_is(form->pairs.at[i].name, name)) {
            *out = form->pairs.at[i].value;
            found = true;
        }
    }
    return found;
}

struct form_source form_source(struct pairs pairs)
{
    return (struct form_source){ { form_text }, pairs };
}
