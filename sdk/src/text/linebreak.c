/* Line breaks by UAX 14. The rules look at pairs of characters, with a little memory:
 *
 *   a  b  [spaces]  | c        last = class of b, spaces = true, pair(b, c) with and without the spaces between
 *      +-- combining marks after b belong to b (LB9)
 *
 * What pairs cannot say is kept in `state`: an unfinished number (LB25 as a regular expression, the variant that the
 * conformance test expects), an odd count of flag letters (LB30a), a hyphen after a Hebrew letter (LB21a).
 * No dictionary: Thai, Lao, Khmer and Burmese break where the text has U+200B. No hyphenation. */
#include "linebreak.h"

#include <stdbool.h>

#define BIT(name) (1ull << DCT_BREAK_##name)
#define NOTHING 63u /* The start of the text, a class that is in no set. */

#define MANDATORY (BIT(BK) | BIT(CR) | BIT(LF) | BIT(NL))
#define MARKS (BIT(CM) | BIT(ZWJ))
#define LETTERS (BIT(AL) | BIT(HL))
#define CLOSING (BIT(CL) | BIT(CP) | BIT(CP_WIDE))
#define PARENTHESES (BIT(CP) | BIT(CP_WIDE))
#define OPENING (BIT(OP) | BIT(OP_WIDE))
#define EMOJI_BASES (BIT(EB) | BIT(EB_FREE))
#define IDEOGRAPHS (BIT(ID) | EMOJI_BASES | BIT(EM))
#define HANGUL (BIT(JL) | BIT(JV) | BIT(JT) | BIT(H2) | BIT(H3))
#define AFFIXES (BIT(PR) | BIT(PO))

typedef enum number { NO_NUMBER = 0, IN_NUMBER, CLOSED_NUMBER } number;

typedef struct state {
    unsigned last;      /* The last character that is no space, or NOTHING. */
    bool     spaces;    /* Spaces came after it. */
    bool     joiner;    /* The very last character is ZWJ. */
    bool     odd_flags; /* An odd number of regional indicators came last. */
    bool     hebrew;    /* last is a hyphen that follows a Hebrew letter. */
    number   number;
} state;

static bool in(unsigned class, uint64_t set)
{
    return (set >> class & 1) != 0;
}

/* LB8 to LB17: rules that look through spaces, and LB18. */
static bool joined_over_spaces(const state *s, unsigned c)
{
    unsigned b = s->last;
    if (in(c, CLOSING | BIT(EX) | BIT(IS) | BIT(SY) | BIT(WJ)))
        return true; /* LB11, LB13 */
    if (in(b, OPENING))
        return true; /* LB14 */
    if (b == DCT_BREAK_QU && in(c, OPENING))
        return true; /* LB15 */
    if (in(b, CLOSING) && c == DCT_BREAK_NS)
        return true; /* LB16 */
    return b == DCT_BREAK_B2 && c == DCT_BREAK_B2; /* LB17 */
}

/* LB25: numbers with their signs, brackets and units stay whole. next: what follows c. */
static bool joined_number(const state *s, unsigned c, unsigned next)
{
    unsigned b = s->last;
    if (in(b, AFFIXES) && (c == DCT_BREAK_NU || (in(c, OPENING | BIT(HY)) && next == DCT_BREAK_NU)))
        return true;
    if (in(b, OPENING | BIT(HY)) && c == DCT_BREAK_NU)
        return true;
    if (s->number == IN_NUMBER && in(c, BIT(NU) | BIT(SY) | BIT(IS) | CLOSING))
        return true;
    return s->number != NO_NUMBER && in(c, AFFIXES);
}

/* LB26, LB27: Hangul syllables. */
static bool joined_hangul(unsigned b, unsigned c)
{
    if (b == DCT_BREAK_JL)
        return in(c, BIT(JL) | BIT(JV) | BIT(H2) | BIT(H3));
    if (in(b, BIT(JV) | BIT(H2)) && in(c, BIT(JV) | BIT(JT)))
        return true;
    if (in(b, BIT(JT) | BIT(H3)) && c == DCT_BREAK_JT)
        return true;
    return false;
}

/* LB19 to LB24: quotes, hyphens, letters with numbers. */
static bool joined_words(const state *s, unsigned c)
{
    unsigned b = s->last;
    if (b == DCT_BREAK_QU || c == DCT_BREAK_QU)
        return true; /* LB19 */
    if (b == DCT_BREAK_CB || c == DCT_BREAK_CB)
        return false; /* LB20 */
    if (in(c, BIT(BA) | BIT(HY) | BIT(NS)) || b == DCT_BREAK_BB)
        return true; /* LB21 */
    if (s->hebrew || (b == DCT_BREAK_SY && c == DCT_BREAK_HL))
        return true; /* LB21a, LB21b */
    if (c == DCT_BREAK_IN)
        return true; /* LB22 */
    if ((in(b, LETTERS) && c == DCT_BREAK_NU) || (b == DCT_BREAK_NU && in(c, LETTERS)))
        return true; /* LB23 */
    if ((b == DCT_BREAK_PR && in(c, IDEOGRAPHS)) || (in(b, IDEOGRAPHS) && c == DCT_BREAK_PO))
        return true; /* LB23a */
    return (in(b, AFFIXES) && in(c, LETTERS)) || (in(b, LETTERS) && in(c, AFFIXES)); /* LB24 */
}

