/* The styles of a workbook, in any form. */
#include "reading.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    reading_part(STYLES, data, size);
    return 0;
}
