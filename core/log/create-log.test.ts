import { describe, expect, test } from "bun:test";
import { toMillis } from "#core/lib/millis.ts";
import { VirtualClock } from "#core/plugin/testing/virtual-clock.ts";
import { createLog, type LogLevel } from "./create-log.ts";
import { formatJson, formatPretty } from "./format-entry.ts";

function openLog(level: LogLevel = "info") {
  const written: string[] = [];
  const clock = new VirtualClock(Date.UTC(2026, 10, 22, 18, 34, 5));
  const write = (text: string) => {
    written.push(text);
  };
  return { log: createLog({ level, clock, format: formatJson, write }), clock, written };
}

describe("a process's log", () => {
  test("writes one JSON line with time, level, event and the fields in order", async () => {
    const { log, clock, written } = openLog();
    log.info("outbox.sent", { account: "whatsapp", ms: 12, run: undefined, isRetry: false });
    await clock.settle();
    expect(written).toEqual([
      '{"at":"2026-11-22T18:34:05.000Z","level":"info","event":"outbox.sent","account":"whatsapp","ms":12,"isRetry":false}\n',
    ]);
  });

  test("gathers the lines of one turn into one write", async () => {
    const { log, clock, written } = openLog();
    log.info("a.done");
    log.warn("b.retried");
    expect(written).toHaveLength(0);
    await clock.settle();
    expect(written).toHaveLength(1);
    expect(written[0]?.split("\n")).toHaveLength(3);
  });

  test("writes an error at once, behind what waited", () => {
    const { log, written } = openLog();
    log.info("a.done");
    log.error("b.failed", { code: "STORE_UNAVAILABLE" });
    expect(written.join("")).toMatch(/a\.done.*\n.*b\.failed/);
  });

  test("drops what is below its level", () => {
    const { log, written } = openLog("warn");
    log.debug("a.done");
    log.info("a.done");
    log.child({ account: "whatsapp" }).info("a.done");
    log.flush();
    expect(written).toEqual([]);
  });

  test("binds a child's fields and lets a line replace them", () => {
    const { log, written } = openLog();
    log.child({ account: "whatsapp" }).child({ attempt: 1 }).info("a.done", { attempt: 2 });
    log.flush();
    expect(JSON.parse(written.join(""))).toMatchObject({ account: "whatsapp", attempt: 2 });
  });

  test("lets no field pose as the time, the level or the event", () => {
    const { log, written } = openLog();
    log.info("a.done", { event: "b.faked", level: "error", at: toMillis(0) });
    log.flush();
    expect(JSON.parse(written.join(""))).toMatchObject({ event: "a.done", level: "info" });
  });

  test("hides known secrets, numbers and bound fields too", () => {
    const { log, written } = openLog();
    log.hide(["correct horse battery", "short"]);
    const child = log.child({ who: "+62 812-3456-7890" });
    child.warn("a.failed", { error: "said correct horse battery, short", contact: 6281234567890 });
    log.flush();
    const line = written.join("");
    expect(line).not.toContain("horse");
    expect(line).not.toContain("3456");
    expect(line).not.toContain("6281234567890");
    expect(line).toContain("short");
  });

  test("is one line for a person, whatever a field holds", () => {
    const line = formatPretty({
      at: 0,
      level: "warn",
      event: "a.failed",
      fields: { error: "line\nbreak \u001b[2J", ms: 3 },
    });
    expect(line).not.toContain("\n");
    expect(line).not.toContain("\u001b[2J");
    expect(line).toContain("00:00:00");
  });
});
