/* names.h - names that occur twice among those of one object. Inside the codec only. */
#ifndef CODEC_NAMES_H
#define CODEC_NAMES_H
#include "codec/scratch.h"
#include "codec/text.h"

static inline struct codec_text codec_names_text(const struct codec_scratch_entry *name) {
    return (struct codec_text){name->ptr, name->len, (enum codec_text_form)name->form};
}

/** One of `count` names that equals an earlier one of the same text, or NULL. May change the order
 *  of the names. */
const struct codec_scratch_entry *codec_names_twice(struct codec_scratch_entry *names,
                                                    size_t count);

#endif
