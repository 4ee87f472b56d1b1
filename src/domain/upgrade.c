#include "domain/upgrade.h"

#include "base/fault.h"

#include <inttypes.h>

/* The directory was, when the house was opened. */
static size_t administrations(struct arena *a, struct house *house, int64_t **ids)
{
    struct db **db = house_room(a, house);

    *db = house_directory(house);
    size_t count = 0, most = (size_t)db_one(*db, 0, "SELECT count(*) FROM administration", GIVE_NOTHING);
    struct query *q = db_ask(*db, "SELECT id FROM administration ORDER BY id", GIVE_NOTHING);

    *ids = TAKE_MANY(a, int64_t, most);
    while (count < most && db_next(q))
        (*ids)[count++] = db_int(q, 0);
    db_close_query(q);
    return count;
}

static bool upgrade_one(struct house *house, int64_t id, FILE *wrong)
{
    struct fault here;
    volatile bool done = false;

    FAULT_BEGIN(&here);
    if (setjmp(here.back) == 0) {
        house_give(house, house_administration(house, id));
        done = true;
    } else {
        fprintf(wrong, "poolster: administration %" PRId64 ": %s\n", id, here.message);
    }
    FAULT_END(&here);
    return done;
}

bool upgrade(struct arena *a, struct house *house, FILE *out, FILE *wrong)
{
    int64_t *ids;
    size_t count = administrations(a, house, &ids), done = 0;

    for (size_t i = 0; i < count; i++)
        done += upgrade_one(house, ids[i], wrong);
    fprintf(out, "%zu of %zu administrations are up to date\n", done, count);
    return done == count;
}
