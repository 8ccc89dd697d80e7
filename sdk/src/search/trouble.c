/* See trouble.h. A way is there as people type it, with and without its apostrophe. No group joins two things that a
 * person would tell apart ("slow" is not "stuck"), and none has a word that means something else in most help texts. */
#include "trouble.h"

#include <stddef.h>

#include "lang.h"

static const char *const english[] = {
    "screen|display|monitor",
    "dark|blank|black screen|screen black|screen is black|goes black|stays black|no picture|not turn on|won't turn on"
    "|wont turn on|not light up|not come on|not power on|won't switch on|wont switch on|not switch on",
    "no sound|no audio|silent|mute|muted|can't hear|cant hear|not hear|hear nothing",
    "sound|audio",
    "volume|loudness",
    "louder|increase the volume|turn up",
    "quiet|quieter|too quiet",
    "won't start|wont start|not start|won't boot|not boot|dead|not turn on|won't turn on|wont turn on",
    "frozen|freezes|hangs|stuck|unresponsive|not respond|not responding|no response",
    "slow|sluggish|laggy|takes long|takes too long",
    "crash|crashes|closes by itself|quits",
    "broken|defective|faulty|damaged|not working|doesn't work|doesnt work|not work",
    "wifi|wi-fi|wlan|wireless|wireless network",
    "internet|online",
    "no internet|offline|not connected|no connection|can't connect|cant connect|not connect|won't connect|wont connect",
    "pair|connect",
    "unpair|forget|disconnect",
    "delete|remove|erase",
    "erase|reset|factory reset|factory settings",
    "restart|reboot",
    "turn on|switch on|power on|start up",
    "turn off|switch off|power off|shut down",
    "charge|charging|recharge",
    "not charge|not charging|won't charge|wont charge|battery empty",
    "battery drains|battery life|runs out|drains fast",
    "hot|warm|overheats|overheating|temperature",
    "noise|noisy|loud noise|rattle|hum",
    "phone|smartphone|mobile|cell phone|cellphone|handset",
    "computer|pc|laptop|notebook",
    "headphones|headset|earphones|earbuds",
    "tv|television|telly",
    "cable|cord|wire",
    "socket|outlet|power outlet",
    "picture|photo|image",
    "movie|film|video",
    "password|passcode|passphrase|pin",
    "forgot|forgotten|lost",
    "log in|login|sign in|signin|log on",
    "log out|logout|sign out|log off",
    "account|profile",
    "settings|preferences|options",
    "update|upgrade|new version",
    "install|set up|setup",
    "uninstall|remove",
    "guide|manual|instructions",
    "price|cost|fee",
    "bill|invoice|receipt",
    "refund|money back",
    "cancel|terminate",
    "repair|fix|mend",
    "warranty|guarantee",
    "shipping|delivery",
    "buy|purchase|order",
    "leak|leaks|leaking|drips|dripping|water comes out",
    "blocked|clogged|jammed|jam|stuck",
    "blinks|blinking|flashes|flashing",
    "light|lamp|led|indicator",
    "clean|wash|wipe",
    "spare part|replacement|replacement part",
    NULL,
};

static const char *const german[] = {
    "bildschirm|display|anzeige|monitor",
    "dunkel|schwarz|kein bild|geht nicht an|nicht an|nicht einschalten|bleibt aus",
    "kein ton|stumm|lautlos|nichts zu hören|höre nichts|hört nichts",
    "ton|klang|audio",
    "lauter|lautstärke erhöhen",
    "leise|leiser|zu leise",
    "startet nicht|geht nicht an|nicht an|nicht einschalten|lässt sich nicht einschalten|tot",
    "hängt|eingefroren|reagiert nicht|keine reaktion|aufgehängt",
    "langsam|träge|dauert lange|ruckelt",
    "stürzt ab|absturz|abgestürzt",
    "kaputt|defekt|geht nicht|funktioniert nicht|beschädigt",
    "wlan|wifi|wi-fi|funknetz",
    "kein internet|offline|keine verbindung|nicht verbunden|verbindet nicht|verbindet sich nicht",
    "koppeln|verbinden|kopplung|pairing",
    "entkoppeln|trennen",
    "zurücksetzen|werkseinstellungen|werkseinstellung|reset",
    "neu starten|neustart|neustarten",
    "einschalten|anschalten|anmachen|anstellen",
    "ausschalten|abschalten|ausmachen|abstellen",
    "laden|aufladen|ladevorgang",
    "lädt nicht|nicht geladen|akku leer",
    "akku|batterie",
    "heiß|warm|überhitzt|überhitzung|temperatur",
    "geräusch|lärm|brummt|rauschen|klappert",
    "handy|smartphone|telefon|mobiltelefon",
    "computer|rechner|pc|laptop|notebook",
    "kopfhörer|headset|ohrhörer",
    "fernseher|tv",
    "steckdose|stromanschluss|netzteil",
    "bild|foto",
    "passwort|kennwort|pin",
    "vergessen|verloren",
    "anmelden|einloggen|login|anmeldung",
    "abmelden|ausloggen",
    "konto|account|profil",
    "einstellungen|optionen",
    "aktualisieren|update|aktualisierung",
    "installieren|einrichten|einrichtung",
    "anleitung|handbuch|gebrauchsanweisung",
    "preis|kosten|gebühr",
    "rechnung|beleg|quittung",
    "geld zurück|erstattung|rückgabe",
    "kündigen|kündigung",
    "reparieren|reparatur",
    "garantie|gewährleistung",
    "lieferung|versand",
    "kaufen|bestellen",
    "undicht|tropft|läuft aus|wasser tritt aus",
    "verstopft|blockiert|klemmt",
    "blinkt|blinken",
    "lampe|licht|leuchte|led",
    "reinigen|putzen|säubern|saubermachen",
    "ersatzteil|ersatz",
    NULL,
};

static const struct {
    const char        *tag;
    const char *const *groups;
} lists[] = {
    { "en", english },
    { "de", german },
};

const char *dct_trouble_at(uint8_t lang, uint32_t index)
{
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const char *const *groups = lists[i].groups;
        if (lang == DCT_LANG_NONE || dct_lang_of(lists[i].tag) != lang)
            continue;
        for (uint32_t k = 0; groups[k] != NULL; k++)
            if (k == index)
                return groups[k];
    }
    return NULL;
}
