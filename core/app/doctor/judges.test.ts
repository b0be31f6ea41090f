import { expect, test } from "bun:test";
import { VirtualClock } from "#core/plugin/testing/virtual-clock.ts";
import { judgeWebhooks } from "./check-accounts.ts";
import { checkClock } from "./check-clock.ts";
import { judgeRuntime } from "./check-runtime.ts";
import { hideSecrets } from "./hide-secrets.ts";
import { judgeFreeSpace } from "./judge-free-space.ts";
import { createLookingNet } from "./looking-net.ts";
import { renderExamined } from "./render-examined.ts";

test.each([
  [99_999_999, "error", "99 MB"],
  [100_000_000, "warning", "100 MB"],
  [999_999_999, "warning", "999 MB"],
  [1_000_000_000, "good", "1.0 GB"],
])("%d bytes that are free are %s", (bytes, state, room) => {
  expect(judgeFreeSpace(bytes, "data").slice(0, 2)).toEqual([
    state,
    `${room} free on the disk of data`,
  ]);
});

test("a Bun that the program is not for is told with the one that is", () => {
  expect(judgeRuntime("1.4.4", ">=1.4.4")[0]).toBe("good");
  expect(judgeRuntime("1.5.0", ">=1.4.4")[0]).toBe("good");
  const [state, , hint] = judgeRuntime("1.3.9", ">=1.4.4");
  expect(state).toBe("error");
  expect(hint).toContain('"bun-v1.4.4"');
});

test.each([
  [[], []],
  [[60_000], ["good"]],
  [[-60_000], ["good"]],
  [[0, 61_000], ["warning"]],
  [[0, -61_000], ["warning"]],
])("of clocks that are %j ms ahead of ours one hears %j", (offsets, states) => {
  const heardTimes = () =>
    offsets.map((offset) => ({ host: "graph", thereAt: 1_000_000 + offset, hereAt: 1_000_000 }));
  expect(checkClock({ heardTimes }).map(([state]) => String(state))).toEqual(states);
});

test("a clock that is off says to which side", () => {
  const heard = (thereAt: number) => () => [{ host: "graph", thereAt, hereAt: 1_000_000 }];
  expect(checkClock({ heardTimes: heard(880_000) })[0]?.[1]).toContain(
    "120 s ahead of that of graph",
  );
  expect(checkClock({ heardTimes: heard(1_120_000) })[0]?.[1]).toContain(
    "120 s behind that of graph",
  );
});

test("where the network brings updates is held against the public address", () => {
  const judge = (webhooks: readonly string[], base?: string) =>
    judgeWebhooks("whatsapp", webhooks, base).map(([state, message]) => `${state} ${message}`);
  const here = "https://bot.example.com/webhooks/whatsapp";
  const old = "https://old.example.com/hook?key=hidden";
  expect(judge([old, here], "https://bot.example.com/")).toEqual([
    "good whatsapp: the network brings updates here",
  ]);
  expect(judge([old], "https://bot.example.com")).toEqual([
    "warning whatsapp: the network brings updates to https://old.example.com/hook",
  ]);
  expect(judge([], "https://bot.example.com")).toEqual([]);
  expect(judge([old])).toEqual([]);
});

test("nobody is waited for longer than 5 s, and who answers is heard of the time", async () => {
  const waits: number[] = [];
  const date = "Mon, 30 Nov 2026 08:00:00 GMT";
  const { net, heardTimes } = createLookingNet(
    {
      request({ timeoutMs }) {
        waits.push(timeoutMs);
        return Promise.resolve({ kind: "answer", status: 200, headers: { date }, body: "" });
      },
    },
    new VirtualClock(1_000),
  );
  const ask = (url: string, timeoutMs: number) =>
    net.request({ method: "GET", url, headers: {}, timeoutMs, maxBytes: 1 });
  await ask("http://127.0.0.1:8080/readyz", 60_000);
  await ask("https://graph.example/v1?token=hidden", 200);
  expect(waits).toEqual([5_000, 200]);
  // One's own clock says nothing of itself.
  const thereAt = Date.parse(date);
  expect(heardTimes()).toEqual([{ host: "graph.example", thereAt, hereAt: 1_000 }]);
});

test("a secret that somebody repeats is hidden, and a short word is not", () => {
  expect(hideSecrets("token EAAlongone is bad, EAAlongone!", ["EAAlongone", "is"])).toBe(
    "token [secret] is bad, [secret]!",
  );
});

test("what is mended alike is told once, below the last of it", () => {
  const hint = "Set it.";
  const lines = renderExamined([
    { check: "bot", state: "good", message: "it runs" },
    { check: "environment", state: "error", message: "not set: A", hint },
    { check: "environment", state: "error", message: "not set: B", hint },
    { check: "data", state: "warning", message: "odd", hint: "Look." },
  ]);
  expect(lines).toEqual([
    "✓ bot          it runs",
    "✗ environment  not set: A",
    "✗ environment  not set: B",
    "               → Set it.",
    "! data         odd",
    "               → Look.",
    "2 problems, 1 warning",
  ]);
});
