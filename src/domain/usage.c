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
