/* exchange/mention.c - see exchange/mention.h. */
#include "exchange/mention.h"
#include "base/json.h"
#include "exchange/label.h"

static void key_text(buf *out, const char *key, rp_str value)
{
    json_key(out, key);
    json_str_or_null(out, value);
}

static void key_antecedent(buf *out, const rp_coded *coded, const rp_mention *m, const utf8_ruler *ruler)
{
    json_key(out, "antecedent");
    if (m->antecedent[0] < 0) json_null(out);
    else if (m->antecedent[1] < 0) json_int(out, utf8_ruler_at(ruler, coded->mentions[m->antecedent[0]].start));
    else {      /* in the order of the text */
        uint32_t a = coded->mentions[m->antecedent[0]].start, b = coded->mentions[m->antecedent[1]].start;
        json_open(out, '[');
        json_int(out, utf8_ruler_at(ruler, a < b ? a : b));
        json_int(out, utf8_ruler_at(ruler, a < b ? b : a));
        json_close(out, ']');
    }
}

void mention_record(const rp_coded *coded, size_t i, const utf8_ruler *ruler, buf *out)
{
    const rp_mention *m = &coded->mentions[i];
    json_open(out, '{');
    key_text(out, "document", coded->document->id);
    json_key(out, "sentence"), json_int(out, m->sentence + 1);
    json_key(out, "start"), json_int(out, utf8_ruler_at(ruler, m->start));
    json_key(out, "end"), json_int(out, utf8_ruler_at(ruler, m->end));
    key_text(out, "text", m->text);
    key_text(out, "kind", str_of(rp_mention_kind_name(m->kind)));
    key_text(out, "code", str_of(m->code));
    key_text(out, "sector", str_of(m->sector));
    key_text(out, "actor", m->actor);
    key_text(out, "residence", str_of(m->residence));
    const rp_label *l = &m->label;
    label_json(out, l, l->text.len ? utf8_ruler_at(ruler, l->start) : 0, l->text.len ? utf8_ruler_at(ruler, l->end) : 0);
    key_antecedent(out, coded, m, ruler);
    key_text(out, "why", m->why);
    json_close(out, '}');
    buf_char(out, '\n');
}
