/* Windows: the working set, and the room a user may fill. */
#if defined(_WIN32)
#include "machine.h"

#include <string.h>
#include <windows.h>

/* As <psapi.h> has it: one function is no reason for one more library. */
typedef struct counters {
    DWORD  size, faults;
    SIZE_T peak, working_set, rest[6];
} counters;

__declspec(dllimport) BOOL WINAPI K32GetProcessMemoryInfo(HANDLE process, counters *out, DWORD size);

int64_t dct_machine_memory(void)
{
    counters c;
    memset(&c, 0, sizeof c);
    c.size = (DWORD)sizeof c;
    return K32GetProcessMemoryInfo(GetCurrentProcess(), &c, c.size) ? (int64_t)c.working_set : -1;
}

int64_t dct_machine_room(const char *path)
{
    wchar_t name[MAX_PATH];
    ULARGE_INTEGER room;
    if (path == NULL || MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, path, -1, name, MAX_PATH) <= 0)
        return -1;
    size_t folder = 0; /* Up to its last slash; "" is the current one. */
    for (size_t i = 0; name[i] != 0; i++)
        folder = name[i] == L'/' || name[i] == L'\\' ? i + 1 : folder;
    name[folder] = 0;
    return GetDiskFreeSpaceExW(folder > 0 ? name : NULL, &room, NULL, NULL) ? (int64_t)room.QuadPart : -1;
}
#else
typedef int dct_machine_windows_is_empty; /* A file must not be empty in ISO C. */
#endif
