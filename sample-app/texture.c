/* Level 2 in an OpenGL program: the help as a texture on a quad that swings, in a window the program draws itself.
 *
 *   view --paint, dirty only--> buffer --glTexSubImage2D, dirty only--> texture --> quad
 *
 * OpenGL's functions are asked of SDL, so that nothing links libGL.
 *
 *   docent-sample-texture BUNDLE [--frames N]      --frames N: ends after N frames, for tests */
#include <docent/view.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <SDL.h>
#include <SDL_opengl.h>

#define PAGE_W 768
#define PAGE_H 1024
#define DIRTY_MAX 32

typedef struct gl {
    void(APIENTRY *ClearColor)(GLfloat, GLfloat, GLfloat, GLfloat);
    void(APIENTRY *Clear)(GLbitfield);
    void(APIENTRY *Enable)(GLenum);
    void(APIENTRY *Viewport)(GLint, GLint, GLsizei, GLsizei);
    void(APIENTRY *GenTextures)(GLsizei, GLuint *);
    void(APIENTRY *BindTexture)(GLenum, GLuint);
    void(APIENTRY *TexParameteri)(GLenum, GLenum, GLint);
    void(APIENTRY *PixelStorei)(GLenum, GLint);
    void(APIENTRY *TexImage2D)(GLenum, GLint, GLint, GLsizei, GLsizei, GLint, GLenum, GLenum, const void *);
    void(APIENTRY *TexSubImage2D)(GLenum, GLint, GLint, GLint, GLsizei, GLsizei, GLenum, GLenum, const void *);
    void(APIENTRY *Begin)(GLenum);
    void(APIENTRY *End)(void);
    void(APIENTRY *TexCoord2f)(GLfloat, GLfloat);
    void(APIENTRY *Vertex4f)(GLfloat, GLfloat, GLfloat, GLfloat);
    GLenum(APIENTRY *GetError)(void);
} gl;

static bool load(gl *g)
{
    static const char *const names[] = { "glClearColor", "glClear", "glEnable", "glViewport", "glGenTextures",
                                         "glBindTexture", "glTexParameteri", "glPixelStorei", "glTexImage2D",
                                         "glTexSubImage2D", "glBegin", "glEnd", "glTexCoord2f", "glVertex4f",
                                         "glGetError" };
    void *found[sizeof names / sizeof names[0]];
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if ((found[i] = SDL_GL_GetProcAddress(names[i])) == NULL)
            return false;
    SDL_assert(sizeof found == sizeof *g);
    memcpy(g, found, sizeof *g); /* In the order of the struct. */
    return true;
}

/* ---- the page ---- */

typedef struct page {
    docent        *h;
    docent_view   *view;
    docent_surface surface;
    bool           painted;
} page;

static bool open_page(page *p, const char *bundle)
{
    docent_error err = { 0 };
    docent_config config = DOCENT_CONFIG_INIT;
    docent_view_config view = DOCENT_VIEW_CONFIG_INIT;
    config.bundle_path = bundle;
    view.width = PAGE_W;
    view.height = PAGE_H;
    p->surface = (docent_surface){ malloc((size_t)PAGE_W * PAGE_H * 4), PAGE_W, PAGE_H, (size_t)PAGE_W * 4, DOCENT_RGBA8 };
    if (p->surface.pixels != NULL && docent_open(&config, &p->h, &err) == DOCENT_OK &&
        docent_view_open(p->h, &view, &p->view, &err) == DOCENT_OK)
        return true;
    fprintf(stderr, "%s\n", err.message);
    return false;
}

static void upload(const gl *g, const page *p, const docent_rect *r)
{
    const unsigned char *pixels = (const unsigned char *)p->surface.pixels + (size_t)r->y * p->surface.stride + (size_t)r->x * 4;
    g->TexSubImage2D(GL_TEXTURE_2D, 0, r->x, r->y, r->w, r->h, GL_RGBA, GL_UNSIGNED_BYTE, pixels);
}

