#include "web/entity_actions.h"

#include "domain/note.h"
#include "domain/usage.h"
#include "web/error_page.h"
#include "web/show.h"
#include "web/views.h"

#include <string.h>

static void *find(struct request *req)
{
    void *record = arena_take(req->arena, req->route->of->size);

    if (record_find(req->arena, req->db, req->route->of, req->key, record))
        return record;
    entity_say_gone(req);
    return NULL;
}

static struct action_page page_of(struct request *req, const void *record)
{
    const struct entity *e = req->route->of;
    const struct field *archives = entity_archives(e);

    return (struct action_page){
        .entity = e, .title = title_case(req->arena, str_from(e->title)), .key = field_text(&req->context, entity_key(e), record),
        .path = entity_path(req->arena, e, record, ""),
        .name = field_text(&req->context, entity_name_field(e), record),
        .used = usage_reason(req->arena, req->db, e, ((const struct record *)record)->id.id),
        .fixed = entity_is_unknown(e, record), .archived = archives && field_int(archives, record),
        .may_write = (req->may & MAY_WRITE) != 0,
    };
}

void entity_actions(struct request *req)
{
    void *record = find(req);
    if (!record)
        return;
    struct action_page p = page_of(req, record);
    respond(req, 200);
    if (req->http->fragment)
        page_entity_menu(&req->response->body, &p);
    else
        page_entity_actions(&req->response->body, req, &p);
}

/* With a script the row goes and a message comes; without one the list comes back, with the message. */
static void done(struct request *req, struct str message, struct str undo)
{
    if (req->http->fragment) {
        respond(req, 200);
        page_toast(&req->response->body, req, message, undo);
        return;
    }
    respond_redirect(req, str_from(req->route->of->path));
    respond_flash(req, message, undo);
}

static bool put_archived(struct request *req, const void *was, bool archived)
{
    const struct entity *e = req->route->of;
    const struct actor by = request_actor(req);
    void *record = arena_take(req->arena, e->size);

    memcpy(record, was, e->size);
    ((struct flag *)(void *)((char *)record + entity_archives(e)->at))->on = archived;
    return record_put(req->arena, req->db, e, record, was, &by) == PUT_DONE;
}

static void set_archived(struct request *req, bool archived)
{
    const struct entity *e = req->route->of;
    void *record = find(req);

    if (!record)
        return;
    if (entity_is_unknown(e, record)) {
        refuse(req, 409, str_print(req->arena, "%s kan niet worden gearchiveerd.", e->unknown_name).at);
        return;
    }
    put_archived(req, record, archived);
    struct str name = field_text(&req->context, entity_name_field(e), record);
    done(req, str_print(req->arena, "%s is %s", name.at, archived ? "gearchiveerd" : "teruggezet"),
         entity_path(req->arena, e, record, archived ? "/terugzetten" : "/archiveren"));
}

/* The chosen ones; those that are gone, or always stay, are left as they are. */
static void set_chosen(struct request *req, bool archived)
{
    const struct entity *e = req->route->of;
    int64_t *ids;
    size_t count = numbers_called(req, req->form, "kies", &ids), changed = 0;

    for (size_t i = 0; i < count; i++) {
        void *record = arena_take(req->arena, e->size);
        if (record_get(req->arena, req->db, e, ids[i], record) && !entity_is_unknown(e, record))
            changed += put_archived(req, record, archived);
    }
    done(req, str_print(req->arena, "%zu %s %s %s", changed, changed == 1 ? e->title : e->titles,
                        changed == 1 ? "is" : "zijn", archived ? "gearchiveerd" : "teruggezet"), S(""));
}

void entity_archive_chosen(struct request *req)
{
    set_chosen(req, true);
}

void entity_restore_chosen(struct request *req)
{
    set_chosen(req, false);
}

void entity_archive(struct request *req)
{
    set_archived(req, true);
}

void entity_restore(struct request *req)
{
    set_archived(req, false);
}

void entity_ask_delete(struct request *req)
{
    void *record = find(req);
    if (!record)
        return;
    struct action_page p = page_of(req, record);
    respond(req, 200);
    page_entity_delete(&req->response->body, req, &p);
}

void entity_delete(struct request *req)
{
    const struct entity *e = req->route->of;
    const struct actor by = request_actor(req);
    void *record = find(req);

    if (!record)
        return;
    if (entity_is_unknown(e, record)) {
        refuse(req, 409, str_print(req->arena, "%s kan niet worden verwijderd.", e->unknown_name).at);
        return;
    }
    struct str name = field_text(&req->context, entity_name_field(e), record);
    if (record_delete(req->arena, req->db, e, record, &by) != DB_DONE) {
        refuse(req, 409, usage_reason(req->arena, req->db, e, ((struct record *)record)->id.id).at);
        return;
    }
    note_remove_all(req->db, e, ((struct record *)record)->id.id);
    done(req, str_print(req->arena, "%s is verwijderd", name.at), S(""));
}
