import { describe, expect, test } from "bun:test";
import { toHostUrl } from "./host-url.ts";
import { createTestedProvider } from "./testing/create-tested-provider.test.ts";

test.each([
  ["127.0.0.1", "http://127.0.0.1:11434"],
  ["0.0.0.0:11434", "http://127.0.0.1:11434"],
  ["nas.local:8080", "http://nas.local:8080"],
  ["nas.local:80", "http://nas.local"],
  ["https://ollama.example/", "https://ollama.example"],
  ["http://nas.local", "http://nas.local"],
  ["[::1]:11434", "http://[::1]:11434"],
  ["http://user:secret@nas.local", undefined],
  ["not a host", undefined],
])("the host %p is %p", (text, url) => {
  expect(toHostUrl(text)).toBe(url);
});

describe("text leaves this machine", () => {
  test.each([
    [{}, false],
    [{ host: "http://192.168.1.9:11434" }, true],
    [{ host: "http://192.168.1.9:11434", is_local: true }, false],
    [{ model: "gpt-oss:120b-cloud" }, true],
    [{ model: "qwen3.5:cloud", is_local: true }, true],
    [{ model: "Qwen3.5:Cloud" }, true],
    [{ model: "gpt-oss:120b-CLOUD" }, true],
    [{ model: "cloud-qwen:4b" }, false],
  ])("with %j: %p", (settings, leaves) => {
    expect(createTestedProvider(settings).capabilities.dataLeavesHost).toBe(leaves);
  });
});
