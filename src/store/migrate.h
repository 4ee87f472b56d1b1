/* migrate.h - the present schema is told by the tables, the past by the migrations.
 *
 * A new database is made as it is now and stamped with the number of the last migration.  An old one
 * runs the migrations it lacks, each in a transaction of its own.  tests/store/migrate_test.c takes
 * both roads and compares where they end.
 *
 * While an installation gets a new version, older programs work with what newer ones migrated.  So a database keeps
 * beside its number that of the oldest version whose programs can go on with it. */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H

#include "store/db.h"

/* A file of src/store/migrations, as "administration/0002-notes.sql".  Its first line may be "-- serves: 0001": programs
 * from that version on can go on with the schema that it leaves.  Without it older ones can not.  "0002-notes.sqlite.sql" is of
 * that make alone; the others count it. */
struct migration { const char *name, *sql; };

/* In the order of their names; a NULL ends them. */
extern const struct migration migration_files[];

/* A kind of database: its name is the folder of its migrations. */
struct schema {
    const char *name;
    struct str (*present)(struct arena *, enum make);   /* the statements that make it as it is now */
    const struct migration *migrations;
};

/* Brings a database up to date, from nothing if need be.  One that is newer is left as it is; when it does not serve
 * programs as old as this one, that is a fault, busy (fault.h), for there are programs that can go on with it. */
void migrate(struct arena *, struct db *, const struct schema *);

/* The same fault when it is newer at all: for who must know everything in it. */
void migrate_refuse_newer(struct arena *, struct db *, const struct schema *);

/* Takes the long road: all migrations from nothing.  For the test that compares. */
void migrate_from_nothing(struct arena *, struct db *, const struct schema *);

#endif
