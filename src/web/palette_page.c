#include "web/palette_page.h"

#include "domain/entities.h"
#include "store/listing.h"
#include "web/views.h"

#include <string.h>

enum { MOST_FOUND = 6, SEARCHED = 200, ENTITY_COMMANDS = 5 };

static const struct { const char *icon, *text, *url, *key; unsigned needs; } commands[] = {
    { "building-2", "Administratiebeheer", "/administraties", "",  0 },
    { "settings",   "Instellingen",        "/instellingen",   "",  MAY_READ },
    { "keyboard",   "Sneltoetsen",         "/sneltoetsen",    "?", 0 },
};

static bool holds(struct arena *a, struct str text, struct str typed)
{
    struct str folded = str_fold(a, text), wanted = str_fold(a, typed);
    return wanted.len == 0 || memmem(folded.at, folded.len, wanted.at, wanted.len) != NULL;
}

static void offer(const struct request *req, struct palette *p, unsigned needs, struct palette_item item)
{
    if ((req->may & needs) == needs && holds(req->arena, item.text, p->typed))
        p->commands[p->command_count++] = item;
}

static void offer_entity(const struct request *req, struct palette *p, const struct entity *e)
{
    struct arena *a = req->arena;
    const char *titles = title_case(a, str_from(e->titles)).at;
    struct str new = title_case(a, str_from(entity_new_word(e))), key = str_upper(a, str_print(a, "g %s", e->go));

    offer(req, p, MAY_WRITE, (struct palette_item){ .icon = "plus",
        .text = str_print(a, "%s %s", new.at, e->title), .url = str_print(a, "%s/nieuw", e->path) });
    offer(req, p, MAY_READ, (struct palette_item){ .icon = e->icon,
        .text = str_from(titles), .url = str_from(e->path), .key = key });
    offer(req, p, MAY_READ, (struct palette_item){ .icon = "archive",
        .text = str_print(a, "Toon gearchiveerde %s", e->titles), .url = str_print(a, "%s?toon=archief", e->path) });
    offer(req, p, MAY_WRITE, (struct palette_item){ .icon = "upload",
        .text = str_print(a, "%s importeren", titles), .url = str_print(a, "%s/importeren", e->path) });
    offer(req, p, MAY_READ, (struct palette_item){ .icon = "file-spreadsheet",
        .text = str_print(a, "%s exporteren naar Excel", titles), .url = str_print(a, "%s/export.xlsx", e->path) });
}

static void find_commands(const struct request *req, struct palette *p)
{
    p->commands = TAKE_MANY(req->arena, struct palette_item, ENTITY_COMMANDS * entity_count + COUNT(commands));
    for (size_t i = 0; i < entity_count; i++)
        offer_entity(req, p, entities[i]);
    for (size_t i = 0; i < COUNT(commands); i++)
        offer(req, p, commands[i].needs, (struct palette_item){ .icon = commands[i].icon,
            .text = str_from(commands[i].text), .url = str_from(commands[i].url), .key = str_from(commands[i].key) });
}

static void find_records(const struct request *req, struct palette *p, const struct entity *e)
{
    const struct field *name_field = entity_name_field(e);
    struct listing_query q = {
        .entity = e, .search = p->typed, .sort = name_field, .most = MOST_FOUND, .searched = SEARCHED,
    };
    struct listing found = listing(req->arena, req->db, &q);
    struct palette_group *g = &p->groups[p->group_count];

    *g = (struct palette_group){ .entity = e, .found = TAKE_MANY(req->arena, struct palette_item, found.count) };
    for (size_t i = 0; i < found.count; i++) {
        struct str name = field_text(&req->context, name_field, found.records[i]);
        g->found[g->count++] = (struct palette_item){
            .url = entity_path(req->arena, e, found.records[i], ""), .text = name,
            .small = field_text(&req->context, entity_key(e), found.records[i]),
            .initials = name_initials(req->arena, name), .tile = name_tile(name),
        };
    }
    p->group_count += g->count > 0;
}

void palette_show(struct request *req)
{
    struct palette p = { .typed = str_trim(query_value(req, "q")) };

    p.groups = TAKE_MANY(req->arena, struct palette_group, entity_count);
    for (size_t i = 0; i < entity_count && p.typed.len; i++)
        find_records(req, &p, entities[i]);
    find_commands(req, &p);
    respond(req, 200);
    page_palette(&req->response->body, req, &p);
}

void shortcuts_show(struct request *req)
{
    respond(req, 200);
    page_shortcuts(&req->response->body, req);
}
