import type { JsonObject } from "sapa/plugin";

export const templateBody = {
  type: "BODY",
  text: "Halo {{1}}, janji Anda jam {{2}} besok pagi ya.",
} as const;

export const quickReplies = [
  { type: "QUICK_REPLY", text: "Konfirmasi" },
  { type: "QUICK_REPLY", text: "Ubah" },
] as const;

/** A template as it is handed in. Source: reference 3.5. */
export const reminder = {
  name: "booking_reminder",
  category: "UTILITY",
  language: "id",
  components: [
    { type: "HEADER", format: "TEXT", text: "Pengingat {{1}}" },
    templateBody,
    { type: "FOOTER", text: "Toko" },
    {
      type: "BUTTONS",
      buttons: [...quickReplies, { type: "URL", text: "Lihat", url: "https://example.com/{{1}}" }],
    },
  ],
} as const satisfies JsonObject;

/** A value of a template's variable. */
export function textValue(text: string): JsonObject {
  return { type: "text", text };
}

/** The components of a send that fills it. Source: reference 3.4. */
export const filledReminder: readonly JsonObject[] = [
  { type: "header", parameters: [textValue("besok")] },
  { type: "body", parameters: [textValue("Sari"), textValue("10.00")] },
  { type: "button", sub_type: "url", index: "2", parameters: [textValue("42")] },
];
