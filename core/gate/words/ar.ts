import type { InterruptWords } from "./interrupt-words.ts";

export const arabic: InterruptWords = {
  stop: ["توقف", "قف", "ايقاف", "الغاء الاشتراك", "لا ترسل"],
  start: ["ابدا", "ابدأ", "اشتراك"],
  help: ["مساعدة"],
  human: ["موظف", "انسان", "اريد التحدث مع شخص"],
  cancel: ["الغاء"],
  menu: ["القائمة"],
};
