/* rejection.h - clients that cannot get in, as the rooms below tell of them: each is told to the
 * tap (JOURNAL_REJECTED), and kept to be listed (clients.h). */
#ifndef APP_SERVICE_REJECTION_H
#define APP_SERVICE_REJECTION_H
#include "app/service/service.h"
#include "net/server.h"

/** What a Socket.IO client at a wrong path is answered. */
#define APP_REJECTION_PATHS                                                                        \
    "Socket.IO is not served at this path, but at /socket.io/ and /ws/sts/ on the port of the "    \
    "service"

/** A client was not let in. */
void app_service_reject(struct app_service *service, const struct journal_client *client,
                        const struct journal_rejection *rejection);

/** For net_config.rejected; the context is the struct app_service. */
void app_rejection_by_net(void *service, const struct net_rejection *rejection);

/** For engineio_config.rejected; the same. */
void app_rejection_by_engineio(void *service, enum engineio_rejection why,
                               const struct engineio_head *head, const char *detail);

/** For the Socket.IO server's handler; the same. */
void app_rejection_by_socketio(void *service, struct engineio_session *session,
                               enum socketio_rejection why, struct base_slice name);
void app_rejection_malformed(void *service, struct engineio_session *session,
                             struct socketio_socket *socket, int code, const char *what);

/** The key of a client is not accepted: `path` and `user_agent` where they are known. */
void app_rejection_of_key(struct app_service *service, const struct journal_client *client,
                          enum app_auth_verdict verdict, struct base_slice path,
                          struct base_slice user_agent);

/** There is no memory for a client that was let in. */
void app_rejection_of_memory(struct app_service *service, const struct journal_client *client);

/** A request over HTTP that no Socket.IO server gets. True: it is that of a Socket.IO client at a
 *  wrong path, and was told. */
bool app_rejection_of_path(struct app_service *service, const struct net_request *request);

#endif
