/* How near two BCP 47 tags are: which translation is best for a reader. */
#ifndef DCT_LANGUAGE_H
#define DCT_LANGUAGE_H

/* 0: another language. More is nearer: the same script, the same region, the same tag. Case and "_" for "-" do not matter;
 * what follows "." or "@" (as in "de_DE.UTF-8") does not count. */
int dct_language_nearness(const char *want, const char *have);

#endif
