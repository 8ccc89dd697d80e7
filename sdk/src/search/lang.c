/* The table of languages. Which words are small was written down by hand: articles, pronouns, prepositions, auxiliary
 * verbs and question words, folded as dct_fold() folds. They count less in a query; they are never removed, because
 * "to be or not to be" must still find something. */
#include "lang.h"

#include <string.h>

#define ENGLISH                                                                                                      \
    " a about after all also am an and any are as at be because been before being but by can could did do does "     \
    "doing don done for from get had has have having he her here him his how i if in into is it its just ll me "     \
    "might must my no not of off on or our out over own re s shall she should so some such t than that the their "   \
    "them then there these they this those through to too under until up us ve very want was we were what when "     \
    "where whether which while who whom whose why will with would you your "
#define GERMAN                                                                                                       \
    " ab aber alle allem allen aller als also am an auch auf aus bei beim bin bis bist da dabei " \
    "damit dann das dass " \
    "dem den denn der des deren dessen die dies diese diesem diesen dieser dieses doch dort du " \
    "durch ein eine einem " \
    "einen einer eines er es etwas euch fur gegen hat hatte habe haben hier ich ihm ihn ihr " \
    "ihre im in ins ist ja " \
    "jede jedem jeden jeder kann kein keine konnen man mein meine mich mir mit muss nach nicht " \
    "noch nun nur ob oder " \
    "ohne sehr sein seine sich sie sind so uber um und uns unter viel vom von vor wann war " \
    "waren warum was welche " \
    "welchem welchen welcher welches wenn wer werden wessen wie wieder wieso wir wird wo woher " \
    "wohin wurde wurden " \
    "zu zum zur zwischen "
#define FRENCH                                                                                                       \
    " a ai au aux avec c ce ces cet cette comme comment d dans de des dont du elle elles en est " \
    "et etait ete etre " \
    "eu il ils j je l la le les leur leurs lui m ma mais me mes moi mon n ne nos notre nous on " \
    "ou par pas peut " \
    "plus pour pourquoi puis qu quand que quel quelle quelles quels qui quoi s sa sans se ses " \
    "si son sont sur t ta " \
    "te tes toi ton tu un une vos votre vous y "
#define SPANISH                                                                                                      \
    " a al algo ante como con cual cuales cuando cuanto cuantos de del desde donde e el ella " \
    "ellas ellos en entre " \
    "era es esa ese eso esta estan este esto fue ha hay la las le les lo los mas me mi mis muy " \
    "no nos o para pero " \
    "por porque puede puedo que quien quienes se ser si sin sobre son su sus tambien te tu tus " \
    "un una unas unos y " \
    "ya yo "
#define ITALIAN                                                                                                      \
    " a ad ai al alla alle anche c che chi ci come con cosa cui d da dai dal dalla dei del " \
    "della delle di dove e ed " \
    "era fra gli ha ho i il in io l la le lo ma mi mio ne nei nel nella no noi non o per perche " \
    "piu posso puo quale " \
    "quali quando quanti quanto quello questa questo s se sei si sia sono su sua sul sulla suo tra tu un una uno "
#define PORTUGUESE                                                                                                   \
    " a ao aos as com como da das de do dos e ela ele em entre era essa esse esta este eu foi " \
    "ha isso isto ja la " \
    "mais mas me meu minha muito na nao nas no nos o onde os ou para pela pelo pode por porque " \
    "posso qual quais " \
    "quando quanto quantos que quem se sem ser seu sua sao tem um uma uns voce "
#define DUTCH                                                                                                        \
    " aan al als bij dan dat de den der deze die dit doe doen door dus een en er ge geen had " \
    "heb hebben heeft het " \
    "hij hoe hoeveel hun ik in is ja je kan kun kunnen maar me meer met mijn naar niet nog nu " \
    "of om onder ons ook " \
    "op over te toen tot u uit van veel voor waar waarom wanneer was wat we welk welke werd wie " \
    "wil worden wordt " \
    "zal ze zich zij zijn zo zonder "
#define SWEDISH                                                                                                      \
    " alla att av blev bli den denna det detta dig din du dar de efter ej eller en er ett for " \
    "fran ha han har hon " \
    "hur hos i icke inte jag kan kunde man med men mig min mot mycket nar nagon nu och om oss " \
    "pa sa sig sin ska som " \
    "till under upp ut utan vad var varfor vem vi vid vilka vilken vilket vill ar at "
