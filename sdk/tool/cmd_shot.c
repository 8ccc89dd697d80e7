/* docent shot: one page into a PNG, with no display: for authors, for documentation, for tests. */
#include "commands.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <png.h>

#include <docent/view.h>

#define SETTLE_MS 1000 /* Of the view's own clock; animations are off, so what is left arrives soon. */

typedef struct shot {
    const char *bundle, *address, *out, *locale, *theme, *product, *version, *audience, *screen;
    int32_t     width, height;
    float       scale;
    uint32_t    text_percent;
    int64_t     unix_s;
} shot;

/* ---- options ---- */

static bool read_size(const char *text, shot *s)
{
    char *end;
    long w = strtol(text, &end, 10), h = 0;
    if (end != text && *end == 'x')
        h = strtol(end + 1, &end, 10);
    s->width = (int32_t)w;
    s->height = (int32_t)h;
    if (*end == '\0' && w >= 64 && h >= 64 && w <= 16384 && h <= 16384)
        return true;
    command_usage("shot", "--size takes WIDTHxHEIGHT in pixels, from 64x64 to 16384x16384, not \"%s\"", text);
    return false;
}

static bool read_scale(const char *text, shot *s)
{
    char *end;
    double scale = strtod(text, &end);
    s->scale = (float)scale;
    if (end != text && *end == '\0' && scale >= 0.5 && scale <= 8)
        return true;
    command_usage("shot", "--scale takes a number from 0.5 to 8, not \"%s\"", text);
    return false;
}

