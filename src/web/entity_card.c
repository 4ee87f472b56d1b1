#include "web/entity_card.h"

#include "domain/entities.h"
#include "domain/usage.h"
#include "web/entity_list.h"
#include "web/error_page.h"
#include "web/form.h"
#include "web/views.h"

#include <string.h>

enum { CHANGES_SHOWN = 5, NOTES_SHOWN = 100, CHANGES_READ = 500 };

/* A save on its way: the record as it is, as it will be, and what stands between. */
struct save {
    void           *was, *record;
    struct problems bad;
    bool            disputed[MOST_FIELDS], taken[MOST_FIELDS];     /* taken: theirs is kept */
    size_t          disputes;
    struct str      who;
    bool            asks;
    bool            typed;              /* show the form as it was sent */
};

static bool on_card(const struct field *f)
{
    return f->section >= 0 && !(f->rules & UNKEPT);
}

static struct save new_save(const struct request *req)
{
    return (struct save){
        .was = arena_take(req->arena, req->route->of->size), .record = arena_take(req->arena, req->route->of->size),
    };
}

/* ---- showing ---- */

static struct card_field show_field(const struct request *req, const struct save *s, size_t i)
{
    const struct field *f = &req->route->of->fields[i];
    struct card_field out = {
        .field = f, .problem = s->bad.of[i], .note = s->bad.note[i], .disputed = s->disputed[i],
    };

    bool typed = s->typed && !s->taken[i] && form_has(req, f->name);

    out.text = typed ? form_value(req, f->name) : field_text(&req->context, f, s->record);
    if (!kinds[f->type].is_text)
        out.code = field_int(f, s->record);
    if (out.disputed) {
        out.mine = out.problem ? out.text : field_text(&req->context, f, s->record);
        out.theirs = field_text(&req->context, f, s->was);
    }
    return out;
}

/* All sections, with room that is shared out by how many fields each has. */
static struct card_section *show_sections(const struct request *req, const struct save *s)
{
    const struct entity *e = req->route->of;
    struct card_section *sections = TAKE_MANY(req->arena, struct card_section, e->section_count);
    struct card_field *room = TAKE_MANY(req->arena, struct card_field, e->count);

    for (size_t i = 0; i < e->count; i++)
        if (on_card(&e->fields[i]))
            sections[e->fields[i].section].count++;
    for (size_t i = 0; i < e->section_count; i++) {
        sections[i].section = &e->sections[i];
        sections[i].fields = room;
        room += sections[i].count;
        sections[i].count = 0;
    }
    for (size_t i = 0; i < e->count; i++) {
        if (on_card(&e->fields[i])) {
            struct card_section *section = &sections[e->fields[i].section];
            section->fields[section->count++] = show_field(req, s, i);
        }
    }
    return sections;
}

static void show_tabs(const struct request *req, const struct save *s, struct card_page *p)
{
    const struct entity *e = req->route->of;
    const struct card_section *sections = show_sections(req, s);
    struct str chosen = query_value(req, "tab");
    bool found = false;

    p->tabs = TAKE_MANY(req->arena, struct card_tab, e->section_count);
    for (size_t i = 0; i < e->section_count; i++) {
        struct card_tab *tab = p->tab_count ? &p->tabs[p->tab_count - 1] : NULL;
        if (!tab || !str_is(tab->name, str_from(e->sections[i].tab))) {
            tab = &p->tabs[p->tab_count++];
            tab->name = str_from(e->sections[i].tab);
            tab->id = str_fold(req->arena, tab->name);
            tab->sections = TAKE_MANY(req->arena, struct card_section, e->section_count - i);
        }
        for (size_t k = 0; k < sections[i].count; k++)
            tab->problems += sections[i].fields[k].problem != NULL || sections[i].fields[k].disputed;
        tab->sections[tab->count++] = sections[i];
    }
    p->notes_chosen = !p->is_new && str_is(chosen, S("notities"));
    for (size_t i = 0; i < p->tab_count && !p->notes_chosen; i++) {     /* first where something is wrong */
        p->tabs[i].chosen = !found && (s->bad.count + s->disputes ? p->tabs[i].problems > 0
                                                                 : str_is(p->tabs[i].id, chosen));
        found = found || p->tabs[i].chosen;
    }
    if (!found && !p->notes_chosen && p->tab_count)
        p->tabs[0].chosen = true;
}

