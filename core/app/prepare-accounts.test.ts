import { describe, expect, test } from "bun:test";
import { z } from "zod";
import { accountId } from "#core/lib/ids.ts";
import type { LoadedChannelPlugin } from "#core/plugin/define-plugin.ts";
import { createPluginLoader } from "./plugin-loader.ts";
import { prepareAccounts, settingSources } from "./prepare-accounts.ts";

const loaded = await createPluginLoader(".", []).load("channel-whatsapp-cloud");
if (loaded.kind !== "channel") throw new Error("not a channel");
const whatsapp: LoadedChannelPlugin = loaded;

const account = {
  account: accountId("wa"),
  plugin: whatsapp,
  settings: {
    phone_number_id: { env: "ID" },
    token: { env: "TOKEN" },
    app_secrets: { env: "SECRETS" },
    verify_token: { file: "no/such/file" },
    graph_url: { env: "GRAPH" },
    graph_version: "v26.0",
  },
};
const prepare = (mode: "never" | "when-unset" | "always", variables: Record<string, string>) =>
  prepareAccounts([account], mode, settingSources("/nowhere", variables));

describe("accounts on this machine", () => {
  test("miss what is required and not set, in one list; what has a default is not missed", () => {
    const { ready, problems } = prepare("never", { ID: "1" });
    expect(ready).toEqual([]);
    expect(problems).toEqual([
      "TOKEN (channels.wa.token)",
      "SECRETS (channels.wa.app_secrets)",
      "the file no/such/file (channels.wa.verify_token)",
    ]);
  });

  test("say what does not fit by name, never by value", () => {
    const { problems } = prepare("when-unset", { ID: "my-phone", TOKEN: "t", SECRETS: "s" });
    expect(problems).toEqual([
      "ID (channels.wa.phone_number_id): an id is digits only",
      "the file no/such/file (channels.wa.verify_token): not set",
    ]);
  });

  test("go on their simulator when nothing but variables is missing, and say which", () => {
    const { ready, problems, unset } = prepare("when-unset", { ID: "1" });
    expect(problems).toEqual([]);
    expect(ready[0]).toMatchObject({ isSimulated: true, settings: { graph_version: "v26.0" } });
    expect(unset.get("wa")).toHaveLength(3);
  });

  test("are real when all is there, with their secrets known", () => {
    const settings = { ...account.settings, verify_token: { env: "WORD" } };
    const variables = { ID: "1", TOKEN: "t0ken", SECRETS: "s", WORD: "w" };
    const sources = settingSources("/nowhere", variables);
    const { ready, secrets } = prepareAccounts([{ ...account, settings }], "when-unset", sources);
    expect(ready[0]).toMatchObject({ isSimulated: false, settings: { token: "t0ken" } });
    expect(secrets).toEqual(["1", "t0ken", "s", "w"]);
  });

  test("without a simulator are never simulated", () => {
    const plugin = { ...whatsapp, config: z.object({ token: z.string() }), simulate: undefined };
    const item = { ...account, plugin, settings: { token: { env: "TOKEN" } } };
    const { ready, problems } = prepareAccounts([item], "always", settingSources("/nowhere", {}));
    expect(ready).toEqual([]);
    expect(problems).toEqual(["TOKEN (channels.wa.token)"]);
  });
});
