/* Draws paragraphs with Debian's fonts into a picture, to look at: no test, built with them.
 *
 *   text_show OUT.ppm [FILE]    FILE: one paragraph a line, "LANGUAGE<TAB>text"; without it ten scripts are shown */
#include "system_fonts.h"

#include <math.h>

#define WIDTH 900
#define MARGIN 20
#define SIZE_PX 18.0f

typedef struct sheet {
    unsigned char *pixels; /* RGB */
    int            width, height;
} sheet;

static const char *const samples[][2] = {
    { "en", "Touch the screen to begin. The quick onboarding guide explains how to pair the \"Orbit\" headset (model OX-200), "
            "adjust volume to 75%, and \u2014 if something goes wrong \u2014 reset it. Efficient workflows: office, difficult, "
            "fjord. AVATAR Type To We. Na\u00EFve caf\u00E9, \u00C5ngstr\u00F6m, Gr\u00F6\u00DFe, \u0141\u00F3d\u017A, "
            "\u0130stanbul, Vi\u1EC7t Nam: e\u0301 o\u0308 a\u030A\u0301 x\u0302." },
    { "ru", "Нажмите на экран, чтобы начать. Руководство объясняет, как подключить гарнитуру и сбросить настройки. Αγγίξτε "
            "την οθόνη για να ξεκινήσετε· ο οδηγός εξηγεί πώς να συνδέσετε τα ακουστικά." },
    { "ar", "المس الشاشة للبدء. يشرح دليل المستخدم كيفية توصيل سماعة Orbit (طراز OX-200) وضبط الصوت على 75% ثم إعادة التشغيل "
            "بعد 15 دقيقة. اتصل بالرقم +49 30 5550 1490 أو زر الموقع example.com/help للحصول على المساعدة. الرمز E-104. "
            "السعر ١٢٣٫٤٥ ريال." },
    { "he", "גע במסך כדי להתחיל. המדריך מסביר כיצד לחבר את האוזניות Orbit OX-200 (גרסה 2.1), לכוון את עוצמת הקול ל-75% ולאפס "
            "את המכשיר. שָׁלוֹם עֲלֵיכֶם! מחיר: ₪199.90." },
    { "hi", "शुरू करने के लिए स्क्रीन को स्पर्श करें। यह मार्गदर्शिका बताती है कि हेडसेट को कैसे जोड़ा जाए, ध्वनि 75% तक कैसे समायोजित करें और "
            "क्षत्रिय, श्रृंखला, हिन्दी, र्क्ष जैसे संयुक्ताक्षर सही दिखें।" },
    { "th", "แตะหน้าจอเพื่อเริ่มต้นใช้งาน คู่มือ\u200Bฉบับ\u200Bนี้\u200Bอธิบาย\u200Bวิธี\u200Bเชื่อม\u200Bต่อ\u200Bหูฟัง\u200Bกับ\u200Bอุปกรณ์\u200Bของ\u200Bคุณ ปรับระดับเสียงเป็น 75% และรีเซ็ต\u200B"
            "อุปกรณ์เมื่อเกิดปัญหา กรุณาติดต่อเจ้าหน้าที่ที่น้ำใจดีเพื่อขอความช่วยเหลือเพิ่มเติม" },
    { "ja", "画面に触れて開始してください。「クイックガイド」では、ヘッドセット（OX-200）の接続方法、音量を75%に調整する手順、そして――問題が発生した場合の"
            "――リセット方法を説明します。東京タワーへようこそ！ちょっと待って、っとゃゅょ。" },
    { "zh-Hans", "轻触屏幕即可开始。“快速入门指南”介绍如何连接耳机（型号 OX-200）、将音量调至 75%，以及在出现问题时重置设备。请保持网络连接，价格为￥199.90。"
                 "直、骨、角、今、令。" },
    { "ko", "시작하려면 화면을 터치하세요. 빠른 시작 안내서는 헤드셋(OX-200)을 연결하고 볼륨을 75%로 조절하며 문제가 생겼을 때 초기화하는 방법을 설명합니다. "
            "한글은 띄어쓰기 단위로 줄을 바꿉니다." },
    { "en", "Emoji: 👍🏽 👨‍👩‍👧‍👦 🏳️‍🌈 🇩🇪🇯🇵🇧🇷 1️⃣ ✈️ ☎ ❤️ 👩🏾‍🚒 🧑‍💻 ⚠️ Caution ✅ done 🔋 75 % 🏴󠁧󠁢󠁥󠁮󠁧󠁿." },
    { "en", "Missing: \U00012000 \uA000 x\uA000y. Soft\u00ADhyphen Donau\u00ADdampf\u00ADschiff\u00ADfahrts\u00ADgesell\u00ADschafts"
            "\u00ADkapit\u00E4ns\u00ADm\u00FCtzen\u00ADfabrik\u00ADver\u00ADwaltungs\u00ADange\u00ADstellte Tab:\tone\ttwo\tthree" },
};

