/* What goes along with a request: what was looked for and read, where the person was, and what the program adds. One list, shown
 * as it is sent: what is struck on the page is not in the request. */
#include "along.h"

#include "build.h"

#include <string.h>

bool dct_along_goes(const dct_state *s, uint32_t bit)
{
    return (s->wish.struck >> bit & 1) == 0;
}

static uint32_t add_story(const dct_state *s, dct_along *out)
{
    static const struct { const char *kind, *name, *icon; } kinds[] = {
        [DCT_STORY_SEARCH] = { "search", DCT_MSG("You searched"), "search" },
        [DCT_STORY_ARTICLE] = { "article", DCT_MSG("You read"), "book" },
        [DCT_STORY_FIX] = { "fix", DCT_MSG("You tried"), "fix" },
        [DCT_STORY_ASK] = { "ask", DCT_MSG("You asked"), "question" },
    };
    for (uint32_t i = 0; i < s->story.count; i++) {
        const dct_story_item *item = &s->story.items[i];
        out[i] = (dct_along){ kinds[item->kind].kind, kinds[item->kind].name, kinds[item->kind].icon, item->text,
                              item->address, i };
    }
    return s->story.count;
}

/* "Orbit, 2.1, help 2026.11" */
static const char *version_text(const dct_content *c, dct_arena *arena)
{
    const docent_info *info = docent_info_of(c->h);
    const char *product = dct_content_context(c, DCT_CONTEXT_PRODUCT), *version = dct_content_context(c, DCT_CONTEXT_VERSION);
    bool plain = product == NULL && version == NULL;
    return dct_arena_format(arena, "%s%s%s%s%s %s", product == NULL ? "" : product, product != NULL && version != NULL ? " " : "",
                            version == NULL ? "" : version, plain ? "" : " \xC2\xB7 ", info->product, info->content_version);
}

static uint32_t add_place(const dct_content *c, dct_arena *arena, dct_along *out)
{
    uint32_t count = 0;
    const char *screen = dct_content_context(c, DCT_CONTEXT_SCREEN), *version = version_text(c, arena);
    if (screen != NULL)
        out[count++] = (dct_along){ "context", DCT_MSG("Where you were"), "screen", screen, "", DCT_STRIKE_CONTEXT };
    if (version != NULL && version[strspn(version, " ")] != 0)
        out[count++] = (dct_along){ "version", DCT_MSG("Versions"), "info", version, "", DCT_STRIKE_VERSION };
    return count;
}

static uint32_t add_evidence(const dct_content *c, dct_arena *arena, dct_along *out)
{
    dct_evidence e = c->evidence; /* A copy: the text of a buffer is made on asking. */
    uint32_t count = 0;
    const char *said = e.diagnostics.size == 0 ? NULL : dct_arena_text(arena, (const char *)e.diagnostics.data, e.diagnostics.size);
    if (said != NULL)
        out[count++] = (dct_along){ NULL, DCT_MSG("About the program"), "gear", said, "", DCT_STRIKE_DIAGNOSTICS };
    if (e.log.size > 0)
        out[count++] = (dct_along){ NULL, DCT_MSG("The program's log"), "list",
                                    dct_arena_format(arena, "log.txt, %u KB", (unsigned)((e.log.size + 1023) / 1024)), "",
                                    DCT_STRIKE_LOG };
    if (e.screen != NULL)
        out[count++] = (dct_along){ NULL, DCT_MSG("A picture of the program"), "picture",
                                    dct_arena_format(arena, "screen.png, %d \xC3\x97 %d", (int)e.width, (int)e.height), "",
                                    DCT_STRIKE_SCREEN };
    return count;
}

uint32_t dct_along_list(const dct_content *c, const dct_state *s, dct_arena *arena, dct_along out[DCT_MAX_ALONG])
{
    uint32_t count = add_story(s, out);
    count += add_place(c, arena, out + count);
    count += add_evidence(c, arena, out + count);
    for (uint32_t i = 0; i < count; i++)
        out[i].text = out[i].text == NULL ? "" : out[i].text;
    return count;
}
