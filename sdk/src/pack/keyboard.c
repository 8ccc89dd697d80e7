/* Compiles a keymap with libxkbcommon and writes what its letter keys say.
 *
 *   TLDE  AE01 AE02 ... AE12 AE13       digits row
 *    AD01 AD02 ... AD12                 upper row        keys are known by place, not by what they print
 *     AC01 AC02 ... AC11 BKSL           home row
 *   LSGT AB01 AB02 ... AB10 AB11        lower row */
#include "keyboard.h"

#include "../base/error.h"
#include "../base/utf8.h"
#include "keyboard_table.h"

#include <string.h>
#include <utf8proc.h>
#include <xkbcommon/xkbcommon.h>

#define WHERE "keyboard"
#define XKB_FOLDER "/usr/share/X11/xkb"
#define LEVEL_BYTES 40u
#define DOTTED_CIRCLE 0x25CCu

/* Keys in lower case are left out when they hold nothing but signs: a finger needs wide keys more than braces. */
static const char *const rows[4][15] = {
    { "tlde", "AE01", "AE02", "AE03", "AE04", "AE05", "AE06", "AE07", "AE08", "AE09", "AE10", "ae11", "ae12", "ae13",
      NULL },
    { "AD01", "AD02", "AD03", "AD04", "AD05", "AD06", "AD07", "AD08", "AD09", "AD10", "ad11", "ad12", NULL },
    { "AC01", "AC02", "AC03", "AC04", "AC05", "AC06", "AC07", "AC08", "AC09", "ac10", "ac11", "bksl", NULL },
    { "lsgt", "AB01", "AB02", "AB03", "AB04", "AB05", "AB06", "AB07", "AB08", "AB09", "AB10", "ab11", NULL },
};

typedef struct dead_key {
    xkb_keysym_t sym;
    uint32_t     mark;
} dead_key;

static const dead_key dead_keys[] = {
    { XKB_KEY_dead_grave, 0x300 },        { XKB_KEY_dead_acute, 0x301 },       { XKB_KEY_dead_circumflex, 0x302 },
    { XKB_KEY_dead_tilde, 0x303 },        { XKB_KEY_dead_macron, 0x304 },      { XKB_KEY_dead_breve, 0x306 },
    { XKB_KEY_dead_abovedot, 0x307 },     { XKB_KEY_dead_diaeresis, 0x308 },   { XKB_KEY_dead_hook, 0x309 },
    { XKB_KEY_dead_abovering, 0x30A },    { XKB_KEY_dead_doubleacute, 0x30B }, { XKB_KEY_dead_caron, 0x30C },
    { XKB_KEY_dead_abovecomma, 0x313 },   { XKB_KEY_dead_horn, 0x31B },        { XKB_KEY_dead_belowdot, 0x323 },
    { XKB_KEY_dead_belowcomma, 0x326 },   { XKB_KEY_dead_cedilla, 0x327 },     { XKB_KEY_dead_ogonek, 0x328 },
};

typedef struct key {
    char level[2][LEVEL_BYTES]; /* "" when it types nothing. */
    bool has_letter;            /* A letter, a mark or a dead key. */
} key;

static bool is_letter(uint32_t c)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_ME; /* Letters, then marks. */
}

/* xkb names kana in their katakana form; Japanese keys carry, and people write, hiragana. The sound marks are typed
 * after their letter: in the combining form they compose. */
static uint32_t japanese(uint32_t c)
{
    if (c >= 0x30A1 && c <= 0x30F6)
        return c - 0x60;
    return c == 0x309B ? 0x3099 : c == 0x309C ? 0x309A : c;
}

/* A key of the Arabic keyboard types two letters, which xkb can only name as the old code of their joined shape. */
static bool is_lam_alef(uint32_t c)
{
    return c >= 0xFEF5 && c <= 0xFEFC;
}

/* Writes what one keysym types at out: at most four code points; returns bytes. */
static size_t put_text(char *out, uint32_t c)
{
    utf8proc_int32_t parts[4] = { (utf8proc_int32_t)c };
    utf8proc_ssize_t count = 1;
    int boundary = 0;
    if (is_lam_alef(c)) {
        count = utf8proc_decompose_char((utf8proc_int32_t)c, parts, 4, UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE, &boundary);
        if (count >= 1 && count <= 4)
            count = utf8proc_normalize_utf32(parts, count, UTF8PROC_COMPOSE);
    }
    size_t size = 0;
    for (utf8proc_ssize_t i = 0; i < count && i < 4; i++)
        size += dct_utf8_encode((uint32_t)parts[i], out + size);
    return size;
}

static void put_dead(key *k, int level, xkb_keysym_t sym)
{
    for (size_t i = 0; i < sizeof dead_keys / sizeof *dead_keys; i++)
        if (dead_keys[i].sym == sym) {
            size_t size = dct_utf8_encode(DOTTED_CIRCLE, k->level[level]);
            size += dct_utf8_encode(dead_keys[i].mark, k->level[level] + size);
            k->level[level][size] = 0;
            k->has_letter = true;
        }
}

static void put_syms(key *k, int level, const xkb_keysym_t *syms, int count)
{
    size_t size = 0;
    for (int i = 0; i < count && i < 2; i++) {
        uint32_t c = japanese(xkb_keysym_to_utf32(syms[i]));
        if (c <= ' ' || c == 0x7F || c == 0xA0)
            continue;
        size += put_text(k->level[level] + size, c);
        k->has_letter |= is_letter(c);
    }
    k->level[level][size] = 0;
    if (size == 0 && count == 1)
        put_dead(k, level, syms[0]);
}

