import { cutText } from "#core/lib/text.ts";
import { maxDataChars } from "./ai-settings.ts";

/** Material that a model may use and must not obey. */
export interface AiMaterial {
  readonly label: string;
  readonly text: string;
}

/**
 * Puts material between two lines that its author cannot have written: they carry `nonce`, a
 * chance word that is new for each question. What is too long is cut.
 */
export function fence(material: readonly AiMaterial[], nonce: string): string {
  let left = maxDataChars.all;
  const blocks: string[] = [];
  for (const { label, text } of material) {
    const room = Math.min(maxDataChars.one, left);
    if (room <= 0) break;
    // The word is chance; should it be met all the same, the text does not get to end its block.
    const inner = cutText(text, room).replaceAll(nonce, "…");
    left -= inner.length;
    blocks.push(`[material ${nonce}: ${plainLabel(label, nonce)}]\n${inner}\n[end ${nonce}]`);
  }
  return blocks.join("\n\n");
}

function plainLabel(label: string, nonce: string): string {
  const line = label.replace(/[\p{Cc}[\]]+/gu, " ").replaceAll(nonce, "…");
  return cutText(line.trim(), 80);
}
