#include "domain/entities.h"

#include "domain/customer.h"

const struct entity *const entities[] = { &customer_entity };
const size_t entity_count = COUNT(entities);

const struct entity *entity_called(struct str titles)
{
    for (size_t i = 0; i < entity_count; i++)
        if (str_is(titles, str_from(entities[i]->titles)))
            return entities[i];
    return NULL;
}
