/* What Request Tracker answers: any bytes, to any question. */
#include "fuzz.h"

#include <string.h>

#include "base/utf8.h"
#include "contact/rt_answer.h"

#define FUZZ_ARENA_BYTES (64u << 20)
#define FUZZ_ROOM 100u

static void check_id(const char *id)
{
    fuzz_check(id == NULL || *id == 0 || (dct_rt_id_ok(id) && strpbrk(id, "/?&# ") == NULL));
}

static void check_line(const char *text)
{
    fuzz_check(dct_utf8_valid(text, strlen(text)) && strpbrk(text, "\r\n") == NULL);
}

static void check_list(dct_arena *arena, const char *text, size_t size)
{
    static dct_rt_said list[FUZZ_ROOM];
    int n = dct_rt_list(arena, text, size, list, FUZZ_ROOM);
    fuzz_check(n <= (int)FUZZ_ROOM);
    for (int i = 0; i < n; i++) {
        fuzz_check(list[i].id > 0 && (i == 0 || list[i - 1].id <= list[i].id));
        fuzz_check(list[i].part_count <= DCT_RT_PARTS);
        check_line(list[i].author);
        check_line(list[i].subject);
        for (uint32_t k = 0; k < list[i].part_count; k++)
            check_id(list[i].parts[k]);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size);
    const char *id;
    dct_arena arena;
    dct_rt_ticket ticket;
    dct_rt_part part;
    dct_arena_init(&arena, &dct_alloc_default, FUZZ_ARENA_BYTES);
    check_id(dct_rt_made(&arena, text, size));
    if (dct_rt_found(&arena, text, size, &id))
        check_id(id);
    if (dct_rt_ticket_read(&arena, "Client Request ID", text, size, &ticket)) {
        check_id(ticket.id);
        check_line(ticket.status);
        check_line(ticket.value);
    }
    check_list(&arena, text, size);
    if (dct_rt_part_read(&arena, text, size, &part) && part.data != NULL)
        fuzz_check(((const char *)part.data)[part.bytes] == 0);
    dct_rt_queue_has(text, size, "Client Request ID");
    check_line(dct_rt_error(&arena, text, size));
    dct_arena_close(&arena);
    free(text);
    return 0;
}
