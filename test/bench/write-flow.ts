/** A flow of about so many steps, of the kinds that people write: no two conditions are the same. */
export function writeFlow(steps: number): string {
  const blocks = Array.from({ length: Math.ceil(steps / 5) }, (_, block) => {
    return `  - ask: { en: "How many, {{ default(contact.name, 'friend') }}?", id: "Berapa?" }
    id: cups_${block}
    into: cups
  - say: "{{ slots.cups }} it is: {{ money(slots.cups * ${12_000 + block}, 'IDR') }}"
  - if: slots.cups > ${10 + block}
    then:
      - say: { en: That is a lot., id: Banyak sekali. }
    else:
      - say: { en: Fine., id: Baik. }
`;
  });
  return `flow: bench
format: 1
triggers:
  - message: [bench]
slots:
  cups: { type: integer, min: 1, max: 50 }
steps:
${blocks.join("")}`;
}
