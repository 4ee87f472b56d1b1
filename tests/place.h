/* place.h - where a test keeps its databases: in files of a folder, or, when $POOLSTER_POSTGRES is a folder of
 * tests/store/postgres.sh, at that server. */
#ifndef TESTS_PLACE_H
#define TESTS_PLACE_H

#include "store/db.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* To be followed by the name of a database; "" when the test is of SQLite. */
static inline const char *place_server(void)
{
    static char url[200];
    const char *folder = getenv("POOLSTER_POSTGRES");
    char path[300];
    FILE *f;

    if (*url || !folder)
        return url;
    snprintf(path, sizeof path, "%s/url", folder);
    f = fopen(path, "r");
    if (!f || !fgets(url, sizeof url, f)) {
        fprintf(stderr, "%s can not be read: does the server of the tests run?\n", path);
        abort();
    }
    fclose(f);
    url[strcspn(url, "\n")] = '\0';
    return url;
}

static inline bool place_is_server(void)
{
    return *place_server() != '\0';
}

/* What differs between the makes. */
static inline const char *place_either(const char *sqlite, const char *postgres)
{
    return place_is_server() ? postgres : sqlite;
}

/* As the server calls the connections of a process to what place_new() gives. */
static inline const char *place_process(void)
{
    static char name[20];
    snprintf(name, sizeof name, "t_%d", (int)getpid());
    return name;
}

/* A database that is not there yet, for db_open(). */
static inline const char *place_new(struct arena *a, const char *folder)
{
    static int count;

    count++;
    return place_is_server() ? str_print(a, "%spostgres?application_name=%s#%s_%d", place_server(), place_process(),
                                         place_process(), count).at
                             : str_print(a, "%s/%d.db", folder, count).at;
}

/* The indexes that were asked for, line by line; not those that a key or UNIQUE brings. */
static inline struct str place_indexes(struct arena *a, struct db *db)
{
    struct buf lines = { .arena = a };
    struct query *q = db_ask(db, place_either(
        "SELECT sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name",
        "SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() AND indexname NOT LIKE '%\\_key'"
        " AND indexname NOT LIKE '%\\_pkey' ORDER BY indexname"), GIVE_NOTHING);

    while (db_next(q))
        buf_print(&lines, "%s\n", db_str(q, 0).at);
    return buf_str(&lines);
}

/* Another connection to the server, to see what it sees. */
static inline struct db *server_open(struct arena *a)
{
    return db_open(str_print(a, "%spostgres#public", place_server()).at, false);
}

/* For house_open(): the folder, or a database of its own at the server. */
static inline const char *place_house(struct arena *a, const char *folder)
{
    static int count;

    if (!place_is_server())
        return folder;
    struct db *db = server_open(a);
    const char *name = str_print(a, "house_%d_%d", (int)getpid(), ++count).at;
    db_script(db, str_print(a, "CREATE DATABASE %s", name).at);
    db_drop(db);
    return str_print(a, "%s%s", place_server(), name).at;
}

#endif
