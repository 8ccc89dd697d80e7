/* The operator's file: what it can say, and what it answers to mistakes. */
#define _POSIX_C_SOURCE 200809L
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "config.h"
#include "options.h"
#include "timestamp.h"

static kiosk_config config;
static char error[KIOSK_ERROR_MAX];

static bool parse(const char *text)
{
    kiosk_config_default(&config);
    error[0] = '\0';
    return kiosk_config_parse(&config, "/etc/docent/kiosk.yaml", text, strlen(text), error);
}

static void assert_error(const char *text, const char *expected)
{
    assert_false(parse(text));
    if (strncmp(error, expected, strlen(expected)) != 0)
        fail_msg("got \"%s\", wanted \"%s\"", error, expected);
}

static void everything_can_be_said(void **state)
{
    (void)state;
    assert_true(parse("bundle: help.docent\nstate: /var/lib/docent/state.db\nwindow: 1080x1920\nfullscreen: yes\n"
                      "start: fix/no-sound\ntheme: dark\nlocale: de-AT\nidle_seconds: 90\nwarn_seconds: 30\n"
                      "device: device.json\nshared: no\nproduct: Orbit\nproduct_version: 2.1\naudience: customer\nscreen: orbit.pair\n"
                      "text_percent: 150\nmm_per_pixel: 0.2\nkeyboard: off\nreduced_motion: true\ncompose: true\n"));
    assert_string_equal(config.bundle, "/etc/docent/help.docent");
    assert_string_equal(config.state, "/var/lib/docent/state.db");
    assert_string_equal(config.device, "/etc/docent/device.json");
    assert_false(config.shared);
    assert_int_equal(config.width, 1080);
    assert_int_equal(config.height, 1920);
    assert_true(config.fullscreen);
    assert_string_equal(config.start, "fix/no-sound");
    assert_string_equal(config.theme, "dark");
    assert_string_equal(config.locale, "de-AT");
    docent_view_config view = DOCENT_VIEW_CONFIG_INIT;
    kiosk_config_view(&config, &view);
    assert_string_equal(view.product, "Orbit");
    assert_string_equal(view.version, "2.1");
    assert_string_equal(view.audience, "customer");
    assert_string_equal(view.screen, "orbit.pair");
    assert_int_equal(config.idle_seconds, 90);
    assert_int_equal(config.warn_seconds, 30);
    assert_int_equal(config.text_percent, 150);
    assert_false(config.keyboard);
    assert_true(config.reduced_motion);
    assert_true(config.compose);
    assert_true(kiosk_config_scale(&config) > 1.32f && kiosk_config_scale(&config) < 1.33f);
}

static void an_empty_file_is_all_defaults(void **state)
{
    (void)state;
    assert_true(parse(""));
    assert_true(parse("# nothing but a comment\n"));
    assert_int_equal(config.warn_seconds, 20);
    assert_int_equal(config.text_percent, 100);
    assert_true(config.keyboard);
    assert_true(kiosk_config_scale(&config) == 0.0f);
}

static void zero_idle_is_never(void **state)
{
    (void)state;
    assert_true(parse("idle_seconds: 0\n"));
    assert_int_equal(config.idle_seconds, 0);
}

