/* db_postgres_ask.c - statements: prepared at their first question, asked with values, and what comes of them. */
#include "base/fault.h"
#include "store/db_postgres_inner.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INT8 = 20, TEXT = 25 };          /* numbers of types */
enum { BATCH = 500 };                   /* rows that come at once through a portal */

#define READS  "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
#define WRITES "BEGIN"

/* The number that is $n, as it is sent: in binary, as text is, so that that needs no NUL at its end. */
struct postgres_given {
    unsigned char number[8];
};

struct postgres_query {
    struct query           query;
    const char            *text;                /* what the server gets */
    char                   name[24];            /* of the statement that is prepared; "" none */
    char                   portal[24];          /* through which rows come by the batch; "" they do not */
    PGresult              *result;              /* all rows, or a batch of them */
    PGresult              *next;                /* the batch behind it, when it came */
    int                    row;
    struct postgres_given *given;               /* as many as places */
    const char           **values;
    int                   *lengths, *formats;
    Oid                   *types;
};

static struct postgres_query *of_query(const struct query *q)
{
    return (struct postgres_query *)q;
}

/* A $ between quotes is no place. */
static size_t places_of(const char *sql)
{
    size_t most = 0;
    bool quoted = false;

    for (const char *c = sql; *c; ) {
        size_t n = 0;
        quoted ^= *c == '\'';
        if (*c++ != '$' || quoted)
            continue;
        for (; char_is_digit(*c) && n <= MOST_GIVEN; c++)
            n = n * 10 + (size_t)(*c - '0');
        if (n < 1 || n > MOST_GIVEN)
            fault("postgres: other values than $1 to $%d in: %.200s", MOST_GIVEN, sql);
        most = n > most ? n : most;
    }
    return most;
}

/* The server hears of it at the first question. */
struct query *postgres_prepare(struct db *db, const char *sql, bool returns_id)
{
    static const char returning[] = " RETURNING id";
    size_t places = places_of(sql), len = strlen(sql) + 1;
    size_t each = sizeof(struct postgres_given) + sizeof(char *) + 2 * sizeof(int) + sizeof(Oid);
    char *memory = calloc(1, sizeof(struct postgres_query) + places * each + 2 * len + sizeof returning);
    struct postgres_query *q = (struct postgres_query *)(void *)memory;

    (void)db;
    if (!memory)
        fault("out of memory");
    memory += sizeof *q;
    q->values = (const char **)(void *)memory;
    q->given = (struct postgres_given *)(void *)(memory += places * sizeof q->values[0]);
    q->types = (Oid *)(void *)(memory += places * sizeof q->given[0]);
    q->lengths = (int *)(void *)(memory += places * sizeof q->types[0]);
    q->formats = (int *)(void *)(memory += places * sizeof q->lengths[0]);
    memory += places * sizeof q->formats[0];
    memcpy(memory, sql, len);
    q->query.sql = memory;
    q->query.places = places;
    q->text = memory + len;
    snprintf(memory + len, len + sizeof returning, "%s%s", sql, returns_id ? returning : "");
    return &q->query;
}

void postgres_finalize(struct query *q)
{
    PQclear(of_query(q)->result);
    PQclear(of_query(q)->next);
    free(q);
}

void postgres_give(struct query *query, struct given given)
{
    struct postgres_query *q = of_query(query);

    for (size_t i = 0; i < given.count; i++) {
        const struct value *v = &given.values[i];
        struct postgres_given *to = &q->given[i];
        uint64_t n = (uint64_t)v->n;
        Oid type = v->type == VALUE_TEXT ? TEXT : INT8;

        for (size_t k = 0; k < sizeof to->number; k++)
            to->number[k] = (unsigned char)(n >> (8 * (7 - k)));
        if (type != q->types[i] && v->type != VALUE_NULL)
            *q->name = '\0';            /* it was prepared for another type */
        if (v->type != VALUE_NULL || q->types[i] == 0)
            q->types[i] = type;
        q->formats[i] = 1;
        q->values[i] = v->type == VALUE_NULL ? NULL : v->type == VALUE_INT ? (const char *)to->number
                       : v->text.at ? v->text.at : "";
        q->lengths[i] = (int)(v->type == VALUE_TEXT ? v->text.len : sizeof to->number);
    }
}

