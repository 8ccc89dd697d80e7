/* Windows: setting a file's end takes its room on the disk, FlushViewOfFile and FlushFileBuffers are msync and fsync. */
#if defined(_WIN32)
#include "map.h"

#include "../base/error.h"

#include <errno.h>
#include <string.h>
#include <windows.h>

enum { PATH_ROOM = 1200 };

static docent_status fail(dct_map *m, const char *path, const char *what, docent_error *err)
{
    DWORD code = GetLastError();
    bool missing = code == ERROR_FILE_NOT_FOUND || code == ERROR_PATH_NOT_FOUND;
    int native = code == ERROR_DISK_FULL || code == ERROR_HANDLE_DISK_FULL ? ENOSPC : (int)code;
    dct_map_close(m);
    return dct_fail(err, missing ? DOCENT_ERR_MISSING : DOCENT_ERR_IO, "sync", native, "%.150s: %s (error %lu)", path, what,
                    (unsigned long)code);
}

static HANDLE open_file(const char *path, DWORD access, DWORD how)
{
    wchar_t wide[PATH_ROOM];
    if (MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, path, -1, wide, PATH_ROOM) <= 0) {
        SetLastError(ERROR_INVALID_NAME);
        return INVALID_HANDLE_VALUE;
    }
    return CreateFileW(wide, access, FILE_SHARE_READ | FILE_SHARE_DELETE, NULL, how, FILE_ATTRIBUTE_NORMAL, NULL);
}

static docent_status view(dct_map *m, const char *path, bool write, docent_error *err)
{
    m->mapping = CreateFileMappingW(m->file, NULL, write ? PAGE_READWRITE : PAGE_READONLY, 0, 0, NULL);
    if (m->mapping != NULL)
        m->data = MapViewOfFile(m->mapping, write ? FILE_MAP_WRITE : FILE_MAP_READ, 0, 0, m->size);
    return m->data != NULL ? DOCENT_OK : fail(m, path, "cannot be mapped", err);
}

docent_status dct_map_open(dct_map *m, const char *path, docent_error *err)
{
    LARGE_INTEGER size;
    *m = (dct_map){ .file = open_file(path, GENERIC_READ, OPEN_EXISTING), .open = true };
    if (m->file == INVALID_HANDLE_VALUE || !GetFileSizeEx(m->file, &size))
        return fail(m, path, "cannot be opened", err);
    if (size.QuadPart <= 0 || (unsigned long long)size.QuadPart > SIZE_MAX / 2) {
        dct_map_close(m);
        return dct_fail(err, DOCENT_ERR_CORRUPT, "sync", 0, "%.150s: is empty or no plain file", path);
    }
    m->size = (size_t)size.QuadPart;
    return view(m, path, false, err);
}

docent_status dct_map_make(dct_map *m, const char *path, size_t size, docent_error *err)
{
    *m = (dct_map){ .file = open_file(path, GENERIC_READ | GENERIC_WRITE, CREATE_ALWAYS), .size = size, .open = true };
    if (m->file == INVALID_HANDLE_VALUE)
        return fail(m, path, "cannot be made", err);
    return DOCENT_OK;
}

/* All of it: only its place is noted. */
docent_status dct_map_take_room(dct_map *m, docent_error *err)
{
    LARGE_INTEGER end = { .QuadPart = (LONGLONG)m->size };
    if (!SetFilePointerEx(m->file, end, NULL, FILE_BEGIN) || !SetEndOfFile(m->file))
        return fail(m, "unpacked content", "has no room", err);
    m->room = m->size;
    return view(m, "unpacked content", true, err);
}

docent_status dct_map_flush(dct_map *m, size_t from, size_t size, docent_error *err)
{
    if (FlushViewOfFile(m->data + from, size))
        return DOCENT_OK;
    return dct_fail(err, DOCENT_ERR_IO, "sync", (int)GetLastError(), "unpacked content cannot be written to the disk");
}

docent_status dct_map_sync(dct_map *m, docent_error *err)
{
    if (FlushViewOfFile(m->data, m->size) && FlushFileBuffers(m->file))
        return DOCENT_OK;
    return dct_fail(err, DOCENT_ERR_IO, "sync", (int)GetLastError(), "unpacked content cannot be written to the disk");
}

/* A view goes as a whole. */
bool dct_map_release(dct_map *m)
{
    if (m->data != NULL)
        UnmapViewOfFile(m->data);
    m->data = NULL;
    return true;
}

void dct_map_close(dct_map *m)
{
    if (m->data != NULL)
        UnmapViewOfFile(m->data);
    if (m->mapping != NULL)
        CloseHandle(m->mapping);
    if (m->open && m->file != INVALID_HANDLE_VALUE)
        CloseHandle(m->file);
    memset(m, 0, sizeof *m);
}
#else
typedef int dct_map_windows_is_empty; /* A file must not be empty in ISO C. */
#endif
