import { printable } from "#core/app/flow-test/printable.ts";
import type { ShownMessage } from "#core/model/ports/simulator.ts";

/**
 * A message as a bubble of the terminal, with its options numbered:
 *
 *     Kopi Senja │ Yang mana?
 *                │  1 Espresso
 *                │  2 Caffè latte
 */
export function renderBubble(bot: string, message: ShownMessage): string {
  const { template, options } = message;
  const text =
    template === undefined ? message.text : `[${[template.name, ...template.values].join(" · ")}]`;
  const taps = options.map((option, index) => ` ${index + 1} ${option.title}`);
  const lines = [...text.split("\n"), ...taps];
  return lines
    .map((line, index) =>
      `${(index === 0 ? bot : "").padStart(bot.length)} │ ${printable(line)}`.trimEnd(),
    )
    .join("\n");
}
