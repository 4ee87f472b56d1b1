#include "web/palette_page.h"

#include "store/listing.h"
#include "web/views.h"

#include <string.h>

enum { MOST_FOUND = 6, SEARCHED = 200 };

static const struct { const char *icon, *text, *url, *key; unsigned needs; } commands[] = {
    { "plus",             "Nieuwe klant",                  "/klanten/nieuw",        "N",  MAY_WRITE },
    { "users",            "Klanten",                       "/klanten",              "G K", MAY_READ },
    { "archive",          "Toon gearchiveerde klanten",    "/klanten?toon=archief", NULL, MAY_READ },
    { "upload",           "Klanten importeren",            "/klanten/importeren",   NULL, MAY_WRITE },
    { "file-spreadsheet", "Exporteren naar Excel",         "/klanten/export.xlsx",  NULL, MAY_READ },
    { "building-2",       "Administratiebeheer",           "/administraties",       NULL, 0 },
    { "settings",         "Instellingen",                  "/instellingen",         NULL, MAY_READ },
    { "keyboard",         "Sneltoetsen",                   "/sneltoetsen",          "?",  0 },
};

static bool holds(struct arena *a, struct str text, struct str typed)
{
    struct str folded = str_fold(a, text), wanted = str_fold(a, typed);
    return wanted.len == 0 || memmem(folded.at, folded.len, wanted.at, wanted.len) != NULL;
}

static void find_commands(struct request *req, struct palette *p)
{
    p->commands = TAKE_MANY(req->arena, struct palette_item, COUNT(commands));
    for (size_t i = 0; i < COUNT(commands); i++)
        if ((req->may & commands[i].needs) == commands[i].needs && holds(req->arena, str_from(commands[i].text), p->typed))
            p->commands[p->command_count++] = (struct palette_item){
                .url = str_from(commands[i].url), .text = str_from(commands[i].text), .icon = commands[i].icon,
                .key = commands[i].key,
            };
}

static void find_records(struct request *req, struct palette *p)
{
    const struct entity *e = req->route->of;
    struct listing_query q = {
        .entity = e, .search = p->typed, .sort = entity_name_field(e), .most = MOST_FOUND, .searched = SEARCHED,
    };
    if (p->typed.len == 0)
        return;
    struct listing found = listing(req->arena, req->db, &q);
    p->found = TAKE_MANY(req->arena, struct palette_item, found.count + 1);
    for (size_t i = 0; i < found.count; i++) {
        struct str name = field_text(&req->context, entity_name_field(e), found.records[i]);
        p->found[p->found_count++] = (struct palette_item){
            .url = entity_path(req->arena, e, found.records[i], ""), .text = name,
            .small = field_text(&req->context, entity_key(e), found.records[i]),
            .initials = name_initials(req->arena, name), .tile = name_tile(name),
        };
    }
}

void palette_show(struct request *req)
{
    struct palette p = { .typed = str_trim(query_value(req, "q")) };

    find_records(req, &p);
    find_commands(req, &p);
    respond(req, 200);
    page_palette(&req->response->body, req, &p);
}

void shortcuts_show(struct request *req)
{
    respond(req, 200);
    page_shortcuts(&req->response->body, req);
}
