import type { LanguageWords } from "./interrupt-words.ts";

export const hindi: LanguageWords = {
  stop: ["रुको", "रोकें", "रोको", "बंद करो", "बंद करें", "संदेश मत भेजो"],
  start: ["शुरू", "शुरू करें", "शुरू करो"],
  help: ["मदद", "सहायता"],
  human: ["इंसान", "एजेंट", "किसी से बात करनी है"],
  cancel: ["रद्द", "रद्द करें"],
  menu: [],
  data: ["मेरा डेटा"],
  erase: ["मेरा डेटा हटाएं", "मेरा डेटा मिटाएं"],
  yes: ["हां", "हाँ"],
  no: ["नहीं"],
};
