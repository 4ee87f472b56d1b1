#include "base/field.h"

#include "base/fault.h"

#include <inttypes.h>
#include <string.h>

static bool parse_text(const struct context *cx, const struct field *f, struct str s, void *member)
{
    (void)f;
    *(struct str *)member = str_copy(cx->arena, s);
    return true;
}

static struct str print_text(const struct context *cx, const struct field *f, const void *member)
{
    struct str s = *(const struct str *)member;
    return f->show && s.len ? f->show(cx->arena, s) : s;
}

static bool parse_int(const struct context *cx, const struct field *f, struct str s, void *member)
{
    (void)cx, (void)f;
    return str_number(s, member);
}

static struct str print_int(const struct context *cx, const struct field *f, const void *member)
{
    struct buf b = { .arena = cx->arena };
    (void)f;
    buf_int(&b, *(const int64_t *)member);
    return buf_str(&b);
}

static bool parse_flag(const struct context *cx, const struct field *f, struct str s, void *member)
{
    static const char *const words[] = { "nee", "ja", "onwaar", "waar", "false", "true", "0", "1" };
    (void)cx, (void)f;
    for (size_t i = 0; i < COUNT(words); i++) {
        if (str_is_nocase(s, str_from(words[i]))) {
            ((struct flag *)member)->on = i % 2;
            return true;
        }
    }
    return false;
}

static struct str print_flag(const struct context *cx, const struct field *f, const void *member)
{
    (void)cx, (void)f;
    return ((const struct flag *)member)->on ? S("ja") : S("nee");
}

static bool parse_money(const struct context *cx, const struct field *f, struct str s, void *member)
{
    (void)cx, (void)f;
    return money_parse(s, member);
}

static struct str print_money(const struct context *cx, const struct field *f, const void *member)
{
    (void)f;
    return money_print(cx->arena, *(const struct money *)member);
}

static bool parse_decimal(const struct context *cx, const struct field *f, struct str s, void *member)
{
    (void)cx, (void)f;
    return scaled_parse(s, 4, member);
}

static struct str print_decimal(const struct context *cx, const struct field *f, const void *member)
{
    return scaled_print(cx->arena, ((const struct decimal *)member)->n, 4, field_in_euros(f) ? 2 : 0);
}

static bool parse_date(const struct context *cx, const struct field *f, struct str s, void *member)
{
    (void)cx, (void)f;
    return date_parse(s, member);
}

static struct str print_date(const struct context *cx, const struct field *f, const void *member)
{
    (void)f;
    return date_print(cx->arena, *(const struct date *)member);
}

static bool parse_ref(const struct context *cx, const struct field *f, struct str s, void *member)
{
    struct ref found = { cx->names->id(cx->names, cx->arena, f->of, s) };
    if (found.id)
        *(struct ref *)member = found;
    return found.id != 0;
}

static struct str print_ref(const struct context *cx, const struct field *f, const void *member)
{
    int64_t id = ((const struct ref *)member)->id;
    return id ? cx->names->key(cx->names, cx->arena, f->of, id) : S("");
}

static bool is_called(struct arena *a, const struct alternative *o, struct str s, struct str folded)
{
    if (str_is(str_fold(a, str_from(o->label)), folded))
        return true;
    for (struct str also = str_from(o->also); also.len; )
        if (str_is_nocase(str_cut(&also, ' '), s))
            return true;
    return false;
}

static bool parse_choice(const struct context *cx, const struct field *f, struct str s, void *member)
{
    int64_t code;
    bool number = str_number(s, &code);
    struct str folded = number ? s : str_fold(cx->arena, s);

    for (const struct alternative *o = f->options; o->label; o++) {
        if (number ? o->code == code : is_called(cx->arena, o, s, folded)) {
            ((struct choice *)member)->code = o->code;
            return true;
        }
    }
    return false;
}

static struct str print_choice(const struct context *cx, const struct field *f, const void *member)
{
    (void)cx;
    for (const struct alternative *o = f->options; o->label; o++)
        if (o->code == ((const struct choice *)member)->code)
            return str_from(o->label);
    return S("");
}

