import type { TemplateRecord, TemplateRefusal } from "#core/model/template.ts";

type Words = (template: string) => string;

const notices: Readonly<Record<TemplateRefusal, Readonly<Record<"en" | "id", Words>>>> = {
  rejected: {
    en: (template) =>
      `The template ${template} was rejected. It is not sent: change it, and hand it in again with sapa template apply.`,
    id: (template) =>
      `Template ${template} ditolak, jadi tidak dikirim. Ubah isinya, lalu ajukan lagi dengan sapa template apply.`,
  },
  paused: {
    en: (template) =>
      `The template ${template} is paused because people did not like it. It is not sent until the pause is over: send it less, or make it better.`,
    id: (template) =>
      `Template ${template} dijeda karena banyak orang tidak menyukainya, jadi tidak dikirim sampai jedanya selesai. Kurangi kirimannya, atau perbaiki isinya.`,
  },
  disabled: {
    en: (template) =>
      `The template ${template} is disabled for good. It is not sent any more: make another one, with other words.`,
    id: (template) =>
      `Template ${template} dinonaktifkan untuk seterusnya, jadi tidak dikirim lagi. Buat template lain dengan isi yang berbeda.`,
  },
};

/** What an owner is told of a template that can no longer be sent. */
export function templateNotice(
  { name, language, reason }: Pick<TemplateRecord, "name" | "language" | "reason">,
  refusal: TemplateRefusal,
  locale: string,
): string {
  const base = locale.toLowerCase().split(/[-_]/)[0];
  const words = notices[refusal][base === "id" || base === "ms" ? "id" : "en"];
  const text = words(`"${name}" (${language})`);
  return reason === undefined ? text : `${text}\n${reason}`;
}
