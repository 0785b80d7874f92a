#include "codec/number.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Exponents beyond this are all alike: no two texts that fit in memory could undo them. */
#define EXPONENT_MAX INT64_C(1000000000000000)
/* Digits that strtod needs to round correctly, in any case. */
#define DIGITS_MAX 800

/* The value is D x 10^exponent, D being the `count` digits from `first` (a point among them is
 * passed over); D has neither leading nor trailing zeros. Zero has no digits. */
struct decimal {
    bool negative;
    const char *first;
    int64_t count;
    int64_t exponent;
};

static const char *skip_digits(const char *at, const char *end) {
    while (at < end && *at >= '0' && *at <= '9')
        at++;
    return at;
}

const char *codec_number_end(const char *at, const char *end) {
    if (at < end && *at == '-')
        at++;
    const char *digits = at;
    at = skip_digits(at, end);
    if (at == digits || (*digits == '0' && at - digits > 1))
        return NULL;
    if (at < end && *at == '.') {
        digits = ++at;
        at = skip_digits(at, end);
        if (at == digits)
            return NULL;
    }
    if (at < end && (*at == 'e' || *at == 'E')) {
        at++;
        if (at < end && (*at == '+' || *at == '-'))
            at++;
        digits = at;
        at = skip_digits(at, end);
        if (at == digits)
            return NULL;
    }
    return at;
}

static int64_t read_exponent(const char *at, const char *end) {
    bool negative = *at == '-';
    if (*at == '-' || *at == '+')
        at++;
    int64_t exponent = 0;
    for (; at < end && exponent < EXPONENT_MAX; at++)
        exponent = exponent * 10 + (*at - '0');
    if (exponent > EXPONENT_MAX)
        exponent = EXPONENT_MAX;
    return negative ? -exponent : exponent;
}

static struct decimal read_decimal(struct base_slice text) {
    const char *at = text.ptr, *end = text.ptr + text.len;
    struct decimal number = {.negative = *at == '-'};
    if (number.negative)
        at++;
    const char *point = NULL, *last = NULL;
    for (; at < end && *at != 'e' && *at != 'E'; at++) {
        if (*at == '.') {
            point = at;
        } else if (*at != '0') {
            if (!number.first)
                number.first = at;
            last = at;
        }
    }
    if (!number.first)
        return number;
    const char *stop = point ? point : at; /* where the units end */
    bool point_inside = point && number.first < point && last > point;
    number.count = last - number.first + 1 - (point_inside ? 1 : 0);
    number.exponent = last < stop ? stop - last - 1 : stop - last;
    if (at < end)
        number.exponent += read_exponent(at + 1, end);
    return number;
}

/* The usual number: up to 18 digits, too few to overflow, and nothing but digits behind a sign.
 * False, and nothing is said, for any other and for what is no number. */
static bool read_usual(const char *at, const char *end, struct codec_number *number) {
    const char *start = at;
    bool negative = at < end && *at == '-';
    at += negative;
    const char *digits = at, *limit = end - at > 18 ? at + 18 : end;
    int64_t value = 0;
    for (unsigned digit; at < limit && (digit = (unsigned char)*at - '0') <= 9; at++)
        value = value * 10 + digit;
    if (at == digits || (*digits == '0' && at - digits > 1))
        return false;
    if (at < end && ((*at >= '0' && *at <= '9') || *at == '.' || *at == 'e' || *at == 'E'))
        return false;
    *number = (struct codec_number){.text = {start, (size_t)(at - start)},
                                    .is_integer = true,
                                    .fits = true,
                                    .integer = negative ? -value : value};
    return true;
}

bool codec_number_next(const char *at, const char *end, struct codec_number *number) {
    if (read_usual(at, end, number))
        return true;
    const char *stop = codec_number_end(at, end);
    if (stop)
        *number = codec_number_read(base_slice(at, (size_t)(stop - at)));
    return stop;
}

