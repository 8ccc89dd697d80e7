/* Level 3, the short way: a help window of our own.
 *
 *   docent-sample-window help.docent [ADDRESS] */
#include <docent/sdl.h>

#include <stdio.h>

int main(int argc, char **argv)
{
    docent *h = NULL;
    docent_window *window = NULL;
    docent_error err = { 0 };
    docent_config config = DOCENT_CONFIG_INIT;
    docent_view_config view = DOCENT_VIEW_CONFIG_INIT;
    config.bundle_path = argc > 1 ? argv[1] : "help.docent";
    view.start = argc > 2 ? argv[2] : NULL;
    view.flags = DOCENT_VIEW_STEP; /* What people send leaves while the window is open: this program needs no code for it. */
    if (docent_open(&config, &h, &err) == DOCENT_OK &&
        docent_window_open(h, &view, "Help", 0, &window, &err) == DOCENT_OK)
        while (docent_window_step(window, UINT32_MAX))
            continue;
    if (window == NULL)
        fprintf(stderr, "%s\n", err.message);
    docent_window_close(window);
    docent_close(h);
    return window == NULL;
}