#define DANISH                                                                                                       \
    " af alle at blev bliver da de dem den denne der det dette dig din du efter eller en er et " \
    "for fra ham han har " \
    "havde hun hvad hvem hvilke hvilken hvilket hvis hvor hvordan hvorfor hvornar i ikke ind " \
    "jeg jer kan man med " \
    "men mig min mod ned nu nar og om op os pa sa sig sin skal som til ud under var ved vi vil "
#define NORWEGIAN                                                                                                    \
    " alle at av ble blir da de den denne der det dette deg din du eller en er et etter for fra " \
    "ga han har hun hva " \
    "hvem hvilke hvilken hvilket hvis hvor hvordan hvorfor i ikke inn jeg kan man med meg men " \
    "min mot ned nar noe og " \
    "om opp oss pa sa seg sin skal som til ut under var ved vi vil a "
#define FINNISH                                                                                                      \
    " ei eivat en et ette etta han he hanen ja jos joka jotka kanssa koska kuin kuinka kuka me " \
    "mika mikali miksi " \
    "mita miten missa minne mina mutta myos ne niin nyt olen oli olla on ovat se sen sina siita " \
    "tai tama taman te " \
    "tuo vai vain voi voiko "
#define RUSSIAN                                                                                                      \
    " а без более бы был была были было быть в вам вас весь во вот все всего вы где да для до " \
    "его ее если есть еще " \
    "же за зачем и из или им их к как какая какие каким каких какого какое какои какую какои ко " \
    "когда кого кто куда " \
    "ли между меня мне мои мы на над нам нас не него нее нет ни них но ну о об он она они оно " \
    "от откуда по под " \
    "почему при с сам свои свою себя сколько со так такои там то того тоже только том тот ты у " \
    "уже чего чем что " \
    "чтобы эта эти это этого этои этот я является "
#define GREEK                                                                                                        \
    " αν απο αυτα αυτη αυτο αυτοσ για γιατι δε δεν ειμαι ειναι ενα ενασ εχει η θα και κατα με " \
    "μετα μια μου να ο οι " \
    "οπου οπωσ οταν οτι ποια ποιεσ ποιο ποιοι ποιοσ ποσα ποσο ποσοι που προσ πωσ πωσ σασ σε στα " \
    "στη στην στισ στο " \
    "στον στουσ τα τη την τησ τι τισ το τον του τουσ των ωσ "
#define TURKISH                                                                                                      \
    " acaba ama bana bazi ben beni bir biri biz bu bunu cok da daha de degil diye en gibi hangi " \
    "hangisi hem hep her " \
    "hic icin ile ise kac kadar ki kim mi mu mi ne neden nedir nerede nereye nasil niye o olan " \
    "olarak oldu olur on " \
    "sey siz su ve veya ya yani "
#define ARABIC                                                                                                       \
    " الي التي الذي الذين اذا ان انا انت او اي ايا ايه اين بعد بين تحت تم ثم حتي حول خلال ذلك عن عند علي عليه فقط "  \
    "في فيه فيها قبل قد كان كانت كل كم كما كيف لا لان لدي لكن لم لماذا لن له لها لهم ليس ما ماذا متي مع من منذ "     \
    "منه منها نحن هذا هذه هل هم هناك هو هي و وهو وهي يتم يكون يمكن ولا وما وكان "
#define HEBREW                                                                                                       \
    " אבל או אותו אותה איכ איפה אל אלה אמ אנחנו אני אשר את אתה באיזה בו בינ גמ היא הוא היו היה היתה המ הנ זאת זה "  \
    "יש כי כל כמה כנ לא לו לי לה להיות למה מאיפה מדוע מה מי מתי מנ על עמ עד רק של שלו שלי שלה תחת "
