/* frame.h - what the frame around a page asks of a request. */
#ifndef WEB_FRAME_H
#define WEB_FRAME_H

#include "web/request.h"

enum { FRAME_ADMINISTRATIONS = 12 };    /* in the switch of the top bar; the rest is under Administratiebeheer */

struct str  frame_title(struct request *, struct str page);    /* Klanten – Van Dijk Techniek */
const char *frame_theme(const struct request *);                /* auto, light or dark: cookie thema */
const char *frame_keys(const struct request *);                 /* on or off: cookie toetsen */

/* The administrations to switch to, the present one too; the one there is takes no question. */
size_t frame_administrations(struct request *, struct administration **);

/* Entities of one tab of the top bar stand side by side below it. */
bool same_tab(const struct entity *, const struct entity *);
bool has_neighbours(const struct entity *);

/* What the last request left to say (respond_flash); it is said once. */
struct flash { struct str message, undo; };
bool frame_flash(struct request *, struct flash *);

#endif