static void mistakes_name_their_place(void **state)
{
    (void)state;
    const char *at = "/etc/docent/kiosk.yaml:";
    assert_error("bundle: a\nbundel: b\n", "/etc/docent/kiosk.yaml:2:1: unknown key \"bundel\"; known are bundle, state");
    assert_error("theme: blue\n", "/etc/docent/kiosk.yaml:1:8: theme is \"blue\"; write light, dark or contrast");
    assert_error("bundle: a\n\nwarn_seconds: 5\n",
                 "/etc/docent/kiosk.yaml:3:15: warn_seconds is \"5\"; write a whole number from 20 to 600");
    assert_error("idle_seconds: soon\n", "/etc/docent/kiosk.yaml:1:15: idle_seconds is \"soon\"; write a whole number");
    assert_error("idle_seconds: 10.5\n", "/etc/docent/kiosk.yaml:1:15: idle_seconds is \"10.5\"");
    assert_error("text_percent: nan\n", "/etc/docent/kiosk.yaml:1:15: text_percent is \"nan\"");
    assert_error("window: 10\n", "/etc/docent/kiosk.yaml:1:9: window is \"10\"; write WIDTHxHEIGHT");
    assert_error("keyboard: maybe\n", "/etc/docent/kiosk.yaml:1:11: keyboard is \"maybe\"; write true or false");
    assert_error("theme: dark\ntheme: light\n", "/etc/docent/kiosk.yaml:2:1: theme stands here twice");
    assert_error("theme: [dark]\n", "/etc/docent/kiosk.yaml:1:8: theme must be a single value");
    assert_error("- theme\n", "/etc/docent/kiosk.yaml:1:1: expected lines of `key: value`");
    assert_error("theme: \"dark\n", at);
    assert_error("a: b: c\n", at);
    assert_error("scale: 2\nmm_per_pixel: 0.3\n", "/etc/docent/kiosk.yaml:1:1: scale and mm_per_pixel");
    assert_error("theme: \"da\\0rk\"\n", "/etc/docent/kiosk.yaml:1:8: theme holds a zero byte");
}

static void long_values_are_refused(void **state)
{
    (void)state;
    char text[3000];
    memset(text, 'x', sizeof text);
    memcpy(text, "bundle: ", 8);
    text[sizeof text - 1] = '\0';
    assert_error(text, "/etc/docent/kiosk.yaml:1:9: bundle is longer than 1023 bytes");
    memcpy(text, "start:  ", 8);
    assert_error(text, "/etc/docent/kiosk.yaml:1:9: start is longer than 1023 bytes");
}

static void any_bytes_give_an_answer(void **state)
{
    (void)state;
    uint32_t seed = 1;
    for (int round = 0; round < 20000; round++) {
        static const char pool[] = "bundle: theme window{}[]&*!|>'\"%@`-?:,#\n\t 0xff\\\xff\x80";
        char text[64];
        size_t size = 0;
        while (size < sizeof text - 1 && (seed = seed * 1664525u + 1013904223u) % 40 != 0)
            text[size++] = pool[(seed >> 8) % (sizeof pool - 1)];
        kiosk_config_default(&config);
        error[0] = '\0';
        if (!kiosk_config_parse(&config, "k.yaml", text, size, error))
            assert_true(strncmp(error, "k.yaml:", 7) == 0);
    }
}