const struct kind kinds[FIELD_TYPES] = {
    [FIELD_TEXT]    = { sizeof(struct str),     true,  false, parse_text,    print_text,    "Vul tekst in." },
    [FIELD_INT]     = { sizeof(int64_t),        false, false, parse_int,     print_int,     "Vul een geheel getal in." },
    [FIELD_FLAG]    = { sizeof(struct flag),    false, false, parse_flag,    print_flag,    "Vul Waar of False in." },
    [FIELD_MONEY]   = { sizeof(struct money),   false, false, parse_money,   print_money,   "Vul een bedrag in, zoals 1.234,56." },
    [FIELD_DECIMAL] = { sizeof(struct decimal), false, false, parse_decimal, print_decimal, "Vul een getal in, zoals 2,5." },
    [FIELD_DATE]    = { sizeof(struct date),    false, true,  parse_date,    print_date,    "Vul een datum in, zoals 31-12-2026." },
    [FIELD_REF]     = { sizeof(struct ref),     false, true,  parse_ref,     print_ref,     "Dit nummer bestaat niet." },
    [FIELD_CHOICE]  = { sizeof(struct choice),  false, false, parse_choice,  print_choice,  "Dit is geen van de mogelijkheden." },
};

static const char required[] = "Dit veld is verplicht.";

const char *field_range(const struct context *cx, const struct field *f)
{
    switch (f->type) {
    case FIELD_MONEY:
        return str_print(cx->arena, "Van %s tot en met %s.", money_print(cx->arena, (struct money){ f->least }).at,
                         money_print(cx->arena, (struct money){ f->most }).at).at;
    case FIELD_DECIMAL:
        return str_print(cx->arena, "Van %s tot en met %s.", scaled_print(cx->arena, f->least, 4, 0).at,
                         scaled_print(cx->arena, f->most, 4, 0).at).at;
    default:
        return str_print(cx->arena, "Van %" PRId64 " tot en met %" PRId64 ".", f->least, f->most).at;
    }
}

static bool has(struct str s, char c)
{
    return memchr(s.at, c, s.len) != NULL;
}

/* Browsers send CR LF where they were given LF, which is no change. */
static struct str with_line_feeds(struct arena *a, struct str s)
{
    struct buf b = { .arena = a };

    if (!has(s, '\r'))
        return s;
    for (size_t i = 0; i < s.len; i++)
        if (s.at[i] != '\r')
            buf_char(&b, s.at[i]);
        else if (i + 1 == s.len || s.at[i + 1] != '\n')
            buf_char(&b, '\n');
    return buf_str(&b);
}

const char *field_set(const struct context *cx, const struct field *f, void *record, struct str text)
{
    void *member = (char *)record + f->at;

    text = str_trim(text);
    if (text.len == 0) {
        if (f->rules & REQUIRED)
            return required;
        memset(member, 0, kinds[f->type].size);
        return NULL;
    }
    bool plain = str_is_plain(text);
    if (!plain && !str_is_text(text))
        return "Hier staan tekens in die niet bewaard kunnen worden. Typ de tekst opnieuw.";
    if (f->rules & LONG)
        text = with_line_feeds(cx->arena, text);
    else if (!plain && f->type == FIELD_TEXT && (has(text, '\n') || has(text, '\r')))
        return "Dit veld heeft maar één regel.";
    if (f->max && text.len > f->max && str_chars(text) > f->max)
        return str_print(cx->arena, "Hooguit %zu tekens; dit zijn er %zu.", f->max, str_chars(text)).at;
    if (f->check) {
        const char *wrong = f->check(cx->arena, &text);
        if (wrong)
            return wrong;
        if (f->max && text.len > f->max && str_chars(text) > f->max)
            return str_print(cx->arena, "Hooguit %zu tekens.", f->max).at;
    }
    union { struct str s; int64_t n; } value = { 0 };
    if (!kinds[f->type].parse(cx, f, text, &value))
        return kinds[f->type].wrong;
    if (f->least != f->most && (value.n < f->least || value.n > f->most))
        return field_range(cx, f);
    memcpy(member, &value, kinds[f->type].size);
    return NULL;
}

struct str field_text(const struct context *cx, const struct field *f, const void *record)
{
    return kinds[f->type].print(cx, f, (const char *)record + f->at);
}

int64_t field_int(const struct field *f, const void *record)
{
    return *(const int64_t *)(const void *)((const char *)record + f->at);
}

struct str field_str(const struct field *f, const void *record)
{
    return *(const struct str *)(const void *)((const char *)record + f->at);
}

