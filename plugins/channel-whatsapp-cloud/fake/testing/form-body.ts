/** A `multipart/form-data` body, written by hand. */
export function formBody(
  fields: Readonly<Record<string, string>>,
  file?: { readonly mime?: string; readonly content: Uint8Array },
): { readonly contentType: string; readonly body: Uint8Array } {
  const boundary = "----boundary7";
  const parts = Object.entries(fields).map(([name, value]) =>
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    ),
  );
  const type = file?.mime === undefined ? "" : `\r\nContent-Type: ${file.mime}`;
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="f"${type}\r\n\r\n`;
  const filePart =
    file === undefined ? [] : [Buffer.from(head), Buffer.from(file.content), Buffer.from("\r\n")];
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: Buffer.concat([...parts, ...filePart, Buffer.from(`--${boundary}--\r\n`)]),
  };
}
