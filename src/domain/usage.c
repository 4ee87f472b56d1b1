#include "domain/usage.h"

#include "domain/entities.h"

#include <inttypes.h>

struct usage {
    struct arena *arena;
    struct by {                         /* the records of one kind that refer to it by one field */
        const struct entity *entity;
        const struct field  *field;
        struct query        *count;
        struct by           *next;
    } *by;
};

struct usage *usage_ask(struct arena *a, struct db *db, const struct entity *e, int64_t id)
{
    struct usage *u = TAKE(a, struct usage);
    struct by **end = &u->by;

    u->arena = a;
    for (size_t i = 0; i < entity_count; i++) {
        for (size_t k = 0; k < entities[i]->count; k++) {
            const struct field *f = &entities[i]->fields[k];
            if (f->type != FIELD_REF || f->of != e)
                continue;
            *end = TAKE(a, struct by);
            **end = (struct by){ entities[i], f, NULL, NULL };
            (*end)->count = db_ask(db, str_print(a, "SELECT count(*) FROM %s WHERE %s = $1", entities[i]->name, f->name).at,
                                   GIVE(id));
            end = &(*end)->next;
        }
    }
    return u;
}

struct str usage_read(struct usage *u)
{
    struct buf b = { .arena = u->arena };

    for (const struct by *by = u->by; by; by = by->next) {
        int64_t n = db_next(by->count) ? db_int(by->count, 0) : 0;
        db_close_query(by->count);
        if (n > 0)
            buf_print(&b, "%s%" PRId64 " %s (%s)", b.len ? ", " : "", n, n == 1 ? by->entity->title : by->entity->titles,
                      by->field->label);
    }
    return b.len ? str_print(u->arena, "Heeft historie: %s. Archiveren kan wel.", b.at) : S("");
}

struct str usage_reason(struct arena *a, struct db *db, const struct entity *e, int64_t id)
{
    return usage_read(usage_ask(a, db, e, id));
}
