/* db_postgres_wire.c - sends commands in libpq's pipeline mode and receives their answers.
 *
 * What belongs together ends with a sync, up to which the server skips what follows an error. */
#include "base/fault.h"
#include "store/db_postgres_inner.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>

/* ---- what goes wrong ---- */

static void note(struct postgres *p, const char *state, const char *message)
{
    if (*p->wrong.message)
        return;                         /* what follows comes of the first */
    snprintf(p->wrong.state, sizeof p->wrong.state, "%s", state ? state : "");
    snprintf(p->wrong.message, sizeof p->wrong.message, "%s", *message ? message : "the connection broke");
    p->wrong.message[strcspn(p->wrong.message, "\n")] = '\0';
}

void postgres_note(struct postgres *p, const PGresult *r)
{
    const char *message = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);

    note(p, PQresultErrorField(r, PG_DIAG_SQLSTATE), message ? message : PQerrorMessage(p->connection));
}

bool postgres_is(const struct postgres *p, const char *class)
{
    return strncmp(p->wrong.state, class, strlen(class)) == 0;
}

bool postgres_is_lost(const struct db *db)
{
    return postgres_of(db)->lost || PQstatus(postgres_of(db)->connection) != CONNECTION_OK;
}

/* 08 connection, 57P0x the server goes, 25006 it is a standby now, 53300 too many connections; 55P03 a lock,
 * 57014 a statement that took longer than the operator allows, 40 two that waited for each other. */
bool postgres_may_work_again(const struct postgres *p)
{
    static const char *const again[] = { "08", "57P0", "25006", "53300", "55P03", "57014", "40" };

    for (size_t i = 0; i < COUNT(again); i++)
        if (postgres_is(p, again[i]))
            return true;
    return postgres_is_lost(&p->db);
}

void postgres_broken(struct db *db, const char *sql)
{
    struct postgres *p = postgres_of(db);
    char what[sizeof p->wrong.message + 100];

    if (postgres_is_lost(db))
        fault_busy("postgres: the connection broke");
    sql = p->wrong.sql ? p->wrong.sql : sql;
    p->lost = postgres_is(p, "25006") && p->transaction != READING;     /* where it is we who may not write */
    snprintf(what, sizeof what, "postgres: %s (%s) in: %.60s", p->wrong.message, p->wrong.state, sql);
    if (postgres_is(p, "57014"))
        fault_slow(what);
    if (postgres_may_work_again(p))
        fault_busy(what);
    if (postgres_is(p, POSTGRES_FULL))
        fault_full(what);
    fault("postgres: %s (%s) in: %.150s", p->wrong.message, p->wrong.state, sql);
}

/* ---- sending ---- */

void postgres_sent(struct postgres *p, int done, const char *sql)
{
    if (!done) {
        note(p, "08006", PQerrorMessage(p->connection));
        postgres_broken(&p->db, sql);
    }
    p->sent++;
}

void postgres_send(struct postgres *p, const char *sql)
{
    postgres_sent(p, PQsendQueryParams(p->connection, sql, 0, NULL, NULL, NULL, NULL, 0), sql);
}

void postgres_send_sync(struct postgres *p)
{
    p->syncs += PQpipelineSync(p->connection) == 1;     /* of one that was not sent no answer comes */
    p->sent = 0;
}

/* ---- receiving ---- */

PGresult *postgres_result(struct postgres *p)
{
    enum { ASK_MILLISECONDS = 100 };
    struct pollfd socket = { PQsocket(p->connection), POLLIN, 0 };

    while (p->db.stops && PQisBusy(p->connection)) {
        if (poll(&socket, 1, ASK_MILLISECONDS) == 0 && p->db.stops(p->db.stops_of)) {
            char unused[256];
            PGcancel *cancel = PQgetCancel(p->connection);
            PQcancel(cancel, unused, sizeof unused);
            PQfreeCancel(cancel);
        }
        if (!PQconsumeInput(p->connection))
            break;
    }
    return PQgetResult(p->connection);
}

static void forget(PGresult **results, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        PQclear(results[i]);
        results[i] = NULL;
    }
}

static size_t place_of(const unsigned *wanted, size_t count, unsigned at)
{
    size_t i = 0;
    while (i < count && wanted[i] != at)
        i++;
    return i;
}

void postgres_receive_all(struct postgres *p, const unsigned *wanted, PGresult **results, size_t count)
{
    PGresult *r;
    unsigned at = 0;
    bool ended = false;

    for (size_t i = 0; i < count; i++)
        results[i] = NULL;
    p->wrong = (struct postgres_wrong){ 0 };
    while (p->syncs) {
        r = postgres_result(p);
        if (!r) {                       /* the end of one command's answers; twice: libpq awaits nothing more */
            at++;
            p->lost |= ended;
            ended = true;
            if (postgres_is_lost(&p->db))
                p->syncs = 0;
            continue;
        }
        ended = false;
        size_t place;
        switch (PQresultStatus(r)) {
        case PGRES_PIPELINE_SYNC:
            p->syncs--;
            at = 0;
            break;
        case PGRES_COMMAND_OK:
        case PGRES_TUPLES_OK:
            if (p->ahead && PQresultStatus(r) == PGRES_TUPLES_OK) {     /* nothing was asked before it that is not read */
                *p->ahead = r;
                p->ahead = NULL;
                continue;
            }
            if (p->syncs == 1 && (place = place_of(wanted, count, at)) < count && !results[place]) {
                results[place] = r;
                continue;
            }
            break;
        case PGRES_PIPELINE_ABORTED:
            break;
        default:
            if ((p->syncs == 1 || p->ahead) && !*p->wrong.message) {
                postgres_note(p, r);
                p->wrong.at = at;
            }
        }
        PQclear(r);
    }
    p->ahead = NULL;
    if (postgres_is_lost(&p->db))
        note(p, "08006", "the connection broke");
    if (*p->wrong.message)
        forget(results, count);
}

PGresult *postgres_receive(struct postgres *p, unsigned wanted)
{
    PGresult *result;
    postgres_receive_all(p, &wanted, &result, 1);
    return result;
}

bool postgres_tell(struct postgres *p, const char *sql)
{
    postgres_send(p, sql);
    postgres_send_sync(p);
    PQclear(postgres_receive(p, 0));
    return !*p->wrong.message;
}
