#include "domain/import_coupling.h"

enum { MOST_COUPLINGS = 1000 };

struct str import_coupling_schema(struct arena *a, enum make make)
{
    return db_dialect(a, make, S(
        "CREATE TABLE import_coupling (\n  entity {text} NOT NULL,\n  heading {text} NOT NULL,\n"
        "  field {text} NOT NULL,\n  PRIMARY KEY (entity, heading)\n{end}\n"));
}

struct import_couplings import_couplings(struct arena *a, struct db *db, const struct entity *e)
{
    struct import_coupling *at = TAKE_MANY(a, struct import_coupling, MOST_COUPLINGS);
    size_t count = 0;
    struct query *q = db_ask(db, "SELECT heading, field FROM import_coupling WHERE entity = $1 ORDER BY heading LIMIT $2",
                             GIVE(e->name, (int)MOST_COUPLINGS));

    while (db_next(q)) {
        struct str field = db_str(q, 1);
        const struct field *f = entity_field(e, field);
        if (field.len == 0 || (f && f->column))         /* or it is of another version of the program */
            at[count++] = (struct import_coupling){ str_copy(a, db_str(q, 0)), f };
    }
    db_close_query(q);
    return (struct import_couplings){ at, count };
}

void import_couple(struct db *db, const struct entity *e, struct str heading, const struct field *f)
{
    db_do(db, "DELETE FROM import_coupling WHERE entity = $1 AND heading = $2", GIVE(e->name, heading));
    db_do(db, "INSERT INTO import_coupling (entity, heading, field) VALUES ($1, $2, $3)",
          GIVE(e->name, heading, f ? f->name : ""));
}

void import_uncouple_all(struct db *db, const struct entity *e)
{
    db_do(db, "DELETE FROM import_coupling WHERE entity = $1", GIVE(e->name));
}
