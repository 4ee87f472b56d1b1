/* note.h - what people write down about a record: dated, signed, never changed. */
#ifndef DOMAIN_NOTE_H
#define DOMAIN_NOTE_H

#include "store/record.h"

enum { NOTE_MOST = 4000 };              /* characters */

struct note { int64_t id, user; struct moment at; struct str who, text; };

struct str  note_schema(struct arena *, enum make);
/* NULL when kept, else why not. */
const char *note_add(struct db *, const struct entity *, int64_t record, struct str text, const struct actor *);
/* At most so many, the latest first: asked first, and read later by note_list(); see db_ask(). */
struct query *note_ask(struct db *, const struct entity *, int64_t record, size_t most);
size_t      note_list(struct arena *, struct query *, size_t most, struct note **);
/* Only who wrote a note may remove it; false when it is not theirs or not there. */
bool        note_remove(struct db *, const struct entity *, int64_t record, int64_t id, const struct actor *);
void        note_remove_all(struct db *, const struct entity *, int64_t record);

#endif
