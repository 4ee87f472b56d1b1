/* main.c - the command line; nothing else. */
#include "base/fault.h"
#include "domain/check.h"
#include "domain/copy.h"
#include "domain/demo.h"
#include "domain/directory.h"
#include "domain/entities.h"
#include "domain/import_command.h"
#include "domain/upgrade.h"
#include "format/limits.h"
#include "web/job_runner.h"
#include "web/request.h"
#include "web/server.h"
#include "web/session_cache.h"

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { DONE = 0, FAILED = 1, MISUSED = 64 };
enum { JOB_THREADS = 2, PATIENCE = 300 };

/* What was asked for on the command line. */
struct options {
    const char *place;          /* of the administrations: a folder, or postgresql://... */
    const char *from, *to;      /* two of them, to copy between */
    const char *listen, *administration, *mode, *customers, *threads;
    struct date today;
    bool        demo, check, behind_proxy, help;
    char      **arguments;
    int         count;
};

struct command {
    const char *name, *usage, *what;
    int       (*run)(const struct options *);
};

static struct moment now(void)
{
    return (struct moment){ time(NULL) };
}

static int misused(const char *what)
{
    fprintf(stderr, "poolster: %s\nTry: poolster --help\n", what);
    return MISUSED;
}

#define NO_PLACE "--data DIR or --database URL is where the administrations are"

/* Of the command that runs: what it took when it faults, and the houses, of which nothing is to be left behind then. */
static struct arena  arena;
static struct house *opened[2];

static struct house *keep(struct house *house)
{
    opened[opened[0] != NULL] = house;
    return house;
}

/* What is read from files and does not fit in memory stays near the data. */
static struct house *open_house(const struct options *o)
{
    struct house *house = keep(house_open(o->place));

    sheet_limits_usual.folder = house_uploads(house);
    return house;
}

/* ---- serve ---- */

/* 127.0.0.1:8080, [::1]:8080 */
static bool split_address(struct arena *a, const char *listen, struct server_options *o)
{
    const char *colon = strrchr(listen, ':');
    int64_t port;

    if (!colon || !str_number(str_from(colon + 1), &port) || port < 0 || port > 65535)
        return false;
    struct str address = { listen, (size_t)(colon - listen) };
    if (address.len > 2 && address.at[0] == '[' && address.at[address.len - 1] == ']')
        address = (struct str){ address.at + 1, address.len - 2 };
    o->address = str_copy(a, address).at;
    o->port = (uint16_t)port;
    return address.len > 0;
}

static void greet(struct arena *a, struct house *house, const struct options *o, const char *site)
{
    struct db *directory;

    if (o->demo) {
        int64_t made = demo_make(house, DEMO_CUSTOMERS, now(), NULL);
        struct str password = demo_user(a, house, now());
        printf("Poolster is running: %s\n\n  e-mail    %s\n  password  %s\n\n%s", site, DEMO_EMAIL, password.at,
               made ? "The administration Demo was made: 2,500 customers who do not exist, with suppliers and articles.\n" : "");
        return;
    }
    directory = house_directory(house);
    if (directory_has_users(directory))
        printf("Poolster is running: %s\n", site);
    else
        printf("Poolster is running. Make your first user here, once:\n\n  %s/welkom?code=%s\n\n", site,
               directory_setup_code(a, directory, now()).at);
    house_give(house, directory);
}

static void wait_for_end(void)
{
    sigset_t ends;
    int which;

    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    sigwait(&ends, &which);
}

/* Before any thread begins, so that the signals come to wait_for_end() alone. */
static void hold_signals(void)
{
    sigset_t held;

    sigemptyset(&held);
    sigaddset(&held, SIGTERM);
    sigaddset(&held, SIGINT);
    sigaddset(&held, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &held, NULL);
}

