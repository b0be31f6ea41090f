/**
 * Types that are told apart badly, or wrongly named in good faith, form one family: a picture sent
 * as another kind of picture harms nobody, a program sent as a picture does.
 */
export type MediaFamily =
  | "image"
  | "mp4"
  | "ogg"
  | "sound"
  | "zip"
  | "office"
  | "pdf"
  | "rtf"
  | "text";

const families: readonly (readonly [MediaFamily, RegExp])[] = [
  ["image", /^image\/(?:jpe?g|png|gif|webp|heic|heif|avif)$/],
  ["mp4", /^(?:(?:video|audio)\/(?:mp4|3gpp2?|quicktime|x-m4[abv]|m4a)|application\/mp4)$/],
  ["ogg", /^(?:(?:audio|video|application)\/ogg|audio\/(?:opus|vorbis))$/],
  ["sound", /^audio\/(?:mpeg|mp3|aac|x-aac|aacp|amr|amr-wb|wav|x-wav|wave)$/],
  [
    "zip",
    /^application\/(?:(?:x-)?zip(?:-compressed)?|vnd\.openxmlformats-officedocument\..+|vnd\.oasis\.opendocument\..+|epub\+zip|java-archive|vnd\.android\.package-archive)$/,
  ],
  ["office", /^application\/(?:msword|vnd\.ms-(?:excel|powerpoint|outlook)|x-ole-storage)$/],
  ["pdf", /^application\/(?:x-)?pdf$/],
  ["rtf", /^(?:application|text)\/rtf$/],
  ["text", /^(?:text\/.+|application\/(?:json|xml|javascript|yaml|x-sh|sql)|image\/svg\+xml)$/],
];

/** The family of a MIME type, parameters and letter case apart; undefined for one that has none. */
export function mediaFamily(mime: string): MediaFamily | undefined {
  const plain = (mime.split(";")[0] ?? "").trim().toLowerCase();
  return families.find(([, pattern]) => pattern.test(plain))?.[0];
}

/**
 * True unless the claim is a type that would have been recognised in the content, and is not what
 * was found. `audio/aac` is written for what lies in an MP4, as phones do.
 */
export function fitsClaim(foundMime: string, claimedMime: string): boolean {
  const claimed = mediaFamily(claimedMime);
  const found = mediaFamily(foundMime);
  if (claimed === undefined || claimed === found) return true;
  return claimed === "sound" && found === "mp4" && foundMime.startsWith("audio/");
}