struct codec_number codec_number_read(struct base_slice text) {
    struct codec_number number = {.text = text};
    if (read_usual(text.ptr, text.ptr + text.len, &number))
        return number;
    struct decimal decimal = read_decimal(text);
    number.is_integer = decimal.count == 0 || decimal.exponent >= 0;
    if (!number.is_integer || decimal.count + decimal.exponent > 19)
        return number;
    __int128 value = 0;
    for (int64_t i = 0, left = decimal.count; left > 0; i++) {
        if (decimal.first[i] == '.')
            continue;
        value = value * 10 + (decimal.first[i] - '0');
        left--;
    }
    for (int64_t i = 0; decimal.count && i < decimal.exponent; i++)
        value *= 10;
    if (decimal.negative)
        value = -value;
    number.fits = value >= INT64_MIN && value <= INT64_MAX;
    number.integer = number.fits ? (int64_t)value : 0;
    return number;
}

static int compare_magnitude(struct decimal a, struct decimal b) {
    if (a.count == 0 || b.count == 0)
        return (a.count > 0) - (b.count > 0);
    int64_t top_a = a.count + a.exponent, top_b = b.count + b.exponent;
    if (top_a != top_b)
        return top_a < top_b ? -1 : 1;
    int64_t left_a = a.count, left_b = b.count;
    while (left_a > 0 || left_b > 0) {
        if (left_a > 0 && *a.first == '.')
            a.first++;
        if (left_b > 0 && *b.first == '.')
            b.first++;
        char digit_a = left_a-- > 0 ? *a.first++ : '0';
        char digit_b = left_b-- > 0 ? *b.first++ : '0';
        if (digit_a != digit_b)
            return digit_a < digit_b ? -1 : 1;
    }
    return 0;
}

int codec_number_compare(struct base_slice a, struct base_slice b) {
    struct decimal left = read_decimal(a), right = read_decimal(b);
    bool left_negative = left.negative && left.count,
         right_negative = right.negative && right.count;
    if (left_negative != right_negative)
        return left_negative ? -1 : 1;
    int magnitude = compare_magnitude(left, right);
    return left_negative ? -magnitude : magnitude;
}

bool codec_number_multiple_of(struct base_slice a, struct base_slice b) {
    struct decimal value = read_decimal(a), step = read_decimal(b);
    if (value.count == 0)
        return true;
    /* D has no trailing zero, so no lower power of ten can be a multiple of a higher one */
    if (value.exponent < step.exponent)
        return false;
    unsigned __int128 modulus = 0, rest = 0;
    for (; step.count > 0; step.first++)
        if (*step.first != '.') {
            modulus = modulus * 10 + (unsigned)(*step.first - '0');
            step.count--;
        }
    for (; value.count > 0; value.first++)
        if (*value.first != '.') {
            rest = (rest * 10 + (unsigned)(*value.first - '0')) % modulus;
            value.count--;
        }
    unsigned __int128 power = 10 % modulus;
    for (int64_t zeros = value.exponent - step.exponent; zeros > 0; zeros >>= 1) {
        if (zeros & 1)
            rest = rest * power % modulus;
        power = power * power % modulus;
    }
    return rest == 0;
}

static const double powers_of_ten[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                       1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                       1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/* Up to 15 digits and a power of ten up to 22 are exact as doubles, so one operation rounds. */
static bool exact_double(struct decimal number, double *value) {
    if (number.count > 15 || number.exponent > 22 || number.exponent < -22)
        return false;
    int64_t digits = 0;
    for (; number.count > 0; number.first++)
        if (*number.first != '.') {
            digits = digits * 10 + (*number.first - '0');
            number.count--;
        }
    *value = number.exponent < 0 ? (double)digits / powers_of_ten[-number.exponent]
                                 : (double)digits * powers_of_ten[number.exponent];
    return true;
}

bool codec_number_double(struct base_slice text, double *value) {
    struct decimal number = read_decimal(text);
    if (!exact_double(number, value)) {
        char digits[DIGITS_MAX + 32];
        int64_t used = 0, left = number.count;
        for (; left > 0 && used < DIGITS_MAX; number.first++)
            if (*number.first != '.') {
                digits[used++] = *number.first;
                left--;
            }
        if (left > 0) /* what was cut off is not zero: it must not look like a tie */
            digits[used - 1] = '1';
        (void)snprintf(digits + used, 32, "e%" PRId64, number.exponent + left);
        *value = strtod(digits, NULL);
    }
    if (number.negative)
        *value = -*value;
    return isfinite(*value);
}
