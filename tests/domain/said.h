/* said.h - records of one ENTITY, made of what is said of their fields; for tests of its rules. */
#ifndef TESTS_DOMAIN_SAID_H
#define TESTS_DOMAIN_SAID_H

#include "base/field.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static int drop_arena(void **state)
{
    (void)state;
    arena_drop(&arena);
    return 0;
}

/* A form of names and texts. */
enum { MOST_SAID = 12 };

struct said { struct source source; const char *pairs[MOST_SAID][2]; };

static bool said_text(const struct source *source, struct arena *a, const struct field *f, struct str *out, const char **why)
{
    const struct said *s = (const struct said *)source;

    (void)a, (void)why;
    for (size_t i = 0; i < MOST_SAID && s->pairs[i][0]; i++) {
        if (strcmp(s->pairs[i][0], f->name) == 0) {
            *out = str_from(s->pairs[i][1]);
            return true;
        }
    }
    return false;
}

#define SAY(...) &(const struct said){ { said_text }, { __VA_ARGS__ } }

static struct problems bad;

static void read_said(const struct context *cx, void *record, const struct said *said)
{
    bad = (struct problems){ 0 };
    entity_read(cx, &ENTITY, record, &said->source, &bad);
}

static const struct field *field(const char *name)
{
    const struct field *f = entity_field(&ENTITY, str_from(name));

    assert_non_null(f);
    return f;
}

static void assert_right(void)
{
    for (size_t i = 0; i < ENTITY.count; i++)
        if (bad.of[i])
            fail_msg("%s: %s", ENTITY.fields[i].name, bad.of[i]);
    assert_int_equal(bad.count, 0);
}

static void assert_wrong(const char *name, const char *part)
{
    const char *why = bad.of[field(name) - ENTITY.fields];

    assert_int_equal(bad.count, 1);
    if (!why || !strstr(why, part))
        fail_msg("%s: '%s' does not say '%s'", name, why ? why : "right", part);
}

static void assert_text(struct str got, const char *wanted)
{
    if (!str_is(got, str_from(wanted)))
        fail_msg("'%.*s' is not '%s'", (int)got.len, got.at, wanted);
}

#endif
