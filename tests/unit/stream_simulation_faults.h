/* stream_simulation_faults.h - the part of test_stream_simulation.c that makes things go wrong.
 * Included by it alone, behind its structs. */
#ifndef TESTS_STREAM_SIMULATION_FAULTS_H
#define TESTS_STREAM_SIMULATION_FAULTS_H
#include "support/scratch.h"

static void configure(struct client *client) {
    static const char *const rules[] = {
        "{\"enabled\":false}",
        "{\"enabled\":true,\"rules\":[{\"error_code\":\"GPU_OOM\",\"probability\":0.2}]}",
        "{\"enabled\":true,\"rules\":[{\"trigger\":\"nth_fragment\",\"value\":3,\"error_code\":"
        "\"TIMEOUT\",\"deliver_as\":\"error\",\"count\":20},{\"error_code\":\"MODEL_ERROR\","
        "\"probability\":0.1,\"delay_ms\":700}]}",
        "{\"enabled\":true,\"rules\":[{\"action\":\"drop\",\"probability\":0.1},"
        "{\"action\":\"reorder\",\"probability\":0.2},{\"action\":\"duplicate\","
        "\"probability\":0.1},{\"action\":\"corrupt\",\"probability\":0.1},{\"action\":"
        "\"no_ack\",\"probability\":0.1},{\"action\":\"delay\",\"delay_ms\":300,"
        "\"probability\":0.1},{\"action\":\"partial\",\"error_code\":\"MODEL_ERROR\","
        "\"probability\":0.1}]}",
        "{\"enabled\":true,\"rules\":[{\"action\":\"disconnect\",\"mode\":\"reset\","
        "\"count\":2,\"probability\":0.1},{\"action\":\"disconnect\",\"mode\":\"stall\","
        "\"count\":1,\"trigger\":\"nth_fragment\",\"value\":7},{\"action\":\"reorder\","
        "\"count\":5,\"delay_ms\":40},{\"action\":\"drop\",\"count\":3}]}",
    };
    struct simulation *simulation = client->simulation;
    const struct stream *stream = stream_connection_stream(client->connection);
    struct sts_config_error_simulation event = {0};
    struct echo_answer answer;
    struct codec_in in;
    codec_in_init(&in, base_slice_of(rules[draw(simulation, sizeof rules / sizeof *rules)]),
                  &test_scratch);
    assert_true(sts_config_error_simulation_decode(&in, &event));
    (void)echo_configure_faults(
        simulation->echo, &(struct echo_sender){stream ? stream_processing(stream) : NULL, NULL},
        &event, &answer);
}

static void configure_backpressure(struct client *client) {
    static const char *const all[] = {
        "{\"enabled\":false}",
        "{\"enabled\":true,\"threshold\":2,\"severity\":\"low\",\"action\":\"slow_down\"}",
        ("{\"enabled\":true,\"script\":[{\"after_ms\":0},{\"after_ms\":40,\"severity\":\"low\","
         "\"action\":\"none\"},{\"after_ms\":90,\"severity\":\"medium\"}]}"),
    };
    struct simulation *simulation = client->simulation;
    const struct stream *stream = stream_connection_stream(client->connection);
    struct sts_config_backpressure event = {0};
    struct echo_answer answer;
    struct codec_in in;
    codec_in_init(&in, base_slice_of(all[draw(simulation, sizeof all / sizeof *all)]),
                  &test_scratch);
    assert_true(sts_config_backpressure_decode(&in, &event));
    (void)echo_configure_backpressure(
        simulation->echo, &(struct echo_sender){stream ? stream_processing(stream) : NULL, NULL},
        &event, &answer);
}

static void load_scenario(struct simulation *simulation) {
    static const char text[] =
        "{\"scenarios\":[{\"name\":\"x\",\"stream_id\":\"s?\",\"steps\":[{\"faults\":{"
        "\"rules\":[{\"error_code\":\"TIMEOUT\"}]},\"until\":{\"count\":3}},{\"disconnect\":{"
        "\"mode\":\"fin\",\"delay_ms\":20,\"refuse_ms\":50}},{\"backpressure\":{\"threshold\":"
        "1},\"until\":{\"count\":4,\"after_ms\":500}},{\"faults\":{\"rules\":[{\"action\":"
        "\"reorder\"}]},\"until\":{\"event\":\"stream:pause\"}}]}]}";
    struct sts_control_scenarios body = {{.count = 0}};
    struct sts_scenario scenario;
    struct codec_list_cursor cursor = {.index = 0};
    struct codec_in in;
    codec_in_init(&in, base_slice_of(text), &test_scratch);
    assert_true(sts_control_scenarios_decode(&in, &body));
    while (sts_control_scenarios_scenarios_next(&body.scenarios, &cursor, &scenario))
        assert_int_equal(echo_scenario_load(simulation->echo, &scenario, NULL), ECHO_CONFIGURED);
}

/* What comes from outside of all streams. */
static void interfere(struct simulation *simulation, const struct slot *slot) {
    const struct echo_target target = {.pattern = plain(slot->id)};
    const struct sts_scenario_disconnect disconnect = {
        .delay_ms = (int32_t)draw(simulation, 300),
        .mode = (enum sts_disconnect_mode)draw(simulation, STS_DISCONNECT_MODE_COUNT),
        .code = 1011,
        .refuse_ms = (int32_t)draw(simulation, 200),
        .scope = (enum sts_refuse_scope)draw(simulation, STS_REFUSE_SCOPE_COUNT)};
    switch (draw(simulation, 4)) {
    case 0:
        load_scenario(simulation);
        break;
    case 1:
        echo_reset(simulation->echo, plain(slot->id));
        break;
    case 2:
        (void)echo_scenario_unload(simulation->echo, plain("x"));
        break;
    default:
        (void)echo_disconnect(simulation->echo, &target, &disconnect);
    }
}

static void refusing(void *context, const struct echo_refusing *refusing) {
    ((struct simulation *)context)->refusals += refusing->ms > 0;
}

#endif
