import { foldText } from "#core/lib/text.ts";

const yes = words(`
  y ya iya yaa yes yep yeah yup yap yoi ok oke okay okey okee sip siap setuju boleh mau betul benar
  true sure correct agree tentu pasti jadi baik bener bisa`);
const yesPhrases = ["of course", "ya boleh", "iya boleh", "ya mau", "iya mau", "tentu saja"];
const no = words(`
  n no nope nah not false never tidak tdk tak gak ga nggak ngga enggak engga kagak ndak bukan jangan
  batal gausah belum salah`);
const noPhrases = ["no thanks", "no thank you", "not yet"];
/** `tidak mau`, `gak jadi`: a no before what could be a yes. */
const refused = words("mau usah jadi bisa boleh setuju perlu");

/** Words that only make an answer friendlier: `ya kak`, `ok deh`, `yes please`. */
const courtesy =
  /(?: (?:kak|kakak|min|pak|bu|mas|mbak|bang|deh|dong|aja|saja|lah|sih|nih|please|thanks|makasih))+$/;

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

/** Yes or no in English and Indonesian, by word, by thumb or by mark; undefined for anything else. */
export function parseBoolean(text: string): boolean | undefined {
  const folded = foldText(text);
  if (folded === "") {
    const sign = text.replace(/[\s\ufe0f]|\p{Emoji_Modifier}/gu, "");
    if (/^(?:👍|👌|✅|🆗|✔)+$/u.test(sign)) return true;
    return /^(?:👎|❌|🚫|✖)+$/u.test(sign) ? false : undefined;
  }
  return decide(folded) ?? decide(folded.replace(courtesy, ""));
}

function decide(folded: string): boolean | undefined {
  if (yes.has(folded) || yesPhrases.includes(folded)) return true;
  if (no.has(folded) || noPhrases.includes(folded)) return false;
  const [first = "", second = "", ...more] = folded.split(" ");
  return no.has(first) && refused.has(second) && more.length === 0 ? false : undefined;
}
