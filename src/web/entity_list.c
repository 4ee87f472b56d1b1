#include "web/entity_list.h"

#include "store/listing.h"
#include "web/views.h"

#include <string.h>

const int64_t page_sizes[] = { 25, 50, 100, 200 };
const size_t page_size_count = COUNT(page_sizes);

/* ---- reading the URL: nothing from it reaches SQL but as a value ---- */

struct list_view list_view_of(const struct request *req)
{
    const struct entity *e = req->route->of;
    const struct field *sort = entity_field(e, query_value(req, "sorteer"));

    return (struct list_view){
        .entity = e,
        .search = str_trim(query_value(req, "q")),
        .archived = entity_archives(e) && str_is(query_value(req, "toon"), S("archief")),
        .falling = str_is(query_value(req, "richting"), S("af")),
        .sort = sort && sort->rules & LISTED ? sort : entity_key(e),
    };
}

static int64_t number_or(struct str text, int64_t otherwise)
{
    int64_t n;
    return str_number(text, &n) ? n : otherwise;
}

static int64_t page_size(const struct request *req)
{
    int64_t asked = number_or(query_value(req, "aantal"), number_or(request_cookie(req, "aantal"), page_sizes[0]));
    for (size_t i = 0; i < COUNT(page_sizes); i++)
        if (page_sizes[i] == asked)
            return asked;
    return page_sizes[0];
}

/* ---- making URLs, as they stand on a page ---- */

static void add_parameter(struct buf *b, const char *name, struct str value)
{
    buf_add(b, memchr(b->at, '?', b->len) ? S("&amp;") : S("?"));
    buf_add(b, str_from(name));
    buf_char(b, '=');
    buf_add(b, url_escape(b->arena, value));
}

static struct buf begin_url(struct arena *a, struct list_view v, const char *behind)
{
    struct buf b = { .arena = a };

    buf_add(&b, str_from(v.entity->path));
    buf_add(&b, str_from(behind));
    if (v.search.len)
        add_parameter(&b, "q", v.search);
    if (v.archived)
        add_parameter(&b, "toon", S("archief"));
    if (v.sort != entity_key(v.entity) || v.falling)
        add_parameter(&b, "sorteer", str_from(v.sort->name));
    if (v.falling)
        add_parameter(&b, "richting", S("af"));
    return b;
}

static struct path view_url(struct arena *a, struct list_view v, const char *behind)
{
    struct buf b = begin_url(a, v, behind);
    return (struct path){ buf_str(&b) };
}

static void add_number(struct buf *b, const char *name, int64_t n)
{
    add_parameter(b, name, S(""));
    buf_int(b, n);
}

static struct path step_url(struct arena *a, struct list_view v, const char *step, int64_t id, int64_t row)
{
    struct buf b = begin_url(a, v, "");

    add_number(&b, step, id);
    add_number(&b, "rij", row);
    return (struct path){ buf_str(&b) };
}

static struct path sort_url(struct arena *a, struct list_view v, const struct field *f)
{
    v.falling = f == v.sort && !v.falling;
    v.sort = f;
    return view_url(a, v, "");
}

/* ---- rows ---- */

/* Words of a name that its tile leaves out, by their length. */
static bool is_particle(struct str word)
{
    static const char *const particles[] = {
        [0] = "", [1] = "&", [2] = "de" "'t" "te" "el" "al" "la" "le" "en" "bv" "nv" "zn",
        [3] = "van" "der" "den" "het" "ten" "ter" "und" "and" "vof" "zn.", [4] = "b.v." "n.v." "c.v.",
        [5] = "groep", [6] = "v.o.f.", [7] = "holding", [8] = "", [9] = "nederland",
    };

    if (word.len == 0 || word.len >= COUNT(particles))
        return false;
    for (const char *at = particles[word.len]; *at; at += word.len)
        if (str_is_nocase(word, (struct str){ at, word.len }))
            return true;
    return false;
}

static struct str first_letter(struct str word)
{
    size_t n = word.len > 0;
    while (n < word.len && n < 4 && ((unsigned char)word.at[n] & 0xC0) == 0x80)
        n++;
    return (struct str){ word.at, n };
}

struct str name_initials(struct arena *a, struct str name)
{
    struct str rest = name, first = S(""), second = S("");

    while (rest.len && !second.len) {
        struct str word = str_cut(&rest, ' ');
        if (!first.len)
            first = word;
        else if (!is_particle(word))
            second = word;
    }
    struct str one = first_letter(first), two = first_letter(second);
    char both[8];
    memcpy(both, one.at, one.len);
    memcpy(both + one.len, two.at, two.len);
    return str_upper(a, (struct str){ both, one.len + two.len });
}

const char *name_tile(struct str name)
{
    static const char *const tiles[] = {
        "tile-0", "tile-1", "tile-2", "tile-3", "tile-4", "tile-5", "tile-6", "tile-7",
    };
    unsigned hash = 5381;
    for (size_t i = 0; i < name.len; i++)
        hash = hash * 33 + (unsigned char)name.at[i];
    return tiles[hash % COUNT(tiles)];
}

