import type { NetReply, SendError } from "sapa/plugin";

interface Words {
  readonly meaning: string;
  readonly action: string;
}

const unsent: Words = {
  meaning: "Meta could not be reached; nothing was sent.",
  action: "Check that this machine reaches graph.facebook.com by name and over TLS.",
};
const broken: Words = {
  meaning: "The connection broke before Meta's answer; the message may have gone out.",
  action: "Nothing to do: a receipt of the message, or its absence, will decide.",
};
const notMeta: Words = {
  meaning: "Something other than Meta answered: a proxy, a gateway or a wrong address.",
  action: "Check graph_url and any proxy between this machine and Meta.",
};

/** An error that carries no code of Meta's. `code` is ours: NET_UNSENT, NET_BROKEN or HTTP_<status>. */
export function netError(code: string, title: string): SendError {
  const words = code === "NET_UNSENT" ? unsent : code === "NET_BROKEN" ? broken : notMeta;
  return { code, title, ...words };
}

/** The error of a call that is no message and got no answer; `action` is for one that may have been done. */
export function unansweredError(
  reply: Exclude<NetReply, { readonly kind: "answer" }>,
  action: string,
): SendError {
  if (reply.kind === "unsent") return netError("NET_UNSENT", reply.reason);
  const meaning = "The connection broke before Meta's answer: it may have been done.";
  return { ...netError("NET_BROKEN", reply.reason), meaning, action };
}
