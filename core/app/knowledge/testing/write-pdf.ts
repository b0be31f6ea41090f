import { deflateSync } from "node:zlib";

export interface PdfOptions {
  /** What opens it is a password that nobody has. */
  readonly isEncrypted?: boolean;
}

/** A PDF with a page for each text, its lines one below the other; an empty text is a picture alone. */
export function writePdf(pages: readonly string[], options: PdfOptions = {}): Uint8Array {
  return assemble(pages.map(contentOf), options);
}

/** A PDF of a few kilobytes whose one page unpacks to this many words, each shown by itself. */
export function writeBomb(words: number): Uint8Array {
  return assemble([Buffer.from(`BT /F1 9 Tf ${"(kopi) Tj ".repeat(words)}ET`)], {});
}

function contentOf(text: string): Uint8Array {
  if (text === "") return Buffer.from("0.5 g 10 10 500 700 re f");
  const lines = text.split("\n").map((line) => `(${line.replaceAll(/[\\()]/g, "\\$&")}) Tj T*`);
  return Buffer.from(`BT /F1 12 Tf 14 TL 50 780 Td ${lines.join(" ")} ET`, "latin1");
}

function assemble(contents: readonly Uint8Array[], { isEncrypted = false }: PdfOptions) {
  const first = 4;
  const kids = contents.map((_, index) => `${first + index * 2} 0 R`).join(" ");
  const objects: Uint8Array[] = [
    Buffer.from("<< /Type /Catalog /Pages 2 0 R >>"),
    Buffer.from(`<< /Type /Pages /Kids [${kids}] /Count ${contents.length} >>`),
    Buffer.from(
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ),
  ];
  for (const [index, content] of contents.entries()) {
    const packed = deflateSync(content);
    objects.push(
      Buffer.from(
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${first + index * 2 + 1} 0 R >>`,
      ),
      Buffer.concat([
        Buffer.from(`<< /Length ${packed.length} /Filter /FlateDecode >>\nstream\n`),
        packed,
        Buffer.from("\nendstream"),
      ]),
    );
  }
  const word = "00".repeat(32);
  const lock = `/Encrypt << /Filter /Standard /V 1 /R 2 /O <${word}> /U <${word}> /P -4 >> /ID [<01><01>]`;
  const parts: Uint8Array[] = [Buffer.from("%PDF-1.4\n")];
  let size = 9;
  const places = objects.map((object, index) => {
    const at = size;
    const whole = Buffer.concat([
      Buffer.from(`${index + 1} 0 obj\n`),
      object,
      Buffer.from("\nendobj\n"),
    ]);
    parts.push(whole);
    size += whole.length;
    return `${String(at).padStart(10, "0")} 00000 n \n`;
  });
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join("")}`;
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${isEncrypted ? lock : ""} >>`;
  parts.push(Buffer.from(`${table}${trailer}\nstartxref\n${size}\n%%EOF\n`));
  return Buffer.concat(parts);
}
