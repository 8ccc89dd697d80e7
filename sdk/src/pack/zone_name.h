/* Names of time zones: which can be one, and which known one is nearest to a wrong one. */
#ifndef DCT_ZONE_NAME_H
#define DCT_ZONE_NAME_H

#include <stdbool.h>

#define DCT_ZONE_FOLDER "/usr/share/zoneinfo"
#define DCT_ZONE_NAME_BYTES 64u /* With the final zero. The longest known has 32. */

/* Letters, digits, "+-_" and single slashes inside: never a path out of the folder. */
bool dct_zone_name_valid(const char *name);
/* False when nothing is near. */
bool dct_zone_nearest(const char *name, char near[DCT_ZONE_NAME_BYTES]);

#endif
