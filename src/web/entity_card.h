/* entity_card.h - the card of any entity: one form in tabs, from its field table.
 *
 * What was typed is never lost: a mistake shows it again with what is wrong, a change by someone else
 * shows both values and lets the user choose. */
#ifndef WEB_ENTITY_CARD_H
#define WEB_ENTITY_CARD_H

#include "domain/note.h"
#include "web/request.h"
#include "web/show.h"

struct card_field {
    const struct field *field;
    struct str  text;                   /* as typed, or as it is */
    int64_t     code;                   /* of a choice or flag */
    const char *problem, *note;
    bool        disputed;               /* someone else changed it meanwhile */
    struct str  mine, theirs;           /* then: both values, as people read them */
};

struct card_section {
    const struct section *section;
    struct card_field    *fields;
    size_t                count;
};

struct card_tab {
    struct str           name, id;
    struct card_section *sections;
    size_t               count, problems;
    bool                 chosen;
};

struct card_page {
    const struct entity *entity;
    bool            is_new, fixed, archived, may_write;
    int64_t         id, version;
    struct str      key, path, action;  /* action: where the form goes */
    struct str      name, heading, initials;
    const char     *tile;
    struct card_tab *tabs;
    size_t          tab_count;
    bool            notes_chosen;
    size_t          problems, disputes;
    struct str      who;                /* changed it meanwhile */
    bool            asks;               /* wants a yes before the fixed record is changed */
    struct note    *notes;
    size_t          note_count;
    struct str      note_text;          /* as typed */
    const char     *note_problem;
    struct change  *changes;            /* the latest */
    size_t          change_count;
    struct str      used;               /* why it can not be deleted; empty when it can */
};

struct str card_tab_chosen(const struct card_page *);
struct str change_text(const struct request *, const struct entity *, const struct change *);
/* A choice of more is typed, with a list of suggestions that comes when it is needed. */
enum { MOST_IN_SELECT = 12 };
size_t     option_count(const struct field *);
struct str  hint_of(struct arena *, const struct field *);     /* "hint-iban ", or nothing where there is no hint */
struct html list_of(struct arena *, const struct field *);     /* the attribute that names that list, or nothing */

void entity_new_page(struct request *);         /* GET  /klanten/nieuw, ?kopie=10008 */
void entity_create(struct request *);           /* POST /klanten/nieuw */
void entity_show(struct request *);             /* GET  /klanten/:key */
void entity_save(struct request *);             /* POST /klanten/:key */
void entity_check(struct request *);            /* GET  /klanten/controleer?iban=... : a message for that field */
void entity_options(struct request *);          /* GET  /klanten/opties?veld=country */
void entity_add_note(struct request *);         /* POST /klanten/:key/notities */
void entity_remove_note(struct request *);      /* POST /klanten/:key/notities/:part/verwijderen */

void entity_say_gone(struct request *);         /* 404: Deze klant is er niet (meer). */

#endif