static void blend(unsigned char *to, unsigned colour, unsigned alpha)
{
    *to = (unsigned char)((*to * (255 - alpha) + colour * alpha + 127) / 255);
}

static void draw_image(sheet *s, const dct_glyph_image *image, int x, int y)
{
    for (int row = 0; row < image->height; row++)
        for (int column = 0; column < image->width; column++) {
            int px = x + image->left + column, py = y - image->top + row;
            if (px < 0 || py < 0 || px >= s->width || py >= s->height)
                continue;
            unsigned char *to = s->pixels + 3 * (py * s->width + px);
            const unsigned char *from = image->pixels + row * image->stride + (image->colour ? 4 * column : column);
            for (int c = 0; c < 3; c++) {
                if (image->colour)
                    to[c] = (unsigned char)(from[2 - c] + to[c] * (255 - from[3]) / 255);
                else
                    blend(&to[c], 0x20, *from);
            }
        }
}

static void draw_run(dct_fonts *fonts, sheet *s, const dct_glyph_run *run, float x, float y)
{
    for (uint32_t i = 0; i < run->count; i++) {
        dct_glyph_image image;
        float quarters = floorf((x + run->glyphs[i].x) * 4.0f + 0.5f);
        int   pen = (int)floorf(quarters / 4.0f);
        if (dct_glyph_image_of(fonts, run->face, run->glyphs[i].glyph, run->size_px,
                               (uint32_t)((int)quarters - 4 * pen), &image))
            draw_image(s, &image, pen, (int)floorf(y + run->glyphs[i].y + 0.5f));
    }
}

static float draw_paragraph(dct_fonts *fonts, sheet *s, const char *language, const char *text, float y)
{
    dct_arena arena;
    dct_arena_init(&arena, &dct_alloc_default, 64u << 20);
    size_t        size = strlen(text), half = size / 2;
    dct_text_span span = { 0, (uint32_t)size, 0, SIZE_PX, 0, language };
    dct_layout    layout;
    (void)half;
    dct_paragraph *p = dct_paragraph_new(fonts, &arena, text, size, &span, 1, DCT_AUTO);
    if (p != NULL && dct_paragraph_break(p, &arena, WIDTH - 2 * MARGIN, DCT_ALIGN_START, 1.5f, 0, &layout) == DOCENT_OK) {
        for (uint32_t i = 0; i < layout.line_count; i++)
            for (uint32_t k = 0; k < layout.lines[i].run_count; k++)
                draw_run(fonts, s, &layout.lines[i].runs[k], MARGIN, y + layout.lines[i].baseline);
        y += layout.height + 10.0f;
    }
    dct_arena_close(&arena);
    return y;
}

static float draw_file(dct_fonts *fonts, sheet *s, const char *path, float y)
{
    char  line[16384];
    FILE *file = fopen(path, "r");
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        char *tab = strchr(line, '\t');
        line[strcspn(line, "\n")] = '\0';
        if (tab == NULL)
            continue;
        *tab = '\0';
        y = draw_paragraph(fonts, s, line, tab + 1, y);
    }
    if (file != NULL)
        fclose(file);
    return y;
}

int main(int argc, char **argv)
{
    dct_fonts *fonts = system_fonts_open();
    sheet      s = { NULL, WIDTH, 2000 };
    FILE      *out = argc > 1 ? fopen(argv[1], "wb") : NULL;
    s.pixels = malloc((size_t)s.width * (size_t)s.height * 3);
    if (fonts == NULL || out == NULL || s.pixels == NULL) {
        fprintf(stderr, "usage: %s OUT.ppm [FILE]\n", argv[0]);
        return 2;
    }
    memset(s.pixels, 255, (size_t)s.width * (size_t)s.height * 3);
    float y = MARGIN;
    if (argc > 2)
        y = draw_file(fonts, &s, argv[2], y);
    for (size_t i = 0; argc <= 2 && i < sizeof samples / sizeof samples[0]; i++)
        y = draw_paragraph(fonts, &s, samples[i][0], samples[i][1], y);
    int height = y + MARGIN < (float)s.height ? (int)y + MARGIN : s.height;
    fprintf(out, "P6\n%d %d\n255\n", s.width, height);
    fwrite(s.pixels, 3, (size_t)s.width * (size_t)height, out);
    fclose(out);
    free(s.pixels);
    dct_fonts_close(fonts);
    return 0;
}