/* Days from 1970-01-01; years are counted from March, so that the leap day is the last. */
static int64_t days_from(int year, int month, int day)
{
    int64_t y = month <= 2 ? year - 1 : year, era = y / 400, of_era = y - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

/* "Z", "", "+01:00". */
static bool read_offset(const char *text, int *minutes)
{
    int h = 0, m = 0, end = 0;
    char sign = '+';
    if (text[0] != '\0' && strcmp(text, "Z") != 0 &&
        (sscanf(text, "%c%2d:%2d%n", &sign, &h, &m, &end) != 3 || text[end] != '\0' || (sign != '+' && sign != '-')))
        return false;
    *minutes = (sign == '-' ? -1 : 1) * (h * 60 + m);
    return h >= 0 && h < 24 && m >= 0 && m < 60;
}

static bool read_time(const char *text, shot *s)
{
    int year, month, day, hour, minute, second = 0, end = 0, more = 0, east = 0;
    bool ok = sscanf(text, "%4d-%2d-%2dT%2d:%2d%n", &year, &month, &day, &hour, &minute, &end) == 5;
    if (ok && sscanf(text + end, ":%2d%n", &second, &more) == 1)
        end += more;
    ok = ok && read_offset(text + end, &east) && year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= 31 &&
         hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 60;
    if (ok)
        s->unix_s = days_from(year, month, day) * 86400 + hour * 3600 + minute * 60 + second - east * 60;
    else
        command_usage("shot", "--now takes a time such as 2026-11-02T09:30:00+01:00, not \"%s\"", text);
    return ok;
}

static bool read_theme(const char *text, shot *s)
{
    s->theme = text;
    if (strcmp(text, "light") == 0 || strcmp(text, "dark") == 0 || strcmp(text, "contrast") == 0)
        return true;
    command_usage("shot", "--theme takes light, dark or contrast, not \"%s\"", text);
    return false;
}

static bool read_options(int argc, char **argv, shot *s)
{
    const char *size = NULL, *scale = NULL, *theme = NULL, *text = NULL, *now = NULL, *words[2];
    const command_option options[] = {
        { "-o", &s->out, NULL },           { "--size", &size, NULL },      { "--scale", &scale, NULL },
        { "--theme", &theme, NULL },       { "--locale", &s->locale, NULL }, { "--text-size", &text, NULL },
        { "--now", &now, NULL },           { "--product", &s->product, NULL }, { "--product-version", &s->version, NULL },
        { "--audience", &s->audience, NULL }, { "--screen", &s->screen, NULL },
    };
    int count = command_parse(argc, argv, options, sizeof options / sizeof *options, words, 2);
    if (count < 0)
        return false;
    if (count != 2 || s->out == NULL) {
        command_usage("shot", "a bundle, an address and -o PNG are needed");
        return false;
    }
    s->bundle = words[0];
    s->address = words[1];
    long percent = 100;
    bool ok = (size == NULL || read_size(size, s)) && (scale == NULL || read_scale(scale, s)) &&
              (theme == NULL || read_theme(theme, s)) && (now == NULL || read_time(now, s)) &&
              (text == NULL || command_number("shot", "--text-size", text, 100, 200, &percent));
    s->text_percent = (uint32_t)percent;
    return ok;
}

/* ---- drawing ---- */

/* Until nothing more is on its way. */
static docent_status settle(docent_view *view, int64_t unix_s)
{
    docent_view_wants wants;
    uint64_t now_ms = 1, end_ms = now_ms + SETTLE_MS;
    docent_status status = docent_view_update(view, now_ms, unix_s, &wants);
    while (status == DOCENT_OK && wants.next_ms <= end_ms && now_ms < end_ms) {
        now_ms = wants.next_ms > now_ms ? wants.next_ms : now_ms + 1;
        status = docent_view_update(view, now_ms, unix_s, &wants);
    }
    return status;
}

static int write_png(const shot *s, const docent_surface *surface)
{
    png_image image;
    memset(&image, 0, sizeof image);
    image.version = PNG_IMAGE_VERSION;
    image.width = (png_uint_32)surface->width;
    image.height = (png_uint_32)surface->height;
    image.format = PNG_FORMAT_RGBA;
    errno = 0;
    if (png_image_write_to_file(&image, s->out, 0, surface->pixels, (png_int_32)surface->stride, NULL) != 0)
        return 0;
    return command_fail("%s: cannot be written: %s", s->out, errno != 0 ? strerror(errno) : image.message);
}

static int draw(const shot *s, docent_view *view)
{
    docent_surface surface = { NULL, s->width, s->height, (size_t)s->width * 4, DOCENT_RGBA8 };
    docent_rect dirty[1];
    uint32_t count = 1;
    docent_status status = docent_view_go(view, s->address);
    if (status == DOCENT_ERR_SYNTAX || status == DOCENT_ERR_MISSING)
        return command_fail("%s: %s; see docent shot --help for the addresses", s->address,
                            status == DOCENT_ERR_SYNTAX ? "is no address" : "leads nowhere in this bundle");
    if (status == DOCENT_OK)
        status = settle(view, s->unix_s);
    surface.pixels = status == DOCENT_OK ? malloc(surface.stride * (size_t)s->height) : NULL;
    if (status == DOCENT_OK && surface.pixels == NULL)
        status = DOCENT_ERR_NOMEM;
    if (status == DOCENT_OK)
        status = docent_view_paint(view, &surface, DOCENT_PAINT_ALL, dirty, &count);
    int code = status == DOCENT_OK ? write_png(s, &surface)
                                   : command_fail("%s: cannot be drawn: %s", s->address, docent_status_name(status));
    free(surface.pixels);
    return code;
}

static int open_and_draw(const shot *s, docent *h)
{
    docent_error err = { 0 };
    docent_view *view;
    docent_view_config config = DOCENT_VIEW_CONFIG_INIT;
    config.width = s->width;
    config.height = s->height;
    config.scale = s->scale;
    config.theme = s->theme;
    config.text_percent = s->text_percent;
    config.flags = DOCENT_VIEW_STILL;
    config.product = s->product;
    config.version = s->version;
    config.audience = s->audience;
    config.screen = s->screen;
    if (docent_view_open(h, &config, &view, &err) != DOCENT_OK)
        return command_fail("%s", err.message);
    int code = draw(s, view);
    docent_view_close(view);
    return code;
}

int cmd_shot(int argc, char **argv)
{
    shot s = { .width = 1280, .height = 800, .scale = 1.0f, .text_percent = 100 };
    docent *h;
    docent_error err = { 0 };
    docent_config config = DOCENT_CONFIG_INIT;
    s.unix_s = (int64_t)time(NULL);
    if (!read_options(argc, argv, &s))
        return 2;
    config.bundle_path = s.bundle;
    config.locale = s.locale;
    if (docent_open(&config, &h, &err) != DOCENT_OK)
        return command_fail("%s", err.message);
    int code = open_and_draw(&s, h);
    docent_close(h);
    return code;
}
