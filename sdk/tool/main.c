/* docent: the command for authors. Finds the command that is meant and runs it; all else is in cmd_*.c. */
#include "commands.h"

#include <stdio.h>
#include <string.h>

typedef struct command {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *summary, *usage;
} command;

static const command commands[] = {
    { "new", cmd_new, "make a small help project to start from",
      "usage: docent new DIR\n\n"
      "Makes the folder DIR with a help project in it: two articles, a fix-it guide, a picture, a translation.\n" },
    { "check", cmd_check, "say what is wrong with a project or a bundle",
      "usage: docent check DIR|FILE\n\n"
      "DIR   a help project: prints every error and warning as file:line:column: message\n"
      "FILE  a bundle: reads every page and row of it and checks them\n" },
    { "pack", cmd_pack, "compile a project into one bundle",
      "usage: docent pack DIR -o FILE\n"
      "       docent pack --jsonl LINES -o FILE\n\n"
      "  -o FILE          the bundle to write; an old one is replaced only when the new one is whole\n"
      "  --jsonl LINES    instead of a folder: one JSON object a line, {\"id\",\"title\",\"body\",\"lang\",\"format\"};\n"
      "                   - is standard input\n"
      "  --previous OLD   the bundle that devices have: what stays keeps its place, so that an update is small\n"
      "  --quiet          print errors, no warnings\n" },
    { "search", cmd_search, "search a bundle",
      "usage: docent search FILE \"words\" [--also FILE,...] [--locale L] [--limit N] [--prefix] [--json] [--explain]\n"
      "       docent search FILE --batch QUERIES.tsv --run OUT [--limit N] [--prefix]\n\n"
      "  --also FILE,...  these bundles, too, as if all were one; one that stands later hides the ids of those before it\n"
      "  --locale L       the language to prefer; the bundle's own by default\n"
      "  --limit N        at most N answers, up to 200\n"
      "  --json           one JSON object a line: rank, id, title, score, excerpt\n"
      "  --explain        why each answer stands where it does\n"
      "  --batch FILE     lines of qid<TAB>query; prints queries=N mean_us=X p99_us=Y, and the same of CPU time\n"
      "  --run OUT        where the answers to a batch go, in TREC's run format\n"
      "  --prefix         the last word may be unfinished\n"
      "  --product P      where the person is: articles about this product stand higher, none is left out\n"
      "  --product-version V, --audience A, --screen S\n"
      "                   the same for its version, whom articles are for, the context id of what is on screen\n" },
    { "show", cmd_show, "print one article",
      "usage: docent show FILE ID [--text|--json] [--locale L]\n" },
    { "report", cmd_report, "say what people asked, from the state files of devices",
      "usage: docent report STATE.db... [--limit N] [--csv FILE] [--html FILE] [--bundle FILE]\n"
      "       docent report STATE.db... --bundle FILE --queries\n\n"
      "Adds up what was asked on one device or many: searches that found nothing, or answers that nobody opened; articles\n"
      "that were read before a person was asked; what was voted worst, and why; where guides were left; which promises were\n"
      "kept. The files are only read.\n\n"
      "  --html FILE      a page that needs nothing else; - is standard output\n"
      "  --csv FILE       all rows, as comma-separated values; - is standard output\n"
      "  --limit N        at most N rows a table; 20 by default\n"
      "  --bundle FILE    the content they are about: titles beside ids\n"
      "  --queries        instead: golden queries for queries.yaml, from words after which the same article was opened\n"
      "                   three times or more, and how the bundle answers them today\n" },
    { "draft", cmd_draft, "make an article's draft of a conversation that was answered",
      "usage: docent draft STATE.db CONVERSATION [-o FILE.md] [--locale L]\n\n"
      "CONVERSATION is its reference (K7QM-3XR2), its id, or the server's number. The title is its subject, the keywords are\n"
      "the customer's words, the text is the agent's. Names that were given, mail addresses, phone numbers, numbers of orders\n"
      "and devices, web addresses with keys and postal addresses become [removed]: read it before you publish it.\n\n"
      "  -o FILE.md       the article; a file that is there is not written over\n"
      "  --locale L       the language of the customer's words; the conversation's own by default\n" },
    { "unseal", cmd_unseal, "open requests that a device sealed",
      "usage: docent unseal FILE... --key KEYFILE [-o OUT] [--json] [--files DIR]\n\n"
      "FILE is the body of a web request, an attachment, or a whole mail with them. KEYFILE is what `docent keys seal` printed.\n\n"
      "  -o OUT           where the requests' text goes; standard output by default\n"
      "  --json           the requests as the device froze them, one a line\n"
      "  --files DIR      where attachments go, under the names the requests give them\n" },
    { "publish", cmd_publish, "make a bundle the next release of a tree that devices ask",
      "usage: docent publish BUNDLE -o TREE --keys DIR [options]\n"
      "       docent publish --config FILE|--no-config -o TREE --keys DIR\n"
      "       docent publish --refresh -o TREE --keys DIR\n\n"
      "TREE is a folder of static files: upload it to any web server, or copy it to a stick. The first time it is made,\n"
      "with TREE/metadata/1.root.json, which goes into your program. Each release has deltas from the eight before it.\n\n"
      "  -o TREE          the folder\n"
      "  --keys DIR       the keys to sign with; see docent keys\n"
      "  --channel C      who gets it; stable by default\n"
      "  --rollout P      percent of the devices; publish the same bundle again to raise it\n"
      "  --not-before T   devices wait until then: 2026-11-20T08:00:00Z\n"
      "  --min-client V   programs older than this version of Docent do not take it\n"
      "  --again          content of an older release may be published once more: a way back\n"
      "  --config FILE    settings for programs and kiosks, YAML or JSON; they stay until others are published\n"
      "  --no-config      takes the settings back\n"
      "  --refresh        only sign anew what would expire: for a scheduled job, once a week\n"
      "  --now T          the time to publish at, instead of the clock's\n" },
    { "keys", cmd_keys, "make and replace the keys that devices believe",
      "usage: docent keys new DIR [--roots N]\n"
      "       docent keys show DIR\n"
      "       docent keys rotate TREE --keys DIR --to NEWDIR\n"
      "       docent keys sign TREE --keys DIR\n"
      "       docent keys seal\n\n"
      "new      one key for everything; with --roots 3 three root keys, of which two must sign, and an online key\n"
      "show     which keys there are, and what they sign\n"
      "rotate   from now on NEWDIR's keys count; the old ones say so\n"
      "sign     add this folder's signatures to a root that needs more of them\n"
      "seal     a pair of keys for letters that wait on a device\n\n"
      "  --roots N        how many root keys; 1 by default\n"
      "  --keys DIR       the keys to sign with\n"
      "  --to NEWDIR      the keys that count from now on\n" },
    { "shot", cmd_shot, "draw one page into a PNG",
      "usage: docent shot FILE ADDRESS -o PNG [options]\n\n"
      "  --size WxH       pixels; 1280x800 by default\n"
      "  --scale S        pixels a point\n"
      "  --theme T        light, dark or contrast\n"
      "  --locale L       the language\n"
      "  --text-size P    percent, 100 to 200\n"
      "  --now ISO-8601   the time that opening hours are computed for\n"
      "  --product P, --product-version V, --audience A, --screen S\n"
      "                   where the person is: chips on the search page, and what fits stands higher\n\n"
      "Addresses: home, toc, search?q=WORDS, article/ID#step-N, steps/ID, fix/ID#SCREEN, contact, bookmarks, settings.\n" },
};

