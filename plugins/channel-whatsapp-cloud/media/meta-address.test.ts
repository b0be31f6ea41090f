import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { metaAddress } from "./meta-address.ts";

const graph = "https://graph.facebook.com";
const local = "http://127.0.0.1:8080";

describe("the token may go", () => {
  test.each([
    "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1&hash=a",
    "https://scontent.xx.fbcdn.net/v/t61.1/1.jpg",
    "https://mmg.whatsapp.net/d/f/1.enc",
    "https://LOOKASIDE.fbsbx.com:443/x",
    "https://graph.facebook.com/v26.0/1",
  ])("to %s", (address) => {
    expect(metaAddress(address, graph)).toBe(new URL(address).href);
  });

  test("to the very origin of the configured Graph API, simulator or not", () => {
    expect(metaAddress(`${local}/file?mid=1`, local)).toBe(`${local}/file?mid=1`);
    expect(metaAddress("http://graph.simulator/file", "http://graph.simulator")).toBeDefined();
  });
});

describe("the token may not go", () => {
  test.each([
    "http://lookaside.fbsbx.com/x",
    "https://lookaside.fbsbx.com:8443/x",
    "https://lookaside.fbsbx.com.example.com/x",
    "https://lookaside.fbsbx.com./x",
    "https://example.com/lookaside.fbsbx.com",
    "https://lookaside.fbsbx.com@example.com/x",
    "https://user@lookaside.fbsbx.com/x",
    "https://user:word@lookaside.fbsbx.com/x",
    "https://evilfbcdn.net/x",
    "https://fbcdn.net.example.com/x",
    "https://fbsbx.com/x",
    "https://facebook.com/x",
    "https://127.0.0.1/x",
    "https://[::1]/x",
    "https://169.254.169.254/latest/meta-data/",
    "https://2130706433/x",
    "https://localhost/x",
    "ftp://lookaside.fbsbx.com/x",
    "file:///etc/passwd",
    "data:text/plain,a",
    "//lookaside.fbsbx.com/x",
    "/x",
    "",
  ])("to %s", (address) => {
    expect(metaAddress(address, graph)).toBeUndefined();
  });

  test.each([
    "http://127.0.0.1:8081/x",
    "https://127.0.0.1:8080/x",
    "http://localhost:8080/x",
    "http://user@127.0.0.1:8080/x",
  ])("beside a Graph API on this machine: %s", (address) => {
    expect(metaAddress(address, local)).toBeUndefined();
  });

  test("to any other host, whatever the address looks like", () => {
    const host = fc.oneof(fc.domain(), fc.ipV4(), fc.constantFrom("fbcdn.net", "a.whatsapp.net"));
    const address = fc.oneof(
      fc.webUrl(),
      fc.string(),
      fc
        .tuple(fc.constantFrom("http", "https", "ftp"), host, fc.string({ maxLength: 20 }))
        .map(([scheme, name, rest]) => `${scheme}://${name}${rest}`),
    );
    fc.assert(
      fc.property(address, (text) => {
        const allowed = metaAddress(text, graph);
        if (allowed === undefined) return;
        const { protocol, hostname, port, username } = new URL(allowed);
        expect([protocol, port, username]).toEqual(["https:", "", ""]);
        expect(hostname).toMatch(
          /^(lookaside\.fbsbx\.com|graph\.facebook\.com)$|\.(fbcdn|whatsapp)\.net$/,
        );
      }),
      { numRuns: 3_000 },
    );
  });
});
