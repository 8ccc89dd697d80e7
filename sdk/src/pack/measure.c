#include "markdown.h"

#include "../base/limits.h"

#include <string.h>

typedef struct measure {
    size_t marks, notes, cells;
    size_t columns; /* Of the table that the line before is in; 0 outside. */
} measure;

static bool is_mark(char c)
{
    switch (c) {
    case '*':
    case '_':
    case '[':
    case ']':
    case '<':
    case '>':
    case '`':
    case '~':
    case '|':
    case '&':
    case '@': return true;
    default: return false;
    }
}

/* "|---|:-:|": the line below a table's head. Returns its columns. */
static size_t delimiter_columns(const char *line, size_t size)
{
    size_t bars = 0, dashes = 0;
    for (size_t i = 0; i < size; i++) {
        if (strchr("|-: \t>", line[i]) == NULL)
            return 0;
        bars += line[i] == '|';
        dashes += line[i] == '-';
    }
    return bars > 0 && dashes > 0 ? bars + 1 : 0;
}

static bool is_blank(const char *line, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (line[i] != ' ' && line[i] != '\t')
            return false;
    return true;
}

static void take_line(measure *m, const char *line, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        m->marks += is_mark(line[i]);
        m->notes += line[i] == '[' && i + 1 < size && line[i + 1] == '^';
    }
    size_t columns = delimiter_columns(line, size);
    if (columns > 0)
        m->columns = columns;
    else if (is_blank(line, size))
        m->columns = 0;
    m->cells += m->columns;
}

/* What there is too much of; NULL when all is well. */
static const char *excess(const measure *m, size_t lines)
{
    if (m->marks > DCT_MAX_MARKDOWN_MARKS)
        return "marks (*, [, <, | and the like)";
    if (lines > DCT_MAX_MARKDOWN_LINES)
        return "lines";
    if (m->notes > DCT_MAX_MARKDOWN_NOTES)
        return "footnotes";
    return m->cells > DCT_MAX_MARKDOWN_CELLS ? "cells in tables" : NULL;
}

bool dct_markdown_measure(const char *text, size_t size, dct_place start, dct_diag *diag)
{
    measure m = { 0, 0, 0, 0 };
    size_t lines = 0;
    for (size_t at = 0; at < size; lines++) {
        const char *newline = memchr(text + at, '\n', size - at);
        size_t end = newline == NULL ? size : (size_t)(newline - text);
        take_line(&m, text + at, end - at);
        at = end + 1;
        const char *what = excess(&m, lines + 1);
        if (what == NULL)
            continue;
        dct_diag_error(diag, (dct_place){ start.file, start.line + (uint32_t)lines, 1 },
                       "more %s than any article has; is this Markdown?", what);
        return false;
    }
    return true;
}
