import { describe, expect, setDefaultTimeout, test } from "bun:test";
import fc from "fast-check";
import { createQuietLog, SeededRandom, VirtualClock } from "sapa/plugin/testing";
import { isWork, keyOf } from "#core/engine/templates/plan-templates.ts";
import { createTemplateBook } from "#core/engine/templates/template-book.ts";
import { createTemplateDesk } from "#core/engine/templates/template-desk.ts";
import { accountId } from "#core/lib/ids.ts";
import { dayMs, hourMs, minuteMs } from "#core/lib/millis.ts";
import type { AuditEntry } from "#core/model/ops.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import type { ChannelTemplates } from "#core/model/ports/channel-templates.ts";
import type { TemplateButton, TemplateDefinition, TemplateRecord } from "#core/model/template.ts";
import { configSchema } from "#plugins/channel-whatsapp-cloud/config.ts";
import { createChannel } from "#plugins/channel-whatsapp-cloud/create-channel.ts";
import { createFakeGraph } from "#plugins/channel-whatsapp-cloud/fake/create-fake-graph.ts";
import type { FakeGraphOptions } from "#plugins/channel-whatsapp-cloud/fake/fake-options.ts";

/** The machine may be busy with other tests. */
setDefaultTimeout(60_000);

const shop = accountId("whatsapp");

/** A desk over the fake Cloud API, with all that is remembered in memory. */
function open(
  more: Partial<FakeGraphOptions> = {},
  change: Readonly<Record<string, unknown>> = {},
) {
  const clock = new VirtualClock(Date.UTC(2026, 10, 22, 8));
  const random = new SeededRandom(7);
  const fake = createFakeGraph({ clock, random, deliver: () => Promise.resolve(200), ...more });
  const context = {
    log: createQuietLog(),
    clock,
    random,
    net: fake.net,
    files: { read: () => Promise.resolve(undefined) },
    signal: new AbortController().signal,
    values: { get: () => Promise.resolve(undefined), set: () => Promise.resolve() },
  };
  const config = configSchema.parse({ ...fake.settings, ...change });
  const channel = createChannel(context, shop, config);
  const rows = new Map<string, TemplateRecord>();
  const audit: AuditEntry[] = [];
  const book = createTemplateBook([]);
  const desk = createTemplateDesk({
    channels: new Map([[shop, channel]]),
    book,
    records: {
      putTemplate: (record) => {
        rows.set(`${record.name} ${record.language}`, record);
        return Promise.resolve();
      },
      appendAudit: (entry) => {
        audit.push(entry);
        return Promise.resolve();
      },
    },
    clock,
  });
  /** Work with the network, while time goes on as it has to. */
  const settled = async <T>(work: Promise<T>): Promise<T> => {
    let isOver = false;
    const over = () => {
      isOver = true;
    };
    work.then(over, over);
    while (!isOver) await clock.advance(50);
    return await work;
  };
  const plan = (declared: readonly TemplateDefinition[], deletes: readonly string[] = []) =>
    settled(desk.plan({ account: undefined, declared, deletes }));
  const apply = async (
    declared: readonly TemplateDefinition[],
    deletes: readonly string[] = [],
  ) => {
    const { token } = await plan(declared, deletes);
    return await settled(desk.apply({ account: undefined, declared, deletes }, token, "Rani"));
  };
  const told = async (declared: readonly TemplateDefinition[], deletes: readonly string[] = []) =>
    (await plan(declared, deletes)).lines.map(({ name, language, action, changes }) =>
      [action, name, language, ...changes].join(" "),
    );
  /** What the network has. */
  const there = async () => {
    const listing = await settled(manageTemplatesOf(channel).list());
    return listing.kind === "listed" ? listing.templates : [];
  };
  return { there, clock, fake, book, rows, audit, desk, settled, plan, apply, told };
}

function manageTemplatesOf({ templates }: Channel): ChannelTemplates {
  if (templates === undefined) throw new Error("the channel has no templates");
  return templates;
}

function reminder(change: Partial<TemplateDefinition> & { readonly body?: string } = {}) {
  const { body = "Halo {{1}}, sampai besok ya.", ...rest } = change;
  const definition: TemplateDefinition = {
    name: "reminder",
    language: "id",
    category: "utility",
    content: { kind: "text", body, buttons: [], examples: body.includes("{{1}}") ? ["Sari"] : [] },
    ...rest,
  };
  return definition;
}