static void print_help(FILE *out)
{
    fprintf(out, "usage: docent COMMAND ...\n\n");
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        fprintf(out, "  %-8s %s\n", commands[i].name, commands[i].summary);
    fprintf(out, "\ndocent COMMAND --help says more. docent --version prints %d.%d.%d.\n", DOCENT_VERSION_MAJOR,
            DOCENT_VERSION_MINOR, DOCENT_VERSION_PATCH);
}

static const command *find_command(const char *name)
{
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

static bool wants_help(int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return true;
    return false;
}

static bool flush_output(void)
{
    return fflush(stdout) == 0 && !ferror(stdout);
}

static int run(const command *c, int argc, char **argv)
{
    if (!wants_help(argc, argv))
        return c->run(argc, argv);
    fputs(c->usage, stdout);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        command_fail("which command? Try: docent --help");
        return 2;
    }
    int code = 0;
    const command *c = find_command(argv[1]);
    if (c != NULL) {
        code = run(c, argc - 1, argv + 1);
    } else if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0) {
        print_help(stdout);
    } else if (strcmp(argv[1], "--version") == 0) {
        printf("docent %d.%d.%d\n", DOCENT_VERSION_MAJOR, DOCENT_VERSION_MINOR, DOCENT_VERSION_PATCH);
    } else {
        command_fail("no command \"%s\". Try: docent --help", argv[1]);
        return 2;
    }
    return code == 0 && !flush_output() ? command_fail("cannot write to standard output") : code;
}
