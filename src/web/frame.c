#include "web/frame.h"

#include "domain/entities.h"
#include "web/form.h"
#include "web/show.h"

#include <string.h>

struct str frame_title(struct request *req, struct str page)
{
    struct buf b = { .arena = req->arena };

    buf_add(&b, page);
    if (req->session.administration.id) {
        buf_add(&b, S(" – "));
        buf_add(&b, req->session.administration.name);
    }
    return buf_str(&b);
}

const char *frame_theme(const struct request *req)
{
    struct str theme = request_cookie(req, "thema");
    return str_is(theme, S("light")) ? "light" : str_is(theme, S("dark")) ? "dark" : "auto";
}

const char *frame_keys(const struct request *req)
{
    return str_is(request_cookie(req, "toetsen"), S("uit")) ? "off" : "on";
}

size_t frame_administrations(struct request *req, struct administration **out)
{
    *out = &req->session.administration;
    if (req->session.administrations <= 1)
        return 1;
    return directory_administrations(req->arena, req->directory, req->session.user.id, FRAME_ADMINISTRATIONS, out);
}

bool same_tab(const struct entity *a, const struct entity *b)
{
    return strcmp(a->tab, b->tab) == 0;
}

bool has_neighbours(const struct entity *e)
{
    for (size_t i = 0; i < entity_count; i++)
        if (entities[i] != e && same_tab(entities[i], e))
            return true;
    return false;
}

bool frame_flash(struct request *req, struct flash *out)
{
    struct str undo = request_cookie(req, "melding"), message = str_cut(&undo, '|');

    if (message.len == 0 || !percent_decode(req->arena, message, false, &out->message)
        || !percent_decode(req->arena, undo, false, &out->undo) || !str_is_text(out->message)
        || !(out->undo.len == 0 || (is_own_path(out->undo) && str_is_text(out->undo))))
        return false;
    respond_cookie(req, "melding", S(""), 0);
    return true;
}
