/* Windows: who may read it is the business of the folder's access list, which the installer sets. */
#include "device.h"

#if defined(_WIN32)
#include "../base/error.h"
#include "../base/limits.h"

#include <windows.h>

static docent_status read_all(HANDLE file, const char *path, dct_buf *out, docent_error *err)
{
    char part[4096];
    DWORD got = 0;
    for (;;) {
        if (!ReadFile(file, part, (DWORD)sizeof part, &got, NULL))
            return dct_fail(err, DOCENT_ERR_IO, "contact", (int)GetLastError(), "device file %s: cannot be read", path);
        if (got == 0)
            return out->failed ? dct_fail(err, DOCENT_ERR_LIMIT, "contact", 0, "device file %s: is larger than %u bytes",
                                          path, DCT_MAX_DEVICE_BYTES) : DOCENT_OK;
        dct_buf_add(out, part, got);
    }
}

docent_status dct_device_read(const char *path, dct_buf *out, docent_error *err)
{
    wchar_t wide[1024];
    if (MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, path, -1, wide, 1024) == 0)
        return dct_fail(err, DOCENT_ERR_ARG, "contact", 0, "device file: its path is no UTF-8 or too long");
    HANDLE file = CreateFileW(wide, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, NULL);
    if (file == INVALID_HANDLE_VALUE)
        return dct_fail(err, DOCENT_ERR_MISSING, "contact", (int)GetLastError(), "device file %s: cannot be opened", path);
    docent_status status = read_all(file, path, out, err);
    CloseHandle(file);
    return status;
}
#else
typedef int dct_device_windows_is_empty; /* A file must not be empty in ISO C. */
#endif
