#include "format/file_error.h"

#include "base/at.h"
#include "base/str.h"

#include <string.h>

static const char *const texts[FILE_PROBLEMS] = {
    [FILE_EMPTY] = "Dit bestand is leeg. Kies het bestand opnieuw, of sla het in Excel nog eens op.",
    [FILE_PLAIN_TEXT] = "Dit is een tekstbestand (bijvoorbeeld .csv), geen Excel-werkmap. Open het in Excel en kies "
        "Opslaan als: Excel-werkmap (.xlsx).",
    [FILE_HTML] = "Dit is een webpagina, geen Excel-werkmap. Open het bestand in Excel en kies Opslaan als: "
        "Excel-werkmap (.xlsx).",
    [FILE_OLD_EXCEL] = "Dit is een oude Excel-werkmap (.xls). Open hem in Excel en kies Opslaan als: Excel-werkmap "
        "(.xlsx).",
    [FILE_PASSWORD] = "Deze werkmap is met een wachtwoord beveiligd. Haal in Excel het wachtwoord weg (Bestand, Info, "
        "Werkmap beveiligen) en sla hem opnieuw op.",
    [FILE_BINARY_EXCEL] = "Dit is een binaire Excel-werkmap (.xlsb). Open hem in Excel en kies Opslaan als: "
        "Excel-werkmap (.xlsx).",
    [FILE_OPEN_DOCUMENT] = "Dit is een OpenDocument-bestand (.ods), geen Excel-werkmap. Open het in LibreOffice of "
        "Excel en kies Opslaan als: Excel-werkmap (.xlsx).",
    [FILE_NUMBERS] = "Dit is een bestand van Numbers, geen Excel-werkmap. Open het in Numbers en kies Archief, "
        "Exporteer naar, Excel.",
    [FILE_WORD] = "Dit is een Word- of PowerPoint-bestand, geen Excel-werkmap. Kies een bestand dat op .xlsx eindigt.",
    [FILE_ZIP] = "Dit is een zip-bestand, geen Excel-werkmap. Pak het uit en kies de werkmap (.xlsx) die erin zit.",
    [FILE_PDF] = "Dit is een pdf, geen Excel-werkmap. Kies een bestand dat op .xlsx eindigt.",
    [FILE_IMAGE] = "Dit is een afbeelding, geen Excel-werkmap. Kies een bestand dat op .xlsx eindigt.",
    [FILE_UNKNOWN] = "Dit is geen Excel-werkmap. Kies een bestand dat op .xlsx eindigt, of sla het in Excel op als "
        "Excel-werkmap (.xlsx).",
    [FILE_TRUNCATED] = "Dit bestand is niet compleet: het einde ontbreekt. Kies het opnieuw, of sla de werkmap in "
        "Excel nog eens op.",
    [FILE_DAMAGED] = "Deze werkmap is beschadigd. Open hem in Excel, laat hem herstellen en sla hem opnieuw op.",
    [FILE_NO_SHEET] = "Deze werkmap heeft geen zichtbaar werkblad. Maak in Excel het werkblad met de gegevens "
        "zichtbaar en sla de werkmap opnieuw op.",
    [FILE_FORBIDDEN] = "Deze werkmap bevat iets dat om veiligheid niet gelezen wordt. Open hem in Excel en sla hem "
        "opnieuw op als Excel-werkmap (.xlsx).",
    [FILE_BOMB] = "Deze werkmap wordt bij het uitpakken onredelijk groot. Haal lege rijen en overbodige opmaak weg en "
        "sla hem in Excel opnieuw op.",
    [FILE_TOO_LARGE] = "Deze werkmap is te groot om te lezen. Verdeel de gegevens over meer werkmappen.",
    [FILE_TOO_MANY_ROWS] = "Een werkblad heeft hooguit 1.048.576 rijen, de kop meegeteld. Verdeel de gegevens over "
        "meer werkmappen.",
    [FILE_TOO_WIDE] = "Een werkblad heeft hooguit 16.384 kolommen. Haal kolommen weg en probeer het opnieuw.",
    [FILE_CELL_TOO_LONG] = "Een cel bevat meer dan 32.767 tekens. Maak de tekst korter en probeer het opnieuw.",
    [FILE_ROW_TOO_LONG] = "Een regel van deze werkmap bevat te veel tekst om te lezen. Maak de teksten in die regel "
        "korter en probeer het opnieuw.",
    [FILE_TOO_MANY_TEXTS] = "Deze werkmap bevat te veel verschillende teksten om in één keer te lezen. Verdeel de "
        "gegevens over meer werkmappen.",
};

