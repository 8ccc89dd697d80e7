/* Level 3 inside a program that draws its own scene: three devices of a home.
 *
 *   +--------------------------+---------+     click a device     selects it
 *   |   (printer)  (router)    |  help   |     F1 or "Help"       help about what is selected
 *   | [Help]   (lamp)          |  panel  |     F1, Escape, Close  the panel goes
 *   +--------------------------+---------+
 *
 * The program owns window, renderer and loop; the panel is one more thing it draws, and so is the Help button: a second, small
 * view on the same handle, with the number of new answers. While nothing moves it sleeps.
 *
 *   docent-sample-panel help.docent [--still] [--frames N]
 *   --still: no animation. --frames N: ends after N frames, for tests. */
#include <docent/article.h>
#include <docent/contact.h>
#include <docent/sdl.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <SDL.h>

#define BUTTON_WIDTH 132
#define BUTTON_HEIGHT 56
#define NARROW 900 /* Pixels: in a narrower window the help covers the scene. */

/* What can be selected, and the context id it asks the help with: a name the author of the help also knows. */
typedef struct device {
    const char *context;
    float       x, y; /* Of the scene. */
} device;

static const device devices[] = {
    { "app.quill.error", 0.25f, 0.32f },
    { "app.beacon.status", 0.72f, 0.30f },
    { "app.device.offline", 0.50f, 0.72f },
};

/* What the devices are drawn from: boxes in hundredths of a device's side. */
static const struct {
    int   device;
    int   x, y, w, h;
    Uint8 red, green, blue;
    bool  glows;
} parts[] = {
    { 0, 25, 5, 50, 35, 236, 236, 228, false },  { 0, 5, 35, 90, 45, 86, 120, 160, false },
    { 0, 18, 70, 64, 20, 250, 250, 246, false }, { 0, 78, 44, 8, 8, 120, 255, 140, true },
    { 1, 15, 5, 5, 55, 120, 130, 140, false },   { 1, 80, 5, 5, 55, 120, 130, 140, false },
    { 1, 5, 58, 90, 26, 64, 150, 134, false },   { 1, 18, 67, 8, 8, 255, 255, 255, true },
    { 1, 36, 67, 8, 8, 120, 255, 140, false },   { 1, 54, 67, 8, 8, 120, 255, 140, false },
    { 2, 46, 40, 8, 48, 150, 140, 130, false },  { 2, 26, 86, 48, 8, 150, 140, 130, false },
    { 2, 20, 5, 60, 36, 255, 214, 140, true },
};
#define DEVICE_COUNT ((int)(sizeof devices / sizeof devices[0]))

typedef struct app {
    docent       *h;
    docent_view  *view;
    docent_panel *panel;
    docent_view  *button_view;
    docent_panel *button;
    SDL_Window   *window;
    SDL_Renderer *renderer;
    int           width, height; /* Pixels. */
    int           selected;
    bool          help, still, quit;
    uint64_t      next_ms; /* When the help wants its next frame. */
} app;

/* ---- the help ---- */

/* Where the bundle's author wants to send somebody who has this selected; the home page when nobody said. */
static void help_about(app *a, const char *context)
{
    char address[1024];
    const char *anchor;
    docent_article *article;
    if (docent_article_by_context(a->h, context, &article, &anchor) != DOCENT_OK) {
        docent_view_go(a->view, "home");
        return;
    }
    const char *kind = docent_article_kind(article) == DOCENT_KIND_FIX ? "fix" : "article";
    snprintf(address, sizeof address, "%s/%s%s%s", kind, docent_article_id(article), anchor[0] != '\0' ? "#" : "", anchor);
    docent_article_close(article);
    docent_view_go(a->view, address);
}

static void place_panel(app *a)
{
    SDL_GetRendererOutputSize(a->renderer, &a->width, &a->height);
    int width = a->width < NARROW ? a->width : a->width / 2;
    docent_panel_place(a->panel, a->width - width, 0, width, a->height, 1.0f);
    docent_panel_place(a->button, 24, a->height - 24 - BUTTON_HEIGHT, BUTTON_WIDTH, BUTTON_HEIGHT, 1.0f);
}

static void toggle_help(app *a)
{
    a->help = !a->help;
    if (a->help)
        help_about(a, devices[a->selected].context);
}

/* What somebody at the company should know when a person asks for help from here; the person sees it before it is sent. */
static const char *diagnostics(void *ctx)
{
    static char text[200];
    const app *a = ctx;
    snprintf(text, sizeof text, "selected: %s\nwindow: %d x %d", devices[a->selected].context, a->width, a->height);
    return text;
}