static key read_key(struct xkb_keymap *map, const char *name)
{
    key k = { .has_letter = false };
    char upper[5] = "";
    for (int i = 0; i < 4; i++)
        upper[i] = (char)(name[i] >= 'a' && name[i] <= 'z' ? name[i] - 32 : name[i]);
    xkb_keycode_t code = xkb_keymap_key_by_name(map, upper);
    if (code == XKB_KEYCODE_INVALID)
        return k;
    for (int level = 0; level < 2; level++) {
        const xkb_keysym_t *syms;
        int count = xkb_keymap_key_get_syms_by_level(map, code, 0, (xkb_level_index_t)level, &syms);
        put_syms(&k, level, syms, count);
    }
    if (k.level[0][0] == 0)
        memcpy(k.level[0], k.level[1], LEVEL_BYTES);
    if (strcmp(k.level[0], k.level[1]) == 0)
        k.level[1][0] = 0;
    return k;
}

static void write_key(dct_buf *out, const key *k, bool first)
{
    if (!first)
        dct_buf_add_byte(out, '\t');
    dct_buf_add_text(out, k->level[0]);
    if (k->level[1][0] != 0) {
        dct_buf_add_byte(out, 0x1F);
        dct_buf_add_text(out, k->level[1]);
    }
}

static void write_rows(struct xkb_keymap *map, dct_buf *out)
{
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
        bool first = true;
        dct_buf_add_text(out, "row\n");
        for (size_t i = 0; rows[r][i] != NULL; i++) {
            key k = read_key(map, rows[r][i]);
            bool edge = rows[r][i][0] >= 'a';
            if (k.level[0][0] == 0 || (edge && !k.has_letter))
                continue;
            write_key(out, &k, first);
            first = false;
        }
        dct_buf_add_byte(out, '\n');
    }
}

static void say_nothing(struct xkb_context *context, enum xkb_log_level level, const char *format, va_list args)
{
    (void)context;
    (void)level;
    (void)format;
    (void)args;
}

/* Nothing from the environment or the home folder: the same layout for everybody who packs. */
static struct xkb_keymap *compile(struct xkb_context *context, const dct_keyboard_layout *layout)
{
    struct xkb_rule_names names = { "evdev", "pc105", layout->layout, layout->variant, "" };
    xkb_context_set_log_fn(context, say_nothing);
    if (xkb_context_include_path_append(context, XKB_FOLDER) != 1)
        return NULL;
    return xkb_keymap_new_from_names(context, &names, XKB_KEYMAP_COMPILE_NO_FLAGS);
}

docent_status dct_keyboard_make(const docent_alloc *alloc, const char *tag, dct_buf *out, docent_error *err)
{
    (void)alloc; /* libxkbcommon has its own. */
    const dct_keyboard_layout *layout = dct_keyboard_find(tag);
    if (layout == NULL)
        return dct_fail(err, DOCENT_ERR_MISSING, WHERE, 0, "no keyboard is known for the language '%.40s'", tag);
    struct xkb_context *context = xkb_context_new(XKB_CONTEXT_NO_DEFAULT_INCLUDES | XKB_CONTEXT_NO_ENVIRONMENT_NAMES);
    if (context == NULL)
        return dct_fail_memory(err, WHERE);
    docent_status status = DOCENT_OK;
    struct xkb_keymap *map = compile(context, layout);
    if (map == NULL) {
        status = dct_fail(err, DOCENT_ERR_MISSING, WHERE, 0,
                          "xkb's layout '%s' (%s) cannot be read; install the Debian package xkb-data", layout->layout,
                          layout->variant);
        goto done;
    }
    dct_buf_add_format(out, "layout %s %s\n", tag, layout->name);
    write_rows(map, out);
    if (out->failed)
        status = dct_fail_memory(err, WHERE);
done:
    xkb_keymap_unref(map);
    xkb_context_unref(context);
    return status;
}

docent_status dct_keyboard_make_symbols(const docent_alloc *alloc, dct_buf *out, docent_error *err)
{
    static const char *const pages[4][10] = {
        { "1", "2", "3", "4", "5", "6", "7", "8", "9", "0" },
        { "@", "#", "\u20AC\x1F\u00A3", "$\x1F\u00A5", "%", "&", "*", "-", "+", "=" },
        { "(\x1F[", ")\x1F]", "/\x1F\\", ":", ";", "'\x1F`", "\"", "<", ">", "\u00B0\x1F\u00A7" },
        { ".", ",", "?\x1F\u00BF", "!\x1F\u00A1", "_", "~", "^", "|", "{", "}" },
    };
    (void)alloc;
    dct_buf_add_text(out, "layout symbols Digits and signs\n");
    for (int r = 0; r < 4; r++) {
        dct_buf_add_text(out, "row\n");
        for (int i = 0; i < 10; i++) {
            dct_buf_add_text(out, i == 0 ? "" : "\t");
            dct_buf_add_text(out, pages[r][i]);
        }
        dct_buf_add_byte(out, '\n');
    }
    return out->failed ? dct_fail_memory(err, WHERE) : DOCENT_OK;
}