const char *file_problem_text(enum file_problem problem)
{
    return problem < FILE_PROBLEMS ? texts[problem] : NULL;
}

bool file_refuse(struct file_error *error, enum file_problem problem, size_t row)
{
    if (error->problem == FILE_FINE)
        *error = (struct file_error){ problem, file_problem_text(problem), row };
    return false;
}

/* How a file begins, at a place, and what it then is. */
static const struct { size_t at; struct str bytes; enum file_problem is; } beginnings[] = {
    { 0, { "PK\3\4", 4 },               FILE_TRUNCATED },       /* a zip whose end could not be found */
    { 0, { "%PDF-", 5 },                FILE_PDF },
    { 0, { "\x89PNG", 4 },              FILE_IMAGE },
    { 0, { "\xff\xd8\xff", 3 },         FILE_IMAGE },
    { 0, { "GIF8", 4 },                 FILE_IMAGE },
    { 0, { "II*\0", 4 },                FILE_IMAGE },
    { 0, { "MM\0*", 4 },                FILE_IMAGE },
    { 8, { "WEBP", 4 },                 FILE_IMAGE },
    { 4, { "ftyphei", 7 },              FILE_IMAGE },
    { 4, { "ftypmif1", 8 },             FILE_IMAGE },
    { 4, { "ftypavif", 8 },             FILE_IMAGE },
    { 0, { "\x09\x08", 2 },             FILE_OLD_EXCEL },       /* BIFF5 and older, without OLE */
};

static const char ole_begin[8] = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/* A workbook with a password is an OLE file with a stream of this name, which stands in UTF-16 in a
 * directory that may be anywhere. */
static bool holds_encrypted_package(int fd, size_t size)
{
    static const char name[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
    const size_t step = 64 * 1024;
    char block[64 * 1024 + sizeof name];

    for (size_t at = 0; at < size; at += step) {
        size_t n = read_at(fd, block, sizeof block, at, "a file");
        if (memmem(block, n, name, sizeof name))
            return true;
    }
    return false;
}

static bool looks_like_text(const unsigned char *at, size_t n)
{
    if (n >= 2 && ((at[0] == 0xff && at[1] == 0xfe) || (at[0] == 0xfe && at[1] == 0xff)))
        return true;                            /* "Unicode text", as Excel exports it */
    for (size_t i = 0; i < n; i++) {
        if (at[i] < 0x20 && at[i] != '\t' && at[i] != '\n' && at[i] != '\r' && at[i] != '\f')
            return false;
    }
    return true;
}

static bool looks_like_html(struct str s)
{
    static const struct str tags[] = {
        { "<html", 5 }, { "<!doctype html", 14 }, { "<table", 6 }, { "<head", 5 },
    };

    if (str_begins(s, S("\xef\xbb\xbf")))
        s = (struct str){ s.at + 3, s.len - 3 };
    s = str_trim(s);
    for (size_t i = 0; i < COUNT(tags); i++) {
        if (s.len >= tags[i].len && str_is_nocase((struct str){ s.at, tags[i].len }, tags[i]))
            return true;
    }
    return false;
}

enum file_problem file_recognise(int fd, size_t size)
{
    unsigned char begin[4096];
    size_t n = read_at(fd, begin, sizeof begin, 0, "a file");

    if (n == 0)
        return FILE_EMPTY;
    if (n >= sizeof ole_begin && memcmp(begin, ole_begin, sizeof ole_begin) == 0)
        return holds_encrypted_package(fd, size) ? FILE_PASSWORD : FILE_OLD_EXCEL;
    for (size_t i = 0; i < COUNT(beginnings); i++) {
        struct str bytes = beginnings[i].bytes;
        if (beginnings[i].at + bytes.len <= n
            && memcmp(begin + beginnings[i].at, bytes.at, bytes.len) == 0)
            return beginnings[i].is;
    }
    if (!looks_like_text(begin, n))
        return FILE_UNKNOWN;
    return looks_like_html((struct str){ (const char *)begin, n }) ? FILE_HTML : FILE_PLAIN_TEXT;
}