static void send_fetch(struct postgres *p, const struct postgres_query *q)
{
    char sql[64];

    snprintf(sql, sizeof sql, "FETCH %d FROM %s", BATCH, q->portal);
    postgres_send(p, sql);
}

/* A portal as SQL has them, since libpq has none: a cursor.  It goes with its transaction. */
static void send_portal(struct postgres *p, struct postgres_query *q)
{
    size_t room = strlen(q->text) + sizeof q->portal + 40;
    char *sql = malloc(room);

    if (!sql)
        fault("out of memory");
    snprintf(q->portal, sizeof q->portal, "p%" PRIu64, ++p->names);
    snprintf(sql, room, "DECLARE %s NO SCROLL CURSOR FOR %s", q->portal, q->text);
    int sent = PQsendQueryParams(p->connection, sql, (int)q->query.places, q->types, q->values, q->lengths, q->formats, 0);
    free(sql);
    postgres_sent(p, sent, q->query.sql);
    send_fetch(p, q);
}

static void send_query(struct postgres *p, struct postgres_query *q)
{
    PGconn *c = p->connection;
    int places = (int)q->query.places;

    *q->portal = '\0';
    if (q->query.by_batch && p->transaction != OUTSIDE) {
        send_portal(p, q);
        return;
    }
    if (!*q->name) {
        snprintf(q->name, sizeof q->name, "q%" PRIu64, ++p->names);
        postgres_sent(p, PQsendPrepare(c, q->name, q->text, places, q->types), q->query.sql);
    }
    postgres_sent(p, PQsendQueryPrepared(c, q->name, places, q->values, q->lengths, q->formats, 0), q->query.sql);
}

/* What must go before anything else is asked in this transaction. */
static void send_beginning(struct postgres *p)
{
    char lock[80];

    if (p->transaction == TO_READ) {
        postgres_send(p, READS);
        p->transaction = READING;
    } else if (p->transaction == TO_WRITE) {
        snprintf(lock, sizeof lock, "SELECT pg_advisory_xact_lock(%" PRId64 ")", p->lock);
        postgres_send(p, WRITES);
        postgres_send(p, lock);
        p->transaction = WRITING;
    }
}

/* Back to before what was refused; why it was stays known. */
static void undo(struct postgres *p)
{
    const struct postgres_wrong was = p->wrong;

    postgres_send(p, "ROLLBACK TO asked");
    postgres_send(p, "RELEASE asked");
    postgres_send_sync(p);
    PQclear(postgres_receive(p, 0));
    p->wrong = was;
}

enum { TOGETHER = 8 };

/* Questions that go in one message. */
struct together { struct postgres_query *at[TOGETHER]; bool known[TOGETHER]; unsigned number[TOGETHER]; size_t count; };

/* Who only reads has the answers to all that it has asked and not read come at once. */
static struct together together_with(const struct postgres *p, struct postgres_query *q)
{
    struct together t = { .at = { q }, .count = 1 };

    if (p->transaction == TO_READ || p->transaction == READING)
        for (struct query *o = p->db.opened; o && t.count < TOGETHER; o = o->next_open)
            if (o != &q->query && !of_query(o)->result)
                t.at[t.count++] = of_query(o);
    return t;
}

static void send_together(struct postgres *p, struct together *t)
{
    for (size_t i = 0; i < t->count; i++) {
        t->known[i] = *t->at[i]->name;
        send_query(p, t->at[i]);
        t->number[i] = p->sent - 1;
    }
}

