/* Which web pages may read an answer: net/cors.h. */
#include "net/cors.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define ORIGIN(origin) "Origin: " origin "\r\n"
#define WISH "Access-Control-Request-Headers: authorization,x-one\r\n"
#define ANY "Access-Control-Allow-Origin: *\n"
#define NAMED(origin) "Access-Control-Allow-Origin: " origin "\n"
#define CREDENTIALS "Access-Control-Allow-Credentials: true\n"
#define METHODS "Access-Control-Allow-Methods: GET, PUT\n"
#define FIELDS "Access-Control-Allow-Headers: Content-Type\n"
#define WISHED "Access-Control-Allow-Headers: authorization,x-one\n"
#define AGE "Access-Control-Max-Age: 600\n"
#define SHOWN "Access-Control-Expose-Headers: Retry-After\n"
#define VARY "Vary: Origin\n"

static void expect(enum net_cors kind, const char *origins, const char *method, const char *sent,
                   const char *fields) {
    const struct net_cors_rule rule = {
        .kind = kind,
        .origins = origins,
        .methods = "GET, PUT",
        .shown = kind == NET_CORS_CHOSEN ? "Retry-After" : NULL,
        .fields = "Content-Type",
    };
    struct engineio_header found[NET_CORS_FIELDS];
    struct net_head head = {.length = 0};
    char request[4096], text[4096] = "";
    size_t used = 0;
    int length = snprintf(request, sizeof request,
                          "%s /control HTTP/1.1\r\nHost: sts:8000\r\n%s\r\n", method, sent);
    assert_int_equal(net_head_parse(&head, request, (size_t)length), NET_HEAD_DONE);
    size_t count = net_cors_fields(&rule, &head, found);
    for (size_t i = 0; i < count; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%.*s: %.*s\n",
                                 (int)found[i].name.len, found[i].name.ptr, (int)found[i].value.len,
                                 found[i].value.ptr);
    if (strcmp(text, fields) != 0)
        fail_msg("%s with %s\ngot\n%sinstead of\n%s", method, sent, text, fields);
}

static void pages_of_any_origin(void **state) {
    (void)state;
    expect(NET_CORS_ANY, NULL, "GET", "", ANY);
    expect(NET_CORS_ANY, NULL, "GET", ORIGIN("null") WISH, ANY);
    expect(NET_CORS_ANY, NULL, "OPTIONS", ORIGIN("http://a"), ANY METHODS FIELDS AGE);
    expect(NET_CORS_ANY, NULL, "OPTIONS", WISH, ANY METHODS WISHED AGE);
}

static void pages_by_their_name(void **state) {
    (void)state;
    expect(NET_CORS_NAMED, NULL, "GET", "", CREDENTIALS);
    expect(NET_CORS_NAMED, NULL, "GET", ORIGIN("null"), NAMED("null") CREDENTIALS);
    expect(NET_CORS_NAMED, NULL, "POST", ORIGIN("http://a:1") WISH,
           NAMED("http://a:1") CREDENTIALS WISHED);
    expect(NET_CORS_NAMED, NULL, "OPTIONS", ORIGIN("http://a"),
           NAMED("http://a") CREDENTIALS METHODS);
    expect(NET_CORS_NAMED, NULL, "OPTIONS", WISH, CREDENTIALS METHODS WISHED);
}

static void expect_page(const char *origins, const char *origin, bool allowed) {
    char sent[256], fields[512];
    (void)snprintf(sent, sizeof sent, ORIGIN("%s"), origin);
    (void)snprintf(fields, sizeof fields, VARY NAMED("%s") SHOWN, origin);
    expect(NET_CORS_CHOSEN, origins, "GET", sent, allowed ? fields : VARY);
}

static void chosen_pages(void **state) {
    (void)state;
    static const char *const always[] = {
        "http://sts:8000",    "https://STS:8000",     "http://localhost",
        "http://localhost:1", "https://localhost:80", "http://ci.localhost:3000",
        "http://127.0.0.1",   "http://127.8.9.10:80", "http://[::1]",
        "http://[::1]:5173",
    };
    static const char *const never[] = {
        "null",
        "NULL",
        "http://sts",
        "http://sts:80001",
        "http://localhost.example.org",
        "http://xlocalhost",
        "http://127.0.0.1.example.org",
        "http://127.example.org",
        "http://.localhost",
        "http://[::2]",
        "http://",
        "localhost",
        "file://localhost",
    };
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        expect_page(NULL, always[i], true);
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        expect_page("https://ci.example.org", never[i], false);
}

static void listed_pages(void **state) {
    (void)state;
    static const char list[] = "https://ci.example.org, http://b:1 http://c,";
    expect_page(list, "https://ci.example.org", true);
    expect_page(list, "http://b:1", true);
    expect_page(list, "http://c", true);
    expect_page(list, "http://ci.example.org", false);
    expect_page(list, "http://b", false);
    expect_page(list, "null", false);
    expect_page("tauri://localhost", "tauri://localhost", true);
    expect_page("*", "https://any.example.org", true);
    expect_page("*", "tauri://localhost", true);
    expect_page("*", "null", false);
    expect_page("null", "null", false);
    expect(NET_CORS_CHOSEN, "*", "GET", "", VARY);
}

static void chosen_pages_may_send_what_they_want(void **state) {
    (void)state;
    expect(NET_CORS_CHOSEN, NULL, "OPTIONS", ORIGIN("http://localhost") WISH,
           VARY NAMED("http://localhost") METHODS WISHED AGE);
    expect(NET_CORS_CHOSEN, NULL, "OPTIONS", ORIGIN("http://a") WISH, VARY);
}

static void nothing_long_is_repeated(void **state) {
    (void)state;
    char sent[2100];
    (void)snprintf(sent, sizeof sent, "Origin: http://%01100d\r\n", 0);
    expect(NET_CORS_NAMED, NULL, "GET", sent, CREDENTIALS);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_of_any_origin),
        cmocka_unit_test(pages_by_their_name),
        cmocka_unit_test(chosen_pages),
        cmocka_unit_test(listed_pages),
        cmocka_unit_test(chosen_pages_may_send_what_they_want),
        cmocka_unit_test(nothing_long_is_repeated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
