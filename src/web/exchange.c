#include "web/exchange.h"

#include "base/fault.h"
#include "web/compress.h"

#include <stdio.h>
#include <string.h>

enum {
    MOST_REQUEST_HEADERS = 100,
    PIECE                = 64 * 1024,   /* must move within limits.patience; a stream's block */
};

static struct exchange *exchange_take(struct server *s)
{
    pthread_mutex_lock(&s->lock);
    struct exchange *x = s->free;
    if (x) {
        s->free = x->next;
        s->busy++;
    }
    pthread_mutex_unlock(&s->lock);
    return x;
}

/* The last one used is the next: its memory is warm. */
void exchange_end(struct exchange *x)
{
    struct server *s = x->server;
    struct arena arena = x->arena;

    if (x->response.stream.close)
        x->response.stream.close(x->response.stream.what);
    arena_reset(&arena);
    memset(x, 0, sizeof *x);
    x->arena = arena;
    x->server = s;
    pthread_mutex_lock(&s->lock);
    x->next = s->free;
    s->free = x;
    if (--s->busy == 0)
        pthread_cond_broadcast(&s->quiet);
    pthread_mutex_unlock(&s->lock);
}

/* Runs step(x) where a fault ends; false when it did.  Nothing of the library is in between. */
static bool guarded(void (*step)(struct exchange *), struct exchange *x)
{
    struct fault here;
    volatile bool good = false;

    FAULT_BEGIN(&here);
    if (setjmp(here.back) == 0) {
        step(x);
        good = true;
    } else {
        fprintf(stderr, "server: %s\n", here.message);
    }
    FAULT_END(&here);
    return good;
}

/* ---- the answer ---------------------------------------------------------------------------- */

static const struct {
    int         status;
    const char *text;
} refusals[] = {
    { 400, "Dit verzoek klopt niet.\n" },
    { 431, "De kop van dit verzoek is te groot. Wis de cookies van deze site.\n" },
    { 500, "Er ging iets mis. Probeer het later opnieuw.\n" },
    { 501, "Deze manier van versturen kent Poolster niet.\n" },
    { 503, "Het is nu te druk. Probeer het over een paar seconden opnieuw.\n" },
    { 507, "De server heeft geen ruimte meer voor dit bestand. Vraag de beheerder om ruimte te maken.\n" },
};

/* What has moved of a body counts towards the next moment at which its client is cut. */
static void progress(struct exchange *x, size_t moved)
{
    x->moved += moved;
    if (x->moved >= PIECE) {
        x->moved = 0;
        watch_within(x->watched, x->server->limits.patience);
    }
}

static ssize_t read_stream(void *what, uint64_t position, char *at, size_t room)
{
    struct exchange *x = what;
    int64_t size = x->response.stream.read(x->response.stream.what, at, room);

    (void)position;
    if (size == 0)
        return MHD_CONTENT_READER_END_OF_STREAM;
    if (size < 0)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    progress(x, (size_t)size);
    return (ssize_t)size;
}

/* The library keeps pointers to the body and frees nothing; the exchange outlives its response.  To
 * a HEAD it would send the last chunk of a stream, which the client takes for the next answer. */
static struct MHD_Response *make_response(struct exchange *x)
{
    uint64_t patience = x->server->limits.patience;

    if (x->response.stream.read && !x->framing.head_only) {
        watch_within(x->watched, x->server->limits.patience);
        return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, PIECE, read_stream, x, NULL);
    }
    patience += patience * (x->body.len / PIECE);
    watch_within(x->watched, patience < UINT32_MAX ? (unsigned)patience : UINT32_MAX);
    return MHD_create_response_from_buffer(x->body.len, (void *)(uintptr_t)x->body.at,
                                           MHD_RESPMEM_PERSISTENT);
}

