import { afterAll, expect, test } from "bun:test";
import { TeaHouses, teaBot } from "./testing/tea-house.ts";

const houses = new TeaHouses();
afterAll(() => houses.remove());

test("actions are stood in for, with their schemas and retries as in production", async () => {
  const flow = `flow: tea
format: 1
triggers: [{ message: tea }]
steps:
  - run: http.post
    with: { url: "https://shop.example/orders", body: { cups: 2 } }
    into: receipt
    retry: { max: 2, backoff: 30s }
    catch:
      - say: "The shop says {{ error.kind }}."
      - end
  - say: "Number {{ receipt.body.number }}."
`;
  const test = `flow: tea
tests:
  - name: the third try
    mocks:
      http.post:
        - { fails: http_503 }
        - { fails: { kind: http_503 }, delay: 3s }
        - { returns: { status: 200, headers: {}, body: { number: K-17 } } }
    steps:
      - user: tea
      - bot: Number K-17.
      - expect: { ran: { http.post: [{ body: { cups: 2 } }, {}, {}] } }
  - name: nobody knows
    mocks: { http.post: { fails: unknown } }
    steps:
      - user: tea
      - bot: The shop says unknown.
      - expect: { ran: { http.post: 1 } }
  - name: nothing stands in
    steps:
      - user: tea
      - bot: Number K-17.
`;
  const files = {
    "bot.yaml": `${teaBot}actions: { http: { plugin: action-http, hosts: [shop.example] } }\n`,
    "tea.flow.yaml": flow,
    "tea.test.yaml": test,
  };
  const { passed, failed, output } = await houses.run(files);
  expect(output).toContain(":21:9 error http.post was called and nothing stands in for it");
  expect({ passed, failed }).toEqual({ passed: 2, failed: 1 });
});

test("what stands in for an action that the bot does not have is a mistake at its name", async () => {
  const test = `flow: tea
tests:
  - name: a
    mocks: { http.pots: { returns: 1 } }
    steps: [{ user: tea }, { bot: { count: 1 } }]
`;
  const { failed, output } = await houses.run({ "tea.test.yaml": test });
  expect(failed).toBe(1);
  expect(output).toContain('tea.test.yaml:4:14 error there is no action or provider "http.pots"');
  expect(output).toContain('did you mean "http.post"?');
});

test("receipts come when the test says so, and set flows off that hear them", async () => {
  const flow = `flow: tea
format: 1
triggers: [{ message: tea }]
steps:
  - say: Here you are.
`;
  const lost = `flow: lost
format: 1
triggers: [{ status: failed, when: event.data.code == '131049' }]
steps:
  - template: { name: sorry, language: en }
`;
  const test = `flow: tea
tests:
  - name: lost
    steps:
      - user: tea
      - bot: Here you are.
      - status: delivered
      - status: read
      - bot: { count: 0 }
      - status: { failed: 131026 }
      - bot: { count: 0 }
      - user: tea
      - bot: Here you are.
      - status: { failed: 131049 }
      - bot: { template: sorry, language: en }
      - expect: { flow: lost, ended: true }
`;
  const files = { "tea.flow.yaml": flow, "lost.flow.yaml": lost, "tea.test.yaml": test };
  expect((await houses.run(files)).output).toEndWith("1 passed, 0 failed");
});

test("an event of another system reaches the flow that waits for it, through deaths too", async () => {
  const flow = `flow: tea
format: 1
triggers: [{ message: tea }]
steps:
  - say: One moment.
  - wait: { event: tea.ready, timeout: 4h }
    id: ready
  - say: "Ready: {{ default(event.data.cup, '?') }}"
    when: window.open
`;
  const test = `flow: tea
tests:
  - name: ready
    steps:
      - user: tea
      - bot: One moment.
      - event: { name: tea.ready, data: { cup: blue } }
      - crash: true
      - bot: "Ready: blue"
      - event: tea.ready
      - bot: { count: 0 }
`;
  const files = { "tea.flow.yaml": flow, "tea.test.yaml": test };
  expect((await houses.run(files)).output).toEndWith("1 passed, 0 failed");
});

test("a schedule comes round at its very moment, however much time passes at once", async () => {
  const flow = `flow: tea
format: 1
triggers:
  - message: tea
  - schedule: "0 8 * * *"
    audience: contact.name == 'Sari'
steps:
  - template: { name: morning, language: en, body: ["{{ time(now) }}"] }
`;
  const test = `flow: tea
tests:
  - name: two mornings
    steps:
      - user: hello
      - bot: { count: 0 }
      - after: 2d
      - bot: { template: morning, values: ["8:00 AM"] }
      - bot: { template: morning, values: ["8:00 AM"] }
  - name: somebody else's
    contact: { name: Tom }
    steps:
      - user: hello
      - after: 2d
      - bot: { count: 0 }
`;
  const { output } = await houses.run({ "tea.flow.yaml": flow, "tea.test.yaml": test });
  expect(output).toEndWith("2 passed, 0 failed");
});

test("what is written in quick succession is one answer where the flow waits for more", async () => {
  const flow = `flow: tea
format: 1
debounce: 4s
triggers: [{ message: tea }]
steps:
  - ask: How many?
    id: many
    into: many
  - say: "{{ default(many, '-') }}"
`;
  const test = `flow: tea
tests:
  - name: together
    steps:
      - user: tea
      - bot: How many?
      - user: [two cups, "no, three"]
      - bot: |-
          two cups
          no, three
  - name: apart
    steps:
      - user: tea
      - bot: How many?
      - user: two cups
      - bot: two cups
`;
  const { output } = await houses.run({ "tea.flow.yaml": flow, "tea.test.yaml": test });
  expect(output).toEndWith("2 passed, 0 failed");
});

test("a handoff is silent until the person ends it, and what it told can be looked at", async () => {
  const flow = `flow: tea
format: 1
triggers: [{ message: tea }]
steps:
  - handoff: "{{ contact.name }} wants tea"
    id: desk
  - say: Back again.
`;
  const test = `flow: tea
tests:
  - name: desk
    steps:
      - user: tea
      - expect: { step: desk, owner: human, handoff: Sari wants }
      - user: hello?
      - bot: { count: 0 }
      - user: start
      - bot: { count: 1 }
      - bot: Back again.
      - expect: { owner: bot, ended: true }
`;
  const { output } = await houses.run({ "tea.flow.yaml": flow, "tea.test.yaml": test });
  expect(output).toEndWith("1 passed, 0 failed");
});

test("a time limit that falls due while a person answers waits for them, and is no unrest", async () => {
  const flow = `flow: tea
format: 1
triggers: [{ message: tea }]
steps:
  - ask: Which?
    id: which
    into: which
    timeout: 2h
  - handoff: "wants {{ which }}"
    id: desk
    timeout: 3d
  - template: { name: sorry, language: en }
`;
  const test = `flow: tea
tests:
  - name: desk
    steps:
      - user: tea
      - bot: Which?
      - user: green
      - after: 3h
      - expect: { step: desk, owner: human }
      - user: hello?
      - after: 2d
      - expect: { step: desk, owner: human }
      - after: 21h
      - bot: { template: sorry }
      - expect: { owner: bot, ended: true }
`;
  const { output } = await houses.run({ "tea.flow.yaml": flow, "tea.test.yaml": test });
  expect(output).toEndWith("1 passed, 0 failed");
});
