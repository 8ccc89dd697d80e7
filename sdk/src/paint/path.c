/* SVG path data (SVG 2, chapter 9.3): M L H V C S Q T A Z, absolute and relative, with commands left out and numbers
 * run together as editors write them ("a1 1 0 011.5-.5"). Curves are brought to cubics; nothing here draws.
 *
 * Not read: B (bearing), which no browser has. */
#include "path.h"

#include "number.h"

#include <string.h>

#define PI 3.14159265358979323846

typedef struct reader {
    const char  *at;
    dct_outline *out;
    double       x, y, sx, sy;
    dct_point    here, start;
    dct_point    control; /* The last curve's, for S and T; else here. */
    char         command, before;
    bool         open;    /* A contour has been begun. */
} reader;

static void skip_space(reader *r)
{
    while (*r->at != '\0' && strchr(" \t\r\n\f", *r->at) != NULL)
        r->at++;
}

static void skip_comma(reader *r)
{
    skip_space(r);
    if (*r->at == ',') {
        r->at++;
        skip_space(r);
    }
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Digits go into value; returns how many there were. */
static int read_digits(reader *r, double *value)
{
    int count = 0;
    for (; is_digit(*r->at); r->at++, count++) {
        if (*value < 1e15)
            *value = *value * 10 + (*r->at - '0');
    }
    return count;
}

static double power_of_ten(int exponent)
{
    double value = 1;
    for (int i = exponent < 0 ? -exponent : exponent; i > 0; i--)
        value *= 10;
    return exponent < 0 ? 1 / value : value;
}

static int read_exponent(reader *r)
{
    const char *mark = r->at;
    if (*r->at != 'e' && *r->at != 'E')
        return 0;
    r->at++;
    bool minus = *r->at == '-';
    if (*r->at == '-' || *r->at == '+')
        r->at++;
    double value = 0;
    if (read_digits(r, &value) == 0) {
        r->at = mark;
        return 0;
    }
    int exponent = value > 60 ? 60 : (int)value;
    return minus ? -exponent : exponent;
}

static bool read_number(reader *r, double *out)
{
    skip_comma(r);
    bool minus = *r->at == '-';
    if (*r->at == '-' || *r->at == '+')
        r->at++;
    double value = 0;
    int digits = read_digits(r, &value);
    if (*r->at == '.') {
        r->at++;
        double scale = 0.1;
        for (; is_digit(*r->at); r->at++, digits++, scale /= 10)
            value += (*r->at - '0') * scale;
    }
    if (digits == 0)
        return false;
    value *= power_of_ten(read_exponent(r));
    *out = dct_clamp_far(minus ? -value : value);
    return true;
}

static bool read_flag(reader *r, bool *out)
{
    skip_comma(r);
    if (*r->at != '0' && *r->at != '1')
        return false;
    *out = *r->at++ == '1';
    return true;
}

static bool relative(const reader *r)
{
    return r->command >= 'a';
}

static bool read_point(reader *r, dct_point *out)
{
    if (!read_number(r, &out->x) || !read_number(r, &out->y))
        return false;
    if (relative(r)) {
        out->x += r->here.x;
        out->y += r->here.y;
    }
    return true;
}

static dct_point placed(const reader *r, dct_point p)
{
    return (dct_point){ r->x + p.x * r->sx, r->y + p.y * r->sy };
}

/* After Z a contour goes on from its start without an M. */
static void begin(reader *r)
{
    if (r->open)
        return;
    dct_point p = placed(r, r->here);
    dct_outline_move(r->out, p.x, p.y);
    r->start = r->here;
    r->open = true;
}

static void line_to(reader *r, dct_point to)
{
    begin(r);
    dct_point p = placed(r, to);
    dct_outline_line(r->out, p.x, p.y);
    r->here = r->control = to;
}

static void cubic_to(reader *r, dct_point b, dct_point c, dct_point to)
{
    begin(r);
    dct_outline_cubic(r->out, placed(r, b), placed(r, c), placed(r, to));
    r->here = to;
    r->control = c;
}

static void quadratic_to(reader *r, dct_point b, dct_point to)
{
    dct_point a = r->here;
    dct_point first = { a.x + (b.x - a.x) * 2 / 3, a.y + (b.y - a.y) * 2 / 3 };
    dct_point second = { to.x + (b.x - to.x) * 2 / 3, to.y + (b.y - to.y) * 2 / 3 };
    cubic_to(r, first, second, to);
    r->control = b;
}

/* The last control point mirrored, if the command before was of the same family ("CS" or "QT"). */
static dct_point mirrored(const reader *r, const char *family)
{
    char before = r->before >= 'a' ? (char)(r->before - 'a' + 'A') : r->before;
    if (before == '\0' || strchr(family, before) == NULL)
        return r->here;
    return (dct_point){ 2 * r->here.x - r->control.x, 2 * r->here.y - r->control.y };
}

/* An ellipse about `centre`, tilted by tilt, from angle `from` over `sweep`, as cubics of at most 90 degrees. */
static void ellipse_to(reader *r, dct_point centre, dct_point radius, double tilt, double from, double sweep,
                       dct_point to)
{
    int parts = (int)ceil(fabs(sweep) / (PI / 2) - 1e-9);
    parts = parts < 1 ? 1 : parts > 4 ? 4 : parts;
    double step = sweep / parts, handle = 4.0 / 3.0 * tan(step / 4), ct = cos(tilt), st = sin(tilt);
    for (int i = 0; i < parts; i++) {
        double a = from + step * i, b = a + step;
        double x[3] = { cos(a) - handle * sin(a), cos(b) + handle * sin(b), cos(b) };
        double y[3] = { sin(a) + handle * cos(a), sin(b) - handle * cos(b), sin(b) };
        dct_point p[3];
        for (int k = 0; k < 3; k++) {
            p[k].x = centre.x + radius.x * x[k] * ct - radius.y * y[k] * st;
            p[k].y = centre.y + radius.x * x[k] * st + radius.y * y[k] * ct;
        }
        cubic_to(r, p[0], p[1], i + 1 == parts ? to : p[2]);
    }
    r->control = r->here;
}

/* SVG 2, appendix B.2.4: from two ends, radii and two flags to a centre and angles. */
static void arc_to(reader *r, dct_point radius, double tilt, bool large, bool clockwise, dct_point to)
{
    dct_point a = r->here;
    double rx = fabs(radius.x), ry = fabs(radius.y), ct = cos(tilt), st = sin(tilt);
    double hx = (a.x - to.x) / 2, hy = (a.y - to.y) / 2;
    double x = ct * hx + st * hy, y = ct * hy - st * hx;
    if (rx < 1e-9 || ry < 1e-9 || (x == 0 && y == 0)) {
        line_to(r, to);
        return;
    }
    double reach = x * x / (rx * rx) + y * y / (ry * ry);
    if (reach > 1) {
        rx *= sqrt(reach);
        ry *= sqrt(reach);
        reach = 1;
    }
    double k = sqrt((1 - reach) / reach) * (large == clockwise ? -1 : 1);
    double cx = k * rx * y / ry, cy = -k * ry * x / rx;
    dct_point centre = { ct * cx - st * cy + (a.x + to.x) / 2, st * cx + ct * cy + (a.y + to.y) / 2 };
    double from = atan2((y - cy) / ry, (x - cx) / rx), end = atan2((-y - cy) / ry, (-x - cx) / rx);
    double sweep = end - from;
    if (clockwise && sweep < 0)
        sweep += 2 * PI;
    if (!clockwise && sweep > 0)
        sweep -= 2 * PI;
    ellipse_to(r, centre, (dct_point){ rx, ry }, tilt, from, sweep, to);
}

static bool read_arc(reader *r)
{
    dct_point radius, to;
    double degrees;
    bool large, clockwise;
    if (!read_number(r, &radius.x) || !read_number(r, &radius.y) || !read_number(r, &degrees) ||
        !read_flag(r, &large) || !read_flag(r, &clockwise) || !read_point(r, &to))
        return false;
    arc_to(r, radius, degrees * (PI / 180), large, clockwise, to);
    return true;
}

static bool read_move(reader *r)
{
    dct_point to;
    if (!read_point(r, &to))
        return false;
    r->here = r->control = to;
    r->open = false;
    begin(r);
    r->command = relative(r) ? 'l' : 'L'; /* More pairs are lines. */
    return true;
}

static bool read_along(reader *r, bool across)
{
    double value;
    if (!read_number(r, &value))
        return false;
    dct_point to = r->here;
    if (across)
        to.x = relative(r) ? to.x + value : value;
    else
        to.y = relative(r) ? to.y + value : value;
    line_to(r, to);
    return true;
}

static bool read_curve(reader *r, char command)
{
    dct_point b, c, to;
    bool smooth = command == 'S' || command == 'T', cubic = command == 'C' || command == 'S';
    if (smooth)
        b = mirrored(r, cubic ? "CS" : "QT");
    else if (!read_point(r, &b))
        return false;
    if ((cubic && !read_point(r, &c)) || !read_point(r, &to))
        return false;
    if (cubic)
        cubic_to(r, b, c, to);
    else
        quadratic_to(r, b, to);
    return true;
}

static bool read_line(reader *r)
{
    dct_point to;
    if (!read_point(r, &to))
        return false;
    line_to(r, to);
    return true;
}

static void end_contour(reader *r)
{
    if (r->open)
        dct_outline_end(r->out);
    r->here = r->control = r->start;
    r->open = false;
}

static bool read_segment(reader *r)
{
    char upper = relative(r) ? (char)(r->command - 'a' + 'A') : r->command;
    switch (upper) {
    case 'M':
        return read_move(r);
    case 'L':
        return read_line(r);
    case 'H':
    case 'V':
        return read_along(r, upper == 'H');
    case 'C':
    case 'S':
    case 'Q':
    case 'T':
        return read_curve(r, upper);
    case 'A':
        return read_arc(r);
    default:
        return false;
    }
}

/* True when a number, not a command, comes next: the command before it is repeated. */
static bool number_next(reader *r)
{
    skip_comma(r);
    return is_digit(*r->at) || (*r->at != '\0' && strchr("+-.", *r->at) != NULL);
}

static bool read_command(reader *r)
{
    if (*r->at == '\0' || strchr("MmLlHhVvCcSsQqTtAaZz", *r->at) == NULL)
        return false;
    r->command = *r->at++;
    if (r->before == '\0' && r->command != 'M' && r->command != 'm')
        return false; /* A path begins with a move. */
    if (r->command == 'Z' || r->command == 'z') {
        end_contour(r);
        r->before = 'Z';
        return true;
    }
    do {
        char now = r->command;
        if (!read_segment(r) || r->out->full || dct_outline_failed(r->out))
            return false;
        r->before = now;
    } while (number_next(r));
    return true;
}

bool dct_path_parse(const char *path, double x, double y, double sx, double sy, dct_outline *out)
{
    reader r = { .at = path, .out = out, .x = x, .y = y, .sx = sx, .sy = sy };
    for (skip_space(&r); *r.at != '\0'; skip_space(&r)) {
        if (!read_command(&r))
            return false;
    }
    return true;
}
