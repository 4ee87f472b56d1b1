#include "format/sheet_package.h"

#include "format/xml.h"

#include <string.h>

enum link_kind { LINK_OTHER, LINK_WORKBOOK, LINK_SHEET, LINK_STYLES, LINK_STRINGS };
struct link { struct str id, target; enum link_kind kind; };
struct links { struct link *of; size_t count; };
struct tab { struct str name, id; };

/* ---- names of parts -------------------------------------------------------------------------- */

static struct str folder_of(struct str part)
{
    while (part.len > 0 && part.at[part.len - 1] != '/')
        part.len--;
    return part;
}

static struct str part_join(struct arena *a, struct str x, struct str y, struct str z)
{
    struct buf b = { .arena = a };

    buf_add(&b, x);
    buf_add(&b, y);
    buf_add(&b, z);
    return buf_str(&b);
}

/* What a target means, seen from a folder; '\' counts as '/', as in the archive.  A path that climbs
 * out of the archive is nothing: at is NULL. */
static struct str part_resolve(struct arena *a, struct str folder, struct str target)
{
    struct buf slashed = { .arena = a }, out = { .arena = a };

    buf_add(&slashed, S(""));
    for (size_t i = 0; i < target.len; i++)
        buf_char(&slashed, target.at[i] == '\\' ? '/' : target.at[i]);
    target = buf_str(&slashed);
    struct str whole = str_begins(target, S("/")) ? target : part_join(a, folder, target, S(""));

    buf_add(&out, S(""));
    while (whole.len > 0) {
        struct str step = str_cut(&whole, '/');
        if (str_is(step, S("..")) && out.len == 0)
            return (struct str){ 0 };
        if (str_is(step, S("..")))
            out.len = folder_of((struct str){ out.at, out.len - 1 }).len;
        else if (step.len > 0 && !str_is(step, S(".")))
            buf_print(&out, "%.*s/", (int)step.len, step.at);
    }
    return (struct str){ out.at, out.len ? out.len - 1 : 0 };
}

/* A target as an address has it: %20 is a blank. */
static struct str part_decode(struct arena *a, struct str part)
{
    struct buf b = { .arena = a };

    buf_add(&b, S(""));
    for (size_t i = 0; i < part.len; i++) {
        int high = i + 2 < part.len && part.at[i] == '%' ? hex_digit(part.at[i + 1]) : -1;
        int low = high >= 0 ? hex_digit(part.at[i + 2]) : -1;
        char c = part.at[i];
        if (low >= 0) {
            c = (char)(high * 16 + low);
            i += 2;
        }
        buf_char(&b, c);
    }
    return buf_str(&b);
}

/* ---- relationships --------------------------------------------------------------------------- */

static enum link_kind link_kind(struct str type)
{
    static const struct { struct str end; enum link_kind kind; } ends[] = {
        { { "/relationships/officeDocument", 29 }, LINK_WORKBOOK },
        { { "/relationships/worksheet", 24 },      LINK_SHEET },
        { { "/relationships/styles", 21 },         LINK_STYLES },
        { { "/relationships/sharedStrings", 28 },  LINK_STRINGS },
    };

    for (size_t i = 0; i < COUNT(ends); i++) {
        struct str end = ends[i].end;
        if (type.len > end.len
            && str_is((struct str){ type.at + type.len - end.len, end.len }, end))
            return ends[i].kind;
    }
    return LINK_OTHER;
}

static struct str kept(const struct xml *x, struct arena *a, struct str attribute)
{
    return str_copy(a, xml_text(a, xml_attribute(x, attribute)));
}

/* The relationships of a part, or of the package when the part is nothing.  Those that lead
 * outside are as good as absent: nothing is fetched. */
static bool links_read(struct zip *zip, struct arena *a, struct str part, struct links *out,
                       struct file_error *error)
{
    struct str folder = folder_of(part), file = { part.at + folder.len, part.len - folder.len };
    struct str rels = part_join(a, S("_rels/"), file, S(".rels"));
    struct xml *x = xml_open(zip, a, part_join(a, folder, rels, S("")), true, error);
    enum xml_token token;

    *out = (struct links){ .of = TAKE_MANY(a, struct link, zip_limits(zip)->sheets) };
    if (!x)
        return false;
    while ((token = xml_next(x)) != XML_STOP) {
        if (token != XML_START || !str_is(x->name, S("Relationship"))
            || str_is(xml_attribute(x, S("TargetMode")), S("External")))
            continue;
        if (out->count == zip_limits(zip)->sheets)
            return file_refuse(error, FILE_TOO_LARGE, 0);
        struct link *link = &out->of[out->count++];
        link->id = kept(x, a, S("Id"));
        link->target = part_resolve(a, folder, kept(x, a, S("Target")));
        if (!zip_has(zip, link->target))
            link->target = part_decode(a, link->target);
        link->kind = link_kind(xml_text(a, xml_attribute(x, S("Type"))));
    }
    xml_close(x);
    return error->problem == FILE_FINE;
}

