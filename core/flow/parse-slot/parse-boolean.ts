import { foldText } from "#core/lib/text.ts";

const yes = words(`
  y ya iya yaa yes yep yeah yup yap yoi ok oke okay okey okee sip siap setuju boleh mau betul benar
  true sure correct agree tentu pasti jadi baik`);
const yesPhrases = ["of course", "ya boleh", "iya boleh", "ya mau", "iya mau", "tentu saja"];
const no = words(`
  n no nope nah not false never tidak tdk tak gak ga nggak ngga enggak engga kagak ndak bukan jangan
  batal gausah`);
const noPhrases = ["no thanks", "no thank you", "tidak mau", "gak mau", "tidak usah", "gak usah"];

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
  if (yes.has(folded) || yesPhrases.includes(folded)) return true;
  return no.has(folded) || noPhrases.includes(folded) ? false : undefined;
}
