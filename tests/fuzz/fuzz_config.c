/* A kiosk's YAML configuration. */
#include "fuzz.h"

#include "config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    kiosk_config config;
    docent_view_config view;
    char error[KIOSK_ERROR_MAX] = "";
    char *text = fuzz_text(data, size);
    kiosk_config_default(&config);
    if (kiosk_config_parse(&config, "kiosk.yaml", text, size, error)) {
        kiosk_config_view(&config, &view);
        fuzz_check(kiosk_config_scale(&config) >= 0);
    } else {
        fuzz_check(error[0] != 0);
    }
    free(text);
    return 0;
}
