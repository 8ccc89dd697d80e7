/* What somebody wrote in an answer, without the mail they answered. People answer above it, below it or in between:
 *
 *     above:    text | "On Monday X wrote:" | > quoted        the end goes
 *     below:    "X wrote:" | > quoted | text                  the beginning goes
 *     between:  text | > quoted | text ...                    the quotes in the middle stay: they say what is answered */
#include "mail_text.h"

#include <string.h>

typedef struct line { const char *at; size_t size; } line;

static bool blank(line l)
{
    for (size_t i = 0; i < l.size; i++)
        if (l.at[i] != ' ' && l.at[i] != '\t')
            return false;
    return true;
}

static bool quoted(line l)
{
    return l.size > 0 && l.at[0] == '>';
}

static bool begins(line l, const char *with)
{
    size_t n = strlen(with);
    return l.size >= n && memcmp(l.at, with, n) == 0;
}

/* "On Monday X wrote:", in any language: a line that ends with a colon before a quote. */
static bool introduces(line l)
{
    while (l.size > 0 && (l.at[l.size - 1] == ' ' || l.at[l.size - 1] == '\t'))
        l.size--;
    return l.size > 0 && l.at[l.size - 1] == ':';
}

/* After this nothing is the writer's: what mail programs put above a forwarded or answered mail, and the signature's mark. */
static bool ends_text(line l, line next)
{
    static const char *const marks[] = { "-----Original Message", "----- Original Message", "-----Urspr", "-----Message d'origine",
                                         "----- Forwarded", "---------- Forwarded", "Begin forwarded message:",
                                         "##- Please type your reply above this line" };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (begins(l, marks[i]))
            return true;
    if ((l.size == 3 && begins(l, "-- ")) || (l.size == 2 && begins(l, "--")))
        return true;
    bool rule = l.size >= 20 && strspn(l.at, "_") >= 20; /* Outlook: a rule, then the headers. */
    return rule && (begins(next, "From:") || begins(next, "Von:") || begins(next, "De:"));
}

static size_t split(const char *text, line *lines, size_t room)
{
    size_t n = 0;
    for (; *text != 0 && n < room; n++) {
        size_t size = strcspn(text, "\n");
        lines[n] = (line){ text, size };
        text += size + (text[size] != 0);
    }
    return n;
}

static size_t count_lines(const char *text)
{
    size_t n = 1;
    for (; *text != 0; text++)
        n += *text == '\n';
    return n;
}

/* The number of lines before a quote at the end and its introduction (of one or two lines). */
static size_t without_end(const line *lines, size_t from, size_t count)
{
    size_t end = count, intro;
    while (end > from && blank(lines[end - 1]))
        end--;
    if (end == from || !quoted(lines[end - 1]))
        return end;
    while (end > from && (quoted(lines[end - 1]) || blank(lines[end - 1])))
        end--;
    intro = end;
    if (intro > from && introduces(lines[intro - 1]))
        intro -= intro - 1 > from && !blank(lines[intro - 2]) && begins(lines[intro - 2], "On ") ? 2 : 1;
    while (intro > from && blank(lines[intro - 1]))
        intro--;
    return intro;
}

static size_t without_start(const line *lines, size_t count)
{
    size_t from = 0, quote;
    while (from < count && blank(lines[from]))
        from++;
    quote = from;
    if (quote + 1 < count && introduces(lines[quote]) && (quoted(lines[quote + 1]) || blank(lines[quote + 1])))
        quote++;
    while (quote < count && blank(lines[quote]))
        quote++;
    if (quote == count || !quoted(lines[quote]))
        return from;
    while (quote < count && (quoted(lines[quote]) || blank(lines[quote])))
        quote++;
    return quote < count ? quote : from;
}

const char *dct_mail_unquote(dct_arena *arena, const char *text)
{
    size_t room = count_lines(text), count, from;
    line *lines = dct_arena_array(arena, room + 1, sizeof *lines); /* One more: "" after the last. */
    if (lines == NULL)
        return "";
    count = split(text, lines, room);
    lines[count] = (line){ "", 0 };
    for (size_t i = 0; i < count; i++)
        if (ends_text(lines[i], lines[i + 1]))
            count = i;
    from = without_start(lines, count);
    count = without_end(lines, from, count);
    if (from >= count)
        return text;
    const char *end = lines[count - 1].at + lines[count - 1].size;
    const char *out = dct_arena_text(arena, lines[from].at, (size_t)(end - lines[from].at));
    return out != NULL ? out : "";
}