static void what_stands_beside(void **state)
{
    (void)state;
    assert_true(parse("beside:\n  - id: reseller\n    bundle: r.docent\n    precedence: 10\n  - id: store-7\n    content: c7\n"
                      "    source: https://a https://b\n    root: r.json\n    channel: beta\n    precedence: -3\nremote: store-7\n"
                      "usb: usb\n"));
    assert_int_equal(config.beside_count, 2);
    assert_string_equal(config.beside[0].id, "reseller");
    assert_string_equal(config.beside[0].bundle, "/etc/docent/r.docent");
    assert_int_equal(config.beside[0].precedence, 10);
    assert_string_equal(config.beside[1].content, "/etc/docent/c7");
    assert_string_equal(config.beside[1].source, "https://a https://b");
    assert_string_equal(config.beside[1].root, "/etc/docent/r.json");
    assert_string_equal(config.beside[1].channel, "beta");
    assert_int_equal(config.beside[1].precedence, -3);
    assert_string_equal(config.remote, "store-7");
    const char *at = "/etc/docent/kiosk.yaml:2:5: ";
    assert_error("beside: reseller\n", "/etc/docent/kiosk.yaml:1:9: beside must be a list");
    assert_error("beside:\n  - reseller\n", at);
    assert_error("beside:\n  - bundle: b\n", "/etc/docent/kiosk.yaml:2:5: give it an id of its own");
    assert_error("beside:\n  - id: kiosk\n    bundle: b\n", at);
    assert_error("beside:\n  - id: a\n", "/etc/docent/kiosk.yaml:2:5: a: name a bundle, or content");
    assert_error("beside:\n  - id: a\n    bundle: b\n    source: s\n", "/etc/docent/kiosk.yaml:2:5: a: source, root and channel need");
    assert_error("beside:\n  - id: a/b\n    bundle: b\n", "/etc/docent/kiosk.yaml:2:9: id is \"a/b\"; write a name of at most 32");
    assert_error("beside:\n  - id: a\n    bundle: b\n    precedence: 1.5\n", "/etc/docent/kiosk.yaml:4:17: precedence is \"1.5\"");
    assert_error("beside:\n  - id: a\n    bundle: b\n    theme: dark\n",
                 "/etc/docent/kiosk.yaml:4:5: unknown key \"theme\"; known are id, bundle, content, source, root, channel, precedence");
    assert_error("beside:\n  - id: a\n    beside: []\n", "/etc/docent/kiosk.yaml:3:5: unknown key \"beside\"");
    assert_error("beside:\n  - {id: a, bundle: b}\n  - {id: a, bundle: c}\n", "/etc/docent/kiosk.yaml:3:5: a: another has this id");
    assert_error("beside: []\nbeside: []\n", "/etc/docent/kiosk.yaml:2:1: beside stands here twice");
    assert_error("remote: nobody\n", "/etc/docent/kiosk.yaml:1:1: remote is \"nobody\"");
    assert_error("usb: usb\n", "/etc/docent/kiosk.yaml:1:1: usb and serve_port need content");
    char text[600] = "beside:\n";
    for (int i = 0; i < 8; i++)
        sprintf(text + strlen(text), "  - {id: b%d, bundle: b}\n", i);
    assert_error(text, "/etc/docent/kiosk.yaml:9:5: at most 7 stand beside");
}

static void hours_of_the_day(void **state)
{
    (void)state;
    kiosk_hours h;
    static const char *const wrong[] = { "", "22:00", "22:00-", "24:00-05:00", "22:60-05:00", "2:00-05:00", "22:00-22:00",
                                         "22:00 05:00", "22:00-05:000", "aa:00-05:00" };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_false(kiosk_hours_read(wrong[i], &h));
    setenv("TZ", "UTC0", 1);
    assert_true(kiosk_hours_read("22:00-05:30", &h));
    assert_true(kiosk_hours_hold(&h, 22 * 3600) && kiosk_hours_hold(&h, 0) && kiosk_hours_hold(&h, 5 * 3600 + 1799));
    assert_false(kiosk_hours_hold(&h, 22 * 3600 - 1) || kiosk_hours_hold(&h, 5 * 3600 + 1800) || kiosk_hours_hold(&h, 43200));
    assert_true(kiosk_hours_read("05:00-22:00", &h));
    assert_true(kiosk_hours_hold(&h, 5 * 3600) && !kiosk_hours_hold(&h, 22 * 3600) && !kiosk_hours_hold(&h, 0));
    assert_true(parse("switch_hours: 02:00-05:00\n"));
    assert_true(kiosk_hours_hold(&config.switch_hours, 3 * 3600) && !kiosk_hours_hold(&config.switch_hours, 43200));
    assert_true(parse("") && kiosk_hours_hold(&config.switch_hours, 43200)); /* Not said: always. */
    assert_error("switch_hours: at night\n", "/etc/docent/kiosk.yaml:1:15: switch_hours is \"at night\"; write hours such as");
}

/* A command line as one string, taken apart at spaces. */
static bool options(kiosk_options *out, const char *line)
{
    static char words[256]; /* The options borrow from it. */
    char *argv[16];
    int argc = 0;
    assert_true(strlen(line) < sizeof words);
    strcpy(words, line);
    for (char *p = strtok(words, " "); p != NULL; p = strtok(NULL, " "))
        argv[argc++] = p;
    error[0] = '\0';
    return kiosk_options_read(argc, argv, out, error);
}