static int serve(const struct options *o)
{
    struct server_options server = { .behind_proxy = o->behind_proxy };
    struct str problem = S("");
    int64_t threads = 0;

    if (!o->place)
        return misused(NO_PLACE);
    if (!split_address(&arena, o->listen ? o->listen : "127.0.0.1:8080", &server))
        return misused("--listen is ADDRESS:PORT, as 127.0.0.1:8080");
    if (o->threads && (!str_number(str_from(o->threads), &threads) || threads < 1 || threads > 256))
        return misused("--threads is a number from 1 to 256");
    hold_signals();
    struct site site = {
        .house = open_house(o), .today = o->today, .sessions = session_cache_new(&arena), .patience = PATIENCE,
    };
    site.jobs = job_runner_new(&arena, site.house);
    struct server_handler handler = { &site, web_handle, web_waits, web_uploads };
    server.upload_folder = house_uploads(site.house);
    server.threads = (unsigned)threads;
    server.waits = house_is_at_server(site.house);
    server.limits.upload = sheet_limits_usual.file_bytes;
    struct server *running = server_start(&arena, &server, &handler, &problem);
    if (!running) {
        fprintf(stderr, "poolster: %s\n", problem.at);
        house_close(site.house);
        return FAILED;
    }
    if (!job_runner_start(site.jobs, JOB_THREADS))
        fault("too few threads are left");
    struct str where = str_print(&arena, strchr(server.address, ':') ? "http://[%s]:%d" : "http://%s:%d",
                                 server.address, server_port(running));
    greet(&arena, site.house, o, where.at);
    fflush(stdout);
    wait_for_end();
    job_runner_stop(site.jobs);
    server_stop(running);
    house_close(site.house);
    arena_drop(&arena);
    return DONE;
}

/* ---- demo ---- */

static void told(int64_t made)
{
    if (made % 100000 == 0)
        fprintf(stderr, "%" PRId64 " customers\n", made);
}

static int make_demo(const struct options *o)
{
    int64_t customers = DEMO_CUSTOMERS;

    if (!o->place)
        return misused(NO_PLACE);
    if (o->customers && (!str_number(str_from(o->customers), &customers) || customers < 0 || customers > 10000000))
        return misused("--customers is a number up to 10000000");
    struct house *house = open_house(o);
    int64_t made = demo_make(house, customers, now(), told);
    house_close(house);
    if (made == 0) {
        fprintf(stderr, "poolster: there is an administration %s already\n", DEMO_NAME);
        return FAILED;
    }
    printf("administratie: %s\nklanten: %" PRId64 "\n", DEMO_NAME, customers);
    return DONE;
}

/* ---- template, import, export ---- */

static const struct entity *asked_entity(const struct options *o)
{
    return o->count == 2 ? entity_called(str_from(o->arguments[0])) : NULL;
}

static int make_template(const struct options *o)
{
    const struct entity *e = asked_entity(o);
    return e ? template_file(e, o->arguments[1], stderr) : misused("template wants what and a file, as: klanten klanten.xlsx");
}

/* The administration of that name, or 0 after saying so. */
static int64_t find_administration(struct house *house, const struct options *o, int64_t *country)
{
    struct db *directory = house_directory(house);
    int64_t id = directory_administration_called(directory, str_from(o->administration));

    *country = id ? directory_country(directory, id) : 0;
    house_give(house, directory);
    if (id == 0)
        fprintf(stderr, "poolster: there is no administration %s\n", o->administration);
    return id;
}

static int import_sheet(const struct options *o)
{
    const struct actor by = { 0, S("Opdrachtregel"), now() };
    struct import_task task = { .entity = asked_entity(o), .mode = IMPORT_BOTH };

    if (!task.entity || !o->place || !o->administration)
        return misused("import wants what, a file, --data or --database, and --administration");
    if (!o->mode || !import_mode_called(str_from(o->mode), &task.mode))
        return misused("--mode is nieuw, beide or bijwerken");
    struct house *house = open_house(o);
    int64_t id = find_administration(house, o, &task.country);
    int status = id ? import_file(house, id, &task, o->arguments[1], o->check, &by, stdout, stderr) : FAILED;
    house_close(house);
    return status;
}

