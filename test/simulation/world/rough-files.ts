import type { NetReply } from "#core/model/ports/net.ts";
import type { FileRequest } from "./read-file-request.ts";
import type { Scene } from "./scene.ts";

type Answer = Extract<NetReply, { readonly kind: "answer" }>;

/**
 * What the network does to a file's answer on its way; `reply` is the vendor's own and comes back as
 * it is unless it is spoilt.
 */
export function roughenFile(scene: Scene, { step }: FileRequest, reply: NetReply): NetReply {
  if (reply.kind !== "answer" || reply.status !== 200) return reply;
  const { weather } = scene;
  if (step === "look-up" && scene.strikes("file gone", weather.fileGone)) return gone;
  if (step !== "bytes") return reply;
  if (scene.strikes("file's address over", weather.fileOver)) return over;
  if (scene.strikes("file of another type", weather.fileOther)) return ofAnotherType(reply);
  return scene.strikes("file cut short", weather.fileCut) ? cutShort(reply) : reply;
}

const over: Answer = { kind: "answer", status: 404, headers: {}, body: "" };

/** Source: Cloud API reference, 4.7. */
const gone: Answer = {
  kind: "answer",
  status: 400,
  headers: { "content-type": "application/json; charset=UTF-8" },
  body: JSON.stringify({
    error: {
      message: "Unsupported get request. Object with this ID does not exist",
      type: "GraphMethodException",
      code: 100,
      error_subcode: 33,
      fbtrace_id: "A0",
    },
  }),
};

function ofAnotherType(reply: Answer): Answer {
  return { ...reply, headers: { ...reply.headers, "content-type": "video/x-flv" } };
}

function cutShort(reply: Answer): Answer {
  return { ...reply, bytes: reply.bytes?.slice(0, -1) ?? new Uint8Array() };
}
