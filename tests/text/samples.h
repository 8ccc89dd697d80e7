/* A paragraph in each of ten scripts, with what usually goes wrong in it: {language, text}. */
#ifndef TEST_SAMPLES_H
#define TEST_SAMPLES_H

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

#define SAMPLE_COUNT (sizeof samples / sizeof samples[0])
#define SAMPLES_COVERED (SAMPLE_COUNT - 1) /* The last has characters that no face draws. */

#endif