static int export_sheet(const struct options *o)
{
    const struct entity *e = asked_entity(o);
    int64_t country;

    if (!e || !o->place || !o->administration)
        return misused("export wants what, a file, --data or --database, and --administration");
    struct house *house = open_house(o);
    int64_t id = find_administration(house, o, &country);
    int status = id ? export_file(house, id, e, o->arguments[1], stderr) : FAILED;
    house_close(house);
    return status;
}

/* ---- copy, check, migrate ---- */

static int copy_house(const struct options *o)
{
    if (!o->from || !o->to)
        return misused("copy wants --from and --to: a folder, or postgresql://user@host/database");
    struct house *from = keep(house_find(o->from)), *to = keep(house_open(o->to));
    bool good = o->administration ? copy_one(&arena, from, to, str_from(o->administration), stdout, stderr)
                                  : copy_all(&arena, from, to, stdout, stderr);
    arena_drop(&arena);
    house_close(from);
    house_close(to);
    return good ? DONE : FAILED;
}

static int check_house(const struct options *o)
{
    int64_t country, findings = 1;

    if (!o->place)
        return misused(NO_PLACE);
    struct house *house = keep(house_find(o->place));
    int64_t id = o->administration ? find_administration(house, o, &country) : 0;
    if (!o->administration)
        findings = check_all(&arena, house, stdout);
    else if (id)
        findings = check_one(&arena, house, id, stdout);
    arena_drop(&arena);
    house_close(house);
    return findings ? FAILED : DONE;
}

static int migrate_house(const struct options *o)
{
    if (!o->place)
        return misused(NO_PLACE);
    struct house *house = keep(house_find(o->place));
    bool good = upgrade(&arena, house, stdout, stderr);
    arena_drop(&arena);
    house_close(house);
    return good ? DONE : FAILED;
}

/* ---- the commands ---- */

#define PLACE "--data DIR|--database URL"

static const struct command commands[] = {
    { "serve", "serve " PLACE " [--listen 127.0.0.1:8080] [--demo] [--today 2026-01-31] [--threads N] [--behind-proxy]"
      " [--limit NAME=N]...",
      "answers browsers until SIGTERM; --demo adds an example administration and prints how to sign in", serve },
    { "demo", "demo " PLACE " [--customers 2500]",
      "makes the example administration Demo with so many customers, and some suppliers and articles", make_demo },
    { "template", "template WHAT FILE",
      "writes an empty sheet with one example, to fill in and import", make_template },
    { "import", "import WHAT FILE " PLACE " --administration NAME --mode nieuw|beide|bijwerken"
      " [--check] [--limit NAME=N]...",
      "adds and changes what is in a sheet; prints nieuw, bijgewerkt, overgeslagen, fouten and the wrong rows;"
      " ends with 0, with 1 when the file was refused, with 2 when rows were wrong; --check writes nothing", import_sheet },
    { "export", "export WHAT FILE " PLACE " --administration NAME",
      "writes all of them to a sheet that can be imported", export_sheet },
    { "copy", "copy --from DIR|URL --to DIR|URL [--administration NAME]",
      "copies everything to an empty place, or one administration to where there is none of that name; compares both ends by a"
      " checksum; what was broken off goes on when it is started again; who is signed in and files on their way stay behind",
      copy_house },
    { "check", "check " PLACE " [--administration NAME]",
      "reads everything, and prints what the program would not accept today or what does not fit together; ends with 1 when"
      " there is any", check_house },
    { "migrate", "migrate " PLACE,
      "brings all administrations to the schema of this version, one by one, which happens anyway when one is opened; what was"
      " broken off goes on when it is started again", migrate_house },
};