static bool receive_together(struct postgres *p, struct together *t)
{
    PGresult *results[TOGETHER];

    postgres_receive_all(p, t->number, results, t->count);
    for (size_t i = 0; i < t->count; i++) {
        t->at[i]->result = results[i];
        t->at[i]->row = -1;
        if (!results[i] && !p->wrong.sql && p->wrong.at <= t->number[i])
            p->wrong.sql = t->at[i]->query.sql;
        if (!results[i] && !t->known[i] && p->wrong.at < t->number[i])
            *t->at[i]->name = '\0';     /* it was not prepared */
    }
    return results[0];
}

static bool has_portal(const struct together *t)
{
    for (size_t i = 0; i < t->count; i++)
        if (t->at[i]->query.by_batch)
            return true;
    return false;
}

static bool ask(struct postgres *p, struct postgres_query *q)
{
    struct together t = together_with(p, q);

    postgres_end_copy(p, NULL);
    p->last = p->last && !has_portal(&t);
    if (!p->last || p->transaction != TO_READ || t.count > 1)
        send_beginning(p);              /* else it is a transaction by itself */
    bool guarded = q->query.may_be_refused && p->transaction == WRITING;
    if (guarded)
        postgres_send(p, "SAVEPOINT asked");
    send_together(p, &t);
    if (guarded)
        postgres_send(p, "RELEASE asked");
    bool last = p->last && p->transaction == READING;
    if (last)
        postgres_send(p, "COMMIT");
    p->last = false;
    postgres_send_sync(p);
    bool answered = receive_together(p, &t);
    if (answered && last)
        p->transaction = TO_READ;       /* for what is asked none the less */
    if (!answered && guarded && !postgres_is_lost(&p->db))
        undo(p);
    return answered;
}

/* 23505 unique, 42P07 and 42710 a table and its type that another makes at this moment; 23503 a foreign key, P0001 a
 * trigger. */
static enum step refused(const struct postgres *p)
{
    if (postgres_is(p, "23505") || postgres_is(p, "42P07") || postgres_is(p, "42710"))
        return STEP_TAKEN;
    return postgres_is(p, "23503") || postgres_is(p, "P0001") ? STEP_USED : STEP_BROKEN;
}

/* The server makes the next batch while this one is read. */
static void ask_ahead(struct postgres *p, struct postgres_query *q)
{
    if (!*q->portal || PQntuples(q->result) < BATCH || p->ahead)
        return;
    send_fetch(p, q);
    postgres_send_sync(p);
    p->ahead = &q->next;
}

static enum step next_batch(struct postgres *p, struct postgres_query *q)
{
    postgres_end_copy(p, NULL);
    if (!q->next && p->ahead && p->ahead != &q->next)
        postgres_receive_all(p, NULL, NULL, 0);         /* of another portal */
    if (!q->next)
        ask_ahead(p, q);
    if (!q->next)
        postgres_receive_all(p, NULL, NULL, 0);
    PQclear(q->result);
    q->result = q->next;
    q->next = NULL;
    q->row = 0;
    if (!q->result)
        return STEP_BROKEN;
    ask_ahead(p, q);
    return PQntuples(q->result) ? STEP_ROW : STEP_DONE;
}

enum step postgres_step(struct query *query)
{
    struct postgres_query *q = of_query(query);
    struct postgres *p = postgres_of(query->db);
    int64_t n;

    if (!q->result && !ask(p, q))
        return refused(p);
    if (q->row < 0 && str_number(str_from(PQcmdTuples(q->result)), &n))
        p->changes = n;
    if (q->row < 0)
        ask_ahead(p, q);
    if (++q->row < PQntuples(q->result))
        return STEP_ROW;
    return *q->portal && q->row == BATCH ? next_batch(p, q) : STEP_DONE;
}

/* A batch on its way is read: the server may wait for that, within the transaction. */
bool postgres_reset(struct query *query)
{
    struct postgres_query *q = of_query(query);
    struct postgres *p = postgres_of(query->db);

    if (p->ahead == &q->next)
        postgres_receive_all(p, NULL, NULL, 0);
    PQclear(q->result);
    PQclear(q->next);
    q->result = q->next = NULL;
    return true;
}

struct str postgres_chars(struct query *query, int column)
{
    const struct postgres_query *q = of_query(query);
    return (struct str){ PQgetvalue(q->result, q->row, column), (size_t)PQgetlength(q->result, q->row, column) };
}