static void show_heading(const struct request *req, const struct save *s, struct card_page *p)
{
    const struct entity *e = p->entity;

    if (p->is_new) {
        p->heading = str_print(req->arena, "%s %s", title_case(req->arena, str_from(entity_new_word(e))).at, e->title);
        p->action = str_print(req->arena, "%s/nieuw", e->path);
        return;
    }
    p->name = field_text(&req->context, entity_name_field(e), s->was);
    p->heading = p->name;
    p->key = field_text(&req->context, entity_key(e), s->was);
    p->path = entity_path(req->arena, e, s->was, "");
    p->action = p->path;
    p->initials = p->fixed ? S("?") : name_initials(req->arena, p->name);
    p->tile = p->fixed ? "tile-none" : name_tile(p->name);
}

static void show_history(struct request *req, struct card_page *p)
{
    struct usage *usage = p->fixed ? NULL : usage_ask(req->arena, req->db, p->entity, p->id);
    struct query *notes = note_ask(req->db, p->entity, p->id, NOTES_SHOWN);
    struct query *changes = record_changes_ask(req->db, p->entity, p->id, 0, CHANGES_SHOWN);

    db_last(req->db);
    p->used = usage ? usage_read(usage) : S("");
    p->note_count = note_list(req->arena, notes, NOTES_SHOWN, &p->notes);
    p->change_count = record_changes_read(req->arena, changes, CHANGES_SHOWN, &p->changes);
}

static void show_card(struct request *req, int status, const struct save *s, struct card_page *p)
{
    const struct entity *e = req->route->of;
    const struct record *head = s->was;

    p->entity = e;
    p->is_new = head->id.id == 0;
    p->id = head->id.id;
    p->version = head->version;
    p->fixed = entity_is_unknown(e, s->was);
    p->archived = entity_archives(e) && field_int(entity_archives(e), s->was);
    p->may_write = (req->may & MAY_WRITE) != 0;
    p->problems = s->bad.count;
    p->disputes = s->disputes;
    p->who = s->who;
    p->asks = s->asks;
    show_heading(req, s, p);
    show_tabs(req, s, p);
    if (!p->is_new)
        show_history(req, p);
    respond(req, status);
    struct buf *out = &req->response->body;
    if (p->disputes && req->http->fragment)
        page_conflict_part(out, req, p);
    else if (p->disputes)
        page_conflict(out, req, p);
    else if (req->http->fragment)
        page_entity_card_part(out, req, p);
    else
        page_entity_card(out, req, p);
}

struct str card_tab_chosen(const struct card_page *p)
{
    for (size_t i = 0; i < p->tab_count; i++)
        if (p->tabs[i].chosen)
            return p->tabs[i].id;
    return S("notities");
}

struct str change_text(const struct request *req, const struct entity *e, const struct change *c)
{
    const struct field *f = entity_field(e, c->field);

    if (!f)
        return str_print(req->arena, "%s toegevoegd", title_case(req->arena, str_from(e->title)).at);
    if (c->from.len == 0)
        return str_print(req->arena, "%s ingevuld: %s", f->label, c->to.at);
    if (c->to.len == 0)
        return str_print(req->arena, "%s leeggemaakt; was %s", f->label, c->from.at);
    return str_print(req->arena, "%s van %s naar %s", f->label, c->from.at, c->to.at);
}

size_t option_count(const struct field *f)
{
    size_t n = 0;
    while (f->options[n].label)
        n++;
    return n;
}

struct str hint_of(struct arena *a, const struct field *f)
{
    return f->hint ? str_print(a, "hint-%s ", f->name) : S("");
}

struct html list_of(struct arena *a, const struct field *f)
{
    if (f->type != FIELD_CHOICE)
        return when(false, "");
    return (struct html){ str_print(a, " list=\"options-%s\"", f->name) };
}

/* ---- finding ---- */

void entity_say_gone(struct request *req)
{
    const struct entity *e = req->route->of;
    struct str what = title_case(req->arena, str_from(entity_this(e)));
    refuse(req, 404, str_print(req->arena, "%s %s is er niet (meer).", what.at, e->title).at);
}

static bool find(struct request *req, void *record)
{
    if (record_find(req->arena, req->db, req->route->of, req->key, record))
        return true;
    entity_say_gone(req);
    return false;
}

/* By id when the form says so: someone may have changed the number that stands in the path, or given it
 * to another. */
static bool find_to_save(struct request *req, void *record)
{
    int64_t id;

    if (!str_number(form_value(req, "id"), &id))
        return find(req, record);
    if (record_get(req->arena, req->db, req->route->of, id, record))
        return true;
    entity_say_gone(req);
    return false;
}

