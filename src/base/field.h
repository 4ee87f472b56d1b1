/* field.h - one description of a thing, from which all its faces follow.
 *
 * An entity is a C struct plus a table with one row for each member.  The struct says what a value
 * is; the row says what it is called and what it must satisfy.  The card, the overview, the search,
 * the template, the import, the export and the SQL are loops over that table, so a new column is one
 * member, one row and one migration.  See domain/customer.c for a table and tests/roads_test.c for
 * what holds for every row of every table. */
#ifndef BASE_FIELD_H
#define BASE_FIELD_H

#include "base/value.h"

enum field_type {
    FIELD_TEXT, FIELD_INT, FIELD_FLAG, FIELD_MONEY, FIELD_DECIMAL, FIELD_DATE, FIELD_REF, FIELD_CHOICE,
    FIELD_TYPES
};

enum {                          /* struct field.rules */
    REQUIRED = 1 << 0,
    UNIQUE   = 1 << 1,          /* no two records share it */
    LISTED   = 1 << 2,          /* a column of the overview, sortable */
    SOUGHT   = 1 << 3,          /* the search box looks in it */
    LONG     = 1 << 4,          /* text of several lines */
    ARCHIVES = 1 << 5,          /* the flag that says the record is archived */
    UNKEPT   = 1 << 6,          /* accepted from a sheet and left out everywhere else */
    PHONE    = 1 << 8,          /* a telephone number: begins with a 0 or +, which a number cell loses */
    BY_WORD  = 1 << 9,          /* a choice of which a sheet holds the word, not the code */
    KEY      = 1 << 7 | REQUIRED | UNIQUE | LISTED | SOUGHT,    /* people name a record by this */
};

struct entity;
struct field;

/* What reading and printing may use. */
struct context {
    struct arena       *arena;
    const struct names *names;
    int64_t             country;        /* of the administration, ISO 3166-1 numeric */
};

/* One of a field's possible values, in the order people see them. */
struct alternative {
    int64_t     code;
    const char *label;
    const char *also;           /* other names a sheet may use, between spaces: "NL NLD" */
};

struct field {
    const char         *name;   /* C member, SQL column, form input */
    const char         *label;  /* what people read on the card and above a list */
    const char         *column; /* exact heading in a sheet; NULL: not in sheets */
    size_t              at;     /* where in the struct; filled in by FIELD() */
    enum field_type     type;   /* taken from the C type; filled in by FIELD() */
    unsigned            rules;
    size_t              max;    /* longest text in characters; 0: no limit */
    int64_t             least, most;    /* of the stored integer, when they differ */
    const char         *initial;        /* what a new card shows */
    const char         *example;        /* what the template's example row holds */
    const char         *hint;           /* below the input */
    const char         *unit;           /* beside the input: "dagen", "%", "€" */
    /* NULL when right, else why not; may put the text in its normal form. */
    const char       *(*check)(struct arena *, struct str *);
    struct str        (*show)(struct arena *, struct str);      /* how people like to see it */
    const struct entity *of;            /* what a ref refers to */
    const struct alternative *options;       /* of a choice; ends with a NULL label */
    int                 section;        /* of the card, counted in entity.sections */
    int                 width;          /* of twelve columns */
};

/* A titled part of a tab of the card.  Tabs are the different names, in order. */
struct section { const char *tab, *title, *hint; };

/* What is wrong with a record, field by field, and what is worth saying though it is right. */
enum { MOST_FIELDS = 64 };
struct problems {
    const char *of[MOST_FIELDS];
    const char *note[MOST_FIELDS];
    size_t      count;          /* of `of` */
};

struct entity {
    const char           *name;         /* of the struct and of the SQL table */
    const char           *title, *titles, *card;        /* klant, klanten, klantkaart */
    bool                  neuter;       /* dit artikel, where others are deze klant */
    const char           *path;         /* where the web pages live: /klanten */
    const char           *tab, *icon;   /* of the top bar: entities of one tab stand side by side, and its icon */
    const char           *go;           /* the key behind g that leads there */
    const char           *finds;        /* what its search box looks in */
    size_t                size;         /* of the struct */
    const struct field   *fields;
    size_t                count;
    const struct section *sections;
    size_t                section_count;
    /* The rules that no single field can tell; may fill in what follows from the rest. */
    void                (*check)(const struct context *, void *record, struct problems *);
    /* The record that each administration begins with and that stays: its key and name. */
    int64_t               unknown;
    const char           *unknown_name;
};

