/* views.h - the pages: each is a function that htmlc made from views/NAME.html. */
#ifndef WEB_VIEWS_H
#define WEB_VIEWS_H

#include "domain/entities.h"
#include "web/entity_card.h"
#include "web/entity_list.h"
#include "web/request.h"

/* What stands around every page of someone who is signed in. */
struct frame {
    struct str  title;                  /* of the window */
    const char *body_class;             /* page-fill: a list that scrolls inside the window */
    const struct entity *entity;        /* whose tab is the present one; NULL: none */
};
void page_frame_begin(struct buf *, struct request *, const struct frame *);
void page_frame_end(struct buf *, struct request *);
/* Around a page without a frame. */
void page_plain_begin(struct buf *, struct request *, struct str title);
void page_plain_head(struct buf *, const char *title, const char *text);
void page_plain_end(struct buf *, struct request *);
void page_token_field(struct buf *, struct request *);
void page_toast(struct buf *, struct request *, struct str message, struct str undo);

void page_entity_list(struct buf *, struct request *, const struct list_page *);
void page_entity_list_part(struct buf *, struct request *, const struct list_page *);
void page_entity_card(struct buf *, struct request *, const struct card_page *);
void page_entity_card_part(struct buf *, struct request *, const struct card_page *);
void page_conflict(struct buf *, struct request *, const struct card_page *);
void page_conflict_part(struct buf *, struct request *, const struct card_page *);
void page_field_options(struct buf *, const struct field *);
void page_field_message(struct buf *, const char *name, const char *problem, const char *note);

struct action_page {
    const struct entity *entity;
    struct str key, path, name, title;  /* title: Klant */
    struct str used;                    /* why it can not be deleted; empty when it can */
    bool       fixed, archived, may_write;
};
void page_entity_menu(struct buf *, const struct action_page *);
void page_entity_actions(struct buf *, struct request *, const struct action_page *);
void page_entity_delete(struct buf *, struct request *, const struct action_page *);

struct error_page { int status; const char *icon; struct str title, why, action_url, action; };
void page_error(struct buf *, struct request *, const struct error_page *);

struct sign_in_page { struct str email, back; const char *problem; };
void page_sign_in(struct buf *, struct request *, const struct sign_in_page *);

struct welcome_page { struct str code, company, person, email; const char *wrong_code, *wrong_company, *wrong_person, *wrong_email, *wrong_password; };
void page_welcome(struct buf *, struct request *, const struct welcome_page *);

struct administrations_page { const struct administration *at; size_t count; };
void page_administrations(struct buf *, struct request *, const struct administrations_page *);
struct administration_form { struct str title, action, name; const char *problem; };
void page_administration_form(struct buf *, struct request *, const struct administration_form *);

void page_package(struct buf *, struct request *);
void page_account(struct buf *, struct request *);
void page_shortcuts(struct buf *, struct request *);

struct palette_item { struct str url, text, small, initials; const char *tile, *icon; struct str key; };
struct palette_group { const struct entity *entity; struct palette_item *found; size_t count; };
struct palette { struct str typed; struct palette_group *groups; struct palette_item *commands; size_t group_count, command_count; };
void page_palette(struct buf *, struct request *, const struct palette *);

#endif
