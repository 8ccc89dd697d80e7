#include "names.h"

#include <string.h>

#include "../base/bytes.h"

#define MAX_TEXT_BYTES 0xFFFFFFF0u

void dct_names_init(dct_names *names, const docent_alloc *alloc)
{
    memset(names, 0, sizeof *names);
    names->alloc = alloc;
    dct_buf_init(&names->text, alloc, MAX_TEXT_BYTES);
    dct_buf_init(&names->offsets, alloc, MAX_TEXT_BYTES);
}

void dct_names_close(dct_names *names)
{
    dct_buf_close(&names->text);
    dct_buf_close(&names->offsets);
    dct_free(names->alloc, names->slots, names->slot_count * sizeof *names->slots);
    memset(names, 0, sizeof *names);
}

static uint32_t offset_of(const dct_names *names, uint32_t number)
{
    uint32_t offset;
    memcpy(&offset, names->offsets.data + (size_t)number * sizeof offset, sizeof offset);
    return offset;
}

const char *dct_names_at(const dct_names *names, uint32_t number, size_t *size)
{
    size_t from = offset_of(names, number);
    size_t to = number + 1 < names->count ? offset_of(names, number + 1) : names->text.size;
    *size = to - from - 1;
    return (const char *)names->text.data + from;
}

/* The slot that holds the string, or the empty one where it belongs. */
static uint32_t slot_of(const dct_names *names, const char *text, size_t size)
{
    uint32_t mask = names->slot_count - 1;
    uint32_t slot = (uint32_t)(dct_hash(DCT_HASH_START, text, size) * 0x9E3779B97F4A7C15ull >> 32) & mask;
    for (; names->slots[slot] != 0; slot = (slot + 1) & mask) {
        size_t other;
        const char *name = dct_names_at(names, names->slots[slot] - 1, &other);
        if (other == size && memcmp(name, text, size) == 0)
            break;
    }
    return slot;
}

static bool widen(dct_names *names)
{
    uint32_t old_count = names->slot_count, *old = names->slots;
    uint32_t count = old_count == 0 ? 1024 : old_count * 2;
    uint32_t *slots = dct_new_zero(names->alloc, count * sizeof *slots);
    if (slots == NULL)
        return false;
    names->slots = slots;
    names->slot_count = count;
    for (uint32_t i = 0; i < old_count; i++) {
        size_t size;
        if (old[i] == 0)
            continue;
        const char *name = dct_names_at(names, old[i] - 1, &size);
        slots[slot_of(names, name, size)] = old[i];
    }
    dct_free(names->alloc, old, old_count * sizeof *old);
    return true;
}

uint32_t dct_names_add(dct_names *names, const char *text, size_t size)
{
    if (names->failed)
        return DCT_NO_NAME;
    if (names->count >= names->slot_count / 2 && !widen(names)) {
        names->failed = true;
        return DCT_NO_NAME;
    }
    uint32_t slot = slot_of(names, text, size);
    if (names->slots[slot] != 0)
        return names->slots[slot] - 1;
    uint32_t offset = (uint32_t)names->text.size;
    dct_buf_add(&names->text, text, size);
    dct_buf_add_byte(&names->text, 0);
    dct_buf_add(&names->offsets, &offset, sizeof offset);
    if (names->text.failed || names->offsets.failed) {
        names->failed = true;
        return DCT_NO_NAME;
    }
    names->slots[slot] = ++names->count;
    return names->count - 1;
}

uint32_t dct_names_find(const dct_names *names, const char *text, size_t size)
{
    if (names->count == 0)
        return DCT_NO_NAME;
    uint32_t found = names->slots[slot_of(names, text, size)];
    return found == 0 ? DCT_NO_NAME : found - 1;
}
