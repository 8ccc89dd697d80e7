#if defined(_WIN32)
#include "sweep.h"

#include <stdio.h>
#include <windows.h>

enum { PATH_ROOM = 1200, NAME_ROOM = 1024 };

void dct_sweep(const char *path, bool (*keep)(void *ctx, const char *name), void *ctx)
{
    char text[PATH_ROOM], name[NAME_ROOM];
    wchar_t wide[PATH_ROOM], file[PATH_ROOM + NAME_ROOM];
    WIN32_FIND_DATAW found;
    if ((size_t)snprintf(text, sizeof text, "%s\\*", path) >= sizeof text ||
        MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text, -1, wide, PATH_ROOM) <= 0)
        return;
    HANDLE all = FindFirstFileW(wide, &found);
    if (all == INVALID_HANDLE_VALUE)
        return;
    do {
        if (WideCharToMultiByte(CP_UTF8, 0, found.cFileName, -1, name, NAME_ROOM, NULL, NULL) <= 0 || name[0] == '.' || keep(ctx,
                name))
            continue;
        swprintf(file, PATH_ROOM + NAME_ROOM, L"%.*ls%ls", (int)wcslen(wide) - 1, wide, found.cFileName);
        DeleteFileW(file);
    } while (FindNextFileW(all, &found));
    FindClose(all);
}

/* A deleted file's room is given back quickly enough here. */
bool dct_sweep_piece(const char *path)
{
    (void)path;
    return false;
}
#else
typedef int dct_sweep_windows_is_empty; /* A file must not be empty in ISO C. */
#endif
