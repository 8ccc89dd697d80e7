/* Keys: which lie side by side, and what a word would be had the other script been switched on. */
#ifndef DCT_SEARCH_KEYBOARD_H
#define DCT_SEARCH_KEYBOARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DCT_NO_KEY 0xFFFFu
/* The key of a letter on the first keyboard that has it (Latin QWERTY, Russian, Greek, Arabic, Hebrew), or DCT_NO_KEY. */
uint16_t dct_keyboard_key(uint32_t letter);
/* Are two keys neighbours on one keyboard? */
bool dct_keyboard_near(uint16_t a, uint16_t b);
#define DCT_KEYBOARD_LAYOUTS 5u
/* The word as the same keys give it in another script: layout 0 is Latin, the others as in keyboard.c. 0 when a letter is
 * on no key or nothing changes. `out` has room for `room` bytes with the zero. */
size_t dct_keyboard_swap(const char *word, size_t size, unsigned from, unsigned to, char *out, size_t room);

#endif
