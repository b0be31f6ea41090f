import type { ContactId } from "#core/lib/ids.ts";

/** Where who a person is lies sealed; see `Codec`. */
export function contactPlaceOf(id: ContactId): string {
  return `contact/${id}`;
}

export function addressPlaceOf(lookup: string): string {
  return `address/${lookup}`;
}
