import { lookup as resolveHost } from "node:dns/promises";
import { request as sendHttps } from "node:https";
import type { GuardedNetDeps } from "./guarded-exchange.ts";
import { isPublicAddress } from "./is-public-address.ts";

/** Sockets of node:https: agents given to `fetch` are ignored by Bun. */
export const socketNet: GuardedNetDeps = {
  resolve: async (host) => {
    const found = await resolveHost(host, { all: true });
    return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
  },
  isAllowed: ({ address, family }) => isPublicAddress(address, family),
  send: sendHttps,
  protocol: "https:",
};