bool field_same(const struct field *f, const void *record, const void *other)
{
    if (kinds[f->type].is_text)
        return str_is(field_str(f, record), field_str(f, other));
    return field_int(f, record) == field_int(f, other);
}

void entity_new(const struct context *cx, const struct entity *e, void *record)
{
    memset(record, 0, e->size);
    for (size_t i = 0; i < e->count; i++)
        if (e->fields[i].initial)
            field_set(cx, &e->fields[i], record, str_from(e->fields[i].initial));
}

bool entity_is_unknown(const struct entity *e, const void *record)
{
    return e->unknown && field_int(entity_key(e), record) == e->unknown;
}

bool field_in_euros(const struct field *f)
{
    return f->unit && strcmp(f->unit, "€") == 0;
}

static const char *keeps_key(const struct context *cx, const struct entity *e, struct str text)
{
    int64_t n;

    if (str_number(str_trim(text), &n) && n == e->unknown)
        return NULL;
    return str_print(cx->arena, "%s houdt nummer %" PRId64 ".", e->unknown_name, e->unknown).at;
}

/* What nothing is said of must be there already: a number that is 0 may be meant so. */
static bool lacks(const struct field *f, const void *record)
{
    return f->rules & REQUIRED && kinds[f->type].is_text && field_str(f, record).len == 0;
}

void entity_read_fields(const struct context *cx, const struct entity *e, void *record,
                        const struct source *from, struct problems *bad)
{
    const struct field *key = entity_key(e);
    bool unknown = entity_is_unknown(e, record);        /* its key is outside what people may choose, and stays */

    for (size_t i = 0; i < e->count; i++) {
        const struct field *f = &e->fields[i];
        const char *why = NULL;
        struct str text;

        if (!from->text(from, cx->arena, f, &text, &why))
            why = lacks(f, record) ? required : NULL;
        else if (!why)
            why = f == key && unknown ? keeps_key(cx, e, text) : field_set(cx, f, record, text);
        bad->of[i] = why;
        bad->count += why != NULL;
    }
}

void entity_check_whole(const struct context *cx, const struct entity *e, void *record, struct problems *bad)
{
    const struct field *archives = entity_archives(e);

    if (e->check && bad->count == 0)
        e->check(cx, record, bad);
    if (entity_is_unknown(e, record) && archives && field_int(archives, record))
        problem(bad, e, archives->at, str_print(cx->arena, "%s kan niet worden gearchiveerd.", e->unknown_name).at);
}

void entity_read(const struct context *cx, const struct entity *e, void *record,
                 const struct source *from, struct problems *bad)
{
    entity_read_fields(cx, e, record, from, bad);
    entity_check_whole(cx, e, record, bad);
}

const struct field *entity_key(const struct entity *e)
{
    for (size_t i = 0; i < e->count; i++)
        if ((e->fields[i].rules & KEY) == KEY)
            return &e->fields[i];
    fault("%s has no key", e->name);
}

static const struct field *field_with(const struct entity *e, unsigned rule)
{
    for (size_t i = 0; i < e->count; i++)
        if (e->fields[i].rules & rule)
            return &e->fields[i];
    return NULL;
}

const struct field *entity_archives(const struct entity *e)
{
    return field_with(e, ARCHIVES);
}

const struct field *entity_name_field(const struct entity *e)
{
    const struct field *key = entity_key(e);
    for (size_t i = 0; i < e->count; i++)
        if (&e->fields[i] != key && e->fields[i].rules & REQUIRED && e->fields[i].type == FIELD_TEXT)
            return &e->fields[i];
    return key;
}

const struct field *entity_field(const struct entity *e, struct str name)
{
    for (size_t i = 0; i < e->count; i++)
        if (str_is(name, str_from(e->fields[i].name)))
            return &e->fields[i];
    return NULL;
}

static size_t index_at(const struct entity *e, size_t at)
{
    for (size_t i = 0; i < e->count; i++)
        if (e->fields[i].at == at)
            return i;
    fault("%s has no member at %zu", e->name, at);
}

void problem(struct problems *bad, const struct entity *e, size_t at, const char *what)
{
    size_t i = index_at(e, at);
    bad->count += bad->of[i] == NULL;
    bad->of[i] = what;
}

void problem_note(struct problems *bad, const struct entity *e, size_t at, const char *what)
{
    bad->note[index_at(e, at)] = what;
}
