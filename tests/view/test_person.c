/* Who asks for a person gets the phone number and the hours first, in five languages, on the content that is delivered. */
#include "support/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/viewer.h"

#define BUNDLE DOCENT_BINARY_DIR "/share/help.docent"

typedef struct asked { const char *locale, *words; } asked;

static const asked person[] = {
    { "en", "call" }, { "en", "Phone?" }, { "en", "phone number" }, { "en", "talk to a human" },
    { "en", "I want to talk to a human please" }, { "en", "can I speak to someone" }, { "en", "what are your opening hours?" },
    { "en", "customer service" }, { "en", " contact us " },
    { "de", "anrufen" }, { "de", "Telefonnummer" }, { "de", "mit einem Menschen sprechen" }, { "de", "ich möchte mit jemandem sprechen" },
    { "de", "Offnungszeiten" }, { "de", "wie sind eure Öffnungszeiten?" }, { "de", "Hotline" }, { "de", "call" },
    { "ar", "اتصال" }, { "ar", "رقم الهاتف" }, { "ar", "أريد التحدث إلى موظف" }, { "ar", "ساعات العمل؟" }, { "ar", "هاتف" },
    { "ar", "خدمة العملاء" },
    { "ja", "電話" }, { "ja", "電話番号を教えて" }, { "ja", "人と話したい" }, { "ja", "営業時間は？" }, { "ja", "お問い合わせ" },
    { "ja", "オペレーターと話したいです" },
    { "hi", "कॉल" }, { "hi", "फोन नंबर" }, { "hi", "मुझे किसी से बात करनी है" }, { "hi", "इंसान से बात" }, { "hi", "कस्टमर केयर" },
    { "hi", "खुलने का समय" },
};

static const asked other[] = {
    { "en", "headset does not charge" }, { "en", "change the phone number of my account" }, { "en", "open the cover" },
    { "en", "calls are not heard by others on the phone" }, { "de", "Nummer des Fehlers" }, { "ja", "電話に接続できない" },
};

static void search(test_viewer *t, const asked *a)
{
    char address[600] = "search?q=";
    size_t at = strlen(address);
    for (const char *p = a->words; *p != 0; p++)
        at += (size_t)snprintf(address + at, sizeof address - at, "%%%02X", (unsigned char)*p);
    assert_int_equal(docent_view_set_locale(t->view, a->locale), DOCENT_OK);
    assert_int_equal(docent_view_go(t->view, address), DOCENT_OK);
    test_viewer_pass(t, 16);
}

/* Whether a card with the number stands before every result, and not only in the footer. */
static bool number_is_first(test_viewer *t)
{
    uint32_t answer = 0;
    for (uint32_t i = 0; i < docent_view_node_count(t->view); i++) {
        const docent_node *n = docent_view_node_at(t->view, i);
        if (n->role == DOCENT_ROLE_LIST)
            return false;
        if (n->role == DOCENT_ROLE_REGION && answer == 0 && i > 0 && docent_view_node_at(t->view, i + 1) != NULL &&
            n->box.x > 0 && n->box.w < t->surface.width)
            answer = n->id;
        if (answer != 0 && n->parent == answer && strncmp(n->label, "+49 40", 6) == 0)
            return (n->state & DOCENT_STATE_OFFSCREEN) == 0;
    }
    return false;
}

static void a_person_is_first(void **state)
{
    test_viewer *t = test_viewer_open(BUNDLE, 800, 900, 0);
    (void)state;
    for (size_t i = 0; i < sizeof person / sizeof *person; i++) {
        search(t, &person[i]);
        if (!number_is_first(t))
            fail_msg("%s \"%s\" does not show the phone number first", person[i].locale, person[i].words);
    }
    for (size_t i = 0; i < sizeof other / sizeof *other; i++) {
        search(t, &other[i]);
        if (number_is_first(t))
            fail_msg("%s \"%s\" shows the phone number first", other[i].locale, other[i].words);
    }
    test_viewer_close(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(a_person_is_first) };
    FILE *bundle = fopen(BUNDLE, "rb");
    if (bundle == NULL) {
        puts("skipped: the content is not packed (it needs the tools)");
        return 0;
    }
    fclose(bundle);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
