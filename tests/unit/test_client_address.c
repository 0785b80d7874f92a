/* Addresses from URLs. */
#include "client/address.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void urls_are_taken_apart(void **state) {
    static const struct {
        const char *url, *host, *port, *path;
        bool tls;
    } rows[] = {
        {"http://localhost:8000", "localhost", "8000", "/socket.io/", false},
        {"https://sts.example/", "sts.example", "443", "/socket.io/", true},
        {"ws://127.0.0.1/ws/sts", "127.0.0.1", "80", "/ws/sts/", false},
        {"wss://[::1]:9/path/", "::1", "9", "/path/", true},
        {"localhost:65535", "localhost", "65535", "/socket.io/", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct client_address address;
        char error[256];
        assert_true(client_address_parse(rows[i].url, &address, error, sizeof error));
        assert_string_equal(address.host, rows[i].host);
        assert_string_equal(address.port, rows[i].port);
        assert_string_equal(address.path, rows[i].path);
        assert_int_equal(address.tls, rows[i].tls);
    }
}

static void what_is_no_url_is_refused(void **state) {
    static const char *const wrong[] = {"",           "http://",       "http://:80",
                                        "ftp://host", "http://h:0",    "http://h:65536",
                                        "http://h:x", "http://[::1",   "http://h/?query",
                                        "http://h:",  "http://h:1abc", "http://h/a\r\nb"};
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct client_address address;
        char error[256] = "";
        if (client_address_parse(wrong[i], &address, error, sizeof error))
            fail_msg("\"%s\" is taken as a URL", wrong[i]);
        assert_non_null(strstr(error, "http://localhost:8000"));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(urls_are_taken_apart),
        cmocka_unit_test(what_is_no_url_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
