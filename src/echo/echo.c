#include "echo/echo.h"

static void process(void *context, const struct sts_fragment_data *fragment,
                    struct sts_fragment_processed *result) {
    (void)context;
    const struct codec_text text = CODEC_TEXT("[ECHO] Original audio");
    const struct codec_text model = CODEC_TEXT("echo-mock");
    *result = (struct sts_fragment_processed){
        .has = STS_FRAGMENT_PROCESSED_HAS_DUBBED_AUDIO | STS_FRAGMENT_PROCESSED_HAS_TRANSCRIPT |
               STS_FRAGMENT_PROCESSED_HAS_TRANSLATED_TEXT |
               STS_FRAGMENT_PROCESSED_HAS_STAGE_TIMINGS | STS_FRAGMENT_PROCESSED_HAS_METADATA,
        .fragment_id = fragment->fragment_id,
        .stream_id = fragment->stream_id,
        .sequence_number = fragment->sequence_number,
        .status = STS_FRAGMENT_STATUS_SUCCESS,
        .dubbed_audio = fragment->audio,
        .transcript = text,
        .translated_text = text,
        .metadata = {.asr_model = model, .translation_model = model, .tts_model = model},
    };
}

const struct stream_processor echo_processor = {.process = process};
