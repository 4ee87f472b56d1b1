/* migrate.h - the present schema is told by the tables, the past by the migrations.
 *
 * A new database is made as it is now and stamped with the number of the last migration.  An old one
 * runs the migrations it lacks, each in a transaction of its own.  tests/store/migrate_test.c takes
 * both roads and compares where they end. */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H

#include "store/db.h"

/* A kind of database: its name is the folder of its migrations. */
struct schema {
    const char *name;
    struct str (*present)(struct arena *, enum make);   /* the statements that make it as it is now */
};

/* Brings a database up to date, from nothing if need be.  A database that is newer than the program
 * is a fault: nothing is done to it. */
void migrate(struct arena *, struct db *, const struct schema *);

/* Takes the long road: all migrations from nothing.  For the test that compares. */
void migrate_from_nothing(struct arena *, struct db *, const struct schema *);

#endif
