import { describe, expect, test } from "bun:test";
import { expectationOf } from "#core/flow/testing/fixture.ts";
import { sampleCapabilities } from "#core/flow/testing/sample-catalog.ts";
import { catalogTemplates } from "./catalog-templates.ts";
import { readTemplate } from "./read-template.ts";
import { readTemplates } from "./read-templates.ts";

const limits = sampleCapabilities.templateLimits;
const read = (text: string, file = "order.yaml") => readTemplate({ file, text }, limits);
const head = "template: order\nformat: 1\ncategory: utility\n";
const whole = `template: order
format: 1
category: marketing
variables: [Sari, K-17]
languages:
  id:
    header: { text: "Pesanan {{1}}", example: K-17 }
    body: |
      Halo {{ 1 }}, pesanan {{2}} sudah dikirim.
    footer: Balas BERHENTI untuk berhenti.
    buttons:
      - quick_reply: Terima kasih
      - url: "https://kopi.example/{{1}}"
        text: Lihat
        example: https://kopi.example/K-17
      - { call: "+62 21 123", text: Telepon }
      - copy_code: KOPI25
`;

test("a template is read with all of its parts", () => {
  const { definitions, findings } = read(whole);
  expect(findings).toEqual([]);
  expect(definitions).toEqual([
    {
      name: "order",
      language: "id",
      category: "marketing",
      content: {
        kind: "text",
        header: { text: "Pesanan {{1}}", example: "K-17" },
        body: "Halo {{1}}, pesanan {{2}} sudah dikirim.",
        footer: "Balas BERHENTI untuk berhenti.",
        buttons: [
          { kind: "quick_reply", text: "Terima kasih" },
          {
            kind: "url",
            text: "Lihat",
            url: "https://kopi.example/{{1}}",
            example: "https://kopi.example/K-17",
          },
          { kind: "phone", text: "Telepon", phone: "+62 21 123" },
          { kind: "copy_code", example: "KOPI25" },
        ],
        examples: ["Sari", "K-17"],
      },
    },
  ]);
  expect(catalogTemplates(definitions)).toEqual([
    {
      name: "order",
      language: "id",
      category: "marketing",
      body: 2,
      hasHeaderVariable: true,
      buttons: [
        { kind: "quick_reply", needsValue: false },
        { kind: "url", needsValue: true },
        { kind: "phone", needsValue: false },
        { kind: "copy_code", needsValue: true },
      ],
    },
  ]);
});

test("variables may have names, and a one-time code needs no text", () => {
  const named = `${head}variables: { who: Sari, number: K-17 }
languages: { en: { body: "Order {{number}} of {{who}} is on its way." } }
`;
  const [first] = read(named).definitions;
  expect(first?.content).toMatchObject({ examples: ["K-17", "Sari"] });
  expect(catalogTemplates(read(named).definitions)[0]?.body).toEqual(["number", "who"]);
  const code = read(`template: order
format: 1
category: authentication
languages: { en: { code: { button: Copy code, minutes: 10 } } }
`);
  expect(code.findings).toEqual([]);
  expect(code.definitions[0]?.content).toEqual({
    kind: "code",
    button: "Copy code",
    minutes: 10,
    isSecret: true,
  });
  expect(catalogTemplates(code.definitions)[0]).toMatchObject({
    body: 1,
    buttons: [{ kind: "url", needsValue: true }],
  });
});

const body = (text: string, more = "") => `${head}${more}languages: { en: { body: "${text}" } }\n`;
const one = "variables: [Sari]\n";
const button = (text: string) =>
  `${head}languages:\n  en:\n    body: Hello.\n    buttons:\n${text.replaceAll(/^/gm, "      ")}\n`;

