/* exchange/label.c - see exchange/label.h. */
#include "exchange/label.h"
#include "base/json.h"
#include "base/str.h"

static void speaker_json(buf *out, const rp_label *label, uint32_t start, uint32_t end)
{
    json_open(out, '{');
    json_key(out, "text"), json_str(out, label->text);
    json_key(out, "code"), json_str_or_null(out, str_of(label->code));
    json_key(out, "sector"), json_str_or_null(out, str_of(label->speaker_sector));
    json_key(out, "start"), json_int(out, start);
    json_key(out, "end"), json_int(out, end);
    json_close(out, '}');
}

void label_json(buf *out, const rp_label *label, uint32_t start, uint32_t end)
{
    json_key(out, "labels");
    json_open(out, '[');
    if (label->sector[0]) {
        json_open(out, '{');
        json_key(out, "sector"), json_str(out, str_of(label->sector));
        json_key(out, "status"), json_str(out, RP_STR("alleged"));
        json_key(out, "speaker");
        if (label->text.len) speaker_json(out, label, start, end);
        else json_null(out);
        json_close(out, '}');
    }
    json_close(out, ']');
}