static void make_row(const struct request *req, const struct list_page *p, const void *record, struct list_row *row)
{
    const struct entity *e = p->entity;

    struct str name = field_text(&req->context, p->name_field, record);
    row->id = ((const struct record *)record)->id.id;
    row->name = html_of(req->arena, name);
    row->path = (struct path){ entity_path(req->arena, e, record, "") };
    row->fixed = entity_is_unknown(e, record);
    row->initials = row->fixed ? S("?") : name_initials(req->arena, name);
    row->tile = own(row->fixed ? "tile-none" : name_tile(name));
    for (size_t c = 0; c < p->column_count; c++)
        row->cells[c] = field_text(&req->context, p->columns[c].field, record);
}

static bool is_amount(const struct field *f)
{
    return f->type == FIELD_MONEY || f->type == FIELD_DECIMAL;
}

/* What a column is like, for its width and its side. */
static const char *class_of(const struct entity *e, const struct field *f)
{
    enum { SHORT_TEXT = 100 };          /* characters */

    if (f == entity_name_field(e))
        return "c-name";
    if (f == entity_key(e))
        return kinds[f->type].is_text ? "c-code" : "c-key";
    if (is_amount(f))
        return "c-amount align-end";
    if (!kinds[f->type].is_text)
        return "c-short";
    if (f->rules & PHONE)
        return "c-phone";
    if (f->show)
        return "c-grouped";
    return f->max && f->max <= SHORT_TEXT ? "c-text" : "c-long";
}

/* Where there is little room, a row shows one thing below the name: a code, or else the first text. */
static bool is_second(const struct list_page *p, const struct field *f)
{
    for (size_t i = 0; i < p->column_count; i++)
        if (p->columns[i].second)
            return false;
    return kinds[f->type].is_text && f != p->name_field;
}

static struct list_column column(struct request *req, struct list_view v, const struct list_page *p, const struct field *f)
{
    const struct str tag = S("<td role=\"cell\" class=\"");
    struct list_column c = { .field = f, .url = sort_url(req->arena, v, f), .second = is_second(p, f) };
    struct buf cell = { .arena = req->arena };

    c.order = f == v.sort ? v.falling ? -1 : 1 : 0;
    buf_add(&cell, tag);
    buf_add(&cell, str_from(class_of(v.entity, f)));
    if (c.second)
        buf_add(&cell, S(" c-second"));
    c.class = (struct str){ cell.at + tag.len, cell.len - tag.len };
    buf_add(&cell, S("\">"));
    c.cell = (struct html){ buf_str(&cell) };
    return c;
}

static void make_columns(struct request *req, struct list_view v, struct list_page *p)
{
    for (size_t i = 0; i < v.entity->count && p->column_count < LIST_COLUMNS; i++) {
        const struct field *f = &v.entity->fields[i];
        if (f->rules & LISTED)
            p->columns[p->column_count++] = column(req, v, p, f);
    }
}

/* ---- the page ---- */

static struct listing ask(struct request *req, struct list_view v, int64_t per_page, int64_t behind, int64_t before)
{
    struct listing_query q = {
        .entity = v.entity, .search = v.search, .archived = v.archived, .sort = v.sort, .falling = v.falling,
        .behind = behind, .before = before, .most = (size_t)per_page, .searched = LIST_SEARCHED, .last = true,
    };
    return listing(req->arena, req->db, &q);
}

static void fill(struct request *req, struct list_page *p, struct list_view v)
{
    int64_t behind = number_or(query_value(req, "na"), 0), before = number_or(query_value(req, "voor"), 0);
    struct listing found = ask(req, v, p->per_page, behind, before);
    bool begins = !found.more_before;

    if ((before && begins) || (found.count == 0 && !begins)) {       /* a whole page, from the beginning */
        found = ask(req, v, p->per_page, 0, 0);
        begins = true;
    }
    p->first = begins ? 1 : number_or(query_value(req, "rij"), 1);
    p->count = found.count;
    p->total = found.total;
    p->too_many = found.too_many;
    p->first = p->first < 1 || p->first > p->total ? 1 : p->first;
    p->rows = TAKE_MANY(req->arena, struct list_row, found.count);
    for (size_t i = 0; i < found.count; i++)
        make_row(req, p, found.records[i], &p->rows[i]);
    if (found.more_before)
        p->previous = step_url(req->arena, v, "voor", ((struct record *)found.records[0])->id.id,
                               p->first - p->per_page);
    if (found.more_behind)
        p->next = step_url(req->arena, v, "na", ((struct record *)found.records[found.count - 1])->id.id,
                           p->first + (int64_t)found.count);
}

void entity_list(struct request *req)
{
    struct list_view v = list_view_of(req), others = v;
    struct list_page p = {
        .entity = v.entity, .name_field = entity_name_field(v.entity), .search = v.search, .archived = v.archived,
        .sort = v.sort, .falling = v.falling, .per_page = page_size(req),
    };

    p.title = title_case(req->arena, str_from(v.entity->titles));
    make_columns(req, v, &p);
    fill(req, &p, v);
    others.archived = !v.archived;
    others.search = S("");
    p.shown = view_url(req->arena, v, "");
    p.others = view_url(req->arena, others, "");
    p.export_url = view_url(req->arena, v, "/export.xlsx");

    respond(req, 200);
    if (query_value(req, "aantal").len)
        respond_cookie(req, "aantal", str_print(req->arena, "%d", (int)p.per_page), 365 * 86400);
    if (req->http->fragment)
        page_entity_list_part(&req->response->body, req, &p);
    else
        page_entity_list(&req->response->body, req, &p);
}
