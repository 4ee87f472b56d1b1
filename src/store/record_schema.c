#include "store/record.h"
#include "store/record_inner.h"

static void column(struct buf *sql, const struct field *f)
{
    buf_print(sql, ",\n  %s %s%s%s", f->name, kinds[f->type].is_text ? "{text}" : "{number}",
              kinds[f->type].none_is_null ? "" : " NOT NULL", f->rules & UNIQUE ? " UNIQUE" : "");
    if (f->type == FIELD_REF)
        buf_print(sql, " REFERENCES %s DEFERRABLE", f->of->name);   /* db_put_off_references() */
}

static void indexes(struct buf *sql, const struct entity *e, const struct field *f)
{
    const struct field *archives = entity_archives(e);

    if (f->rules & LISTED)
        buf_print(sql, "CREATE INDEX %s_by_%s ON %s (%s%s%s%s, id);\n", e->name, f->name, e->name,
                  archives ? archives->name : "", archives ? ", " : "", f->name, field_has_key(f) ? "_key" : "");
    if (f->type == FIELD_REF)
        buf_print(sql, "CREATE INDEX %s_by_%s ON %s (%s) WHERE %s IS NOT NULL;\n", e->name, f->name, e->name,
                  f->name, f->name);
}

/* Those that are LISTED, or those that are not. */
static void columns(struct buf *sql, const struct entity *e, unsigned listed)
{
    for (size_t i = 0; i < e->count; i++)
        if (field_is_kept(&e->fields[i]) && (e->fields[i].rules & LISTED) == listed)
            column(sql, &e->fields[i]);
}

struct str record_schema(struct arena *a, enum make make, const struct entity *e)
{
    struct buf sql = { .arena = a };

    buf_print(&sql, "CREATE TABLE %s (\n  {id},\n  version {number} NOT NULL", e->name);
    columns(&sql, e, LISTED);           /* in front: an overview does not read past what is long */
    columns(&sql, e, 0);
    for (size_t i = 0; i < e->count; i++)
        if (field_has_key(&e->fields[i]))
            buf_print(&sql, ",\n  %s_key {text} NOT NULL", e->fields[i].name);
    buf_add(&sql, S("\n{end}\n"));
    for (size_t i = 0; i < e->count; i++)
        if (field_is_kept(&e->fields[i]))
            indexes(&sql, e, &e->fields[i]);
    buf_print(&sql, "{search %s}\n", e->name);
    return db_dialect(a, make, buf_str(&sql));
}

struct str record_common_schema(struct arena *a, enum make make)
{
    return db_dialect(a, make, S(
        "CREATE TABLE audit_log (\n  {id},\n  entity {text} NOT NULL,\n  record {number} NOT NULL,\n"
        "  version {number} NOT NULL,\n  at {number} NOT NULL,\n  user_id {number} NOT NULL,\n"
        "  who {text} NOT NULL,\n  field {text} NOT NULL,\n  old_text {text} NOT NULL,\n"
        "  new_text {text} NOT NULL\n{end}\n"
        "CREATE INDEX audit_log_by_record ON audit_log (entity, record, id);\n"
        "CREATE TABLE tally (\n  entity {text} NOT NULL,\n  archived {number} NOT NULL,\n"
        "  records {number} NOT NULL,\n  PRIMARY KEY (entity, archived)\n{end}\n"));
}
