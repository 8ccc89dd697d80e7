/* What people type, and what they must find. */
#include "support.h"

static const text texts[] = {
    { "reset", "en", "Reset the printer", "restart", "Hold the power button for ten seconds until the light blinks." },
    { "ink", "en", "Change the ink cartridge", "toner", "Open the front door. The printer moves the cartridge to you." },
    { "wifi", "en", "Connect to Wi-Fi", "", "The printer joins your wireless network. Type the password of the network.\n\n" },
    { "lights", "en", "What the lights mean", "", "Error E-104: the paper is jammed. A red light says that the ink is low." },
    { "paper", "en", "Clear a paper jam", "", "Open the rear door and pull the paper out. Then reset the printer at the button." },
    { "screen", "en", "The screen stays dark", "", "Charge the battery for an hour. Press the brightness key." },
    { "reset", "de", "Den Drucker zurücksetzen", "", "Halten Sie den Netzschalter zehn Sekunden lang gedrückt." },
    { "speicher", "de", "Speicherplatz freigeben", "", "Löschen Sie Dateien. Der Speicher und der Platz werden mehr. Ein Platz "
                                                       "im Speicher." },
    { "ru", "ru", "Подключение принтера", "", "Привет. Выберите сеть и введите пароль принтера." },
    { "zh", "zh", "连接打印机", "", "打开打印机的电源，然后选择无线网络。" },
    { "ja", "ja", "音量調整", "", "側面を押します。" },
    { "th", "th", "เจิ่นหมิง", "", "" },
    { "ar", "ar", "إعادة تشغيل الطابعة", "", "اضغط على زر الطاقة لمدة عشر ثوان." },
};

static int open_searcher(void **state)
{
    static dct_searcher *s;
    docent_error err;
    sqlite3 *db = make_bundle(texts, sizeof texts / sizeof *texts);
    run_sql(db, "INSERT INTO alias VALUES(2, 'E104', 'lights', 'jam')");
    assert_int_equal(DOCENT_OK, dct_searcher_open(db, &dct_alloc_default, "en", &s, &err));
    static void *both[2];
    both[0] = s;
    both[1] = db;
    *state = both;
    return 0;
}

static int close_searcher(void **state)
{
    void **both = *state;
    dct_searcher_close(both[0]);
    sqlite3_close(both[1]);
    return 0;
}

static dct_searcher *searcher(void **state)
{
    void **both = *state;
    return both[0];
}

static void words_find_their_article(void **state)
{
    dct_searcher *s = searcher(state);
    assert_first(s, "change cartridges", "en", 0, "ink");
    assert_first(s, "wireless password", "en", 0, "wifi");
    assert_first(s, "toner", "en", 0, "ink"); /* A keyword. */
    assert_first(s, "xyzzy", "en", 0, "");
    assert_first(s, "", "en", 0, "");
}

static void an_equal_title_is_first(void **state)
{
    dct_searcher *s = searcher(state);
    assert_first(s, "clear a paper jam", "en", 0, "paper");
    assert_first(s, "Reset the Printer", "en", 0, "reset");
    assert_first(s, "what the lights mean", "en", DOCENT_QUERY_PREFIX, "lights");
}

static void slips_are_forgiven(void **state)
{
    dct_searcher *s = searcher(state);
    assert_first(s, "cartrigde", "en", 0, "ink");
    assert_first(s, "passwrd", "en", 0, "wifi");
    assert_first(s, "wifi", "en", 0, "wifi");
    assert_first(s, "wi fi", "en", 0, "wifi");
    assert_first(s, "zurucksetzen", "de", 0, "reset");
    assert_first(s, "ghbdtn", "ru", 0, "ru");      /* The Russian keys, typed on Latin ones. */
    assert_first(s, "зкштеук штл", "en", 0, "ink"); /* And the reverse: printer ink. */
}

static void the_correction_is_told(void **state)
{
    docent_hits *hits = ask(searcher(state), "chagne the cartrigde", "en", 0);
    assert_string_equal("change the cartridge", docent_hits_corrected(hits));
    docent_hits_free(hits);
    hits = ask(searcher(state), "change the cartridge", "en", 0);
    assert_string_equal("", docent_hits_corrected(hits));
    docent_hits_free(hits);
}

static void unfinished_words_find(void **state)
{
    dct_searcher *s = searcher(state);
    assert_first(s, "cart", "en", DOCENT_QUERY_PREFIX, "ink");
    assert_first(s, "cart", "en", 0, "");
    assert_first(s, "brightn", "en", DOCENT_QUERY_PREFIX, "screen");
    assert_first(s, "brighnt", "en", DOCENT_QUERY_PREFIX, "screen");
}

/* What is typed last begins another gram than it ends. */
static void unfinished_words_find_where_there_are_no_spaces(void **state)
{
    dct_searcher *s = searcher(state);
    assert_first(s, "うちの調", "ja", DOCENT_QUERY_PREFIX, "ja");
    assert_first(s, "โดยเจิ่", "th", DOCENT_QUERY_PREFIX, "th");
    assert_first(s, "โดยเจิ่", "th", 0, "");
}

static void every_script_is_found(void **state)
{
    dct_searcher *s = searcher(state);
    assert_first(s, "打印机", "zh", 0, "zh");
    assert_first(s, "网", "zh", 0, "zh");
    assert_first(s, "принтеров пароли", "ru", 0, "ru");
    assert_first(s, "الطابعه", "ar", 0, "ar");
    assert_first(s, "Speicher", "de", 0, "speicher");
    assert_first(s, "Plätze", "de", 0, "speicher");
}

