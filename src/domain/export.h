/* export.h - records as an Excel workbook: what an overview shows, as a file that can be imported.
 *
 * The file is made while it is read, some hundred records at a time, in memory that does not grow; on a second thread
 * records are read ahead of what is written of them (base/relay.h).  They come through a portal of some thousand, in
 * batches; who does not take them holds no database for long: the portal is given up, and another begins behind the last
 * record.  Records that others change meanwhile come as they were when their portal was opened; none that keeps its place
 * in the order comes twice or is missed. */
#ifndef DOMAIN_EXPORT_H
#define DOMAIN_EXPORT_H

#include "domain/house.h"
#include "format/sheet_write.h"
#include "store/listing.h"

struct export_view {
    const struct entity *entity;
    struct str           search;        /* as typed; empty: all */
    bool                 archived;      /* those that are archived, else those that are not */
    bool                 both;          /* and then the others */
    bool                 falling;
    const struct field  *sort;
    const int64_t       *chosen;        /* or these alone, by their ids and in this order; NULL: as the rest says */
    size_t               chosen_count;
};

struct export;

/* Everything lives as long as the arena, and so must what the view refers to.  Who ends the arena before the
 * end was read stops the work. */
struct export *export_begin(struct arena *, struct house *, int64_t administration, const struct export_view *);
/* NULL, or, before anything is read, why people can not have this; it is then export_problem() too. */
const char    *export_refused(const struct export *);
/* At most room bytes; 0 at the end; -1 when it can not go on, and why is in export_problem().  Never
 * faults. */
int64_t        export_read(struct export *, char *at, size_t room);
const char    *export_problem(const struct export *);

/* A workbook to fill in: the headings and one example record, which is all that importing it adds; and a
 * sheet that explains the columns. */
struct str     export_template(struct arena *, const struct entity *);

/* What both are made of: the title, the columns of an entity, and a record as cells. */
struct str     export_title(struct arena *, const struct entity *);
size_t         export_columns(struct arena *, const struct entity *, struct sheet_column **);
void           export_cells(const struct context *, const struct entity *, const void *record, struct sheet_value *);

#endif
