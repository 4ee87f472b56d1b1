/* The XML of a sheet of a workbook, in any form. */
#include "reading.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    reading_part(SHEET, data, size);
    return 0;
}
