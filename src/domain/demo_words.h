/* demo_words.h - what made-up customers are made of: places, banks and words, per country. */
#ifndef DOMAIN_DEMO_WORDS_H
#define DOMAIN_DEMO_WORDS_H

#include <stddef.h>
#include <stdint.h>

struct demo_words { const char *const *of; size_t count; };

/* A city, its area code, the range of its postcodes, and how often it occurs. */
struct demo_place { const char *city, *area; int first, last; unsigned weight; };

/* What an IBAN begins with behind the check digits. */
struct demo_bank { const char *code, *bic; unsigned weight; };

struct demo_land {
    int64_t                  country;   /* ISO 3166-1 numeric */
    const char              *iban;      /* two letters */
    const char              *top_level; /* of domains */
    const char              *mobile;    /* pattern of a number, see fill() in demo_names.c */
    const struct demo_words *first_names, *families, *trades, *forms, *streets, *mailboxes;
    const struct demo_place *places;
    size_t                   place_count;
    const struct demo_bank  *banks;
    size_t                   bank_count;
};

enum { DEMO_NETHERLANDS, DEMO_BELGIUM, DEMO_GERMANY, DEMO_LANDS };

extern const struct demo_land  demo_lands[DEMO_LANDS];
extern const struct demo_words demo_fancies;        /* Bakkerij "De Gouden Aar" */
extern const struct demo_words demo_activities;     /* De Vries "Techniek" */
extern const struct demo_words demo_institutions;   /* "Gemeente" Delft */
extern const struct demo_words demo_memos;

#endif
