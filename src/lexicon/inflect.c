/* lexicon/inflect.c - see lexicon/inflect.h. */
#include "lexicon/inflect.h"
#include "lexicon/lexicon.h"

static bool vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }

static bool ends(rp_str w, const char *with) { return str_ends(w, str_of(with)); }

/* Does `w` end in a consonant and y? Then y becomes ie or i. */
static bool consonant_y(rp_str w) { return w.len > 1 && w.at[w.len - 1] == 'y' && !vowel(w.at[w.len - 2]); }

static bool hissing(rp_str w)
{
    return ends(w, "s") || ends(w, "x") || ends(w, "z") || ends(w, "ch") || ends(w, "sh");
}

/* One syllable that closes consonant, vowel, consonant (stop, ban): the last letter doubles. Not after w, x, y. */
static bool doubles(rp_str w)
{
    if (w.len < 3 || vowel(w.at[w.len - 1]) || !vowel(w.at[w.len - 2]) || vowel(w.at[w.len - 3])) return false;
    if (strchr("wxy", w.at[w.len - 1])) return false;
    for (size_t i = 0; i + 3 < w.len; i++)
        if (vowel(w.at[i]) || w.at[i] == 'y') return false;
    return true;
}

static void stem(rp_str w, size_t without, const char *ending, buf *out)
{
    buf_add(out, w.at, w.len - without);
    buf_text(out, ending);
}

void inflect_verb(rp_str w, unsigned form, buf *out)
{
    char last = w.len ? w.at[w.len - 1] : 0;
    switch (form) {
    case LEXICON_FORM_THIRD:
        if (consonant_y(w)) stem(w, 1, "ies", out);
        else stem(w, 0, hissing(w) || last == 'o' ? "es" : "s", out);
        return;
    case LEXICON_FORM_PAST: case LEXICON_FORM_PARTICIPLE:
        if (consonant_y(w)) stem(w, 1, "ied", out);
        else if (last == 'e') stem(w, 0, "d", out);
        else if (doubles(w)) stem(w, 0, (char[]){ last, 'e', 'd', 0 }, out);
        else stem(w, 0, "ed", out);
        return;
    case LEXICON_FORM_GERUND:
        if (ends(w, "ie")) stem(w, 2, "ying", out);
        else if (last == 'e' && !ends(w, "ee") && !ends(w, "oe") && !ends(w, "ye")) stem(w, 1, "ing", out);
        else if (doubles(w)) stem(w, 0, (char[]){ last, 'i', 'n', 'g', 0 }, out);
        else stem(w, 0, "ing", out);
        return;
    default:
        buf_str(out, w);
    }
}

void inflect_plural(rp_str w, buf *out)
{
    if (consonant_y(w)) stem(w, 1, "ies", out);
    else stem(w, 0, hissing(w) ? "es" : "s", out);
}