static const struct link *link_of_kind(const struct links *links, enum link_kind kind)
{
    for (size_t i = 0; i < links->count; i++) {
        if (links->of[i].kind == kind)
            return &links->of[i];
    }
    return NULL;
}

static const struct link *link_by_id(const struct links *links, struct str id)
{
    for (size_t i = 0; i < links->count; i++) {
        if (str_is(links->of[i].id, id))
            return &links->of[i];
    }
    return NULL;
}

/* ---- the workbook ---------------------------------------------------------------------------- */

/* What an archive is that is no workbook. */
static enum file_problem other_archive(const struct zip *zip)
{
    if (zip_has(zip, S("mimetype")) && zip_has(zip, S("content.xml")))
        return FILE_OPEN_DOCUMENT;
    if (zip_has(zip, S("Index/Document.iwa")) || zip_has(zip, S("Index.zip")))
        return FILE_NUMBERS;
    if (zip_has(zip, S("word/document.xml")) || zip_has(zip, S("ppt/presentation.xml")))
        return FILE_WORD;
    if (zip_has(zip, S("xl/workbook.bin")))
        return FILE_BINARY_EXCEL;
    if (zip_has(zip, S("[Content_Types].xml")) || zip_has(zip, S("_rels/.rels")))
        return FILE_DAMAGED;
    return FILE_ZIP;
}

static bool is_true(struct str value)
{
    return str_is(value, S("1")) || str_is(value, S("true"));
}

/* The visible tabs, in their order. */
static bool workbook_read(struct zip *zip, struct arena *a, struct str part, struct tab *tabs,
                          size_t *count, bool *dates_from_1904, struct file_error *error)
{
    struct xml *x = xml_open(zip, a, part, true, error);
    enum xml_token token;

    if (!x)
        return file_refuse(error, FILE_DAMAGED, 0);
    while ((token = xml_next(x)) != XML_STOP) {
        if (token != XML_START)
            continue;
        if (x->depth == 1 && !str_is(x->name, S("workbook")))
            return file_refuse(error, FILE_DAMAGED, 0);
        if (x->depth == 2 && str_is(x->name, S("workbookPr")))
            *dates_from_1904 = is_true(xml_attribute(x, S("date1904")));
        struct str state = xml_attribute(x, S("state"));
        if (x->depth != 3 || !str_is(x->name, S("sheet"))
            || (state.len > 0 && !str_is(state, S("visible"))))
            continue;
        if (*count == zip_limits(zip)->sheets)
            return file_refuse(error, FILE_TOO_LARGE, 0);
        tabs[(*count)++] = (struct tab){ kept(x, a, S("name")), kept(x, a, S("r:id")) };
    }
    xml_close(x);
    return error->problem == FILE_FINE;
}

static struct str target_of(const struct links *links, enum link_kind kind)
{
    const struct link *link = link_of_kind(links, kind);

    return link ? link->target : (struct str){ 0 };
}

static bool tab_choose(struct zip *zip, const struct tab *tabs, size_t count,
                       const struct links *links, struct str preferred, struct sheet_package *out,
                       struct file_error *error)
{
    const struct tab *chosen = NULL;

    for (size_t i = 0; i < count; i++) {
        const struct link *link = link_by_id(links, tabs[i].id);
        bool is_preferred = preferred.len > 0 && str_is_nocase(tabs[i].name, preferred);
        if (!link)
            return file_refuse(error, FILE_DAMAGED, 0);
        if (link->kind != LINK_SHEET || (chosen && !is_preferred))     /* a chart has a tab too */
            continue;
        chosen = &tabs[i];
        out->sheet = link->target;
        out->title = tabs[i].name;
        if (is_preferred)
            break;
    }
    if (!chosen)
        return file_refuse(error, FILE_NO_SHEET, 0);
    return zip_has(zip, out->sheet) || file_refuse(error, FILE_DAMAGED, 0);
}

bool sheet_package_read(struct zip *zip, struct arena *a, struct str preferred,
                        struct sheet_package *out, struct file_error *error)
{
    struct links links;
    size_t count = 0;

    *out = (struct sheet_package){ 0 };
    if (!links_read(zip, a, S(""), &links, error))
        return file_refuse(error, other_archive(zip), 0);
    const struct link *book = link_of_kind(&links, LINK_WORKBOOK);
    if (!book || !zip_has(zip, book->target) || other_archive(zip) != FILE_DAMAGED)
        return file_refuse(error, other_archive(zip), 0);
    struct str workbook = book->target;
    struct tab *tabs = TAKE_MANY(a, struct tab, zip_limits(zip)->sheets);
    if (!workbook_read(zip, a, workbook, tabs, &count, &out->dates_from_1904, error)
        || !links_read(zip, a, workbook, &links, error))
        return file_refuse(error, FILE_DAMAGED, 0);
    out->styles = target_of(&links, LINK_STYLES);
    out->strings = target_of(&links, LINK_STRINGS);
    return tab_choose(zip, tabs, count, &links, preferred, out, error);
}
