/** The file of a form, beside fields of text. */
interface FormFile {
  readonly filename: string;
  readonly mime: string;
  readonly content: Uint8Array;
}

export interface MultipartBody {
  readonly contentType: string;
  readonly body: Uint8Array;
}

/**
 * A `multipart/form-data` body as bytes. `boundary` must not occur in the content: 32 random hex
 * characters never do. Names and values are ours and hold no quotes or line breaks. RFC 7578.
 */
export function multipartBody(
  boundary: string,
  fields: Readonly<Record<string, string>>,
  file: FormFile,
): MultipartBody {
  const parts = Object.entries(fields).map(
    ([name, value]) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const head =
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${file.filename}"\r\n` +
    `Content-Type: ${file.mime}\r\n\r\n`;
  const encoder = new TextEncoder();
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: Buffer.concat([
      encoder.encode(parts.join("") + head),
      file.content,
      encoder.encode(`\r\n--${boundary}--\r\n`),
    ]),
  };
}
