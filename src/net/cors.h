/* cors.h - which web pages may read an answer (CORS), sans I/O. */
#ifndef NET_CORS_H
#define NET_CORS_H
#include "net/request.h"

/** Most fields that net_cors_fields writes. */
#define NET_CORS_FIELDS 5
/** Longer origins, and lists of fields that a page wants to send, are not repeated. */
#define NET_CORS_REPEATED_MAX 1024

enum net_cors {
    NET_CORS_ANY,    /**< those of any origin */
    NET_CORS_NAMED,  /**< the same, with credentials, as python-engineio does: names the origin */
    NET_CORS_CHOSEN, /**< of the server's own origin, of loopback ones, and of a list */
};

struct net_cors_rule {
    enum net_cors kind;
    const char *origins; /**< the list: separated by commas or blanks, or "*" for any; or NULL */
    const char *methods; /**< as in Access-Control-Allow-Methods */
    const char *shown;   /**< fields of the answer that pages may read, beside the usual; or NULL */
    const char *fields;  /**< that may be sent where the page does not say which it wants to */
};

/** Writes the fields of the answer to a request, NET_CORS_FIELDS at most; how many. They point
 *  into the head and the rule. */
size_t net_cors_fields(const struct net_cors_rule *rule, const struct net_head *head,
                       struct engineio_header *fields);

#endif