const mistakes: readonly (readonly [what: string, text: string, wanted: readonly string[]])[] = [
  [
    "a key that is none",
    `${head}langauges: { en: { body: Hi. } }\n`,
    ['order.yaml:4:1 error TEMPLATE_KEY_UNKNOWN | did you mean "languages"?'],
  ],
  [
    "a category that is none",
    head.replace("utility", "promo") + "languages: { en: { body: Hi. } }\n",
    [
      'order.yaml:3:11 error TEMPLATE_VALUE_UNKNOWN | it can be "utility", "marketing" or "authentication"',
    ],
  ],
  ["no language", `${head}languages: {}\n`, ["order.yaml:4:12 error TEMPLATE_VALUE_INVALID"]],
  [
    "a language in another form",
    `${head}languages: { en-US: { body: Hi. } }\n`,
    ["order.yaml:4:14 error TEMPLATE_VALUE_INVALID"],
  ],
  [
    "a body that is too long",
    body("a".repeat(1_025)),
    ["order.yaml:4:26 error TEMPLATE_LIMIT | 1024 at most"],
  ],
  [
    "a variable at the start",
    body("{{1}}, it is ready now.", one),
    ["order.yaml:5:27 error TEMPLATE_VARIABLE_EDGE | put a word before it"],
  ],
  [
    "a variable at the end",
    body("It is ready, {{1}}", one),
    ["order.yaml:5:40 error TEMPLATE_VARIABLE_EDGE | put something behind it; a full stop counts"],
  ],
  [
    "too few words",
    body("Hi {{1}}.", one),
    ["order.yaml:5:26 error TEMPLATE_VARIABLE_CROWD | write 2 words or more"],
  ],
  [
    "a variable without an example",
    body("Hello dear {{1}}."),
    ["order.yaml:4:38 error TEMPLATE_EXAMPLE | variables: is a list with 1 or more examples"],
  ],
  [
    "an example without a variable",
    body("Hello there.", one),
    ["order.yaml:4:13 error TEMPLATE_EXAMPLE | take its example away"],
  ],
  [
    "names and numbers",
    body("Hello dear {{1}} and {{who}}, all of you.", one),
    [
      "order.yaml:5:48 error TEMPLATE_VARIABLE | name all of the text's variables, or number all of them",
      "order.yaml:5:48 error TEMPLATE_EXAMPLE | add who: to variables:",
    ],
  ],
  [
    "a gap in the numbers",
    body("Hello dear {{1}} and {{3}}, all of you.", "variables: [a, b, c]\n"),
    [
      "order.yaml:4:16 error TEMPLATE_EXAMPLE | take its example away",
      "order.yaml:5:48 error TEMPLATE_VARIABLE | number the variables from 1 on, without a gap",
    ],
  ],
  [
    "braces that hold no name",
    body("Hello dear {{ Name }} there."),
    [
      "order.yaml:4:38 error TEMPLATE_VARIABLE | write {{1}} or {{name}}: a number, or small letters, digits and _",
    ],
  ],
  [
    "a variable that one language lacks",
    `${head}${one}languages:\n  en: { body: "Hello dear {{1}}." }\n  id: { body: Halo semua. }\n`,
    [
      "order.yaml:7:15 error TEMPLATE_VARIABLE | a send brings the same values in every language: use all of them in each",
    ],
  ],
  [
    "a header of two lines with a variable and no example",
    `${head}languages: { en: { header: "A\\n{{1}}", body: Hello. } }\n`,
    [
      "order.yaml:4:28 error TEMPLATE_LIMIT | put the rest into the body",
      'order.yaml:4:28 error TEMPLATE_EXAMPLE | write header: { text: "A\n{{1}}", example: K-17 }',
    ],
  ],
  [
    "a footer with a variable",
    `${head}${one}languages: { en: { body: "Hello dear {{1}}.", footer: "Bye {{1}}" } }\n`,
    ["order.yaml:5:60 error TEMPLATE_VARIABLE | write the word itself"],
  ],
  [
    "quick replies apart",
    button(`- quick_reply: A\n- { url: "https://a.example", text: B }\n- quick_reply: C`),
    ["order.yaml:10:9 error TEMPLATE_BUTTONS | put all of them first, or all of them last"],
  ],
  [
    "a label that is too long",
    button(`- quick_reply: ${"a".repeat(26)}`),
    ["order.yaml:8:22 error TEMPLATE_LIMIT | 25 at most"],
  ],
  [
    "two numbers to call, one of them none",
    button(`- { call: "+6221", text: A }\n- { call: later, text: B }`),
    [
      "order.yaml:9:9 error TEMPLATE_BUTTONS | 1 at most",
      "order.yaml:9:17 error TEMPLATE_BUTTONS | digits with the country code: +62211234567",
    ],
  ],
  [
    "an address with its variable in the middle",
    button(`- { url: "https://a.example/{{1}}/x", text: A, example: "https://a.example/1/x" }`),
    ["order.yaml:8:35 error TEMPLATE_BUTTONS | write {{1}} as the last thing"],
  ],
  [
    "an address without an example",
    button(`- { url: "https://a.example/{{1}}", text: A }`),
    ["order.yaml:8:16 error TEMPLATE_EXAMPLE | add example: https://a.example/K-17"],
  ],
  [
    "a code in a template that is not for codes",
    `${head}languages: { en: { code: { button: Copy } } }\n`,
    ["order.yaml:4:14 error TEMPLATE_CATEGORY | write category: authentication"],
  ],
  [
    "names below a header with a number",
    `${head}variables: { who: Sari }
languages:
  en:
    header: { text: "Order {{1}}", example: K-17 }
    body: Hello dear {{who}}.
`,
    [
      "order.yaml:7:13 error TEMPLATE_VARIABLE | number the variables of the text, or take the one of the header away",
    ],
  ],
];

describe("a finding is told of", () => {
  test.each(mistakes)("%s", (_what, text, wanted) => {
    const { definitions, findings } = read(text);
    expect(findings.map(expectationOf)).toEqual([...wanted]);
    expect(definitions).toEqual([]);
  });
});

test("a file under another name is a warning, and the same name twice an error", () => {
  const text = body("Hello.");
  const { definitions, findings } = readTemplates(
    [
      { file: "order.yaml", text },
      { file: "other.yaml", text },
    ],
    limits,
  );
  expect(findings.map(expectationOf)).toEqual([
    "other.yaml:1:11 error TEMPLATE_TWICE | put its languages into order.yaml",
    "other.yaml:1:11 warning TEMPLATE_FILE_NAME | name the file order.yaml",
  ]);
  expect(definitions.length).toBe(1);
});
