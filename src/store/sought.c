#include "store/sought.h"

/* Archived records are found apart, by words that begin with another letter: so a search in few of
 * them does not wade through the many. */
static char state_letter(const struct entity *e, const void *record)
{
    const struct field *archives = entity_archives(e);
    return archives && field_int(archives, record) ? 'z' : 'a';
}

static void add_word(struct buf *b, char state, struct str word)
{
    if (word.len == 0)
        return;
    if (b->len)
        buf_char(b, ' ');
    buf_char(b, state);
    buf_add(b, word);
}

static bool is_word_byte(char c)
{
    return char_is_word(c) || (unsigned char)c >= 0x80;
}

/* The next word of folded text; empty at the end. */
static struct str next_word(struct str *rest)
{
    while (rest->len && !is_word_byte(rest->at[0]))
        rest->at++, rest->len--;
    struct str word = { rest->at, 0 };
    while (rest->len && is_word_byte(rest->at[0]))
        rest->at++, rest->len--, word.len++;
    return word;
}

/* A number without the signs by which people group it, each in their own way: 06-1234 5678 as 0612345678,
 * 1234 AB as 1234ab.  Empty when the text is no number of several words. */
static struct str ungrouped(struct arena *a, struct str folded, size_t words)
{
    enum { MOST = 25 };                 /* bytes */
    size_t signs = 0;

    while (signs < folded.len && !is_word_byte(folded.at[signs]))
        signs++;
    if (words < 2 || folded.len > MOST || !char_is_digit(folded.at[signs]))
        return S("");
    return str_only(a, folded, char_is_word);
}

/* What stands before the @ of an address that is a role's tells nothing about whose it is, and half of all
 * addresses begin so. */
static bool is_role(struct str word, struct str behind)
{
    static const char *const roles[] = {
        "info", "administratie", "contact", "mail", "email", "post", "hallo", "hello", "sales", "verkoop", "inkoop",
        "factuur", "facturen", "facturatie", "invoice", "finance", "boekhouding", "debiteuren", "crediteuren",
        "service", "support", "kantoor", "office", "receptie", "algemeen", "directie", "planning", "admin", "noreply",
    };
    if (behind.len == 0 || behind.at[0] != '@')
        return false;
    for (size_t i = 0; i < COUNT(roles); i++)
        if (str_is(word, str_from(roles[i])))
            return true;
    return false;
}

static void add_words(struct arena *a, struct buf *b, char state, struct str text)
{
    struct str folded = str_fold(a, text), rest = folded;
    size_t words = 0;

    for (struct str word; (word = next_word(&rest)).len; words++)
        if (!is_role(word, rest))
            add_word(b, state, word);
    add_word(b, state, ungrouped(a, folded, words));
}

struct str record_sought(struct arena *a, const struct entity *e, const void *record)
{
    struct buf b = { .arena = a };
    char state = state_letter(e, record);

    for (size_t i = 0; i < e->count; i++) {
        const struct field *f = &e->fields[i];
        if (!(f->rules & SOUGHT))
            continue;
        if (kinds[f->type].is_text) {
            add_words(a, &b, state, field_str(f, record));
        } else {
            struct buf digits = { .arena = a };
            buf_int(&digits, field_int(f, record));
            add_words(a, &b, state, buf_str(&digits));
        }
    }
    return buf_str(&b);
}

static struct str of_state(struct arena *a, char state, struct str word)
{
    struct buf b = { .arena = a };

    add_word(&b, state, word);
    return buf_str(&b);
}

struct str record_search_words(struct arena *a, struct db *db, const struct entity *e, bool archived, struct str typed,
                               size_t enough)
{
    enum { MOST_WORDS = 8, MOST_LETTERS = 2 };
    struct str words[MOST_WORDS], folded = str_fold(a, typed), rest = folded;
    const char state = archived ? 'z' : 'a';
    size_t count = 0, letters = 0;

    for (struct str word; count < MOST_WORDS && (word = next_word(&rest)).len; ) {
        bool letter = str_chars(word) == 1;             /* tells little, and many together cost much */
        if (is_role(word, rest) || (letter && letters == MOST_LETTERS))
            continue;
        letters += letter;
        words[count++] = of_state(a, state, word);
    }
    return count ? db_search_words(a, db, e->name, words, count, of_state(a, state, ungrouped(a, folded, count)), enough)
                 : S("");
}
