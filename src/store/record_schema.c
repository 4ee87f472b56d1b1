#include "store/record.h"
#include "store/record_inner.h"

static void column(struct buf *sql, const struct field *f)
{
    buf_print(sql, ",\n  %s %s%s%s", f->name, kinds[f->type].is_text ? "{text}" : "{number}",
              kinds[f->type].none_is_null ? "" : " NOT NULL", f->rules & UNIQUE ? " UNIQUE" : "");
    if (f->type == FIELD_REF)
        buf_print(sql, " REFERENCES %s DEFERRABLE", f->of->name);   /* db_put_off_references() */
}

/* In the order that a list shows, the archived apart, so that few of either cost no more than few.  SQLite sorts what
 * begins with text in less time, and has the id at the end of each entry anyway; so there the archived have an index of
 * their own.  PostgreSQL, which would choose among those by what it believes to be in them, has one that begins with the
 * state. */
static void index_of_list(struct buf *sql, enum make make, const struct entity *e, const struct field *f)
{
    const struct field *archives = entity_archives(e);
    const char *key = field_has_key(f) ? "_key" : "";

    if (!archives || make == POSTGRES) {
        buf_print(sql, "CREATE INDEX %s_by_%s ON %s (%s%s%s%s, id);\n", e->name, f->name, e->name,
                  archives ? archives->name : "", archives ? ", " : "", f->name, key);
        return;
    }
    for (int archived = 0; archived < 2; archived++)
        buf_print(sql, "CREATE INDEX %s_by_%s%s ON %s (%s%s) WHERE %s = %d;\n", e->name, f->name,
                  archived ? "_archived" : "", e->name, f->name, key, archives->name, archived);
}

static void indexes(struct buf *sql, enum make make, const struct entity *e, const struct field *f)
{
    if (f->rules & LISTED)
        index_of_list(sql, make, e, f);
    if (f->type == FIELD_REF)
        buf_print(sql, "CREATE INDEX %s_by_%s ON %s (%s) WHERE %s IS NOT NULL;\n", e->name, f->name, e->name,
                  f->name, f->name);
}

/* What is read of very many rows stands in front: to come to a column, those before it are read past. */
static void columns(struct buf *sql, const struct entity *e)
{
    const struct field *archives = entity_archives(e);

    if (archives)
        column(sql, archives);
    for (size_t i = 0; i < e->count; i++)
        if (field_is_kept(&e->fields[i]) && e->fields[i].rules & LISTED)
            column(sql, &e->fields[i]);
    for (size_t i = 0; i < e->count; i++)
        if (field_has_key(&e->fields[i]))
            buf_print(sql, ",\n  %s_key {text} NOT NULL", e->fields[i].name);
    for (size_t i = 0; i < e->count; i++)
        if (field_is_kept(&e->fields[i]) && !(e->fields[i].rules & LISTED) && &e->fields[i] != archives)
            column(sql, &e->fields[i]);
}

struct str record_schema(struct arena *a, enum make make, const struct entity *e)
{
    struct buf sql = { .arena = a };

    buf_print(&sql, "CREATE TABLE %s (\n  {id},\n  version {number} NOT NULL", e->name);
    columns(&sql, e);
    buf_add(&sql, S("\n{end}\n"));
    for (size_t i = 0; i < e->count; i++)
        if (field_is_kept(&e->fields[i]))
            indexes(&sql, make, e, &e->fields[i]);
    buf_print(&sql, "{search %s}\n", e->name);
    return db_dialect(a, make, buf_str(&sql));
}

struct str record_common_schema(struct arena *a, enum make make)
{
    return db_dialect(a, make, S(
        "CREATE TABLE audit_log (\n  {id},\n  entity {text} NOT NULL,\n  record {number} NOT NULL,\n"
        "  version {number} NOT NULL,\n  at {number} NOT NULL,\n  user_id {number} NOT NULL,\n"
        "  who {text} NOT NULL,\n  field {text} NOT NULL,\n  old_text {text} NOT NULL,\n"
        "  new_text {text} NOT NULL,\n  last_record {number}\n{end}\n"      /* record_writer_end() */
        "CREATE INDEX audit_log_by_record ON audit_log (entity, record, id);\n"
        "CREATE INDEX audit_log_by_run ON audit_log (entity, last_record) WHERE last_record IS NOT NULL;\n"
        "CREATE TABLE tally (\n  entity {text} NOT NULL,\n  archived {number} NOT NULL,\n"
        "  records {number} NOT NULL,\n  PRIMARY KEY (entity, archived)\n{end}\n"));
}