int64_t postgres_integer(struct query *q, int column)
{
    int64_t n;
    return str_number(postgres_chars(q, column), &n) ? n : 0;
}

bool postgres_is_null(struct query *query, int column)
{
    const struct postgres_query *q = of_query(query);
    return PQgetisnull(q->result, q->row, column);
}

int64_t postgres_inserted(struct query *query)
{
    struct postgres_query *q = of_query(query);
    int64_t id;

    return str_number(str_from(PQgetvalue(q->result, 0, 0)), &id) ? id : 0;
}

int64_t postgres_changes(const struct db *db)
{
    return postgres_of(db)->changes;
}

/* ---- what a pipeline does not know ---- */

static void leave_pipeline(struct postgres *p, const char *sql)
{
    postgres_end_copy(p, NULL);
    if (p->transaction == TO_READ || p->transaction == TO_WRITE) {
        send_beginning(p);
        postgres_send_sync(p);
    }
    PQclear(postgres_receive(p, 0));
    if (*p->wrong.message)
        postgres_broken(&p->db, sql);
    PQexitPipelineMode(p->connection);
    postgres_sent(p, PQsendQuery(p->connection, sql), sql);
    p->sent = 0;
}

/* Reads the answers; of a COPY in it no rows come. */
static void enter_pipeline_again(struct postgres *p)
{
    for (PGresult *r; (r = postgres_result(p)) != NULL; PQclear(r)) {
        if (PQresultStatus(r) == PGRES_FATAL_ERROR)
            postgres_note(p, r);
        if (PQresultStatus(r) == PGRES_COPY_IN)
            PQputCopyEnd(p->connection, NULL);
    }
    PQenterPipelineMode(p->connection);
}

/* Several statements go by libpq's simple way. */
void postgres_script(struct db *db, const char *sql)
{
    struct postgres *p = postgres_of(db);

    leave_pipeline(p, sql);
    enter_pipeline_again(p);
    if (*p->wrong.message)
        postgres_broken(db, sql);
}

static void begin_copy(struct postgres *p, const char *sql)
{
    leave_pipeline(p, sql);
    PGresult *r = postgres_result(p);
    bool begun = PQresultStatus(r) == PGRES_COPY_IN;

    if (!begun)
        postgres_note(p, r);
    PQclear(r);
    if (begun) {
        p->copying = sql;
        return;
    }
    enter_pipeline_again(p);
    postgres_broken(&p->db, sql);
}

/* That they did not arrive is told at the end. */
void postgres_copy_on(struct db *db, const char *sql, struct str rows)
{
    struct postgres *p = postgres_of(db);

    if (p->copying && strcmp(p->copying, sql) != 0)
        postgres_end_copy(p, NULL);
    if (!p->copying)
        begin_copy(p, sql);
    PQputCopyData(p->connection, rows.at, (int)rows.len);
}

static void finish_copy(struct postgres *p, const char *why_not)
{
    p->copying = NULL;
    PQputCopyEnd(p->connection, why_not);
    enter_pipeline_again(p);
}

void postgres_end_copy(struct postgres *p, const char *why_not)
{
    const char *sql = p->copying;

    if (!sql)
        return;
    finish_copy(p, why_not);
    if (*p->wrong.message && !why_not)
        postgres_broken(&p->db, sql);
}

enum step postgres_copy(struct db *db, const char *sql, struct str rows)
{
    struct postgres *p = postgres_of(db);

    postgres_copy_on(db, sql, rows);
    finish_copy(p, NULL);
    return *p->wrong.message ? refused(p) : STEP_DONE;
}

int64_t postgres_reserve(struct db *db, const char *table, size_t count)
{
    int64_t last = db_one(db, 0, "SELECT setval(pg_get_serial_sequence($1, 'id'),"
                                 " nextval(pg_get_serial_sequence($1, 'id')) + $2 - 1)", GIVE(table, count));
    return last - (int64_t)count + 1;
}
