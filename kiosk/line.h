/* One line of a script, taken apart. It knows the grammar and nothing of a view.
 *
 *   GO address                    WAIT ms                  TREE
 *   TYPE "text"                   EXPECT role "text"       SHOT file
 *   KEY Ctrl+F                    ABSENT role "text"       OFFLINE on|off
 *   PRESS role "label"            NOW 2026-11-02T09:30Z    SIZE 1080x1920
 *   TOUCH role "label"            # a comment
 *
 * After the text of EXPECT and ABSENT a state may stand: checked, focused, disabled, or "not" and one of them. */
#ifndef KIOSK_LINE_H
#define KIOSK_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define KIOSK_LINE_MAX 4096 /* Bytes. Longer is a mistake. */

typedef enum kiosk_command {
    KIOSK_EMPTY, KIOSK_GO, KIOSK_TYPE, KIOSK_KEY, KIOSK_PRESS, KIOSK_TOUCH, KIOSK_WAIT, KIOSK_EXPECT, KIOSK_ABSENT,
    KIOSK_TREE, KIOSK_SHOT, KIOSK_OFFLINE, KIOSK_NOW, KIOSK_SIZE
} kiosk_command;

/* What EXPECT and ABSENT can look at besides the roles of view.h. */
#define KIOSK_ANY 0        /* text: a node of any role. */
#define KIOSK_ADDRESS -1   /* Where the view is. */
#define KIOSK_CLIPBOARD -2 /* What was copied. */

typedef struct kiosk_line {
    kiosk_command command;
    int           role;   /* docent_role, or one of the above. */
    uint32_t      state_mask, state; /* DOCENT_STATE_* that matter, and how they are to be. */
    char          text[KIOSK_LINE_MAX]; /* GO, TYPE, SHOT; the label of the rest. */
    uint32_t      key, mods;
    uint64_t      ms;     /* WAIT. */
    int64_t       unix_s; /* NOW. */
    int32_t       width, height;
    bool          on;     /* OFFLINE. */
} kiosk_line;

/* False with a message that says what was expected. */
bool kiosk_line_parse(const char *text, kiosk_line *out, char error[256]);
/* "Ctrl+Shift+Tab", "PageDown", "a". */
bool kiosk_key_parse(const char *name, uint32_t *key, uint32_t *mods);

#endif
