/* make.h - what a make of database does for db.h.  db.c, which keeps statements and knows which are open, calls it; the
 * files of the makes alone know of it. */
#ifndef STORE_MAKE_H
#define STORE_MAKE_H

#include "store/db.h"

enum { MOST_GIVEN = 250, BUCKETS = 64, PATIENCE_MILLISECONDS = 10000 };

/* Each make has its own struct that begins with one of these. */
struct query {
    struct query *next_kept;            /* of one bucket */
    struct query *next_open;
    struct db    *db;
    const char   *sql;                  /* lives as long as the query */
    uint64_t      hash;
    size_t        places;               /* how many $n */
    bool          open;
    bool          may_be_refused;       /* what it did is undone then, and the transaction goes on */
    bool          by_batch;             /* its rows are not to be in memory all at once */
};

struct db {
    const struct make_calls *calls;
    struct query            *kept[BUCKETS];
    struct query            *opened;
    bool                   (*stops)(void *);    /* NULL: nobody asks */
    void                    *stops_of;
};

enum step { STEP_ROW, STEP_DONE, STEP_TAKEN, STEP_USED, STEP_BROKEN };

struct make_calls {
    const char *id, *number, *text, *end;       /* of db_dialect() */
    const char *put_off, *last_id, *damage;     /* SQL of what db.h says; damage NULL: nothing looks at that */

    struct query *(*prepare)(struct db *, const char *sql, bool returns_id);
    void          (*finalize)(struct query *);
    void          (*give)(struct query *, struct given);        /* as many as it has places */
    enum step     (*step)(struct query *);
    bool          (*reset)(struct query *);     /* false: what it wrote can not be kept */
    int64_t       (*integer)(struct query *, int column);
    struct str    (*chars)(struct query *, int column);
    bool          (*is_null)(struct query *, int column);
    int64_t       (*inserted)(struct query *);  /* the id, right after a step that was done */
    int64_t       (*changes)(const struct db *);
    void          (*broken)(struct db *, const char *sql) __attribute__((noreturn));

    void          (*set_last_id)(struct db *, const char *table, int64_t id);
    int64_t       (*reserve)(struct db *, const char *table, size_t count);     /* NULL: no db_copy() */
    enum step     (*copy)(struct db *, const char *sql, struct str rows);
    void          (*copy_on)(struct db *, const char *sql, struct str rows);
    void          (*script)(struct db *, const char *sql);
    void          (*begin)(struct db *, bool writes);
    void          (*last)(struct db *);         /* NULL: it saves nothing */
    void          (*commit)(struct db *);
    void          (*rollback)(struct db *);
    void          (*fill)(struct db *, const char *table);      /* NULL: nothing is to be done */
    void          (*filled)(struct db *, const char *table);
    void          (*stop_when)(struct db *);    /* stops was changed */
    bool          (*move)(struct db *, const char *place);      /* NULL: it can not */
    bool          (*is_lost)(const struct db *);
    void          (*close)(struct db *);        /* all queries are finalized */

    void          (*search_schema)(struct buf *, struct str table);
    struct str    (*search_select)(struct arena *, const char *table, const char *placeholder, size_t most);
    struct str    (*search_words)(struct arena *, struct db *, const char *table, const struct str *words, size_t count,
                                  const struct str *others, size_t other_count, size_t enough);
    void          (*search_put)(struct db *, const char *table, int64_t id, struct str text);
    void          (*search_remove)(struct db *, const char *table, int64_t id, struct str text);
    void          (*search_entries)(struct db *, const char *table, void (*entry)(void *, struct str, int64_t), void *of);
};

extern const struct make_calls sqlite_calls, postgres_calls;

struct db *sqlite_open(const char *path, bool create);
void       sqlite_remove(const char *path);
bool       postgres_is_place(const char *place);
struct db *postgres_open(const char *place, bool create);
bool       postgres_exists(const char *place);
void       postgres_remove(const char *place);

#endif
