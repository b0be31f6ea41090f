/** A sentence of the fine print that the checker holds authors to. */
export interface Refused {
  readonly sentence: string;
  readonly flows: readonly {
    /** The flow `tea` below its first two lines. */
    readonly body: string;
    /** `CODE file:line`. */
    readonly finding: string;
    readonly others?: Readonly<Record<string, string>>;
  }[];
}

const head = "triggers: [{ message: tea }]\nslots: { cups: { type: integer } }\nsteps:\n";

export const refused: readonly Refused[] = [
  {
    sentence: "The names of part 2 are reserved",
    flows: ["contact", "message", "now", "env", "slots", "input"].map((name) => ({
      body: `triggers: [{ message: tea }]\nslots: { ${name}: { type: text } }\nsteps:\n  - say: Hi\n`,
      finding: "FLOW_NAME_RESERVED tea.flow.yaml:4",
    })),
  },
  {
    sentence: "`as` is visible in its block only",
    flows: [
      {
        body: `${head}  - each: contact.tags\n    as: tag\n    steps: [{ say: "{{ tag }}" }]\n  - say: "{{ tag }}"\n`,
        finding: "FLOW_NAME_UNKNOWN tea.flow.yaml:9",
      },
    ],
  },
  {
    sentence: "A called flow sees its `inputs` only",
    flows: [
      {
        body: `${head}  - ask: How many?\n    id: cups\n    into: cups\n  - call: other\n`,
        others: { other: 'steps:\n  - say: "{{ slots.cups }}"\n' },
        finding: "FLOW_NAME_UNKNOWN other.flow.yaml:4",
      },
    ],
  },
  {
    sentence:
      "The checker does definite assignment: use after a skipped `when`, a `catch` or one branch of several needs `default(…)`",
    flows: [
      {
        body: `${head}  - ask: How many?\n    id: cups\n    into: cups\n    when: hours.open\n  - say: "{{ slots.cups }}"\n`,
        finding: "FLOW_NAME_UNSET tea.flow.yaml:10",
      },
      {
        body: `${head}  - run: shop.price\n    with: { sku: kopi }\n    into: price\n    catch: [{ say: Sorry }]\n  - say: "{{ price.price }}"\n`,
        finding: "FLOW_NAME_UNSET tea.flow.yaml:10",
      },
      {
        body: `${head}  - if: hours.open\n    then: [{ set: { cups: "1" } }]\n  - say: "{{ slots.cups }}"\n`,
        finding: "FLOW_NAME_UNSET tea.flow.yaml:8",
      },
    ],
  },
  {
    sentence: "`goto` leads never into a branch, `each`, `try` or `catch`",
    flows: [
      "  - if: hours.open\n    then: [{ say: Hi, id: inside }]\n",
      "  - each: contact.tags\n    as: tag\n    steps: [{ say: Hi, id: inside }]\n",
      "  - try: [{ say: Hi, id: inside }]\n    catch: [{ say: Sorry }]\n",
      "  - try: [{ say: Hi }]\n    catch: [{ say: Sorry, id: inside }]\n",
    ].map((around) => ({
      body: `triggers: [{ message: tea }]\nsteps:\n  - goto: inside\n    when: hours.open\n${around}`,
      finding: "FLOW_STEP_INSIDE tea.flow.yaml:5",
    })),
  },
  {
    sentence: "`on_cancel` and `on_error` may not rest",
    flows: ["on_cancel", "on_error"].map((key) => ({
      body: `triggers: [{ message: tea }]\nsteps: [{ say: Hi }]\n${key}:\n  - ask: Why?\n    id: why\n`,
      finding: "FLOW_STEP_RESTS tea.flow.yaml:6",
    })),
  },
];
