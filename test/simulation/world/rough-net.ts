import type { Net, NetReply, NetRequest } from "#core/model/ports/net.ts";
import { createExchange } from "./create-exchange.ts";
import { never } from "./never.ts";
import type { Process } from "./process.ts";
import { type FileRequest, readFileRequest } from "./read-file-request.ts";
import { type Post, readPost } from "./read-post.ts";
import { roughenFile } from "./rough-files.ts";
import type { Scene } from "./scene.ts";

export interface RoughNetDeps {
  readonly scene: Scene;
  /** The vendor, in this process and at once. */
  readonly vendor: Net;
  /** How often this attempt has reached its person. */
  readonly takenCount: (post: Post) => number;
  readonly process: Process;
}

/**
 * The network between one process and the vendor. A request that has left arrives also when its
 * sender dies on the way; an answer to a dead process is heard by nobody.
 */
export function createRoughNet(deps: RoughNetDeps): Net {
  const { scene, vendor, process } = deps;
  const exchange = createExchange(scene, process);

  async function request(request: NetRequest): Promise<NetReply> {
    const file = readFileRequest(request);
    if (file !== undefined) return fetchFile(request, file);
    const { body } = request;
    const post = typeof body === "string" ? readPost(body, scene.directory) : undefined;
    if (post === undefined) return bestEffort(request);
    if (process.diesAt("post:unsent")) return never();
    scene.emit({ kind: "posted", who: post.who, post });
    const reply = await exchange(request, "post:unanswered", () => answer(request, post));
    if (!process.isAlive) return never();
    scene.emit({ kind: "post-answered", who: post.who, post, reply: replyText(reply) });
    return process.diesAt("post:unrecorded") ? never() : reply;
  }

  /** Read receipts and "typing…": nothing depends on them. */
  async function bestEffort(request: NetRequest): Promise<NetReply> {
    const reply = await vendor.request(request);
    await scene.pause(scene.draw(5, 60));
    return process.isAlive ? reply : never();
  }

  async function fetchFile(request: NetRequest, file: FileRequest): Promise<NetReply> {
    if (file.step === "look-up" && process.diesAt("file:unfetched")) return never();
    let own: NetReply | undefined;
    const reply = await exchange(request, undefined, async () => {
      own = await vendor.request(request);
      return roughenFile(scene, file, own);
    });
    if (!process.isAlive) return never();
    const isWhole = reply === own && reply.kind === "answer" && reply.status === 200;
    scene.emit({ kind: "file-answered", ...file, isWhole, reply: replyText(reply) });
    if (file.step === "upload" && !isWhole) scene.count("upload failed");
    return file.step === "bytes" && process.diesAt("file:unkept") ? never() : reply;
  }

  async function answer(request: NetRequest, post: Post): Promise<NetReply> {
    if (scene.strikes("token refused", scene.weather.unauthorized)) return unauthorized;
    const before = deps.takenCount(post);
    const reply = await vendor.request(request);
    const isTaken = deps.takenCount(post) > before;
    countFault(reply, isTaken);
    const isGarbled = isTaken && scene.strikes("garbled answer", scene.weather.garbage);
    return isGarbled && reply.kind === "answer" ? { ...reply, body: '{"messaging_pro' } : reply;
  }

  function countFault(reply: NetReply, isTaken: boolean): void {
    if (reply.kind === "broken") scene.count(isTaken ? "answer lost" : "request lost");
    if (reply.kind !== "answer" || reply.status < 400) return;
    if (reply.status >= 500) scene.count(`server error, ${isTaken ? "taken" : "not taken"}`);
    if (/"code":(4|130429|131056),/.test(reply.body)) scene.count("rate limited by the vendor");
    else if (reply.status < 500) scene.count("message refused");
  }

  return { request };
}

const unauthorized: NetReply = {
  kind: "answer",
  status: 401,
  headers: { "content-type": "application/json; charset=UTF-8" },
  body: JSON.stringify({
    error: {
      message: "Error validating access token: Session has expired",
      type: "OAuthException",
      code: 190,
      error_subcode: 463,
      fbtrace_id: "A0",
    },
  }),
};

function replyText(reply: NetReply): string {
  if (reply.kind !== "answer") return `${reply.kind} (${reply.reason})`;
  const code = /"code":(\d+)/.exec(reply.body)?.[1];
  return code === undefined ? String(reply.status) : `${reply.status} code ${code}`;
}