/* Every entity begins so: which row, and how often it was changed. */
struct record { struct ref id; int64_t version; };

/* Names a member once and reads the rest off the compiler: a member that does not exist, or whose
 * type no kind of field fits, does not compile. */
#define FIELD(owner, member)                                                        \
    .name = #member,                                                                \
    .at   = offsetof(struct owner, member),                                         \
    .type = _Generic(((struct owner *)0)->member,                                   \
                     struct str:   FIELD_TEXT,  int64_t:        FIELD_INT,          \
                     struct money: FIELD_MONEY, struct decimal: FIELD_DECIMAL,      \
                     struct date:  FIELD_DATE,  struct ref:     FIELD_REF,          \
                     struct flag:  FIELD_FLAG,  struct choice:  FIELD_CHOICE)

/* People name a record of another entity by its key, the program by its id; the store knows which is
 * which. */
struct names {
    int64_t    (*id)(const struct names *, struct arena *, const struct entity *, struct str key);
    struct str (*key)(const struct names *, struct arena *, const struct entity *, int64_t id);
};

/* What all fields of one type have in common. */
struct kind {
    size_t      size;
    bool        is_text;                        /* else a 64-bit integer */
    bool        none_is_null;                   /* in the database */
    bool      (*parse)(const struct context *, const struct field *, struct str, void *member);
    struct str (*print)(const struct context *, const struct field *, const void *member);
    const char *wrong;                          /* said when parse says no */
};
extern const struct kind kinds[FIELD_TYPES];

/* Wherever text comes from (a form, a row of a sheet), it answers one question: what do you hold for
 * this field?  False: nothing said, leave the field alone.  *why, when set, refuses the value. */
struct source {
    bool (*text)(const struct source *, struct arena *, const struct field *, struct str *, const char **why);
};

/* The one gate that all input passes.  Keeps what is right in record, and says in bad what is not; also
 * that a text is required which neither the source nor the record has. */
void        entity_read(const struct context *, const struct entity *, void *record,
                        const struct source *, struct problems *bad);
/* The same in two steps: the fields one by one, then, when all are right, the rules of the whole. */
void        entity_read_fields(const struct context *, const struct entity *, void *record,
                               const struct source *, struct problems *bad);
void        entity_check_whole(const struct context *, const struct entity *, void *record, struct problems *bad);
void        entity_new(const struct context *, const struct entity *, void *record);
const char *field_set(const struct context *, const struct field *, void *record, struct str);

/* As people read it: with the field's own show(), the label of an option, the key of a reference. */
struct str  field_text(const struct context *, const struct field *, const void *record);
/* "Van -365 tot en met 1000.", of a number that has bounds. */
const char *field_range(const struct context *, const struct field *);
bool        field_same(const struct field *, const void *record, const void *other);

const struct field *entity_key(const struct entity *);
const struct field *entity_archives(const struct entity *);    /* NULL where nothing is archived */
const struct field *entity_field(const struct entity *, struct str name);      /* NULL: no such */
const struct field *entity_name_field(const struct entity *);  /* the first text people must fill in */
bool        entity_is_unknown(const struct entity *, const void *record);      /* the one that stays */
bool        field_in_euros(const struct field *);
int64_t     field_int(const struct field *, const void *record);
struct str  field_str(const struct field *, const void *record);

void        problem(struct problems *, const struct entity *, size_t at, const char *what);
void        problem_note(struct problems *, const struct entity *, size_t at, const char *what);

/* WRONG(bad, customer, city, "Waar is dat?"): the compiler knows the members. */
#define WRONG(bad, owner, member, what) problem(bad, &owner##_entity, offsetof(struct owner, member), what)
#define NOTE(bad, owner, member, what) problem_note(bad, &owner##_entity, offsetof(struct owner, member), what)

#endif
