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

/* The words of folded text that tell something, up to so many. */
static size_t words_of(struct str folded, struct str *words, size_t most)
{
    size_t count = 0;

    for (struct str word; count < most && (word = next_word(&folded)).len; )
        if (!is_role(word, folded))
            words[count++] = word;
    return count;
}

/* ---- numbers in groups ---- */

static bool all(struct str s, bool (*is)(char))
{
    for (size_t i = 0; i < s.len; i++)
        if (!is(s.at[i]))
            return false;
    return true;
}

/* How many of these words are groups of one number, as people write those of telephones and postcodes, each in their
 * own way: digits, or the four digits and then the letters of a postcode.  At least one. */
static size_t grouped(const struct str *words, size_t count)
{
    size_t n = 0;

    for (; n < count && all(words[n], char_is_digit); n++) {
        bool postcode = words[n].len == 4 && n + 1 < count && words[n + 1].len <= 2 && all(words[n + 1], char_is_letter);
        if (postcode)                   /* digits in front of it are another number */
            return n ? n : 2;
    }
    return n ? n : 1;
}

/* Short text of several words that begins with a digit is one word as well: 3-M is 3m. */
static bool is_ungrouped(struct str folded, const struct str *words, size_t count)
{
    enum { MOST = 25 };                 /* bytes */

    return count > 1 && folded.len <= MOST && char_is_digit(words[0].at[0]);
}

/* ---- what a record is found by ---- */

/* A number is one word, of which the first group is the beginning.  The others are words too, as far as they tell
 * anything: what stands behind the code of an area may be all that someone remembers. */
static void add_number(struct arena *a, struct buf *b, char state, const struct str *groups, size_t count)
{
    enum { LEAST = 3 };

    add_word(b, state, str_join(a, groups, count));
    for (size_t i = 1; i < count; i++)
        if (groups[i].len >= LEAST)
            add_word(b, state, groups[i]);
}

static void add_words(struct arena *a, struct buf *b, char state, struct str text)
{
    struct str folded = str_fold(a, text), *words = arena_take_raw(a, (folded.len / 2 + 1) * sizeof *words);
    size_t count = words_of(folded, words, folded.len);
    bool ungrouped = is_ungrouped(folded, words, count);

    if (ungrouped && grouped(words, count) == count) {
        add_number(a, b, state, words, count);
        return;
    }
    for (size_t i = 0; i < count; i++)
        add_word(b, state, words[i]);
    if (ungrouped)
        add_word(b, state, str_join(a, words, count));
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

/* ---- what someone typed ---- */

enum { MOST_TYPED = 64, MOST_WORDS = 8, MOST_LETTERS = 2 };

/* As the index has them; of many words the first. */
static size_t of_state(struct arena *a, char state, const struct str *words, size_t count, struct str *out)
{
    size_t kept = 0, letters = 0;

    for (size_t i = 0; i < count && kept < MOST_WORDS; i++) {
        struct buf b = { .arena = a };
        if (str_chars(words[i]) == 1 && letters++ >= MOST_LETTERS)      /* tells little, and many together cost much */
            continue;
        add_word(&b, state, words[i]);
        out[kept++] = buf_str(&b);
    }
    return kept;
}

/* The words with each number in groups as one of them; none when that changes nothing. */
static size_t with_numbers(struct arena *a, struct str folded, const struct str *words, size_t count, struct str *out)
{
    size_t n = 0;

    for (size_t i = 0, groups; i < count; i += groups) {
        groups = grouped(words + i, count - i);
        out[n++] = str_join(a, words + i, groups);
    }
    if (n < count)
        return n;
    out[0] = str_join(a, words, count);
    return is_ungrouped(folded, words, count);
}

struct str record_search_words(struct arena *a, struct db *db, const struct entity *e, bool archived, struct str typed,
                               size_t enough)
{
    struct str all_typed[MOST_TYPED], words[MOST_WORDS], others[MOST_TYPED], folded = str_fold(a, typed);
    const char state = archived ? 'z' : 'a';
    size_t typed_count = words_of(folded, all_typed, MOST_TYPED);
    size_t count = of_state(a, state, all_typed, typed_count, words);
    size_t other_count = with_numbers(a, folded, all_typed, typed_count, others);

    other_count = of_state(a, state, others, other_count, others);
    return count ? db_search_words(a, db, e->name, words, count, others, other_count, enough) : S("");
}
