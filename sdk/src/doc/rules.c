#include "rules.h"

#define BIT(kind) (1u << DOCENT_BLOCK_##kind)

/* What running text is made of: the inside of a step, an alert, a quotation. */
#define FLOW                                                                                                    \
    (BIT(HEADING) | BIT(PARAGRAPH) | BIT(STEPS) | BIT(LIST) | BIT(ALERT) | BIT(QUOTE) | BIT(TABLE) |            \
     BIT(PICTURE) | BIT(CODE) | BIT(RULE))

static const dct_block_rule rules[DCT_BLOCK_KINDS] = {
    [DOCENT_BLOCK_HEADING] = { .name = "heading", .text = true, .inlines = true, .level_min = 2, .level_max = 6 },
    [DOCENT_BLOCK_PARAGRAPH] = { .name = "paragraph", .text = true, .inlines = true },
    [DOCENT_BLOCK_STEPS] = { .name = "list of steps", .holds = BIT(STEP) },
    [DOCENT_BLOCK_STEP] = { .name = "step", .holds = FLOW, .number = true },
    [DOCENT_BLOCK_LIST] = { .name = "list", .holds = BIT(ITEM), .number = true },
    [DOCENT_BLOCK_ITEM] = { .name = "list item", .holds = FLOW, .number = true,
                            .flags = DOCENT_BLOCK_CHECKBOX | DOCENT_BLOCK_CHECKED },
    [DOCENT_BLOCK_ALERT] = { .name = "alert", .holds = FLOW, .level_min = DOCENT_ALERT_NOTE,
                             .level_max = DOCENT_ALERT_CAUTION },
    [DOCENT_BLOCK_QUOTE] = { .name = "quotation", .holds = FLOW },
    [DOCENT_BLOCK_TABLE] = { .name = "table", .holds = BIT(ROW), .number = true },
    [DOCENT_BLOCK_ROW] = { .name = "row", .holds = BIT(CELL), .flags = DOCENT_BLOCK_HEADER },
    [DOCENT_BLOCK_CELL] = { .name = "cell", .holds = BIT(PICTURE), .text = true, .inlines = true,
                            .level_max = DOCENT_ALIGN_END },
    [DOCENT_BLOCK_PICTURE] = { .name = "picture", .text = true, .target = true, .sized = true },
    [DOCENT_BLOCK_CODE] = { .name = "code", .text = true, .target = true },
    [DOCENT_BLOCK_RULE] = { .name = "rule" },
    [DOCENT_BLOCK_FOOTNOTE] = { .name = "footnote", .holds = FLOW, .number = true },
    [DOCENT_BLOCK_SCREEN] = { .name = "screen", .holds = FLOW | BIT(ANSWER), .text = true, .inlines = true,
                              .flags = DOCENT_BLOCK_FIX },
    [DOCENT_BLOCK_ANSWER] = { .name = "answer", .text = true, .inlines = true, .target = true },
};

const dct_block_rule *dct_block_rule_of(uint32_t kind)
{
    return kind < DCT_BLOCK_KINDS && rules[kind].name != NULL ? &rules[kind] : NULL;
}

uint32_t dct_block_top_kinds(void)
{
    return FLOW | BIT(FOOTNOTE) | BIT(SCREEN);
}
