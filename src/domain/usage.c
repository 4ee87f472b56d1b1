#include "domain/usage.h"

#include "domain/entities.h"

#include <inttypes.h>

struct str usage_reason(struct arena *a, struct db *db, const struct entity *e, int64_t id)
{
    struct buf b = { .arena = a };

    for (size_t i = 0; i < entity_count; i++) {
        for (size_t k = 0; k < entities[i]->count; k++) {
            const struct field *f = &entities[i]->fields[k];
            if (f->type != FIELD_REF || f->of != e)
                continue;
            int64_t n = db_one(db, 0, str_print(a, "SELECT count(*) FROM %s WHERE %s = $1", entities[i]->name,
                                                f->name).at, GIVE(id));
            if (n > 0)
                buf_print(&b, "%s%" PRId64 " %s (%s)", b.len ? ", " : "", n,
                          n == 1 ? entities[i]->title : entities[i]->titles, f->label);
        }
    }
    return b.len ? str_print(a, "Heeft historie: %s. Archiveren kan wel.", b.at) : S("");
}

static void mark(struct query *q, void *const *records, size_t count, bool *used)
{
    while (db_next(q)) {
        int64_t id = db_int(q, 0);
        for (size_t i = 0; i < count; i++)
            used[i] = used[i] || ((const struct record *)records[i])->id.id == id;
    }
}

bool *usage_of(struct arena *a, struct db *db, const struct entity *e, void *const *records, size_t count)
{
    bool *used = TAKE_MANY(a, bool, count + 1);
    struct value *ids = TAKE_MANY(a, struct value, count + 1);
    struct buf places = { .arena = a };

    for (size_t i = 0; i < count; i++) {
        ids[i] = VALUE(((const struct record *)records[i])->id);
        buf_add(&places, i ? S(", $") : S("$"));
        buf_int(&places, (int64_t)i + 1);
    }
    for (size_t i = 0; i < entity_count && count; i++) {
        for (size_t k = 0; k < entities[i]->count; k++) {
            const struct field *f = &entities[i]->fields[k];
            if (f->type == FIELD_REF && f->of == e)
                mark(db_ask(db, str_print(a, "SELECT DISTINCT %s FROM %s WHERE %s IN (%s)", f->name,
                                          entities[i]->name, f->name, buf_str(&places).at).at,
                            (struct given){ ids, count }), records, count, used);
        }
    }
    return used;
}