/* Answers arrive, messages leave: in this program's loop, when it has time. */
static void work(app *a)
{
    uint32_t next_ms;
    docent_event event;
    if (docent_step(a->h, 2, &next_ms) == DOCENT_OK && next_ms != UINT32_MAX && SDL_GetTicks64() + next_ms < a->next_ms)
        a->next_ms = SDL_GetTicks64() + next_ms;
    while (docent_poll(a->h, &event)) {
        docent_view_event(a->view, &event);
        docent_view_event(a->button_view, &event);
    }
}

static bool open_button(app *a, docent_error *err)
{
    docent_view_config view = DOCENT_VIEW_CONFIG_INIT;
    view.width = BUTTON_WIDTH;
    view.height = BUTTON_HEIGHT;
    view.theme = "dark";
    view.flags = DOCENT_VIEW_BUTTON;
    return docent_view_open(a->h, &view, &a->button_view, err) == DOCENT_OK &&
           docent_panel_open(a->button_view, &a->button) == DOCENT_OK;
}

static bool open_help(app *a, const char *bundle)
{
    docent_contact_hook hook = { .struct_size = sizeof hook, .ctx = a, .diagnostics = diagnostics };
    docent_error err = { 0 };
    docent_config config = DOCENT_CONFIG_INIT;
    docent_view_config view = DOCENT_VIEW_CONFIG_INIT;
    config.bundle_path = bundle;
    view.width = a->width / 2;
    view.height = a->height;
    view.theme = "dark";
    view.flags = DOCENT_VIEW_PANEL;
    if (docent_open(&config, &a->h, &err) == DOCENT_OK && docent_use_contact_hook(a->h, &hook) == DOCENT_OK &&
        open_button(a, &err) && docent_view_open(a->h, &view, &a->view, &err) == DOCENT_OK &&
        docent_panel_open(a->view, &a->panel) == DOCENT_OK)
        return true;
    fprintf(stderr, "%s\n", err.message);
    return false;
}

/* ---- the scene ---- */

static SDL_Rect box_of(const app *a, int i)
{
    int width = a->help && a->width >= NARROW ? a->width / 2 : a->width; /* The scene makes room for the help. */
    int side = (width < a->height ? width : a->height) / 4;
    return (SDL_Rect){ (int)(devices[i].x * (float)width) - side / 2,
                       (int)(devices[i].y * (float)a->height) - side / 2, side, side };
}

static void fill(SDL_Renderer *r, SDL_Rect box, Uint8 red, Uint8 green, Uint8 blue)
{
    SDL_SetRenderDrawColor(r, red, green, blue, 255);
    SDL_RenderFillRect(r, &box);
}

/* A device is alive: its light glows and fades. */
static void draw_device(const app *a, int i, double seconds)
{
    SDL_Rect box = box_of(a, i);
    if (i == a->selected) {
        SDL_SetRenderDrawColor(a->renderer, 255, 255, 255, 255);
        SDL_RenderDrawRect(a->renderer, &(SDL_Rect){ box.x - 12, box.y - 12, box.w + 24, box.h + 24 });
    }
    for (size_t p = 0; p < sizeof parts / sizeof parts[0]; p++) {
        double light = parts[p].glows ? 0.75 + 0.25 * sin(seconds * 2.0 + i) : 1.0;
        if (parts[p].device == i)
            fill(a->renderer,
                 (SDL_Rect){ box.x + parts[p].x * box.w / 100, box.y + parts[p].y * box.h / 100,
                             parts[p].w * box.w / 100, parts[p].h * box.h / 100 },
                 (Uint8)(parts[p].red * light), (Uint8)(parts[p].green * light), (Uint8)(parts[p].blue * light));
    }
}

static void draw(app *a)
{
    double seconds = a->still ? 0.0 : (double)SDL_GetTicks64() / 1000.0;
    SDL_SetRenderDrawColor(a->renderer, 30, 34, 42, 255);
    SDL_RenderClear(a->renderer);
    for (int i = 0; i < DEVICE_COUNT; i++)
        draw_device(a, i, seconds);
    a->next_ms = UINT64_MAX;
    docent_view_wants wants;
    if (docent_panel_draw(a->button, a->renderer, &wants) == DOCENT_OK && wants.pressed)
        toggle_help(a);
    if (a->help && docent_panel_draw(a->panel, a->renderer, &wants) == DOCENT_OK) {
        a->next_ms = wants.next_ms;
        a->help = !wants.close;
    }
    SDL_RenderPresent(a->renderer);
    work(a);
}