/* ---- a new one ---- */

static int64_t next_number(struct request *req)
{
    int64_t highest = record_highest_key(req->db, req->route->of);
    return highest < 0 ? 1 : highest + 1;
}

static void propose_key(struct request *req, void *record)
{
    const struct field *key = entity_key(req->route->of);
    if (key->type == FIELD_INT)
        *(int64_t *)(void *)((char *)record + key->at) = next_number(req);
}

void entity_new_page(struct request *req)
{
    const struct entity *e = req->route->of;
    struct save s = new_save(req);
    struct card_page p = { 0 };
    struct str copied = query_value(req, "kopie");

    entity_new(&req->context, e, s.record);
    if (copied.len && record_find(req->arena, req->db, e, copied, s.record)) {
        *(struct record *)s.record = (struct record){ 0 };
        const struct field *key = entity_key(e), *archives = entity_archives(e);
        memset((char *)s.record + key->at, 0, kinds[key->type].size);
        if (archives)
            memset((char *)s.record + archives->at, 0, kinds[archives->type].size);
    }
    propose_key(req, s.record);
    show_card(req, 200, &s, &p);
}

/* ---- saving ---- */

/* Zero asks for the next free number. */
static void give_number(struct request *req, struct save *s)
{
    const struct entity *e = req->route->of;
    const struct field *key = entity_key(e);

    if (key->type != FIELD_INT || field_int(key, s->record) != 0 || s->bad.count)
        return;
    propose_key(req, s->record);
    if (key->most && field_int(key, s->record) > key->most)
        problem(&s->bad, e, key->at, "Er is geen volgend nummer meer. Kies zelf een vrij nummer.");
}

static bool put(struct request *req, struct save *s, enum put *done)
{
    const struct entity *e = req->route->of;
    const struct actor by = request_actor(req);

    *done = record_put(req->arena, req->db, e, s->record, s->was, &by);
    if (*done == PUT_TAKEN)
        problem(&s->bad, e, entity_key(e)->at, kinds[entity_key(e)->type].is_text ? "Deze code is al in gebruik."
                                                                                 : "Dit nummer is al in gebruik.");
    return *done == PUT_DONE || *done == PUT_SAME;
}

static void saved(struct request *req, const struct save *s, const char *what)
{
    const struct entity *e = req->route->of;
    struct str name = field_text(&req->context, entity_name_field(e), s->record), tab = form_value(req, "tab");

    respond_redirect(req, entity_path(req->arena, e, s->record, tab.len
        ? str_print(req->arena, "?tab=%s", url_escape(req->arena, tab).at).at : ""));
    respond_flash(req, str_print(req->arena, "%.*s is %s.", (int)name.len, name.at, what), S(""));
}

void entity_create(struct request *req)
{
    const struct entity *e = req->route->of;
    struct form_source form = form_source(req->form);
    struct save s = new_save(req);
    struct card_page p = { 0 };
    enum put done;

    entity_new(&req->context, e, s.record);
    entity_read(&req->context, e, s.record, &form.source, &s.bad);
    give_number(req, &s);
    if (s.bad.count == 0 && put(req, &s, &done)) {
        saved(req, &s, "toegevoegd");
        return;
    }
    s.typed = true;
    show_card(req, 422, &s, &p);
}

static bool chose_theirs(const struct request *req, const struct field *f)
{
    return str_is(form_value(req, str_print(req->arena, "keuze_%s", f->name).at), S("hun"));
}

static void take_theirs(struct save *s, const struct field *f, size_t i)
{
    memcpy((char *)s->record + f->at, (const char *)s->was + f->at, kinds[f->type].size);
    s->taken[i] = true;
    s->bad.count -= s->bad.of[i] != NULL;
    s->bad.of[i] = NULL;
}

/* The value a field had when the user began; the trail holds it. */
static bool value_before(const struct change *changes, size_t count, const struct field *f, struct str *out)
{
    bool found = false;
    for (size_t i = 0; i < count; i++) {                /* latest first: the last found is the oldest */
        if (str_is(changes[i].field, str_from(f->name))) {
            *out = changes[i].from;
            found = true;
        }
    }
    return found;
}

/* What others changed since the form was opened: what the user left alone becomes theirs, what both
 * changed is for the user to choose. */