static void the_command_line_wins(void **state)
{
    (void)state;
    FILE *file = fopen("kiosk-test.yaml", "w");
    assert_non_null(file);
    fputs("bundle: from-file\ntheme: dark\nfullscreen: true\n", file);
    fclose(file);
    static kiosk_options o;
    bool ok = options(&o, "k --bundle mine kiosk-test.yaml --window 640x480 --script -");
    remove("kiosk-test.yaml");
    assert_true(ok);
    assert_string_equal(o.config.bundle, "mine");
    assert_string_equal(o.config.theme, "dark");
    assert_false(o.config.fullscreen);
    assert_int_equal(o.config.width, 640);
    assert_string_equal(o.script, "-");
}

static void telemetry_is_off_unless_it_is_said(void **state)
{
    (void)state;
    assert_true(parse("bundle: help.docent\n"));
    assert_string_equal(config.telemetry, "");
    assert_true(parse("telemetry: https://fleet.test:4318\ntelemetry_name: shop 17\ntelemetry_minutes: 15\ntelemetry_plain: yes\n"));
    assert_string_equal(config.telemetry, "https://fleet.test:4318");
    assert_string_equal(config.telemetry_name, "shop 17");
    assert_int_equal(config.telemetry_minutes, 15);
    assert_true(config.telemetry_plain);
    assert_error("telemetry_minutes: 0\n", "/etc/docent/kiosk.yaml:1:20: telemetry_minutes is \"0\"; write a whole number from 1");
    static kiosk_options o;
    assert_true(options(&o, "k --heartbeat --bundle mine"));
    assert_true(o.heartbeat);
    assert_true(options(&o, "k --bundle mine --heartbeat"));
    assert_true(o.heartbeat);
    assert_true(options(&o, "k --bundle mine"));
    assert_false(o.heartbeat);
    assert_true(options(&o, "k --look --bundle mine"));
    assert_true(o.look && !o.heartbeat);
}

static void wrong_words_are_refused(void **state)
{
    (void)state;
    static kiosk_options o;
    static const char *const lines[] = { "k", "k --bundle", "k --nope x", "k --bundle b --theme blue",
                                         "k --bundle b --text-size 90", "k --bundle b --window 640",
                                         "k no-such-file.yaml", "k --bundle b one.yaml two.yaml" };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        assert_false(options(&o, lines[i]));
        assert_true(error[0] != '\0' && strchr(error, '\n') == NULL);
    }
}

static void times_are_read(void **state)
{
    (void)state;
    int64_t t;
    assert_true(kiosk_timestamp("1970-01-01T00:00:00Z", &t) && t == 0);
    assert_true(kiosk_timestamp("2000-02-29T12:30", &t) && t == 951827400);
    assert_true(kiosk_timestamp("2026-11-02T09:30:05+01:00", &t) && t == 1793608205);
    assert_true(kiosk_timestamp("2026-11-02T03:00-05:30", &t) && t == 1793608200);
    static const char *const wrong[] = { "", "today", "2026-11-02", "2026-13-02T09:30Z", "2026-11-02T24:00Z",
                                         "2026-11-02T09:30+1", "2026-11-02T09:30Zz", "2026-11-02T09:30:99Z" };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_false(kiosk_timestamp(wrong[i], &t));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_can_be_said),   cmocka_unit_test(an_empty_file_is_all_defaults),
        cmocka_unit_test(zero_idle_is_never),       cmocka_unit_test(mistakes_name_their_place),
        cmocka_unit_test(long_values_are_refused),  cmocka_unit_test(any_bytes_give_an_answer),
        cmocka_unit_test(the_command_line_wins),    cmocka_unit_test(wrong_words_are_refused),
        cmocka_unit_test(times_are_read),           cmocka_unit_test(what_stands_beside),
        cmocka_unit_test(hours_of_the_day),         cmocka_unit_test(telemetry_is_off_unless_it_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