#define HINDI                                                                                                        \
    " अपना अपनी अपने आप इन इस इसका इसकी इसके इसे उन उनका उनकी उनके उन्हें उस उसका उसकी उसके उसे " \
    "एक एवं और कर करता करते करना करने का " \
    "कि किन किया किस किसका किसकी किसके किसने किसे की कितना कितनी कितने कुछ के को कोई कौन कौनसा " \
    "कौनसी क्या क्यों कैसे कब कहा " \
    "कहां गई गए गया जब जहा जहां जा जाता जाती जाते जाना जो तक तब तो था थी थे दिया दो द्वारा नहीं " \
    "ने पर बाद भी मे में मैं यदि यह यहा यहां " \
    "या ये रहा रही रहे लिए लेकिन वह वाला वाली वाले वे व सा सी से साथ हम हुआ हुई हुए है हैं हो होता होती होते होना होने "

static const dct_lang languages[] = {
    { "", NULL, true, false, false, "" },
    { "en", "english", true, false, true, ENGLISH },
    { "de", "german", true, false, true, GERMAN },
    { "fr", "french", true, false, false, FRENCH },
    { "es", "spanish", true, false, false, SPANISH },
    { "it", "italian", true, false, false, ITALIAN },
    { "pt", "portuguese", true, false, false, PORTUGUESE },
    { "nl", "dutch", true, false, true, DUTCH },
    { "sv", "swedish", true, false, true, SWEDISH },
    { "da", "danish", true, false, true, DANISH },
    { "nb", "norwegian", true, false, true, NORWEGIAN },
    { "no", "norwegian", true, false, true, NORWEGIAN },
    { "nn", "norwegian", true, false, true, NORWEGIAN },
    { "fi", "finnish", true, false, true, FINNISH },
    { "hu", "hungarian", true, false, true, "" },
    { "ro", "romanian", true, false, false, "" },
    { "ru", "russian", false, false, false, RUSSIAN },
    { "el", "greek", false, false, false, GREEK },
    { "tr", "turkish", true, true, false, TURKISH },
    { "az", NULL, true, true, false, "" },
    { "ar", "arabic", false, false, false, ARABIC },
    { "he", NULL, false, false, false, HEBREW },
    { "hi", "hindi", false, false, false, HINDI },
    { "ne", "nepali", false, false, false, "" },
    { "ta", "tamil", false, false, false, "" },
    { "sr", "serbian", false, false, false, "" },
    { "hy", "armenian", false, false, false, "" },
    { "ca", "catalan", true, false, false, "" },
    { "eu", "basque", true, false, false, "" },
    { "ga", "irish", true, false, false, "" },
    { "id", "indonesian", true, false, false, "" },
    { "lt", "lithuanian", true, false, false, "" },
    { "et", NULL, true, false, true, "" },
    { "is", NULL, true, false, true, "" },
    { "uk", NULL, false, false, false, "" },
    { "bg", NULL, false, false, false, "" },
    { "fa", NULL, false, false, false, "" },
    { "ur", NULL, false, false, false, "" },
    { "ja", NULL, false, false, false, "" },
    { "zh", NULL, false, false, false, "" },
    { "ko", NULL, false, false, false, "" },
    { "th", NULL, false, false, false, "" },
    { "lo", NULL, false, false, false, "" },
    { "km", NULL, false, false, false, "" },
    { "my", NULL, false, false, false, "" },
};

uint8_t dct_lang_count(void)
{
    return (uint8_t)(sizeof languages / sizeof *languages);
}

const dct_lang *dct_lang_at(uint8_t lang)
{
    return &languages[lang < dct_lang_count() ? lang : DCT_LANG_NONE];
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool has_tag(const char *tag, const char *wanted)
{
    while (*wanted && lower(*tag) == *wanted) {
        tag++;
        wanted++;
    }
    return *wanted == '\0' && (*tag == '\0' || *tag == '-' || *tag == '_');
}

uint8_t dct_lang_of(const char *tag)
{
    if (tag == NULL)
        return DCT_LANG_NONE;
    for (uint8_t i = 1; i < dct_lang_count(); i++)
        if (has_tag(tag, languages[i].tag))
            return i;
    return DCT_LANG_NONE;
}

bool dct_lang_is_small(uint8_t lang, const char *folded, size_t size)
{
    const char *list = dct_lang_at(lang)->small;
    if (size == 0 || size > 30)
        return false;
    char key[33] = " ";
    memcpy(key + 1, folded, size);
    memcpy(key + 1 + size, " ", 2);
    return strstr(list, key) != NULL;
}
