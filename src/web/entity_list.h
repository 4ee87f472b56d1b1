/* entity_list.h - the overview of any entity: search, sort, page.
 *
 * Never an OFFSET: a page begins behind a row (na=) or ends before one (voor=), so its cost does not
 * grow with its depth.  A search sorts at most LIST_SEARCHED found records, so its cost does not grow
 * with what it finds. */
#ifndef WEB_ENTITY_LIST_H
#define WEB_ENTITY_LIST_H

#include "web/request.h"
#include "web/show.h"

enum { LIST_COLUMNS = 8, LIST_SEARCHED = 500 };

struct list_column {
    const struct field *field;
    struct path         url;            /* sorts by this column, or the other way round */
    bool                second;         /* shown below the name where there is little room */
    int                 order;          /* 1 rising, -1 falling, 0 not sorted by this */
    struct str          class;          /* of its cells: what they are like */
    struct html         cell;           /* the tag that one begins with */
};

struct list_row {
    int64_t     id;
    struct html name;
    struct path path;                   /* of its card */
    struct str  initials;
    struct html tile;                   /* the class of their colour */
    bool        fixed;                  /* the record that always stays */
    struct str  cells[LIST_COLUMNS];
};

struct list_page {
    const struct entity *entity;
    const struct field  *name_field;
    struct str           title, search; /* Klanten; what was searched */
    bool                 archived;
    struct list_column   columns[LIST_COLUMNS];
    size_t               column_count;
    struct list_row     *rows;
    size_t               count;
    int64_t              first, total;  /* of the first row shown, from 1; of all */
    bool                 too_many;      /* found more than LIST_SEARCHED */
    int64_t              per_page;
    const struct field  *sort;
    bool                 falling;
    struct path          previous, next;        /* empty where there is none */
    struct path          shown, others; /* the same list; the archived or active ones */
    struct path          export_url;
};

void entity_list(struct request *);     /* GET /klanten */

/* The query of what a list shows, for the export of the current view: search words, archived, order. */
struct list_view {
    const struct entity *entity;
    struct str           search;
    bool                 archived, falling;
    const struct field  *sort;
};
struct list_view list_view_of(const struct request *);

extern const int64_t page_sizes[];
extern const size_t page_size_count;

/* Two letters for a name, and the class of its tile: one of eight colours. */
struct str  name_initials(struct arena *, struct str name);
const char *name_tile(struct str name);

#endif
