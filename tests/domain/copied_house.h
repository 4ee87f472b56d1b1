/* copied_house.h - a house in which there is something of everything, for the tests that copy and check. */
#ifndef TESTS_DOMAIN_COPIED_HOUSE_H
#define TESTS_DOMAIN_COPIED_HOUSE_H

#include "../store/scratch.h"
#include "domain/article.h"
#include "domain/customer.h"
#include "domain/directory.h"
#include "domain/house.h"
#include "domain/note.h"

enum { CUSTOMERS = 1100 };              /* more than are read at once */

static inline void keep(struct arena *a, struct db *db, const struct entity *e, void *record, const struct actor *by)
{
    assert_int_equal(record_put(a, db, e, record, NULL, by), PUT_DONE);
}

/* Its second customer pays for the first; the last one, with the highest id, was deleted. */
static inline void fill_administration(struct arena *a, struct house *house, int64_t id, int64_t user)
{
    const struct actor by = { user, S("Sanne"), { 2000 } };
    struct db *db = house_administration(house, id);
    struct customer payer = { .number = 1, .name = S("Bakkerij Smit"), .memo = S("tab\t, regel\n\\ en \\N") };
    struct customer c = { 0 };
    struct article article = { .code = S("ART-1"), .description = S("Ein Stück") };

    db_begin(db, true);
    keep(a, db, &customer_entity, &payer, &by);
    struct record_writer *writer = record_writer(a, db, &customer_entity, &by);
    for (int64_t i = 2; i <= CUSTOMERS; i++) {
        c = (struct customer){
            .number = i, .name = S("Özdemir & Zn."), .city = S("'s-Gravenhage"), .archived = { i % 3 == 0 },
        };
        assert_int_equal(record_add(writer, a, &c), PUT_DONE);
    }
    assert_int_equal(record_writer_end(writer), PUT_DONE);
    payer.invoice_to = c.record.id;
    keep(a, db, &customer_entity, &payer, &by);
    c = (struct customer){ .number = CUSTOMERS + 1, .name = S("Weg") };
    keep(a, db, &customer_entity, &c, &by);
    assert_int_equal(record_delete(a, db, &customer_entity, &c, &by), DB_DONE);
    keep(a, db, &article_entity, &article, &by);
    assert_null(note_add(db, &customer_entity, payer.record.id.id, S("Belt liever"), &by));
    db_script(db, "INSERT INTO import (entity, token, file_name, mode, state, at, user_id, who, columns_read, added,"
                  " changed, skipped, wrong, notes, remark)"
                  " VALUES ('customer', 't', 'f', 1, 4, 9, 2, 'Sanne', 1, 2, 3, 4, 5, 'n', 'r')");
    db_script(db, "INSERT INTO import_line VALUES (1, 0, 2, 1, 'a', 'b', 'c', 'd'), (1, 1, 3, 1, 'a', 'b', 'c', 'd')");
    db_script(db, "INSERT INTO import_coupling VALUES ('customer', '', 'name'), ('customer', 'E-mail', 'email')");
    db_script(db, "INSERT INTO import_added VALUES (1, 3, 9)");
    db_script(db, "INSERT INTO import_change VALUES (1, 2, 1, 'name 1 a'), (1, 10, 1, 'name 1 b')");
    db_commit(db);
    house_give(house, db);
}

/* Two users, two administrations; Sanne is user 2 and may enter both, Piet the first one. */
static inline void fill_house(struct arena *a, struct house *house)
{
    const struct moment begun = { 5 };
    struct db *db = house_directory(house);
    static const char *const names[] = { "Eerste", "Tweede" };

    db_begin(db, true);
    db_script(db, "INSERT INTO person (email, name, password, created) VALUES"
                  " ('piet@x.nl', 'Piet', 'p', 1), ('sanne@x.nl', 'Sanne', 's', 2)");
    for (size_t i = 0; i < COUNT(names); i++) {
        int64_t id = directory_add_administration(db, str_from(names[i]), 528, PACKAGE_INBALANS, 2, begun);
        house_make_administration(house, id, begun);
        fill_administration(a, house, id, 2);
    }
    directory_set_role(db, 1, 1, ROLE_READER);
    db_script(db, "INSERT INTO session (token_hash, person, administration, ends) VALUES ('h', 1, 1, 9)");
    db_commit(db);
    house_give(house, db);
}

static inline int64_t ask_number(struct db *db, const char *sql)
{
    return db_one(db, -1, sql, GIVE_NOTHING);
}

#endif
