import type { NetRequest } from "#core/model/ports/net.ts";

/** What an exchange about a file is, and which of the vendor's ids it names. */
export interface FileRequest {
  readonly step: "look-up" | "bytes" | "upload";
  readonly id: string;
}

/** What a request wants of a file; undefined if it is about none. */
export function readFileRequest({ method, url, as }: NetRequest): FileRequest | undefined {
  if (method === "POST") return url.endsWith("/media") ? { step: "upload", id: "" } : undefined;
  if (as === "bytes") return { step: "bytes", id: /[?&]mid=(\d+)/.exec(url)?.[1] ?? "" };
  const id = /\/(\d+)\?phone_number_id=/.exec(url)?.[1];
  return id === undefined ? undefined : { step: "look-up", id };
}
