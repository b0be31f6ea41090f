import type { LanguageWords } from "./interrupt-words.ts";

export const arabic: LanguageWords = {
  stop: ["توقف", "قف", "ايقاف", "الغاء الاشتراك", "لا ترسل"],
  start: ["ابدا", "ابدأ", "اشتراك"],
  help: ["مساعدة"],
  human: ["موظف", "انسان", "اريد التحدث مع شخص"],
  cancel: ["الغاء"],
  menu: ["القائمة"],
  data: ["بياناتي"],
  erase: ["احذف بياناتي", "حذف بياناتي"],
  yes: ["نعم"],
  no: ["لا"],
};
