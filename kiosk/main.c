#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <docent/docent.h>

#include "heartbeat.h"
#include "look.h"
#include "options.h"
#include "run.h"
#include "script.h"
#include "serve.h"

static const char usage[] =
    "docent-kiosk [CONFIG.yaml] [options]: help on a screen that people share\n"
    "\n"
    "  --bundle FILE     the content, made by `docent pack`\n"
    "  --window WxH      a window of this many pixels instead of the whole screen\n"
    "  --state FILE      where bookmarks are kept during a visit; memory without it\n"
    "  --theme NAME      light, dark or contrast\n"
    "  --locale TAG      the language to begin with, such as de\n"
    "  --text-size P     100 to 200 percent\n"
    "  --product P, --product-version V, --audience A, --screen S\n"
    "                    where it stands: what fits is found first; people may take it away\n"
    "  --script FILE|-   no window: do what the lines of FILE say, on a virtual clock\n"
    "  --heartbeat       no window: print what the collector of `telemetry` would be told, and tell nobody\n"
    "  --look            no window: look for newer content now, and say how that went\n"
    "  --help, --version\n";

static int complain(const char *what)
{
    fprintf(stderr, "docent-kiosk: %s\n", what);
    return 1;
}

static int play(docent *h, const kiosk_options *options, FILE *in)
{
    char error[KIOSK_ERROR_MAX];
    kiosk_stage stage;
    if (!kiosk_stage_open(&stage, h, options, error))
        return complain(error);
    bool ok = kiosk_script_run(in, &stage, stdout, stderr);
    kiosk_stage_close(&stage);
    return ok ? 0 : 1;
}

static int play_file(docent *h, const kiosk_options *options)
{
    if (strcmp(options->script, "-") == 0)
        return play(h, options, stdin);
    FILE *in = fopen(options->script, "r");
    if (in == NULL) {
        fprintf(stderr, "docent-kiosk: %s: cannot be read: %s\n", options->script, strerror(errno));
        return 1;
    }
    int status = play(h, options, in);
    fclose(in);
    return status;
}

static int show(docent *h, const kiosk_options *options)
{
    char error[KIOSK_ERROR_MAX];
    return kiosk_run(h, options, error) ? 0 : complain(error);
}

/* Everything that newer content comes to on this kiosk. */
static unsigned served_of(const kiosk_config *c, kiosk_served out[KIOSK_SERVED_MAX])
{
    unsigned count = 0;
    if (c->content[0] != '\0')
        out[count++] = (kiosk_served){ "", c->content };
    for (uint32_t i = 0; i < c->beside_count && count < KIOSK_SERVED_MAX; i++)
        if (c->beside[i].content[0] != '\0')
            out[count++] = (kiosk_served){ c->beside[i].id, c->beside[i].content };
    return count;
}

/* The server is a process of its own, made before there are windows and threads. */
static int serve_and_show(docent *h, const kiosk_options *options)
{
    char error[KIOSK_ERROR_MAX];
    kiosk_server server = { 0, -1, 0 };
    kiosk_served served[KIOSK_SERVED_MAX];
    unsigned count = served_of(&options->config, served);
    if (options->config.serve_port != 0 &&
        !kiosk_serve_open(&server, served, count, (uint16_t)options->config.serve_port, error, sizeof error))
        return complain(error);
    int status = options->script != NULL ? play_file(h, options) : show(h, options);
    kiosk_serve_close(&server);
    return status;
}

static int look(docent *h, const kiosk_options *options)
{
    char error[KIOSK_ERROR_MAX];
    if (kiosk_look(h, options, stdout, error))
        return 0;
    return error[0] != '\0' ? complain(error) : 1;
}

static int run(docent *h, const kiosk_options *options)
{
    char error[KIOSK_ERROR_MAX];
    if (options->look)
        return look(h, options);
    if (!kiosk_heartbeat_open(h, &options->config, error))
        return complain(error);
    if (options->heartbeat)
        return kiosk_heartbeat_print(h, options, stdout, error) ? 0 : complain(error);
    return serve_and_show(h, options);
}

int main(int argc, char **argv)
{
    static kiosk_options options;
    static char error[KIOSK_ERROR_MAX];
    if (!kiosk_options_read(argc, argv, &options, error))
        return complain(error);
    if (options.help || options.version) {
        if (options.help)
            fputs(usage, stdout);
        else
            printf("docent-kiosk %d.%d.%d\n", DOCENT_VERSION_MAJOR, DOCENT_VERSION_MINOR, DOCENT_VERSION_PATCH);
        return 0;
    }
    docent_error err = { 0 };
    docent *h;
    docent_config config = DOCENT_CONFIG_INIT;
    config.bundle_path = options.config.bundle;
    config.state_path = options.config.state[0] != '\0' ? options.config.state : NULL;
    config.device_path = options.config.device[0] != '\0' ? options.config.device : NULL;
    config.shared = options.config.shared;
    config.locale = options.config.locale[0] != '\0' ? options.config.locale : NULL;
    if (docent_open(&config, &h, &err) != DOCENT_OK)
        return complain(err.message);
    int status = run(h, &options);
    docent_close(h);
    return status;
}
