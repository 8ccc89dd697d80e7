/* A compiled time zone (TZif). */
#include "fuzz.h"

#include "pack/zone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    dct_zone_change *rows;
    uint32_t count;
    if (dct_zone_parse(&dct_alloc_default, data, size, &rows, &count, NULL) != DOCENT_OK)
        return 0;
    fuzz_check(count > 0 && rows[0].since == DCT_ZONE_FROM);
    for (uint32_t i = 1; i < count; i++)
        fuzz_check(rows[i].since > rows[i - 1].since && rows[i].utc_offset_s != rows[i - 1].utc_offset_s);
    dct_free(&dct_alloc_default, rows, count * sizeof *rows);
    return 0;
}