static bool add_headers(struct MHD_Response *r, const struct exchange *x)
{
    const struct response *from = &x->response;
    bool good = !from->type || MHD_add_response_header(r, "Content-Type", from->type);

    for (size_t i = 0; i < from->header_count; i++)
        good = good && MHD_add_response_header(r, from->headers[i].name, from->headers[i].value.at);
    if (x->coding)
        good = good && MHD_add_response_header(r, "Content-Encoding", x->coding);
    if (compress_pays(from->type, from->body.len))
        good = good && MHD_add_response_header(r, "Vary", "Accept-Encoding");
    if (x->closes || atomic_load_explicit(&x->server->stopping, memory_order_relaxed))
        good = good && MHD_add_response_header(r, "Connection", "close");
    return good;
}

/* On the thread that has the connection, which is cut when there is nothing to send. */
static enum MHD_Result reply(struct exchange *x)
{
    struct MHD_Response *r = make_response(x);
    enum MHD_Result queued = MHD_NO;

    if (!r)
        return MHD_NO;
    if (add_headers(r, x))
        queued = MHD_queue_response(x->connection, (unsigned)x->response.status, r);
    else
        fprintf(stderr, "server: an answer has a header that can not be sent\n");
    MHD_destroy_response(r);
    return queued;
}

static void set_refusal(struct exchange *x, int status)
{
    struct str text = { 0 };

    for (size_t i = 0; i < COUNT(refusals); i++)
        if (refusals[i].status == status)
            text = str_from(refusals[i].text);
    if (x->response.stream.close)
        x->response.stream.close(x->response.stream.what);
    x->response = (struct response){ .status = status, .type = "text/plain; charset=utf-8" };
    if (status == 503)
        x->response.headers[x->response.header_count++] = (struct header){ "Retry-After", S("5") };
    x->body = text;
    x->coding = NULL;
    x->closes = true;
}

static enum MHD_Result refuse(struct exchange *x, int status)
{
    set_refusal(x, status);
    return reply(x);
}

/* What of sending can fault, done before: the library wants C strings. */
static void prepare(struct exchange *x)
{
    struct response *r = &x->response;

    for (size_t i = 0; i < r->header_count; i++)
        r->headers[i].value = str_copy(&x->arena, r->headers[i].value);
    x->body = r->fixed.at ? r->fixed : buf_str(&r->body);
    if (compress_pays(r->type, r->body.len))
        x->coding = compress_body(&x->arena, x->framing.accepts, x->body, &x->body);
}

static void work(struct exchange *x)
{
    struct server *s = x->server;

    x->response.body.arena = &x->arena;
    s->handler.handle(s->handler.site, &x->arena, &x->request, &x->response);
    if (!guarded(prepare, x))
        set_refusal(x, 500);
}

void exchange_work(void *exchange)
{
    struct exchange *x = exchange;

    work(x);
    x->stage = WORKED;
    MHD_resume_connection(x->connection);
}

/* The request is complete.  Suspended first: a worker may be done before workers_give() returns. */
static enum MHD_Result answer(struct exchange *x)
{
    struct server *s = x->server;

    watch_within(x->watched, 0);
    if (!s->handler.waits(&x->request)) {
        work(x);
        return reply(x);
    }
    x->stage = WORKING;
    MHD_suspend_connection(x->connection);
    if (!workers_give(s->workers, x)) {
        x->too_busy = true;
        x->stage = WORKED;
        MHD_resume_connection(x->connection);
    }
    return MHD_YES;
}

/* ---- the request --------------------------------------------------------------------------- */

static void begin_multipart(struct exchange *x)
{
    x->multipart = multipart_begin(&x->arena, x->request.type, x->server->options.upload_folder,
                                   &x->server->form_limits);
}

static void feed_multipart(struct exchange *x)
{
    if (multipart_feed(x->multipart, x->piece.at, x->piece.len) == MULTIPART_TOO_LARGE)
        x->request.too_large = true;
}

static void feed_form(struct exchange *x)
{
    x->form.arena = &x->arena;
    if (x->received > x->server->limits.form)
        x->request.too_large = true;
    else
        buf_add(&x->form, x->piece);
}

static uint64_t most_body(const struct exchange *x)
{
    const struct server_limits *l = &x->server->limits;

    return l->drain + (x->sink == TO_MULTIPART ? l->upload : l->form);
}

