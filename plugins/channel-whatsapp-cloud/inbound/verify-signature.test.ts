import { describe, expect, test } from "bun:test";
import { hmacHex } from "sapa/plugin";
import { verifySignature } from "./verify-signature.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const secret = "test_app_secret";

/** Source: Cloud API reference 1.3. */
const vectors = [
  [
    '{"object":"whatsapp_business_account","entry":[]}',
    "dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c633756",
  ],
  [
    '{"object": "whatsapp_business_account", "entry": []}',
    "56cbbaf4961c6cfdae48b7f116c047e5eb513d2c931baae63a2bc1afd26f803a",
  ],
  [
    '{"text":"caf\\u00e9 \\u00e4\\u00f6\\u00e5"}',
    "5fbd60880ffe3694c29169b72c6870d1ce52b7fb841ecf45512cb7951f79d25b",
  ],
  ['{"text":"café äöå"}', "602ace08d215228aa41132c42b94954ede882c6cdce73c3a07ee2fb7f7aa7315"],
] as const;

describe("a webhook's signature", () => {
  test.each(vectors)("of %p is that of the reference", (body, digest) => {
    expect(verifySignature([secret], `sha256=${digest}`, bytes(body))).toBe(true);
  });

  test("is over the bytes: equal JSON in other bytes is refused", () => {
    expect(verifySignature([secret], `sha256=${vectors[0][1]}`, bytes(vectors[1][0]))).toBe(false);
    expect(verifySignature([secret], `sha256=${vectors[2][1]}`, bytes(vectors[3][0]))).toBe(false);
  });

  test("fits any of several secrets, and no other", () => {
    const [body, digest] = vectors[0];
    const header = `sha256=${digest}`;
    expect(verifySignature(["new", secret], header, bytes(body))).toBe(true);
    expect(verifySignature([secret, "new"], header, bytes(body))).toBe(true);
    expect(verifySignature(["new", "other"], header, bytes(body))).toBe(false);
    expect(verifySignature([], header, bytes(body))).toBe(false);
  });

  test.each([
    ["nothing", undefined],
    ["an empty text", ""],
    ["the bare digest", vectors[0][1]],
    ["upper case", `sha256=${vectors[0][1].toUpperCase()}`],
    ["one character less", `sha256=${vectors[0][1].slice(1)}`],
    ["one character more", `sha256=${vectors[0][1]}0`],
    ["a line break after it", `sha256=${vectors[0][1]}\n`],
    ["SHA-1", `sha1=${vectors[0][1]}`],
    ["no hex", `sha256=${"z".repeat(64)}`],
    ["two of them", `sha256=${vectors[0][1]}, sha256=${vectors[0][1]}`],
  ])("is refused as %s", (_, header) => {
    expect(verifySignature([secret], header, bytes(vectors[0][0]))).toBe(false);
  });

  test("of an empty body is checked like any other", () => {
    const empty = new Uint8Array();
    expect(verifySignature([secret], `sha256=${hmacHex(secret, empty)}`, empty)).toBe(true);
    expect(verifySignature([secret], `sha256=${vectors[0][1]}`, empty)).toBe(false);
  });
});
