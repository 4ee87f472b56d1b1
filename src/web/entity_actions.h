/* entity_actions.h - what can be done with one record: archive, put back, delete. */
#ifndef WEB_ENTITY_ACTIONS_H
#define WEB_ENTITY_ACTIONS_H

#include "web/request.h"

void entity_actions(struct request *);          /* GET  /klanten/:key/acties */
void entity_archive_chosen(struct request *);   /* POST /klanten/archiveren, of kies=1&kies=2 */
void entity_restore_chosen(struct request *);   /* POST /klanten/terugzetten */
void entity_archive(struct request *);          /* POST /klanten/:key/archiveren */
void entity_restore(struct request *);          /* POST /klanten/:key/terugzetten */
void entity_ask_delete(struct request *);       /* GET  /klanten/:key/verwijderen */
void entity_delete(struct request *);           /* POST /klanten/:key/verwijderen */

#endif
