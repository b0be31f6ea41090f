/** A MIME type without its parameters, in lower case: `audio/ogg; codecs=opus` is `audio/ogg`. */
export function bareMime(mime: string): string {
  return (mime.split(";", 1)[0] ?? "").trim().toLowerCase();
}
