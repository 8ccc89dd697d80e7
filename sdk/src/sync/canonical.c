#include "canonical.h"

#include "../base/limits.h"

#include <stdlib.h>
#include <string.h>

static bool write_value(json_t *value, dct_buf *out, unsigned depth);

static void write_text(const char *text, size_t size, dct_buf *out)
{
    size_t start = 0;
    dct_buf_add_byte(out, '"');
    for (size_t i = 0; i < size; i++) {
        if (text[i] != '"' && text[i] != '\\')
            continue;
        dct_buf_add(out, text + start, i - start);
        dct_buf_add_byte(out, '\\');
        start = i; /* The character itself goes out with what follows. */
    }
    dct_buf_add(out, text + start, size - start);
    dct_buf_add_byte(out, '"');
}

static bool write_array(json_t *array, dct_buf *out, unsigned depth)
{
    dct_buf_add_byte(out, '[');
    for (size_t i = 0; i < json_array_size(array); i++) {
        if (i > 0)
            dct_buf_add_byte(out, ',');
        if (!write_value(json_array_get(array, i), out, depth))
            return false;
    }
    dct_buf_add_byte(out, ']');
    return true;
}

/* strcmp() compares as unsigned bytes, which for UTF-8 is the order of code points. */
static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void collect_keys(json_t *object, const char **keys)
{
    size_t n = 0;
    for (void *i = json_object_iter(object); i != NULL; i = json_object_iter_next(object, i))
        keys[n++] = json_object_iter_key(i);
    qsort(keys, n, sizeof *keys, by_bytes);
}

static bool write_object(json_t *object, dct_buf *out, unsigned depth)
{
    size_t count = json_object_size(object);
    const char **keys = dct_new(out->alloc, count * sizeof *keys);
    bool ok = keys != NULL || count == 0;
    if (!ok)
        out->failed = true;
    if (keys != NULL)
        collect_keys(object, keys);
    dct_buf_add_byte(out, '{');
    for (size_t i = 0; ok && i < count; i++) {
        if (i > 0)
            dct_buf_add_byte(out, ',');
        write_text(keys[i], strlen(keys[i]), out);
        dct_buf_add_byte(out, ':');
        ok = write_value(json_object_get(object, keys[i]), out, depth);
    }
    dct_buf_add_byte(out, '}');
    dct_free(out->alloc, keys, count * sizeof *keys);
    return ok;
}

static bool write_value(json_t *value, dct_buf *out, unsigned depth)
{
    if (depth == 0)
        return false;
    switch (json_typeof(value)) {
    case JSON_OBJECT: return write_object(value, out, depth - 1);
    case JSON_ARRAY: return write_array(value, out, depth - 1);
    case JSON_STRING: write_text(json_string_value(value), json_string_length(value), out); return true;
    case JSON_INTEGER: dct_buf_add_format(out, "%" JSON_INTEGER_FORMAT, json_integer_value(value)); return true;
    case JSON_TRUE: dct_buf_add_text(out, "true"); return true;
    case JSON_FALSE: dct_buf_add_text(out, "false"); return true;
    case JSON_NULL: dct_buf_add_text(out, "null"); return true;
    default: return false;
    }
}

bool dct_canonical(json_t *value, dct_buf *out)
{
    return write_value(value, out, DCT_MAX_TUF_DEPTH) && !out->failed;
}
