/* identifier.h - the numbers and addresses by which the world knows a customer.
 *
 * Each thing_check() takes what a person typed or a file held.  Right: NULL, and *value is now the
 * form in which it is stored, in the arena.  Wrong: a static Dutch message that says what is wrong
 * and what to do, and *value is as it was.  Nothing at all is wrong too: whether a field may stay
 * empty is for the caller to say.
 *
 * Blanks, dots and hyphens between the characters of a number are ignored and small letters are
 * large ones, as people copy numbers from letterheads.  A check tells typing errors; that a number
 * exists and is theirs, only the bank, the chamber of commerce or VIES can tell. */
#ifndef DOMAIN_IDENTIFIER_H
#define DOMAIN_IDENTIFIER_H

#include "base/arena.h"
#include "base/str.h"

/* ISO 13616: structure per country as in the registry of SWIFT, and mod 97.  No 11-proef: Dutch
 * accounts no longer all hold it.  Stored compact. */
const char *iban_check(struct arena *, struct str *value);

/* As people write it: in groups of four.  Takes the stored form. */
struct str  iban_show(struct arena *, struct str iban);

/* ISO 9362: four letters, a country, two characters, and three more for a branch. */
const char *bic_check(struct arena *, struct str *value);

/* Creditor identifier (incassant-ID), EPC262-08: mod 97 without the three characters of the
 * business code; a Dutch one holds eight digits of the KvK and 0000. */
const char *creditor_id_check(struct arena *, struct str *value);

/* btw-nummer of the 27 states of the EU, with EL for Greece, and XI for Northern Ireland: the form
 * and the check digits of each state.  A Dutch one passes the 11-proef (a legal person) or mod 97
 * (a sole trader, since 2020). */
const char *vat_number_check(struct arena *, struct str *value);

/* A Dutch number that passes the 11-proef alone.  A legal person has such a number; when a sole
 * trader does, it is the old one, which holds the BSN: warn, and do not print it. */
bool        vat_number_may_hold_bsn(struct str vat_number);

const char *rsin_check(struct arena *, struct str *value);          /* nine digits, 11-proef */
const char *coc_number_check(struct arena *, struct str *value);    /* KvK-nummer, eight digits */
const char *branch_number_check(struct arena *, struct str *value); /* vestigingsnummer, twelve */

/* Twenty digits: a prefix of eight says what follows (OIN-stelsel of Logius). */
const char *oin_check(struct arena *, struct str *value);

/* `1234 AB`: PostNL begins no postcode with 0 and ends none in SA, SD or SS.  dutch_postcode_check
 * also takes the country in front (NL-1234 AB); postcode_is_dutch asks whether a text has the form,
 * with or without the blank, in any case. */
const char *dutch_postcode_check(struct arena *, struct str *value);
bool        postcode_is_dutch(struct str);

/* One address that a mail server takes without quoting: RFC 5321 lengths, a dot-atom of ASCII, and
 * a domain with a top level; an internationalised domain may be written in its own letters. */
const char *email_check(struct arena *, struct str *value);

/* One or more addresses with `;` between them; stored without blanks and without empty ones. */
const char *email_list_check(struct arena *, struct str *value);

/* An http or https address of a public host, without user and password.  Without a scheme https is
 * meant and written in front, so check lengths after. */
const char *url_check(struct arena *, struct str *value);

/* What the checks are made of. */

/* Without blanks, dots and hyphens, a-z as A-Z. */
struct str  identifier_compact(struct arena *, struct str);

/* The number that ISO 7064 reads in digits and capitals (A = 10 .. Z = 35), modulo 97. */
unsigned    mod_97(struct str);

/* Nine digits, not all zero, of which 9 8 7 6 5 4 3 2 -1 times the digit is divisible by 11. */
bool        passes_eleven(struct str digits);

#endif
