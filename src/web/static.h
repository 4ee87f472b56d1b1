/* static.h - files that are inside the program: style, script, icons, fonts. */
#ifndef WEB_STATIC_H
#define WEB_STATIC_H

#include "web/request.h"

/* Answers when the path is that of a file; else false. */
bool static_answer(struct request *);

#endif
