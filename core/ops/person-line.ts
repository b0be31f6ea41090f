import type { Contact } from "#core/model/contact.ts";

/** Who it is, so that several of a name can be told apart: id, name, and how they are reached. */
export function personLine({ id, name, username, addresses }: Contact): string {
  const phone = addresses.find(({ kind }) => kind === "phone")?.value;
  const reached = username ?? phone ?? addresses[0]?.value;
  return [id, name, reached].filter((part) => part !== undefined && part !== "").join("  ");
}