/* What came of the body.  Beyond what is drained the connection is cut: too late to answer. */
enum MHD_Result exchange_read_body(struct exchange *x, const char *at, size_t size)
{
    x->received += size;
    x->piece = (struct str){ at, size };
    if (x->received > most_body(x))
        return MHD_NO;
    progress(x, size);
    if (x->request.too_large || x->sink == NOWHERE)
        return MHD_YES;
    return guarded(x->sink == TO_FORM ? feed_form : feed_multipart, x) ? MHD_YES : MHD_NO;
}

static enum MHD_Result end_body(struct exchange *x)
{
    struct http_request *r = &x->request;

    if (x->sink == TO_FORM && x->form.arena && !r->too_large)
        r->body = buf_str(&x->form);
    if (x->sink == TO_MULTIPART && !r->too_large)
        switch (multipart_end(x->multipart, &r->fields, &r->upload)) {
        case MULTIPART_WRONG:
            return refuse(x, 400);
        case MULTIPART_NO_DISK:
            fprintf(stderr, "server: an upload can not be written to %s\n",
                    x->server->options.upload_folder);
            return refuse(x, 507);
        case MULTIPART_GOOD:
        case MULTIPART_TOO_LARGE:
            break;
        }
    return answer(x);
}

struct header_list { struct pair at[MOST_REQUEST_HEADERS]; size_t count; bool full; };

static enum MHD_Result collect(void *what, enum MHD_ValueKind kind, const char *name,
                               size_t name_length, const char *value, size_t value_length)
{
    struct header_list *list = what;

    (void)kind;
    list->full = list->count == COUNT(list->at);
    if (list->full)
        return MHD_NO;
    list->at[list->count++] = (struct pair){ { name, name_length }, { value, value_length } };
    return MHD_YES;
}

static int read_head(struct exchange *x, const char *method, const char *version)
{
    struct header_list list = { .count = 0 };
    size_t size = MHD_get_connection_info(x->connection,
                                          MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE)->header_size;

    MHD_get_connection_values_n(x->connection, MHD_HEADER_KIND, collect, &list);
    if (size > x->server->limits.header || list.full)
        return 431;
    x->request.address = str_from(x->watched->address);
    return strict_read(&(struct head){
        .method = str_from(method),
        .target = x->target,
        .version = str_from(version),
        .headers = { list.at, list.count },
        .raw = { method, LENIENT_LIBRARY ? size : 0 },
    }, x->server->options.behind_proxy, &x->request, &x->framing);
}

/* Without a reader a body is read and thrown away, so that the answer comes to who sends it. */
static bool choose_sink(struct exchange *x)
{
    const struct server_handler *h = &x->server->handler;
    struct http_request *r = &x->request;
    struct str type = r->type;

    if (!str_is(r->method, S("POST")))
        return true;
    if (!str_is_nocase(str_trim(str_cut(&type, ';')), S("multipart/form-data"))) {
        x->sink = TO_FORM;
        return true;
    }
    if (!h->takes_upload || !h->takes_upload(r))
        return true;
    x->sink = TO_MULTIPART;
    return guarded(begin_multipart, x);
}

enum MHD_Result exchange_read_head(struct exchange *x, const char *method, const char *version)
{
    int status = read_head(x, method, version);

    if (status)
        return refuse(x, status);
    if (!choose_sink(x))
        return refuse(x, 500);
    x->stage = READING;
    if (x->framing.length > 0 && (uint64_t)x->framing.length > most_body(x)) {
        x->request.too_large = true;
        return answer(x);
    }
    return MHD_YES;
}

enum MHD_Result exchange_answer(struct exchange *x)
{
    if (x->stage == READING)
        return end_body(x);
    return x->too_busy ? refuse(x, 503) : reply(x);
}

static void copy_target(struct exchange *x)
{
    x->target = str_copy(&x->arena, x->target);
}

struct exchange *exchange_begin(struct server *s, struct watched *w, struct MHD_Connection *c,
                                const char *target)
{
    struct exchange *x = exchange_take(s);

    if (!x)
        return NULL;
    x->watched = w;
    x->connection = c;
    x->target = str_from(target);
    if (guarded(copy_target, x))
        return x;
    exchange_end(x);
    return NULL;
}
