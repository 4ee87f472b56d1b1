/* log.h - one line on standard error for each request, and one for each fault: key=value pairs, so
 * that both people and programs read them. No passwords, tokens, names or addresses of customers. */
#ifndef WEB_LOG_H
#define WEB_LOG_H

#include "web/request.h"

#include <time.h>

/* Differs for each request of all processes; stands in room, so that a request without memory has one. */
enum { REQUEST_ID_ROOM = 13 };
struct str log_request_id(char room[REQUEST_ID_ROOM]);
void       log_request(struct request *, const struct timespec *began);
void       log_fault(struct request *, const char *message);

#endif
