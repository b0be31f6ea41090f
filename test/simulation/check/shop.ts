import type { Observation } from "#test/simulation/world/observation.ts";
import type { Check, Report } from "./check.ts";

/** All that the shop did for one order. */
interface Done {
  readonly numbers: string[];
  readonly keys: Set<string>;
}

/**
 * I3 for actions: what may not be done twice is done once at most, whatever dies and breaks off; what may
 * be done again is so under one key; and what a person is told of it is true.
 */
export function createShopCheck(report: Report): Check {
  const orders = new Map<string, Done>();

  function did({ method, words, key, number }: Observation<"shop-did">): void {
    const done = orders.get(words) ?? { numbers: [], keys: new Set() };
    orders.set(words, done);
    done.numbers.push(number);
    done.keys.add(key);
    if (method === "POST" && done.numbers.length > 1) {
      report("I3", `"${words}" was done twice: ${done.numbers.join(" and ")}`);
    }
    if (done.keys.size > 1) report("I3", `"${words}" was asked under ${done.keys.size} keys`);
  }

  function told(text: string, who: string): void {
    const [, words = "", said, what = ""] = text.match(/^Re: (.*), (done|not done): (\S+)$/) ?? [];
    if (said === undefined) return;
    const numbers = orders.get(words)?.numbers ?? [];
    if (said === "done" && !numbers.includes(what)) {
      report("I3", `"${words}" counts as done as ${what}, and was not`, who);
    }
    if (said === "not done" && what !== "unknown" && numbers.length > 0) {
      report("I3", `"${words}" counts as not done (${what}), and was done`, who);
    }
  }

  return { on: { "shop-did": did, taken: ({ post, who }) => told(post.text, who) } };
}
