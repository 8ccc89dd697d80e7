/* Windows: the folder's access rules say who may read; FlushFileBuffers is fsync, and MOVEFILE_WRITE_THROUGH waits for the
 * rename, so folders need no sync of their own. Long paths take the \\?\ form that callers give. */
#if defined(_WIN32)
#include "folder.h"

#include "../base/error.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <windows.h>

enum { PATH_ROOM = 1024 };

struct dct_folder {
    const docent_alloc *alloc;
    HANDLE              lock;
    char               *path;
    size_t              path_size;
};

struct dct_file {
    const docent_alloc *alloc;
    HANDLE              handle;
    uint64_t            size;
};

/* Windows has its own numbers; a full disk must be known as one above. */
static int native_of(DWORD code)
{
    return code == ERROR_DISK_FULL || code == ERROR_HANDLE_DISK_FULL ? ENOSPC : (int)code;
}

static docent_status fail(const dct_folder *f, const char *name, const char *what, docent_error *err)
{
    DWORD code = GetLastError();
    bool missing = code == ERROR_FILE_NOT_FOUND || code == ERROR_PATH_NOT_FOUND;
    return dct_fail(err, missing ? DOCENT_ERR_MISSING : DOCENT_ERR_IO, "sync", native_of(code), "%.100s/%.60s: %s (error %lu)",
                    f->path, name, what, (unsigned long)code);
}

static bool plain(const char *name)
{
    return name[0] != 0 && strpbrk(name, "/\\:") == NULL && strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
}

static bool widen(const char *text, wchar_t *out, int room)
{
    if (MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text, -1, out, room) > 0)
        return true;
    SetLastError(ERROR_INVALID_NAME);
    return false;
}

static bool place(const dct_folder *f, const char *name, wchar_t out[PATH_ROOM])
{
    char path[PATH_ROOM];
    if ((size_t)snprintf(path, sizeof path, "%s\\%s", f->path, name) < sizeof path)
        return widen(path, out, PATH_ROOM);
    SetLastError(ERROR_FILENAME_EXCED_RANGE);
    return false;
}

static docent_status no_name(const char *name, docent_error *err)
{
    return dct_fail(err, DOCENT_ERR_ARG, "sync", 0, "\"%.60s\" is no name for a file here", name);
}

static HANDLE open_file(const dct_folder *f, const char *name, DWORD access, DWORD how)
{
    wchar_t path[PATH_ROOM];
    /* OPEN_REPARSE_POINT: a link is opened itself, and then refused as no plain file. */
    return place(f, name, path) ? CreateFileW(path, access, FILE_SHARE_READ | FILE_SHARE_DELETE, NULL, how,
                                              FILE_ATTRIBUTE_NORMAL | FILE_FLAG_OPEN_REPARSE_POINT, NULL)
                                : INVALID_HANDLE_VALUE;
}

static bool write_all(HANDLE file, const void *data, size_t size)
{
    const char *p = data;
    while (size > 0) {
        DWORD wrote = 0, most = size > (1u << 20) ? 1u << 20 : (DWORD)size;
        if (!WriteFile(file, p, most, &wrote, NULL) || wrote == 0)
            return false;
        p += wrote;
        size -= wrote;
    }
    return true;
}

/* ---- the folder ---- */

docent_status dct_folder_open(const docent_alloc *alloc, const char *path, dct_folder **out, docent_error *err)
{
    wchar_t wide[PATH_ROOM];
    *out = NULL;
    dct_folder *f = dct_new_zero(alloc, sizeof *f);
    size_t size = strlen(path) + 1;
    char *copy = dct_new(alloc, size);
    if (f == NULL || copy == NULL) {
        dct_free(alloc, copy, size);
        dct_free(alloc, f, sizeof *f);
        return dct_fail_memory(err, "sync");
    }
    memcpy(copy, path, size);
    *f = (dct_folder){ alloc, INVALID_HANDLE_VALUE, copy, size };
    if (!widen(path, wide, PATH_ROOM) || (!CreateDirectoryW(wide, NULL) && GetLastError() != ERROR_ALREADY_EXISTS)) {
        dct_fail(err, DOCENT_ERR_IO, "sync", (int)GetLastError(), "folder %.150s: cannot be made (error %lu)", path,
                 (unsigned long)GetLastError());
        dct_folder_close(f);
        return DOCENT_ERR_IO;
    }
    *out = f;
    return DOCENT_OK;
}