describe("templates as code", () => {
  test("are made, reviewed, changed once a day while approved, and deleted only where named", async () => {
    const { clock, told, apply, plan, rows, audit } = open();
    expect(await told([reminder()])).toEqual([
      "only-there hello_world en_US",
      "create reminder id",
    ]);
    expect((await apply([reminder()])).map(({ outcome }) => outcome)).toEqual(["nothing", "done"]);
    expect(rows.get("reminder id")).toMatchObject({ status: "pending", category: "utility" });
    expect(audit.map(({ who, what, data }) => [who, what, data])).toEqual([
      [
        "Rani",
        "template.applied",
        { account: shop, action: "create", name: "reminder", language: "id" },
      ],
    ]);
    const other = reminder({ body: "Halo {{1}}, sampai nanti sore ya." });
    const [, pending] = (await plan([other])).lines;
    expect(pending).toMatchObject({ action: "blocked", changes: ["body"] });
    expect(pending?.why).toBe("it is being reviewed: wait for the answer");
    await clock.advance(11 * minuteMs);
    expect(await told([reminder()])).toContain("unchanged reminder id");
    expect(await told([other])).toContain("edit reminder id body");
    await apply([other]);
    await clock.advance(11 * minuteMs);
    const again = reminder({ body: "Halo {{1}}, sampai lusa sore ya." });
    const [, tired] = (await plan([again])).lines;
    expect(tired).toMatchObject({
      action: "blocked",
      why: "one that is approved may be changed once in a day and 10 times in 30 days",
    });
    expect((tired?.untilAt ?? 0) - clock.now()).toBeLessThanOrEqual(dayMs);
    await clock.advance(dayMs);
    expect(await told([again])).toContain("edit reminder id body");
    const marketing = reminder({ category: "marketing" });
    const [, counted] = (await plan([marketing])).lines;
    expect(counted).toMatchObject({ action: "blocked", changes: ["category", "body"] });
    expect(counted?.why).toContain("the network counts it as utility");
    expect(await told([], ["reminder"])).toEqual([
      "only-there hello_world en_US",
      "delete reminder id",
    ]);
    await apply([], ["reminder"]);
    expect(await told([])).toEqual(["only-there hello_world en_US"]);
    // Asked for once more it is no mistake, and nothing that was never there.
    expect(await apply([], ["reminder"])).toMatchObject([{ action: "only-there" }]);
    const never = plan([], ["hello_word"]).catch((error: unknown) => error);
    expect(await never).toMatchObject({
      code: "TEMPLATE_UNKNOWN",
      message: '"hello_word" is not at the network',
      hint: 'Did you mean "hello_world"?',
    });
    const [, resting] = (await plan([reminder()])).lines;
    expect(resting).toMatchObject({ action: "blocked" });
    expect(resting?.why).toContain("its name was deleted");
    await clock.advance(30 * dayMs);
    expect(await told([reminder()])).toContain("create reminder id");
  });

  test("that the network rejects are changed with their category, and told of in the list", async () => {
    const { clock, apply, told, desk, settled } = open({ templateReview: "reject" });
    await apply([reminder()]);
    await clock.advance(11 * minuteMs);
    const { templates } = await settled(desk.list(undefined));
    expect(templates.find(({ name }) => name === "reminder")).toMatchObject({
      status: "rejected",
      reason: "INCORRECT_CATEGORY",
    });
    const marketing = reminder({ category: "marketing" });
    expect(await told([marketing])).toContain("edit reminder id category");
    await apply([marketing]);
    expect(await told([marketing])).toContain("unchanged reminder id");
  });

  test("are done exactly as planned, or not at all", async () => {
    const { plan, desk, settled, told, apply } = open();
    const { token } = await plan([reminder()]);
    const other = reminder({ body: "Halo {{1}}, yang lain lagi ya." });
    const wish = { account: undefined, declared: [other], deletes: [] };
    expect(
      await settled(desk.apply(wish, token, "Rani").catch((error: unknown) => error)),
    ).toMatchObject({ code: "TEMPLATE_PLAN_CHANGED" });
    expect(await told([reminder()])).toContain("create reminder id");
    await apply([reminder()]);
    const deleting = plan([reminder()], ["reminder"]).catch((error: unknown) => error);
    expect(await deleting).toMatchObject({ code: "TEMPLATE_DECLARED" });
  });

  test("say what the network says of what it refuses, and go on with the others", async () => {
    const { apply, told } = open();
    const long = reminder({ name: "long", body: `Halo ${"a".repeat(1_100)}.` });
    const [, first, second] = await apply([long, reminder()]);
    expect(first).toMatchObject({ outcome: "failed", error: { code: "2388040" } });
    expect(second).toMatchObject({ outcome: "done" });
    expect(await told([long, reminder()])).toContain("create long id");
  });

  test("need the Messaging account, and say where its id stands", async () => {
    const { desk, plan, settled } = open({}, { messaging_account_id: undefined });
    const { templates, error } = await settled(desk.list(undefined));
    expect([templates.length, error?.code]).toEqual([0, "GRAPH_ACCOUNT_UNKNOWN"]);
    const planning = plan([reminder()]).catch((problem: unknown) => problem);
    expect(await planning).toMatchObject({
      code: "TEMPLATE_NETWORK",
      hint: expect.stringContaining("Set messaging_account_id of the channel"),
    });
    const failing = desk.list("other").catch((problem: unknown) => problem);
    expect(await failing).toMatchObject({ code: "TEMPLATE_ACCOUNT" });
  });
});

