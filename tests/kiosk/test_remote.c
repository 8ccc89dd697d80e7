/* The kiosk's list of what may be set from afar and the publisher's: the same names, and no value that one takes and the other
 * does not. */
#include "support/cmocka_all.h"

#include "base/alloc.h"
#include "pack/kiosk_keys.h"

#include "config_key.h"

#include <stdio.h>
#include <string.h>

/* Would docent publish take it? */
static bool published(const char *name, const char *value)
{
    char full[200];
    dct_diag diag;
    dct_yaml key = { .kind = DCT_YAML_TEXT, .place = { "s.yaml", 3, 1 }, .text = full };
    dct_yaml node = { .kind = DCT_YAML_TEXT, .place = { "s.yaml", 3, 9 }, .text = value, .key = &key };
    snprintf(full, sizeof full, "kiosk.%s", name);
    dct_diag_init(&diag, &dct_alloc_default);
    dct_kiosk_key_check(full, &node, &diag);
    bool ok = diag.errors == 0;
    dct_diag_close(&diag);
    return ok;
}

/* Would the kiosk? As kiosk/remote.c asks. */
static bool obeyed(const char *name, const char *value)
{
    static kiosk_config config;
    char message[KIOSK_ERROR_MAX];
    for (size_t i = 0; kiosk_key_at(i) != NULL; i++)
        if (strcmp(kiosk_key_at(i)->name, name) == 0) {
            kiosk_key key = *kiosk_key_at(i);
            key.zero = false;
            return key.remote && kiosk_key_set(&key, &config, "", value, message);
        }
    return false;
}

static const char *const values[] = {
    "", "0", "1", "9", "10", "19", "20", "90", "99", "100", "150", "200", "201", "600", "601", "3600", "10080", "10081", "86400", "86401",
    "99999999999999999999", "-1", "light", "dark", "contrast", "pink", "Light", "true", "false", "yes", "no", "on", "off", "maybe",
    "22:00-06:00", "24:00-06:00", "22:00-22:00", "home", "article/radio-pair#step-2", "de-AT", "../../etc/passwd", "\xc3\xbc",
};

static void the_same_values(void **state)
{
    (void)state;
    static char longest[KIOSK_TEXT_MAX], longer[KIOSK_TEXT_MAX + 1];
    memset(longest, 'x', sizeof longest - 1);
    memset(longer, 'x', sizeof longer - 1);
    for (size_t i = 0; kiosk_key_at(i) != NULL; i++) {
        const char *name = kiosk_key_at(i)->name;
        for (size_t v = 0; v < sizeof values / sizeof values[0]; v++)
            if (published(name, values[v]) != obeyed(name, values[v]))
                fail_msg("%s: \"%s\": published %d, obeyed %d", name, values[v], published(name, values[v]), obeyed(name, values[v]));
        assert_int_equal(published(name, longest), obeyed(name, longest));
        assert_int_equal(published(name, longer), obeyed(name, longer));
    }
}

static void the_same_names(void **state)
{
    (void)state;
    size_t remote = 0, listed = 0;
    for (size_t i = 0; kiosk_key_at(i) != NULL; i++)
        remote += kiosk_key_at(i)->remote;
    for (; dct_kiosk_key_at(listed) != NULL; listed++) {
        bool found = false;
        for (size_t i = 0; kiosk_key_at(i) != NULL; i++)
            found = found || (kiosk_key_at(i)->remote && strcmp(kiosk_key_at(i)->name, dct_kiosk_key_at(listed)) == 0);
        if (!found)
            fail_msg("no kiosk obeys %s", dct_kiosk_key_at(listed));
    }
    assert_int_equal(listed, remote);
    assert_false(published("idel_seconds", "20"));
}

/* Whom to believe, where things lie, what leaves this device, and what would leave people before a dead screen. */
static void what_stays_here(void **state)
{
    (void)state;
    static const char *const never[] = { "bundle", "state", "device", "shared", "content", "source", "root", "channel", "remote", "usb",
                                         "serve_port", "window", "fullscreen", "keyboard", "compose", "scale", "mm_per_pixel",
                                         "beside" };
    for (size_t i = 0; i < sizeof never / sizeof never[0]; i++)
        for (size_t v = 0; v < sizeof values / sizeof values[0]; v++)
            assert_false(published(never[i], values[v]) || obeyed(never[i], values[v]));
    assert_false(obeyed("idle_seconds", "0"));
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(the_same_values), cmocka_unit_test(the_same_names),
                                        cmocka_unit_test(what_stays_here) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
