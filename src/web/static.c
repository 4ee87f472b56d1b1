#include "web/static.h"

#include "web/asset.h"

/* Under a path that holds the hash of all of them, so that a browser may keep them for ever. */
static const struct asset *asset_at(struct str path)
{
    struct str rest = path;

    if (!str_begins(path, S("/static/")))
        return NULL;
    rest.at += 8, rest.len -= 8;
    if (!str_is(str_cut(&rest, '/'), str_from(asset_hash)))
        return NULL;
    for (size_t i = 0; i < asset_count; i++)
        if (str_is(rest, str_from(assets[i].name)))
            return &assets[i];
    return NULL;
}

static bool accepts(const struct http_request *http, struct str coding)
{
    for (struct str rest = http->encodings; rest.len; ) {
        struct str one = str_cut(&rest, ','), name = str_trim(str_cut(&one, ';'));
        if (str_is_nocase(name, coding))
            return !str_is(str_trim(one), S("q=0"));
    }
    return false;
}

bool static_answer(struct request *req)
{
    struct response *res = req->response;
    const struct asset *a = asset_at(req->http->path);

    if (!a || !str_is(req->http->method, S("GET")))
        return false;
    res->status = 200;
    res->type = a->type;
    respond_header(req, "Cache-Control", S("public, max-age=31536000, immutable"));
    respond_header(req, "X-Content-Type-Options", S("nosniff"));
    respond_header(req, "Vary", S("Accept-Encoding"));
    if (a->brotli.len && accepts(req->http, S("br"))) {
        respond_header(req, "Content-Encoding", S("br"));
        res->fixed = a->brotli;
    } else if (a->gzip.len && (accepts(req->http, S("gzip")) || !a->plain.len)) {
        respond_header(req, "Content-Encoding", S("gzip"));
        res->fixed = a->gzip;
    } else {
        res->fixed = a->plain;
    }
    return true;
}
