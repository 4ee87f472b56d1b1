/* import_command.h - import, export and template for the command line: files by their paths. */
#ifndef DOMAIN_IMPORT_COMMAND_H
#define DOMAIN_IMPORT_COMMAND_H

#include "domain/house.h"
#include "domain/import.h"

#include <stdio.h>

enum { COMMAND_DONE, COMMAND_REFUSED, COMMAND_ROWS_WRONG };     /* what the program ends with */

/* Prints the counts (nieuw: 12 and so on, each on a line) and the wrong rows on out; why a file is
 * refused on wrong.  check_only: writes nothing. */
int import_file(struct house *, int64_t administration, const struct import_task *, const char *path, bool check_only,
                const struct actor *, FILE *out, FILE *wrong);

/* All records, archived ones too, by number.  COMMAND_DONE or COMMAND_REFUSED. */
int export_file(struct house *, int64_t administration, const struct entity *, const char *path, FILE *wrong);
int template_file(const struct entity *, const char *path, FILE *wrong);

#endif
