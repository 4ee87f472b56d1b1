#include "web/server.h"

#include "base/monotonic.h"
#include "web/exchange.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static const struct server_limits defaults = {
    .connections = 1024,
    .per_address = 256,
    .workers     = 16,
    .queue       = 256,
    .fields      = 10000,
    .header      = 16 * 1024,
    .form        = 1024 * 1024,
    .upload      = 200 * 1024 * 1024,
    .drain       = 16 * 1024 * 1024,
    .idle        = 30 * 1000,
    .patience    = 60 * 1000,
    .stop        = 10 * 1000,
};

enum {
    BACKLOG       = 511,
    LEAVING       = 64,                 /* connections that are closed but not yet forgotten */
    LONGEST_PAUSE = 1000,               /* ms between two looks at slow clients */
};

/* ---- what the library calls --------------------------------------------------------------- */

static const union MHD_ConnectionInfo *about(struct MHD_Connection *c,
                                             enum MHD_ConnectionInfoType what)
{
    return MHD_get_connection_info(c, what);
}

/* The first line was read: a request begins.  What is returned is the request's, until on_end. */
static void *on_target(void *what, const char *target, struct MHD_Connection *c)
{
    struct server *s = what;
    struct watched *w = about(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;

    if (!w)
        return NULL;
    watch_within(w, s->limits.patience);
    return exchange_begin(s, w, c, target);
}

static enum MHD_Result on_request(void *what, struct MHD_Connection *c, const char *url,
                                  const char *method, const char *version, const char *at,
                                  size_t *size, void **request)
{
    struct exchange *x = *request;
    size_t given = *size;

    (void)what, (void)c, (void)url;
    *size = 0;
    if (!x)
        return MHD_NO;
    if (x->stage == BEGUN)
        return exchange_read_head(x, method, version);
    return given ? exchange_read_body(x, at, given) : exchange_answer(x);
}

static void on_end(void *what, struct MHD_Connection *c, void **request,
                   enum MHD_RequestTerminationCode how)
{
    struct server *s = what;
    struct exchange *x = *request;

    (void)c, (void)how;
    if (!x)
        return;
    watch_within(x->watched, s->limits.idle);
    exchange_end(x);
    *request = NULL;
}

static void on_connection(void *what, struct MHD_Connection *c, void **context,
                          enum MHD_ConnectionNotificationCode how)
{
    struct server *s = what;

    if (how == MHD_CONNECTION_NOTIFY_STARTED)
        *context = watch_add(s->watch, about(c, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd,
                             about(c, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr,
                             s->limits.idle);
    else if (*context)
        watch_remove(s->watch, *context);
}

/* What the library says when a client does something odd or leaves; the rest is a fault of ours. */
static const char *const client_talk[] = {
    "Application reported", "Closing connection", "Connection ", "Error processing request",
    "Failed to parse `Content-Length'", "Failed to push", "Failed to send",
    "Failed to start serving new connection", "Not enough memory in pool",
    "Received HTTP/1.1 request without", "Server reached connection limit", "Socket has been",
    "Too large value", "Too late to send",
};

static void on_log(void *what, const char *format, va_list arguments)
{
    char line[512];

    (void)what;
    vsnprintf(line, sizeof line, format, arguments);
    for (size_t i = 0; i < COUNT(client_talk); i++)
        if (strncmp(line, client_talk[i], strlen(client_talk[i])) == 0)
            return;
    fprintf(stderr, "server: %.*s\n", (int)strcspn(line, "\n"), line);
}

/* ---- start and stop ------------------------------------------------------------------------ */

static struct server_limits with_defaults(struct server_limits l)
{
#define DEFAULT(member) l.member = l.member ? l.member : defaults.member
    DEFAULT(connections), DEFAULT(per_address), DEFAULT(workers), DEFAULT(queue), DEFAULT(fields);
    DEFAULT(header), DEFAULT(form), DEFAULT(upload), DEFAULT(drain);
    DEFAULT(idle), DEFAULT(patience), DEFAULT(stop);
#undef DEFAULT
    return l;
}

static unsigned processors(void)
{
    cpu_set_t set;

    return sched_getaffinity(0, sizeof set, &set) == 0 ? (unsigned)CPU_COUNT(&set) : 1;
}

static int open_socket(const struct addrinfo *at)
{
    int socket_ = socket(at->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    if (socket_ < 0)
        return -1;
    setsockopt(socket_, SOL_SOCKET, SO_REUSEADDR, &(int){ 1 }, sizeof(int));
    if (at->ai_family == AF_INET6)
        setsockopt(socket_, IPPROTO_IPV6, IPV6_V6ONLY, &(int){ 0 }, sizeof(int));
    if (bind(socket_, at->ai_addr, at->ai_addrlen) == 0 && listen(socket_, BACKLOG) == 0)
        return socket_;
    int why = errno;
    close(socket_);
    errno = why;
    return -1;
}

static bool start_listening(struct arena *a, struct server *s, struct str *problem)
{
    const struct addrinfo hints = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV,
                                    .ai_socktype = SOCK_STREAM };
    const struct server_options *o = &s->options;
    struct addrinfo *at = NULL;

    if (getaddrinfo(o->address, str_print(a, "%u", o->port).at, &hints, &at) != 0) {
        *problem = str_print(a, "%s is geen adres om op te luisteren.", o->address);
        return false;
    }
    s->listening = open_socket(at);
    freeaddrinfo(at);
    if (s->listening >= 0)
        return true;
    *problem = errno == EADDRINUSE
        ? str_print(a, "Poort %u op %s is al in gebruik.", o->port, o->address)
        : str_print(a, "Luisteren op %s, poort %u, lukt niet: %s.", o->address, o->port,
                    strerror(errno));
    return false;
}

static uint16_t port_of(int listening)
{
    struct sockaddr_storage at;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    socklen_t size = sizeof at;

    if (getsockname(listening, (struct sockaddr *)&at, &size) != 0)
        return 0;
    memcpy(&v4, &at, sizeof v4);
    memcpy(&v6, &at, sizeof v6);
    return ntohs(at.ss_family == AF_INET6 ? v6.sin6_port : v4.sin_port);
}

/* While one waits another works.  With more than these answers come less evenly, for a connection stays with its thread; and
 * more than MOST_WAITING would wait for a connection to the database (house.c). */
static unsigned threads_of(const struct server_options *o)
{
    enum { MOST_WAITING = 16 };
    unsigned each = processors(), waiting = 2 * each + 1;

    if (o->threads)
        return o->threads;
    if (!o->waits)
        return each;
    return waiting < MOST_WAITING ? waiting : MOST_WAITING;
}

/* The library's own timeouts stay off: watch.c sees more, for less. */
static struct MHD_Daemon *start_daemon(struct server *s)
{
    const struct server_limits *l = &s->limits;
    unsigned threads = threads_of(&s->options);
    const struct MHD_OptionItem pool[] = {
        { threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, (intptr_t)threads, NULL },
        { MHD_OPTION_END, 0, NULL },
    };

    return MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0,
        NULL, NULL, on_request, s,
        MHD_OPTION_EXTERNAL_LOGGER, on_log, NULL,
        MHD_OPTION_LISTEN_SOCKET, s->listening,
        MHD_OPTION_STRICT_FOR_CLIENT, LENIENT_LIBRARY ? 0 : 1,
        MHD_OPTION_URI_LOG_CALLBACK, on_target, s,
        MHD_OPTION_NOTIFY_COMPLETED, on_end, s,
        MHD_OPTION_NOTIFY_CONNECTION, on_connection, s,
        MHD_OPTION_CONNECTION_LIMIT, l->connections,
        MHD_OPTION_PER_IP_CONNECTION_LIMIT, s->options.behind_proxy ? 0 : l->per_address,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, 2 * l->header,
        MHD_OPTION_ARRAY, pool,
        MHD_OPTION_END);
}

static bool start_threads(struct arena *a, struct server *s)
{
    const struct server_limits *l = &s->limits;
    unsigned shortest = l->idle < l->patience ? l->idle : l->patience;
    unsigned pause = shortest / 8 < LONGEST_PAUSE ? shortest / 8 + 1 : LONGEST_PAUSE;

    s->watch = watch_start(a, s->count, pause);
    if (!s->watch)
        return false;
    s->workers = workers_start(a, l->workers, l->queue, exchange_work);
    if (s->workers)
        s->daemon = start_daemon(s);
    if (s->daemon)
        return true;
    if (s->workers)
        workers_stop(s->workers);
    watch_stop(s->watch);
    return false;
}

static struct server *make_server(struct arena *a, const struct server_options *options,
                                  const struct server_handler *handler)
{
    struct server *s = TAKE(a, struct server);

    s->options = *options;
    s->handler = *handler;
    s->limits = with_defaults(options->limits);
    s->form_limits = (struct multipart_limits){ s->limits.fields, s->limits.form,
                                                (int64_t)s->limits.upload };
    s->count = s->limits.connections + LEAVING;
    s->all = TAKE_MANY(a, struct exchange, s->count);
    for (unsigned i = s->count; i-- > 0;) {
        s->all[i].server = s;
        s->all[i].next = s->free;
        s->free = &s->all[i];
    }
    pthread_mutex_init(&s->lock, NULL);
    monotonic_condition(&s->quiet);
    return s;
}

static void free_server(struct server *s)
{
    if (s->listening >= 0)
        close(s->listening);
    for (unsigned i = 0; i < s->count; i++)
        arena_drop(&s->all[i].arena);
    pthread_cond_destroy(&s->quiet);
    pthread_mutex_destroy(&s->lock);
}

struct server *server_start(struct arena *a, const struct server_options *options,
                            const struct server_handler *handler, struct str *problem)
{
    if (options->upload_folder && !multipart_sweep(options->upload_folder)) {
        *problem = str_print(a, "In de map %s kan niet geschreven worden.", options->upload_folder);
        return NULL;
    }
    struct server *s = make_server(a, options, handler);
    if (!start_listening(a, s, problem)) {
        free_server(s);
        return NULL;
    }
    s->port = port_of(s->listening);
    if (!start_threads(a, s)) {
        *problem = S("De server kan niet starten: er zijn te weinig threads of bestanden over.");
        free_server(s);
        return NULL;
    }
    return s;
}

uint16_t server_port(const struct server *s)
{
    return s->port;
}

static void wait_until_quiet(struct server *s)
{
    const struct timespec end = monotonic_moment(monotonic_milliseconds() + s->limits.stop);

    pthread_mutex_lock(&s->lock);
    while (s->busy && pthread_cond_timedwait(&s->quiet, &s->lock, &end) != ETIMEDOUT)
        ;
    pthread_mutex_unlock(&s->lock);
}

/* New connections are turned away at once: a socket that nobody can find takes the number of the one that listens, which the
 * library goes on to use.  Its own MHD_quiesce_daemon() ends the program when a thread sees that at the same moment: both
 * take the socket out of epoll, and the second can not. */
static void stop_listening(struct server *s)
{
    const struct sockaddr_un nowhere = { .sun_family = AF_UNIX };
    int deaf = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    if (deaf < 0 || bind(deaf, (const struct sockaddr *)&nowhere, sizeof nowhere.sun_family) != 0
        || listen(deaf, 1) != 0 || dup3(deaf, s->listening, O_CLOEXEC) < 0)
        shutdown(s->listening, SHUT_RDWR);
    if (deaf >= 0)
        close(deaf);
}

/* The workers go before the daemon, which may not stop with suspended connections; what they are
 * too late for is answered 503. */
void server_stop(struct server *s)
{
    atomic_store(&s->stopping, true);
    stop_listening(s);
    wait_until_quiet(s);
    workers_stop(s->workers);
    MHD_stop_daemon(s->daemon);
    s->listening = -1;                  /* the daemon has closed it */
    watch_stop(s->watch);
    free_server(s);
}