/* ---- events ---- */

static bool in_box(SDL_Rect box, int x, int y)
{
    SDL_Point p = { x, y };
    return SDL_PointInRect(&p, &box);
}

static void click(app *a, int x, int y)
{
    for (int i = 0; i < DEVICE_COUNT; i++)
        if (in_box(box_of(a, i), x, y)) {
            a->selected = i;
            if (a->help)
                help_about(a, devices[i].context);
        }
}

/* The button is for mouse and finger; keys have F1. */
static bool is_pointer(const SDL_Event *e)
{
    return (e->type >= SDL_MOUSEMOTION && e->type < SDL_MOUSEWHEEL) || (e->type >= SDL_FINGERDOWN && e->type <= SDL_FINGERMOTION);
}

static void handle(app *a, const SDL_Event *e)
{
    if (e->type == SDL_QUIT)
        a->quit = true;
    else if (e->type == SDL_WINDOWEVENT && e->window.event == SDL_WINDOWEVENT_SIZE_CHANGED)
        place_panel(a);
    else if (e->type == SDL_RENDER_DEVICE_RESET) {
        docent_panel_forget(a->panel);
        docent_panel_forget(a->button);
    }
    else if (e->type == SDL_KEYDOWN && e->key.keysym.sym == SDLK_F1)
        toggle_help(a);
    else if (a->help && docent_panel_input(a->panel, e))
        return; /* The help used it, so the scene does not. */
    else if (is_pointer(e) && docent_panel_input(a->button, e))
        return;
    else if (a->help && e->type == SDL_KEYDOWN && e->key.keysym.sym == SDLK_ESCAPE)
        a->help = false;
    else if (e->type == SDL_MOUSEBUTTONDOWN)
        click(a, e->button.x, e->button.y);
}

/* Sleeps as long as nothing moves: until an event, or the help's next moment. */
static int nap_ms(const app *a)
{
    if (!a->still)
        return 16;
    uint64_t now_ms = SDL_GetTicks64();
    if (a->next_ms == UINT64_MAX)
        return -1;
    return a->next_ms > now_ms ? (int)(a->next_ms - now_ms) : 0;
}

static void loop(app *a, long frames)
{
    SDL_Event e;
    for (long frame = 0; !a->quit && (frames == 0 || frame < frames); frame++) {
        draw(a);
        if (SDL_WaitEventTimeout(&e, nap_ms(a)) == 1)
            do
                handle(a, &e);
            while (SDL_PollEvent(&e) == 1);
    }
}

static bool open_window(app *a)
{
    if (SDL_Init(SDL_INIT_VIDEO) != 0)
        return false;
    a->window = SDL_CreateWindow("My home", SDL_WINDOWPOS_UNDEFINED, SDL_WINDOWPOS_UNDEFINED, 1280, 800,
                                 SDL_WINDOW_RESIZABLE);
    if (a->window != NULL)
        a->renderer = SDL_CreateRenderer(a->window, -1, 0);
    return a->renderer != NULL && SDL_GetRendererOutputSize(a->renderer, &a->width, &a->height) == 0;
}

int main(int argc, char **argv)
{
    app a = { .next_ms = UINT64_MAX };
    long frames = 0;
    int status = 1;
    for (int i = 2; i < argc; i++) {
        a.still = a.still || strcmp(argv[i], "--still") == 0;
        if (strcmp(argv[i], "--frames") == 0 && i + 1 < argc)
            frames = strtol(argv[++i], NULL, 10);
    }
    if (argc < 2) {
        fprintf(stderr, "usage: docent-sample-panel BUNDLE [--still] [--frames N]\n");
    } else if (!open_window(&a)) {
        fprintf(stderr, "no window: %s\n", SDL_GetError());
    } else if (open_help(&a, argv[1])) {
        place_panel(&a);
        loop(&a, frames);
        status = 0;
    }
    docent_panel_close(a.panel);
    docent_panel_close(a.button);
    docent_view_close(a.view);
    docent_view_close(a.button_view);
    docent_close(a.h);
    if (a.renderer != NULL)
        SDL_DestroyRenderer(a.renderer);
    if (a.window != NULL)
        SDL_DestroyWindow(a.window);
    SDL_Quit();
    return status;
}
