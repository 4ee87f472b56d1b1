#include "store/table.h"

#include "base/fault.h"

#include <string.h>

#define MAKES "CREATE TABLE "
#define KEYED "  PRIMARY KEY ("

static size_t tables_in(const char *sql)
{
    size_t count = 0;

    for (; (sql = strstr(sql, MAKES)) != NULL; sql += sizeof MAKES - 1)
        count++;
    return count;
}

static size_t column_called(const struct table *t, struct str name)
{
    for (size_t i = 0; i < t->count; i++)
        if (str_is(str_from(t->columns[i].name), name))
            return i;
    fault("the table %s has no column %.*s", t->name, (int)name.len, name.at);
}

static void add_key(struct table *t, size_t column)
{
    if (t->key_count == MOST_KEY_COLUMNS)
        fault("the key of the table %s has too many columns", t->name);
    t->key[t->key_count++] = column;
}

/* What comes after this word; NULL when it is not there. */
static const char *behind(const char *line, const char *word)
{
    const char *at = strstr(line, word);
    return at ? at + strlen(word) : NULL;
}

/* number INTEGER NOT NULL UNIQUE, */
static void add_column(struct arena *a, struct table *t, const char *line)
{
    const char *of = behind(line, " REFERENCES ");
    struct str rest = str_from(line);

    if (t->count == MOST_COLUMNS)
        fault("the table %s has too many columns", t->name);
    struct column *c = &t->columns[t->count];
    c->name = str_copy(a, str_cut(&rest, ' ')).at;
    c->is_text = str_begins(rest, S("TEXT"));
    c->of = of ? str_copy(a, (struct str){ of, strcspn(of, " ,") }).at : NULL;
    if (strstr(line, " PRIMARY KEY"))
        add_key(t, t->count);
    t->gives_ids |= strstr(line, " AUTOINCREMENT") != NULL;
    t->count++;
}

static void add_keys(struct table *t, struct str names)
{
    names = str_cut(&names, ')');
    while (names.len)
        add_key(t, column_called(t, str_trim(str_cut(&names, ','))));
}

/* In the words of SQLite, where a search index is made otherwise. */
size_t schema_tables(struct arena *a, const struct schema *s, struct table **out)
{
    struct str sql = s->present(a, SQLITE);
    size_t count = 0;

    *out = TAKE_MANY(a, struct table, tables_in(sql.at));
    while (sql.len) {
        struct str line = str_copy(a, str_cut(&sql, '\n'));
        struct table *t = count ? &(*out)[count - 1] : NULL;
        if (str_begins(line, S(MAKES))) {
            struct str rest = { line.at + sizeof MAKES - 1, line.len - sizeof MAKES + 1 };
            (*out)[count++].name = str_copy(a, str_cut(&rest, ' ')).at;
        } else if (t && str_begins(line, S(KEYED))) {
            add_keys(t, (struct str){ line.at + sizeof KEYED - 1, line.len - sizeof KEYED + 1 });
        } else if (t && str_begins(line, S("  "))) {
            add_column(a, t, line.at + 2);
        }
    }
    return count;
}