static bool update_page(const gl *g, page *p)
{
    docent_view_wants wants;
    docent_rect dirty[DIRTY_MAX];
    uint32_t count = DIRTY_MAX;
    if (docent_view_update(p->view, SDL_GetTicks64(), (int64_t)time(NULL), &wants) != DOCENT_OK)
        return false;
    if (p->painted && !wants.paint)
        return true;
    if (docent_view_paint(p->view, &p->surface, p->painted ? 0 : DOCENT_PAINT_ALL, dirty, &count) != DOCENT_OK)
        return false;
    for (uint32_t i = 0; i < count; i++)
        upload(g, p, &dirty[i]);
    p->painted = true;
    return true;
}

/* ---- the scene ---- */

static void make_texture(const gl *g)
{
    GLuint texture;
    g->Enable(GL_TEXTURE_2D);
    g->GenTextures(1, &texture);
    g->BindTexture(GL_TEXTURE_2D, texture);
    g->TexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    g->TexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    g->TexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, PAGE_W, PAGE_H, 0, GL_RGBA, GL_UNSIGNED_BYTE, NULL);
    g->PixelStorei(GL_UNPACK_ROW_LENGTH, PAGE_W); /* A dirty rectangle is a part of a longer row. */
}

/* The page as a door that swings: w carries the depth, so that the picture is in perspective. */
static void draw(const gl *g, double seconds)
{
    float angle = 0.5f * (float)sin(seconds * 0.7);
    g->ClearColor(0.08f, 0.10f, 0.14f, 1.0f);
    g->Clear(GL_COLOR_BUFFER_BIT);
    g->Begin(GL_TRIANGLE_FAN);
    for (int i = 0; i < 4; i++) {
        float u = i == 1 || i == 2 ? 1.0f : 0.0f, v = i >= 2 ? 0.0f : 1.0f;
        float x = (u - 0.5f) * 1.2f, y = (0.5f - v) * 1.6f, depth = 1.0f + x * sinf(angle) * 0.5f;
        g->TexCoord2f(u, v);
        g->Vertex4f(x * cosf(angle), y, 0.0f, depth);
    }
    g->End();
}

static void feed(page *p, const SDL_Event *e)
{
    if (e->type != SDL_MOUSEWHEEL)
        return;
    docent_input in = { .kind = DOCENT_INPUT_WHEEL, .y = -3.0f * e->wheel.preciseY, .time_ms = SDL_GetTicks64() };
    docent_view_input(p->view, &in);
}

static bool loop(SDL_Window *window, const gl *g, page *p, long frames)
{
    make_texture(g);
    for (long frame = 0; frames == 0 || frame < frames; frame++) {
        if (!update_page(g, p))
            return false;
        draw(g, (double)SDL_GetTicks64() / 1000.0);
        SDL_GL_SwapWindow(window);
        for (SDL_Event e; SDL_PollEvent(&e) == 1;) {
            if (e.type == SDL_QUIT)
                return true;
            feed(p, &e);
        }
        SDL_Delay(8);
    }
    return g->GetError() == GL_NO_ERROR;
}

int main(int argc, char **argv)
{
    page p = { 0 };
    gl g;
    int status = 1;
    SDL_Window *window = NULL;
    SDL_GLContext context = NULL;
    if (argc < 2) {
        fprintf(stderr, "usage: docent-sample-texture BUNDLE [--frames N]\n");
        return 1;
    }
    if (SDL_Init(SDL_INIT_VIDEO) == 0)
        window = SDL_CreateWindow("Help on a quad", SDL_WINDOWPOS_UNDEFINED, SDL_WINDOWPOS_UNDEFINED, 900, 900, SDL_WINDOW_OPENGL);
    if (window != NULL)
        context = SDL_GL_CreateContext(window);
    if (context == NULL || !load(&g))
        fprintf(stderr, "no OpenGL window: %s\n", SDL_GetError());
    else if (open_page(&p, argv[1]))
        status = loop(window, &g, &p, argc > 3 && strcmp(argv[2], "--frames") == 0 ? strtol(argv[3], NULL, 10) : 0) ? 0 : 1;
    docent_view_close(p.view);
    docent_close(p.h);
    free(p.surface.pixels);
    if (context != NULL)
        SDL_GL_DeleteContext(context);
    if (window != NULL)
        SDL_DestroyWindow(window);
    SDL_Quit();
    return status;
}
