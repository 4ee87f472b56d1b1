#include "domain/note.h"

struct str note_schema(struct arena *a, enum make make)
{
    return db_dialect(a, make, S(
        "CREATE TABLE note (\n  {id},\n  entity {text} NOT NULL,\n  record {number} NOT NULL,\n"
        "  at {number} NOT NULL,\n  user_id {number} NOT NULL,\n  who {text} NOT NULL,\n  body {text} NOT NULL\n{end}\n"
        "CREATE INDEX note_by_record ON note (entity, record, id);\n"));
}

const char *note_add(struct db *db, const struct entity *e, int64_t record, struct str text,
                     const struct actor *by)
{
    text = str_trim(text);
    if (text.len == 0)
        return "Typ eerst een notitie.";
    if (!str_is_text(text))
        return "Hier staan tekens in die niet bewaard kunnen worden. Typ de tekst opnieuw.";
    if (str_chars(text) > NOTE_MOST)
        return "Een notitie heeft hooguit 4.000 tekens.";
    db_do(db, "INSERT INTO note (entity, record, at, user_id, who, body) VALUES ($1, $2, $3, $4, $5, $6)",
          GIVE(e->name, record, by->now, by->user, by->name, text));
    return NULL;
}

struct query *note_ask(struct db *db, const struct entity *e, int64_t record, size_t most)
{
    return db_ask(db, "SELECT id, user_id, at, who, body FROM note WHERE entity = $1 AND record = $2"
                      " ORDER BY id DESC LIMIT $3", GIVE(e->name, record, most));
}

size_t note_list(struct arena *a, struct query *q, size_t most, struct note **out)
{
    struct note *notes = TAKE_MANY(a, struct note, most);
    size_t count = 0;

    while (db_next(q))
        notes[count++] = (struct note){ db_int(q, 0), db_int(q, 1), { db_int(q, 2) }, str_copy(a, db_str(q, 3)),
                                        str_copy(a, db_str(q, 4)) };
    *out = notes;
    return count;
}

bool note_remove(struct db *db, const struct entity *e, int64_t record, int64_t id, const struct actor *by)
{
    return db_one(db, 0, "DELETE FROM note WHERE id = $1 AND entity = $2 AND record = $3 AND user_id = $4 RETURNING id",
                  GIVE(id, e->name, record, by->user)) != 0;
}

void note_remove_all(struct db *db, const struct entity *e, int64_t record)
{
    db_do(db, "DELETE FROM note WHERE entity = $1 AND record = $2", GIVE(e->name, record));
}
