import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { TeaHouses, teaBot } from "./testing/tea-house.ts";

/** The machine may be busy with other tests. */
setDefaultTimeout(60_000);

const houses = new TeaHouses();
afterAll(() => houses.remove());

const bot = `${teaBot}providers:
  kedai:
    plugin: ai-scripted
    rules:
      - { contains: kids, json: { value: 3 } }
      - { contains: dozen, json: { value: 12 } }
      - { contains: two, json: { reply: Coming up!, drink: null, cups: 2, done: true, exit: null } }
      - { contains: black, json: { reply: How many?, drink: black, cups: null, done: false, exit: null } }
      - { contains: person, json: { reply: A colleague will., drink: null, cups: null, done: false, exit: human } }
      - { contains: leave, json: { reply: No problem., drink: null, cups: null, done: false, exit: cancel } }
      - { contains: thirsty, json: talk }
      - { contains: ordered, json: { drink: black, cups: 2, when: "2026-01-06 15:00", note: null } }
      - { contains: news, fault: refused }
ai: { default: [kedai], scope: orders of tea }
`;

const order = `flow: order
format: 1
triggers: [{ message: order }]
slots:
  cups: { type: integer, min: 1, max: 9 }
steps:
  - ask: How many cups?
    id: cups
    into: cups
    extract: ai
    retry: { say: "From 1 to 9, please." }
  - say: "{{ slots.cups }} it is."
`;
const orderTest = `flow: order
tests:
  - name: an answer in a sentence is read, and a process that dies reads it again
    steps:
      - user: order
      - bot: How many cups?
      - user: for me and my two kids
      - crash: true
      - bot: 3 it is.
  - name: the type decides, and a failing AI is a wrong answer
    mocks: { kedai: [{ returns: 12 }, { fails: timeout }, { returns: null }] }
    steps:
      - user: order
      - bot: How many cups?
      - user: a dozen
      - bot: From 1 to 9, please.
      - user: as always
      - bot: From 1 to 9, please.
      - user: no idea
      - bot: From 1 to 9, please.
      - user: "4"
      - bot: 4 it is.
      - expect: { ran: { kedai: 3 } }
`;

const talk = `flow: talk
format: 1
triggers: [{ message: talk }, { intent: is thirsty and wants tea }]
slots:
  drink: { type: enum, values: [black, jasmine] }
  cups: { type: integer, min: 1, max: 9 }
on_cancel:
  - say: Another time, then.
steps:
  - converse: { goal: Find out what they want, collect: [drink, cups] }
    id: talk
    say: What can I get you?
    exit: [human, cancel]
    refuse: Let's stay with tea.
    timeout: 2h
    max_turns: 4
  - say: "{{ slots.cups }} x {{ slots.drink }}"
`;
const talkTest = `flow: talk
tests:
  - name: collects by types, turn by turn, wherever the process dies
    steps:
      - user: I am thirsty
      - bot: What can I get you?
      - user: black, please
      - crash: true
      - bot: How many?
      - expect: { slots: { drink: black, cups: null } }
      - user: two
      - crash: true
      - bot: Coming up!
      - bot: 2 x black
      - expect: { ended: true, ran: { kedai: [{ task: route }, {}, { prompt: two }] } }
  - name: what is outside of the scope is told, and it goes on
    steps:
      - user: talk
      - bot: What can I get you?
      - user: what is in the news
      - bot: Let's stay with tea.
      - expect: { step: talk }
      - after: 2h
      - expect: { ended: true }
  - name: out to a person
    steps:
      - user: talk
      - bot: What can I get you?
      - user: give me a person
      - bot: A colleague will.
      - expect: { owner: human }
  - name: out, by the person's own words and by the word
    steps:
      - user: talk
      - bot: What can I get you?
      - user: leave me alone
      - bot: No problem.
      - bot: Another time, then.
      - user: talk
      - bot: What can I get you?
      - user: cancel
      - bot: Another time, then.
      - bot: { count: 1 }
`;

const read = `flow: read
format: 1
triggers: [{ message: read }]
steps:
  - ai:
      prompt: What is ordered here?
      schema:
        drink: { type: enum, values: [black, jasmine] }
        cups: { type: integer, min: 1, max: 9 }
        when: { type: datetime }
        note: { type: text, default: "-" }
    id: read
    into: order
    catch:
      - end: { say: "{{ error.kind }}" }
  - say: "{{ order.cups }} {{ order.drink }} {{ time(order.when) }} {{ order.note }}"
`;
const readTest = `flow: read
tests:
  - name: data through the whole way, and by its types
    steps:
      - user: read
      - bot: 2 black 3:00 PM -
  - name: data of another form
    mocks: { kedai: { returns: { drink: coffee, cups: 2, when: "2026-01-06 15:00" } } }
    steps:
      - user: read
      - bot: invalid_answer
`;

test("ai, converse, extract and intent run on a provider of rules and on mocks, crashes included", async () => {
  const files = {
    "bot.yaml": bot,
    "order.flow.yaml": order,
    "order.test.yaml": orderTest,
    "read.flow.yaml": read,
    "read.test.yaml": readTest,
    "talk.flow.yaml": talk,
    "talk.test.yaml": talkTest,
  };
  const { failed, output } = await houses.run(files);
  expect({ failed, output }).toEqual({ failed: 0, output });
  expect(output).toEndWith("8 passed, 0 failed");
});
