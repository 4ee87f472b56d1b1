/* routes.c - every URL of the program, with what it asks for.  A literal path stands before a pattern
 * that fits it too. */
#include "domain/article.h"
#include "domain/customer.h"
#include "domain/entities.h"
#include "domain/supplier.h"
#include "web/administration_page.h"
#include "web/entity_actions.h"
#include "web/entity_card.h"
#include "web/entity_list.h"
#include "web/export_page.h"
#include "web/import_history_page.h"
#include "web/import_mend_page.h"
#include "web/import_page.h"
#include "web/palette_page.h"
#include "web/request.h"
#include "web/sign_in_page.h"

static void home(struct request *req)
{
    respond_redirect(req, str_from(entities[0]->path));
}

/* The pages of one entity. */
#define ENTITY(path, entity) \
    { GET,  path,                                   MAY_READ,  entity_list,        .of = entity }, \
    { GET,  path "/nieuw",                          MAY_WRITE, entity_new_page,    .of = entity }, \
    { POST, path "/nieuw",                          MAY_WRITE, entity_create,      .of = entity }, \
    { GET,  path "/controleer",                     MAY_WRITE, entity_check,       .of = entity }, \
    { GET,  path "/opties",                         MAY_READ,  entity_options,     .of = entity }, \
    { GET,  path "/export.xlsx",                    MAY_READ,  export_download,    .of = entity, .package = PACKAGE_INKAART, .flags = WAITS }, \
    { GET,  path "/sjabloon.xlsx",                  MAY_READ,  export_download_template, .of = entity, .package = PACKAGE_INKAART }, \
    { GET,  path "/importeren",                     MAY_WRITE, import_show,        .of = entity, .package = PACKAGE_INKAART }, \
    { POST, path "/importeren",                     MAY_WRITE, import_upload,      .of = entity, .package = PACKAGE_INKAART, .flags = UPLOADS | ASKS }, \
    { GET,  path "/importeren/geschiedenis",        MAY_READ,  import_show_history, .of = entity, .package = PACKAGE_INKAART }, \
    { POST, path "/importeren/koppelingen",         MAY_WRITE, import_forget_columns, .of = entity, .package = PACKAGE_INKAART }, \
    { GET,  path "/importeren/:key",                MAY_READ,  import_show_one,    .of = entity, .package = PACKAGE_INKAART }, \
    { POST, path "/importeren/:key",                MAY_WRITE, import_confirm,     .of = entity, .package = PACKAGE_INKAART, .flags = ASKS }, \
    { GET,  path "/importeren/:key/voortgang",      MAY_READ,  import_progress,    .of = entity, .package = PACKAGE_INKAART }, \
    { POST, path "/importeren/:key/koppelen",       MAY_WRITE, import_couple_columns, .of = entity, .package = PACKAGE_INKAART, .flags = ASKS }, \
    { GET,  path "/importeren/:key/fouten.xlsx",    MAY_WRITE, import_download_wrong, .of = entity, .package = PACKAGE_INKAART }, \
    { POST, path "/importeren/:key/ongedaan",       MAY_WRITE, import_undo,        .of = entity, .package = PACKAGE_INKAART, .flags = ASKS }, \
    { POST, path "/archiveren",                     MAY_WRITE, entity_archive_chosen, .of = entity }, \
    { POST, path "/terugzetten",                    MAY_WRITE, entity_restore_chosen, .of = entity }, \
    { GET,  path "/:key",                           MAY_READ,  entity_show,        .of = entity }, \
    { POST, path "/:key",                           MAY_WRITE, entity_save,        .of = entity }, \
    { GET,  path "/:key/acties",                    MAY_READ,  entity_actions,     .of = entity }, \
    { POST, path "/:key/archiveren",                MAY_WRITE, entity_archive,     .of = entity }, \
    { POST, path "/:key/terugzetten",               MAY_WRITE, entity_restore,     .of = entity }, \
    { GET,  path "/:key/verwijderen",               MAY_WRITE, entity_ask_delete,  .of = entity }, \
    { POST, path "/:key/verwijderen",               MAY_WRITE, entity_delete,      .of = entity }, \
    { POST, path "/:key/notities",                  MAY_WRITE, entity_add_note,    .of = entity }, \
    { POST, path "/:key/notities/:part/verwijderen", MAY_WRITE, entity_remove_note, .of = entity }

const struct route routes[] = {
    { GET,  "/",                                MAY_READ,   home, .flags = 0 },
    { GET,  "/zoeken",                          MAY_READ,   palette_show, .flags = 0 },
    { GET,  "/sneltoetsen",                     0,          shortcuts_show, .flags = OUTSIDE },

    ENTITY("/klanten", &customer_entity),
    ENTITY("/leveranciers", &supplier_entity),
    ENTITY("/artikelen", &article_entity),

    { GET,  "/welkom",                          0,          welcome_show, .flags = OPEN },
    { POST, "/welkom",                          0,          welcome_make, .flags = OPEN },
    { GET,  "/inloggen",                        0,          sign_in_show, .flags = OPEN },
    { POST, "/inloggen",                        0,          sign_in_try, .flags = OPEN },
    { POST, "/uitloggen",                       0,          sign_out, .flags = OUTSIDE },

    { GET,  "/administraties",                  0,          administration_list, .flags = OUTSIDE },
    { GET,  "/administraties/nieuw",            0,          administration_new, .flags = OUTSIDE },
    { POST, "/administraties/nieuw",            0,          administration_make, .flags = OUTSIDE },
    { POST, "/administraties/:key/openen",      0,          administration_open, .flags = OUTSIDE },
    { GET,  "/administraties/:key/naam",        0,          administration_show_name, .flags = OUTSIDE },
    { POST, "/administraties/:key/naam",        0,          administration_rename, .flags = OUTSIDE },

    { GET,  "/instellingen",                    MAY_READ,   settings_show, .flags = 0 },
    { GET,  "/instellingen/pakket",             MAY_READ,   settings_show_package, .flags = 0 },
    { POST, "/instellingen/pakket",             MAY_MANAGE, settings_choose_package, .flags = 0 },
    { GET,  "/instellingen/account",            0,          settings_show_account, .flags = OUTSIDE },
    { POST, "/instellingen/account/uitloggen",  0,          sign_out_everywhere, .flags = OUTSIDE },
    { POST, "/instellingen/account/sneltoetsen", 0,         settings_set_keys, .flags = OUTSIDE },
};
const size_t route_count = COUNT(routes);
