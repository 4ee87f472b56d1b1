#include "domain/entities.h"

#include "domain/article.h"
#include "domain/customer.h"
#include "domain/supplier.h"

const struct entity *const entities[] = { &customer_entity, &supplier_entity, &article_entity };
const size_t entity_count = COUNT(entities);

const struct entity *entity_called(struct str titles)
{
    for (size_t i = 0; i < entity_count; i++)
        if (str_is(titles, str_from(entities[i]->titles)))
            return entities[i];
    return NULL;
}

const char *entity_this(const struct entity *e)
{
    return e->neuter ? "dit" : "deze";
}

const char *entity_new_word(const struct entity *e)
{
    return e->neuter ? "nieuw" : "nieuwe";
}