static void merge(struct request *req, struct save *s, int64_t seen_version)
{
    const struct entity *e = req->route->of;
    struct change *changes;
    size_t count = record_changes(req->arena, req->db, e, ((struct record *)s->was)->id.id, seen_version,
                                  CHANGES_READ, &changes);

    for (size_t i = 0; i < e->count; i++) {
        const struct field *f = &e->fields[i];
        struct str before, typed;
        if (!on_card(f) || !value_before(changes, count, f, &before)
            || (!s->bad.of[i] && field_same(f, s->was, s->record)))
            continue;
        typed = str_trim(form_value(req, f->name));
        if (s->bad.of[i] == NULL)
            typed = field_text(&req->context, f, s->record);
        if (str_is(typed, before)) {
            take_theirs(s, f, i);
        } else {
            s->disputed[i] = true;
            s->disputes++;
        }
    }
    s->who = count ? changes[0].who : S("Iemand");
}

void entity_save(struct request *req)
{
    const struct entity *e = req->route->of;
    struct form_source form = form_source(req->form);
    struct save s = new_save(req);
    struct card_page p = { 0 };
    int64_t seen;
    enum put done = PUT_STALE;

    if (!find_to_save(req, s.was))
        return;
    memcpy(s.record, s.was, e->size);
    entity_read_fields(&req->context, e, s.record, &form.source, &s.bad);
    struct problems mine = s.bad;                       /* for the normal form that the rules of the whole give */
    entity_check_whole(&req->context, e, s.record, &mine);
    for (size_t i = 0; i < e->count; i++)
        if (chose_theirs(req, &e->fields[i]))
            take_theirs(&s, &e->fields[i], i);
    if (str_number(form_value(req, "version"), &seen) && seen != ((struct record *)s.was)->version)
        merge(req, &s, seen);
    if (s.disputes == 0)
        entity_check_whole(&req->context, e, s.record, &s.bad);
    give_number(req, &s);
    s.asks = entity_is_unknown(e, s.was) && !form_has(req, "zeker");
    if (s.bad.count == 0 && s.disputes == 0 && !s.asks && put(req, &s, &done)) {
        saved(req, &s, "opgeslagen");
        return;
    }
    s.typed = true;
    show_card(req, s.disputes ? 409 : 422, &s, &p);
}

void entity_show(struct request *req)
{
    struct save s = new_save(req);
    struct card_page p = { 0 };

    if (!find(req, s.was))
        return;
    s.record = s.was;
    show_card(req, 200, &s, &p);
}

/* ---- one field, while typing ---- */

void entity_check(struct request *req)
{
    const struct entity *e = req->route->of;
    void *record = arena_take(req->arena, e->size);

    respond(req, 200);
    for (size_t i = 0; i < e->count; i++) {
        const struct field *f = &e->fields[i];
        for (size_t k = 0; k < req->query.count; k++) {
            if (!on_card(f) || !str_is(req->query.at[k].name, str_from(f->name)))
                continue;
            const char *wrong = field_set(&req->context, f, record, req->query.at[k].value);
            page_field_message(&req->response->body, f->name, wrong, NULL);
            return;
        }
    }
}

void entity_options(struct request *req)
{
    const struct field *f = entity_field(req->route->of, query_value(req, "veld"));

    if (!f || f->type != FIELD_CHOICE) {
        refuse(req, 404, "Dit veld heeft geen lijst.");
        return;
    }
    respond(req, 200);
    page_field_options(&req->response->body, f);
}

/* ---- notes ---- */

void entity_add_note(struct request *req)
{
    struct save s = new_save(req);
    struct card_page p = { 0 };
    const struct actor by = request_actor(req);

    if (!find(req, s.was))
        return;
    s.record = s.was;
    p.note_text = form_value(req, "notitie");
    p.note_problem = note_add(req->db, req->route->of, ((struct record *)s.was)->id.id, p.note_text, &by);
    if (p.note_problem) {
        req->query = (struct pairs){ (const struct pair[]){ { S("tab"), S("notities") } }, 1 };
        show_card(req, 422, &s, &p);
        return;
    }
    respond_redirect(req, entity_path(req->arena, req->route->of, s.was, "?tab=notities"));
}

void entity_remove_note(struct request *req)
{
    struct save s = new_save(req);
    const struct actor by = request_actor(req);
    int64_t id;

    if (!find(req, s.was))
        return;
    if (!str_number(req->part, &id) || !note_remove(req->db, req->route->of, ((struct record *)s.was)->id.id, id, &by)) {
        refuse(req, 404, "Deze notitie is er niet meer, of is van iemand anders.");
        return;
    }
    respond_redirect(req, entity_path(req->arena, req->route->of, s.was, "?tab=notities"));
    respond_flash(req, S("Notitie verwijderd."), S(""));
}
