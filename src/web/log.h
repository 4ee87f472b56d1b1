/* log.h - one line on standard error for each request, and one for each fault: key=value pairs, so
 * that both people and programs read them. No passwords, tokens, names or addresses of customers. */
#ifndef WEB_LOG_H
#define WEB_LOG_H

#include "web/request.h"

#include <time.h>

struct str log_request_id(struct request *);            /* differs for each request of all processes */
void       log_request(struct request *, const struct timespec *began);
void       log_fault(struct request *, const char *message);

#endif