static const struct option long_options[] = {
    { "data", required_argument, NULL, 'd' },       { "database", required_argument, NULL, 'b' },
    { "listen", required_argument, NULL, 'l' },
    { "demo", no_argument, NULL, 'D' },             { "today", required_argument, NULL, 't' },
    { "threads", required_argument, NULL, 'T' },    { "behind-proxy", no_argument, NULL, 'p' },
    { "administration", required_argument, NULL, 'a' }, { "mode", required_argument, NULL, 'm' },
    { "check", no_argument, NULL, 'c' },            { "customers", required_argument, NULL, 'n' },
    { "limit", required_argument, NULL, 'L' },      { "help", no_argument, NULL, 'h' },
    { "from", required_argument, NULL, 'f' },       { "to", required_argument, NULL, 'o' },
    { 0 },
};

static int show_help(const struct command *only)
{
    printf("Poolster: the customer administration of your business.\n\n");
    for (size_t i = 0; i < COUNT(commands); i++)
        if (!only || only == &commands[i])
            printf("  poolster %s\n      %s\n", commands[i].usage, commands[i].what);
    printf("\n  WHAT is one of:");
    for (size_t i = 0; i < entity_count; i++)
        printf(" %s", entities[i]->titles);
    printf("\n  URL is as postgresql://user@host/database; $POOLSTER_DATABASE serves as well, and a password can be kept in"
           " ~/.pgpass.\n");
    return DONE;
}

/* NULL when read, else what is wrong.  The limits of what is read from files change at once. */
static const char *read_options(int argc, char **argv, struct arena *a, struct options *o)
{
    const char *wrong;
    int which;

    optind = 1;
    while ((which = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
        switch (which) {
        case 'd': o->place = optarg; break;
        case 'b':
            if (db_make_of(optarg) == SQLITE)
                return "--database is as postgresql://user@host/database";
            o->place = optarg;
            break;
        case 'f': o->from = optarg; break;
        case 'o': o->to = optarg; break;
        case 'l': o->listen = optarg; break;
        case 'D': o->demo = true; break;
        case 'T': o->threads = optarg; break;
        case 'p': o->behind_proxy = true; break;
        case 'a': o->administration = optarg; break;
        case 'm': o->mode = optarg; break;
        case 'c': o->check = true; break;
        case 'n': o->customers = optarg; break;
        case 'h': o->help = true; break;
        case 'L':
            if ((wrong = limits_change(&sheet_limits_usual, str_from(optarg), a)) != NULL)
                return wrong;
            break;
        case 't':
            if (!date_parse(str_from(optarg), &o->today))
                return "--today is a day, as 2026-01-31";
            break;
        default:
            return "this is not how it is used";
        }
    }
    o->arguments = argv + optind;
    o->count = argc - optind;
    return NULL;
}

static int run(const struct command *c, const struct options *o)
{
    struct fault here;
    volatile int status = FAILED;

    FAULT_BEGIN(&here);
    if (setjmp(here.back) == 0) {
        status = c->run(o);
    } else {
        fprintf(stderr, "poolster: %s\n", here.message);
        for (size_t i = 0; i < COUNT(opened) && opened[i]; i++)
            house_abandon(opened[i]);
    }
    FAULT_END(&here);
    return status;
}

int main(int argc, char **argv)
{
    struct options o = { .place = getenv("POOLSTER_DATABASE") };

    signal(SIGXFSZ, SIG_IGN);           /* a file that may not grow is as a disk that is full: who writes is told */
    if (sodium_init() < 0)
        return FAILED;
    if (argc < 2)
        return misused("which command?");
    if (strcmp(argv[1], "--help") == 0)
        return show_help(NULL);
    for (size_t i = 0; i < COUNT(commands); i++) {
        if (strcmp(argv[1], commands[i].name) != 0)
            continue;
        const char *wrong = read_options(argc - 1, argv + 1, &arena, &o);
        if (wrong)
            return misused(wrong);
        if (o.help)
            return show_help(&commands[i]);
        return run(&commands[i], &o);
    }
    return misused("there is no such command");
}
