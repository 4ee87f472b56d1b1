/* record_inner.h - which fields have columns; for the files of record.h alone. */
#ifndef STORE_RECORD_INNER_H
#define STORE_RECORD_INNER_H

#include "base/field.h"

static inline bool field_is_kept(const struct field *f)
{
    return !(f->rules & UNKEPT);
}

/* Sorted by a folded copy, since databases differ about the order of text. */
static inline bool field_has_key(const struct field *f)
{
    return field_is_kept(f) && f->rules & LISTED && kinds[f->type].is_text;
}

#endif