static void a_locale_prefers_but_never_filters(void **state)
{
    docent_hits *hits = ask(searcher(state), "Netzschalter", "en", 0);
    assert_int_equal(1, docent_hits_count(hits));
    assert_string_equal("de", docent_hits_at(hits, 0)->locale);
    docent_hits_free(hits);
    hits = ask(searcher(state), "打印机", "de", 0);
    assert_string_equal("zh", docent_hits_at(hits, 0)->locale);
    docent_hits_free(hits);
}

static void an_error_code_comes_first_with_its_place(void **state)
{
    static const char *const typed[] = { "E-104", "e104", "e 104", "printer says E-104 and paper" };
    for (size_t i = 0; i < 4; i++) {
        docent_hits *hits = ask(searcher(state), typed[i], "en", 0);
        assert_string_equal("lights", docent_hits_at(hits, 0)->id);
        assert_string_equal("jam", docent_hits_at(hits, 0)->anchor);
        docent_hits_free(hits);
    }
}

static void check_marks(const char *source, const docent_span *marks, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        assert_true(marks[i].from < marks[i].to && marks[i].to <= strlen(source));
        assert_true(i == 0 || marks[i].from >= marks[i - 1].to);
        assert_true(((unsigned char)source[marks[i].from] & 0xC0) != 0x80);
    }
}

static void matches_are_marked(void **state)
{
    docent_hits *hits = ask(searcher(state), "printers button network", "en", 0);
    const docent_hit *first = docent_hits_at(hits, 0);
    assert_true(first->mark_count > 0 && first->title_mark_count == 1);
    assert_memory_equal("printer", first->title + first->title_marks[0].from, 7);
    for (uint32_t i = 0; i < docent_hits_count(hits); i++) {
        const docent_hit *hit = docent_hits_at(hits, i);
        check_marks(hit->excerpt, hit->marks, hit->mark_count);
        check_marks(hit->title, hit->title_marks, hit->title_mark_count);
        assert_true(hit->excerpt[0] != ' ' && hit->excerpt[strlen(hit->excerpt) - 1] != ' ');
    }
    docent_hits_free(hits);
}

static void pages_follow_each_other(void **state)
{
    docent_query query = DOCENT_QUERY_INIT;
    docent_hits *whole = ask(searcher(state), "printer", "en", 0), *page;
    docent_error err;
    query.text = "printer";
    query.locale = "en";
    query.limit = 1;
    for (query.offset = 0; query.offset < docent_hits_count(whole); query.offset++) {
        assert_int_equal(DOCENT_OK, dct_search_run(searcher(state), &query, &page, &err));
        assert_string_equal(docent_hits_at(whole, query.offset)->id, docent_hits_at(page, 0)->id);
        docent_hits_free(page);
    }
    for (uint32_t i = 1; i < docent_hits_count(whole); i++)
        assert_true(docent_hits_at(whole, i)->score < docent_hits_at(whole, i - 1)->score);
    docent_hits_free(whole);
}

static void explanations_name_the_correction(void **state)
{
    docent_hits *hits = ask(searcher(state), "cartrigde", "en", DOCENT_QUERY_EXPLAIN);
    assert_non_null(strstr(docent_hits_explained(hits), "typing slip"));
    assert_non_null(strstr(docent_hits_explained(hits), "1. ink"));
    docent_hits_free(hits);
}

static void the_same_bytes_come_of_the_same_text(void **state)
{
    sqlite3_stmt *a, *b;
    void **both = *state;
    sqlite3 *again = make_bundle(texts, sizeof texts / sizeof *texts);
    static const char all[] = "SELECT id, data FROM ranking ORDER BY id";
    sqlite3_prepare_v2(both[1], all, -1, &a, NULL);
    sqlite3_prepare_v2(again, all, -1, &b, NULL);
    while (sqlite3_step(a) == SQLITE_ROW) {
        assert_int_equal(SQLITE_ROW, sqlite3_step(b));
        assert_int_equal(sqlite3_column_bytes(a, 1), sqlite3_column_bytes(b, 1));
        assert_memory_equal(sqlite3_column_blob(a, 1), sqlite3_column_blob(b, 1), (size_t)sqlite3_column_bytes(a, 1));
    }
    sqlite3_finalize(a);
    sqlite3_finalize(b);
    sqlite3_close(again);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_find_their_article),
        cmocka_unit_test(an_equal_title_is_first),
        cmocka_unit_test(slips_are_forgiven),
        cmocka_unit_test(the_correction_is_told),
        cmocka_unit_test(unfinished_words_find),
        cmocka_unit_test(unfinished_words_find_where_there_are_no_spaces),
        cmocka_unit_test(every_script_is_found),
        cmocka_unit_test(a_locale_prefers_but_never_filters),
        cmocka_unit_test(an_error_code_comes_first_with_its_place),
        cmocka_unit_test(matches_are_marked),
        cmocka_unit_test(pages_follow_each_other),
        cmocka_unit_test(explanations_name_the_correction),
        cmocka_unit_test(the_same_bytes_come_of_the_same_text),
    };
    return cmocka_run_group_tests(tests, open_searcher, close_searcher);
}
