#include "domain/identifier.h"

#include <string.h>
#include <utf8proc.h>

/* How long they may be, RFC 5321 4.5.3.1 and RFC 1035 2.3.4, in bytes. */
enum { LOCAL_MOST = 64, DOMAIN_MOST = 255, LABEL_MOST = 63, PORT_MOST = 65535 };

static bool holds(struct str s, char c)
{
    return s.len && memchr(s.at, c, s.len);
}

/* ---- Host ----------------------------------------------------------------------------------- */

/* A letter, mark or digit of any script: what IDNA lets into a label beside the hyphen. */
static bool is_script(utf8proc_int32_t c)
{
    utf8proc_category_t category = utf8proc_category(c);

    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO)
        || (category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME)
        || category == UTF8PROC_CATEGORY_ND;
}

/* A label of a domain; *digits tells whether it holds nothing but 0-9 and hyphens. */
static bool is_label(struct str s, bool *digits)
{
    *digits = true;
    if (s.len == 0 || s.len > LABEL_MOST || s.at[0] == '-' || s.at[s.len - 1] == '-')
        return false;
    while (s.len) {
        utf8proc_int32_t c = s.at[0];
        utf8proc_ssize_t n = 1;
        if ((unsigned char)c >= 0x80)
            n = utf8proc_iterate((const utf8proc_uint8_t *)s.at, (utf8proc_ssize_t)s.len, &c);
        if (n <= 0 || (c < 0x80 ? !char_is_word((char)c) && c != '-' : !is_script(c)))
            return false;
        *digits = *digits && c < 0x80 && !char_is_letter((char)c);
        s.at += n;
        s.len -= (size_t)n;
    }
    return true;
}

/* A name on the internet: two labels or more, the last of which is letters (or xn--). */
static bool is_domain(struct str s)
{
    struct str rest = s, label = { 0 };
    size_t labels = 0;
    bool digits = true;

    if (s.len == 0 || s.len > DOMAIN_MOST || s.at[s.len - 1] == '.')
        return false;
    for (; rest.len; labels++) {
        label = str_cut(&rest, '.');
        if (!is_label(label, &digits))
            return false;
    }
    if (labels < 2 || digits || str_chars(label) < 2)
        return false;
    if (label.len > 4 && str_is_nocase((struct str){ label.at, 4 }, S("xn--")))
        return true;
    for (size_t i = 0; i < label.len; i++)
        if (label.at[i] == '-' || char_is_digit(label.at[i]))
            return false;
    return true;
}

/* ---- E-mail --------------------------------------------------------------------------------- */

/* RFC 5322 3.2.3: what may stand in front of the @ without quotes. */
static bool is_atom(char c)
{
    return char_is_word(c) || holds(S("!#$%&'*+-/=?^_`{|}~"), c);
}

static bool is_local_part(struct str s)
{
    char before = '.';

    if (s.len == 0 || s.len > LOCAL_MOST)
        return false;
    for (size_t i = 0; i < s.len; before = s.at[i++])
        if (s.at[i] == '.' ? before == '.' : !is_atom(s.at[i]))
            return false;
    return before != '.';
}

const char *email_check(struct arena *a, struct str *value)
{
    struct str address = str_trim(*value), domain = address, local = str_cut(&domain, '@');

    (void)a;
    if (local.len == address.len)
        return "In een e-mailadres staat een @, bijvoorbeeld info@bedrijf.nl.";
    if (!is_local_part(local))
        return "Controleer het e-mailadres: voor de @ staat iets dat daar niet mag,"
               " zoals een spatie of twee punten naast elkaar.";
    if (!is_domain(domain))
        return "Controleer het e-mailadres: na de @ hoort een domein,"
               " bijvoorbeeld info@bedrijf.nl.";
    *value = address;
    return NULL;
}

const char *email_list_check(struct arena *a, struct str *value)
{
    struct buf list = { .arena = a };
    struct str rest = *value;

    while (rest.len) {
        struct str address = str_trim(str_cut(&rest, ';'));
        if (address.len == 0)
            continue;
        const char *wrong = email_check(a, &address);
        if (wrong && holds(address, ','))
            return "Zet een puntkomma (;) tussen e-mailadressen, geen komma.";
        if (wrong)
            return wrong;
        if (list.len)
            buf_char(&list, ';');
        buf_add(&list, address);
    }
    if (list.len == 0)
        return "Vul een e-mailadres in, bijvoorbeeld info@bedrijf.nl.";
    *value = buf_str(&list);
    return NULL;
}

/* ---- URL ------------------------------------------------------------------------------------ */

/* RFC 3986 leaves these out, and browsers read some of them as something else. */
static bool is_for_url(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!char_is_word(s.at[i]) && ((unsigned char)s.at[i] <= ' ' || holds(S("\"<>\\^`{|}"), s.at[i])))
            return false;
    return str_is_text(s);
}

static bool is_port(struct str s)
{
    int64_t port;

    return s.len <= 5 && str_number(s, &port) && port > 0 && port <= PORT_MOST;
}

/* host or host:port. */
static bool is_authority(struct str s)
{
    struct str port = s, host = str_cut(&port, ':');

    return is_domain(host) && (host.len == s.len || is_port(port));
}

/* The part up to the first of / ? # and, with colon, also of : */
static struct str head(struct str s, bool colon)
{
    size_t n = 0;

    while (n < s.len && (char_is_word(s.at[n]) || (!holds(S("/?#"), s.at[n]) && !(colon && s.at[n] == ':'))))
        n++;
    return (struct str){ s.at, n };
}

const char *url_check(struct arena *a, struct str *value)
{
    struct str rest = str_trim(*value), scheme = head(rest, true);
    struct str after = { rest.at + scheme.len, rest.len - scheme.len };

    if (str_begins(after, S("://"))) {
        scheme = str_lower(a, scheme);
        rest = (struct str){ after.at + 3, after.len - 3 };
    } else {
        scheme = S("https");
    }
    struct str authority = head(rest, false);
    if (!str_is(scheme, S("https")) && !str_is(scheme, S("http")))
        return "Een website begint met https:// of http://, bijvoorbeeld https://www.bedrijf.nl.";
    if (holds(authority, '@'))
        return "Zet geen gebruikersnaam of wachtwoord in het adres van een website.";
    if (!is_authority(authority) || !is_for_url(rest))
        return "Controleer het adres van de website, bijvoorbeeld https://www.bedrijf.nl.";
    const struct str parts[] = { scheme, S("://"), rest };
    *value = str_join(a, parts, COUNT(parts));
    return NULL;
}
