/* How the report's page looks: one column on a phone, light and dark by the reader's own setting, ink on paper. The bars are
 * drawings, for a printer leaves backgrounds out. */
#include "report_html.h"

#include <string.h>

static const char style[] =
    ":root{color-scheme:light dark;--bg:#f6f7f9;--card:#fff;--ink:#1b1f24;--soft:#57606a;--line:#d8dee4;--rail:#e9edf1;"
    "--a:#0b57d0;--b:#c2410c;--c:#8a6d00;--d:#6f42c1;--e:#1a7f4b;--bad:#b42318}"
    "@media(prefers-color-scheme:dark){:root{--bg:#0f1216;--card:#171b21;--ink:#e8ebef;--soft:#a3adb8;--line:#2c333c;"
    "--rail:#262d35;--a:#7cacf8;--b:#f59a6a;--c:#dcc15a;--d:#bd9df5;--e:#5cc98f;--bad:#ff9c8f}}"
    "*{box-sizing:border-box}"
    "body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.5 "
    "system-ui,-apple-system,\"Segoe UI\",Roboto,\"Noto Sans\",sans-serif}"
    "main{max-width:68rem;margin:0 auto;padding:1.5rem 1rem 4rem}"
    "header p,.advice,.more,.none{color:var(--soft)}h1{font-size:1.75rem;line-height:1.2;margin:.5rem 0 .25rem}"
    "header p{margin:0 0 1.25rem}h2{font-size:1.2rem;line-height:1.3;margin:0}h3{font-size:1rem;margin:1.25rem 0 .25rem}"
    ".advice{margin:.125rem 0 .75rem}.more,.none{margin:.75rem 0 0}"
    "nav{margin:0 0 1.25rem;display:flex;flex-wrap:wrap;gap:.25rem 1rem}a{color:var(--a)}nav a{padding:.25rem 0}"
    ".tiles{display:grid;grid-template-columns:1fr 1fr;gap:.75rem;margin:0 0 .75rem}"
    ".tile,section{background:var(--card);border:1px solid var(--line);border-radius:.75rem}"
    ".tile{padding:.75rem 1rem}.tile b{display:block;font-size:1.75rem;line-height:1.2;font-weight:650;"
    "font-variant-numeric:tabular-nums}.tile span{color:var(--soft);font-size:.875rem}.tile.bad b{color:var(--bad)}"
    "section{padding:1.1rem 1rem;margin:0 0 .75rem}"
    "@media(min-width:44rem){.tiles{grid-template-columns:repeat(4,1fr)}section{padding:1.25rem}}"
    "@media(min-width:60rem){.cols{columns:2;column-gap:.75rem}.cols section{break-inside:avoid}}"
    "table{width:100%;border-collapse:collapse}th,td{padding:.5rem 0;border-top:1px solid var(--line);vertical-align:top}"
    "tr:first-child>*{border-top:0}th{text-align:start;font-weight:500;overflow-wrap:anywhere}"
    "td{text-align:end;font-variant-numeric:tabular-nums;font-weight:650;padding-inline-start:.75rem;white-space:nowrap;width:4rem}"
    "thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}"
    "th small{display:block;color:var(--soft);font-weight:400;font-size:.875rem}"
    ".tag{display:inline-block;border:1px solid var(--line);border-radius:.375rem;padding:0 .375rem;margin-inline-start:.375rem;"
    "color:var(--soft);font-size:.75rem;font-weight:400}"
    "svg{display:block;width:100%;height:.5rem;margin-top:.3rem}.wide svg{height:1.25rem}"
    ".rail{fill:var(--rail)}.a{fill:var(--a)}.b{fill:var(--b)}.c{fill:var(--c)}.d{fill:var(--d)}.e{fill:var(--e)}"
    "ul.key{list-style:none;display:flex;flex-wrap:wrap;gap:.125rem 1.25rem;margin:.5rem 0 0;padding:0;font-size:.875rem}"
    "ul.key svg{display:inline-block;width:.75rem;height:.75rem;margin:0 .375rem 0 0;vertical-align:-.05rem}"
    "blockquote{margin:.5rem 0 0;padding-inline-start:.75rem;border-inline-start:3px solid var(--line);font-weight:400;"
    "font-size:.9375rem}"
    "footer{color:var(--soft);font-size:.875rem;margin-top:1.5rem}"
    "@media(forced-colors:active){.rail{fill:Canvas;stroke:CanvasText}.a,.b,.c,.d,.e{fill:CanvasText}}"
    "@media print{:root{--bg:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;--rail:#eee;--a:#0b57d0;--b:#c2410c;--c:#8a6d00;"
    "--d:#6f42c1;--e:#1a7f4b;--bad:#b42318}nav{display:none}main{max-width:none;padding:0}body{font-size:11pt}"
    "tr,.tile,h2,blockquote{break-inside:avoid}h2,h3,.advice{break-after:avoid}}";