void dct_folder_close(dct_folder *f)
{
    if (f == NULL)
        return;
    if (f->lock != INVALID_HANDLE_VALUE)
        CloseHandle(f->lock);
    dct_free(f->alloc, f->path, f->path_size);
    dct_free(f->alloc, f, sizeof *f);
}

/* A file that nobody else may open is a lock, and goes with the process. */
docent_status dct_folder_lock(dct_folder *f, docent_error *err)
{
    wchar_t path[PATH_ROOM];
    if (f->lock != INVALID_HANDLE_VALUE)
        return DOCENT_OK;
    if (place(f, ".lock", path))
        f->lock = CreateFileW(path, GENERIC_WRITE, 0, NULL, OPEN_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
    if (f->lock != INVALID_HANDLE_VALUE)
        return DOCENT_OK;
    if (GetLastError() == ERROR_SHARING_VIOLATION)
        return dct_fail(err, DOCENT_ERR_BUSY, "sync", ERROR_SHARING_VIOLATION, "folder %.150s: another process uses it", f->path);
    return fail(f, ".lock", "cannot be made", err);
}

uint64_t dct_folder_free_bytes(const dct_folder *f)
{
    wchar_t path[PATH_ROOM];
    ULARGE_INTEGER room;
    return widen(f->path, path, PATH_ROOM) && GetDiskFreeSpaceExW(path, &room, NULL, NULL) ? room.QuadPart : UINT64_MAX;
}

docent_status dct_folder_read(dct_folder *f, const char *name, dct_buf *out, docent_error *err)
{
    dct_file *file;
    docent_status status = dct_file_open(f, name, false, &file, err);
    if (status != DOCENT_OK)
        return status;
    size_t size = (size_t)file->size;
    if (file->size > out->max - out->size)
        status = dct_fail(err, DOCENT_ERR_LIMIT, "sync", 0, "%.100s/%.60s: is too large", f->path, name);
    unsigned char *to = status == DOCENT_OK && size > 0 ? dct_buf_grow(out, size) : NULL;
    if (status == DOCENT_OK && size > 0 && to == NULL)
        status = dct_fail_memory(err, "sync");
    for (size_t at = 0; status == DOCENT_OK && at < size;) {
        int64_t n = dct_file_read(file, at, to + at, size - at);
        if (n <= 0) {
            out->size -= size;
            status = fail(f, name, "cannot be read", err);
        }
        at += n > 0 ? (size_t)n : 0;
    }
    dct_file_close(file);
    return status;
}

docent_status dct_folder_write(dct_folder *f, const char *name, const void *data, size_t size, docent_error *err)
{
    char new_name[264];
    if (!plain(name) || (size_t)snprintf(new_name, sizeof new_name, "%s.new", name) >= sizeof new_name)
        return no_name(name, err);
    HANDLE file = open_file(f, new_name, GENERIC_WRITE, CREATE_ALWAYS);
    if (file == INVALID_HANDLE_VALUE)
        return fail(f, new_name, "cannot be made", err);
    bool ok = write_all(file, data, size) && FlushFileBuffers(file);
    docent_status status = ok ? DOCENT_OK : fail(f, new_name, "cannot be written", err);
    CloseHandle(file);
    if (status == DOCENT_OK)
        return dct_folder_move(f, new_name, f, name, err);
    dct_folder_remove(f, new_name, NULL);
    return status;
}

docent_status dct_folder_remove(dct_folder *f, const char *name, docent_error *err)
{
    wchar_t path[PATH_ROOM];
    if (!plain(name))
        return no_name(name, err);
    if ((place(f, name, path) && DeleteFileW(path)) || GetLastError() == ERROR_FILE_NOT_FOUND)
        return DOCENT_OK;
    return fail(f, name, "cannot be removed", err);
}

docent_status dct_folder_move(dct_folder *from, const char *name, dct_folder *to, const char *new_name, docent_error *err)
{
    wchar_t a[PATH_ROOM], b[PATH_ROOM];
    if (!plain(name) || !plain(new_name))
        return no_name(new_name, err);
    if (place(from, name, a) && place(to, new_name, b) && MoveFileExW(a, b, MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH))
        return DOCENT_OK;
    return fail(to, new_name, "cannot be put in place", err);
}

/* Renames here go to the disk by themselves (MOVEFILE_WRITE_THROUGH), and NTFS keeps a journal of names. */
docent_status dct_folder_settle(dct_folder *f, docent_error *err)
{
    (void)f;
    (void)err;
    return DOCENT_OK;
}

/* ---- a file that grows ---- */

docent_status dct_file_open(dct_folder *f, const char *name, bool made, dct_file **out, docent_error *err)
{
    BY_HANDLE_FILE_INFORMATION info;
    *out = NULL;
    if (!plain(name))
        return no_name(name, err);
    HANDLE handle = open_file(f, name, made ? GENERIC_READ | GENERIC_WRITE : GENERIC_READ, made ? OPEN_ALWAYS : OPEN_EXISTING);
    if (handle == INVALID_HANDLE_VALUE)
        return fail(f, name, "cannot be opened", err);
    if (!GetFileInformationByHandle(handle, &info) ||
        (info.dwFileAttributes & (FILE_ATTRIBUTE_REPARSE_POINT | FILE_ATTRIBUTE_DIRECTORY)) != 0) {
        CloseHandle(handle);
        return dct_fail(err, DOCENT_ERR_IO, "sync", 0, "%.100s/%.60s: is no plain file", f->path, name);
    }
    dct_file *file = dct_new(f->alloc, sizeof *file);
    if (file == NULL) {
        CloseHandle(handle);
        return dct_fail_memory(err, "sync");
    }
    *file = (dct_file){ f->alloc, handle, (uint64_t)info.nFileSizeHigh << 32 | info.nFileSizeLow };
    *out = file;
    return DOCENT_OK;
}

void dct_file_close(dct_file *file)
{
    if (file == NULL)
        return;
    CloseHandle(file->handle);
    dct_free(file->alloc, file, sizeof *file);
}

uint64_t dct_file_size(const dct_file *file)
{
    return file->size;
}

static bool seek(dct_file *file, uint64_t offset)
{
    LARGE_INTEGER at = { .QuadPart = (LONGLONG)offset };
    return SetFilePointerEx(file->handle, at, NULL, FILE_BEGIN);
}

int64_t dct_file_read(dct_file *file, uint64_t offset, void *to, size_t size)
{
    DWORD got = 0, most = size > (1u << 20) ? 1u << 20 : (DWORD)size;
    return seek(file, offset) && ReadFile(file->handle, to, most, &got, NULL) ? (int64_t)got : -1;
}

static docent_status fail_file(const char *what, docent_error *err)
{
    DWORD code = GetLastError();
    return dct_fail(err, DOCENT_ERR_IO, "sync", native_of(code), "a download cannot be %s (error %lu)", what, (unsigned long)code);
}

docent_status dct_file_add(dct_file *file, const void *data, size_t size, docent_error *err)
{
    if (!seek(file, file->size) || !write_all(file->handle, data, size)) {
        docent_status status = fail_file("written", err);
        if (seek(file, file->size))
            SetEndOfFile(file->handle);
        return status;
    }
    file->size += size;
    return DOCENT_OK;
}

docent_status dct_file_clear(dct_file *file, docent_error *err)
{
    if (!seek(file, 0) || !SetEndOfFile(file->handle))
        return fail_file("started again", err);
    file->size = 0;
    return DOCENT_OK;
}

docent_status dct_file_sync(dct_file *file, docent_error *err)
{
    return FlushFileBuffers(file->handle) ? DOCENT_OK : fail_file("written to the disk", err);
}
#else
typedef int dct_folder_windows_is_empty; /* A file must not be empty in ISO C. */
#endif
