/* Windows: the folder's access rules say who may read; FlushFileBuffers is its sync. */
#if defined(_WIN32)
#include "files_inside.h"

#include "../base/error.h"

#include <stdio.h>
#include <string.h>
#include <windows.h>

static docent_status failed(const char *path, const char *doing, docent_error *err)
{
    int why = (int)GetLastError();
    return dct_fail(err, DOCENT_ERR_IO, "contact", why, "attachment %s: %s (error %d)", path, doing, why);
}

static bool wide(const char *path, wchar_t *out, int room)
{
    return MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, path, -1, out, room) > 0;
}

docent_status dct_vault_make(const char *path, docent_error *err)
{
    wchar_t name[MAX_PATH];
    if (wide(path, name, MAX_PATH) && (CreateDirectoryW(name, NULL) || GetLastError() == ERROR_ALREADY_EXISTS))
        return DOCENT_OK;
    return failed(path, "cannot be made", err);
}

docent_status dct_vault_write(const char *path, const void *data, size_t size, docent_error *err)
{
    wchar_t name[MAX_PATH];
    DWORD wrote = 0;
    HANDLE file = !wide(path, name, MAX_PATH)
                      ? INVALID_HANDLE_VALUE
                      : CreateFileW(name, GENERIC_WRITE, 0, NULL, CREATE_NEW, FILE_ATTRIBUTE_NORMAL, NULL);
    if (file == INVALID_HANDLE_VALUE)
        return failed(path, "cannot be made", err);
    bool ok = WriteFile(file, data, (DWORD)size, &wrote, NULL) && wrote == size && FlushFileBuffers(file);
    docent_status status = ok ? DOCENT_OK : failed(path, "cannot be written", err);
    CloseHandle(file);
    return status;
}

docent_status dct_vault_rename(const char *from, const char *to, const char *folder, docent_error *err)
{
    wchar_t a[MAX_PATH], b[MAX_PATH];
    (void)folder;
    if (wide(from, a, MAX_PATH) && wide(to, b, MAX_PATH) &&
        MoveFileExW(a, b, MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH))
        return DOCENT_OK;
    return failed(to, "cannot be made", err);
}

int64_t dct_vault_read(const char *path, uint64_t offset, void *to, size_t size)
{
    wchar_t name[MAX_PATH];
    DWORD got = 0;
    LARGE_INTEGER at;
    HANDLE file = !wide(path, name, MAX_PATH)
                      ? INVALID_HANDLE_VALUE
                      : CreateFileW(name, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, NULL);
    if (file == INVALID_HANDLE_VALUE)
        return -1;
    at.QuadPart = (LONGLONG)offset;
    bool ok = SetFilePointerEx(file, at, NULL, FILE_BEGIN) && ReadFile(file, to, (DWORD)size, &got, NULL);
    CloseHandle(file);
    return ok ? (int64_t)got : -1;
}

int64_t dct_vault_size(const char *path)
{
    wchar_t name[MAX_PATH];
    WIN32_FILE_ATTRIBUTE_DATA data;
    if (!wide(path, name, MAX_PATH) || !GetFileAttributesExW(name, GetFileExInfoStandard, &data) ||
        (data.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0)
        return -1;
    return (int64_t)data.nFileSizeHigh << 32 | data.nFileSizeLow;
}

void dct_vault_remove(const char *path)
{
    wchar_t name[MAX_PATH];
    if (wide(path, name, MAX_PATH))
        DeleteFileW(name);
}

void dct_vault_each(const char *path, void (*each)(void *ctx, const char *name, int64_t changed_s), void *ctx)
{
    char pattern[MAX_PATH * 3], text[MAX_PATH * 3];
    wchar_t name[MAX_PATH];
    WIN32_FIND_DATAW data;
    snprintf(pattern, sizeof pattern, "%s/*", path);
    HANDLE find = wide(pattern, name, MAX_PATH) ? FindFirstFileW(name, &data) : INVALID_HANDLE_VALUE;
    if (find == INVALID_HANDLE_VALUE)
        return;
    do {
        int64_t changed = (int64_t)data.ftLastWriteTime.dwHighDateTime << 32 | data.ftLastWriteTime.dwLowDateTime;
        if (data.cFileName[0] != L'.' &&
            WideCharToMultiByte(CP_UTF8, 0, data.cFileName, -1, text, (int)sizeof text, NULL, NULL) > 0)
            each(ctx, text, changed / 10000000 - 11644473600);
    } while (FindNextFileW(find, &data));
    FindClose(find);
}
#else
typedef int dct_files_windows_is_empty; /* A file must not be empty in ISO C. */
#endif