void html_text(FILE *out, const char *text)
{
    for (const unsigned char *p = (const unsigned char *)text; *p != 0; p++)
        switch (*p) {
        case '&': fputs("&amp;", out); break;
        case '<': fputs("&lt;", out); break;
        case '>': fputs("&gt;", out); break;
        case '"': fputs("&quot;", out); break;
        case '\'': fputs("&#39;", out); break;
        default:
            if (*p == 0xC2 && p[1] >= 0x80 && p[1] < 0xA0) {
                fputc(' ', out);
                p++;
            } else {
                fputc(*p < 0x20 || *p == 0x7F ? ' ' : *p, out);
            }
        }
}

static bool is_tag(const char *lang)
{
    size_t size = strlen(lang);
    return size >= 2 && size <= 35 &&
           strspn(lang, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == size;
}

void html_words(FILE *out, const char *text, const char *lang)
{
    fputs("<bdi dir=\"auto\"", out);
    if (is_tag(lang))
        fprintf(out, " lang=\"%s\"", lang);
    fputc('>', out);
    html_text(out, text);
    fputs("</bdi>", out);
}

void html_begin(FILE *out, const char *title)
{
    fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
          "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
          "<meta name=\"referrer\" content=\"no-referrer\">\n<title>", out);
    html_text(out, title);
    fprintf(out, "</title>\n<style>%s</style>\n</head>\n<body>\n<main>\n", style);
}

void html_end(FILE *out)
{
    fputs("</main>\n</body>\n</html>\n", out);
}

/* ---- bars ---- */

void html_bar(FILE *out, const html_piece *pieces, size_t count, uint64_t whole)
{
    double at = 0, unit = whole == 0 ? 0 : 1000.0 / (double)whole;
    fputs("<svg viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
          "<rect class=\"rail\" width=\"1000\" height=\"10\"/>", out);
    for (size_t i = 0; i < count; i++) {
        double width = (double)pieces[i].count * unit;
        if (pieces[i].count == 0)
            continue;
        width = width < 4 ? 4 : width; /* One of many is still to be seen. */
        fprintf(out, "<rect class=\"%s\" x=\"%.1f\" width=\"%.1f\" height=\"10\"/>", pieces[i].tone, at, width);
        at += width;
    }
    fputs("</svg>", out);
}

void html_legend_bar(FILE *out, const html_piece *pieces, size_t count)
{
    uint64_t whole = 0;
    for (size_t i = 0; i < count; i++)
        whole += pieces[i].count;
    fputs("<div class=\"wide\">", out);
    html_bar(out, pieces, count, whole);
    fputs("</div>\n<ul class=\"key\">", out);
    for (size_t i = 0; i < count; i++) {
        fprintf(out, "<li><svg viewBox=\"0 0 10 10\" aria-hidden=\"true\"><rect class=\"%s\" width=\"10\" height=\"10\" rx=\"2\"/>"
                     "</svg>", pieces[i].tone);
        html_text(out, pieces[i].name);
        fprintf(out, " <b>%llu</b>", (unsigned long long)pieces[i].count);
        if (whole > 0)
            fprintf(out, " (%.0f&nbsp;%%)", 100.0 * (double)pieces[i].count / (double)whole);
        fputs("</li>", out);
    }
    fputs("</ul>\n", out);
}

void html_tile(FILE *out, const char *value, const char *name, bool bad)
{
    fprintf(out, "<div class=\"tile%s\"><b>", bad ? " bad" : "");
    html_text(out, value);
    fputs("</b><span>", out);
    html_text(out, name);
    fputs("</span></div>\n", out);
}

void html_table_begin(FILE *out, const char *what)
{
    fputs("<table>\n<thead><tr><th scope=\"col\">", out);
    html_text(out, what);
    fputs("</th><th scope=\"col\">times</th></tr></thead>\n<tbody>\n", out);
}

void html_table_end(FILE *out)
{
    fputs("</tbody>\n</table>\n", out);
}