const word = fc.stringMatching(/^[A-Za-z]{1,8}$/);
const sentence = fc.array(word, { minLength: 4, maxLength: 12 }).map((words) => words.join(" "));
const button: fc.Arbitrary<TemplateButton> = fc.oneof(
  word.map((text): TemplateButton => ({ kind: "quick_reply", text })),
  word.map((text): TemplateButton => ({ kind: "quick_reply", text: `${text}!` })),
);
const definitionArbitrary = fc
  .record({
    name: fc.constantFrom("a", "b"),
    language: fc.constantFrom("id", "en_US"),
    category: fc.constantFrom("utility", "marketing"),
    lead: sentence,
    tail: fc.oneof({ weight: 3, arbitrary: fc.constant("and that is all") }, sentence),
    variables: fc.constantFrom("none", "none", "one", "named"),
    header: fc.constantFrom(undefined, "Now", "Later"),
    footer: fc.constantFrom(undefined, "Bye", "Bye now"),
    buttons: fc.oneof(fc.constant([]), fc.array(button, { maxLength: 3 })),
    link: fc.boolean(),
  })
  .map(({ lead, tail, variables, header, footer, buttons, link, ...head }): TemplateDefinition => {
    const variable = { none: "", one: " {{1}}", named: " {{who}}" }[variables];
    const linked: readonly TemplateButton[] = link
      ? [
          {
            kind: "url",
            text: "Go",
            url: "https://a.example/{{1}}",
            example: "https://a.example/1",
          },
        ]
      : [];
    return {
      ...head,
      content: {
        kind: "text",
        ...(header === undefined ? {} : { header: { text: header } }),
        body: `${lead}${variable} ${tail}.`,
        ...(footer === undefined ? {} : { footer }),
        buttons: [...buttons, ...linked],
        examples: variables === "none" ? [] : ["Sari"],
      },
    };
  });
const declaredArbitrary = fc.uniqueArray(definitionArbitrary, {
  minLength: 1,
  maxLength: 4,
  selector: ({ name, language }) => `${name} ${language}`,
});

const changeArbitrary = fc.record({
  at: fc.nat({ max: 3 }),
  part: fc.constantFrom("header", "body", "footer", "buttons", "category"),
});

/** The same with one part of one template changed. */
function changed(
  declared: readonly TemplateDefinition[],
  { at, part }: { readonly at: number; readonly part: string },
): readonly TemplateDefinition[] {
  return declared.map((definition, index) => {
    const { content, category } = definition;
    if (index !== at % declared.length || content.kind !== "text") return definition;
    const more = {
      header: { header: { text: `${content.header?.text ?? "Now"}!` } },
      body: { body: `Now ${content.body}` },
      footer: { footer: `${content.footer ?? "Bye"}!` },
      buttons: { buttons: content.buttons.slice(1) },
    };
    const other = category === "utility" ? "marketing" : "utility";
    if (part === "category") return { ...definition, category: other };
    const change = Object.entries(more).find(([name]) => name === part)?.[1] ?? {};
    return { ...definition, content: { ...content, ...change } };
  });
}

const stepsArbitrary = fc
  .tuple(declaredArbitrary, fc.array(changeArbitrary, { minLength: 1, maxLength: 4 }))
  .map(([first, changes]) =>
    changes.reduce<readonly (readonly TemplateDefinition[])[]>(
      (steps, change) => [...steps, changed(steps.at(-1) ?? [], change)],
      [first],
    ),
  );

test("whatever is declared, once it is applied there is nothing more to do", async () => {
  await fc.assert(
    fc.asyncProperty(stepsArbitrary, async (steps) => {
      const { clock, apply, plan, there } = open();
      for (const declared of steps) {
        const applied = await apply(declared);
        expect(applied.filter(({ outcome }) => outcome === "failed")).toEqual([]);
        const { lines } = await plan(declared);
        expect(lines.filter(isWork)).toEqual([]);
        // What was done is at the network as it was declared; what was blocked still is.
        const done = declared.filter((item) =>
          lines.some((line) => keyOf(line) === keyOf(item) && line.action === "unchanged"),
        );
        const blocked = applied.filter(({ action }) => action === "blocked").length;
        expect(done.length).toBe(declared.length - blocked);
        const kept = new Map((await there()).map((item) => [keyOf(item), item]));
        for (const item of done) {
          const { category, content } = kept.get(keyOf(item)) ?? {};
          expect([category, content]).toEqual([item.category, item.content]);
        }
        await clock.advance(dayMs + hourMs);
      }
    }),
    { numRuns: 60 },
  );
});
