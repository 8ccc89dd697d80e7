/* The script's grammar. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <docent/view.h>

#include "line.h"

static kiosk_line line;
static char error[256];

static void ok(const char *text, kiosk_command command)
{
    if (!kiosk_line_parse(text, &line, error))
        fail_msg("%s: %s", text, error);
    assert_int_equal(line.command, command);
}

static void wrong(const char *text)
{
    error[0] = '\0';
    if (kiosk_line_parse(text, &line, error))
        fail_msg("%s: was taken", text);
    assert_true(error[0] != '\0');
}

static void every_command_is_read(void **state)
{
    (void)state;
    ok("", KIOSK_EMPTY);
    ok("   # GO nowhere", KIOSK_EMPTY);
    ok("GO article/wifi-setup#step-3  ", KIOSK_GO);
    assert_string_equal(line.text, "article/wifi-setup#step-3");
    ok("TYPE \"say \\\"hi\\\" \\\\ \xd8\xb9\"", KIOSK_TYPE);
    assert_string_equal(line.text, "say \"hi\" \\ \xd8\xb9");
    ok("PRESS button \"Back\"", KIOSK_PRESS);
    assert_int_equal(line.role, DOCENT_ROLE_BUTTON);
    assert_string_equal(line.text, "Back");
    ok("  WAIT 1500", KIOSK_WAIT);
    assert_int_equal(line.ms, 1500);
    ok("EXPECT text \"ink\"", KIOSK_EXPECT);
    assert_int_equal(line.role, KIOSK_ANY);
    ok("EXPECT address \"home\"", KIOSK_EXPECT);
    assert_int_equal(line.role, KIOSK_ADDRESS);
    ok("EXPECT checkbox \"Step 1\" checked", KIOSK_EXPECT);
    assert_true(line.state_mask == DOCENT_STATE_CHECKED && line.state == DOCENT_STATE_CHECKED);
    ok("EXPECT radio \"Dark\" not checked ", KIOSK_EXPECT);
    assert_true(line.state_mask == DOCENT_STATE_CHECKED && line.state == 0);
    ok("ABSENT heading \"x\"", KIOSK_ABSENT);
    ok("TREE", KIOSK_TREE);
    ok("SHOT a b.png", KIOSK_SHOT);
    assert_string_equal(line.text, "a b.png");
    ok("OFFLINE on", KIOSK_OFFLINE);
    assert_true(line.on);
    ok("OFFLINE off", KIOSK_OFFLINE);
    assert_false(line.on);
    ok("NOW 2026-11-02T09:30Z", KIOSK_NOW);
    ok("SIZE 1080x1920", KIOSK_SIZE);
    assert_int_equal(line.height, 1920);
}

static void mistakes_are_told(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "JUMP", "go home", "GO", "GO   ",
        "TYPE ink", "TYPE \"ink", "TYPE \"ink\" more", "TYPE \"\\x\"",
        "KEY", "KEY Hyper", "KEY Ctrl+",
        "PRESS", "PRESS button", "PRESS knob \"x\"", "PRESS address \"home\"", "PRESS link \"x\" checked",
        "WAIT", "WAIT -5", "WAIT soon", "WAIT 99999999999",
        "EXPECT \"x\"", "EXPECT link \"x\" hot", "EXPECT link \"x\" not", "EXPECT address \"x\" checked",
        "TREE now", "SHOT", "OFFLINE maybe", "NOW today", "SIZE 5x5",
    };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        wrong(lines[i]);
}

static void keys_have_names(void **state)
{
    (void)state;
    uint32_t key, mods;
    assert_true(kiosk_key_parse("Tab", &key, &mods) && key == DOCENT_KEY_TAB && mods == 0);
    assert_true(kiosk_key_parse("Shift+Tab", &key, &mods) && key == DOCENT_KEY_TAB && mods == DOCENT_MOD_SHIFT);
    assert_true(kiosk_key_parse("alt+ctrl+pagedown", &key, &mods) && key == DOCENT_KEY_PAGE_DOWN);
    assert_int_equal(mods, DOCENT_MOD_ALT | DOCENT_MOD_CTRL);
    assert_true(kiosk_key_parse("Ctrl+F", &key, &mods) && key == 'f' && mods == DOCENT_MOD_CTRL);
    assert_true(kiosk_key_parse("F", &key, &mods) && key == 'f');
    assert_true(kiosk_key_parse("F13", &key, &mods) && key == DOCENT_KEY_F1 + 12);
    assert_true(kiosk_key_parse("Ctrl++", &key, &mods) && key == '+' && mods == DOCENT_MOD_CTRL);
    assert_false(kiosk_key_parse("F25", &key, &mods));
    assert_false(kiosk_key_parse("", &key, &mods));
    assert_false(kiosk_key_parse("Tabb", &key, &mods));
}

static void any_bytes_give_an_answer(void **state)
{
    (void)state;
    static const char *const words[] = { "GO ", "TYPE ", "EXPECT ", "PRESS ", "KEY ", "NOW ", "text ", "button ", "\"", "\\",
                                         "Ctrl+", "\xff", "-", "9", "x", "\t", "T", ":" };
    uint32_t seed = 7;
    for (int round = 0; round < 50000; round++) {
        char text[128] = "";
        int count = (int)((seed = seed * 1664525u + 1013904223u) >> 29) + 1;
        for (int i = 0; i < count; i++) {
            seed = seed * 1664525u + 1013904223u;
            strcat(text, words[(seed >> 8) % (sizeof words / sizeof words[0])]);
        }
        error[0] = '\0';
        bool good = kiosk_line_parse(text, &line, error);
        assert_true(good || error[0] != '\0');
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_command_is_read),
        cmocka_unit_test(mistakes_are_told),
        cmocka_unit_test(keys_have_names),
        cmocka_unit_test(any_bytes_give_an_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
