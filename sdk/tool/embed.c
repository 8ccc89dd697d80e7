/* Build helper: writes a C file that holds the named files.
 *     embed OUT.c FOLDER FILE...      FILE relative to FOLDER; its name in the table is FILE */
#include <stdio.h>
#include <stdlib.h>

static void write_bytes(FILE *out, FILE *in, const char *file)
{
    int c;
    size_t count = 0;
    while ((c = fgetc(in)) != EOF)
        fprintf(out, count++ % 20 == 0 ? "\n    %d," : " %d,", c);
    if (count == 0)
        fprintf(stderr, "embed: %s is empty\n", file);
    fprintf(out, "\n    0 };\n");
}

static int write_file(FILE *out, const char *folder, const char *file, int index)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, file);
    FILE *in = fopen(path, "rb");
    if (in == NULL) {
        perror(path);
        return 1;
    }
    fprintf(out, "static const unsigned char file_%d[] = {", index);
    write_bytes(out, in, file);
    fclose(in);
    return 0;
}

int main(int argc, char **argv)
{
    FILE *out = argc < 3 ? NULL : fopen(argv[1], "wb");
    if (out == NULL) {
        fprintf(stderr, "embed: cannot write %s\n", argc < 2 ? "" : argv[1]);
        return 1;
    }
    fprintf(out, "#include \"embedded.h\"\n");
    int failed = 0;
    for (int i = 3; i < argc; i++)
        failed |= write_file(out, argv[2], argv[i], i);
    fprintf(out, "const dct_embedded dct_embedded_files[] = {\n");
    for (int i = 3; i < argc; i++)
        fprintf(out, "    { \"%s\", file_%d, sizeof file_%d - 1 },\n", argv[i], i, i);
    fprintf(out, "    { 0, 0, 0 } };\n");
    return fclose(out) != 0 || failed;
}