/* LB26 to LB30b: Hangul, letters, brackets within words, flags, skin tones. */
static bool joined_letters(const state *s, unsigned c)
{
    unsigned b = s->last;
    if (joined_hangul(b, c))
        return true;
    if ((in(b, HANGUL) && c == DCT_BREAK_PO) || (b == DCT_BREAK_PR && in(c, HANGUL)))
        return true; /* LB27 */
    if (in(c, LETTERS) && in(b, LETTERS | BIT(IS)))
        return true; /* LB28, LB29 */
    if (in(b, LETTERS | BIT(NU)) && c == DCT_BREAK_OP)
        return true; /* LB30 */
    if (b == DCT_BREAK_CP && in(c, LETTERS | BIT(NU)))
        return true;
    if (b == DCT_BREAK_RI && c == DCT_BREAK_RI && s->odd_flags)
        return true; /* LB30a */
    return in(b, EMOJI_BASES) && c == DCT_BREAK_EM; /* LB30b */
}

static dct_break between(const state *s, unsigned c, unsigned next)
{
    if (s->last == NOTHING && !s->spaces)
        return DCT_BREAK_NONE; /* LB2 */
    if (s->last == DCT_BREAK_ZW)
        return c == DCT_BREAK_ZW || in(c, MANDATORY) ? DCT_BREAK_NONE : DCT_BREAK_MAY; /* LB7, LB8 */
    if (s->joiner || c == DCT_BREAK_ZW || in(c, MANDATORY))
        return DCT_BREAK_NONE; /* LB8a, LB7, LB6 */
    if (joined_over_spaces(s, c))
        return DCT_BREAK_NONE;
    if (s->spaces)
        return DCT_BREAK_MAY; /* LB18 */
    if (in(s->last, BIT(WJ) | BIT(GL)))
        return DCT_BREAK_NONE; /* LB11, LB12 */
    if (c == DCT_BREAK_GL && !in(s->last, BIT(BA) | BIT(HY)))
        return DCT_BREAK_NONE; /* LB12a */
    if (joined_words(s, c) || joined_number(s, c, next) || joined_letters(s, c))
        return DCT_BREAK_NONE;
    return DCT_BREAK_MAY; /* LB31 */
}

static number next_number(const state *s, unsigned c)
{
    if (c == DCT_BREAK_NU)
        return IN_NUMBER;
    if (s->number != IN_NUMBER)
        return NO_NUMBER;
    if (in(c, BIT(SY) | BIT(IS)))
        return IN_NUMBER;
    return in(c, CLOSING) ? CLOSED_NUMBER : NO_NUMBER;
}

/* c is now the last character that is no space. */
static void advance(state *s, unsigned c)
{
    if (s->spaces)
        s->number = NO_NUMBER;
    s->number = next_number(s, c);
    s->odd_flags = c == DCT_BREAK_RI && !(s->odd_flags && !s->spaces);
    s->hebrew = s->last == DCT_BREAK_HL && !s->spaces && in(c, BIT(HY) | BIT(BA));
    s->last = c;
    s->spaces = false;
    s->joiner = false;
}

static void start(state *s)
{
    *s = (state){ NOTHING, false, false, false, false, NO_NUMBER };
}

/* The class of the next character that is no combining mark: what LB25 looks ahead to. */
static unsigned following(const uint8_t *classes, size_t count, size_t at)
{
    while (at < count && in(classes[at], MARKS))
        at++;
    return at < count ? classes[at] : NOTHING;
}

/* True when a mark at this place belongs to the character before it (LB9); else it stands as a letter (LB10). */
static bool absorbs(const state *s)
{
    return s->last != NOTHING && !s->spaces && s->last != DCT_BREAK_ZW;
}

static dct_break step(state *s, const uint8_t *classes, size_t count, size_t at)
{
    unsigned c = classes[at];
    if (in(c, MARKS) && absorbs(s)) {
        s->joiner = c == DCT_BREAK_ZWJ;
        return DCT_BREAK_NONE;
    }
    if (c == DCT_BREAK_SP) {
        s->spaces = true;
        s->joiner = false;
        return DCT_BREAK_NONE; /* LB7 */
    }
    bool     joiner = c == DCT_BREAK_ZWJ;
    unsigned class = in(c, MARKS) ? DCT_BREAK_AL : c;
    unsigned next = in(s->last, AFFIXES) ? following(classes, count, at + 1) : NOTHING;
    dct_break found = between(s, class, next);
    advance(s, class);
    s->joiner = joiner;
    return found;
}

void dct_line_breaks(const uint8_t *classes, size_t count, uint8_t *breaks)
{
    state s;
    start(&s);
    for (size_t i = 0; i < count; i++) {
        unsigned before = i == 0 ? NOTHING : classes[i - 1];
        bool hard = in(before, MANDATORY) && !(before == DCT_BREAK_CR && classes[i] == DCT_BREAK_LF); /* LB4, LB5 */
        if (hard)
            start(&s);
        breaks[i] = (uint8_t)step(&s, classes, count, i);
        if (hard)
            breaks[i] = DCT_BREAK_MUST;
    }
}
