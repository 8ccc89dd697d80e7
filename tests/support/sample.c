#include "bundle.h"

/* 0x20..0x7E and 0xA0..0x17F, little-endian. */
static const unsigned char latin[16] = { 0x20, 0, 0, 0, 0x7E, 0, 0, 0, 0xA0, 0, 0, 0, 0x7F, 1, 0, 0 };

static void add_articles(test_bundle *b)
{
    test_bundle_article(b, &(test_article){
        .id = "orbit-pair", .title = "Pair the Orbit headset", .summary = "With a phone, in a minute.",
        .keywords = "bluetooth connect", .category = "orbit", .related = "orbit-reset\nno-sound", .position = 1,
        .body = "The headset remembers eight devices.\n# Pairing {pairing}\n1. Hold the power button until the light "
                "blinks blue.\n1. Choose Orbit in the phone's Bluetooth list.\n! power.webp A hand on the left ear cup\n"
                "# Several devices {several}\n- A phone\n- A computer\n" });
    test_bundle_article(b, &(test_article){
        .id = "orbit-pair", .lang = "de", .translated = true, .title = "Orbit-Kopfhörer koppeln",
        .summary = "Mit dem Telefon.", .keywords = "bluetooth", .category = "orbit",
        .related = "orbit-reset\nno-sound", .position = 1,
        .body = "Der Kopfhörer merkt sich acht Geräte.\n# Koppeln {pairing}\n1. Halten Sie die Taste gedrückt.\n"
                "! power.webp Eine Hand\n1. Wählen Sie Orbit.\n# Mehrere {several}\nGeht.\n" });
    test_bundle_article(b, &(test_article){ .id = "orbit-reset", .title = "Reset the headset", .category = "orbit",
        .position = 1, .body = "Reset it to factory settings.\n1. Hold both buttons for ten seconds.\n" });
    test_bundle_article(b, &(test_article){ .id = "pebble-dock", .title = "Place the dock", .category = "pebble",
        .body = "Put the charging dock against a wall.\n" });
    test_bundle_article(b, &(test_article){ .id = "loose", .title = "About this help", .body = "Written in a hurry.\n" });
    test_bundle_article(b, &(test_article){ .id = "no-sound", .title = "The headset makes no sound",
        .kind = DOCENT_KIND_FIX, .category = "orbit", .position = 0,
        .body = "Takes three minutes.\n? Is the light on? {light}\nLook at the left cup.\n> #volume Yes\n"
                "> article/orbit-reset No\n? Turn it up {volume}\n> solved I hear it\n> contact Still nothing\n" });
}

static void add_contact(test_bundle *b)
{
    test_bundle_run(b,
        "INSERT INTO contact VALUES('phone', '', '+49 30 5550 1490'), ('phone_note', 'en', 'Free of charge'), "
        "('phone_note', 'de', 'Kostenfrei'), ('email', '', 'help@harbour.example'), "
        "('time_zone', '', 'Europe/Berlin');"
        "INSERT INTO hours VALUES('0', 540, 1080), ('1', 540, 1080), ('2', 540, 1080), ('3', 540, 1200), "
        "('4', 540, 1080), ('5', 600, 780), ('5', 840, 960), ('2026-12-25', 0, 0), ('2026-12-24', 540, 720);"
        "INSERT INTO holiday VALUES('2026-12-25', 'en', 'Christmas Day'), "
        "('2026-12-25', 'de', '1. Weihnachtstag'), ('2026-12-24', 'en', 'Christmas Eve');"
        "INSERT INTO zone VALUES(0, 3600), (1774746000, 7200), (1792890000, 3600), (1806195600, 7200)");
}

test_bundle *test_bundle_sample_open(const char *path)
{
    test_bundle *b = test_bundle_new(path);
    test_bundle_language(b, "en", "English", false);
    test_bundle_language(b, "de", "Deutsch", false);
    test_bundle_language(b, "ar", "العربية", true);
    test_bundle_category(b, "orbit", "", "headset", "Orbit headset");
    test_bundle_category(b, "home", "", "home", "At home");
    test_bundle_category(b, "pebble", "home", "robot", "Pebble vacuum");
    test_bundle_run(b, "INSERT INTO category_text VALUES('orbit', 'de', 'Orbit-Kopfhörer', 'Koppeln, Klang')");
    add_articles(b);
    add_contact(b);
    test_bundle_asset(b, "picture", "power.webp", "not really a picture", 20);
    test_bundle_run(b,
        "INSERT INTO meta VALUES('product', 'Harbour'), ('content_version', '2026.11'), ('article_count', '5');"
        "INSERT INTO top VALUES(1, 'orbit-reset'), (2, 'no-sound');"
        "INSERT INTO alias VALUES(1, 'settings.sound', 'orbit-pair', 'several'), (2, 'E104', 'orbit-reset', '');"
        "INSERT INTO string VALUES('de', 'Search', 'Suchen'), ('de', 'Home', 'Start'), ('de', 'Back', '')");
    return b;
}

void test_bundle_sample(const char *path)
{
    test_bundle *b = test_bundle_sample_open(path);
    test_bundle_asset(b, "theme", "light", "ink: '#000'\n", 12);
    test_bundle_asset(b, "theme", "dark", "ink: '#fff'\n", 12);
    test_bundle_font(b, "sans", DOCENT_FONT_SANS, latin, sizeof latin);
    test_bundle_finish(b);
}
